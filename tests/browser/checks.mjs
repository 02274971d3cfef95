// What makes a page good to read, as checks that a machine can do. Each gives a
// list of what it found wrong; an empty list is a pass. checks.test.mjs does them
// over the sites, mutations.test.mjs over pages that were spoilt, to see them fail.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { drawn } from './desk.mjs';
import { pages, root } from './site.mjs';

const axe = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const torture = 'torture:시험/모든-부품/';
const endless = 'torture:시험/끝없는-것/';
const every = (await pages()).map((url) => `content:${decodeURI(url)}`).concat('content:404.html');
const longest = await longestPage();
/** Notes: text with headings and a table of contents. */
const notes = [torture, longest, 'content:aws/region-az/', 'content:lab/security-group/'];
/** One page of each kind. */
const kinds = [...notes, 'content:', 'content:aws/', 'content:tags/', every.find((key) => /^content:tags\/./.test(key)), 'content:contents/', 'content:404.html', 'torture:', 'torture:시험/', endless];

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844, touch: true };
const schemes = /** @type {const} */ (['light', 'dark']);

/** The page of the notes with the most to read. */
async function longestPage() {
  let most = { key: '', size: 0 };
  for (const key of every.filter((key) => key.endsWith('/'))) {
    const html = await readFile(path.join(root, key.slice('content:'.length), 'index.html'), 'utf8');
    const text = html.replace(/^.*<article/s, '').replace(/<svg.*?<\/svg>|<[^>]*>/gs, '');
    if (text.length > most.size) most = { key, size: text.length };
  }
  return most.key;
}

/**
 * A check of single pages: `ask` runs within the page for each of the views.
 * @param {number} number
 * @param {string} title
 * @param {string[]} on
 * @param {import('./desk.mjs').View[]} views
 * @param {(...args: any[]) => string[] | Promise<string[]>} ask
 */
function pageCheck(number, title, on, views, ask) {
  const run = async (desk, keys) => {
    const wrong = [];
    for (const key of keys) {
      let page, reader;
      for (const view of views) {
        const kind = JSON.stringify([view.js, view.touch, view.forced, view.media]);
        if (page && kind === reader) await desk.set(page, view);
        else page = await desk.at(key, view);
        reader = kind;
        await drawn(page);
        for (const found of await page.evaluate(ask)) wrong.push(`${key} ${told(view)}: ${found}`);
      }
    }
    return wrong;
  };
  return { number, title, on, run };
}

/** A check that has to do something on the page; what it keeps in `memory` is for the pages that follow. */
function storyCheck(number, title, on, story) {
  const run = async (desk, keys) => {
    const wrong = [];
    const memory = new Map();
    for (const key of keys) for (const found of await story(desk, key, memory)) wrong.push(`${key}: ${found}`);
    return wrong;
  };
  return { number, title, on, run };
}

/** A check that takes long, of pages that do not care for each other: two of them at a time. */
function sideBySide(number, title, on, view, story) {
  const run = async (desk, keys) => {
    const wrong = [];
    const waiting = [...keys];
    const work = async () => {
      const page = await desk.fresh(view);
      for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
        await desk.load(page, key);
        for (const found of await story(desk, page)) wrong.push(`${key}: ${found}`);
      }
      await page.close();
    };
    await Promise.all([work(), work()]);
    return wrong.sort();
  };
  return { number, title, on, run };
}

const told = ({ width = 1280, scheme = '', media = '', forced = false }) =>
  [width, scheme, media, forced ? 'forced colours' : ''].filter(Boolean).join(' ');

const both = (view) => schemes.map((scheme) => ({ ...view, scheme }));

