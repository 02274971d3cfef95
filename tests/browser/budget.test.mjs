// What a reader has to load, file by file, against a table that a person
// changes on purpose: UPDATE=budget tests/browser/run.sh writes it anew.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { files, root, torture } from './site.mjs';

const table = new URL('budget.json', import.meta.url);
const frame = '시험/빈-노트/index.html';

/** What a file may weigh more than the table says: implementations of gzip differ a little. */
const slack = 16;

const weigh = async (...at) => gzipSync(await readFile(path.join(...at)), { level: 9 }).length;

/** The bytes of each file of the theme, and of a page on which nothing stands. */
async function weights() {
  const found = {};
  for (const name of await files(root)) {
    if (/^assets\/.*\.(css|js|svg)$/.test(name)) found[name.replace(/\.[0-9a-f]{8}\./, '.')] = await weigh(root, name);
  }
  found['a page without text'] = await weigh(torture, frame);
  return found;
}

test('no file of the theme has grown unnoticed', async () => {
  const now = await weights();
  if (process.env.UPDATE === 'budget') {
    await writeFile(table, `${JSON.stringify(now, null, 2)}\n`);
    return;
  }
  const may = JSON.parse(await readFile(table, 'utf8'));
  const grown = Object.entries(now)
    .filter(([name, size]) => size > (may[name] ?? 0) + slack)
    .map(([name, size]) => (name in may ? `${name}: ${size} bytes, ${size - may[name]} more than budget.json allows` : `${name}: ${size} bytes, and not in budget.json`));
  const gone = Object.keys(may).filter((name) => !(name in now));
  assert.deepEqual(grown, []);
  assert.deepEqual(gone, [], 'in budget.json, but no longer there');
});
