// The same bytes without a server: every page opens from a folder on disk, and
// links between pages, which are folders, lead to pages and not to listings.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch, open } from './browser.mjs';
import { pages, root, torture } from './site.mjs';

const folder = `${pathToFileURL(root)}/`;
const index = (url) => (url === '' || url.endsWith('/') ? `${url}index.html` : url);

describe('from files', { concurrency: 1 }, () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  /** A page without transitions to wait for. */
  const calm = () => open(browser, { reducedMotion: 'reduce' });

  test('every page loads without trouble, and what it links to is there', async () => {
    const { page, troubles, close } = await calm();
    const broken = [];
    for (const url of await pages()) {
      await page.goto(folder + index(url), { waitUntil: 'load' });
      assert.ok(await page.evaluate(() => document.styleSheets.length > 1), `${url} has its styles`);
      for (const link of await links(page)) {
        if (!existsSync(fileURLToPath(index(link)))) broken.push(`${url}: ${link}`);
        if (!link.startsWith(folder)) broken.push(`${url}: leaves the site: ${link}`);
      }
    }
    assert.deepEqual(broken, []);
    assert.deepEqual(troubles.filter((trouble) => !/icon\.svg net::ERR_ABORTED/.test(trouble)), []); // the next page came first
    await close();
  });

  test('clicks go through the whole site in reading order', async () => {
    const { page, troubles, close } = await calm();
    await page.goto(`${folder}index.html`, { waitUntil: 'load' });
    await page.locator('.act .btn').first().click();
    const seen = [];
    for (;;) {
      await page.waitForLoadState('load');
      assert.match(page.url(), /\/index\.html$/);
      assert.equal(await page.locator('main h1').count(), 1, `${page.url()} is a page`);
      seen.push(page.url());
      const next = page.locator('.pn [rel=next]');
      if (!(await next.count())) break;
      await Promise.all([page.waitForURL((to) => to.href !== seen.at(-1)), next.click()]);
    }
    assert.ok(seen.length > 20, `${seen.length} pages`);
    assert.equal(new Set(seen).size, seen.length);
    assert.deepEqual(troubles, []);
    await close();
  });

  test('keyboard, middle button and links of diagrams are completed, too', async () => {
    const { context, page, close } = await open(browser);
    await page.goto(`${folder}index.html`, { waitUntil: 'load' });
    await page.locator('nav.main a').first().focus();
    await Promise.all([page.waitForURL(/\/index\.html$/), page.keyboard.press('Enter')]);
    const [tab] = await Promise.all([context.waitForEvent('page'), page.locator('.brand').click({ button: 'middle' })]);
    await tab.waitForLoadState('load');
    assert.equal(tab.url(), `${folder}index.html`);

    const here = folder + (await withDiagramLink(page));
    await page.goto(here, { waitUntil: 'load' });
    const area = page.locator('.hits a:not([href^="#"])').first();
    await Promise.all([page.waitForURL((to) => to.href !== here), area.click()]);
    assert.match(page.url(), /\/index\.html(#.*)?$/);
    assert.equal(await page.locator('main h1').count(), 1);
    await close();
  });

  test('an old address leads on', async () => {
    const { page, close } = await calm();
    await page.goto(`${pathToFileURL(torture)}/옛/빈-노트/index.html`);
    await page.waitForURL(encodeURI(`${pathToFileURL(torture)}/시험/빈-노트/index.html`));
    await close();
  });

  test('a link within the page stays there, and one to another site is left alone', async () => {
    const { page, close } = await open(browser);
    const here = `${folder}${index((await pages()).find((url) => url.startsWith('aws/')) ?? '')}`;
    await page.goto(here, { waitUntil: 'load' });
    await page.locator('.toc a').first().click();
    assert.equal(page.url().split('#')[0], here);
    const kept = await page.evaluate(() => {
      const link = document.body.appendChild(document.createElement('a'));
      link.href = 'https://example.test/docs/';
      link.addEventListener('click', (event) => event.preventDefault());
      link.click();
      return link.getAttribute('href');
    });
    assert.equal(kept, 'https://example.test/docs/');
    await close();
  });
});

/** What a page's links resolve to within files, without their fragments. */
function links(page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], link[href], script[src], img[src]')];
    const to = all.map((element) => new URL(element.getAttribute('href') ?? element.getAttribute('src'), document.baseURI));
    return [...new Set(to.filter((url) => url.protocol === 'file:').map((url) => url.href.split('#')[0]))];
  });
}

/** The first page with a diagram that links to another page. */
async function withDiagramLink(page) {
  for (const url of await pages()) {
    const file = folder + index(url);
    await page.goto(file, { waitUntil: 'load' });
    const found = await page.locator('.hits a').evaluateAll((all) => all.some((a) => !a.getAttribute('href').startsWith('#')));
    if (found) return index(url);
  }
  throw new Error('no page has a diagram that links to another page');
}
