// Lighthouse on the home page and the longest note, as phones on a slow line see
// them: node run.mjs SITE. Exits with 1 if a score is below 100.

import { createServer } from 'node:http';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import lighthouse from 'lighthouse';

const [dir, ...asked] = process.argv.slice(2);
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.txt': 'text/plain', '.xml': 'application/xml', '.json': 'application/json' };

const server = await serve();
const base = `http://127.0.0.1:${server.address().port}/`;
const chrome = await launch();
let failed = false;
try {
  for (const page of asked.length ? asked : ['', await longest()]) failed = !(await measure(page)) || failed;
} finally {
  await chrome.close();
  server.closeAllConnections();
  server.close();
}
process.exitCode = failed ? 1 : 0;

/** Prints the scores of a page, and what takes from them. */
async function measure(page) {
  const { lhr } = await lighthouse(base + page, { port: chrome.port, onlyCategories: categories, logLevel: 'error' });
  const scores = categories.map((id) => Math.round(lhr.categories[id].score * 100));
  const times = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift', 'speed-index'].map((id) => `${id} ${lhr.audits[id].displayValue}`);
  console.log(`/${decodeURI(page)}: ${scores.map((score, i) => `${categories[i]} ${score}`).join(', ')}`);
  console.log(`  ${times.join(', ')}`);
  for (const category of categories) {
    for (const { id, weight } of lhr.categories[category].auditRefs) {
      const { score, title } = lhr.audits[id];
      if (weight > 0 && score !== null && score < 1) console.log(`  ${category}: ${title} (${score})`);
    }
  }
  return scores.every((score) => score === 100);
}

/** Answers as GitHub Pages does: compressed, kept for ten minutes. */
function serve() {
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    const file = path.join(dir, name.endsWith('/') ? `${name}index.html` : name);
    try {
      const body = gzipSync(await readFile(file));
      const type = types[path.extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-encoding': 'gzip', 'cache-control': 'max-age=600' }).end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
    }
  });
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)));
}

/** A browser with a profile of its own. */
async function launch() {
  const profile = await mkdtemp(path.join(tmpdir(), 'lighthouse-'));
  const child = spawn(process.env.CHROME, ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await new Promise((found, fail) => {
    child.stderr.on('data', (data) => {
      const at = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(data);
      if (at) found(Number(at[1]));
    });
    child.once('exit', () => fail(new Error(`${process.env.CHROME} ended`)));
  });
  const close = async () => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { port, close };
}

/** The page with the most to read. */
async function longest() {
  let most = { page: '', size: 0 };
  for (const entry of await readdir(dir, { recursive: true })) {
    if (path.basename(entry) !== 'index.html') continue;
    const html = await readFile(path.join(dir, entry), 'utf8');
    const { length } = html.replace(/^.*<article/s, '').replace(/<svg.*?<\/svg>|<[^>]*>/gs, '');
    if (length > most.size) most = { page: encodeURI(entry.slice(0, -'index.html'.length).split(path.sep).join('/')), size: length };
  }
  return most.page;
}
