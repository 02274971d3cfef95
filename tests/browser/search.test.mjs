// What the search finds, and that nothing that is typed, and no file that fails, harms it. The dialog has tests of its own.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { deflateSync, gzipSync, inflateSync } from 'node:zlib';
import { createSearch, inside } from '../../static/assets/search-engine.js';
import { ask, open as openFolder, readQueries, table } from '../search/recall.mjs';
import { index, machineMade } from '../search/report.mjs';
import { launch, open } from './browser.mjs';
import { openNotes, preview, program } from './preview.mjs';
import { files, root, serve } from './site.mjs';

const [wordsOf, , readTerms, readPosts] = inside;
const queries = await readQueries(new URL('../search/queries.txt', import.meta.url));

/** How often the first page must be right, and one of the first five: of all queries, and of any kind. */
const least = { first: 0.93, five: 0.98 }, leastOfAKind = { first: 0.8, five: 0.9 };

const percent = (n) => `${(100 * n).toFixed(1)} %`;
function holds(t, answers) {
  for (const { kind, queries: asked, first, five } of table(answers)) {
    t.diagnostic(`${kind}: ${asked} queries, first ${percent(first)}, five ${percent(five)}`);
    const bound = kind === 'all' ? least : kind === 'nothing' ? { first: 1, five: 1 } : leastOfAKind;
    const missed = answers.filter((a) => a.kind === kind && a.at < 0).map(({ query, urls }) => `${query} → ${urls.join(' ')}`);
    assert.ok(five >= bound.five, `${kind}: ${percent(five)} among the first five; not found: ${missed.join(', ')}`);
    assert.ok(first >= bound.first, `${kind}: ${percent(first)} are the first`);
  }
}

