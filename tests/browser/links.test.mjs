// Every link between pages answers, at a domain's root and under the path of a
// project site, and the place it points at within a page exists.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, open } from './browser.mjs';
import { files, pages, repo, root, serve } from './site.mjs';

for (const base of ['/', '/repo/']) {
  describe(`links under ${base}`, { concurrency: 1 }, () => {
    let browser, site, parser;
    before(async () => {
      [browser, site] = await Promise.all([launch(), serve(base)]);
      parser = await open(browser);
    });
    after(async () => {
      await browser?.close();
      site?.close();
    });

    test('every internal link and anchor answers', async () => {
      const broken = [];
      const read = reader(parser.page);
      let count = 0;
      for (const from of await pages()) {
        const here = site.url + from;
        const { links } = await read(here);
        for (const link of links) {
          const trouble = await follow(read, site.url, here, link);
          if (trouble) broken.push(`${decodeURI(from) || '/'}: ${link}: ${trouble}`);
          count++;
        }
      }
      assert.ok(count > 0, 'no link was found');
      assert.deepEqual(broken, []);
    });
  });
}

for (const [base, dir] of [['/', root], ['/repo/', repo]]) {
  test(`a missing page under ${base} gets the 404 page, whole and with links that lead back`, async (t) => {
    const { browser, site } = await setUp(t, base, dir);
    const { page, troubles } = await open(browser);
    const url = `${site.url}no/such/page/`;
    const answer = await page.goto(url, { waitUntil: 'networkidle' });
    assert.equal(answer?.status(), 404);
    const isItself = (trouble) => trouble === `404: ${url}` || /^console: Failed to load resource.*404/.test(trouble);
    assert.deepEqual(troubles.filter((trouble) => !isItself(trouble)), []);
    assert.ok(await page.evaluate(() => document.styleSheets.length > 0), 'it has its style');
    const links = await page.locator('a[href]').evaluateAll((all) => all.map((a) => a.href));
    assert.ok(links.length > 0, 'it has links');
    for (const link of links.filter((href) => href.startsWith(new URL(site.url).origin) && !href.includes('#'))) {
      assert.equal((await fetch(link)).status, 200, link);
    }
  });
}

test('sitemap, feed and pictures are well-formed XML', async (t) => {
  const { browser, site } = await setUp(t, '/', root);
  const { page } = await open(browser);
  const names = (await files()).filter((name) => /\.(xml|svg)$/.test(name));
  for (const name of names) {
    const text = await (await fetch(site.url + encodeURI(name))).text();
    const error = await page.evaluate(
      (xml) => new DOMParser().parseFromString(xml, 'application/xml').querySelector('parsererror')?.textContent,
      text,
    );
    assert.equal(error, undefined, name);
  }
});

/** A browser and a server that end with the test. */
async function setUp(t, base, dir) {
  const [browser, site] = await Promise.all([launch(), serve(base, dir)]);
  t.after(async () => {
    await browser.close();
    site.close();
  });
  return { browser, site };
}

/**
 * Reads pages once each: their links and ids.
 * @param {import('playwright-core').Page} page
 */
function reader(page) {
  const seen = new Map();
  return async (/** @type {string} */ url) => {
    const key = url.split('#')[0];
    if (!seen.has(key)) seen.set(key, await fetchAndParse(page, key));
    return seen.get(key);
  };
}

async function fetchAndParse(page, url) {
  const answer = await fetch(url);
  const html = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (!html) {
    await answer.arrayBuffer();
    return { status: answer.status, html, links: [], ids: [] };
  }
  const found = await page.evaluate((text) => {
    const doc = new DOMParser().parseFromString(text, 'text/html');
    const links = [];
    for (const element of doc.querySelectorAll('[href], [src], [poster], [data]')) {
      if (element.matches('link[rel~=preconnect], link[rel~=dns-prefetch]')) continue;
      for (const name of ['href', 'src', 'poster', 'data']) {
        const value = element.getAttribute(name);
        if (value !== null) links.push(value);
      }
    }
    for (const element of doc.querySelectorAll('[srcset]')) {
      for (const part of element.getAttribute('srcset').split(',')) links.push(part.trim().split(/\s+/)[0]);
    }
    for (const element of doc.querySelectorAll('meta[http-equiv=refresh i]')) {
      links.push(element.getAttribute('content').replace(/^[^;]*;\s*url=/i, ''));
    }
    return { links: [...new Set(links)], ids: [...doc.querySelectorAll('[id]')].map((element) => element.id) };
  }, await answer.text());
  return { status: answer.status, html, ...found };
}

/**
 * What is wrong with a link, or nothing.
 * @returns {Promise<string | undefined>}
 */
async function follow(read, root, here, link) {
  const url = new URL(link, here);
  if (!/^https?:$/.test(url.protocol) || url.origin !== new URL(root).origin) return undefined;
  if (!url.href.startsWith(root)) return `leaves ${new URL(root).pathname}`;
  const target = await read(url.href);
  if (target.status !== 200) return `answers ${target.status}`;
  const fragment = decodeURIComponent(url.hash.slice(1));
  if (fragment && target.html && !fragment.startsWith(':~:') && !target.ids.includes(fragment)) {
    return `there is no id "${fragment}"`;
  }
  return undefined;
}
