// What must hold for every diagram of the notes and of the user guide, on a
// phone and on a desk, in all colours: it can be read, by whoever reads it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { drawn, launch, open, overflow } from './browser.mjs';
import { install } from './diagram-checks.mjs';
import { colours, keyboard, openDesk } from './diagram-paint.mjs';
import { files, guide, pages, root, serve } from './site.mjs';

const widths = [390, 768, 1280];
const schemes = /** @type {const} */ (['light', 'dark']);
const drawings = 'figure.dg';
const trees = 'figure.tree';
const height = 1000;

/** The sites, and their pages that show diagrams: asked of their HTML, so that no page is forgotten. */
const sites = await Promise.all([['the notes', root], ['the guide', guide]].map(async ([name, dir]) => {
  const urls = [];
  let figures = 0;
  for (const url of await pages(dir)) {
    const html = await readFile(path.join(dir, decodeURI(url), url.endsWith('.html') ? '' : 'index.html'), 'utf8');
    const found = html.match(/<figure class="?[^">]*\b(dg|tree)\b/g) ?? [];
    if (found.length) urls.push(url);
    figures += found.length;
  }
  return { name, dir, urls, figures, fences: await fences(dir) };
}));

let browser, desk;
before(async () => {
  browser = await launch();
  desk = await openDesk(browser);
});
after(() => browser?.close());

describe('diagrams', { concurrency: 1 }, () => {
  for (const { name, dir, urls, figures, fences } of sites) {
    describe(`of ${name}`, { concurrency: 1 }, () => {
      let site;
      before(async () => {
        site = await serve('/', dir);
      });
      after(() => site?.close());

      test('are there, one for each fence', () => {
        assert.ok(figures > 0, 'no page has a diagram: was the site built?');
        assert.equal(figures, fences);
      });

      for (const url of urls) {
        describe(decodeURI(url) || '/', { concurrency: 1 }, () => {
          let page, troubles, close;
          before(async () => {
            ({ page, troubles, close } = await visit(browser, site.url + url));
          });
          after(() => close?.());

          test('every text has its place, at every width and in both schemes', async () => {
            const said = new Sayings();
            for (const width of widths) {
              for (const colorScheme of schemes) {
                await page.setViewportSize({ width, height });
                await page.emulateMedia({ colorScheme });
                await drawn(page);
                const where = `${colorScheme} at ${width} px`;
                if ((await overflow(page)) > 0) said.add(where, ['the page scrolls sideways']);
                said.add(where, await inspect(page, drawings, ['fits', 'ribbons', 'apart', 'wires', 'legible', 'scrolls']));
                said.add(where, await inspect(page, trees, ['legible', 'scrolls']));
              }
            }
            said.end();
          });

          test('every letter stands out from what is behind it, in forced colours too', async () => {
            const said = new Sayings();
            // Tall enough for the tallest; what is too wide is scrolled through.
            await page.setViewportSize({ width: 1280, height });
            const tallest = await page.locator(drawings).evaluateAll((all) => Math.max(0, ...all.map((f) => f.offsetHeight)));
            await page.setViewportSize({ width: 1280, height: tallest + 100 });
            for (const forcedColors of /** @type {const} */ (['none', 'active'])) {
              const inks = new Map();
              for (const colorScheme of schemes) {
                await page.emulateMedia({ colorScheme, forcedColors });
                await drawn(page);
                const check = (figure, i) => colours(page, figure, desk, inks.get(i) ?? inks.set(i, new Map()).get(i));
                said.add(`${colorScheme}${forcedColors === 'active' ? ' in forced colours' : ''}`, await each(page, check));
              }
            }
            await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
            said.end();
          });

          test('is an image with a name and a description, and brings nothing along', async () => {
            nothing(await inspect(page, drawings, ['named']));
            nothing(await page.evaluate(() => window.diagramChecks.twice()));
            nothing(await unnamed(page));
          });

          test('can be read as a list', async () => {
            const summaries = await page.locator(`${drawings} summary`).all();
            for (const summary of summaries) await summary.click();
            nothing(await inspect(page, drawings, ['outlined']));
            for (const summary of summaries) await summary.click();
          });

          test('its text can be found, selected and pointed at', async () => {
            await page.setViewportSize({ width: 1280, height });
            nothing(await inspect(page, drawings, ['selectable']));
          });

          test('its links are reached by Tab, show it, and lead somewhere', async () => {
            const said = new Sayings();
            for (const [width, colorScheme] of /** @type {const} */ ([[1280, 'light'], [390, 'dark']])) {
              await page.setViewportSize({ width, height });
              await page.emulateMedia({ colorScheme });
              await drawn(page);
              said.add(`${colorScheme} at ${width} px`, await each(page, (figure) => keyboard(page, figure, desk)));
            }
            said.end();
            nothing(await astray(page));
          });

          test('nothing went wrong meanwhile', () => nothing(troubles));
        });
      }
    });
  }
});