describe('recall', { concurrency: 1 }, () => {
  test('of queries that a person wrote for this site', async (t) => {
    assert.ok(queries.length >= 200, `${queries.length} queries`);
    assert.equal(new Set(queries.map(({ kind }) => kind)).size, 15, 'kinds');
    const pages = new Set((await files(root)).map((name) => name.replace(/(^|\/)index\.html$/, '$1')));
    for (const { query, want } of queries) for (const url of want) assert.ok(pages.has(url), `${query} wants ${url}, which is no page`);
    holds(t, await ask(root, queries));
  });

  test('in other languages', async () => {
    const temp = await mkdtemp(path.join(tmpdir(), 'sitegen-search-'));
    const notes = {
      deploy: '# Deploying\n\nContainers are deployed to a cluster. Policies say who may run them.',
      printer: '# Set up a printer\n\nPrinters that are caching their jobs need memory.\n\n## Running\n\nIt runs.',
      print: '# 印刷\n\n無線ネットワークのプリンターで印刷する方法です。キーボードは要りません。',
      tokyo: '# 東京都庁\n\n東京の庁舎は新宿にあります。',
      network: '# 网络设置\n\n无线网络可以在系统设置里打开。',
      cafe: '# Le café\n\nÉtudier l’été à la mairie. Привет, ёлка!',
    };
    const asked = {
      container: 'deploy', 'deploys': 'deploy', policy: 'deploy', printing: undefined, printer: 'printer', cache: 'printer', running: 'printer', 'clutser': 'deploy',
      印刷: 'print', 無線ネットワーク: 'print', 'キーボード': 'print', プリンタ: 'print', 東京: 'tokyo', 都庁: 'tokyo', 庁: 'tokyo', 京都: 'tokyo', '無線 キーボード': 'print', '"新宿にあります"': 'tokyo', 大阪: undefined,
      网络: 'network', 系统设置: 'network', 网设: undefined, cafe: 'cafe', CAFÉ: 'cafe', etudier: 'cafe', привет: 'cafe', елка: 'cafe',
    };
    try {
      await mkdir(path.join(temp, 'notes'));
      for (const [name, text] of Object.entries(notes)) await writeFile(path.join(temp, 'notes', `${name}.md`), text);
      await index({ content: path.join(temp, 'notes'), out: path.join(temp, 'out') });
      const { search } = openFolder(path.join(temp, 'out'));
      for (const [query, want] of Object.entries(asked)) {
        const { groups } = await search(query);
        assert.equal(groups[0]?.url, want && `${want}/`, query);
      }
      const [{ sections }] = (await search('無線ネットワーク')).groups;
      assert.deepEqual(sections[0].text[0], { text: '無線ネットワーク', hit: true });
    } finally {
      await rm(temp, { recursive: true, force: true });
    }
  });

  test('of what stands anywhere on a page, and of nothing else, in the preview as in the built site', async () => {
    const notes = await openNotes({
      'sitegen.yaml': 'title: 노트\nlang: ko\n',
      'content/index.md': '# 처음\n\n머리글\n',
      'content/온갖.md': '---\ntitle: 온갖 것\ndescription: 두루마리 소개\ntags: [나침반]\naliases: [/old/almanac/]\n---\n# 온갖 것\n\n| 표 |\n| --- |\n| 고슴도치 |\n\n```loop\ntitle 한 바퀴\nsection 하루\n  너구리 : 낮잠\n  수달\n  비버\n```\n\n```region\ntitle 동네\nregion 서울\n  vm 두더지\n```\n\n```js title="otter.js"\nconst badger = 1;\n```\n\n::: tabs\n== 다람쥐\n글\n:::\n\n::: details 족제비\n글[^a]\n:::\n\n[^a]: 각주의 오소리\n\n## 긴 곳\n\n' + '사슴은 달린다. 노루도 달린다.\n\n'.repeat(900) + '사슴과 노루가 함께 쉰다.\n',
      'content/용어집.md': '# 용어집\n\n담비 (Marten)\n: 작은 동물\n',
      'content/담비.md': `# 숲\n\n${'나무와 풀. '.repeat(60)} 담비를 보았다. \n\n\`\`\`\n여우비\n\`\`\`\n`,
      'content/비.md': '# 날씨\n\n여우비가 온다.\n',
      'content/숨음.md': '---\nsearch: false\n---\n# 숨은 스라소니\n',
      'content/가림.md': '# 가린 것\n\n보이는 낱말 <!-- search: off -->호랑나비<!-- search: on --> 그리고 끝\n\n<!-- search: off -->\n\n```\nsecretcode\n```\n',
      'content/초안.md': '---\ndraft: true\n---\n# 반달곰\n',
    });
    const asked = {
      고슴도치: '온갖/', 너구리: '온갖/', 낮잠: '온갖/', 두더지: '온갖/', badger: '온갖/', 'otter.js': '온갖/', 다람쥐: '온갖/', 족제비: '온갖/', 오소리: '온갖/', 두루마리: '온갖/', 나침반: '온갖/', almanac: '온갖/',
      담비: '용어집/', marten: '용어집/', 여우비: '비/', '"사슴과 노루가 함께"': '온갖/', '보이는 낱말': '가림/',
      스라소니: undefined, 호랑나비: undefined, secretcode: undefined, 반달곰: undefined,
    };
    const server = await preview(notes.root);
    try {
      const out = path.join(notes.root, 'public');
      await promisify(execFile)(program, ['build', '--root', notes.root, '--out', out, '--no-cache']);
      const [built, shown] = [openFolder(out), createSearch(`${server.url}assets/search/`)];
      for (const [query, want] of Object.entries(asked)) {
        const { groups } = await built.search(query);
        assert.equal(groups[0]?.url, want, query);
        assert.deepEqual((await shown.search(query)).groups, groups, query);
      }
      const [term] = (await built.search('담비')).groups;
      assert.deepEqual([term.sections[0].anchor, term.sections[0].title[0]], ['담비-marten', { text: '담비', hit: true }]);
      const [far] = (await built.search('"사슴과 노루가 함께"')).groups;
      assert.ok(far.sections[0].text.some(({ hit, text }) => hit && text.startsWith('사슴')), JSON.stringify(far.sections[0].text));
      const [words] = (await built.search('여우비')).groups.slice(1);
      assert.equal(words.url, '담비/', 'code counts less than text');
    } finally {
      await server.stop();
      await notes.close();
    }
  });

  test('of queries that nobody has picked, over notes that are made up', async (t) => {
    const temp = await mkdtemp(path.join(tmpdir(), 'sitegen-search-'));
    try {
      const { folder, queries: made } = await machineMade(temp);
      assert.ok(made.length >= 1000, `${made.length} queries`);
      holds(t, await ask(folder, made));
    } finally {
      await rm(temp, { recursive: true, force: true });
    }
  });
});

