// What the checks ask of a page, as functions that live in it under `look`.

/** Puts `look` into a page before its own scripts run. */
export function install() {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  /** Is there, has a size and is not hidden. */
  const visible = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  };

  /** How a message calls an element. */
  const name = (element) => {
    const words = (element.getAttribute('aria-label') ?? element.textContent).trim().replace(/\s+/g, ' ').slice(0, 24);
    const classes = (element.getAttribute('class') ?? '').split(/\s+/).filter(Boolean).map((word) => `.${word}`);
    return `<${element.localName}${element.id ? `#${element.id}` : ''}${classes.join('')}> ${words}`;
  };

  const blocks = 'p, li, h1, h2, h3, h4, h5, h6, th, td, dt, dd, figcaption, caption, summary, label, .nt';
  const hangul = /[ᄀ-ᇿ㄰-㆏가-힣]/;

  /**
   * The letters of a block in their order, each with its place on the screen.
   * A picture or a formula in the line counts as a letter; a space, a line break
   * and a place where a word may be parted do not, and stand as null.
   */
  const letters = (block) => {
    const found = [];
    const skip = 'pre, script, style, svg, rt, rp, math, .vh, [popover]:not(:popover-open)';
    const range = document.createRange();
    // Items that stand side by side in a row are no words of one sentence.
    const isItem = (element) => /flex|grid/.test(getComputedStyle(element.parentElement).display);
    const itemOf = (element) => (element === block || isItem(element) ? element : itemOf(element.parentElement));
    let item = null;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      if (element.closest(blocks) !== block) continue;
      if (itemOf(element) !== item) {
        found.push(null);
        item = itemOf(element);
      }
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.matches('br, wbr')) found.push(null);
        if (node.matches('img, math, video, input') && visible(node)) found.push({ text: '￼', box: node.getBoundingClientRect(), code: null });
        continue;
      }
      if (element.closest(skip)) continue;
      for (const { segment, index } of new Intl.Segmenter('ko', { granularity: 'grapheme' }).segment(node.data)) {
        if (segment === '\u2060') continue;
        if (/^[\s\u200b\u00ad]/.test(segment)) {
          found.push(null);
          continue;
        }
        range.setStart(node, index);
        range.setEnd(node, index + segment.length);
        const box = range.getClientRects()[0];
        if (box?.width) found.push({ text: segment, box, code: element.closest('code, kbd, samp') });
      }
    }
    return found;
  };

  /**
   * Where lines of text break that should not: within a word, or before a sign
   * that no line begins with. A word wider than its place may break anywhere.
   */
  const lineBreaks = () => {
    const broken = [];
    const begun = [];
    for (const block of all(blocks, document.querySelector('main')).filter(visible)) {
      const style = getComputedStyle(block);
      const room = block.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      const height = parseFloat(style.lineHeight) || 24;
      const row = letters(block);
      const isNewLine = (a, b) => b.box.left < a.box.left && b.box.top + b.box.height / 2 > a.box.top + a.box.height / 2 + height * 0.4;
      const text = (from, to) => row.slice(Math.max(0, from), to).map((letter) => letter?.text ?? ' ').join('');
      let start = 0;
      for (let i = 0, last = null; i < row.length; i++) {
        const letter = row[i];
        if (!letter) {
          start = i + 1;
          continue;
        }
        if (last && isNewLine(last, letter)) {
          const end = row.indexOf(null, i);
          const word = row.slice(start, end < 0 ? undefined : end);
          const width = word.reduce((sum, { box }) => sum + box.width, 0);
          const inCode = letter.code !== null && (i === start || letter.code === row[i - 1].code);
          const said = `${text(i - 6, i)}|${text(i, i + 6)} in ${name(block)}`;
          if (i > start && width < room && !inCode && hangul.test(letter.text) && !/[-/~∼→–—·?!]/.test(last.text)) broken.push(said);
          const isName = letter.text === '.' && /[\w가-힣]/.test(row[i + 1]?.text ?? '');
          if (width < room && !letter.code && !isName && /^[,.)\]」』’”?!…·]/.test(letter.text)) begun.push(said);
        }
        last = letter;
      }
    }
    return { broken, begun };
  };

  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const paint = canvas.getContext('2d', { willReadFrequently: true });
  const known = new Map();
  /** Any colour of CSS as red, green, blue and opacity, 0 to 1. */
  const colour = (text) => {
    if (!known.has(text)) {
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = text;
      paint.fillRect(0, 0, 1, 1);
      known.set(text, [...paint.getImageData(0, 0, 1, 1).data].map((part) => part / 255));
    }
    return known.get(text);
  };
  const over = (above, below) => [0, 1, 2].map((i) => above[i] * above[3] + below[i] * (1 - above[3])).concat(1);
  /** What is behind the text of an element. */
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      layers.push(colour(getComputedStyle(at).backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((below, above) => over(above, below), [1, 1, 1, 1]);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  /** The contrast of two colours as WCAG 2 computes it. */
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  /** The contrast of an element's text, or of another of its colours, with what is behind it. */
  const stands = (element, property = 'color', behind = element) => {
    const back = ground(behind);
    return contrast(over(colour(getComputedStyle(element)[property]), back), back);
  };

  /** What Tab can reach, one of each group of radio buttons. */
  const reachable = () => {
    const groups = new Set();
    return all('a[href], button, input, select, textarea, summary, [tabindex]').filter((element) => {
      if (element.tabIndex < 0 || element.disabled || !visible(element)) return false;
      if (element.type !== 'radio') return true;
      const key = element.name;
      if (groups.has(key)) return false;
      groups.add(key);
      return true;
    });
  };

  /** How much wider the page is than the window. */
  const overflow = () => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth);

  /** The innermost elements that stick out of the window, to tell where to look. */
  const widest = () => {
    const root = document.documentElement;
    const scrolls = (element) => element && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
    const out = all('body *').filter((element) => {
      const box = element.getBoundingClientRect();
      return (box.right > root.clientWidth + 0.5 || box.left < -0.5) && !scrolls(element.parentElement) && visible(element);
    });
    return out.slice(-2).map(name).join(' · ');
  };

  window.look = { all, visible, name, blocks, hangul, lineBreaks, colour, ground, luminance, contrast, stands, reachable, overflow, widest };
}
