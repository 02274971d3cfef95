// What must be true of a diagram as the browser has laid it out. Everything here
// runs in the page, so nothing is known twice: where letters are, and what shapes
// cover, is asked of the browser. Each check takes the figure and returns what is
// wrong with it, one sentence each, and nothing if all is well.

/**
 * Makes the checks known to a page as `diagramChecks`; for addInitScript.
 */
export function install() {
  /** Pixels of a picture: what is closer than this to a border looks as if it touched it. */
  const air = 2;
  /** Texts that are closer than this read as one. */
  const apartBy = 1;
  /** What the smallest text must measure on the screen. */
  const smallest = 11;
  /** Letters of a word that may have to be broken. */
  const longWord = 12;

  const graphemes = new Intl.Segmenter('ko', { granularity: 'grapheme' });
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  let pen;

  // ---- what there is to see

  const all = (selector, from) => [...from.querySelectorAll(selector)];
  const picture = (figure) => figure.querySelector('svg:not(.hits)');
  const words = (element) => element.textContent.replace(/\s+/g, ' ').trim();
  const called = (text) => `"${words(text)}"`;
  const at = ({ x, y }) => `(${Math.round(x)}, ${Math.round(y)})`;

  /** From the coordinates of an element to those of its picture. */
  const toPicture = (svg, element) => svg.getScreenCTM().inverse().multiply(element.getScreenCTM());

  /** The upright box around an element, in its picture. */
  function boxOf(svg, element) {
    const { x, y, width, height } = element.getBBox();
    const to = toPicture(svg, element);
    return around([[x, y], [x + width, y], [x + width, y + height], [x, y + height]].map(([px, py]) => new DOMPoint(px, py).matrixTransform(to)));
  }

  function around(points) {
    const xs = points.map((p) => p.x);
    const ys = points.map((p) => p.y);
    return { x: Math.min(...xs), y: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
  }

  const middle = (box) => ({ x: (box.x + box.right) / 2, y: (box.y + box.bottom) / 2 });
  const area = (box) => (box.right - box.x) * (box.bottom - box.y);
  const corners = ({ x, y, right, bottom }) => [{ x, y }, { x: right, y }, { x: right, y: bottom }, { x, y: bottom }];
  const holds = (box, p, margin = 0) =>
    p.x >= box.x + margin && p.x <= box.right - margin && p.y >= box.y + margin && p.y <= box.bottom - margin;
  const far = (a, b, gap) => a.x - b.right >= gap || b.x - a.right >= gap || a.y - b.bottom >= gap || b.y - a.bottom >= gap;

  /**
   * Where the ink of each letter of a text is, as four corners in the picture.
   * The boxes that SVG itself gives are as high as the font allows for any letter,
   * which for Korean fonts is half as much again as the letters are.
   */
  function letters(svg, text) {
    let content = text.textContent;
    if (content.length !== text.getNumberOfChars()) content = words(text);
    if (content.length !== text.getNumberOfChars()) throw new Error(`letters of ${called(text)} cannot be told apart`);
    pen ??= document.createElement('canvas').getContext('2d');
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(text);
    pen.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
    const to = toPicture(svg, text);
    const found = [];
    for (const { segment, index } of graphemes.segment(content)) {
      if (!segment.trim()) continue;
      const start = text.getStartPositionOfChar(index);
      const turn = (text.getRotationOfChar(index) * Math.PI) / 180;
      const ink = pen.measureText(segment);
      const corner = (dx, dy) =>
        new DOMPoint(start.x + dx * Math.cos(turn) - dy * Math.sin(turn), start.y + dx * Math.sin(turn) + dy * Math.cos(turn)).matrixTransform(to);
      const [left, right] = [-ink.actualBoundingBoxLeft, ink.actualBoundingBoxRight];
      const [top, bottom] = [-ink.actualBoundingBoxAscent, ink.actualBoundingBoxDescent];
      found.push({ letter: segment, quad: [corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)] });
    }
    return found;
  }

  /** Every text of a picture with its letters and the box around them. */
  function texts(svg) {
    return all('text', svg).map((text) => {
      const found = letters(svg, text);
      return { text, letters: found, box: around(found.flatMap(({ quad }) => quad)) };
    });
  }

  /** Whether two convex quadrilaterals come closer than gap: no line separates them. */
  function meet(a, b, gap) {
    for (const quad of [a, b]) {
      for (let i = 0; i < 4; i++) {
        const p = quad[i];
        const q = quad[(i + 1) % 4];
        const length = Math.hypot(q.x - p.x, q.y - p.y);
        if (length === 0) continue;
        const along = (r) => ((r.x - p.x) * (q.y - p.y) - (r.y - p.y) * (q.x - p.x)) / length;
        const [as, bs] = [a.map(along), b.map(along)];
        if (Math.min(...as) - Math.max(...bs) >= gap || Math.min(...bs) - Math.max(...as) >= gap) return false;
      }
    }
    return true;
  }

  /** Whether a text comes closer than gap to a quadrilateral. */
  const touches = (t, quad, gap) => !far(t.box, around(quad), gap) && t.letters.some((letter) => meet(letter.quad, quad, gap));

  // ---- the checks

  /** Each text lies in the smallest box that holds its middle, and no box is empty. */
  function fits(figure) {
    const svg = picture(figure);
    const troubles = [];
    const view = svg.viewBox.baseVal;
    const whole = { x: view.x, y: view.y, right: view.x + view.width, bottom: view.y + view.height };
    const boxes = all('rect.n, rect.x, rect.lb', svg).map((element) => ({ element, box: boxOf(svg, element), holds: 0 }));
    for (const t of texts(svg)) {
      if (t.text.matches('.l')) continue; // see ribbons
      const [home] = boxes.filter(({ box }) => holds(box, middle(t.box))).sort((a, b) => area(a.box) - area(b.box));
      if (home) home.holds++;
      const margin = home && !home.element.matches('.lb') ? air : 0;
      const [frame, what] = home ? [home.box, `its .${[...home.element.classList].join('.')}`] : [whole, 'the picture'];
      const out = t.letters.filter(({ quad }) => !quad.every((p) => holds(frame, p, margin)));
      if (out.length) troubles.push(`${called(t.text)} sticks out of ${what} at ${at(middle(frame))}: ${out.map(({ letter }) => letter).join('')}`);
      if (home?.element.matches('.lb')) continue;
      for (const other of boxes) {
        if (other === home || other.element.matches('.lb, .sb')) continue;
        const crossed = t.letters.some(({ quad }) => {
          const inside = quad.filter((p) => holds(other.box, p)).length;
          return meet(quad, corners(other.box), 0) && inside < 4;
        });
        if (crossed) troubles.push(`${called(t.text)} lies across the border of .${[...other.element.classList].join('.')} at ${at(middle(other.box))}`);
      }
    }
    const icons = all('.i', svg).map((icon) => middle(boxOf(svg, icon)));
    for (const { element, box, holds: count } of boxes) {
      // An icon that has no text beside it stands in the middle.
      const { x, y } = middle(box);
      if (element.matches('.n') && icons.some((icon) => Math.hypot(icon.x - x, icon.y - y) < air)) continue;
      if (count === 0) troubles.push(`.${[...element.classList].join('.')} at ${at(middle(box))} has no text in it`);
    }
    return troubles;
  }

  /**
   * The name of a step lies on its own part of the ribbon, and other texts on none.
   * What is painted last at a corner of a letter is what is seen there.
   */
  function ribbons(figure) {
    const svg = picture(figure);
    const troubles = [];
    const shapes = all('.s, .g, .h', svg).map((element) => ({
      element,
      from: toPicture(svg, element).inverse(),
      colour: [...element.classList].find((name) => /^c\d+$/.test(name)),
    }));
    // The stroke of a head, and all of a gap, has the colour of the page.
    const seen = (p) => {
      for (const shape of shapes.toReversed()) {
        const local = new DOMPoint(p.x, p.y).matrixTransform(shape.from);
        const stroked = shape.element.isPointInStroke(local);
        const filled = shape.element.matches('.h') && shape.element.isPointInFill(local);
        if (stroked || filled) return { ...shape, ground: stroked && !shape.element.matches('.s') };
      }
    };
    const taken = new Map();
    for (const t of texts(svg)) {
      if (!t.text.matches('.l')) {
        if (shapes.length && t.letters.some(({ quad }) => quad.some((p) => seen(p)))) troubles.push(`${called(t.text)} lies on the ribbon`);
        continue;
      }
      const home = seen(middle(t.box));
      if (!home || home.ground) {
        troubles.push(`${called(t.text)} lies on no part of the ribbon`);
        continue;
      }
      if (taken.has(home.element)) troubles.push(`${called(t.text)} and ${called(taken.get(home.element))} are on one part of the ribbon`);
      taken.set(home.element, t.text);
      const onHome = (p) => {
        const shape = seen(p);
        return shape && !shape.ground && shape.colour === home.colour;
      };
      const out = t.letters.filter(({ quad }) => !quad.every(onHome));
      if (out.length) troubles.push(`${called(t.text)} sticks out of its part of the ribbon: ${out.map(({ letter }) => letter).join('')}`);
    }
    return troubles;
  }

  /**
   * The lines of a path, which may be many, each as points in the picture that
   * are no farther apart than its strokes are wide.
   */
  function lines(svg, path) {
    const to = toPicture(svg, path);
    const line = document.createElementNS(svg.namespaceURI, 'path');
    return path.getAttribute('d').split(/(?=M)/).map((d) => {
      line.setAttribute('d', d);
      const length = line.getTotalLength();
      const steps = Math.ceil(length / 1.5);
      return Array.from({ length: steps + 1 }, (_, i) => line.getPointAtLength((length * i) / steps).matrixTransform(to));
    });
  }

  const spot = ({ x, y }) => corners({ x: x - 1, y: y - 1, right: x + 1, bottom: y + 1 });

  /** No text touches another one, an icon, a pin or the head of an arrow. */
  function apart(figure) {
    const svg = picture(figure);
    const troubles = [];
    const found = texts(svg);
    const signs = all('.i, .pin', svg).map((element) => ({ element, quads: [corners(boxOf(svg, element))] }));
    const heads = all('.a', svg).map((element) => ({ element, quads: lines(svg, element).flat().map(spot) }));
    for (const [i, t] of found.entries()) {
      for (const o of found.slice(i + 1)) {
        if (far(t.box, o.box, apartBy)) continue;
        if (t.letters.some(({ quad }) => touches(o, quad, apartBy))) troubles.push(`${called(t.text)} and ${called(o.text)} touch`);
      }
      for (const { element, quads } of [...signs, ...heads]) {
        const quad = quads.find((q) => touches(t, q, 0));
        if (quad) troubles.push(`${called(t.text)} and the .${element.getAttribute('class').replaceAll(' ', '.')} at ${at(middle(around(quad)))} touch`);
      }
    }
    return troubles;
  }

  /** Wires cross no node and no text; the ground of a label hides what is under it. */
  function wires(figure) {
    const svg = picture(figure);
    const troubles = new Set();
    const found = texts(svg);
    const nodes = all('rect.n', svg).map((element) => boxOf(svg, element));
    const grounds = all('rect.lb', svg).map((element) => ({ element, box: boxOf(svg, element), under: new Set() }));
    const nameOf = (box) => found.find((t) => holds(box, middle(t.box)))?.text ?? svg;
    for (const wire of all('.w', svg)) {
      const covers = grounds.filter(({ element }) => wire.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
      for (const line of lines(svg, wire)) {
        const which = `the wire from ${at(line[0])} to ${at(line.at(-1))}`;
        for (const p of line) {
          for (const box of nodes) if (holds(box, p, 1)) troubles.add(`${which} crosses the node ${called(nameOf(box))}`);
          const hidden = covers.filter(({ box }) => holds(box, p));
          for (const ground of hidden) ground.under.add(which);
          if (hidden.length) continue;
          for (const t of found) if (touches(t, spot(p), 0)) troubles.add(`${which} crosses ${called(t.text)}`);
        }
      }
    }
    for (const [i, { box, under }] of grounds.entries()) {
      if (under.size > 1) troubles.add(`the label ${called(nameOf(box))} lies on ${under.size} wires`);
      for (const node of nodes) if (!far(box, node, 0)) troubles.add(`the label ${called(nameOf(box))} lies on the node ${called(nameOf(node))}`);
      for (const other of grounds.slice(i + 1)) {
        if (!far(box, other.box, 0)) troubles.add(`the labels ${called(nameOf(box))} and ${called(nameOf(other.box))} lie on each other`);
      }
    }
    return [...troubles];
  }

  /** The smallest text is large enough on the screen. */
  function legible(figure) {
    const sizes = all('svg text, li, figcaption', figure).map((text) => {
      const { a, b, c, d } = text.getScreenCTM?.() ?? new DOMMatrix();
      return [parseFloat(getComputedStyle(text).fontSize) * Math.sqrt(Math.abs(a * d - b * c)), text];
    });
    const [size, text] = sizes.sort(([p], [q]) => p - q)[0] ?? [0, figure];
    return size < smallest - 0.005 ? [`${called(text)} is ${size.toFixed(2)} px high, ${smallest} are needed`] : [];
  }

  /** What is too wide scrolls in its own box, by keyboard too; what is not is no stop for Tab. */
  function scrolls(figure) {
    const troubles = [];
    const box = figure.matches('.tree') ? figure : picture(figure).parentElement;
    const content = figure.matches('.tree') ? figure.querySelector('ul') : picture(figure);
    const wide = box.scrollWidth > box.clientWidth;
    const shown = box.getBoundingClientRect();
    if (shown.right > document.documentElement.clientWidth + 0.5) troubles.push(`its box ends at ${shown.right}, right of the window`);
    if (box.scrollHeight > box.clientHeight + 1) troubles.push(`its box scrolls up and down: ${box.scrollHeight} px in ${box.clientHeight}`);
    if (!wide && content.getBoundingClientRect().right > shown.right + 0.5) troubles.push('it is cut at the right and does not scroll');
    if (wide) {
      box.scrollLeft = 1e6;
      if (content.getBoundingClientRect().right > shown.right + 1) troubles.push('its end cannot be scrolled to');
      box.scrollLeft = 0;
      if (content.getBoundingClientRect().left < shown.left - 1) troubles.push('its start cannot be scrolled to');
    }
    const active = document.activeElement;
    box.focus({ preventScroll: true });
    const focusable = document.activeElement === box && box.tabIndex === 0;
    box.blur();
    active?.focus?.({ preventScroll: true });
    if (wide && !focusable) troubles.push('it scrolls, but not by keyboard');
    if (!wide && (focusable || box.hasAttribute('tabindex'))) troubles.push('it does not scroll, but Tab stops at it');
    return troubles;
  }

  /** The picture is one image with a name and a description, and brings no style or script along. */
  function named(figure) {
    const svg = picture(figure);
    const troubles = [];
    if (svg.getAttribute('role') !== 'img') troubles.push('its picture has not the role img');
    for (const attribute of ['aria-labelledby', 'aria-describedby']) {
      const ids = (svg.getAttribute(attribute) ?? '').split(/\s+/).filter(Boolean);
      if (!ids.length) troubles.push(`its picture has no ${attribute}`);
      for (const id of ids) {
        const target = document.getElementById(id);
        if (!target) troubles.push(`${attribute} names #${id}, which is not there`);
        else if (!svg.contains(target) || !words(target)) troubles.push(`${attribute} names #${id}, which is elsewhere or empty`);
      }
    }
    for (const element of all('style, script, foreignObject, [style]', figure)) troubles.push(`it holds ${element.outerHTML.slice(0, 60)}`);
    for (const element of all('*', figure)) {
      for (const { name } of element.attributes) if (name.startsWith('on')) troubles.push(`<${element.localName}> has the attribute ${name}`);
    }
    for (const use of all('use', figure)) {
      if (!document.getElementById(use.getAttribute('href').slice(1))) troubles.push(`<use> names ${use.getAttribute('href')}, which is not there`);
    }
    return troubles;
  }

  /** The ids of the page that are there twice. */
  function twice() {
    const ids = all('[id]', document).map((element) => element.id);
    return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))].map((id) => `the id ${id} is there twice`);
  }

  /** The list in words, when it is open, says all that the picture says, in the same words. */
  function outlined(figure) {
    const details = figure.querySelector('details');
    if (!details) return ['it has no list in words'];
    const lists = all(':scope > :is(ul, ol)', details);
    if (!lists.length || !lists.every((list) => list.checkVisibility())) return ['its list in words does not show when it is opened'];
    const troubles = [];
    // A caption is broken into lines at its commas. A number that stands for a step is its place in the list.
    const plain = (s) => s.replace(/[\s,]/g, '');
    const said = plain(lists.map((list) => list.textContent).join(' '));
    const ofItem = (item) => [...item.childNodes].filter((node) => !node.matches?.('ul, ol')).map((node) => node.textContent).join('');
    const whole = new Set(all('li', details).flatMap((item) => ofItem(item).split(/[^\p{L}\p{N}]+/u)));
    for (const text of all('text', picture(figure))) {
      const parts = [...text.childNodes].map(words).filter(Boolean);
      for (const [i, part] of parts.slice(1).entries()) {
        const word = parts[i].match(/[\p{L}\p{N}]*$/u)[0] + part.match(/^[\p{L}\p{N}]*/u)[0];
        if (whole.has(word) && word.length <= longWord) troubles.push(`"${word}" is broken in ${called(text)}`);
      }
      const [shown] = plain(text.textContent).split('…');
      if (details.querySelector('ol') && /^\d+$/.test(shown)) continue;
      if (!said.includes(shown)) troubles.push(`${called(text)} is missing from the list in words`);
    }
    for (const item of all('li', details)) if (!words(item)) troubles.push('an item of its list in words is empty');
    return troubles;
  }

  /** Text is text: it can be found, selected, and pointed at where no link lies on it. */
  function selectable(figure) {
    const troubles = [];
    const selection = getSelection();
    for (const text of all('text', picture(figure))) {
      const label = words(text);
      selection.selectAllChildren(text);
      if (!selection.toString().replace(/\s+/g, ' ').includes(label)) troubles.push(`${called(text)} cannot be selected`);
      const line = text.firstChild.textContent.trim();
      selection.collapse(text, 0);
      if (!window.find(line, true) || !text.contains(selection.anchorNode)) troubles.push(`${called(text)} cannot be found`);
      selection.removeAllRanges();
      text.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const start = text.getExtentOfChar(0);
      const p = new DOMPoint(start.x + start.width / 2, start.y + start.height / 2).matrixTransform(text.getScreenCTM());
      const hit = document.elementFromPoint(p.x, p.y);
      if (!hit || (!text.contains(hit) && !hit.closest('.hits a'))) {
        troubles.push(`${called(text)} cannot be pointed at: <${hit?.localName} class="${hit?.getAttribute('class') ?? ''}"> lies on it`);
      }
    }
    return troubles;
  }

  // ---- for the checks of colour, which need pictures of the page

  /** "ground" leaves all texts of diagrams out, "ink" paints them in magenta, "page" is the page as it is. */
  function paint(what) {
    const text = 'figure.dg svg :is(text, tspan)';
    const rules = {
      page: '',
      ground: `${text} { fill-opacity: 0 !important }`,
      ink: `${text} { fill: #f0f !important; fill-opacity: 1 !important; stroke: none !important }`,
    };
    // What is fixed or wide might lie on a diagram.
    const alone = 'body *:not(:has(figure.dg), figure.dg, figure.dg *) { visibility: hidden !important }';
    sheet.replaceSync(what === 'page' ? '' : alone + rules[what]);
  }

  /** The places to which the box of a diagram has to be scrolled so that all of it was in view. */
  function places(figure) {
    const box = picture(figure).parentElement;
    const found = [];
    for (let x = 0; x < box.scrollWidth - box.clientWidth; x += box.clientWidth * 0.6) found.push(x);
    return [...found, box.scrollWidth];
  }

  /**
   * Scrolls to a place, and tells which part of the window shows the diagram and
   * where in that part the letters are that are in view as a whole.
   */
  function show(figure, place) {
    const svg = picture(figure);
    const box = svg.parentElement;
    box.scrollLeft = place;
    figure.scrollIntoView({ block: 'start', behavior: 'instant' });
    const frame = box.getBoundingClientRect();
    const drawn = svg.getBoundingClientRect();
    const x = Math.ceil(Math.max(0, frame.left, drawn.left - 4));
    const y = Math.ceil(Math.max(0, frame.top, drawn.top - 4));
    const right = Math.floor(Math.min(innerWidth, frame.right, drawn.right + 4));
    const bottom = Math.floor(Math.min(innerHeight, frame.bottom, drawn.bottom + 4));
    const clip = { x, y, width: right - x, height: bottom - y };
    const to = svg.getScreenCTM();
    const found = texts(svg).map((t) => ({
      label: called(t.text),
      fill: colour(t.text),
      // Emoji bring colours of their own.
      letters: t.letters.filter(({ letter }) => !/\p{Extended_Pictographic}/u.test(letter)).map(({ letter, quad }) => {
        const b = around(quad.map((p) => new DOMPoint(p.x, p.y).matrixTransform(to)));
        const inView = b.x >= x && b.right <= right && b.y >= y && b.bottom <= bottom;
        return { letter, inView, x: b.x - x, y: b.y - y, right: b.right - x, bottom: b.bottom - y };
      }),
    }));
    return { clip, texts: found };
  }

  /** The colour of a text as red, green, blue (0 to 255) and how opaque it is (0 to 1). */
  function colour(text) {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    canvas.fillStyle = getComputedStyle(text).fill;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    let opaque = (a / 255) * parseFloat(getComputedStyle(text).fillOpacity);
    for (let e = text; e; e = e.parentElement) opaque *= parseFloat(getComputedStyle(e).opacity);
    return [r, g, b, opaque];
  }

  window.diagramChecks = { fits, ribbons, apart, wires, legible, scrolls, named, twice, outlined, selectable, paint, places, show };
}