// A check that finds nothing might find nothing ever: each must notice a diagram
// that was spoilt on purpose.
describe('the checks notice', { concurrency: 1 }, () => {
  let page, close, servers;
  before(async () => {
    servers = await Promise.all(sites.map(({ dir }) => serve('/', dir)));
    ({ page, close } = await visit(browser, servers[0].url));
  });
  after(async () => {
    await close?.();
    for (const server of servers ?? []) server.close();
  });

  /** Goes to the first page with a diagram that has a part, and returns the diagram. */
  async function goTo(part) {
    for (const [i, { urls }] of sites.entries()) {
      for (const url of urls) {
        await page.goto(servers[i].url + url);
        const index = await page.locator(drawings).evaluateAll((all, p) => all.findIndex((f) => f.querySelector(p)), part);
        if (index >= 0) return page.locator(drawings).nth(index);
      }
    }
    assert.fail(`no diagram has ${part}`);
  }

  const inColour = (figure) => colours(page, figure, desk);
  const byKeyboard = (figure) => keyboard(page, figure, desk);

  // After the page's own script has seen how wide the picture is.
  const withTabindex = (value) => (figure) =>
    figure.evaluate((f, v) => {
      f.querySelector('.pic').setAttribute('tabindex', v);
      return window.diagramChecks.scrolls(f);
    }, value);

  /** What is spoilt, in a diagram that has which part, which check notices, what it then says, and how it is spoilt. */
  const cases = [
    ['a label out of its box', '.n ~ text.b', 'fits', /has no text/, (f) => {
      const node = f.querySelector('.n').getBBox();
      const inside = ({ x, y }) => x > node.x && x < node.x + node.width && y > node.y && y < node.y + node.height;
      for (const text of f.querySelectorAll('text')) if (inside(text.getBBox())) text.setAttribute('transform', `translate(${node.width} 0)`);
    }],
    ['a label that is too long for its box', '.n ~ text.b', 'fits', /sticks out of its \.n/, (f) => {
      const node = f.querySelector('.n').getBBox();
      const inside = ({ x, y }) => x > node.x && x < node.x + node.width && y > node.y && y < node.y + node.height;
      const text = [...f.querySelectorAll('text')].find((t) => inside(t.getBBox()));
      while (text.getBBox().width < node.width) text.lastChild.textContent += '가';
    }],
    ['a caption out of the picture', '.s ~ text.m', 'fits', /sticks out of the picture/, (f, part) => {
      f.querySelector(part).setAttribute('transform', 'translate(0 -500)');
    }],
    ['a name that slid off its ribbon', '.s ~ text.l', 'ribbons', /sticks out of its part|lies on no part/, (f, part) => {
      f.querySelector(part).setAttribute('y', Number(f.querySelector(part).getAttribute('y')) + 30);
    }],
    ['two names on one part of a ribbon', '.s ~ text.l', 'ribbons', /on one part/, (f, part) => {
      f.querySelector(part).after(f.querySelector(part).cloneNode(true));
    }],
    ['two texts on each other', 'text ~ text', 'apart', /touch/, (f) => {
      const [a, b] = f.querySelectorAll('text');
      b.replaceWith(a.cloneNode(true));
    }],
    ['a name on its pin', '.pin ~ text.pl', 'apart', /pin.* touch/, (f, part) => {
      const pin = f.querySelector('.pin').getBBox();
      const name = f.querySelector(part).getBBox();
      f.querySelector(part).setAttribute('transform', `translate(${pin.x - name.x} ${pin.y - name.y})`);
    }],
    ['a wire through a node', '.w', 'wires', /crosses the node/, (f, part) => {
      const { x, y, width } = f.querySelector('.n').getBBox();
      f.querySelector(part).setAttribute('d', `M${x - 20} ${y + 6}h${width + 40}`);
    }],
    ['a wire through a text', '.w ~ text.b', 'wires', /crosses "/, (f, part) => {
      const { x, y, width, height } = f.querySelector(part).getBBox();
      f.querySelector('.w').setAttribute('d', `M${x - 5} ${y + height / 2}h${width + 10}`);
    }],
    ['a label on two wires', '.w ~ .lb', 'wires', /lies on 2 wires/, (f, part) => {
      const { x, y, width, height } = f.querySelector(part).getBBox();
      f.querySelector('.w').setAttribute('d', [1, 2].map((i) => `M${x - 5} ${y + (height * i) / 3}h${width + 10}`).join(''));
    }],
    ['a label on a node', '.n ~ text.b', 'wires', /lies on the node/, (f) => {
      const ground = f.querySelector('.n').cloneNode();
      ground.setAttribute('class', 'lb');
      f.querySelector('svg').append(ground);
    }],
    ['a picture made too small', 'text.m', 'legible', /px high/, (f) => {
      const svg = f.querySelector('svg');
      for (const name of ['width', 'height']) svg.style.setProperty(name, '150px', 'important');
      svg.style.setProperty('min-width', '0', 'important');
    }],
    ['a picture that is cut', 'text', 'scrolls', /cut|cannot be scrolled/, (f) => {
      const svg = f.querySelector('svg');
      svg.parentElement.style.setProperty('overflow', 'clip', 'important');
      for (const name of ['width', 'min-width']) svg.style.setProperty(name, '3000px', 'important');
    }],
    ['a wide picture that Tab passes by', 'text', withTabindex('-1'), /not by keyboard/, (f) => {
      for (const name of ['width', 'min-width']) f.querySelector('svg').style.setProperty(name, '3000px', 'important');
    }],
    ['a small picture that Tab stops at', 'text', withTabindex('0'), /but Tab stops/, (f) => {
      f.querySelector('svg').style.setProperty('min-width', '0', 'important');
      f.querySelector('svg').style.setProperty('width', '100px', 'important');
    }],
    ['a lost name', 'text', 'named', /is not there/, (f) => f.querySelector('title').remove()],
    ['a name that is lost to the browser', 'text', () => unnamed(page), /no name/, (f) => f.querySelector('title').replaceChildren()],
    ['a description that is lost to the browser', 'text', () => unnamed(page), /no description/, (f) => f.querySelector('desc').replaceChildren()],
    ['an id that is there twice', 'text', () => page.evaluate(() => window.diagramChecks.twice()), /twice/, (f) => {
      f.querySelector('text').id = f.querySelector('title').id;
    }],
    ['a style in the picture', 'text', 'named', /holds/, (f) => f.querySelector('svg').append(document.createElementNS('http://www.w3.org/2000/svg', 'style'))],
    ['a list in words that lacks one', 'text', 'outlined', /is missing/, (f) => {
      f.querySelector('details').open = true;
      f.querySelector('text').firstChild.textContent = '목록에 없는 말';
    }],
    ['a broken word', 'text', 'outlined', /"AB" is broken/, (f) => {
      f.querySelector('details').open = true;
      f.querySelector('details li').prepend('(AB) ');
      const tspan = document.createElementNS('http://www.w3.org/2000/svg', 'tspan');
      tspan.textContent = 'B';
      f.querySelector('text').replaceChildren('A ', tspan);
    }],
    ['a list in words that stays closed', 'text', 'outlined', /does not show/, (f) => {
      f.querySelector('details').open = false;
    }],
    ['text that cannot be selected', 'text', 'selectable', /cannot be selected/, (f) => {
      f.querySelector('svg').style.userSelect = 'none';
    }],
    ['something that lies on the text', 'text', 'selectable', /cannot be pointed at/, (f) => {
      f.querySelector('svg').style.pointerEvents = 'none';
    }],
    ['a label in the colour of its ground', 'text', inColour, /contrast of 1\.\d\d/, (f) => {
      f.querySelector('text:not(.l)').style.fill = getComputedStyle(document.body).backgroundColor;
    }],
    ['a label on a ground of its colour', '.s ~ text.l', inColour, /contrast of 1\.\d\d/, (f) => {
      for (const ribbon of f.querySelectorAll('.s')) ribbon.style.stroke = getComputedStyle(f.querySelector('text.l')).fill;
    }],
    ['a label that is covered', 'text', inColour, /is covered/, (f) => {
      const box = f.querySelector('text').getBBox();
      const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      for (const name of ['x', 'y', 'width', 'height']) rect.setAttribute(name, box[name]);
      f.querySelector('svg').append(rect);
    }],
    ['a link that Tab passes by', '.hits a', byKeyboard, /does not reach/, (f, part) => {
      f.querySelector(part).setAttribute('tabindex', '-1');
    }],
    ['a link without a ring', '.hits a', byKeyboard, /hardly shows/, (f, part) => {
      for (const e of [f.querySelector(part), ...f.querySelector(part).children]) {
        for (const name of ['outline', 'stroke', 'box-shadow']) e.style.setProperty(name, 'none', 'important');
        e.style.setProperty('fill', 'transparent', 'important');
      }
    }],
    ['a link that leads nowhere', '.hits a', () => astray(page), /404/, (f, part) => f.querySelector(part).setAttribute('href', 'no/such/page/')],
    ['a link without a name', '.hits a', () => unnamed(page), /link.* no name/, (f, part) => f.querySelector(part).removeAttribute('aria-label')],
  ];

  for (const [what, part, check, expected, spoil] of cases) {
    test(what, async () => {
      const figure = await goTo(part);
      await figure.evaluate(spoil, part);
      await drawn(page);
      const said = typeof check === 'string' ? await figure.evaluate((f, name) => window.diagramChecks[name](f), check) : await check(figure);
      assert.ok(said.some((sentence) => expected.test(sentence)), `it said: ${said.join('; ') || 'nothing'}`);
    });
  }
});

