// The live preview: what an author sees in the browser while writing.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { drawn, launch, open, overflow } from './browser.mjs';
import { english, long, notes as messy, short } from './messy-notes.mjs';
import { openNotes, preview } from './preview.mjs';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const axe = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** What is under way when a page is left is broken off. */
const leaving = /net::ERR_ABORTED/;
/** What a browser says of a server that has ended. */
const unreachable = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/;

describe('the live preview', { concurrency: 1 }, () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  /** Notes, a server and tabs for one story; nothing may go wrong in a tab but what is expected. */
  async function desk(t, story, { files = {}, expected = [], args = [] } = {}) {
    const notes = await openNotes({ ...messy, ...files });
    const tabs = [];
    let server = await preview(notes.root, { args });
    const desk = {
      t,
      notes,
      get server() { return server; },
      tab: async (url, options) => {
        const tab = await open(browser, options);
        tabs.push(tab);
        await tab.page.goto(server.url + url);
        await connected(tab.page);
        await mark(tab.page);
        return tab.page;
      },
      stop: () => server.stop(),
      start: async () => {
        server = await preview(notes.root, { port: server.port, args });
      },
    };
    try {
      await story(desk);
      const troubles = tabs.flatMap((tab) => tab.troubles).filter((trouble) => ![leaving, ...expected].some((e) => e.test(trouble)));
      assert.deepEqual(troubles, []);
    } finally {
      for (const tab of tabs) await tab.close();
      await server.stop();
      await notes.close();
    }
  }

  const told = (name, story, options) => test(name, (t) => desk(t, story, options));

  told('an edit of a text is shown without loading the page again', async ({ notes, tab }) => {
    const page = await tab(short.url);
    await notes.edit(short.file, '나만의** 네트워크', '우리만의** 네트워크');
    await shows(page, 'article', '우리만의 네트워크');
    await isSamePage(page);
  });

  told('an edit above leaves what is being read where it is', async ({ notes, tab }) => {
    const page = await tab(long.url);
    const read = page.locator('p', { hasText: '20번째 문단' });
    await read.evaluate((p) => scrollTo(0, p.getBoundingClientRect().top + scrollY - 130));
    const edits = [
      ['이 노트는 깁니다.', '이 노트는 아주 깁니다.\n\n그래서 새 문단이 하나\n\n- 또\n- 하나 늘었습니다.', '새 문단이'],
      ['1번째 문단입니다.', '```go\nfunc main() {\n\tprintln("안녕")\n}\n```\n\n1번째 문단입니다.', 'func main'],
      ['## 처음', '## 처음부터\n\n### 더 작은 제목', '더 작은 제목'],
      ['19번째 문단입니다.', '바로 위의 문단이 길어집니다. '.repeat(12), '바로 위의 문단이'],
    ];
    for (const [from, to, seen] of edits) {
      const at = await top(read);
      await notes.edit(long.file, from, to);
      await shows(page, 'article', seen);
      await drawn(page);
      assert.ok(Math.abs((await top(read)) - at) <= 2, `${seen}: from ${at} to ${await top(read)}`);
    }
    const at = await top(read);
    await notes.edit(long.file, '- 또\n- 하나 늘었습니다.', '');
    await page.waitForFunction(() => !document.querySelector('article').textContent.includes('하나 늘었습니다'));
    await drawn(page);
    assert.ok(Math.abs((await top(read)) - at) <= 2, `what goes: from ${at} to ${await top(read)}`);
    assert.ok(await page.evaluate(() => scrollY > 1000));
    await isSamePage(page);
  });

  told('what the reader has opened, chosen, marked and focused stays so', async ({ notes, tab }) => {
    const page = await tab(long.url);
    await page.locator('article summary').click();
    await page.locator('.tabs label', { hasText: '리눅스' }).click();
    const link = page.locator('article a', { hasText: 'VPC로' });
    await link.focus();
    await page.evaluate(() => {
      const paragraph = [...document.querySelectorAll('article p')].find((p) => p.textContent.startsWith('30번째'));
      getSelection().setBaseAndExtent(paragraph.firstChild, 0, paragraph.firstChild, 5);
    });
    await notes.edit(long.file, '29번째 문단', '스물아홉 번째 문단');
    await notes.edit(long.file, '접혀 있던 글입니다.', '접혀 있던 글을 고쳤습니다.');
    await shows(page, 'article', '접혀 있던 글을 고쳤습니다.');
    await shows(page, 'article', '스물아홉 번째 문단');
    assert.ok(await page.locator('article details').evaluate((d) => d.open), 'the details are open');
    assert.ok(await page.getByText('apt install awscli').isVisible(), 'the tab is chosen');
    assert.ok(await link.evaluate((a) => a === document.activeElement), 'the link has the focus');
    assert.equal(await page.evaluate(() => String(getSelection())), '30번째 ');
    await isSamePage(page);
  });

  told('new blocks have all that a page gains with script', async ({ notes, tab }) => {
    const page = await tab(short.url);
    const wide = 'x'.repeat(300);
    await notes.edit(short.file, '끝.', `## 새 제목\n\n\`\`\`sh\n${wide}\n\`\`\`\n\n## 또 하나\n\n:::: tabs\n== 가\n하나\n== 나\n둘\n::::\n`);
    await shows(page, '.code .tool', '복사');
    await shows(page, '.code .tool', '줄바꿈');
    assert.equal(await page.locator('.code .tool').count(), 1);
    await page.waitForFunction(() => document.querySelector('.code pre').tabIndex === 0);
    await page.waitForFunction(() => document.querySelector('.toc a[aria-current]'));
    assert.deepEqual(await page.locator('.toc a').allTextContents(), ['새 제목', '또 하나']);
    await notes.edit(short.file, wide, 'ls');
    await page.waitForFunction(() => document.querySelector('.code .tool')?.childElementCount === 1);
    assert.equal(await page.locator('.code .tool').count(), 1);
    await isSamePage(page);
  });

  told('an edit of a stylesheet is put on without loading anything else', async ({ notes, tab }) => {
    const page = await tab(short.url);
    await page.route('**/style.*.css', async (route) => {
      await new Promise((done) => setTimeout(done, 100)); // time to see what there is meanwhile
      await route.continue();
    });
    await page.evaluate(() => {
      const inForce = () => [...document.querySelectorAll('link[rel=stylesheet]')].filter((l) => l.sheet && l.media !== 'not all').length;
      const most = inForce();
      window.naked = window.twice = 0;
      const look = () => {
        if (getComputedStyle(document.querySelector('.skip')).position === 'static') window.naked++;
        requestAnimationFrame(look);
      };
      look();
      document.addEventListener('load', () => { window.twice += inForce() > most ? 1 : 0; }, true);
    });
    await notes.write('static/assets/css/99-mine.css', 'article { padding-inline-start: 17px }');
    await page.waitForFunction(() => getComputedStyle(document.querySelector('article')).paddingInlineStart === '17px');
    await notes.write('static/assets/css/99-mine.css', 'article { padding-inline-start: 19px }');
    await page.waitForFunction(() => getComputedStyle(document.querySelector('article')).paddingInlineStart === '19px');
    await drawn(page);
    assert.deepEqual(await page.evaluate(() => [window.naked, window.twice]), [0, 0], 'the page was without style, or had the old one and the new one');
    const sheets = await page.evaluate(() => [...document.head.querySelectorAll('link[rel=stylesheet]')].map((l) => `${l.getAttribute('href').replace(/.*assets.([a-z]+).*/, '$1')} ${l.media}`));
    assert.equal(new Set(sheets).size, sheets.length, `one of each: ${sheets}`);
    await isSamePage(page);
  });

  told('a picture that is drawn anew is shown', async ({ notes, tab }) => {
    const page = await tab(short.url);
    const picture = page.locator('article img');
    const width = (px) => page.waitForFunction((w) => document.querySelector('article img').naturalWidth === w, px);
    await width(30);
    await page.waitForFunction(() => performance.getEntriesByType('resource').some((e) => e.name.endsWith('.svg') && e.initiatorType === 'fetch'));
    await notes.edit('content/aws/그림 1.svg', 'width="30"', 'width="40"');
    await width(40);
    await notes.edit('content/aws/그림 1.svg', 'width="40"', 'width="50"');
    await width(50);
    await notes.edit(short.file, '![그림]', '![다른 말]');
    await page.waitForFunction(() => document.querySelector('article img').alt === '다른 말');
    assert.equal(await picture.evaluate((image) => image.naturalWidth), 50);
    await isSamePage(page);
  }, { files: {
    'content/aws/그림 1.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><circle cx="15" cy="15" r="9"/></svg>',
    [short.file]: '# VPC\n\n![그림](<그림 1.svg>)\n',
  } });

  told('an edit of a title is seen in the window, in the text and in the sidebar', async ({ notes, tab }) => {
    const page = await tab(short.url);
    await notes.edit(short.file, 'VPC: 나만의 네트워크', 'VPC: 새 이름');
    await page.waitForFunction(() => document.title.startsWith('VPC: 새 이름'));
    await shows(page, 'h1', 'VPC: 새 이름');
    await shows(page, '.side [aria-current=page]', 'VPC: 새 이름');
    await isSamePage(page);
  });

  told('an edit of a template is shown', async ({ notes, tab }) => {
    const page = await tab(short.url);
    const footer = await readFile(new URL('../../templates/partials/footer.html', import.meta.url), 'utf8');
    await notes.write('templates/partials/footer.html', footer + '<p class="foot">내 꼬리말</p>\n');
    await page.locator('.foot', { hasText: '내 꼬리말' }).waitFor();
    await notes.remove('templates/partials/footer.html');
    await page.locator('.foot', { hasText: '내 꼬리말' }).waitFor({ state: 'detached' });
    await isSamePage(page);
  });

  told('an edit of another page changes nothing here', async ({ notes, tab }) => {
    const page = await tab(short.url);
    await page.evaluate(() => {
      window.changes = 0;
      new MutationObserver((records) => { window.changes += records.length; }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    const reply = page.waitForResponse((response) => response.url() === page.url());
    await notes.edit(english.file, 'One paragraph', 'Two paragraphs');
    assert.equal((await reply).status(), 304);
    await drawn(page);
    assert.equal(await page.evaluate(() => window.changes), 0);
    await isSamePage(page);
  });

  told('a reader who chose dark stays in the dark, and sees nothing that is for others', async ({ notes, tab }) => {
    const page = await tab(short.url);
    await page.evaluate(() => localStorage.setItem('sitegen-theme', 'dark'));
    await page.reload();
    await connected(page);
    await mark(page);
    const footer = await readFile(new URL('../../templates/partials/footer.html', import.meta.url), 'utf8');
    for (const word of ['하나', '둘']) {
      await notes.write('templates/partials/footer.html', `${footer}<p class="foot">${word}<noscript><b id="none">${word}</b></noscript></p>\n`);
      await shows(page, '.foot', word);
      assert.equal(await page.locator('#none').count(), 0);
    }
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    await isSamePage(page);
  });

  told('what an extension of the browser has put into the page stays', async ({ notes, server, tab }) => {
    const page = await tab(english.url);
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('main')) return;
        observer.disconnect();
        document.documentElement.dataset.extension = 'on';
        document.head.append(Object.assign(document.createElement('meta'), { id: 'theirs' }));
        document.body.prepend(Object.assign(document.createElement('aside'), { id: 'ours', textContent: 'hello' }));
      }).observe(document, { subtree: true, childList: true });
    });
    await page.goto(server.url + short.url);
    await connected(page);
    await mark(page);
    await notes.edit(short.file, '나만의** 네트워크', '우리만의** 네트워크');
    await shows(page, 'article', '우리만의 네트워크');
    await notes.edit('sitegen.yaml', '어수선한 노트', '모두의 노트');
    await shows(page, '.brand', '모두의 노트');
    assert.deepEqual(await page.evaluate(() => [document.querySelectorAll('#theirs, #ours').length, document.documentElement.dataset.extension]), [2, 'on']);
    await isSamePage(page);
  });

  told('another script needs another page', async ({ notes, tab }) => {
    const page = await tab(short.url);
    const app = await readFile(new URL('../../static/assets/app.js', import.meta.url), 'utf8');
    await notes.write('static/assets/app.js', `${app}\nwindow.mine = true;\n`);
    await page.waitForFunction(() => window.mine && !window.marker);
  });

  told('what is wrong is shown over the page, and goes by itself', async ({ notes, tab }) => {
    const page = await tab(short.url);
    const link = page.locator('.side a').first();
    await link.focus();
    await notes.edit(short.file, '---\ntitle', '---\norder: [1\ntitle');
    const panel = page.getByRole('dialog');
    await panel.waitFor();
    const text = await panel.innerText();
    for (const part of ['오류 1개', `${short.file}:`, 'FM003', 'order: [1', '도움말']) assert.ok(text.includes(part), `${part} is not in ${text}`);
    const place = panel.getByRole('link').first();
    assert.match(await place.innerText(), /^content\/aws\/03-vpc\.md:\d+:\d+$/);
    assert.ok((await place.getAttribute('href')).startsWith(`vscode://file${notes.root}/content/aws/03-vpc.md:`));
    assert.ok(await link.evaluate((a) => document.activeElement === a), 'the focus is where it was');
    await shows(page, 'article', '나만의 네트워크');

    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    const count = page.getByRole('button', { name: '오류 1개' });
    await count.click();
    await panel.waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    assert.ok(await count.evaluate((button) => button.getRootNode().activeElement === button), 'the focus is back at the button');

    await notes.edit(short.file, 'order: [1', 'order: [2');
    await panel.waitFor();
    await notes.edit(short.file, 'order: [2\n', '');
    await panel.waitFor({ state: 'hidden' });
    await count.waitFor({ state: 'hidden' });
    await isSamePage(page);
  });

  told('who is typing goes on typing', async ({ notes, tab }) => {
    const page = await tab(short.url);
    const field = page.locator('#field');
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.id = 'field';
      document.querySelector('main').append(input);
    });
    await field.focus();
    await page.keyboard.type('하나');
    await notes.edit(short.file, '끝.', '끝\n\n[없는 것](none.md)');
    await page.getByRole('button', { name: '경고 1개' }).waitFor();
    await notes.edit(short.file, '---\ntitle', '---\norder: [1\ntitle');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type(' 둘');
    assert.equal(await field.inputValue(), '하나 둘');
    await isSamePage(page);
  });

  told('warnings are counted in the corner', async ({ notes, tab }) => {
    const page = await tab(english.url);
    await notes.edit(english.file, 'One paragraph', '[Nowhere](nowhere.md). [Neither](neither.md). One paragraph');
    const count = page.getByRole('button', { name: '2 warnings' });
    await count.waitFor();
    const panel = page.getByRole('dialog');
    assert.ok(!(await panel.isVisible()));
    await count.click();
    await shows(page, 'sitegen-preview .problems', 'nowhere.md');
    await notes.edit(english.file, '[Neither](neither.md). ', '');
    await page.getByRole('heading', { name: '1 warning' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await panel.waitFor({ state: 'hidden' });
    await notes.edit(english.file, '[Nowhere](nowhere.md). ', '');
    await page.locator('sitegen-preview .count').waitFor({ state: 'hidden' });
    await isSamePage(page);
  });

  told('a tab follows its page to another name', async ({ notes, tab }) => {
    const page = await tab(`${short.url}#끝`);
    await notes.rename(short.file, 'content/aws/03-가상 네트워크.md');
    await page.waitForURL((url) => decodeURI(url.pathname).endsWith('/aws/가상 네트워크/') && url.hash !== '');
    await shows(page, 'article', '나만의 네트워크');
    await connected(page);
    await notes.rename('content/aws/03-가상 네트워크.md', 'content/C# 100%.md');
    await page.waitForURL((url) => url.pathname === '/C%23%20100%25/' && url.hash !== '');
    await shows(page, 'article', '나만의 네트워크');
  }, { expected: [/404/] });

  told('a page that is gone shows that, and is back when it is back', async ({ notes, tab }) => {
    const page = await tab(short.url);
    const text = await notes.read(short.file);
    await notes.remove(short.file);
    await shows(page, 'h1', '이 주소에는 노트가 없습니다');
    await notes.write(short.file, text);
    await shows(page, 'h1', 'VPC: 나만의 네트워크');
    await isSamePage(page);
  }, { expected: [/404/] });

  told('a server that comes back is heard again', async ({ notes, tab, stop, start }) => {
    const page = await tab(short.url);
    await stop();
    await shows(page, 'sitegen-preview .lost', '연결이 끊겼습니다');
    await notes.edit(short.file, '나만의** 네트워크', '그동안 고친** 네트워크');
    await start();
    await shows(page, 'article', '그동안 고친 네트워크');
    await page.locator('sitegen-preview .lost').waitFor({ state: 'hidden' });
    await notes.edit(short.file, '그동안 고친** 네트워크', '다시 고친** 네트워크');
    await shows(page, 'article', '다시 고친 네트워크');
    await isSamePage(page);
  }, { expected: [unreachable] });

  told('notes that are broken from the start make room by themselves', async ({ notes, tab, stop, start }) => {
    const page = await tab(short.url);
    await stop();
    await notes.edit(short.file, '---\ntitle', '---\norder: [1\ntitle');
    await start();
    await page.getByRole('dialog').waitFor();
    await shows(page, 'article', '나만의 네트워크');
    const other = await tab('');
    await shows(other, 'h1', '오류 1개');
    assert.equal(await other.locator('sitegen-preview').count(), 0);
    await notes.edit(short.file, 'order: [1\n', '');
    await shows(other, 'h1', '어수선한 노트');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await isSamePage(page);
  }, { expected: [unreachable, /500/] });

  told('on a project page all is below its path', async ({ notes, server, tab }) => {
    assert.ok(server.url.endsWith('/repo/'));
    const page = await tab(short.url);
    await notes.edit(short.file, '나만의** 네트워크', '우리만의** 네트워크');
    await shows(page, 'article', '우리만의 네트워크');
    await isSamePage(page);
    await notes.rename(short.file, 'content/vpc.md');
    await page.waitForURL((url) => url.pathname === '/repo/vpc/');
  }, { files: { 'sitegen.yaml': 'title: 노트\nbase_url: https://example.test/repo/\n' }, expected: [/404/] });

  told('eight tabs follow over one connection, whichever is closed', async ({ notes, tab }) => {
    const first = await tab(short.url);
    const context = first.context();
    const tabs = [first];
    let streams = 0;
    context.on('request', (request) => { streams += request.url().endsWith('/.sitegen/events') ? 1 : 0; });
    for (const url of [long.url, english.url, '', 'aws/', short.url, short.url, short.url]) {
      const page = await context.newPage();
      await page.goto(new URL(first.url()).origin + '/' + url);
      await connected(page);
      await mark(page);
      tabs.push(page);
    }
    await notes.edit('sitegen.yaml', '어수선한 노트', '모두의 노트');
    for (const page of tabs) await shows(page, '.brand', '모두의 노트');
    assert.equal(streams, 0, 'a tab besides the first has a stream of its own');
    await first.close();
    await notes.edit('sitegen.yaml', '모두의 노트', '남은 노트');
    for (const page of tabs.slice(1)) await shows(page, '.brand', '남은 노트');
    assert.equal(streams, 1, 'another tab has taken over');
    for (const page of tabs.slice(1)) await isSamePage(page);
  });

  told('without locks, as on a phone in the same network, each tab listens itself', async ({ notes, tab }) => {
    const first = await tab(short.url);
    const context = first.context();
    await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    const [one, two] = [await context.newPage(), await context.newPage()];
    for (const page of [one, two]) {
      await page.goto(first.url());
      await connected(page);
      await mark(page);
    }
    await first.close();
    await notes.edit(short.file, '나만의** 네트워크', '우리만의** 네트워크');
    for (const page of [one, two]) {
      await shows(page, 'article', '우리만의 네트워크');
      await isSamePage(page);
    }
  });

  told('a tab whose leader sleeps wakes up by itself', async ({ notes, tab }) => {
    const first = await tab(short.url);
    const second = await first.context().newPage();
    await second.goto(first.url());
    await connected(second);
    const asleep = new Promise((done) => first.once('dialog', done));
    const alert = first.evaluate(() => window.alert('zzz')); // nothing runs in the tab until it is answered
    const dialog = await asleep;
    await notes.edit(short.file, '나만의** 네트워크', '우리만의** 네트워크');
    await second.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await shows(second, 'article', '우리만의 네트워크');
    await dialog.accept();
    await alert;
    await notes.edit(short.file, '우리만의** 네트워크', '모두의** 네트워크');
    for (const page of [first, second]) await shows(page, 'article', '모두의 네트워크');
  });

  told('a tab that nobody sees waits until somebody does', async ({ notes, tab }) => {
    const page = await tab(short.url);
    const see = (is) => page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, !is);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await connected(other);
    await see(false);
    await notes.edit(short.file, '나만의** 네트워크', '우리만의** 네트워크');
    await shows(other, 'article', '우리만의 네트워크');
    assert.ok((await page.locator('article').innerText()).includes('나만의 네트워크'));
    await see(true);
    await shows(page, 'article', '우리만의 네트워크');
    await isSamePage(page);
  });

  for (const [name, ignoreDefaultArgs] of [['kept as it was', ['--disable-back-forward-cache']], ['loaded from memory', []]]) {
    told(`a page that is gone back to, and was ${name}, is current`, async ({ notes, server }) => {
      const own = await launch({ ignoreDefaultArgs });
      try {
        const { page, troubles } = await open(own);
        await page.goto(server.url + short.url);
        await page.evaluate(() => localStorage.setItem('sitegen-theme', 'dark'));
        await page.reload();
        await connected(page);
        await mark(page);
        await page.locator('.brand').click();
        await shows(page, 'h1', '어수선한 노트');
        await notes.edit(short.file, '나만의** 네트워크', '우리만의** 네트워크');
        await page.waitForFunction(async (url) => (await (await fetch(url, { cache: 'no-store' })).text()).includes('우리만의'), server.url + short.url);
        await page.evaluate(() => history.back()); // Playwright waits for a load, which there need not be
        await shows(page, 'article', '우리만의 네트워크');
        assert.equal(await page.evaluate(() => window.marker), ignoreDefaultArgs.length ? true : undefined);
        await notes.edit(short.file, '우리만의** 네트워크', '모두의** 네트워크');
        await shows(page, 'article', '모두의 네트워크');
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
        assert.deepEqual(troubles.filter((trouble) => !leaving.test(trouble)), []);
      } finally {
        await own.close();
      }
    });
  }

  for (const lang of ['ko', 'en']) {
    told(`the panel is accessible in ${lang}`, async ({ notes, tab }) => {
      const page = await tab(lang === 'ko' ? short.url : english.url, { bypassCSP: true, reducedMotion: 'reduce' });
      await notes.edit(short.file, '---\ntitle', '---\norder: [1\ntitle');
      await notes.edit(english.file, 'One paragraph', '[Nowhere](nowhere.md). '.repeat(3) + 'One paragraph');
      const panel = page.getByRole('dialog');
      await panel.waitFor();
      await page.evaluate(axe);
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
          await page.emulateMedia({ colorScheme });
          await drawn(page);
          assert.deepEqual(await violations(page), [], `${colorScheme} at ${width} px`);
          assert.equal(await overflow(page), 0);
          assert.ok(await panel.evaluate((p) => p.scrollWidth <= p.clientWidth), `wider than ${width} px`);
          await picture(page, `panel-${lang}-${colorScheme}-${width}`);
          await page.keyboard.press('Escape');
          await drawn(page);
          assert.deepEqual(await violations(page), [], `closed, ${colorScheme} at ${width} px`);
          await picture(page, `corner-${lang}-${colorScheme}-${width}`);
          await page.locator('sitegen-preview .count').click();
          await panel.waitFor();
        }
      }
    });
  }

  told('after random edits a tab is like one that has just been opened', async ({ notes, tab }) => {
    const page = await tab(short.url);
    const [fresh, blank] = [await page.context().newPage(), await page.context().newPage()];
    const html = (tab) => tab.evaluate(() => document.documentElement.outerHTML);
    let state = 20261122;
    const below = (n) => (state = (state * 48271) % 2147483647) % n;
    const blocks = (await notes.read(long.file)).split('\n\n').filter((block) => !/^#+ (처음|가운데|끝)$/.test(block));
    const headings = ['## 하나', '## 둘', '### 셋 `넷`', '## 다섯과 여섯'];
    const body = [blocks[1]];
    for (let n = 1; n <= 40; n++) {
      const at = below(body.length + 1);
      const block = below(4) ? blocks[below(blocks.length)] : headings[below(headings.length)];
      if (below(3) || body.length < 4) body.splice(at, 0, block.replace(/^# /, '## '));
      else if (below(2)) body.splice(at, 1 + below(3));
      else body.push(...body.splice(at, 2));
      await notes.write(short.file, `---\ntitle: "VPC ${below(9)}"\n---\n\n${body.join('\n\n')}\n\n${n}번 고쳤습니다.\n`);
      await shows(page, 'article p', `${n}번 고쳤습니다.`);
      if (n % 4) continue;
      await fresh.goto(page.url());
      await connected(fresh);
      await drawn(page);
      assert.equal(await blank.evaluate(differs, [await html(page), await html(fresh)]), '', `after ${n} edits`);
    }
    await isSamePage(page);
  });

  told('two hundred edits leave nothing behind', async ({ t, notes, tab }) => {
    const page = await tab(short.url);
    let streams = 0;
    page.on('request', (request) => { streams += request.url().endsWith('/.sitegen/events') ? 1 : 0; });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const measure = async () => {
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    };
    const versions = [
      '끝.\n\n## 제목 하나\n\n```sh\necho 하나\n```\n',
      '끝.\n\n새 문단.\n\n```sh\necho 둘\n```\n\n::: details 더\n글\n:::\n\n[없음](none.md)\n',
      '끝.\n\n:::: tabs\n== 가\n하나\n== 나\n둘\n::::\n\n## 제목 둘\n',
    ];
    const text = await notes.read(short.file);
    const edits = async (count) => {
      for (let n = 0; n < count; n++) {
        await notes.write(short.file, text.replace('끝.', () => `${n + count}번. ${versions[n % versions.length]}`));
        await shows(page, 'article p', `${n + count}번.`);
      }
    };
    await edits(9);
    const first = await measure();
    await edits(201);
    const last = await measure();
    t.diagnostic(['Nodes', 'JSEventListeners', 'Documents', 'JSHeapUsedSize'].map((name) => `${name} ${first[name]} → ${last[name]}`).join(', '));
    assert.equal(streams, 0, 'the stream is the one of the beginning');
    for (const [name, most] of [['Nodes', 300], ['JSEventListeners', 5], ['Documents', 1]]) {
      assert.ok(last[name] <= first[name] + most, `${name}: ${first[name]}, after 200 edits ${last[name]}`);
    }
    await isSamePage(page);
  });
});

/** Waits until a tab hears from the server, if only through another tab, and knows its page. */
async function connected(page) {
  await page.waitForFunction(() => performance.getEntriesByType('resource').some((e) => e.name === location.href.split('#')[0] && e.initiatorType === 'xmlhttprequest'));
  await drawn(page);
}

function mark(page) {
  return page.evaluate(() => {
    window.marker = true;
  });
}

async function isSamePage(page) {
  assert.ok(await page.evaluate(() => window.marker === true), 'the page has been loaded again');
}

function shows(page, selector, text) {
  return page.locator(selector, { hasText: text }).first().waitFor();
}

/** Runs in a page without a policy: where a document differs from another. */
function differs([is, want]) {
  const parse = (html) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html').documentElement;
    parsed.querySelector('p[role=status]')?.remove(); // of code that is gone
    return parsed;
  };
  const text = (nodes) => nodes.map((node) => node.outerHTML ?? node.data).join('');
  const walk = (one, other) => {
    const [a, b] = [one, other].map((node) => [...node.childNodes]);
    const differ = [...a.keys()].filter((i) => i >= b.length || !a[i].isEqualNode(b[i]));
    if (one.isEqualNode(other)) return '';
    if (a.length === b.length && differ.length === 1) return walk(a[differ[0]], b[differ[0]]) || text([one]);
    return `${text(a.slice(differ[0]))} is not ${text(b.slice(differ[0]))}, in <${one.localName} class="${one.className}">`;
  };
  return walk(parse(is), parse(want));
}

/** For those who want to look: LIVE_PICTURES names a folder. */
async function picture(page, name) {
  if (process.env.LIVE_PICTURES) await page.screenshot({ path: `${process.env.LIVE_PICTURES}/${name}.png` });
}

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>} one line for each rule and element
 */
function violations(page) {
  return page.evaluate(async (values) => {
    const result = await window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
    return result.violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.any[0]?.message ?? violation.help}`),
    );
  }, rules);
}

async function top(locator) {
  return locator.evaluate((element) => element.getBoundingClientRect().top);
}
