// `sitegen serve` on a folder of notes that a test may edit.

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const program = process.env.SITEGEN ?? fileURLToPath(new URL('../../sitegen', import.meta.url));

/** How long the program may take to start and to end. */
const patience = 20_000;

/**
 * Notes in a folder of their own.
 * @param {Record<string, string>} files
 */
export async function openNotes(files) {
  const root = await mkdtemp(path.join(tmpdir(), 'sitegen-live-'));
  const at = (name) => path.join(root, name);
  const notes = {
    root,
    read: (name) => readFile(at(name), 'utf8'),
    write: async (name, text) => {
      await mkdir(path.dirname(at(name)), { recursive: true });
      await writeFile(at(name), text);
    },
    /** Replaces a part of a note, which must be there. */
    edit: async (name, from, to) => {
      const text = await notes.read(name);
      if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
      await notes.write(name, text.replace(from, () => to));
    },
    remove: (name) => rm(at(name), { recursive: true }),
    rename: (from, to) => rename(at(from), at(to)),
    close: () => rm(root, { recursive: true, force: true }),
  };
  for (const [name, text] of Object.entries(files)) await notes.write(name, text);
  return notes;
}

/**
 * Starts the program and waits until it says where the site is.
 * @param {string} root
 * @param {{ port?: number, args?: string[] }} [options]
 */
export async function preview(root, { port, args = [] } = {}) {
  port ??= await freePort();
  const env = { ...process.env, SITEGEN_EDITOR: '', CI: '', GITHUB_ACTIONS: '' }; // as at a desk, wherever this runs
  const child = spawn(program, ['serve', '--root', root, '--addr', `127.0.0.1:${port}`, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const ended = new Promise((done) => child.once('exit', done));
  const url = await new Promise((ready, fail) => {
    const late = setTimeout(() => fail(new Error(`sitegen serve is not ready:\n${said}`)), patience);
    const read = (text) => {
      said += text;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+\/\S*/);
      if (found) {
        clearTimeout(late);
        ready(found[0]);
      }
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    ended.then((code) => fail(new Error(`sitegen serve has ended with ${code}:\n${said}`)));
  });
  return {
    url,
    port,
    said: () => said,
    /** Ends it, as Ctrl+C does. */
    stop: async () => {
      const late = setTimeout(() => child.kill('SIGKILL'), patience);
      child.kill('SIGINT');
      await ended;
      clearTimeout(late);
    },
  };
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => done(port));
    });
  });
}
