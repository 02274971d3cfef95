// From page to page: the next one is made ready when a link is about to be
// followed, and the two fade into each other, unless the reader wants no motion.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, open } from './browser.mjs';
import { root, serve } from './site.mjs';

describe('from page to page', { concurrency: 1 }, () => {
  let browser, site;
  /** What was asked for before anybody went there. */
  const ahead = [];
  before(async () => {
    const note = (name, body, request) => {
      if (request.headers['sec-purpose']?.includes('prerender')) ahead.push(name);
      return body;
    };
    [browser, site] = await Promise.all([launch(), serve('/', root, note)]);
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });

  /** Goes through five notes and tells for each whether it came with a transition. */
  async function walk(reducedMotion) {
    const { page, troubles, close } = await open(browser, { reducedMotion });
    await page.addInitScript(() => {
      addEventListener('pagereveal', (event) => (window.faded = event.viewTransition !== null));
    });
    await page.goto(`${site.url}backend/scope/`, { waitUntil: 'load' });
    const faded = [];
    for (let i = 0; i < 5; i++) {
      const from = page.url();
      await Promise.all([page.waitForURL((to) => to.href !== from), page.locator('.pn [rel=next]').click()]);
      await page.waitForFunction(() => window.faded !== undefined);
      faded.push(await page.evaluate(() => window.faded));
    }
    await close();
    return { faded, troubles };
  }

  test('pages fade into each other', async () => {
    const { faded, troubles } = await walk('no-preference');
    assert.deepEqual(faded, [true, true, true, true, true]);
    assert.deepEqual(troubles, []);
  });

  test('for a reader who wants no motion they do not', async () => {
    const { faded } = await walk('reduce');
    assert.deepEqual(faded, [false, false, false, false, false]);
  });

  test('a link under the mouse is made ready, the same text as Markdown is not', async () => {
    const { page, troubles, close } = await open(browser);
    ahead.length = 0;
    await page.goto(`${site.url}aws/region-az/`, { waitUntil: 'load' });
    const twin = page.locator('.foot a[href$=".md"]');
    await twin.hover();
    await twin.dispatchEvent('pointerdown');
    assert.deepEqual(ahead, []);
    await page.locator('.side a', { hasText: 'VPC' }).hover();
    for (let wait = 0; wait < 100 && !ahead.length; wait++) await new Promise((done) => setTimeout(done, 100));
    assert.equal(ahead[0], 'aws/vpc/index.html');
    assert.deepEqual(troubles, []);
    await close();
  });

  test('the navigation stays where it was scrolled to', async () => {
    const { page, close } = await open(browser, { viewport: { width: 1280, height: 400 }, reducedMotion: 'reduce' });
    await page.goto(`${site.url}aws/region-az/`, { waitUntil: 'load' });
    // Far enough from where it would stand by itself, yet with the next page in view.
    const left = await page.locator('.side').evaluate(async (side) => {
      const next = [...side.querySelectorAll('a')].find((link) => link.textContent === 'VPC');
      side.scrollTop = next.offsetTop - 60;
      await new Promise((done) => side.addEventListener('scrollend', done, { once: true }));
      return side.scrollTop;
    });
    await page.locator('.pn [rel=next]').evaluate((link) => link.click());
    await page.waitForURL(/\/vpc\/$/);
    assert.ok(left > 0);
    assert.equal(await page.locator('.side').evaluate((side) => side.scrollTop), left);
    await close();
  });
});
