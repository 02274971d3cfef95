// The patch of the live preview (internal/serve/live/patch.js), alone: what a
// reader and the scripts of a page did stays, all else becomes the new page.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { launch } from './browser.mjs';

const script = await readFile(new URL('../../internal/serve/live/patch.js', import.meta.url), 'utf8');

/** How many random stories are told; LIVE_STORIES=… tells more. */
const stories = Number(process.env.LIVE_STORIES ?? 1500);

describe('a patch', { concurrency: 1 }, () => {
  let browser, page;
  before(async () => {
    browser = await launch();
    page = await browser.newPage();
    await page.addScriptTag({ content: script });
    await page.evaluate(setUp);
  });
  after(() => browser?.close());

  /** A story that is told in the page, and returns what is not as it should be. */
  const told = (name, story) => test(name, async () => assert.deepEqual(await page.evaluate(`(${story})(window.stage)`), []));

  test('leaves what others did and makes all else the new page, whatever happens', { timeout: 300_000 }, async (t) => {
    const { troubles, kept, lost } = await page.evaluate((count) => window.stage.tell(count), stories);
    assert.deepEqual(troubles.slice(0, 5), []);
    assert.ok(kept > stories * 10, `${kept} elements have stayed`);
    assert.ok(lost < kept / 100, `${kept} elements have stayed, ${lost} could have`);
    t.diagnostic(`of ${kept + lost} elements that had not changed ${lost} were made anew`);
  });

  told('of a text leaves a selection around it', ({ set, unlike }) => {
    const { live, to } = set('<p>하나 둘 셋</p>');
    const text = live.querySelector('p').firstChild;
    getSelection().setBaseAndExtent(text, 0, text, 2);
    to('<p>하나 둘 넷</p>');
    return unlike([String(getSelection()), '하나'], [text.data, '하나 둘 넷']);
  });

  told('of classes leaves those that a script gave', ({ set, unlike }) => {
    const { live, to } = set('<p class="a b">x</p>');
    live.querySelector('p').classList.add('wrap');
    to('<p class="b c">x</p>');
    return unlike([live.querySelector('p').className, 'wrap b c']);
  });

  told('leaves a node away that a script took away', ({ set, unlike }) => {
    const { live, to } = set('<p>banner</p>\n<p>one</p>\n<p>two</p>');
    live.querySelector('p').remove();
    to('<p>banner</p>\n<p>one</p>\n<p>between</p>\n<p>two!</p>');
    return unlike([live.textContent.trim().replace(/\s+/g, ' '), 'one between two!']);
  });

  told('renews an element of which a script wrote the text, once the server writes another', ({ set, unlike }) => {
    const { live, to } = set('<p>a <time>1 May</time></p><p>b</p>');
    const time = () => live.querySelector('time').textContent;
    live.querySelector('time').textContent = 'yesterday';
    const other = live.querySelector('p + p');
    to('<p>a <time>1 May</time></p><p>b!</p>');
    const first = time();
    to('<p>a <time>2 May</time></p><p>b!</p>');
    return unlike([first, 'yesterday'], [time(), '2 May'], [other.textContent, 'b!']);
  });

  told('renews an element in which a script has marked a word', ({ set, unlike }) => {
    const { live, to } = set('<p>find a word here</p>');
    const word = live.querySelector('p').firstChild.splitText(7);
    word.splitText(4);
    const mark = document.createElement('mark');
    word.replaceWith(mark);
    mark.append(word);
    to('<p>find a word there</p>');
    return unlike([live.innerHTML, '<p>find a word there</p>']);
  });

  told('renews an element of which a script has wrapped a child that changes', ({ set, unlike }) => {
    const { live, to } = set('<section><table><tbody><tr><td>1</td></tr></tbody></table></section>');
    const table = live.querySelector('table');
    const wrapper = document.createElement('div');
    table.replaceWith(wrapper);
    wrapper.append(table);
    const touched = to('<section><table><tbody><tr><td>2</td></tr></tbody></table></section>');
    return unlike([live.innerHTML, '<section><table><tbody><tr><td>2</td></tr></tbody></table></section>'], [touched.join(), 'SECTION']);
  });

  told('puts a new block before the next one, behind what a script has put between', ({ set, unlike }) => {
    const { live, to } = set('<pre>a</pre><p>b</p><ol></ol>');
    for (const place of [live.querySelector('pre'), live.querySelector('ol')]) place.after(document.createElement('button'));
    live.querySelector('ol').append(document.createElement('button'));
    to('<pre>a</pre><ul></ul><p>b</p><ol><li></li></ol><hr>');
    return unlike([live.innerHTML, '<pre>a</pre><button></button><ul></ul><p>b</p><ol><li></li><button></button></ol><hr><button></button>']);
  });

  told('makes a paragraph from the one that is most like it', ({ set, unlike }) => {
    const [seoul, changed, fresh] = ['서울 리전에는 가용 영역이 셋 있습니다.', '서울 리전에는 가용 영역이 넷 있습니다.', '새로 쓴 문단입니다.'];
    return [[fresh, changed], [changed, fresh]].flatMap((order) => {
      const { live, to } = set(`<p>${seoul}</p>`);
      const paragraph = live.querySelector('p');
      to(order.map((text) => `<p>${text}</p>`).join(''));
      return unlike([paragraph.textContent, changed], [live.children.length, 2]);
    });
  });

  told('never makes one input from another', ({ set, unlike }) => {
    const { live, to } = set('<input name="a" class="as wide as can be"><input name="b">');
    for (const input of live.querySelectorAll('input')) input.value = `typed into ${input.name}`;
    to('<input name="b" class="as wide as can be">');
    return unlike([live.innerHTML, '<input name="b" class="as wide as can be">'], [live.querySelector('input').value, 'typed into b']);
  });

  told('changes what holds code, or an odd name, as a whole', ({ set, unlike }) => {
    const { live, to } = set('<p onclick="a()">x</p><template><b>1</b></template><i>y</i>');
    const paragraph = live.querySelector('p');
    const html = '<p onclick="b()">x</p><template><b>2</b></template><i @click="c">y</i>';
    to(html);
    return unlike([live.innerHTML, html], [paragraph.isConnected, false]);
  });

  told('replaces none of html, head and body: that is for a reload', ({ set, unlike }) => {
    const { live, to } = set('<p>1</p>');
    const wrapper = document.createElement('main');
    wrapper.append(...live.childNodes);
    live.append(wrapper);
    try {
      to('<p>2</p>');
    } catch (error) {
      return unlike([error instanceof CannotPatch, true]);
    }
    return ['no error'];
  });

  for (const [many, gone] of [[300, 80], [4000, 1]]) {
    test(`of ${many} children leaves those that stay, and is right`, async () => {
      const unlike = await page.evaluate(([count, less]) => {
        const rows = (from, to) => Array.from({ length: to - from }, (_, i) => `<li>줄 ${from + i}</li>`).join('\n');
        const { live, to } = window.stage.set(`<ul><li>a</li>\n${rows(0, count)}\n<li>z</li></ul>`);
        const before = new Map([...live.querySelectorAll('li')].map((li) => [li.textContent, li]));
        const html = `<ul><li>b</li>\n${rows(0, 100)}\n${rows(100 + less, count)}\n<li>new</li>\n<li>y</li></ul>`;
        to(html);
        const stayed = [...live.querySelectorAll('li')].filter((li) => before.get(li.textContent) === li).length;
        return window.stage.unlike([live.innerHTML, html], [stayed, count - less]);
      }, [many, gone]);
      assert.deepEqual(unlike, []);
    });
  }

  told('after an adoption leaves what was there before', ({ parse, show, unlike }) => {
    const sent = parse('<p>one</p><p>two</p>');
    const found = parse('<aside>of an extension</aside><p data-early="x">one</p><p>two</p><!-- injected -->');
    found.documentElement.dataset.extension = 'on';
    const { live, base, twins } = show(found);
    adopt(base.documentElement, sent.documentElement, twins);
    const next = parse('<p>one!</p><p>two</p><p>three</p>');
    patch(sent.documentElement, next.documentElement, twins);
    const want = '<aside>of an extension</aside><p data-early="x">one!</p><p>two</p><p>three</p><!-- injected -->';
    return unlike([live.innerHTML, want], [document.documentElement.dataset.extension, 'on']);
  });
});