/** What axe-core finds; what does not depend on colours is asked for once. */
function violations(page, only) {
  return page.evaluate(
    async ([tags, colours]) => {
      const run = colours ? { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } : { type: 'tag', values: tags };
      const { violations } = await window.axe.run(document, { runOnly: run, resultTypes: ['violations'] });
      return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.any[0]?.message ?? help}`));
    },
    [rules, only],
  );
}

/** What was seen of the lines of pages, by how the pages were spoilt: two checks ask for the same. */
const swept = new WeakMap();

/** Widths of phones, closely; lines break anew at each. */
async function sweep(desk, key, what) {
  if (!swept.has(desk.spoil)) swept.set(desk.spoil, new Map());
  const seen = swept.get(desk.spoil);
  if (!seen.has(key)) {
    const page = await desk.at(key, { width: 320, height: 800 });
    const rows = [];
    for (let width = 320; width <= 520; width += 10) {
      await page.setViewportSize({ width, height: 800 });
      await drawn(page);
      rows.push([width, await page.evaluate(() => window.look.lineBreaks())]);
    }
    seen.set(key, rows);
  }
  return seen.get(key).flatMap(([width, found]) => found[what].map((text) => `${width}: ${text}`));
}

/** Sums up how far the page's content has moved by itself. */
function watchShifts() {
  window.shifted = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      window.shifted.push(`${entry.value.toFixed(5)} by ${entry.sources.map(({ node }) => node?.nodeName + '.' + (node?.className ?? '')).join(', ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

const opened = (page, id) => page.evaluate((id) => document.getElementById(id).matches(':popover-open'), id);
const focused = (page, selector) => page.evaluate((selector) => document.activeElement.matches(selector), selector);
const scheme = (page) => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);

/** For how many milliseconds a check waits for what shall be so. */
export const patience = { limit: 5000 };
/** Waits, and tells whether it came. */
const holds = (page, condition) => page.waitForFunction(condition, undefined, { timeout: patience.limit }).then(() => true, () => false);
const searching = (page) => holds(page, () => document.querySelector('dialog[open]:modal') && document.activeElement.matches('[role=combobox]'));

async function choose(page, value) {
  await page.click('[popovertarget=sg-theme]');
  await page.click(`#sg-theme input[value=${value}]`);
  await page.keyboard.press('Escape');
}

export const checks = [
  sideBySide(1, 'no page scrolls sideways at 320 px, nor at 390 and 1280', [...every, ...kinds.filter((key) => key.startsWith('torture:'))], {}, async (desk, page) => {
    const wrong = [];
    for (const width of [320, 390, 1280]) {
      await desk.set(page, { width });
      await drawn(page);
      wrong.push(...(await page.evaluate(() => (window.look.overflow() ? [`${innerWidth}: ${window.look.overflow()} px too wide: ${window.look.widest()}`] : []))));
    }
    return wrong;
  }),

  storyCheck(2, 'letters of twice the size, or set wide apart, neither widen the page nor are cut off', [torture, longest, 'content:'], async (desk, key) => {
    const wrong = [];
    const wide = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }';
    for (const [width, css] of [[640, 'html { font-size: 200% }'], [320, wide]]) {
      const page = await desk.at(key, { width });
      wrong.push(...(await page.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet];
        const { all, visible, name, overflow, widest } = window.look;
        const cut = all('article p, article li, h1, h2, h3, h4, .note, .btn, .badge, .pn a, .foot, .toc a, .side a').filter(
          (element) => visible(element) && getComputedStyle(element).overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1,
        );
        return [...(overflow() ? [`${innerWidth}: ${overflow()} px too wide: ${widest()}`] : []), ...cut.map((element) => `${innerWidth}: cut off: ${name(element)}`)];
      }, css)));
    }
    return wrong;
  }),

  pageCheck(3, 'three columns at 1280 px, two at 1024, one at 390', notes, [{ width: 1280 }, { width: 1024 }, { width: 390 }], () => {
    const want = { 1280: 3, 1024: 2, 390: 1 }[innerWidth];
    const columns = ['.side', 'main article', '.toc'].map((selector) => document.querySelector(selector)).filter((element) => element && window.look.visible(element));
    const apart = columns.every((a) => columns.every((b) => a === b || a.getBoundingClientRect().right <= b.getBoundingClientRect().left + 1 || b.getBoundingClientRect().right <= a.getBoundingClientRect().left + 1));
    return columns.length === want && apart ? [] : [`${columns.length} columns${apart ? '' : ' that overlap'}`];
  }),

  pageCheck(4, 'lines of at most 40 em, letters of at least 16 px, 1.6 to 1.9 apart', [...notes, 'content:', 'content:aws/'], [{ width: 390 }, { width: 1024 }, desktop], () =>
    window.look.all('article > p').flatMap((element) => {
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const measure = element.getBoundingClientRect().width / size;
      const leading = parseFloat(style.lineHeight) / size;
      return measure > 40.05 || size < 16 || leading < 1.6 || leading > 1.9 ? [`${measure.toFixed(1)} em, ${size} px, ${leading.toFixed(2)}`] : [];
    })),

  {
    number: 5,
    title: 'nothing moves while a page loads',
    on: kinds,
    async run(desk, keys) {
      const wrong = [];
      for (const width of [390, 1440]) {
        const page = await desk.fresh({ width, height: 6000 });
        await page.addInitScript(watchShifts);
        for (const key of keys) {
          await desk.load(page, key);
          await drawn(page);
          wrong.push(...(await page.evaluate(() => window.shifted)).map((shift) => `${key} ${width}: ${shift}`));
        }
        await page.close();
      }
      return wrong;
    },
  },

  storyCheck(6, 'nothing moves when the script comes late', [torture, longest], async (desk, key) => {
    const page = await desk.fresh({ ...desktop, height: 6000 });
    await page.addInitScript(watchShifts);
    let release;
    const painted = new Promise((resolve) => (release = resolve));
    await page.route('**/app.*.js', async (route) => {
      await painted;
      await route.continue();
    });
    const loaded = desk.load(page, key);
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0 && document.querySelector('.foot'));
    await drawn(page);
    release();
    await loaded;
    await drawn(page);
    const shifts = await page.evaluate(() => window.shifted);
    if (!(await page.evaluate(() => document.querySelector('.toc [aria-current]')))) shifts.push('the script did not run');
    await page.close();
    return shifts;
  }),

  pageCheck(7, 'written from right to left, the navigation is on the right and nothing is too wide', [torture, longest, 'content:'], [{ width: 1280 }, { width: 390 }], () => {
    document.documentElement.dir = 'rtl';
    const { overflow, widest, visible } = window.look;
    const wrong = overflow() ? [`${overflow()} px too wide: ${widest()}`] : [];
    const [side, article, toc] = ['.side', 'article', '.toc'].map((selector) => document.querySelector(selector)).map((element) => element && visible(element) && element.getBoundingClientRect());
    if (side && side.left < article.right - 1) wrong.push('the navigation is left of the text');
    if (side && toc && toc.right > article.left + 1) wrong.push('the contents are right of the text');
    const brand = document.querySelector('.brand').getBoundingClientRect();
    if (brand.left + brand.width / 2 < innerWidth / 2) wrong.push('the name of the site is on the left');
    return wrong;
  }),

  storyCheck(8, 'words of Korean are never broken, from 320 to 520 px', [...notes, 'content:', 'torture:'], (desk, key) => sweep(desk, key, 'broken')),

  pageCheck(9, 'language and rules for breaking lines reach every block of text', [torture, longest, 'content:', 'content:404.html'], [{}], () => {
    const { all, name, blocks } = window.look;
    const wrong = document.documentElement.lang === 'ko' ? [] : [`lang is ${document.documentElement.lang}`];
    for (const element of all(blocks)) {
      const { wordBreak, lineBreak, overflowWrap } = getComputedStyle(element);
      if (wordBreak !== 'keep-all' || lineBreak !== 'strict' || overflowWrap === 'normal') wrong.push(`${name(element)} ${wordBreak} ${lineBreak} ${overflowWrap}`);
    }
    return wrong;
  }),

  pageCheck(10, 'Hangul is never slanted', notes, [{}], () => {
    const { all, name, hangul } = window.look;
    return all('main *').filter((element) => getComputedStyle(element).fontStyle !== 'normal' && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && hangul.test(node.data))).map(name);
  }),

  storyCheck(11, 'no line begins with a sign that ends a phrase, from 320 to 520 px', [torture, longest, 'content:'], (desk, key) => sweep(desk, key, 'begun')),

  pageCheck(12, 'lines of headings are balanced, those of prose do not end in one word', notes, [{}], () => {
    const { all, name } = window.look;
    const style = (element) => getComputedStyle(element).textWrapStyle;
    return [...all('h1, h2, h3, h4, h5, h6').filter((element) => style(element) !== 'balance'), ...all('article > p').filter((element) => style(element) !== 'pretty')].map(name);
  }),

  storyCheck(13, 'prose is set in a Korean font, code in one of fixed width', [torture], async (desk, key) => {
    const page = await desk.at(key);
    const session = await page.context().newCDPSession(page);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument');
    const wrong = [];
    for (const [selector, wanted] of [['article > p', /KR|Korean|Gothic|Pretendard|Nanum|\bSD\b/i], ['.code pre code', /Mono|Menlo|Consolas|Coding|Courier/i]]) {
      const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
      const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
      const [most] = fonts.sort((a, b) => b.glyphCount - a.glyphCount);
      if (!wanted.test(most?.familyName ?? '')) wrong.push(`${selector}: ${fonts.map(({ familyName, glyphCount }) => `${familyName} ×${glyphCount}`)}`);
    }
    await session.detach();
    return wrong;
  }),

  // axe-core brings its own script and styles, which the page's policy would refuse.
  sideBySide(14, 'axe-core finds nothing, in light and dark, wide and narrow', [...every, ...kinds.filter((key) => key.startsWith('torture:'))], { csp: false, ...desktop }, async (desk, page) => {
    await page.evaluate(axe);
    const wrong = [];
    // What a narrow window changes is where things are, not their colours in the dark.
    for (const [width, scheme] of [[1440, 'light'], [1440, 'dark'], [390, 'light']]) {
      await desk.set(page, { width, height: 844, scheme });
      await drawn(page);
      wrong.push(...(await violations(page, scheme === 'dark')).map((found) => `${width} ${scheme}: ${found}`));
    }
    return wrong;
  }),

  pageCheck(15, 'every word of code stands out 4.5:1 from its own ground, marked lines included', [torture, 'content:lab/security-group/'], both({}), () => {
    const { all, stands } = window.look;
    for (const radio of all('.tabs > input')) radio.checked = true;
    const wrong = new Set();
    for (const element of all('pre span, pre code')) {
      if (![...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
      const ratio = stands(element);
      if (ratio < 4.5) wrong.add(`.${element.className || 'text'} on .${element.parentElement.className} ${ratio.toFixed(2)}`);
    }
    return [...wrong];
  }),

  pageCheck(16, 'prose stands out 7:1, every other text 4.5:1', kinds, both({}), () => {
    const { visible, name, stands } = window.look;
    const wrong = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || element.closest('script, svg, .vh, .skip, pre, :disabled') || !visible(element)) continue;
      const isProse = element.matches('article p, article li, article td, article dd, h1, h2, h3, .note p:not(.nt)');
      const ratio = stands(element);
      if (ratio < (isProse ? 7 : 4.5) - 0.01) wrong.add(`${ratio.toFixed(2)} ${name(element)}`);
    }
    return [...wrong];
  }),

  pageCheck(17, 'the ring of what has the focus and the edges of controls stand out 3:1', [torture, 'content:', 'content:404.html'], both({}), () => {
    const { all, name, stands, reachable } = window.look;
    const wrong = [];
    for (const element of reachable()) {
      element.focus({ preventScroll: true, focusVisible: true });
      const ring = element.matches('.vh') ? element.nextElementSibling : element;
      const { outlineWidth } = getComputedStyle(ring);
      if (parseFloat(outlineWidth) > 0) {
        const ratio = stands(ring, 'outlineColor', ring.parentElement);
        if (ratio < 3) wrong.push(`ring ${ratio.toFixed(2)} ${name(element)}`);
      }
    }
    for (const element of all('.btn:not(.a)')) {
      const ratio = stands(element, 'borderTopColor', element.parentElement);
      if (ratio < 3) wrong.push(`edge ${ratio.toFixed(2)} ${name(element)}`);
    }
    return wrong;
  }),

  pageCheck(18, 'where colours are forced, what they told is told by lines', [torture, 'content:lab/security-group/'], [{ ...desktop, forced: true }], () => {
    const { all, visible, name } = window.look;
    if (!matchMedia('(forced-colors: active)').matches) return ['colours are not forced'];
    const wrong = [];
    const edged = (element) => ['Top', 'Right', 'Bottom', 'Left'].some((side) => parseFloat(getComputedStyle(element)[`border${side}Width`]) > 0 && getComputedStyle(element)[`border${side}Style`] !== 'none');
    const canvas = getComputedStyle(document.documentElement).backgroundColor;
    for (const selector of ['.side a[aria-current]', '.toc a[aria-current]', '.main a[aria-current]', '.code', '.note', '.code .hl', '.tabs', '.badge', '.btn.a', 'mark', '.tabs > :checked + label']) {
      for (const element of all(selector).filter(visible)) if (!edged(element) && !element.matches('.tabs .code')) wrong.push(`no edge: ${name(element)}`);
    }
    for (const icon of all('svg.i, .nt svg').filter(visible)) {
      const { stroke, fill } = getComputedStyle(icon);
      if (![stroke, fill].some((paint) => paint !== 'none' && paint !== canvas)) wrong.push(`no line: ${name(icon.parentElement)}`);
    }
    return wrong;
  }),

  storyCheck(19, 'a choice that differs from the system is there before anything is drawn', [longest], async (desk, key) => {
    const wrong = [];
    for (const [system, choice] of [['light', 'dark'], ['dark', 'light']]) {
      const page = await desk.fresh({ scheme: system });
      await desk.load(page, key);
      await choose(page, choice);
      // What is drawn is in the body: the choice must stand before that begins.
      await page.addInitScript(() => {
        const watch = new MutationObserver(() => {
          if (!document.body) return;
          window.first = getComputedStyle(document.documentElement).colorScheme;
          watch.disconnect();
        });
        watch.observe(document, { childList: true, subtree: true });
      });
      await page.reload({ waitUntil: 'load' });
      const first = await page.evaluate(() => window.first);
      if (first !== choice) wrong.push(`${choice} on a ${system} system begins as ${first}`);
      await page.evaluate(() => localStorage.clear());
      await page.close();
    }
    return wrong;
  }),

  storyCheck(20, 'light, dark and as the system says: chosen at once, kept, given up again', [longest], async (desk, key) => {
    const wrong = [];
    const page = await desk.at(key);
    const expect = async (want, when) => {
      const found = await scheme(page);
      if (found !== want) wrong.push(`${when}: ${found}`);
    };
    await choose(page, 'dark');
    await expect('dark', 'dark chosen');
    await page.reload({ waitUntil: 'load' });
    await expect('dark', 'dark after loading again');
    if (!(await page.isChecked('#sg-theme-dark'))) wrong.push('the radio button does not show what was kept');
    await choose(page, 'auto');
    await expect('light dark', 'as the system says');
    await page.reload({ waitUntil: 'load' });
    await expect('light dark', 'as the system says after loading again');
    await page.evaluate(() => localStorage.clear());
    return wrong;
  }),

  storyCheck(21, 'the first Tab shows a link that leads to the text', [longest, 'content:', 'content:404.html'], async (desk, key) => {
    const page = await desk.at(key);
    await page.keyboard.press('Tab');
    const shown = await page.evaluate(() => {
      const element = document.activeElement;
      const { top, left, height } = element.getBoundingClientRect();
      return element.matches('.skip') && top >= 0 && left >= 0 && height > 20 && getComputedStyle(element).clipPath === 'none';
    });
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => document.querySelector('main').contains(document.activeElement));
    return [...(shown ? [] : ['it is not first, or not to be seen']), ...(inside ? [] : ['the next Tab is not within the text'])];
  }),

  storyCheck(22, 'Tab reaches all there is, forwards and back, always to be seen, with a ring of 2 px', [torture, 'content:'], async (desk, key) => {
    const wrong = new Set();
    for (const width of [1440, 390]) {
      const page = await desk.at(key, { width });
      await drawn(page);
      const want = await page.evaluate(() => window.look.reachable().length);
      let seen = 0;
      for (let i = 0; i < want + 20; i++) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(() => {
          const element = document.activeElement;
          if (element === document.body) return null;
          const again = element.dataset.seen;
          element.dataset.seen = 'yes';
          const shown = element.matches('.vh') ? element.nextElementSibling : element;
          const ring = [getComputedStyle(shown), getComputedStyle(shown, '::after'), ...[...shown.children].map((child) => getComputedStyle(child))];
          const header = document.querySelector('.top');
          const under = !header.contains(element) && !element.matches('.skip') ? header.getBoundingClientRect().bottom : 0;
          const { top, bottom } = shown.getBoundingClientRect();
          return {
            again,
            ring: ring.some(({ outlineWidth, outlineStyle, strokeWidth, stroke }) => (parseFloat(outlineWidth) >= 2 && outlineStyle !== 'none') || (stroke !== 'none' && parseFloat(strokeWidth) >= 2)),
            covered: bottom <= under + 1 || top >= innerHeight,
            name: window.look.name(element),
          };
        });
        if (!at) continue;
        if (at.again) break;
        seen++;
        if (!at.ring) wrong.add(`${width}: no ring: ${at.name}`);
        if (at.covered) wrong.add(`${width}: not to be seen: ${at.name}`);
      }
      if (seen < want) wrong.add(`${width}: reached ${seen} of ${want}`);
      for (let i = 0; i < seen; i++) {
        await page.keyboard.press('Shift+Tab');
        const covered = await page.evaluate(() => {
          const element = document.activeElement;
          const header = document.querySelector('.top');
          if (element === document.body || header.contains(element) || element.closest('.skip, .side, .toc')) return '';
          const { top, height } = (element.matches('.vh') ? element.nextElementSibling : element).getBoundingClientRect();
          return top < header.getBoundingClientRect().bottom - 1 && height < 300 ? window.look.name(element) : '';
        });
        if (covered) wrong.add(`${width}: covered on the way back: ${covered}`);
      }
    }
    return [...wrong];
  }),

  storyCheck(23, 'what is pressed has 24 px, on a phone 40 in header and menu', [torture, 'content:', endless], async (desk, key) => {
    const wrong = [];
    for (const [view, press] of [[desktop, ''], [phone, ''], [phone, '.menu'], [phone, '.toc-btn']]) {
      const page = await desk.at(key, view);
      if (press && !(await page.locator(press).count())) continue;
      if (press) await page.click(press);
      await drawn(page);
      wrong.push(...(await page.evaluate((touch) => {
        const { all, visible, name } = window.look;
        return all('a[href], button, summary, label').filter(visible).flatMap((element) => {
          if (element.closest('.hits')) return []; // areas of a picture are as large as what they lie on
          const chrome = element.closest('.top, .side');
          const inText = !chrome && !element.closest('.toc, .pn, .crumb, .foot') && getComputedStyle(element).display === 'inline' && element.closest('p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, figcaption, caption');
          if (inText || element.closest('.meta')?.querySelector('time') === element) return [];
          const least = touch && chrome && !element.closest('#sg-theme') ? 40 : 24;
          const { width, height } = element.getBoundingClientRect();
          return width < least - 0.5 || height < least - 0.5 ? [`${innerWidth}: ${width.toFixed(0)} × ${height.toFixed(0)} ${name(element)}`] : [];
        });
      }, Boolean(view.touch))));
    }
    return wrong;
  }),

  storyCheck(24, '/ and Ctrl+K open the search with the caret in its field; Esc closes it and gives the focus back', [longest, 'content:'], async (desk, key) => {
    const wrong = [];
    const page = await desk.at(key);
    for (const keys of ['/', 'Control+k']) {
      await page.focus('.brand');
      await page.keyboard.press(keys);
      if (!(await searching(page))) {
        wrong.push(`${keys} does not open it`);
        continue;
      }
      await page.keyboard.press('Escape');
      if (!(await holds(page, () => !document.querySelector('dialog[open]') && document.activeElement.matches('.brand')))) wrong.push(`after ${keys} the focus does not return`);
    }
    return wrong;
  }),

  storyCheck(25, 'with a Korean input method on, Ctrl+ㅏ searches, Enter ends a syllable only, and / can be switched off', [longest], async (desk, key) => {
    const wrong = [];
    const page = await desk.at(key);
    const press = (selector, init) => page.evaluate(([selector, init]) => document.querySelector(selector).dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })), [selector, init]);
    await press('body', { key: 'ㅏ', code: 'KeyK', ctrlKey: true });
    if (!(await searching(page))) return ['Ctrl+ㅏ does not open it'];
    await page.keyboard.type('가용');
    await page.waitForSelector('[role=option]');
    const before = page.url();
    await press('[role=combobox]', { key: 'Enter', isComposing: true });
    await drawn(page).catch(() => {}); // the page may be another one by now
    if (page.url() !== before || !(await searching(page))) wrong.push('Enter follows a result while a syllable is composed');
    else {
      await page.click('dialog input[type=checkbox]');
      await page.keyboard.press('Escape');
      await page.focus('.brand');
      await page.keyboard.press('/');
      await drawn(page);
      if (await page.$('dialog[open]')) wrong.push('/ opens it though it was switched off');
    }
    await page.evaluate(() => localStorage.clear());
    return wrong;
  }),

  storyCheck(26, 'the search is a combobox: arrows choose among labelled groups, the count is announced', [longest], async (desk, key) => {
    const wrong = [];
    const page = await desk.at(key);
    await page.keyboard.press('/');
    if (!(await searching(page))) return ['it does not open'];
    await page.keyboard.type('가용');
    await page.waitForSelector('[role=option]');
    const state = () => page.evaluate(() => {
      const { all } = window.look;
      const field = document.querySelector('[role=combobox]');
      const option = document.getElementById(field.getAttribute('aria-activedescendant'));
      const options = all('[role=listbox] [role=option]');
      return {
        expanded: field.getAttribute('aria-expanded') === 'true',
        list: Boolean(document.getElementById(field.getAttribute('aria-controls'))?.matches('[role=listbox]')),
        chosen: options.indexOf(option),
        selected: options.filter((each) => each.getAttribute('aria-selected') === 'true').length === 1 && option?.getAttribute('aria-selected') === 'true',
        grouped: options.every((each) => document.getElementById(each.closest('[role=group]')?.getAttribute('aria-labelledby'))?.textContent),
        counted: document.querySelector('dialog [role=status]').textContent.includes(String(options.length)),
        options: options.length,
      };
    });
    const first = await state();
    for (const part of ['expanded', 'list', 'selected', 'grouped', 'counted']) if (!first[part]) wrong.push(`not ${part}`);
    const { options } = first;
    for (const [key, chosen] of [['ArrowDown', 1 % options], ['ArrowUp', 0], ['ArrowUp', options - 1], ['ArrowDown', 0]]) {
      await page.keyboard.press(key);
      const now = await state();
      if (now.chosen !== chosen || !now.selected) wrong.push(`${key} chooses ${now.chosen} instead of ${chosen}`);
    }
    return wrong;
  }),

  storyCheck(27, 'the search finds words, first consonants, unfinished syllables, and what was typed on the other keyboard', [longest], async (desk, key) => {
    const wrong = [];
    const page = await desk.at(key);
    await page.keyboard.press('/');
    if (!(await searching(page))) return ['it does not open'];
    for (const query of ['가용 영역', 'ㄱㅇ ㅇㅇ', '가용 여', 'rkdyd duddur']) {
      await page.fill('[role=combobox]', query);
      // The results of the query before may still be there.
      if (!(await holds(page, () => /\d/.test(document.querySelector('dialog [role=status]').textContent) && document.querySelector('[role=option]')?.textContent.includes('가용 영역')))) {
        wrong.push(`${query}: ${await page.locator('[role=listbox]').textContent()}`.slice(0, 200));
      }
      await page.fill('[role=combobox]', '');
      await page.waitForFunction(() => !/\d/.test(document.querySelector('dialog [role=status]').textContent));
    }
    return wrong;
  }),

  storyCheck(28, 'Enter opens what was found at its heading, below the header', [longest], async (desk, key) => {
    const page = await desk.at(key);
    await page.keyboard.press('/');
    if (!(await searching(page))) return ['it does not open'];
    await page.keyboard.type('여러 AZ에 나누면');
    await page.waitForSelector('[role=option]');
    await page.keyboard.press('Enter');
    if (!(await holds(page, () => !document.querySelector('dialog[open]') && document.querySelector(':target')))) return ['nothing was opened'];
    const gap = await page.evaluate(() => document.querySelector(':target').getBoundingClientRect().top - document.querySelector('.top').getBoundingClientRect().bottom);
    return gap >= 0 && gap < 200 ? [] : [`the heading is ${gap} px below the header`];
  }),

  storyCheck(29, 'on a phone menu and contents open by keyboard, close with Esc, and give the focus back', [longest], async (desk, key) => {
    const wrong = [];
    const page = await desk.at(key, { width: 390, height: 844 });
    for (const [button, id] of [['.menu', 'sg-side'], ['.toc-btn', 'sg-toc']]) {
      await page.focus(button);
      await page.keyboard.press('Enter');
      if (!(await opened(page, id))) wrong.push(`${id} does not open`);
      await page.keyboard.press('Tab');
      if (!(await focused(page, `#${id} *`))) wrong.push(`Tab does not enter ${id}`);
      if (await page.evaluate(() => window.look.overflow())) wrong.push(`${id} makes the page too wide`);
      await page.keyboard.press('Escape');
      if (await opened(page, id)) wrong.push(`${id} does not close`);
      if (!(await focused(page, button))) wrong.push(`${id} does not give the focus back`);
    }
    await page.click('.toc-btn');
    if (await opened(page, 'sg-toc')) await page.click('#sg-toc a:last-of-type');
    if (await opened(page, 'sg-toc')) wrong.push('a chosen heading leaves the contents open');
    return wrong;
  }),

  storyCheck(30, 'the contents mark the heading that is being read, down, up and at the end', [longest, endless], async (desk, key) => {
    const wrong = [];
    const page = await desk.at(key, desktop);
    const ids = await page.evaluate(() => window.look.all('.toc a').map((link) => decodeURIComponent(link.hash.slice(1))));
    for (const id of [...ids, ...ids.toReversed()]) {
      // The observer answers in the next frame or the one after.
      const found = await page.evaluate(async (id) => {
        document.getElementById(id).scrollIntoView({ behavior: 'instant' });
        const marked = () => window.look.all('.toc [aria-current]').map((link) => decodeURIComponent(link.hash.slice(1)));
        const right = () => {
          const headings = window.look.all('.toc a').map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
          const end = document.documentElement.scrollHeight - innerHeight - scrollY < 4;
          const read = headings.findLast((heading) => heading.getBoundingClientRect().top <= (end ? innerHeight : innerHeight * 0.28)) ?? headings[0];
          return read.id;
        };
        for (let frame = 0; frame < 30; frame++) {
          await new Promise(requestAnimationFrame);
          if (marked().length === 1 && marked()[0] === right()) return '';
        }
        return `marks ${marked()} instead of ${right()}`;
      }, id);
      if (found) wrong.push(`at ${id}: ${found}`);
    }
    return wrong;
  }),

  storyCheck(31, 'a heading that was linked to stands below the header', [longest, torture], async (desk, key) => {
    const wrong = [];
    for (const width of [1440, 390]) {
      const page = await desk.at(key, { width, height: 844 });
      wrong.push(...(await page.evaluate(async () => {
        const found = [];
        for (const { id } of window.look.all('article :is(h2, h3, h4)[id]')) {
          location.hash = '';
          location.hash = id;
          await new Promise(requestAnimationFrame);
          const gap = document.getElementById(id).getBoundingClientRect().top - document.querySelector('.top').getBoundingClientRect().bottom;
          if (gap < 0) found.push(`${innerWidth}: ${id} is ${-gap} px too high`);
        }
        return found;
      })));
    }
    return wrong;
  }),

  pageCheck(32, 'one main heading, no level left out, landmarks, one current page, no id twice', kinds, [desktop], () => {
    const { all } = window.look;
    const wrong = [];
    const levels = all('h1, h2, h3, h4, h5, h6').map((heading) => Number(heading.localName[1]));
    if (levels.filter((level) => level === 1).length !== 1) wrong.push(`${levels.filter((level) => level === 1).length} main headings`);
    levels.forEach((level, i) => level - (levels[i - 1] ?? level) > 1 && wrong.push(`level ${level} after ${levels[i - 1]}`));
    for (const selector of ['body > header', 'main', 'nav.side[aria-label]', '.skip']) if (all(selector).length !== 1) wrong.push(`${all(selector).length} of ${selector}`);
    const path = location.pathname;
    const inTree = all('.side a').some((link) => new URL(link.href).pathname === path);
    const current = all('.side [aria-current=page]');
    if (current.length !== (inTree ? 1 : 0)) wrong.push(`${current.length} current pages`);
    if (current[0]?.closest('details:not([open])')) wrong.push('the current page is folded away');
    if (path.split('/').length > 2 && !document.querySelector('.crumb ol')) wrong.push('no way up');
    if (all('article').length && inTree && !document.querySelector('[rel=prev], [rel=next]') && !document.querySelector('.hero')) wrong.push('no neighbours');
    const names = all('nav').map((nav) => nav.getAttribute('aria-label') ?? nav.getAttribute('aria-labelledby'));
    if (new Set(names).size !== names.length) wrong.push(`navigations of one name: ${names}`);
    const ids = all('[id]').map((element) => element.id);
    for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) wrong.push(`id twice: ${id}`);
    return wrong;
  }),

  storyCheck(33, 'without JavaScript text, menu, contents, tabs, folds and colours work, and no button is dead', [torture], async (desk, key) => {
    const wrong = [];
    const page = await desk.at(key, { ...desktop, js: false });
    const is = (selector, ask) => page.locator(selector).first().evaluate(ask);
    if (!(await is('article', (element) => element.innerText.length > 1000))) wrong.push('no text');
    for (const selector of ['.side details[open] a', '.toc a']) if (!(await page.locator(selector).first().isVisible())) wrong.push(`${selector} is hidden`);
    await page.locator('.tabs > label:nth-of-type(2)').first().click();
    if (!(await page.locator('.tabs > div:nth-of-type(2)').first().isVisible())) wrong.push('tabs do not change');
    await page.locator('article details:not([open]) > summary').first().click();
    if (!(await page.locator('article details').first().evaluate((element) => element.open))) wrong.push('folds do not open');
    await page.click('[popovertarget=sg-theme]');
    await page.click('#sg-theme-dark');
    if ((await scheme(page)) !== 'dark') wrong.push('dark cannot be chosen');
    for (const button of await page.locator('button:not([popovertarget])').all()) if (await button.isVisible()) wrong.push(`dead: ${await button.innerText()}`);
    const find = await is('.find', (element) => element.href);
    if (!/\/contents\/$/.test(find)) wrong.push(`the way to all pages leads to ${find}`);
    return wrong;
  }),

  storyCheck(34, 'without JavaScript menu and contents open on a phone', [longest], async (desk, key) => {
    const wrong = [];
    const page = await desk.at(key, { ...phone, js: false });
    for (const [button, id] of [['.menu', 'sg-side'], ['.toc-btn', 'sg-toc']]) {
      await page.click(button);
      if (!(await page.locator(`#${id} a:visible`).count())) wrong.push(`${id} does not open`);
      await page.keyboard.press('Escape');
      if (await page.locator(`#${id} a:visible`).count()) wrong.push(`${id} does not close`);
    }
    return wrong;
  }),

  storyCheck(35, 'nothing inline, nothing from elsewhere, no word from the console; the policy says so', [...every, ...kinds.filter((key) => key.startsWith('torture:'))], async (desk, key) => {
    const page = await desk.at(key);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await drawn(page);
    const wrong = await page.evaluate(() => {
      const { all, name } = window.look;
      const found = all('[style], style').map((element) => `style: ${name(element)}`);
      for (const element of all('*')) for (const { name: attribute } of element.attributes) if (attribute.startsWith('on')) found.push(attribute);
      for (const script of all('script:not([src])')) if (script.type !== 'speculationrules') found.push('inline script');
      if (all('script').some((script) => script.type === 'module')) found.push('a module, which would not load from a folder');
      return found;
    });
    const policy = await page.getAttribute('meta[http-equiv=Content-Security-Policy]', 'content');
    const rules = await page.evaluate(() => document.querySelector('script[type=speculationrules]')?.textContent ?? '');
    const digest = createHash('sha256').update(rules).digest('base64');
    if (/unsafe-|script-src[^;]*(\*|https?:)/.test(policy ?? 'unsafe-')) wrong.push(`policy: ${policy}`);
    for (const part of ["default-src 'self'", `script-src 'self' 'sha256-${digest}'`, "object-src 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"]) {
      if (!policy?.includes(part)) wrong.push(`the policy lacks ${part}`);
    }
    wrong.push(...desk.troubles);
    const home = new URL(desk.url('content:')).hostname;
    for (const url of desk.requests) if (new URL(url).hostname !== home && !url.startsWith('data:')) wrong.push(`from elsewhere: ${url}`);
    return wrong;
  }),

  storyCheck(36, 'home and the longest note have at most 14,336 bytes with styles and scripts, any page 17,920; scripts 3,072; few requests', every.filter((key) => key !== 'content:404.html'), async (desk, key, sizes) => {
    await desk.at(key);
    const wrong = [];
    let all = 0;
    let scripts = 0;
    for (const url of new Set(desk.requests)) {
      if (/\/print\.|\.svg$/.test(url)) continue; // neither holds up the first paint
      if (!sizes.has(url)) sizes.set(url, gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), { level: 9 }).length);
      const size = sizes.get(url);
      if (/\.(html|css|js)$|\/$/.test(url)) all += size;
      if (url.endsWith('.js')) scripts += size;
    }
    const isStrict = ['content:', longest].includes(key);
    if (all > (isStrict ? 14336 : 17920)) wrong.push(`${all} bytes`);
    if (scripts > 3072) wrong.push(`${scripts} bytes of scripts`);
    if (desk.requests.length > (key === longest ? 8 : 14)) wrong.push(`${desk.requests.length} requests`);
    return wrong;
  }),

  pageCheck(37, 'on paper: no navigation, nothing folded, lines of code wrapped, light, addresses written out', [torture, longest], [{ width: 700, height: 990, scheme: 'dark', media: 'print' }], () => {
    const { all, visible, name, ground, luminance, overflow, widest } = window.look;
    const wrong = [];
    for (const element of all('.top, .side, .toc, .pn, .tool, .skip, button, .crumb')) if (visible(element)) wrong.push(`printed: ${name(element)}`);
    for (const element of all('.tabs > div, article details:not(.dg > *) > :not(summary)')) if (!visible(element)) wrong.push(`not printed: ${name(element)}`);
    for (const element of all('article pre')) if (getComputedStyle(element).textWrapMode === 'nowrap') wrong.push(`not wrapped: ${name(element)}`);
    if (luminance(ground(document.querySelector('article'))) < 0.9) wrong.push('dark paper');
    for (const link of all('article a[href^="http"]')) if (!getComputedStyle(link, '::after').content.includes('http')) wrong.push(`address not written: ${name(link)}`);
    if (overflow()) wrong.push(`${overflow()} px too wide: ${widest()}`);
    return wrong;
  }),

  pageCheck(38, 'nothing moves for a reader who asked for that', [torture, 'content:'], [{ motion: 'reduce' }], () => {
    const { all, name } = window.look;
    const wrong = document.getAnimations().filter((animation) => animation.timeline === document.timeline && animation.playState === 'running').map((animation) => `animation ${animation.animationName ?? animation.transitionProperty}`);
    if (getComputedStyle(document.documentElement).scrollBehavior !== 'auto') wrong.push('scrolling is smooth');
    for (const element of all('*')) {
      for (const part of ['', '::before', '::after']) {
        if (getComputedStyle(element, part).transitionDuration.split(',').some((time) => parseFloat(time) > 0)) wrong.push(`transition ${name(element)}${part}`);
      }
    }
    return wrong;
  }),

  pageCheck(39, 'what scrolls can be reached, and only that; tables and pictures say what they are', [torture, endless, ...notes.slice(1)], [{ width: 390 }, desktop], () => {
    const { all, visible, name } = window.look;
    const wrong = [];
    for (const box of all('main *').filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowX) && visible(element) && !element.closest('math, .side, .toc'))) {
      const scrolls = box.scrollWidth > box.clientWidth;
      if (scrolls !== (box.tabIndex === 0)) wrong.push(`${scrolls ? 'scrolls' : 'does not scroll'}, tabindex ${box.getAttribute('tabindex')}: ${name(box)}`);
    }
    for (const table of all('main table')) {
      if (!table.caption && !table.closest('[aria-label]')) wrong.push(`no name: ${name(table)}`);
      for (const head of table.querySelectorAll('th')) if (!head.scope) wrong.push(`no scope: ${name(head)}`);
    }
    for (const picture of all('img:not([alt]), svg:not([aria-hidden], [role=img], :has(a[href]))')) if (!picture.closest('svg [role=img], [aria-hidden]')) wrong.push(`no words: ${name(picture.parentElement)}`);
    for (const picture of all('svg[role=img]')) if (!picture.getAttribute('aria-label') && !picture.getAttribute('aria-labelledby')) wrong.push(`no name: ${picture.outerHTML.slice(0, 60)}`);
    return wrong;
  }),

  storyCheck(40, 'copying takes code as it is, of a terminal the commands only, and says so', [torture], async (desk, key) => {
    const page = await desk.at(key, desktop);
    const wrong = await page.evaluate(async () => {
      const { all, name } = window.look;
      const found = [];
      for (const radio of all('.tabs > input')) radio.checked = true;
      let copied;
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => (copied = text) } });
      for (const frame of all('.code').filter((element) => element.querySelector('pre'))) {
        const button = [...frame.querySelectorAll('.tool button')].at(-1);
        if (!button) {
          found.push(`no button: ${name(frame)}`);
          continue;
        }
        copied = undefined;
        button.click();
        for (let wait = 0; wait < 10 && copied === undefined; wait++) await new Promise((done) => setTimeout(done));
        const shown = frame.querySelector('pre').textContent.replace(/\n$/, '');
        const lines = shown.split('\n');
        // A command goes on in the next line after a backslash; all else without a prompt is output.
        const commands = lines.filter((line, i) => line.startsWith('$ ') || (lines[i - 1] ?? '').endsWith('\\')).map((line) => line.replace(/^\$ /, ''));
        const numbers = [...frame.querySelectorAll('.no')].map((element) => element.textContent);
        const plain = numbers.length ? lines.map((line, i) => line.slice(numbers[i]?.length ?? 0)).join('\n') : shown;
        const want = frame.matches('.tty') ? commands.join('\n') : plain;
        if (copied !== want) found.push(`${name(frame)}: ${JSON.stringify(copied)} instead of ${JSON.stringify(want)}`.slice(0, 300));
        await new Promise((done) => setTimeout(done));
        const status = document.querySelector('[role=status]');
        if (!status?.textContent) found.push(`nothing said: ${name(frame)}`);
        else status.textContent = '';
      }
      return found;
    });
    return wrong;
  }),
];
