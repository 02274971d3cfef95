// Where the checks are done: one browser, the sites behind servers, and a page
// for each kind of reader that is used again and again.

import { launch } from './browser.mjs';
import { install } from './look.mjs';
import { root, serve, torture } from './site.mjs';

/**
 * @typedef {object} View how a page is looked at
 * @property {number} [width]
 * @property {number} [height]
 * @property {'light' | 'dark'} [scheme]
 * @property {'reduce' | 'no-preference'} [motion] nothing moves unless asked for
 * @property {boolean} [forced] forced colours
 * @property {'print'} [media]
 * @property {boolean} [js] false: without JavaScript
 * @property {boolean} [touch] a phone
 * @property {boolean} [csp] false: without the page's policy, for tools that bring scripts
 */

export class Desk {
  /** @type {(name: string, text: string) => string} how files of the sites are spoilt, if at all */
  spoil = (_, text) => text;
  #readers = new Map();
  /** What the page at hand had to complain about, and what it asked for, since it was opened. */
  troubles = [];
  requests = [];

  static async open() {
    const desk = new Desk();
    const alter = (name, body) => (/\.(html|css|js)$/.test(name) ? desk.spoil(name, body.toString()) : body);
    desk.browser = await launch();
    desk.sites = { content: await serve('/', root, alter), torture: await serve('/', torture, alter) };
    return desk;
  }

  async close() {
    await this.browser?.close();
    for (const site of Object.values(this.sites ?? {})) site.close();
  }

  /** The address of "content:aws/" or "torture:". */
  url(key) {
    const [site, path] = key.split(/:(.*)/s);
    return this.sites[site].url + path;
  }

  /**
   * A page, loaded anew, as the view says.
   * @param {string} key
   * @param {View} [view]
   */
  async at(key, view = {}) {
    const page = await this.#page(view);
    await this.set(page, view);
    await this.load(page, key);
    return page;
  }

  /** Sets the window and what the reader asked of the system. */
  async set(page, { width = 1280, height = 800, scheme = 'light', motion = 'reduce', forced = false, media } = {}) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: motion, forcedColors: forced ? 'active' : 'none', media: media ?? null });
  }

  async load(page, key) {
    this.troubles = page.troubles;
    this.requests = page.requests;
    this.troubles.length = this.requests.length = 0;
    await page.goto(this.url(key), { waitUntil: 'load' });
  }

  /** A page of its own, for what must be there before it loads. The caller closes it. */
  async fresh(view = {}) {
    const { context } = await this.#reader(view);
    const page = await context.newPage();
    this.#listen(page);
    await this.set(page, view);
    return page;
  }

  async #page(view) {
    const reader = await this.#reader(view);
    if (!reader.page) {
      reader.page = await reader.context.newPage();
      this.#listen(reader.page);
    }
    return reader.page;
  }

  async #reader({ js = true, touch = false, csp = true }) {
    const key = JSON.stringify([js, touch, csp]);
    if (!this.#readers.has(key)) {
      const context = await this.browser.newContext({ locale: 'ko-KR', javaScriptEnabled: js, hasTouch: touch, isMobile: touch, bypassCSP: !csp });
      if (js) await context.addInitScript(install);
      this.#readers.set(key, { context });
    }
    return this.#readers.get(key);
  }

  #listen(page) {
    page.troubles = [];
    page.requests = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) page.troubles.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => page.troubles.push(`exception: ${error.message}`));
    page.on('response', (response) => {
      if (response.status() >= 400) page.troubles.push(`${response.status()}: ${response.url()}`);
    });
    page.on('request', (request) => page.requests.push(request.url()));
  }
}

/** Waits until what was done has been drawn, and observers of it have run. */
export function drawn(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
}