/** Runs in the page: makes `window.stage`. */
function setUp() {
  const parse = (html, head = '') => new DOMParser().parseFromString(`<!doctype html><html lang="ko"><head>${head}</head><body>${html}</body></html>`, 'text/html');

  /** Makes a document what the tab shows. */
  function show(base) {
    const twins = new WeakMap();
    const root = document.importNode(base.documentElement, true);
    document.documentElement.replaceWith(root);
    pair(base.documentElement, root, twins);
    return { live: document.body, base, twins };
  }

  /** Shows a page; `to` patches it into another. */
  function set(html) {
    let { live, base, twins } = show(parse(html));
    const to = (other) => {
      const next = parse(other);
      const touched = patch(base.documentElement, next.documentElement, twins);
      base = next;
      return touched.map((element) => element.nodeName);
    };
    return { live, to };
  }

  /** Tells random stories: a page, what others do to it, edits; several times. */
  function tell(count) {
    const troubles = [];
    const totals = { kept: 0, lost: 0 };
    for (let seed = 1; seed <= count; seed++) {
      try {
        story(seed, totals, (trouble) => troubles.push(`story ${seed}: ${trouble}`));
      } catch (error) {
        troubles.push(`story ${seed}: ${error.stack}`);
      }
    }
    return { troubles, ...totals };
  }

  function story(seed, totals, trouble) {
    const r = dice(seed);
    let { base, twins } = show(parse(r.blocks(8, 0), '<title>제목</title><meta name="description" content="a"><link rel="icon" href="a.svg">'));
    for (let chapter = 0; chapter < 3; chapter++) {
      disturb(document, r);
      const edits = 1 + r.below(r.below(3) ? 2 : 6);
      const { next, far } = edited(base, r, edits);
      const was = remember(base, twins);
      const touched = patch(base.documentElement, next.documentElement, twins);
      const troubles = differences(next.documentElement, twins.get(next.documentElement), twins, r);
      for (const text of troubles) trouble(text);
      const { kept, lost } = identity(next, twins, was, trouble);
      totals.kept += kept;
      totals.lost += far ? 0 : lost.length;
      if (edits === 1 && !far && lost.length) trouble(`after one edit these were made anew: ${lost.join('; ')}`);
      for (const t of touched) if (!t.isConnected) trouble(`${t.outerHTML} was touched, and is not there`);
      if (base.documentElement.isEqualNode(next.documentElement) !== (touched.length === 0) && !troubles.length) {
        trouble(`${touched.length} elements touched`);
      }
      base = next;
      if (troubles.length) return;
    }
  }

  /** Random numbers and pages, the same for the same seed. */
  function dice(seed) {
    let state = seed * 2654435761;
    let serial = 0;
    const below = (n) => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) % n;
    };
    const one = (list) => list[below(list.length)];
    const word = () => `${one(['리전', '서버', '배포', 'VPC', '그리고', 'a<b'])} ${serial++}`;
    const text = () => word().replace('<', '&lt;');
    const inline = () => one([text, () => `<code>${text()}</code>`, () => `<a href="/${below(5)}/">${text()}</a>`, () => `<em>${text()}</em>${text()}`])();
    const inlines = () => Array.from({ length: 1 + below(3) }, inline).join(one([' ', '', '\n']));
    const kinds = [
      () => `<p>${inlines()}</p>`,
      () => `<p class="${one(['a', 'a b', 'c'])}">${inlines()}</p>`,
      () => `<h2 id="h${serial++}">${text()}</h2>`,
      () => `<figure class="code"><pre><code><span class="k">${text()}</span>\n${text()}\n</code></pre></figure>`,
      () => `<details${one(['', ' open'])}><summary>${text()}</summary>${inlines()}</details>`,
      () => `<ul>${Array.from({ length: 1 + below(4) }, () => `<li>${inlines()}</li>`).join('\n')}</ul>`,
      () => `<p><label>${text()}<input name="i${serial++}" value="${text()}"></label></p>`,
      () => `<svg viewBox="0 0 ${below(9)} 9"><text>${text()}</text></svg>`,
      () => `<!-- ${text()} -->`,
      () => '<hr>',
      (depth) => (depth > 2 ? '<br>' : `<div>${blocks(4, depth + 1)}</div>`),
      (depth) => (depth > 2 ? '<br>' : `<section id="s${serial++}">\n${blocks(4, depth + 1)}\n</section>`),
    ];
    const block = (depth) => one(kinds)(depth);
    const blocks = (most, depth) => Array.from({ length: below(most + 1) }, () => block(depth)).join(one(['\n', '']));
    return { below, one, word, block, blocks };
  }

  /** What readers, scripts and extensions do. */
  function disturb(doc, r) {
    for (let n = r.below(6); n > 0; n--) {
      const element = r.one([...doc.body.querySelectorAll('*:not(.theirs, .theirs *)'), doc.body]);
      const done = r.below(5);
      if (done === 0) element.classList.add('by-script');
      if (done === 1) element.setAttribute('data-by-script', r.word());
      if (done > 1 && !element.matches('input, br, hr, svg *')) {
        const theirs = doc.createElement(r.one(['button', 'div', 'p']));
        theirs.className = 'theirs';
        theirs.textContent = r.word();
        element.insertBefore(theirs, r.one([...element.childNodes, null]));
      }
    }
    for (const details of doc.querySelectorAll('details')) if (r.below(3) === 0) details.open = !details.open;
    for (const input of doc.querySelectorAll('input')) if (r.below(3) === 0) input.value = r.word();
  }

  /** Another page: the same with random edits, as a parser would read it; and whether an edit has moved something far. */
  function edited(base, r, edits) {
    const copy = base.cloneNode(true);
    const far = Array.from({ length: edits }, () => edit(copy, r)).includes(true);
    return { far, next: new DOMParser().parseFromString('<!doctype html>' + copy.documentElement.outerHTML, 'text/html') };
  }

  function edit(copy, r) {
    const elements = [...copy.body.querySelectorAll('*'), copy.querySelector('title')];
    const element = r.one(elements);
    const texts = [...element.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
    const made = () => {
      const holder = copy.createElement('div');
      holder.innerHTML = r.block(2);
      return holder.firstChild;
    };
    const homes = [copy.body, ...copy.body.querySelectorAll('div, section, details, li')];
    switch (r.below(9)) {
      case 0:
      case 1:
      case 2:
        if (texts.length) r.one(texts).data = r.word();
        break;
      case 3:
        if (element.localName !== 'title') element.remove();
        break;
      case 4: {
        const home = r.one(homes);
        home.insertBefore(made(), r.one([...home.childNodes, null]));
        break;
      }
      case 5:
        element.className = r.one(['', 'a', 'b', 'b a']);
        break;
      case 6:
        if (element.localName === 'details') element.open = !element.open;
        else element.setAttribute('title', r.word());
        break;
      case 7: {
        const home = element.parentNode;
        if (element.contains(home) || element.localName === 'title') break;
        home.insertBefore(element, r.one([...home.childNodes, null]));
        break;
      }
      case 8: {
        const home = r.one(homes);
        if (element.contains(home) || element.localName === 'title') break;
        home.insertBefore(element, r.one([...home.childNodes, null]));
        return true;
      }
    }
  }

  /** What of the live tree is worth remembering before a patch. */
  function remember(base, twins) {
    const whole = new Map();
    for (const element of base.querySelectorAll('body *')) {
      const html = element.outerHTML;
      whole.set(html, whole.has(html) ? null : twins.get(element));
    }
    const states = new Map([...document.querySelectorAll('details, input')].map((e) => [e, e.localName === 'input' ? e.value : e.open]));
    const sent = new Map([...base.querySelectorAll('details')].map((e) => [twins.get(e), e.open]));
    return { whole, states, sent };
  }

  /** Where the live tree, without what others did, is not the new page. */
  function differences(next, live, twins) {
    const troubles = [];
    const bare = (node) => {
      const copy = node.cloneNode(true);
      for (const theirs of copy.querySelectorAll('.theirs')) theirs.remove();
      for (const element of [copy, ...copy.querySelectorAll('*')]) {
        element.removeAttribute('data-by-script');
        if (element.localName === 'details') element.removeAttribute('open');
        const words = [...element.classList].filter((word) => word !== 'by-script').sort();
        if (words.length) element.setAttribute('class', words.join(' '));
        else element.removeAttribute('class');
      }
      return copy;
    };
    if (!bare(next).isEqualNode(bare(live))) troubles.push(`${bare(live).outerHTML} is not ${bare(next).outerHTML}`);
    const walk = (node) => {
      const twin = twins.get(node);
      if (!twin?.isConnected || twin.nodeName !== node.nodeName) troubles.push(`a ${node.nodeName} has no twin`);
      node.childNodes.forEach(walk);
    };
    walk(next);
    return troubles;
  }

  /** Nodes are in the state in which they were. Returns how many have stayed, and which could have. */
  function identity(next, twins, { whole, states, sent }, trouble) {
    const found = { kept: 0, lost: [] };
    const times = new Map();
    for (const { outerHTML } of next.querySelectorAll('body *')) times.set(outerHTML, 1 + (times.get(outerHTML) ?? 0));
    for (const element of next.querySelectorAll('body *')) {
      const live = twins.get(element);
      if (states.has(live)) {
        const now = live.localName === 'input' ? live.value : live.open;
        const changed = live.localName === 'details' && sent.get(live) !== element.open;
        const want = changed ? element.open : states.get(live);
        if (now !== want) trouble(`${element.outerHTML} is ${now} instead of ${want}`);
      }
      const before = whole.get(element.outerHTML);
      if (before === live) found.kept++;
      else if (before && element.textContent && times.get(element.outerHTML) === 1) found.lost.push(element.outerHTML);
    }
    return found;
  }

  /** Of pairs of what is and what should be, those that differ. */
  const unlike = (...pairs) => pairs.filter(([is, want]) => is !== want).map(([is, want]) => `${is} is not ${want}`);

  window.stage = { parse, show, set, tell, unlike };
}
