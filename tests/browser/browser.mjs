// One Chromium for a test file, and a page that reports everything that went wrong on it.

import { chromium } from 'playwright-core';

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * @param {import('playwright-core').LaunchOptions} [options]
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launch(options = {}) {
  const executablePath = process.env.CHROME;
  if (!executablePath) throw new Error('CHROME names no browser; run tests/browser/run.sh');
  return chromium.launch({ executablePath, chromiumSandbox: false, args: flags, ...options });
}

/**
 * A new page in a context of its own. What should not happen on a page of ours
 * is gathered in `troubles`: console errors, uncaught exceptions, failed or
 * refused requests, requests that leave this machine, breaches of the page's own policy.
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'ko-KR', ...options });
  const page = await context.newPage();
  /** @type {string[]} */
  const troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => troubles.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.hostname !== '127.0.0.1' && !['data:', 'file:'].includes(url.protocol)) troubles.push(`leaves this site: ${url}`);
  });
  if (options.javaScriptEnabled !== false) {
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
  }
  return { context, page, troubles, close: () => context.close() };
}

/**
 * How many pixels the page is wider than the window.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<number>}
 */
export function overflow(page) {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

/**
 * Waits until a change of window or colours has been drawn, and observers of it have run.
 * @param {import('playwright-core').Page} page
 */
export function drawn(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
