// Tells how the search does: how often it finds what is looked for, how much it reads and how long it takes. docs/search.md has what
// it said last.
//
//   node tests/search/report.mjs                 recall by kind: content/, and notes that are made up
//   node tests/search/report.mjs --pages 10000   the same notes among so many pages: recall, bytes, and times in Chromium ($CHROME)

import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { make } from './made.mjs';
import { ask, print, readQueries, table } from './recall.mjs';

const here = import.meta.dirname;
const notes = 600;

/** Makes the search of a folder of notes; what is told of it is returned. */
export async function index(options) {
  const args = Object.entries(options).flatMap(([name, value]) => [`-${name}`, String(value)]);
  const { stdout } = await promisify(execFile)('go', ['run', '.', ...args], { cwd: here });
  return stdout.trim();
}

/** The queries that a person wrote for content/, and the folder of its search. */
export async function handMade(temp) {
  const folder = path.join(temp, 'content');
  const said = await index({ content: path.join(here, '../../content'), out: folder });
  return { folder, said, queries: await readQueries(path.join(here, 'queries.txt')) };
}

/** Queries that nobody has picked, over notes among so many pages. */
export async function machineMade(temp, { pages = notes, seed = 1, each = 100 } = {}) {
  const folder = path.join(temp, 'notes'), texts = path.join(temp, 'texts.json');
  const said = await index({ content: path.join(temp, 'source'), notes, filler: pages - notes, seed, out: folder, texts });
  return { folder, said, queries: make(JSON.parse(await readFile(texts, 'utf8')), { seed, each }) };
}

const quantile = (numbers, q) => numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(q * numbers.length))];
const spread = (numbers, digits = 0) => `median ${quantile(numbers, 0.5).toFixed(digits)}, p95 ${quantile(numbers, 0.95).toFixed(digits)}, most ${quantile(numbers, 1).toFixed(digits)}`;

/** How long queries take in Chromium, in ms: each asked twice, first with nothing read but the root. */
export async function times(folder, queries) {
  const { launch } = await import('../browser/browser.mjs');
  const server = createServer(async (request, response) => {
    const name = request.url === '/engine.js' ? path.join(here, '../../static/assets/search-engine.js') : path.join(folder, request.url.slice(1));
    const data = await readFile(name).catch(() => undefined);
    response.writeHead(data ? 200 : 404, { 'content-type': name.endsWith('.js') ? 'text/javascript' : 'application/octet-stream' }).end(data);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/engine.js`);
    return await page.evaluate(async (list) => {
      const { createSearch } = await import('/engine.js');
      const first = [], again = [];
      for (const query of list) {
        const { open, search } = createSearch('/assets/search/');
        await open();
        for (const to of [first, again]) {
          const start = performance.now();
          await search(query);
          to.push(performance.now() - start);
        }
      }
      return { first, again };
    }, queries);
  } finally {
    await browser.close();
    server.close();
  }
}

async function report() {
  const at = process.argv.indexOf('--pages');
  const pages = at > 0 ? Number(process.argv[at + 1]) : notes;
  const temp = await mkdtemp(path.join(tmpdir(), 'sitegen-search-'));
  try {
    const sets = at > 0 ? [] : [['content/, queries made by hand', await handMade(temp)]];
    sets.push([`${notes} notes${pages > notes ? ` among ${pages} pages` : ''}, queries made by a machine`, await machineMade(temp, { pages })]);
    for (const [name, { folder, said, queries }] of sets) {
      const answers = await ask(folder, queries, { cold: true });
      console.log(`\n${name}\n${said}\n\n${'kind'.padEnd(12)} asked  first   five`);
      print(table(answers));
      console.log(`\nbytes: root ${(await stat(path.join(folder, 'assets/search/index.bin'))).size}; a query ${spread(answers.map(({ bytes }) => bytes))}`);
    }
    if (at > 0) {
      const { first, again } = await times(sets[0][1].folder, sets[0][1].queries.filter((_, i) => i % 5 === 0).map(({ query }) => query));
      console.log(`ms in Chromium: files to be read ${spread(first, 1)}; files at hand ${spread(again, 1)}`);
    }
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) await report();