/** Opens a page with the checks in it. */
async function visit(browser, url) {
  // Two pixels for one: the thinnest strokes of a letter then fill a pixel.
  const opened = await open(browser, { reducedMotion: 'reduce', deviceScaleFactor: 2 });
  await opened.page.addInitScript(install);
  await opened.page.goto(url, { waitUntil: 'load' });
  await drawn(opened.page);
  return opened;
}

/** What the named checks say of every figure of a page. */
function inspect(page, selector, checks) {
  return page.locator(selector).evaluateAll(
    (figures, names) =>
      figures.flatMap((figure, i) =>
        names.flatMap((name) => window.diagramChecks[name](figure).map((said) => `diagram ${i + 1}, ${name}: ${said}`)),
      ),
    checks,
  );
}

/** What a check says of every diagram of a page. */
async function each(page, check) {
  const troubles = [];
  for (const [i, figure] of (await page.locator(drawings).all()).entries()) {
    troubles.push(...(await check(figure, i)).map((said) => `diagram ${i + 1}: ${said}`));
  }
  return troubles;
}

/** Pictures and links of diagrams that assistive technology finds without role, name or description. */
async function unnamed(page) {
  const session = await page.context().newCDPSession(page);
  const { root: node } = await session.send('DOM.getDocument', { depth: 0 });
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const known = new Map(nodes.filter(({ ignored }) => !ignored).map((ax) => [ax.backendDOMNodeId, ax]));
  const troubles = [];
  for (const [selector, role, properties] of [
    [`${drawings} svg:not(.hits)`, 'image', ['name', 'description']],
    [`${drawings} .hits a`, 'link', ['name']],
  ]) {
    const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: node.nodeId, selector });
    for (const [i, nodeId] of nodeIds.entries()) {
      const { backendNodeId } = (await session.send('DOM.describeNode', { nodeId })).node;
      const ax = known.get(backendNodeId);
      const which = `${role} ${i + 1}`;
      if (ax?.role?.value !== role) troubles.push(`${which} is ${ax?.role?.value ?? 'not there'} for assistive technology`);
      for (const property of properties) if (!ax?.[property]?.value?.trim()) troubles.push(`${which} has no ${property}`);
    }
  }
  await session.detach();
  return troubles;
}

