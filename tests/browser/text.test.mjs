// Diagrams are drawn before a font is known, from tables of widths. Here they are
// compared with what Chromium makes of the same lines in the fonts of readers:
// internal/diagram/text writes the lines and what it expects (go test -update).

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { launch } from './browser.mjs';
import { measure, openFonts, stacks, themeStack } from './fonts.mjs';

/** Shapes leave 8 px beside a text: what is so much wider than expected is not seen to be. */
const tooWide = 1;

/** How many per cent less than expected a class of lines may be on average: room that is not needed. */
const tooRoomy = { Korean: 10, 'Korean and English': 10, English: 13 };

const { styles, samples } = JSON.parse(await readFile(new URL('../../internal/diagram/text/testdata/widths.json', import.meta.url), 'utf8'));
const ascii = samples.pop();

describe('expected widths of text', { concurrency: 1 }, () => {
  let browser, page;
  before(async () => {
    browser = await launch();
    page = await openFonts(browser);
  });
  after(() => browser?.close());

  for (const [name, family] of Object.entries(stacks)) {
    test(`hold in ${name}`, async (t) => {
      assert.ok(samples.flatMap(({ lines }) => lines).length >= 150);
      const all = [];
      for (const sample of samples) {
        const found = await compare(page, family, sample);
        const narrow = found.filter(({ spare }) => spare < -tooWide);
        assert.deepEqual(narrow.map(say), [], `${sample.name}: lines that are wider than expected`);
        const mean = average(found.map(({ percent }) => percent));
        assert.ok(!(mean > tooRoomy[sample.name]), `${sample.name}: ${mean.toFixed(1)} % too roomy`);
        if (sample.name in tooRoomy) all.push({ name: sample.name, mean, found });
      }
      t.diagnostic(summary(name, all));
    });
  }

  test('are those of the widest font for each character of ASCII', async () => {
    const widest = new Map();
    for (const family of Object.values(stacks)) {
      for (const { text, style, expected, measured } of await compare(page, family, ascii)) {
        if (style.size < 26) continue; // a pixel is cut into 64ths, which is too coarse
        const key = `${text} ${style.bold ? 'bold' : 'regular'}`;
        widest.set(key, { measured: Math.max(measured, widest.get(key)?.measured ?? 0), expected });
      }
    }
    assert.equal(widest.size, 2 * 94);
    const perEm = (width) => Math.round((width / 26) * 1000);
    const off = [...widest].filter(([, { measured, expected }]) => Math.abs(perEm(measured) - perEm(expected)) > 2);
    assert.deepEqual(off.map(([key, { measured, expected }]) => `${key}: ${perEm(measured)}, not ${perEm(expected)}`), []);
  });

  // Not a promise: any machine may have other fonts.
  test('in the fonts of this machine', async (t) => {
    const bare = await browser.newPage();
    await bare.setContent('<!doctype html><html lang="ko"><svg></svg>');
    const family = await themeStack();
    const all = [];
    for (const sample of samples.filter(({ name }) => name in tooRoomy)) {
      const found = await compare(bare, family, sample);
      assert.ok(found.every(({ measured }) => measured > 0));
      all.push({ name: sample.name, mean: average(found.map(({ percent }) => percent)), found });
    }
    t.diagnostic(summary('this machine', all));
  });
});

/**
 * What became of each line in each style; of bold lines in both weights that are bold.
 * @param {import('playwright-core').Page} page
 * @param {string} family
 * @param {{ lines: { text: string, widths: number[] }[] }} sample
 */
async function compare(page, family, { lines }) {
  const texts = lines.map(({ text }) => text);
  const found = [];
  for (const [i, style] of styles.entries()) {
    for (const weight of style.bold ? [600, 700] : [400]) {
      const widths = await measure(page, { family, size: style.size, weight, texts });
      for (const [j, measured] of widths.entries()) {
        const expected = lines[j].widths[i];
        found.push({ text: texts[j], style, weight, expected, measured, spare: expected - measured, percent: (expected / measured - 1) * 100 });
      }
    }
  }
  return found;
}

function say({ text, style, weight, expected, measured }) {
  return `${text} (${style.size} px, ${weight}): ${measured.toFixed(1)}, not ${expected.toFixed(1)}`;
}

/** A line of the table of errors: what is expected more than measured. */
function summary(name, classes) {
  const found = classes.flatMap((one) => one.found);
  const percents = found.map(({ percent }) => percent).sort((a, b) => a - b);
  const least = found.reduce((a, b) => (a.spare < b.spare ? a : b));
  const most = found.reduce((a, b) => (a.percent > b.percent ? a : b));
  return [
    `${name}: mean ${classes.map((one) => `${one.mean.toFixed(1)} % (${one.name})`).join(', ')}`,
    `p95 ${percents[Math.floor(percents.length * 0.95)].toFixed(1)} %`,
    `most ${most.percent.toFixed(1)} % (${most.text})`,
    `least ${least.spare.toFixed(2)} px (${least.text})`,
  ].join('; ');
}

function average(numbers) {
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}
