// What can be told of a diagram only from its pixels: whether every letter
// stands out from what is really painted behind it, and whether the focus shows.

import { open } from './browser.mjs';

/** The least contrast of text (WCAG 1.4.3), and of what shows where the focus is (1.4.11). */
const ofText = 4.5;
const ofFocus = 3;

/**
 * An empty page to look at screenshots with: Node cannot read them by itself.
 * @param {import('playwright-core').Browser} browser
 */
export async function openDesk(browser) {
  const { page } = await open(browser);
  await page.evaluate(setUpDesk);
  return page;
}

/** Runs on the desk. */
function setUpDesk() {
  async function pixels(base64) {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    return canvas.getImageData(0, 0, image.width, image.height);
  }

  const rgb = (image, i) => [image.data[i], image.data[i + 1], image.data[i + 2]];
  const hex = (colour) => '#' + colour.map((v) => Math.round(v).toString(16).padStart(2, '0')).join('');

  function luminance(colour) {
    const [r, g, b] = colour.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(a, b) {
    const [x, y] = [luminance(a), luminance(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  }

  /**
   * The least contrast of each text with the pixels under its ink. Ink is where
   * the picture with texts in magenta is nearer to magenta than the ground is.
   */
  async function contrasts({ ground, ink, width, texts }) {
    const [below, above] = [await pixels(ground), await pixels(ink)];
    const scale = below.width / width;
    const toMagenta = ([r, g, b]) => Math.hypot(r - 255, g, b - 255);
    return texts.map(({ fill, letters }) => {
      const result = { least: Infinity, pair: '', letters: [] };
      const known = new Set();
      for (const box of letters) {
        let seen = false;
        const [left, right] = [Math.max(0, Math.floor(box.x * scale)), Math.min(below.width, Math.ceil(box.right * scale))];
        const [top, bottom] = [Math.max(0, Math.floor(box.y * scale)), Math.min(below.height, Math.ceil(box.bottom * scale))];
        for (let y = top; y < bottom && box.inView; y++) {
          for (let x = left; x < right; x++) {
            const i = (y * below.width + x) * 4;
            const under = rgb(below, i);
            if (toMagenta(rgb(above, i)) > toMagenta(under) / 2) continue;
            seen = true;
            const key = under.join();
            if (known.has(key)) continue;
            known.add(key);
            const over = under.map((v, k) => fill[k] * fill[3] + v * (1 - fill[3]));
            const found = contrast(over, under);
            if (found < result.least) Object.assign(result, { least: found, pair: `${hex(over)} on ${hex(under)}` });
          }
        }
        result.letters.push(!box.inView ? 'never in view' : seen ? 'seen' : 'covered');
      }
      return result;
    });
  }

  /** How many pixels of two pictures differ with at least this contrast. */
  async function changed({ first, second, least }) {
    const [a, b] = [await pixels(first), await pixels(second)];
    let count = 0;
    for (let i = 0; i < a.data.length; i += 4) if (contrast(rgb(a, i), rgb(b, i)) >= least) count++;
    return count;
  }

  window.desk = { contrasts, changed };
}

/**
 * What is wrong with the colours of a diagram's texts, as the page is now.
 *
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} figure
 * @param {import('playwright-core').Page} desk
 * @param {Map<string, string>} [inks] pictures of the ink of this diagram, which other colours leave as they are
 * @returns {Promise<string[]>}
 */
export async function colours(page, figure, desk, inks = new Map()) {
  const troubles = new Set();
  const letters = new Map();
  for (const place of await figure.evaluate((f) => window.diagramChecks.places(f))) {
    const { clip, texts } = await figure.evaluate((f, x) => window.diagramChecks.show(f, x), place);
    const ground = await painted(page, clip, 'ground');
    const layout = JSON.stringify([place, clip]);
    if (!inks.has(layout)) inks.set(layout, await painted(page, clip, 'ink'));
    await page.evaluate(() => window.diagramChecks.paint('page'));
    const found = await desk.evaluate((work) => window.desk.contrasts(work), { ground, ink: inks.get(layout), width: clip.width, texts });
    for (const [i, text] of found.entries()) {
      const { label } = texts[i];
      if (text.least < ofText) troubles.add(`${label} has a contrast of ${text.least.toFixed(2)}:1, ${text.pair}; ${ofText} are needed`);
      for (const [j, state] of text.letters.entries()) {
        const letter = `letter ${j + 1} (${texts[i].letters[j].letter}) of text ${i + 1}, ${label},`;
        if (letters.get(letter) !== 'seen') letters.set(letter, state);
      }
    }
  }
  for (const [letter, state] of letters) if (state !== 'seen') troubles.add(`${letter} is ${state}`);
  return [...troubles];
}

async function painted(page, clip, what) {
  await page.evaluate((w) => window.diagramChecks.paint(w), what);
  return shot(page, clip);
}

/** A part of the window as PNG in base64. */
async function shot(page, clip) {
  return (await page.screenshot({ clip, caret: 'initial' })).toString('base64');
}

/**
 * What is wrong with the way to the links of a diagram by keyboard: Tab must
 * reach each in turn, in view, and show it.
 *
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} figure
 * @param {import('playwright-core').Page} desk
 * @returns {Promise<string[]>}
 */
export async function keyboard(page, figure, desk) {
  const troubles = [];
  await figure.evaluate((f) => {
    f.tabIndex = -1;
    f.focus();
    f.removeAttribute('tabindex');
  });
  const focused = page.locator(':focus');
  const links = await figure.locator('.hits a').all();
  for (const [i, link] of links.entries()) {
    const label = `the link "${await link.getAttribute('aria-label')}"`;
    await page.keyboard.press('Tab');
    if (i === 0 && (await focused.evaluate((e) => e.matches('.pic')))) await page.keyboard.press('Tab');
    if (!(await link.evaluate((a) => a === document.activeElement))) {
      return [...troubles, `Tab does not reach ${label} but ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 80))}`];
    }
    const { clip, side, hidden } = await link.evaluate(around);
    if (hidden) {
      troubles.push(`${label} is out of view when it has the focus`);
      continue;
    }
    const first = await shot(page, clip);
    await link.evaluate((a) => a.blur()); // Tab goes on from where the focus was
    const second = await shot(page, clip);
    const count = await desk.evaluate((work) => window.desk.changed(work), { first, second, least: ofFocus });
    if (count < side) troubles.push(`${label} hardly shows that it has the focus: ${count} pixels change clearly, ${side} are needed`);
  }
  return troubles;
}

/**
 * Runs in the page: the part of the window around a link, and how many pixels of
 * the screen a line along two of its four sides has.
 */
function around(link) {
  const box = link.getBoundingClientRect();
  const frame = link.closest('.pic').getBoundingClientRect();
  const hidden =
    box.width * box.height === 0 ||
    box.left < Math.max(0, frame.left) - 1 ||
    box.right > Math.min(innerWidth, frame.right) + 1 ||
    box.bottom < 0 ||
    box.top > innerHeight;
  const [x, y] = [Math.max(0, Math.floor(box.left) - 6), Math.max(0, Math.floor(box.top) - 6)];
  const width = Math.min(innerWidth, Math.ceil(box.right) + 6) - x;
  const height = Math.min(innerHeight, Math.ceil(box.bottom) + 6) - y;
  return { clip: { x, y, width, height }, side: Math.round((box.width + box.height) * devicePixelRatio ** 2), hidden };
}