describe('the engine', { concurrency: 1 }, () => {
  let browser, site, page, troubles;
  before(async () => {
    [browser, site] = await Promise.all([launch(), serve('/', root)]);
    ({ page, troubles } = await open(browser));
    await page.goto(site.url, { waitUntil: 'load' });
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });

  /** The engine as published. */
  const engine = async () => '/' + (await files(root)).find((name) => /^assets\/search-engine\.[0-9a-f]+\.js$/.test(name));

  test('is small', async () => {
    const data = await readFile(path.join(root, await engine()));
    const size = gzipSync(data, { level: 9 }).length;
    assert.ok(size <= 5700, `${size} bytes compressed`);
  });

  test('answers with pages, their sections and what to mark', async () => {
    const { groups, read } = await openFolder(root).search('가용 영역');
    assert.deepEqual(read, []);
    const { url, title, crumbs, sections } = groups[0];
    assert.deepEqual({ url, title, crumbs }, { url: 'aws/region-az/', title: '리전과 가용 영역', crumbs: ['AWS'] });
    const section = sections.find(({ anchor }) => anchor === '가용-영역');
    assert.deepEqual(section.title, [{ text: '가용 영역', hit: true }]);
    assert.deepEqual(section.text[0], { text: '가용 영역', hit: true });
    assert.equal(typeof section.text[1].text, 'string');
    assert.ok(section.text.map(({ text }) => text).join('').length < 200);
    assert.equal(new Set(groups.map((group) => group.url)).size, groups.length, 'each page stands there once');
  });

  test('finds the same in the same order in a browser', async () => {
    const list = queries.map(({ query }) => query);
    const found = await page.evaluate(async ([file, list]) => {
      const { createSearch } = await import(file);
      const { search } = createSearch('/assets/search/');
      const answers = [];
      for (const query of list) answers.push(JSON.stringify(await search(query)));
      return answers;
    }, [await engine(), list]);
    const { search } = openFolder(root);
    for (const [i, query] of list.entries()) assert.equal(found[i], JSON.stringify(await search(query)), query);
    assert.deepEqual(troubles, []);
  });

  test('takes texts apart as the builder does', async () => {
    const temp = await mkdtemp(path.join(tmpdir(), 'sitegen-words-'));
    const seed = Math.floor(Math.random() * 1e9), file = path.join(temp, 'words.json');
    try {
      await promisify(execFile)('go', ['test', '-count=1', '-run', '^TestWriteWords$', './internal/search', '-args', '-words', file, '-seed', String(seed)], { cwd: path.join(import.meta.dirname, '../..') });
      const { letters, samples } = JSON.parse(await readFile(file, 'utf8'));
      assert.ok(samples.length >= 10000);
      const differ = await page.evaluate(async ([file, letters, samples]) => {
        const { inside: [wordsOf, soundOf] } = await import(file);
        const words = wordsOf(letters), differ = [];
        for (const { text, words: want } of samples) {
          const got = words(text).map(({ text, kind, glued, literal, parts }) => ({ text, kind, glued, literal, parts, sound: soundOf(text) }));
          if (JSON.stringify(got) !== JSON.stringify(want)) differ.push({ text, got, want });
        }
        return differ.slice(0, 3);
      }, [await engine(), letters, samples]);
      assert.deepEqual(differ, [], `seed ${seed}`);
      const words = wordsOf(letters);
      assert.deepEqual(words('a\ud800b\udc00가'), words('a\ufffdb\ufffd가'), 'halves of characters separate words');
    } finally {
      await rm(temp, { recursive: true, force: true });
    }
  });

  const hostile = {
    'nothing': '', 'spaces': ' \t\n\u3000 ', 'symbols': '!@#$%^&*()_+-=[]{}|;\':",./<>?`~', 'emoji': '😀👨‍👩‍👧‍👦🇰🇷', 'half a character': '\ud83d', 'halves': '\udc00\ud800가\ud83d',
    'a regular expression': '(a+)+$ [가-힣]{1,9999} \\u{110000} (?<x>.*)\\k<x> *', 'HTML': '<img src=x onerror=alert(1)></script>&lt;', 'quotation marks': '"""" "“ „"가용', 'only an ending': '에서는',
    'one letter': 'a', 'one syllable': '가', 'one consonant': 'ㄱ', 'one vowel': 'ㅏ', 'jamo': 'ㄳㅄㅏㅑㅓㅠㅡ', 'old jamo': 'ᄀᆞᆫ', 'marks': 'a\u0301\u0302'.repeat(50), 'control characters': '\x00\x01\x7f',
    'numbers': '1 2 3 4 5 6 7 8 9 10 11 12 13', 'names of objects': '__proto__ constructor toString hasOwnProperty', 'a long word': 'a'.repeat(10000), 'a long Korean word': '가'.repeat(10000), 'many words': '가용 영역 '.repeat(2000),
    'identifiers': 'a-b_c.d/e:f+g&h@'.repeat(600), 'the same letter': 'a a a a a a a a a b '.repeat(30), 'many quotations': '"가 나" '.repeat(500), 'consonants': 'ㄱ '.repeat(3000), 'right to left': 'שלום עולם مرحبا', 'wide letters': 'ＡＷＳ', 'Thai': 'สวัสดี', 'Han': '東京都庁舎漢字'.repeat(100),
  };

  test('throws at nothing that may be typed, and answers soon', async () => {
    const results = await page.evaluate(async ([file, list]) => {
      const { createSearch } = await import(file);
      const { search } = createSearch('/assets/search/');
      const wrong = [];
      for (const [name, query] of Object.entries(list)) {
        const start = performance.now();
        try {
          const { groups, read } = await search(query);
          if (!Array.isArray(groups) || !Array.isArray(read)) wrong.push(`${name}: ${JSON.stringify({ groups, read })}`);
        } catch (error) {
          wrong.push(`${name}: ${error.stack}`);
        }
        if (performance.now() - start > 5000) wrong.push(`${name}: too long`);
      }
      return wrong;
    }, [await engine(), hostile]);
    assert.deepEqual(results, []);
  });

  test('shows what texts say, never a part of a query', async () => {
    const { search } = openFolder(root);
    for (const query of [...Object.values(hostile), '가용 <b>영역</b>']) {
      const { groups } = await search(query);
      for (const { title, sections } of groups) {
        assert.equal(typeof title, 'string');
        for (const piece of sections.flatMap((section) => [...section.title, ...section.text])) assert.ok(!/<b>|onerror/.test(piece.text), piece.text);
      }
    }
  });

  test('nothing is found by what separates words', async () => {
    const { search } = openFolder(root);
    for (const name of ['nothing', 'spaces', 'symbols', 'emoji', 'half a character', 'control characters']) assert.deepEqual(await search(hostile[name]), { groups: [], read: [] }, name);
  });

  test('a file that fails is told, and asked for again', async () => {
    let broken = true;
    const read = async (name) => {
      if (broken && name !== 'index.bin') throw new Error(`no ${name}`);
      return new Response(await readFile(path.join(root, 'assets/search', name)));
    };
    const { search } = createSearch(read);
    await assert.rejects(search('가용 영역'), /no .*\.bin/);
    broken = false;
    assert.ok((await search('가용 영역')).groups.length > 0);
  });

  test('an index that is not there is told, and asked for again', async () => {
    const wrong = await page.evaluate(async (file) => {
      const { createSearch } = await import(file);
      const { open, search } = createSearch('/nowhere/');
      const told = [];
      for (const attempt of [open, () => search('가'), () => search('가')]) await attempt().then(() => told.push('nothing'), (error) => told.push(error.message));
      return told;
    }, await engine());
    assert.deepEqual(wrong, Array(3).fill('404 index.bin'));
    troubles.splice(0);
  });

  test('another site that lies there after a failure is the one that is searched', async () => {
    let old = true;
    const names = new Set((await files(root)).filter((name) => name.startsWith('assets/search/')));
    const read = async (name) => {
      const data = await readFile(path.join(root, 'assets/search', name));
      if (name !== 'index.bin' || !old) return new Response(data);
      const index = JSON.parse(inflateSync(data));
      for (const shelf of [index.words, index.pairs, index.sounds]) shelf.folders = shelf.folders.map(() => 'gone');
      return new Response(deflateSync(JSON.stringify(index)));
    };
    const { search } = createSearch(read);
    assert.ok(names.size > 3);
    await assert.rejects(search('서브넷'), /gone/);
    old = false;
    assert.equal((await search('서브넷')).groups[0].url, 'aws/vpc/');
  });

  test('a search that is not wanted any more ends', async () => {
    const { search } = openFolder(root);
    await assert.rejects(search('가용 영역', { signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.ok((await search('가용 영역')).groups.length > 0);
  });

  test('damaged files are told, or read to an end', async () => {
    const name = (await files(root)).find((file) => /^assets\/search\/\w{8}\/0\.bin$/.test(file));
    const good = inflateSync(await readFile(path.join(root, name)));
    let seed = 1;
    const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
    for (let i = 0; i < 3000; i++) {
      const data = Uint8Array.from(i % 2 ? good.subarray(0, random(good.length)) : { length: random(200) }, (b) => b ?? random(256));
      for (let n = random(8); n && data.length; n--) data[random(data.length)] = random(256);
      for (const read of [() => readTerms(data).map((term) => readPosts(term.data)), () => readPosts(data)]) {
        try {
          assert.ok(read());
        } catch (error) {
          assert.ok(error instanceof RangeError || error instanceof TypeError, String(error));
        }
      }
    }
    const { search } = createSearch(async (file) => new Response(file === 'index.bin' ? await readFile(path.join(root, 'assets/search', file)) : good));
    await assert.rejects(search('가용 영역'), 'a file that is not compressed');
  });

  test('foreign, cut and damaged files end in an answer or an error', { timeout: 300_000 }, async () => {
    const names = (await files(root)).filter((name) => name.startsWith('assets/search/') && name.endsWith('.bin')).map((name) => name.slice('assets/search/'.length));
    const good = new Map();
    for (const name of names) good.set(name, inflateSync(await readFile(path.join(root, 'assets/search', name))));
    let seed = 7;
    const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
    const harms = [
      (data) => data.subarray(0, random(data.length)),
      (data) => data.map((byte) => (random(40) ? byte : random(256))),
      () => good.get(names[random(names.length)]),
      () => Uint8Array.from({ length: random(300) }, () => random(256)),
      () => Buffer.from(['{}', '[]', 'null', '[[]]', '', '{"words":{}}', '[["x","y"],[0,0,"a"]]', '\x80\x80\x80\x80\x80\x80'][random(8)]),
    ];
    const asked = queries.filter((_, i) => i % 4 === 0);
    let answers = 0, errors = 0;
    for (let round = 0; round < 150; round++) {
      const often = random(4) + 1;
      const { search } = createSearch(async (name) => {
        const data = good.get(name);
        if (random(often) && name !== 'index.bin' || name === 'index.bin' && random(6)) return new Response(deflateSync(data));
        return new Response(random(8) ? deflateSync(harms[random(harms.length)](data)) : data);
      });
      for (let n = 0; n < 3; n++) {
        try {
          const { groups, read } = await search(asked[random(asked.length)].query);
          assert.ok(Array.isArray(groups) && Array.isArray(read));
          answers++;
        } catch (error) {
          assert.ok(error instanceof Error && error.name !== 'AssertionError', String(error));
          errors++;
        }
      }
    }
    assert.ok(answers > 30 && errors > 30, `${answers} answers, ${errors} errors`);
  });
});
