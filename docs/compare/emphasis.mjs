// How many of the published Korean, Chinese and Japanese emphasis cases a
// Markdown program gets right. The program reads Markdown and writes HTML:
//
//	node docs/compare/emphasis.mjs COMMAND [ARGUMENT…]
//
// Only emphasis is compared: where <em>, <strong> and <del> begin and end in
// the text, not how the rest of the HTML is spelled. README.md says which
// commands its table was made with.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const file = new URL('../../internal/markdown/testdata/emphasis/cjk.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8'));
const [command, ...args] = process.argv.slice(2);
if (!command) {
  console.error('usage: node docs/compare/emphasis.mjs COMMAND [ARGUMENT…]');
  process.exit(2);
}

/** The text with the marks of emphasis, and nothing else. */
const emphasis = (html) =>
  html
    .replace(/<(\/?)s>/g, '<$1del>')
    .replace(/<(?!\/?(em|strong|del)>)[^>]*>/g, '')
    .replace(/&quot;/g, '"').replace(/&#(39|x27);/g, "'").replace(/&gt;/g, '>').replace(/&lt;/g, '<').replace(/&amp;/g, '&')
    .replace(/\s+/g, '');

/** @type {Map<string, { right: number, all: number }>} */
const groups = new Map();
for (const { group, markdown, html } of cases) {
  const run = spawnSync(command, args, { input: markdown, encoding: 'utf8' });
  if (run.error || run.status !== 0) throw run.error ?? new Error(run.stderr);
  for (const name of [group, 'in all']) {
    const count = groups.get(name) ?? { right: 0, all: 0 };
    count.all++;
    if (emphasis(run.stdout) === emphasis(html)) count.right++;
    groups.set(name, count);
  }
}
const total = groups.get('in all');
groups.delete('in all');
for (const [name, { right, all }] of [...groups, ['in all', total]]) console.log(`${String(right).padStart(4)} of ${String(all).padStart(3)}  ${name}`);
