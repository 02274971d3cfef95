// A further language is one more file of words; its script says in which
// direction pages are laid out.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { drawn, launch, open, overflow } from './browser.mjs';
import { pages, rtl, serve } from './site.mjs';

const axe = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

describe('a made-up language, from right to left', { concurrency: 1 }, () => {
  let browser, site, page, close;
  before(async () => {
    [browser, site] = await Promise.all([launch(), serve('/', rtl)]);
    ({ page, close } = await open(browser, { bypassCSP: true, reducedMotion: 'reduce' }));
  });
  after(async () => {
    await close?.();
    await browser?.close();
    site?.close();
  });
  const go = (url) => page.goto(site.url + url, { waitUntil: 'load' });
  const box = (selector) => page.locator(selector).first().boundingBox();

  test('the page says both, and words are its own or English', async () => {
    await go('guide/parts/');
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['qaa-Arab', 'rtl']);
    assert.equal(await page.locator('.skip').textContent(), 'إلى النص');
    assert.equal(await page.locator('.toc > p').textContent(), 'في هذه الصفحة');
    assert.equal(await page.locator('.note .nt').first().textContent(), 'ملاحظة');
    assert.equal(await page.locator('.tool button').last().textContent(), 'نسخ');
    assert.equal(await page.locator('.menu').getAttribute('aria-label'), 'Menu');
  });

  test('columns, lists and signs stand on the other side', async () => {
    await go('guide/parts/');
    const [side, article, toc] = await Promise.all(['.side', 'article', '.toc'].map(box));
    assert.ok(side.x > article.x + article.width - 1 && toc.x + toc.width <= article.x + 1);
    const place = (selector) => page.locator(selector).first().evaluate((element) => {
      const { left, right } = element.getBoundingClientRect();
      const within = element.parentElement.getBoundingClientRect();
      return right - left < within.width && within.right - right < left - within.left ? 'right' : 'left';
    });
    assert.equal(await place('.brand'), 'right');
    assert.equal(await place('.note .nt svg'), 'right');
    assert.equal(await place('.tool'), 'left');
    const turned = (selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element, '::after').rotate);
    assert.deepEqual([await turned('details.note > summary'), await turned('.side details[open] > summary')], ['135deg', '45deg']);
    const indents = await page.evaluate(() => ['.steps > li', 'article ul ul', '.side ul ul'].map((selector) => {
      const { paddingLeft, paddingRight } = getComputedStyle(document.querySelector(selector));
      return parseFloat(paddingRight) - parseFloat(paddingLeft) > 0;
    }));
    assert.deepEqual(indents, [true, true, true]);
  });

  test('code, trees and diagrams stay from left to right', async () => {
    await go('guide/parts/');
    const directions = await page.evaluate(() => ['.code pre', 'p code', '.tree', '.dg svg'].map((selector) => getComputedStyle(document.querySelector(selector)).direction));
    assert.deepEqual(directions, ['ltr', 'ltr', 'ltr', 'ltr']);
  });

  test('on a phone the menu comes from the right', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await go('guide/parts/');
    await page.click('.menu');
    const { x, width } = await box('.side');
    assert.ok(x > 40 && x + width > 370, `from ${x} to ${x + width}`);
    await page.keyboard.press('Escape');
    await page.click('[popovertarget=sg-theme]');
    assert.ok((await box('#sg-theme')).x < 100);
  });

  test('no page is too wide, and axe-core finds nothing', async () => {
    for (const url of await pages(rtl)) {
      await go(url);
      await page.evaluate(axe);
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await drawn(page);
        assert.equal(await overflow(page), 0, `${decodeURI(url)} at ${width} px`);
      }
      const found = await page.evaluate(async () => {
        const { violations } = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`);
      });
      assert.deepEqual(found, [], decodeURI(url));
    }
  });
});
