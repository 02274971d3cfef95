// What stands in a text beside words: formulas, terms, notes on code, columns.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, open } from './browser.mjs';
import { serve, torture } from './site.mjs';

const everything = '시험/모든-부품/';

describe('blocks', { concurrency: 1 }, () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch(), serve('/', torture)]);
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });

  /** Opens the page with everything on it, runs the story, closes it. */
  async function reading(options, story) {
    const { page, troubles, close } = await open(browser, options);
    await page.goto(site.url + everything, { waitUntil: 'load' });
    await story(page);
    assert.deepEqual(troubles, []);
    await close();
  }

  test('a formula is copied as a line of text, with the words around it', () =>
    reading({}, async (page) => {
      const copied = await page.evaluate(() => {
        const paragraph = [...document.querySelectorAll('article p')].find((p) => p.querySelector('math'));
        getSelection().selectAllChildren(paragraph);
        return getSelection().toString().replaceAll('\u2060', '').replace(/\s+/g, ' ');
      });
      assert.match(copied, /^가동률이 a이고 곳의 수가 n이면 \( ?n > 1\)은 1 − \(1 − a\)ⁿ입니다\. 합은 ∑_\(i=1\)ⁿ a_i, 근은 x = \(−b ± √\(b² − 4ac\)\)\/\(2a\)이고/);
    }));

  test('the browser finds the text of a formula', () =>
    reading({}, async (page) => {
      assert.ok(await page.evaluate(() => window.find('b² − 4ac')));
    }));

  test('formulas are drawn: fractions have two storeys, sums their ends, tables their columns', () =>
    reading({}, async (page) => {
      const flat = await page.evaluate(() => {
        const wrong = [];
        const box = (element) => element.getBoundingClientRect();
        for (const f of document.querySelectorAll('mfrac')) if (box(f.children[0]).bottom > box(f.children[1]).top + 2) wrong.push('mfrac');
        for (const s of document.querySelectorAll('msup')) if (box(s.children[1]).bottom >= box(s.children[0]).bottom) wrong.push('msup');
        for (const row of document.querySelectorAll('mtr')) {
          for (let i = 1; i < row.children.length; i++) if (box(row.children[i]).left < box(row.children[i - 1]).right - 1) wrong.push('mtr');
        }
        for (const table of document.querySelectorAll('.ma')) {
          const cells = (column) => [...table.querySelectorAll(`:scope > mtr > mtd:nth-child(${column})`)];
          const ends = new Set(cells(1).map((cell) => Math.round(box(cell.lastElementChild).right)));
          const signs = new Set(cells(2).map((cell) => Math.round(box(cell.firstElementChild).left)));
          const widths = new Set(cells(1).map((cell) => Math.round(box(cell.lastElementChild).right - box(cell.firstElementChild).left)));
          if (ends.size !== 1 || signs.size !== 1 || widths.size === 1) wrong.push(`.ma: ends at ${[...ends]}, begins at ${[...signs]}`);
        }
        return { wrong, tables: document.querySelectorAll('.ma').length, fractions: document.querySelectorAll('mfrac').length };
      });
      assert.deepEqual(flat.wrong, []);
      assert.ok(flat.tables > 0 && flat.fractions > 0);
    }));

  for (const width of [1280, 390]) {
    test(`a term shows what it means, where it is seen, at ${width} px`, () =>
      reading({ viewport: { width, height: 800 } }, async (page) => {
        const term = page.locator('a.term').first();
        const hint = page.locator(`#${await term.getAttribute('interestfor')}`);
        assert.ok(!(await hint.isVisible()));
        await term.hover();
        await hint.waitFor({ state: 'visible' });
        const shown = await hint.boundingBox();
        assert.ok(shown.x >= 0 && shown.x + shown.width <= width && shown.y >= 0 && shown.y + shown.height <= 800, JSON.stringify(shown));
        await page.keyboard.press('Escape');
        await hint.waitFor({ state: 'hidden' });
      }));
  }

  test('a term is a link to where it is explained', () =>
    reading({}, async (page) => {
      for (const term of await page.locator('a.term').all()) {
        const url = new URL(await term.getAttribute('href'), page.url());
        const html = await (await fetch(url)).text();
        assert.ok(html.includes(`id="${decodeURIComponent(url.hash.slice(1))}"`), url.href);
      }
    }));

  test('a mark in the code leads to its note, and the note back', () =>
    reading({ viewport: { width: 390, height: 800 } }, async (page) => {
      const mark = page.locator('pre .an').first();
      await mark.click();
      const note = page.locator('.notes-on > li:target');
      assert.match((await note.textContent()).trim(), /^올릴 때마다/);
      const head = await page.locator('.top').boundingBox();
      assert.ok((await note.boundingBox()).y >= head.y + head.height, 'the note is not below the header');
      await note.locator('.an').click();
      assert.ok(await mark.evaluate((element) => element.matches(':target')));
    }));

  test('the numbers of notes are not part of the code', () =>
    reading({}, async (page) => {
      const code = page.locator('pre:has(.an)').first();
      assert.equal(await code.textContent(), 'on: push\njobs: { release: {} }\n');
      assert.match(await code.locator('.an').first().evaluate((element) => getComputedStyle(element, '::before').content), /1/);
    }));

  test('on a touch screen the buttons of code cover none of it', async () => {
    const touch = await launch({ args: ['--disable-gpu', '--blink-settings=primaryHoverType=1,availableHoverTypes=1,primaryPointerType=2,availablePointerTypes=2'] });
    const { page } = await open(touch, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.goto(site.url + everything, { waitUntil: 'load' });
    const covered = await page.evaluate(() => {
      if (!matchMedia('(hover: none)').matches) return ['this browser was not to be told that nothing hovers'];
      for (const radio of document.querySelectorAll('.tabs > input')) radio.checked = true;
      return [...document.querySelectorAll('.code:has(.tool)')].filter((frame) => frame.checkVisibility()).flatMap((frame) => {
        const letters = document.createRange();
        letters.selectNodeContents(frame.querySelector('pre'));
        const bottom = Math.max(...[...frame.querySelectorAll('.tool button')].map((button) => button.getBoundingClientRect().bottom));
        const top = Math.min(...[...letters.getClientRects()].filter((box) => box.width > 0).map((box) => box.top));
        return top < bottom - 4 ? [`${frame.textContent.slice(0, 30)}: ${top} is above ${bottom}`] : [];
      });
    });
    await touch.close();
    assert.deepEqual(covered, []);
  });

  test('columns of Hangul and the lines of their box are equally wide', () =>
    reading({}, async (page) => {
      const widths = await page.evaluate(() => {
        const text = document.querySelector('.cjk code').firstChild;
        const range = document.createRange();
        const found = [];
        for (let from = 0, end; from < text.length; from = end + 1) {
          end = text.data.indexOf('\n', from);
          if (end < 0) break;
          range.setStart(text, from);
          range.setEnd(text, end);
          found.push(range.getBoundingClientRect().width);
        }
        return found;
      });
      assert.equal(widths.length, 3);
      assert.ok(Math.max(...widths) - Math.min(...widths) < 1, String(widths));
    }));

  test('what labels a row stays while its table scrolls', () =>
    reading({ viewport: { width: 390, height: 800 } }, async (page) => {
      const moved = await page.evaluate(() => {
        const box = [...document.querySelectorAll('.tw')].find((tw) => tw.querySelector('tbody th') && tw.scrollWidth > tw.clientWidth + 40);
        if (!box) return null;
        const at = () => box.querySelector('tbody th').getBoundingClientRect().left;
        const before = at();
        box.scrollLeft = 40;
        return [at() - before, box.scrollLeft];
      });
      assert.deepEqual(moved, [0, 40]);
    }));
});
