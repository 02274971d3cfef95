// The dialog of the search, used as readers use it: keys are pressed, Korean is composed, and what
// is then shown and announced is read.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { drawn, launch, open, overflow } from './browser.mjs';
import { kinds as madeKinds } from '../search/made.mjs';
import { Ime } from './ime.mjs';
import { openNotes, preview } from './preview.mjs';
import { files, repo, root, serve } from './site.mjs';

const axe = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const note = 'aws/region-az/';
const field = '[role=combobox]';
/** What is asked for because of the search alone. */
const ofSearch = /\/assets\/search/;
/** What is under way when a page is left is broken off. */
const leaving = /net::ERR_ABORTED/;

describe('the search', { concurrency: 1 }, () => {
  let browser, site, project;
  before(async () => {
    [browser, site, project] = await Promise.all([launch(), serve('/', root), serve('/repo/', repo)]);
  });
  after(async () => {
    await browser?.close();
    site?.close();
    project?.close();
  });

  /**
   * A page for one story, in which nothing may go wrong but what is expected.
   * @param {(at: { t: import('node:test').TestContext, page: import('playwright-core').Page, context: import('playwright-core').BrowserContext, ime: Ime, requests: string[] }) => Promise<void>} story
   */
  const told = (name, story, { url = note, at = () => site.url, expected = [], ...options } = {}) =>
    test(name, async (t) => {
      const { page, context, troubles, close } = await open(browser, { reducedMotion: 'reduce', ...options });
      const requests = [];
      page.on('request', (request) => requests.push(request.url()));
      try {
        await page.goto(at() + url, { waitUntil: 'load' });
        await story({ t, page, context, ime: await Ime.of(page), requests });
        assert.deepEqual(troubles.filter((trouble) => ![leaving, ...expected].some((e) => e.test(trouble))), []);
      } finally {
        await close();
      }
    });

  const isOpen = (page) => page.evaluate((field) => document.querySelector('dialog[open]')?.matches(':modal') === true && document.activeElement.matches(field), field);
  const opened = (page) => page.waitForFunction((field) => document.querySelector('dialog[open]:modal') && document.activeElement.matches(field), field);
  /** Keys go to the field until the browser has seen, as it draws, that it is gone. */
  const closed = (page) => page.waitForFunction(() => !document.querySelector('dialog[open]') && !document.activeElement.closest('dialog'));
  const status = (page) => page.locator('dialog [role=status]').innerText();
  const says = (page, text) => page.waitForFunction((text) => document.querySelector('dialog [role=status]').textContent.includes(text), text);
  const announced = (page, pattern) => page.waitForFunction(([source]) => new RegExp(source).test(document.querySelector('dialog [role=status]').textContent), [pattern.source]);

  /** Waits until the first page that is shown, or one of its parts, has a text, and something is said. */
  const finds = async (page, pattern, said = /^결과 \d+개/) => {
    try {
      await page.waitForFunction(([text, said]) => new RegExp(text, 'i').test(document.querySelector('[role=listbox] [role=group]')?.textContent ?? '')
        && new RegExp(said).test(document.querySelector('dialog [role=status]').textContent), [pattern.source, said.source], { timeout: 20000 });
    } catch {
      assert.fail(`${pattern} is not found first, with ${said}, but ${JSON.stringify(await page.locator('[role=group]').allInnerTexts())}, said ${await status(page)}`);
    }
  };

  const openByKey = async (page) => {
    await page.keyboard.press('Control+KeyK');
    await opened(page);
  };

  /** Asks by pasting. */
  const ask = async (page, query) => {
    await openByKey(page);
    await page.locator(field).fill(query);
  };

  /** What assistive technology is told of the field and the options. */
  const pattern = (page) => page.evaluate((field) => {
    const input = document.querySelector(field);
    const list = document.getElementById(input.getAttribute('aria-controls'));
    const options = [...list.querySelectorAll('[role=option]')];
    const active = document.getElementById(input.getAttribute('aria-activedescendant'));
    return {
      expanded: input.getAttribute('aria-expanded'),
      list: list.getAttribute('role'),
      options: options.length,
      links: options.every((option) => option.matches('a[href]') && option.tabIndex === -1),
      selected: options.flatMap((option, i) => (option.getAttribute('aria-selected') === 'true' ? i : [])),
      active: active ? options.indexOf(active) : null,
      groups: [...list.querySelectorAll('[role=group]')].map((group) => document.getElementById(group.getAttribute('aria-labelledby'))?.textContent ?? ''),
      loose: options.filter((option) => !option.closest('[role=group]')).length,
    };
  }, field);

  describe('comes when it is asked for', { concurrency: 2 }, () => {
    told('nothing of it is asked for before', async ({ page, requests }) => {
      await page.mouse.wheel(0, 2000);
      await page.keyboard.press('End');
      await page.locator('article').hover();
      await page.waitForLoadState('networkidle');
      assert.deepEqual(requests.filter((url) => ofSearch.test(url)), []);
      await page.locator('.find').hover();
      await page.waitForResponse(/\/assets\/search\/index\.bin$/);
      const asked = requests.filter((url) => ofSearch.test(url)).map((url) => path.basename(url).replace(/\.[0-9a-f]{8}\./, '.'));
      assert.deepEqual(asked.sort(), ['index.bin', 'search-engine.js', 'search.css', 'search.js', 'words.json']);
      assert.equal(await isOpen(page), false);
    });

    told('the focus on its link is enough', async ({ page }) => {
      const root = page.waitForResponse(/\/assets\/search\/index\.bin$/);
      await page.locator('.find').focus();
      await root;
    });

    told('24 a click, / and Ctrl+K open it with the caret in the field, Esc closes it and gives the focus back', async ({ page }) => {
      for (const way of [() => page.keyboard.press('/'), () => page.keyboard.press('Control+KeyK'), () => page.keyboard.press('Meta+KeyK')]) {
        await page.locator('.brand').focus();
        await way();
        await opened(page);
        await page.keyboard.press('Escape');
        await closed(page);
        assert.ok(await page.evaluate(() => document.activeElement.matches('.brand')), 'the focus is back');
      }
      await page.locator('.find').click();
      await opened(page);
      await page.locator('dialog button').first().click();
      await closed(page);
      assert.ok(await page.evaluate(() => document.activeElement.matches('.find')), 'the focus is back');
      await openByKey(page);
      await page.mouse.click(20, 300);
      await closed(page);
      assert.equal(page.url(), site.url + note, 'a click beside it does nothing else');
    });

    told('25 with a Korean input method on, too; other keys and other places are left alone', async ({ page, ime }) => {
      const control = 2, shift = 8;
      for (const press of [
        () => ime.key('KeyK', { name: 'ㅏ', modifiers: control }),
        () => ime.key('KeyK', { modifiers: control }),
        () => ime.key('Slash'),
      ]) {
        await press();
        await opened(page);
        await page.keyboard.press('Escape');
        await closed(page);
      }
      await page.evaluate(() => document.querySelector('article').append(Object.assign(document.createElement('textarea'), { id: 'writing' })));
      await page.locator('#writing').focus();
      await page.keyboard.press('/');
      assert.equal(await page.inputValue('#writing'), '/');
      await page.locator('.brand').focus();
      await ime.key('KeyK', { name: 't', modifiers: control }); // another layout
      await ime.key('KeyK', { name: 'K', modifiers: control | shift });
      await ime.key('Slash', { name: '-' });
      await page.keyboard.press('k');
      await drawn(page);
      assert.equal(await isOpen(page), false);
      await page.locator('#writing').focus();
      await openByKey(page);
      await page.keyboard.type('a/b');
      assert.equal(await page.inputValue(field), 'a/b');
    });

    told('25 the key / can be switched off, here and on other pages, and on again', async ({ page }) => {
      const box = page.locator('dialog input[type=checkbox]');
      await openByKey(page);
      await box.click();
      await page.keyboard.press('Escape');
      await closed(page);
      for (const url of [note, 'aws/']) {
        await page.goto(site.url + url);
        await page.keyboard.press('/');
        await drawn(page);
        assert.equal(await isOpen(page), false);
      }
      await openByKey(page);
      assert.equal(await box.isChecked(), false);
      await box.click();
      await page.keyboard.press('Escape');
      await closed(page);
      await page.keyboard.press('/');
      await opened(page);
    });

    told('an address asks with ?q=', async ({ page }) => {
      await opened(page);
      assert.equal(await page.inputValue(field), '가용 영역');
      await finds(page, /가용 영역/);
      assert.deepEqual(await page.locator(field).evaluate((input) => [input.selectionStart, input.selectionEnd]), [0, 5]);
    }, { url: `${note}?q=${encodeURIComponent('가용 영역')}` });

    told('an address may ask for nothing', async ({ page }) => {
      await opened(page);
      await says(page, '초성');
    }, { url: '?q=' });
  });

  describe('understands how it is typed', { concurrency: 2 }, () => {
    /** Of each kind of tests/search: how it is typed, what is found first, what is said. */
    const typed = {
      exact: [['ime', '보안 그룹', /보안 그룹/], ['keys', 'DEVOPS', /DevOps/], ['paste', 'ＡＷＳ', /AWS/]],
      bare: [['ime', '줄다리기', /전체 프로세스/]],
      particle: [['ime', '보안그룹까지', /보안 그룹/], ['ime', '서브넷이란', /VPC/]],
      inside: [['ime', '바이저', /하이퍼바이저/], ['keys', 'northeast', /ap-northeast-2/]],
      spacing: [['ime', '가용영역', /가용 영역/], ['ime', '네트 워크', /네트워크/]],
      composing: [['composing', '가용 여', /가용 영역/], ['composing', '인스턴슽', /인스턴스/, '인스턴스'], ['composing', '하이퍼바이ㅈ', /하이퍼바이저/], ['composing', '가용 ㅇ', /가용 영역/]],
      initials: [['ime', 'ㄱㅇ ㅇㅇ', /가용 영역/], ['ime', 'ㅎㅇㅍㅂㅇㅈ', /하이퍼바이저/]],
      keyboard: [['keys', 'qovh', /배포/, '배포'], ['keys', 'duddur', /영역/, '영역'], ['ime', '애찯ㄱ', /docker/, 'docker'], ['mixed', 'ㄷㅊ2', /EC2/, 'ec2']],
      mixed: [['mixed', 'EC2 인스턴스', /인스턴스/]],
      identifier: [['keys', 'ap-northeast-2', /ap-northeast-2/], ['keys', 't2.micro', /t2\.micro/], ['keys', '--max-time', /포트 열고/], ['keys', 'allowedHosts', /ALLOWED_HOSTS/]],
      loanword: [['ime', '하이퍼바이져', /하이퍼바이저/], ['ime', '깃헙', /GitHub/]],
      typo: [['ime', '인스턴트', /인스턴스/, '인스턴스'], ['ime', '하이퍼바저', /하이퍼바이저/, '하이퍼바이저'], ['keys', 'ubunut', /Ubuntu/, 'ubuntu']],
      several: [['ime', '포트 열고 접속', /포트 열고 접속/]],
      phrase: [['ime', '"보안 그룹"', /보안 그룹/]],
      nfd: [['paste', '가용 영역'.normalize('NFD'), /가용 영역/]],
      nothing: [['keys', 'zzzqqqxw'], ['ime', '뷁뙗쉛']],
    };
    const ways = {
      ime: ({ ime }, text) => ime.type(text),
      composing: ({ ime }, text) => ime.compose(text),
      keys: ({ page }, text) => page.keyboard.type(text),
      paste: ({ page }, text) => page.keyboard.insertText(text),
      mixed: async ({ page, ime }, text) => {
        for (const part of text.match(/[ -~]+|[^ -~]+/g)) await (part < 'ㄱ' ? page.keyboard.type(part) : ime.type(part));
      },
    };
    told('27 each kind of query', async (at) => {
      const { t, page, ime } = at;
      assert.deepEqual(Object.keys(typed).sort(), Object.keys(madeKinds).sort());
      await page.keyboard.press('/');
      await opened(page);
      for (const [kind, queries] of Object.entries(typed)) {
        await t.test(`${kind}: ${madeKinds[kind]}`, async () => {
          for (const [way, query, first, read] of queries) {
            await ways[way](at, query);
            assert.equal(await page.inputValue(field), query);
            if (first) {
              await finds(page, first, read ? new RegExp(`^결과 \\d+개 · ‘${read}’ 검색 결과입니다$`) : /^결과 \d+개$/);
              assert.ok((await page.locator('[role=option] mark').count()) > 0, `the hit is marked: ${query}`);
            } else {
              await says(page, `‘${query}’에 맞는 결과가 없습니다`);
              assert.deepEqual(await pattern(page), { expanded: 'false', list: 'listbox', options: 0, links: true, selected: [], active: null, groups: [], loose: 0 });
              assert.match(await status(page), /초성/, 'it says what to try');
              assert.equal(await page.locator('dialog [role=status] a').evaluate((link) => link.href), `${site.url}contents/`);
            }
            await ime.end();
            await page.keyboard.press('ControlOrMeta+KeyA');
            await page.keyboard.press('Backspace');
            await says(page, '초성만');
          }
        });
      }
    });

    told('results follow every stroke, while a word is composed and when it is taken back', async ({ page, ime }) => {
      await openByKey(page);
      await ime.compose('보안 그');
      await finds(page, /보안 그룹/);
      await ime.end();
      for (let i = 0; i < 4; i++) await page.keyboard.press('Backspace');
      await says(page, '초성만');
      assert.equal(await page.locator('[role=option] mark').count(), 0);
    });

    told('what is typed in one go is asked once', async ({ page, requests }) => {
      await page.locator('.find').hover();
      await page.waitForResponse(/index\.bin$/);
      await openByKey(page);
      await page.keyboard.insertText('보안');
      await finds(page, /보안/);
      const before = requests.length;
      await page.evaluate((field) => {
        const input = document.querySelector(field);
        for (const text of ['ㅋ', '쿠', '쿠버', '쿠버네', '보안']) {
          input.value = text;
          input.dispatchEvent(new InputEvent('input', { bubbles: true }));
        }
      }, field);
      await finds(page, /보안/);
      assert.deepEqual(requests.slice(before), [], 'nothing is read for what was passed over');
    });
  });

  describe('can be walked through', { concurrency: 2 }, () => {
    told('26 the field is a combobox over a list of links in named groups; arrows go around', async ({ page }) => {
      await ask(page, '가용 영역');
      await finds(page, /가용 영역/);
      const first = await pattern(page);
      assert.ok(first.options > 2 && first.groups.length > 1);
      assert.deepEqual({ ...first, options: 0, groups: [] }, { expanded: 'true', list: 'listbox', options: 0, links: true, selected: [0], active: 0, groups: [], loose: 0 });
      assert.ok(first.groups.every(Boolean), 'groups have names');
      assert.ok(first.groups.some((name) => name.includes(' › ')), 'names tell where a page is');
      assert.equal(await status(page), `결과 ${first.options}개`);
      const active = async () => (({ selected, active }) => [selected, active])(await pattern(page));
      await page.keyboard.press('ArrowDown');
      assert.deepEqual(await active(), [[1], 1]);
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      assert.deepEqual(await active(), [[first.options - 1], first.options - 1]);
      const last = page.locator('[role=option]').last();
      assert.ok(await last.evaluate((option) => {
        const place = option.getBoundingClientRect(), list = option.closest('[role=listbox]').getBoundingClientRect();
        return place.top >= list.top && place.bottom <= list.bottom + 1;
      }), 'the option is in sight');
      await page.keyboard.press('ArrowDown');
      assert.deepEqual(await active(), [[0], 0]);
      assert.equal(await page.locator('[role=listbox]').evaluate((list) => list.scrollTop), 0, 'with the name of its group');
      assert.equal(await page.evaluate(() => scrollY), 0, 'the page behind stays where it is');
      assert.ok(await isOpen(page), 'the focus stays in the field');
    });

    for (const [width, height] of [[1280, 800], [390, 844]]) {
      for (const query of ['이름과 ID', '가용 영역']) {
        told(`28 Enter opens the chosen section, below the header: ${query}, ${width} px`, async ({ page }) => {
          await ask(page, query);
          await finds(page, new RegExp(query));
          await page.keyboard.press('Enter');
          await page.waitForURL((to) => to.hash !== '');
          await page.waitForSelector('.sg-away');
          await drawn(page);
          const place = await page.evaluate(() => ({
            heading: document.querySelector(':target').getBoundingClientRect().top,
            header: document.querySelector('header.top').getBoundingClientRect().bottom,
            open: document.querySelector('dialog[open]') !== null,
          }));
          assert.ok(place.heading >= place.header && place.heading < place.header + 40, JSON.stringify(place));
          assert.equal(place.open, false);
        }, { url: 'devops/', viewport: { width, height } });
      }
    }

    told('Enter waits for the results of what was typed', async ({ page }) => {
      await openByKey(page);
      await page.keyboard.type('ap-northeast-2', { delay: 0 });
      await page.keyboard.press('Enter');
      await page.waitForSelector('.sg-hit');
      assert.match((await page.locator('.sg-hit').first().innerText()).toLowerCase(), /northeast/);
    }, { url: 'devops/' });

    told('25 Enter that ends a syllable opens nothing', async ({ page, ime }) => {
      await openByKey(page);
      await ime.compose('가용 영역');
      await finds(page, /가용 영역/);
      const from = page.url();
      await ime.key('Enter', { name: 'Enter' });
      await page.locator(field).evaluate((input) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })));
      await drawn(page);
      assert.ok(await isOpen(page));
      assert.equal(page.url(), from);
      await ime.end();
      await page.keyboard.press('Enter');
      await page.waitForURL((to) => to.href !== from);
    });

    told('Ctrl+Enter and the middle button open tabs, in which the hit is marked', async ({ page, context }) => {
      await ask(page, '보안 그룹');
      await finds(page, /보안 그룹/);
      for (const way of [() => page.keyboard.press('Control+Enter'), () => page.locator('[role=option]').first().click({ button: 'middle' }), () => page.locator('[role=option]').first().click({ modifiers: ['Control'] })]) {
        const [tab] = await Promise.all([context.waitForEvent('page'), way()]);
        await tab.waitForSelector('.sg-hit');
        await tab.close();
        assert.ok(await page.locator('dialog').evaluate((dialog) => dialog.open), 'the dialog stays');
      }
    });

    told('the pages read last are there before anything is typed', async ({ page }) => {
      for (const url of ['aws/', 'lab/security-group/', 'devops/', note, 'lab/', 'cloud/', 'backend/', 'aws/', '', 'contents/', note]) await page.goto(site.url + url);
      await openByKey(page);
      await says(page, '초성만 적어도 찾습니다');
      const { groups, options, active, expanded } = await pattern(page);
      assert.deepEqual({ groups, options, active, expanded }, { groups: ['최근에 읽은 노트'], options: 5, active: null, expanded: 'true' });
      const hrefs = await page.locator('[role=option]').evaluateAll((all) => all.map((option) => option.pathname));
      assert.deepEqual(hrefs, ['/aws/', '/backend/', '/cloud/', '/lab/', '/devops/']);
      await page.keyboard.press('ArrowUp');
      assert.equal((await pattern(page)).active, 4);
      await page.keyboard.press('ArrowDown');
      assert.equal((await pattern(page)).active, 0);
      await page.keyboard.press('Enter');
      await page.waitForURL(`${site.url}aws/`);
    });

    told('Enter on nothing does nothing', async ({ page }) => {
      await openByKey(page);
      await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowDown');
      await drawn(page);
      assert.ok(await isOpen(page));
    });
  });

  describe('marks what was found', { concurrency: 2 }, () => {
    const go = async (page, query, arrived = () => page.waitForSelector('.sg-away')) => {
      await ask(page, query);
      await finds(page, new RegExp(query));
      const from = page.url();
      await page.keyboard.press('Enter');
      await page.waitForURL((to) => to.href !== from);
      await arrived();
    };

    told('Esc takes the marks away and leaves the page as it was', async ({ page }) => {
      await go(page, '무중단');
      const marked = await page.locator('.sg-hit').allInnerTexts();
      assert.ok(marked.length > 0 && marked.every((text) => text === '무중단'), String(marked));
      const arrived = page.url();
      await page.keyboard.press('Escape');
      await page.waitForSelector('.sg-away', { state: 'detached' });
      const left = await page.locator('article').evaluate((article) => {
        const before = article.innerHTML, texts = article.childNodes.length;
        article.normalize();
        return before === article.innerHTML && texts === article.childNodes.length && !before.includes('sg-hit') ? article.innerHTML : undefined;
      });
      await page.reload();
      assert.equal(page.url(), arrived);
      assert.equal(await page.locator('.sg-hit').count(), 0, 'they do not come back');
      assert.equal(left, await page.locator('article').innerHTML());
    });

    told('so does its button, which is reached by Tab', async ({ page }) => {
      await go(page, '무중단');
      const button = page.locator('.sg-away');
      assert.match(await button.innerText(), /지우기/);
      await button.focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector('.sg-hit', { state: 'detached' });
      assert.equal(await button.count(), 0);
    });

    told('Esc that closes the dialog leaves them', async ({ page }) => {
      await go(page, '무중단');
      await openByKey(page);
      await page.keyboard.press('Escape');
      await closed(page);
      assert.ok((await page.locator('.sg-hit').count()) > 0);
    });

    told('a result on the page that is open already', async ({ page }) => {
      await ask(page, '가용 영역');
      await finds(page, /가용 영역/);
      await page.locator(`[role=option][href*="${note}#"]`).first().click();
      await page.waitForSelector('.sg-hit');
      assert.equal(await page.locator('dialog[open]').count(), 0);
      const before = await page.locator('.sg-hit').count();
      await ask(page, '가용 영역');
      await finds(page, /가용 영역/);
      await page.locator(`[role=option][href*="${note}#"]`).first().click();
      await drawn(page);
      assert.equal(await page.locator('.sg-hit').count(), before, 'marked once');
      assert.equal(await page.locator('.sg-hit .sg-hit').count(), 0);
      assert.ok(await page.evaluate(() => document.querySelector(':target') !== null));
    });

    told('a page that is made ready ahead has no marks and counts as read only when it is read', async ({ page }) => {
      await page.addInitScript(() => Object.defineProperty(document, 'prerendering', { value: true }));
      await go(page, '무중단', () => drawn(page));
      const reader = () => page.evaluate(() => [document.querySelectorAll('.sg-hit').length, localStorage.getItem('sitegen-recent /')?.includes(location.pathname) ?? false]);
      assert.deepEqual(await reader(), [0, false]);
      await page.evaluate(() => document.dispatchEvent(new Event('prerenderingchange')));
      await page.waitForSelector('.sg-away');
      const [marks, isRead] = await reader();
      assert.ok(marks > 0 && isRead);
    });

    told('a page that is come back to has no dialog and no marks', async ({ page }) => {
      await go(page, '무중단');
      await page.goBack();
      await page.waitForURL(site.url + note);
      assert.equal(await page.locator('.sg-hit, dialog[open]').count(), 0);
      await page.goForward();
      await page.waitForURL((to) => to.href !== site.url + note);
      assert.equal(await page.locator('dialog[open]').count(), 0);
    });

    told('marks move nothing but the place in the text, and drawings stay whole', async ({ page }) => {
      const height = () => page.locator('article').evaluate((article) => article.getBoundingClientRect().height);
      const before = await height();
      await ask(page, '가용 영역');
      await finds(page, /가용 영역/);
      await page.locator(`[role=option][href*="${note}#"]`).first().click();
      await page.waitForSelector('.sg-away');
      assert.equal(await height(), before);
      assert.equal(await page.locator('svg .sg-hit, math .sg-hit, button .sg-hit').count(), 0);
    });
  });

  describe('holds whatever is asked', { concurrency: 2 }, () => {
    const hostile = {
      '10,000 characters': '가나다라마바사아자차'.repeat(1000),
      '10,000 letters without a space': 'a'.repeat(10000),
      'quotation marks alone': '"'.repeat(300),
      spaces: ' \t\u00a0\u3000\u200b   ',
      symbols: '!@#$%^&*()_+-=[]{};:\'",.<>/?\\|`~',
      'a regular expression': '(.*)+$ [a-z]{2,} \\1 (?<x>가) ^',
      emoji: '🦊👩‍👩‍👧‍👦🇰🇷❤️',
      'half a pair': '\ud800 가\udc00 \udfff',
      HTML: '<img src=x onerror=alert(1)><script>alert(1)</script>&lt;b&gt;가용 영역',
      'a replacement': '$& $1 $` %s %d zzzqqq',
      'loose jamo': '\u1100\u1161\u11a8ㅏㅏㅏㄳㄳ',
      'marks without letters': '\u0301\u0301\u202e\u2066',
      names: '__proto__ constructor toString hasOwnProperty',
      'C++': 'C++ C# .gitignore --force $HOME @media a/b/c',
    };
    told('queries that should break it', async ({ t, page }) => {
      await openByKey(page);
      const put = (query) => page.locator(field).evaluate((input, query) => {
        input.value = query;
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }, query);
      for (const [kind, query] of Object.entries(hostile)) {
        await t.test(kind, async () => {
          await put(query);
          await announced(page, /결과/);
          const strange = await page.evaluate(() => [...document.querySelectorAll('dialog *')].filter((element) => !element.matches('div, input, button, p, a, b, mark, footer, span, label')).map((element) => element.outerHTML));
          assert.deepEqual(strange, []);
          const said = await status(page);
          if (said.includes('없습니다')) assert.ok(said.includes(query.trim().slice(0, 10).replace(/\s+/g, ' ').trim()), said);
          assert.doesNotMatch(said, /undefined|NaN|object/);
          assert.equal(await overflow(page), 0);
          await put('보안 그룹');
          await finds(page, /보안 그룹/); // it goes on
          await put('');
          await says(page, '초성만');
        });
      }
    });

    for (const query of ['"><img src=x onerror=alert(1)>\'', '\';alert(1)//', '</script><svg onload=alert(1)>', 'javascript:alert(1)', '{{7*7}}${alert(1)}']) {
      told(`an address that asks for ${query} runs nothing`, async ({ page }) => {
        let ran = '';
        page.on('dialog', (dialog) => {
          ran = dialog.message();
          dialog.dismiss();
        });
        await opened(page);
        await announced(page, /결과/);
        assert.equal(await page.inputValue(field), query);
        assert.equal(await page.locator('dialog :is(img, svg, script), article [onerror]').count(), 0);
        await drawn(page);
        assert.equal(ran, '');
      }, { url: `?q=${encodeURIComponent(query)}` });
    }

    const lost = [/ERR_FAILED|ERR_INTERNET_DISCONNECTED|Failed to load resource/];
    const failures = {
      'the list of files': /\/assets\/search\/index\.bin/,
      'the files of words': /\/assets\/search\/[0-9a-f]{8}\//,
      'the engine': /search-engine/,
    };
    for (const [what, url] of Object.entries(failures)) {
      told(`${what} cannot be read: it says so, and can try again`, async ({ page }) => {
        await page.route(url, (route) => route.abort());
        await ask(page, '보안 그룹');
        await says(page, '읽지 못했습니다');
        assert.equal(await page.locator('[role=option]').count(), 0);
        const again = page.locator('dialog [role=status] button');
        await again.click();
        await says(page, '읽지 못했습니다');
        await page.unroute(url);
        await again.click();
        await finds(page, /보안 그룹/);
        assert.match(await status(page), /^결과 \d+개$/);
      }, { expected: lost });
    }

    told('a file that is not what it should be is no silence either', async ({ page }) => {
      await page.route(/\/assets\/search\/[0-9a-f]{8}\//, (route) => route.fulfill({ body: '<!doctype html>not here' }));
      await ask(page, '보안 그룹');
      await announced(page, /읽지 못했습니다|결과/);
    });

    told('the dialog cannot be read: the link leads where it leads without script', async ({ page }) => {
      await page.route(/\/assets\/search\.[0-9a-f]{8}\.js/, (route) => route.abort());
      await page.keyboard.press('Control+KeyK');
      await page.waitForURL(`${site.url}contents/`);
    }, { expected: lost });

    told('without a network what was read once is still there, also after a file that was not', async ({ page, context }) => {
      await ask(page, '보안 그룹');
      await finds(page, /보안 그룹/);
      await context.setOffline(true);
      await page.locator(field).fill('하이퍼바이저');
      await says(page, '읽지 못했습니다');
      await page.locator(field).fill('');
      await says(page, '초성만');
      await page.keyboard.insertText('보안 그룹');
      await finds(page, /보안 그룹/);
      await context.setOffline(false);
      await page.locator(field).fill('하이퍼바이저');
      await finds(page, /하이퍼바이저/);
    }, { expected: lost });

    told('storage may be refused', async ({ page }) => {
      await page.addInitScript(() => {
        for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('refused', 'SecurityError'); } });
      });
      await page.reload();
      await ask(page, '보안 그룹');
      await finds(page, /보안 그룹/);
      await page.keyboard.press('Escape');
      await closed(page);
      await page.keyboard.press('/');
      await opened(page);
    });
  });

  describe('is for every reader', { concurrency: 2 }, () => {
    const states = {
      'nothing asked': async (page) => says(page, '초성만'),
      results: async (page) => {
        await page.locator(field).fill('qovh');
        await finds(page, /배포/);
      },
      'nothing found': async (page) => {
        await page.locator(field).fill('zzzqqqxw');
        await says(page, '없습니다');
      },
      failure: async (page) => {
        await page.route(/\/assets\/search\/[0-9a-f]{8}\//, (route) => route.abort());
        await page.locator(field).fill('쿠버네티스');
        await says(page, '읽지 못했습니다');
      },
    };
    for (const [width, height] of [[1280, 800], [390, 844]]) {
      for (const colorScheme of ['light', 'dark']) {
        told(`axe-core finds nothing, ${width} px, ${colorScheme}`, async ({ page }) => {
          await page.evaluate(axe);
          await openByKey(page);
          const wrong = [];
          for (const [state, reach] of Object.entries(states)) {
            await reach(page);
            await drawn(page);
            const { violations } = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }), rules);
            for (const { id, nodes } of violations) wrong.push(...nodes.map((node) => `${state}: ${id}: ${node.target.join(' ')}: ${node.any[0]?.message}`));
            if (await overflow(page)) wrong.push(`${state}: too wide`);
          }
          assert.deepEqual(wrong, []);
        }, { viewport: { width, height }, colorScheme, bypassCSP: true, expected: [/ERR_FAILED/] });
      }
    }

    told('axe-core finds nothing on a page with marks', async ({ page }) => {
      await ask(page, '가용 영역');
      await finds(page, /가용 영역/);
      await page.locator(`[role=option][href*="${note}#"]`).first().click();
      await page.waitForSelector('.sg-away');
      await page.evaluate(axe);
      const { violations } = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }), rules);
      assert.deepEqual(violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`), []);
    }, { bypassCSP: true });

    told('a sheet on a phone: it fills the screen, and what fingers touch is large', async ({ page }) => {
      await page.locator('.find').tap();
      await opened(page);
      await page.keyboard.insertText('보안');
      await finds(page, /보안/);
      const box = await page.locator('dialog').boundingBox();
      assert.deepEqual(box, { x: 0, y: 0, width: 390, height: 844 });
      const small = await page.locator('dialog :is(input[role], button, a)').evaluateAll((all) => all.map((element) => [element.textContent.slice(0, 20), element.getBoundingClientRect()]).filter(([, { width, height }]) => width < 40 || height < 40));
      assert.deepEqual(small, []);
      assert.ok((await page.locator(field).evaluate((input) => parseFloat(getComputedStyle(input).fontSize))) >= 16, 'browsers zoom in on smaller text');
      // The keys on the screen take half of it: the last result can be scrolled to the upper half.
      const bottom = await page.locator('[role=listbox]').evaluate((list) => {
        list.scrollTop = list.scrollHeight;
        return [...list.querySelectorAll('a')].at(-1).getBoundingClientRect().bottom;
      });
      assert.ok(bottom < 422, `${bottom}`);
      assert.equal(await overflow(page), 0);
    }, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

    told('at 320 px, and at 640 with letters of twice the size, nothing is cut off', async ({ page }) => {
      await ask(page, '가용 영역');
      await finds(page, /가용 영역/);
      for (const [width, size] of [[320, '100%'], [640, '200%']]) {
        await page.setViewportSize({ width, height: 640 });
        await page.evaluate((size) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`html { font-size: ${size} }`);
          document.adoptedStyleSheets = [sheet];
        }, size);
        await drawn(page);
        const wide = await page.locator('dialog, dialog *').evaluateAll((all) => all.filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline' && !element.matches('input')).map((element) => element.outerHTML.slice(0, 80)));
        assert.deepEqual(wide, []);
        assert.equal(await overflow(page), 0);
      }
    });

    told('in forced colours the choice and the field have an outline', async ({ page }) => {
      await ask(page, '보안');
      await finds(page, /보안/);
      const outlines = await page.locator(`[aria-selected=true], ${field}`).evaluateAll((all) => all.map((element) => getComputedStyle(element).outlineStyle + parseFloat(getComputedStyle(element).outlineWidth)));
      assert.deepEqual(outlines, ['solid2', 'solid2']);
    }, { forcedColors: 'active' });

    told('from right to left it is turned around', async ({ page }) => {
      await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
      await ask(page, '보안');
      await finds(page, /보안/);
      const [input, button] = await Promise.all([page.locator(field).boundingBox(), page.locator('dialog button').first().boundingBox()]);
      assert.ok(button.x + button.width <= input.x, 'the button is at the end');
      assert.equal(await overflow(page), 0);
    });

    test('without script the link leads to all pages, which say why', async () => {
      const { page, troubles, close } = await open(browser, { javaScriptEnabled: false, reducedMotion: 'reduce' });
      await page.goto(site.url + note);
      assert.equal(await page.locator('.find kbd').isVisible(), false);
      await page.locator('.find').click();
      await page.waitForURL(`${site.url}contents/`);
      assert.match(await page.locator('main').innerText(), /자바스크립트가 꺼져 있어서/);
      assert.doesNotMatch(await page.locator('main').innerText(), /디스크/);
      assert.deepEqual(troubles, []);
      await close();
    });

    test('from a disk it leads to all pages, which say why', async () => {
      for (const way of [(page) => page.locator('.find').click(), (page) => page.keyboard.press('/'), (page) => page.keyboard.press('Control+KeyK')]) {
        const { page, troubles, close } = await open(browser, { reducedMotion: 'reduce' });
        await page.goto(`${pathToFileURL(root)}/${note}index.html?q=x`);
        await page.locator('.find').hover();
        await way(page);
        await page.waitForURL(/\/contents\/index\.html$/);
        assert.match(await page.locator('main').innerText(), /디스크에서 열려서 검색할 수 없습니다/);
        assert.deepEqual(troubles.filter((trouble) => !leaving.test(trouble)), []);
        await close();
      }
    });

    told('on a served site nothing of that is said', async ({ page }) => {
      assert.doesNotMatch(await page.locator('main').innerText(), /디스크|자바스크립트/);
    }, { url: 'contents/' });

    told('below another path, it finds and keeps apart what is there', async ({ page, requests }) => {
      await page.goto(`${project.url}aws/`);
      await page.goto(`${project.url}${note}`);
      await openByKey(page);
      await says(page, '초성만');
      assert.deepEqual(await page.locator('[role=option]').evaluateAll((all) => all.map((option) => option.pathname)), ['/repo/aws/']);
      await page.locator(field).fill('보안 그룹');
      await finds(page, /보안 그룹/);
      const hrefs = await page.locator('[role=option]').evaluateAll((all) => all.map((option) => option.href));
      assert.ok(hrefs.every((href) => href.startsWith(project.url)), String(hrefs));
      await page.keyboard.press('Enter');
      await page.waitForSelector('.sg-hit');
      assert.ok(requests.every((url) => url.startsWith(project.url)));
    }, { at: () => project.url });

    test('every result leads to a page and a place on it', async () => {
      const { page, close } = await open(browser);
      await page.goto(site.url);
      const known = new Set(await files(root));
      const gone = [];
      for (const query of ['보안', '배포', '서버', 'AWS', '인스턴스', 'ㄱㅇ', 'docker']) {
        await ask(page, query);
        await announced(page, /결과 \d/);
        for (const href of await page.locator('[role=option]').evaluateAll((all) => all.map((option) => option.href))) {
          const { pathname, hash } = new URL(href);
          const name = decodeURIComponent(pathname).slice(1).replace(/(^|\/)$/, '$1index.html');
          const id = decodeURIComponent(hash.slice(1));
          if (!known.has(name) || (id && !(await readFile(path.join(root, name), 'utf8')).includes(`id="${id}"`))) gone.push(href);
        }
      }
      assert.deepEqual(gone, []);
      await close();
    });
  });

  test('what was found is shown, even folded away, behind another tab or far below its heading', async () => {
    const notes = await openNotes({
      'sitegen.yaml': 'title: 노트\nlang: ko\n',
      'content/index.md': '# 처음\n\n여기서 시작합니다.\n',
      'content/숨은.md': `# 숨은 것\n\n::: details 접힌 곳\n두더지가 있습니다.\n:::\n\n## 탭\n\n::: tabs\n== 하나\n낮입니다.\n== 둘\n올빼미가 있습니다.\n:::\n\n## 긴 곳\n\n${'긴 문단입니다.\n\n'.repeat(40)}반딧불이 있습니다.\n\n${'긴 문단입니다.\n\n'.repeat(40)}`,
    });
    const server = await preview(notes.root);
    const { page, troubles, close } = await open(browser, { reducedMotion: 'reduce' });
    try {
      for (const word of ['두더지', '올빼미', '반딧불']) {
        await page.goto(server.url);
        await ask(page, word);
        await finds(page, new RegExp(word));
        await page.keyboard.press('Enter');
        await page.waitForSelector('.sg-away');
        const hit = page.locator('.sg-hit').first();
        assert.ok((await hit.innerText()).startsWith(word));
        assert.ok(await hit.isVisible(), `${word} is visible`);
        assert.ok(await hit.evaluate((mark) => {
          const { top, bottom } = mark.getBoundingClientRect();
          return top > document.querySelector('header.top').getBoundingClientRect().bottom && bottom < innerHeight;
        }), `${word} is in sight`);
      }
      assert.deepEqual(troubles.filter((trouble) => !leaving.test(trouble)), []);
    } finally {
      await close();
      await server.stop();
      await notes.close();
    }
  });

  test('a preview finds what is being written, and changes pages that have marks and a dialog', async () => {
    const notes = await openNotes({
      'sitegen.yaml': 'title: 노트\nlang: ko\n',
      'content/index.md': '# 처음\n\n여기서 시작합니다.\n',
      'content/여우.md': '# 여우 이야기\n\n붉은 여우가 삽니다. 앞 문단입니다.\n\n## 굴\n\n여우가 굴을 팝니다.\n',
    });
    const server = await preview(notes.root);
    const { page, troubles, close } = await open(browser, { reducedMotion: 'reduce' });
    try {
      await page.goto(server.url);
      await page.evaluate(() => { window.same = true; });
      await ask(page, '여우');
      await finds(page, /여우 이야기/);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.sg-away');
      await page.evaluate(() => { window.same = true; });
      const marked = await page.locator('.sg-hit').count();
      assert.ok(marked > 1);

      await openByKey(page);
      await notes.edit('content/여우.md', '붉은 여우가 삽니다', '하얀 여우가 오솔길에 삽니다');
      await page.waitForFunction(() => document.querySelector('article').textContent.includes('하얀 여우가 오솔길에'));
      assert.ok(await page.evaluate(() => window.same === true), 'the page was not loaded again');
      assert.ok(await isOpen(page), 'the dialog stays');
      assert.ok((await page.locator('.sg-hit').count()) > 0, 'what has not changed stays marked');
      await page.keyboard.press('Escape');
      await closed(page);
      await page.keyboard.press('Escape');
      await page.waitForSelector('.sg-hit', { state: 'detached' });
      const patched = await page.locator('article').innerHTML();
      await notes.edit('content/여우.md', '여우가 굴을 팝니다', '여우가 굴을 넓힙니다');
      await page.waitForFunction(() => document.querySelector('article').textContent.includes('넓힙니다'));
      assert.ok(await page.evaluate(() => window.same === true));
      assert.notEqual(await page.locator('article').innerHTML(), patched);

      await page.reload();
      await ask(page, '오솔길');
      await finds(page, /여우 이야기/);
      assert.deepEqual(troubles.filter((trouble) => !leaving.test(trouble)), []);
    } finally {
      await close();
      await server.stop();
      await notes.close();
    }
  });

  test('weighs what it may', async () => {
    const names = await files(root);
    const weigh = async (...patterns) => {
      let sum = 0;
      for (const pattern of patterns) {
        const found = names.filter((name) => pattern.test(name));
        assert.equal(found.length, 1, `${pattern}: ${found}`);
        sum += gzipSync(await readFile(path.join(root, found[0])), { level: 9 }).length;
      }
      return sum;
    };
    const client = await weigh(/^assets\/search\.[0-9a-f]{8}\.js$/, /^assets\/search-engine\..*js$/, /^assets\/search\.[0-9a-f]{8}\.css$/);
    assert.ok(client <= 8192, `${client} bytes of dialog, engine and styles`);
    const always = await weigh(/^assets\/app\./, /^assets\/theme\./);
    assert.ok(always <= 3072, `${always} bytes of scripts before the search`);
  });
});
