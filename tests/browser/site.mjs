// The built site behind a small static server that answers as GitHub Pages
// does: a folder with its index.html, a missing path with 404.html.

import { createServer } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

const built = process.env.SITES;
if (!built) throw new Error('SITES names no built sites; run tests/browser/run.sh');

/** The site, built for the root of a domain and for a project page. */
export const root = path.join(built, 'root');
export const repo = path.join(built, 'repo');
/** The user guide, docs/, as a site of its own. */
export const guide = path.join(built, 'guide');
/** Everything a note may hold, in the ways that break pages: site-torture/. */
export const torture = path.join(built, 'torture');
/** A site in a made-up language that is written from right to left: site-rtl/. */
export const rtl = path.join(built, 'rtl');

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Every file of the site, as paths with slashes.
 * @param {string} [dir]
 * @returns {Promise<string[]>}
 */
export async function files(dir = root) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dir, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join('/'))
    .sort();
}

/**
 * The URLs of every page, relative to the site: "", "aws/vpc/". The page for
 * missing paths is not among them: it works only where its site was built for.
 * @param {string} [dir]
 * @returns {Promise<string[]>}
 */
export async function pages(dir = root) {
  const html = (await files(dir)).filter((name) => name.endsWith('.html') && name !== '404.html');
  return html.map((name) => encodeURI(name.replace(/(^|\/)index\.html$/, '$1')));
}

/**
 * Serves a site under base ("/" or "/repo/") on a free port of this machine.
 * @param {string} base
 * @param {string} [dir]
 * @param {(name: string, body: Buffer, request: import('node:http').IncomingMessage) => Buffer | string} [alter] what to answer instead of a file
 * @returns {Promise<{url: string, close: () => void}>}
 */
export async function serve(base, dir = root, alter = (_, body) => body) {
  const known = new Set(await files(dir));
  const server = createServer(async (request, response) => {
    const { status, name } = answer(known, base, request.url ?? '/');
    if (!name) {
      response.writeHead(status, { 'content-type': 'text/plain' }).end('not found\n');
      return;
    }
    const body = alter(name, await readFile(path.join(dir, name)), request);
    const type = types[path.extname(name)] ?? 'application/octet-stream';
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}${base}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Which file a request gets. Names are compared byte for byte, so that a link
 * in the wrong case or in another Unicode form fails here as it would there.
 * @param {Set<string>} known
 * @param {string} base
 * @param {string} target
 * @returns {{status: number, name?: string}}
 */
function answer(known, base, target) {
  const raw = target.split(/[?#]/)[0];
  let name;
  try {
    name = decodeURIComponent(raw);
  } catch {
    return { status: 400 };
  }
  if (name.startsWith(base)) {
    name = name.slice(base.length);
    for (const candidate of name === '' || name.endsWith('/') ? [name + 'index.html'] : [name]) {
      if (known.has(candidate)) return { status: 200, name: candidate };
    }
  }
  return { status: 404, name: known.has('404.html') ? '404.html' : undefined };
}
