// A check that cannot fail says nothing. Each is done over a page that was
// spoilt on its way to the browser, and has to find that.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { checks, patience } from './checks.mjs';
import { Desk } from './desk.mjs';

const torture = 'torture:시험/모든-부품/';
const longest = 'content:glossary/';
const home = 'content:';

/** Changes what matches in files of a kind. */
const change = (kind) => (find, put) => (name, text) => (kind.test(name) ? text.replace(find, put) : text);
const html = change(/\.html$/);
const css = change(/\.css$/);
const script = change(/app\.\w+\.js$/);
const dialog = change(/search\.\w+\.js$/);
/** Adds to a file; rules outside of a layer win. */
const rule = (text) => change(/style\.\w+\.css$/)(/$/, text);
const run = (text) => script(/$/, `;${text}`);
const noise = Array.from({ length: 120 }, (_, i) => createHash('sha256').update(`${i}`).digest('base64')).join('');

/** Which check finds what, and where. */
const spoilt = [
  [1, 'a table does not scroll by itself', torture, rule('.tw{overflow:visible}')],
  [2, 'headings have a fixed height', torture, rule('h1{block-size:1.5em;overflow:hidden}')],
  [2, 'the foot stays on one line', torture, rule('.foot{flex-wrap:nowrap;white-space:nowrap}')],
  [3, 'the navigation is never a column', torture, rule('.side[popover]{display:none}')],
  [3, 'the contents stand on the text', torture, rule('.doc main>.toc[popover]{grid-column:1}')],
  [4, 'lines are too long', torture, rule('main>*{max-inline-size:none!important}.doc main{grid-template-columns:52em 8em!important}')],
  [4, 'lines are too close', longest, rule('article p{line-height:1.5}')],
  [5, 'a late message pushes the page down', longest, run('requestAnimationFrame(()=>requestAnimationFrame(()=>document.body.prepend("늦은 알림")))')],
  [6, 'buttons of code take room', torture, rule('.tool{position:static}')],
  [7, 'the page knows left and right only', longest, rule('.page{direction:ltr}')],
  [8, 'words may break anywhere', longest, css('word-break:keep-all', 'word-break:normal')],
  [8, 'particles are not glued', torture, html(/\u2060/g, '')],
  [8, 'a term is a box in the line', torture, rule('article a{display:inline-block}')],
  [9, 'rules for breaking lines are lax', longest, css('line-break:strict', 'line-break:auto')],
  [9, 'the page does not say its language', longest, html('<html lang="ko">', '<html lang="en">')],
  [10, 'emphasis is slanted', torture, rule('em{font-style:italic}')],
  [11, 'middle dots are not glued', torture, html(/\u2060/g, '')],
  [12, 'headings are not balanced', torture, rule('h2{text-wrap:wrap}')],
  [13, 'code is set like prose', torture, css(/--mono:[^;}]+/, '--mono:serif')],
  [14, 'a button has no name', longest, html(/(<button class="btn-i menu"[^>]*) aria-label="[^"]*"/, '$1')],
  [14, 'labels are pale in the dark', longest, css(/(--fg3:light-dark\(oklch\([^)]*var\(--h\)\),\s*oklch\()\.735/, '$1.45')],
  [15, 'comments are pale', torture, css(/(--fg3:light-dark\(oklch\()\.47/, '$1.7')],
  [16, 'prose is pale', longest, css(/(--fg:light-dark\(oklch\()\.235/, '$1.5')],
  [17, 'the ring is pale', torture, rule(':focus-visible{outline-color:var(--line)!important}')],
  [17, 'buttons have pale edges', home, rule('.btn{border-color:var(--line)}')],
  [18, 'forced colours are not thought of', torture, css(/forced-colors:\s*active/g, 'forced-colors:none')],
  [19, 'the choice comes late', longest, html(/<script (src="[^"]*theme\.)/, '<script defer $1')],
  [20, 'the choice is forgotten', longest, script('"sitegen-theme"', '"forgotten"')],
  [21, 'the skip link leads nowhere', longest, html('href="#sg-main"', 'href="#sg-nowhere"')],
  [22, 'no ring is drawn', torture, rule(':focus-visible{outline:0!important}')],
  [22, 'the header covers what has the focus', torture, rule('html{scroll-padding-block:0!important}')],
  [22, 'a link gives the focus away', home, run('addEventListener("focusin",({target})=>target.matches(".find")&&target.blur())')],
  [23, 'links of the navigation are tiny', torture, rule('.side a{min-block-size:0;padding:0;line-height:1}')],
  [23, 'links of the menu are made for a mouse', torture, rule('.side:popover-open a{min-block-size:0!important;padding-block:.2rem!important}')],
  [24, 'no key opens the search', longest, script(/"k"/g, '"q"')],
  [24, 'Esc is not heard', home, dialog(/$/, ';document.addEventListener("keydown",(e)=>e.key==="Escape"&&e.preventDefault())')],
  [25, 'keys are known by their names only', longest, script('KeyK:"k"', 'KeyQ:"k"')],
  [25, 'Enter never waits for a syllable', longest, dialog(/\w+\.isComposing\|\|\w+\.keyCode===?229/, 'false')],
  [26, 'nothing is said of what is chosen', longest, dialog('"aria-activedescendant"', '"data-chosen"')],
  [26, 'groups have no names', longest, dialog('"aria-labelledby"', '"data-name"')],
  [27, 'what is typed is taken for Latin', longest, dialog(/(\w+)\.value\.trim\(\)/, '$1.value.trim().replace(/[ㄱ-ㅎ]/g,"z")')],
  [28, 'results lead to pages only', longest, dialog(/"#"\+\w+\(\w+\)/, '""')],
  [29, 'a button opens nothing', longest, html('popovertarget="sg-toc"', 'popovertarget="sg-none"')],
  [30, 'the contents never follow', longest, (name, text) => script(/"scrollend"/g, '"never"')(name, script('new IntersectionObserver(', 'new(class{observe(){}disconnect(){}})(')(name, text))],
  [31, 'the header covers headings', longest, rule('html{scroll-padding-block:0!important}')],
  [32, 'no page is the current one', longest, html(' aria-current="page"', '')],
  [32, 'a level of headings is left out', longest, html(/<(\/?)h2/g, '<$1h4')],
  [33, 'tabs need a script', torture, css('.tabs>:checked+label+div{display:block}', '')],
  [33, 'a button needs a script', torture, html('</main>', '<button>누르면</button></main>')],
  [34, 'the menu needs a script', longest, html('popovertarget="sg-side"', '')],
  [35, 'a style is inline', longest, html('<h1', '<h1 style="color:red"')],
  [35, 'the rules of speculation are others than the policy says', longest, html('"eagerness":"moderate"', '"eagerness":"eager"')],
  [35, 'the console is told something', longest, run('console.error("오류")')],
  [35, 'a picture comes from elsewhere', longest, html('</main>', '<img alt="" src="https://127.0.0.2/x.png"></main>')],
  [36, 'the script grows', longest, run(`"${noise}"`)],
  [37, 'nobody thought of paper', torture, change(/print\.\w+\.css$/)(/[^]+/, '')],
  [38, 'scrolling is always smooth', longest, rule('html{scroll-behavior:smooth}')],
  [38, 'arrows turn slowly for all', torture, css('transition:none!important', '')],
  [39, 'what scrolls cannot be reached', torture, (name, text) => script(/\.tabIndex=0/, '.x=0')(name, html(/ tabindex="0"/g, '')(name, text))],
  [39, 'heads of tables have no scope', torture, html(/ scope="col"/g, '')],
  [40, 'output is copied, too', torture, html(/class="cmd"/g, 'class="command"')],
  [40, 'nothing is said', torture, html(/ data-copied-say="[^"]*"/, '')],
];

describe('spoilt pages', { concurrency: 1 }, () => {
  /** @type {Desk} */
  let desk;
  before(async () => {
    desk = await Desk.open();
    patience.limit = 2000;
  });
  after(() => desk?.close());

  test('there is one for each check', () => {
    assert.deepEqual(checks.map(({ number }) => number).filter((number) => !spoilt.some(([of]) => of === number)), []);
  });

  for (const [number, title, key, spoil] of spoilt) {
    test(`check ${number} finds that ${title}`, async () => {
      let touched = false;
      desk.spoil = (name, text) => {
        const changed = spoil(name, text);
        touched ||= changed !== text;
        return changed;
      };
      const found = await checks.find((check) => check.number === number).run(desk, [key]);
      assert.ok(touched, 'nothing was spoilt');
      assert.notDeepEqual(found, []);
    });
  }
});
