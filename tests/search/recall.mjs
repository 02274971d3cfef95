// Asks the search of a site a list of queries and tells, by kind, how often the right page is the first, and among the first five.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createSearch } from '../../static/assets/search-engine.js';

/** Queries that a person wrote down: kind | query | pages, a line each. */
export async function readQueries(file) {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line && !line.startsWith('#'));
  return lines.map((line) => {
    const [kind, query, want] = line.split('|').map((part) => part.trim());
    return { kind, query, want: want ? want.split(' ').map((url) => (url === '/' ? '' : url)) : [] };
  });
}

/** A search over the files in a folder. */
export function open(folder) {
  let bytes = 0, files = 0;
  const engine = createSearch(async (name) => {
    const data = await readFile(path.join(folder, 'assets/search', name));
    bytes += data.length;
    files++;
    return new Response(data);
  });
  return { ...engine, read: () => ({ bytes, files }) };
}

/**
 * @param {string} folder a built site
 * @param {import('./made.mjs').Query[]} queries
 * @param {{ cold?: boolean }} [options] cold: nothing is remembered between queries, and bytes count
 */
export async function ask(folder, queries, { cold = false } = {}) {
  let engine = open(folder);
  const answers = [];
  for (const query of queries) {
    if (cold) {
      engine = open(folder);
      await engine.open();
    }
    const before = engine.read();
    const start = performance.now();
    const { groups, read } = await engine.search(query.query);
    const ms = performance.now() - start;
    const urls = groups.map(({ url }) => url);
    const at = query.want.length ? urls.findIndex((url) => query.want.includes(url)) : urls.length ? -1 : 0;
    answers.push({ ...query, urls, read, at, ms, bytes: engine.read().bytes - before.bytes });
  }
  return answers;
}

export function table(answers) {
  const rows = new Map();
  for (const { kind, at } of answers) {
    for (const name of kind === 'nothing' ? [kind] : [kind, 'all']) {
      const row = rows.get(name) ?? rows.set(name, { queries: 0, first: 0, five: 0 }).get(name);
      row.queries++;
      row.first += at === 0;
      row.five += at >= 0;
    }
  }
  const all = rows.get('all');
  rows.delete('all');
  rows.set('all', all);
  return [...rows].map(([kind, { queries, first, five }]) => ({ kind, queries, first: first / queries, five: five / queries }));
}

export function print(rows) {
  const percent = (n) => (100 * n).toFixed(1).padStart(6);
  for (const { kind, queries, first, five } of rows) console.log(`${kind.padEnd(12)} ${String(queries).padStart(5)} ${percent(first)} ${percent(five)}`);
}
