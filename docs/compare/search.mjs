// How often the searches of documentation generators find the right page: ours and others, the same pages, the same queries.
//
//	npm install --prefix /tmp/searches minisearch@7.2.0 pagefind@1.6.0 lunr@2.3.9 lunr-languages@1.22.0 elasticlunr@0.9.5 flexsearch@0.8.143
//	node docs/compare/search.mjs /tmp/searches [SEED]
//
// Two sets: the pages of content/ with the queries that a person wrote for them (tests/search/queries.txt), and 600 notes that a
// program writes with queries that a program makes of their texts (tests/search/made.mjs), by default those of seed 1. A page is
// right if it is one of those that answer the query. Of nonsense nothing may be found. README.md beside this file says what to make
// of it.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { make } from '../../tests/search/made.mjs';
import { open, readQueries } from '../../tests/search/recall.mjs';
import { index } from '../../tests/search/report.mjs';
import { engines } from './engines.mjs';

const folder = process.argv[2], seed = Number(process.argv[3] ?? 1);
if (!folder) {
  console.error('usage: node docs/compare/search.mjs FOLDER [SEED]');
  process.exit(2);
}
const root = path.join(import.meta.dirname, '../..');
const temp = await mkdtemp(path.join(tmpdir(), 'sitegen-compare-'));

/** Ours, over the files that a build writes. */
const sitegen = {
  name: 'sitegen',
  by: '',
  open: (_pages, _folder, built) => {
    const engine = open(built);
    return Promise.resolve(async (query) => (await engine.search(query)).groups.map(({ url }) => url));
  },
};

/** Counts by kind of query: how many, the right page first, and among the first five. */
async function count(search, queries) {
  const kinds = new Map();
  for (const { kind, query, want } of queries) {
    const urls = (await search(query)).slice(0, 5);
    const at = want.length ? urls.findIndex((url) => want.includes(url)) : urls.length ? -1 : 0;
    const row = kinds.get(kind) ?? kinds.set(kind, { asked: 0, first: 0, five: 0 }).get(kind);
    row.asked++;
    row.first += Number(at === 0);
    row.five += Number(at >= 0);
  }
  return kinds;
}

/** Kinds of queries whose words stand in the text as they are typed. */
const asTheyStand = ['exact', 'bare', 'mixed', 'identifier', 'several', 'phrase'];

/** The queries of some kinds together. */
function sum(kinds, among) {
  const all = { asked: 0, first: 0, five: 0 };
  for (const [kind, row] of kinds) if (among(kind)) for (const column of Object.keys(all)) all[column] += row[column];
  return all;
}

const percent = (n, of, digits = 0) => ((100 * n) / of).toFixed(digits);
const both = ({ five, first, asked }, digits) => `${percent(five, asked, digits)} / ${percent(first, asked, digits)}`;

async function compare() {
  const sets = [];
  for (const [name, options, queries] of [
    ['by hand, content/', { content: path.join(root, 'content') }, () => readQueries(path.join(root, 'tests/search/queries.txt'))],
    ['by machine, 600 notes', { content: path.join(temp, 'notes'), notes: 600, seed }, (pages) => make(pages, { seed, each: 100 })],
  ]) {
    const built = path.join(temp, `built-${sets.length}`), texts = path.join(temp, `texts-${sets.length}.json`);
    await index({ ...options, out: built, texts });
    const pages = JSON.parse(await readFile(texts, 'utf8'));
    sets.push({ name, built, pages, queries: await queries(pages) });
  }
  for (const { name, built, pages, queries } of sets) {
    const results = [];
    for (const engine of [sitegen, ...engines]) {
      const search = await engine.open(pages, folder, engine === sitegen ? built : path.join(temp, `made-${results.length}-${built.at(-1)}`));
      results.push({ engine, kinds: await count(search, queries) });
    }
    const row = (cells) => console.log(`| ${cells.join(' | ')} |`);
    console.log(`\n${name}: ${pages.length} pages, ${queries.length} queries; % among the first five / first\n`);
    row(['search', 'used by', 'all', 'words as they stand', 'all others', 'nothing for nonsense']);
    row(['---', '---', '---:', '---:', '---:', '---:']);
    for (const { engine, kinds } of results) {
      const none = kinds.get('nothing'), others = (kind) => kind !== 'nothing' && !asTheyStand.includes(kind);
      const sums = [(kind) => kind !== 'nothing', (kind) => asTheyStand.includes(kind), others].map((among) => both(sum(kinds, among), 1));
      row([engine.name, engine.by, ...sums, percent(none.five, none.asked)]);
    }
    console.log('');
    row(['kind', 'asked', ...results.map(({ engine }) => engine.by || engine.name)]);
    row(['---', '---:', ...results.map(() => '---:')]);
    for (const [kind, { asked }] of results[0].kinds) {
      row([kind, asked, ...results.map(({ kinds }) => (kind === 'nothing' ? percent(kinds.get(kind).five, asked) : both(kinds.get(kind))))]);
    }
  }
}

try {
  await compare();
} finally {
  await rm(temp, { recursive: true, force: true });
}
process.exit(0);
