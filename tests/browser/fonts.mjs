// Fonts of readers, from files of this machine, and how wide Chromium sets a
// text in each.

import { readFile } from 'node:fs/promises';

const modules = new URL('node_modules/', import.meta.url);
const origin = 'http://fonts.test/';

/** Style sheets of packages that hold the fonts as files. */
const sheets = [
  '@fontsource/pretendard/400.css',
  '@fontsource/pretendard/600.css',
  '@fontsource/pretendard/700.css',
  '@fontsource-variable/noto-sans-kr/index.css',
  '@fontsource/nanum-gothic/400.css',
  '@fontsource/nanum-gothic/700.css',
  '@fontsource-variable/arimo/index.css',
  '@fontsource-variable/roboto/index.css',
  '@fontsource-variable/noto-emoji/index.css',
];

/** For what a font lacks, as systems fall back. */
const fallback = '"Noto Sans KR Variable", "Noto Emoji Variable", Pretendard, sans-serif';

/**
 * What readers see, by what it is called. Arimo has the widths of Arial,
 * Liberation Sans and Helvetica. Fonts of Apple and Microsoft are not to be had.
 */
export const stacks = {
  Pretendard: `Pretendard, ${fallback}`,
  'Noto Sans KR': fallback,
  'Nanum Gothic': `"Nanum Gothic", ${fallback}`,
  'Arial + Noto Sans KR': `"Arimo Variable", ${fallback}`,
  'Roboto + Noto Sans KR': `"Roboto Variable", ${fallback}`,
};

/** The theme's own list of fonts, as this machine has them. */
export async function themeStack() {
  const css = await readFile(new URL('../../static/assets/css/00-tokens.css', import.meta.url), 'utf8');
  const list = css.match(/--sans:\s*([^;]+);/)?.[1];
  if (!list) throw new Error('00-tokens.css has no --sans');
  return list;
}

/**
 * An empty page that knows the fonts, none of which come from a network.
 * @param {import('playwright-core').Browser} browser
 */
export async function openFonts(browser) {
  const page = await browser.newPage();
  const links = sheets.map((sheet) => `<link rel="stylesheet" href="${origin}${sheet}">`).join('');
  await page.route('**', async (route) => {
    const url = route.request().url();
    if (url === origin) return route.fulfill({ contentType: 'text/html', body: `<!doctype html><html lang="ko">${links}<svg></svg>` });
    if (!url.startsWith(origin)) return route.abort();
    return route.fulfill({ body: await readFile(new URL(url.slice(origin.length), modules)), contentType: url.endsWith('.css') ? 'text/css' : 'font/woff2' });
  });
  await page.goto(origin, { waitUntil: 'load' });
  return page;
}

/**
 * How wide each text is as SVG text.
 * @param {import('playwright-core').Page} page
 * @param {{ family: string, size: number, weight: number, texts: string[] }} what
 * @returns {Promise<number[]>}
 */
export function measure(page, what) {
  return page.evaluate(async ({ family, size, weight, texts }) => {
    const svg = document.querySelector('svg');
    const elements = texts.map((text) => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', 'text');
      element.textContent = text;
      // Some machines round each letter to whole pixels on a coarse screen; the widths are the fonts'.
      element.style.cssText = `font: ${weight} ${size}px ${family}; letter-spacing: 0; text-rendering: geometricPrecision`;
      return element;
    });
    svg.replaceChildren(...elements);
    // Setting the text asks for the files it needs; what a font lacks may ask for more.
    do {
      svg.getBoundingClientRect();
      await document.fonts.ready;
      svg.getBoundingClientRect();
    } while (document.fonts.status === 'loading');
    const broken = [...document.fonts].filter((face) => face.status === 'error').map((face) => face.family);
    if (broken.length) throw new Error(`fonts that did not load: ${broken}`);
    return elements.map((element) => element.getComputedTextLength());
  }, what);
}