/** Links of diagrams whose page or place in the page is missing. */
async function astray(page) {
  const links = await page.locator(`${drawings} .hits a`).evaluateAll((all) => all.map((a) => new URL(a.getAttribute('href'), document.baseURI).href));
  const here = new URL(page.url()).origin;
  const troubles = [];
  for (const link of links) {
    const url = new URL(link);
    if (url.origin !== here) {
      if (url.protocol !== 'https:') troubles.push(`${link} is not safe`);
      continue;
    }
    const answer = await fetch(link);
    if (answer.status !== 200) troubles.push(`${link}: ${answer.status}`);
    const html = await answer.text();
    const id = decodeURIComponent(url.hash.slice(1));
    if (id && ![`id="${id}"`, `id=${id} `, `id=${id}>`].some((place) => html.includes(place))) troubles.push(`${link}: the page has no such place`);
  }
  return troubles;
}

/** How many fences of a site, by its Markdown, are diagrams; a fence in a longer fence is an example. */
async function fences(dir) {
  let count = 0;
  for (const name of (await files(dir)).filter((file) => /\.(md|markdown)$/.test(file))) {
    let open = '';
    for (const line of (await readFile(path.join(dir, name), 'utf8')).split('\n')) {
      const [, fence, info] = /^ *(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
      if (!fence) continue;
      if (!open) {
        open = fence;
        if (/^\s*\{?\s*(loop|region|tree)\b/.test(info)) count++;
      } else if (fence.startsWith(open) && !info.trim()) open = '';
    }
  }
  return count;
}

/** Fails with what was said, a line each. */
function nothing(said) {
  assert.ok(said.length === 0, `\n${said.join('\n')}`);
}

/** What was said where; what was said twice is told once. */
class Sayings {
  #places = new Map();

  add(where, said) {
    for (const sentence of said) this.#places.set(sentence, (this.#places.get(sentence) ?? new Set()).add(where));
  }

  end() {
    nothing([...this.#places].map(([sentence, places]) => `${sentence} [${[...places].join(', ')}]`));
  }
}
