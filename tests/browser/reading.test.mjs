// Reading the site: by keyboard, without JavaScript, in the dark, on paper.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, open, overflow } from './browser.mjs';
import { pages, serve } from './site.mjs';

const phone = { viewport: { width: 390, height: 844 } };
const menuButton = 'header button[popovertarget="sg-side"]';

describe('reading', { concurrency: 1 }, () => {
  let browser, site, longest, terminal;
  before(async () => {
    [browser, site] = await Promise.all([launch(), serve('/')]);
    ({ longest, terminal } = await choosePages(site.url));
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });

  /** Opens a page, runs the story, closes it. */
  async function reading(url, options, story) {
    const { page, close } = await open(browser, options);
    await page.goto(site.url + url, { waitUntil: 'load' });
    await story(page);
    await close();
  }

  test('the first Tab shows a skip link that leads to the main text', () =>
    reading(longest, {}, async (page) => {
      await page.keyboard.press('Tab');
      const skip = page.locator(':focus');
      const target = await skip.getAttribute('href');
      assert.match(target ?? '', /^#./);
      const box = await skip.boundingBox();
      assert.ok(box && box.x >= 0 && box.y >= 0 && box.height > 16, 'the skip link is visible when focused');
      await page.keyboard.press('Enter');
      assert.equal(new URL(page.url()).hash, target);
      assert.ok(await page.locator(`main${target}, main ${target}`).count(), 'it leads into main');
    }));

  test('on a phone the menu opens by keyboard, Esc closes it and gives the focus back', () =>
    reading(longest, phone, async (page) => {
      const button = page.locator(menuButton);
      await button.focus();
      await page.keyboard.press('Enter');
      const menu = page.locator('#sg-side');
      assert.ok(await isOpen(menu), 'the menu opens');
      await page.keyboard.press('Tab');
      assert.ok(await menu.evaluate((element) => element.contains(document.activeElement)), 'Tab goes into the menu');
      assert.equal(await overflow(page), 0);
      await page.keyboard.press('Escape');
      assert.ok(!(await isOpen(menu)), 'Esc closes it');
      assert.ok(await button.evaluate((element) => element === document.activeElement), 'the focus returns');
    }));

  test('without JavaScript the text is there and the menu opens', () =>
    reading(longest, { ...phone, javaScriptEnabled: false }, async (page) => {
      const text = await page.locator('main').innerText();
      assert.ok(text.length > 500, `main has ${text.length} characters`);
      await page.locator(menuButton).click();
      const links = page.locator('#sg-side a:visible');
      assert.ok((await links.count()) > 0, 'links of the menu are visible');
      await page.keyboard.press('Escape');
      assert.equal(await links.count(), 0, 'Esc closes the menu');
    }));

  test('without JavaScript no button is left that does nothing', () =>
    reading(terminal, { javaScriptEnabled: false }, async (page) => {
      const buttons = page.locator('button:not([popovertarget]):not([commandfor])');
      for (const button of await buttons.all()) {
        assert.ok(!(await button.isVisible()), await button.evaluate((element) => element.outerHTML));
      }
    }));

  for (const [system, choice] of [['light', 'dark'], ['dark', 'light']]) {
    test(`a choice of ${choice} on a ${system} system is kept, and there before anything is drawn`, () =>
      reading(longest, { colorScheme: system }, async (page) => {
        await choose(page, choice);
        assert.equal(await scheme(page), choice, 'it applies at once');
        // The first animation frame comes just before the first paint.
        await page.addInitScript(() => {
          requestAnimationFrame(() => {
            window.firstScheme = getComputedStyle(document.documentElement).colorScheme;
          });
        });
        await page.reload({ waitUntil: 'load' });
        await page.waitForFunction(() => window.firstScheme);
        assert.equal(await page.evaluate(() => window.firstScheme), choice, 'it is there at the first paint');
        await choose(page, 'auto');
        assert.equal(await scheme(page), 'light dark', 'and back to the system');
      }));
  }

  test('the copy button of a terminal copies the commands only', () =>
    reading(terminal, { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      const frames = page.locator('.code:has(pre)');
      let terminals = 0;
      for (let i = 0; i < (await frames.count()); i++) {
        const frame = frames.nth(i);
        const button = frame.locator('button').last();
        if (!(await frame.isVisible()) || !(await button.count())) continue;
        const shown = (await frame.locator('pre').textContent()) ?? '';
        await frame.hover();
        await button.click();
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        if (!(await isTerminal(frame))) {
          assert.equal(copied.trimEnd(), shown.trimEnd());
          continue;
        }
        terminals++;
        // A command goes on in the next line after a backslash; all else without a prompt is output.
        const commands = shown.replace(/\\\n/g, '\u0000').split('\n').filter((line) => /^\S*[$#%] /.test(line));
        const want = commands.map((line) => line.replace(/^\S*[$#%] /, '').replaceAll('\u0000', '\\\n'));
        assert.deepEqual(copied.trimEnd().split('\n'), want.join('\n').split('\n'));
      }
      assert.ok(terminals > 0, 'there is a terminal on the page');
    }));

  test('on paper the navigation is gone, the colours are light and nothing is cut', () =>
    reading(longest, { colorScheme: 'dark', viewport: { width: 700, height: 990 } }, async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      for (const selector of ['body > header', '#sg-side', '#sg-toc', '.pn', 'button']) {
        for (const element of await page.locator(selector).all()) {
          assert.ok(!(await element.isVisible()), `${selector} is printed`);
        }
      }
      assert.ok((await page.locator('main').innerText()).length > 500);
      assert.ok((await lightness(page)) > 0.9, 'the paper is light');
      assert.equal(await overflow(page), 0);
    }));
});

/** The page with the longest text, and the page with the most terminals. */
async function choosePages(root) {
  let longest = { url: '', size: 0 };
  let terminal = { url: '', size: 0 };
  for (const url of await pages()) {
    const html = await (await fetch(root + url)).text();
    if (html.length > longest.size) longest = { url, size: html.length };
    const terminals = html.split(/class="?[^">]*\btty\b/).length - 1;
    if (terminals > terminal.size) terminal = { url, size: terminals };
  }
  return { longest: longest.url, terminal: terminal.url };
}

function isOpen(popover) {
  return popover.evaluate((element) => element.matches(':popover-open'));
}

function isTerminal(frame) {
  return frame.evaluate((element) => element.matches('.tty') || element.querySelector('.tty') !== null);
}

async function choose(page, value) {
  await page.locator('button[popovertarget="sg-theme"]').click();
  await page.locator(`#sg-theme input[value="${value}"]`).click();
  await page.keyboard.press('Escape');
}

function scheme(page) {
  return page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
}

/** The relative luminance of what is behind the text, from 0 to 1. */
function lightness(page) {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d');
    canvas.fillStyle = '#fff';
    canvas.fillRect(0, 0, 1, 1);
    for (const element of [document.documentElement, document.body, document.querySelector('main')]) {
      canvas.fillStyle = getComputedStyle(element).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  });
}
