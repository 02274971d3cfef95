// What must hold on every page: nothing goes wrong while it loads, it fits a
// phone, and axe-core finds nothing in light and dark.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { drawn, launch, open, overflow } from './browser.mjs';
import { pages, serve } from './site.mjs';

const widths = [320, 390, 1280];
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const axe = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const urls = await pages();

describe('every page', { concurrency: 1 }, () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch(), serve('/')]);
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });

  test('there are pages', () => assert.ok(urls.length > 0, 'no page in the site: was it built?'));

  for (const url of urls) {
    test(`${decodeURI(url) || '/'} loads without trouble and never scrolls sideways`, async () => {
      const { page, troubles, close } = await open(browser);
      await page.goto(site.url + url, { waitUntil: 'networkidle' });
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        await drawn(page);
        assert.equal(await overflow(page), 0, `wider than ${width} px: ${await widest(page)}`);
      }
      assert.deepEqual(troubles, []);
      await close();
    });

    test(`${decodeURI(url) || '/'} is accessible to axe-core`, async () => {
      // axe-core brings its own script and styles, which the page's policy would refuse.
      const { page, close } = await open(browser, { bypassCSP: true, reducedMotion: 'reduce' });
      await page.goto(site.url + url, { waitUntil: 'load' });
      await page.evaluate(axe);
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
          await page.emulateMedia({ colorScheme });
          await drawn(page);
          assert.deepEqual(await violations(page), [], `${colorScheme} at ${width} px`);
        }
      }
      await close();
    });
  }
});

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

/**
 * The innermost elements that stick out of the window, to tell where to look.
 * @param {import('playwright-core').Page} page
 */
function widest(page) {
  return page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const scrolls = (element) =>
      element !== null && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > edge + 0.5 && !scrolls(element.parentElement))
      .slice(-3)
      .map((element) => `<${element.localName} class="${element.getAttribute('class') ?? ''}"> ${element.textContent?.trim().slice(0, 40)}`)
      .join(' | ');
  });
}
