// From what a tab shows to what the server has now, by the differences alone.
//
// There are three trees: `base` is the page as the server sent it, `next` as it
// sends it now, and the live one is base with all that scripts and the reader
// have done to it since. Where base and next are the same, the live tree is not
// even looked at, so what was done there stays. `twins` leads from a node of base
// to its live node; after a patch, from a node of next.

/** The browser takes no notice of a change inside of these: they change as a whole. */
const WHOLE = "script, template, video, audio, object, embed, link[rel~=stylesheet]";

/** A page has one of each, which is never replaced. */
const FRAME = "html, head, body";

/** Elements that differ in one of these are not made from each other: what was typed belongs to one of them. */
const IDENTITY = ["id", "name", "type", "rel"];

/** Of how many pairs of children the best are looked for; of more, the near ones. */
const MOST_PAIRS = 1 << 20;
const MOST_GUESSES = 1 << 12;
const NEAR = 64;

/** How many characters from either end tell how alike two nodes are. */
const GLANCE = 400;

/** Thrown where only a reload shows the new page. */
class CannotPatch extends Error {}

const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;

/**
 * Makes the nodes of a tree the twins of those of another tree of the same shape.
 * @param {Node} node
 * @param {Node} live
 * @param {WeakMap<Node, Node>} twins
 */
function pair(node, live, twins) {
  twins.set(node, live);
  for (let own = node.firstChild, its = live.firstChild; own && its; own = own.nextSibling, its = its.nextSibling) {
    pair(own, its, twins);
  }
}

/** Gives the nodes of a tree the twins that those of another tree of the same shape have. */
function inherit(b, n, twins) {
  if (twins.has(b)) twins.set(n, twins.get(b));
  for (let old = b.firstChild, now = n.firstChild; old && now; old = old.nextSibling, now = now.nextSibling) inherit(old, now, twins);
}

/**
 * Gives the nodes of next the twins of base. For a base that was read from the
 * live tree and a next that the server sent at the same time: what has no partner
 * was added by others (early scripts, extensions of the browser) and is not ours.
 * @param {Node} base
 * @param {Node} next
 * @param {WeakMap<Node, Node>} twins
 */
function adopt(base, next, twins, keys = new Keys()) {
  if (base.isEqualNode(next)) return inherit(base, next, twins);
  if (twins.has(base)) twins.set(next, twins.get(base));
  const { olds, news, pairs } = compare(base, next, keys);
  for (const [i, j] of pairs) adopt(olds[i], news[j], twins, keys);
}

/**
 * Does to the live tree of base what makes next of base.
 * @param {Element} base
 * @param {Element} next
 * @param {WeakMap<Node, Node>} twins
 * @param {(node: Node) => Node | undefined} [ready] the live node of a new node, if it stands beside the old one already
 * @returns {Element[]} live elements that are new, or of which attributes, text or children have changed
 */
function patch(base, next, twins, ready = () => undefined) {
  const keys = new Keys();
  /** @type {Set<Node>} */
  const touched = new Set();

  /** A live node for what has none. */
  const make = (n) => {
    const live = ready(n) ?? document.importNode(n, true);
    pair(n, live, twins);
    touched.add(live);
    return live;
  };

  const node = (b, n) => {
    if (keys.same(b, n)) return inherit(b, n, twins); // nobody asks what the live tree is like there
    const live = twins.get(b);
    if (!isElement(n)) {
      twins.set(n, live);
      splice(live, n.data);
      touched.add(live.parentNode);
      return;
    }
    const attributes = changedAttributes(b, n);
    const comparison = compare(b, n, keys);
    if (n.matches(WHOLE) || !attributes.every(isSettable) || !canFollow(live, comparison)) {
      if (n.matches(FRAME)) throw new CannotPatch(n.localName);
      const instead = make(n);
      if (instead.isConnected) live.remove();
      else live.replaceWith(instead);
      return;
    }
    twins.set(n, live);
    for (const change of attributes) setAttribute(live, change);
    if (attributes.length) touched.add(live);
    children(live, comparison);
  };

  /** Whether the live nodes of all children that change or go are where and what the server made them. */
  const canFollow = (live, { olds, news, pairs }) => {
    const partner = new Map(pairs);
    return olds.every((old, i) => {
      const now = news[partner.get(i)];
      if (now && keys.same(old, now)) return true;
      const twin = twins.get(old);
      if (twin?.parentNode !== live) return false;
      return isElement(old) || twin.data === old.data || twin.data === now?.data;
    });
  };

  /** From the last child to the first, so that there is a next one to stand before. */
  const children = (live, { olds, news, pairs }) => {
    const isChild = (twin) => twin?.parentNode === live;
    const partner = new Map(pairs.map(([i, j]) => [j, olds[i]]));
    const stay = new Set(partner.values());
    const leaving = new Map(olds.filter((old) => !stay.has(old) && isElement(old)).map((old) => [keys.of(old), old]));
    let following = null;
    for (let j = news.length - 1; j >= 0; j--) {
      const now = news[j];
      const moved = partner.has(j) ? undefined : leaving.get(keys.of(now));
      if (partner.has(j)) {
        node(partner.get(j), now);
      } else {
        if (moved) inherit(moved, now, twins);
        else make(now);
        leaving.delete(keys.of(now));
        stay.add(moved);
        const last = following ? undefined : pairs.findLast(([i, k]) => k < j && isChild(twins.get(olds[i])));
        put(live, twins.get(now), following ?? (last ? twins.get(olds[last[0]]).nextSibling : live.firstChild));
        touched.add(isElement(now) ? twins.get(now) : live);
      }
      if (isChild(twins.get(now))) following = twins.get(now);
    }
    for (const old of olds) {
      if (stay.has(old)) continue;
      twins.get(old).remove();
      touched.add(live);
    }
  };

  node(base, next);
  return [...touched].filter((t) => isElement(t) && t.isConnected);
}

/**
 * Puts a node before another; one that is there already keeps its state where the browser can do that.
 * @param {Element} parent
 * @param {Node} node
 * @param {Node | null} before
 */
function put(parent, node, before) {
  if (node.isConnected && parent.moveBefore) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

/** @typedef {{ name: string, space: string | null, was: string | null, is: string | null }} Change */

/**
 * @param {Element} b
 * @param {Element} n
 * @returns {Change[]}
 */
function changedAttributes(b, n) {
  const changes = [];
  for (const { name, namespaceURI: space, value } of n.attributes) {
    const was = b.getAttribute(name);
    if (was !== value) changes.push({ name, space, was, is: value });
  }
  for (const { name, namespaceURI: space, value } of b.attributes) {
    if (!n.hasAttribute(name)) changes.push({ name, space, was: value, is: null });
  }
  return changes;
}

/** An element may be born with code or with a name that no script may set. */
const isSettable = ({ name }) => /^[a-z][\w:.-]*$/i.test(name) && !/^on|^srcdoc$/i.test(name);

/**
 * What a script has done to the classes of an element stays; other attributes become the server's.
 * @param {Element} live
 * @param {Change} change
 */
function setAttribute(live, { name, space, was, is }) {
  if (name === "class" && live.getAttribute(name) !== was) {
    const words = (list) => (list ?? "").split(/\s+/).filter(Boolean);
    live.classList.remove(...words(was));
    live.classList.add(...words(is));
  } else if (is === null) {
    live.removeAttribute(name);
  } else {
    live.setAttributeNS(space, name, is);
  }
}

/**
 * Changes only the differing middle of a text, so that a selection around it stays.
 * @param {CharacterData} text
 * @param {string} data
 */
function splice(text, data) {
  const [start, end] = common(text.data, data);
  text.replaceData(start, text.length - start - end, data.slice(start, data.length - end));
}

/** How many characters (or nodes) two strings (or lists) have in common at the start and at the end. */
function common(a, b, same = (x, y) => x === y) {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && same(a[start], b[start])) start++;
  let end = 0;
  while (end < most - start && same(a[a.length - 1 - end], b[b.length - 1 - end])) end++;
  return [start, end];
}

/** Nodes by what they are in HTML, which is written once for each. */
class Keys {
  #texts = new Map();
  #numbers = new Map();

  of(node) {
    let key = this.#texts.get(node);
    if (key === undefined) {
      key = isElement(node) ? node.outerHTML : node.nodeType + (node.data ?? "");
      this.#texts.set(node, key);
    }
    return key;
  }

  /** The same for the same HTML. */
  number(node) {
    const key = this.of(node);
    if (!this.#numbers.has(key)) this.#numbers.set(key, this.#numbers.size);
    return this.#numbers.get(key);
  }

  /** isEqualNode does not look into templates, HTML does not tell one text from two. */
  same(a, b) {
    return this.of(a) === this.of(b) && a.isEqualNode(b);
  }
}

/**
 * Which children of two nodes belong together: pairs of indices, ascending in both.
 * First those that are the same, then those between them that are alike.
 * @param {Node} b
 * @param {Node} n
 * @param {Keys} keys
 */
function compare(b, n, keys) {
  const [olds, news] = [[...b.childNodes], [...n.childNodes]];
  const [start, end] = common(olds, news, (x, y) => keys.same(x, y));
  const middle = { i: start, j: start, toI: olds.length - end, toJ: news.length - end };

  const [oldKeys, newKeys] = [olds, news].map((nodes) => nodes.map((node) => keys.number(node)));
  const weights = olds.map((node) => weight(keys.of(node)));
  const equal = (i, j) => (oldKeys[i] === newKeys[j] ? weights[i] : 0);
  const alike = (i, j) => likeness(olds[i], news[j], keys);

  const pairs = [];
  for (let k = 0; k < start; k++) pairs.push([k, k]);
  let { i, j } = middle;
  for (const [toI, toJ] of [...choose(middle, equal, MOST_PAIRS), [middle.toI, middle.toJ]]) {
    pairs.push(...choose({ i, j, toI, toJ }, alike, MOST_GUESSES));
    if (toI < middle.toI) pairs.push([toI, toJ]);
    [i, j] = [toI + 1, toJ + 1];
  }
  for (let k = end; k > 0; k--) pairs.push([olds.length - k, news.length - k]);
  return { olds, news, pairs };
}

/** Blanks between blocks are the same everywhere and prove nothing. */
const weight = (key) => 0.5 + key.slice(1).trim().length;

/**
 * More than 1 if y can be made of x: the more, the more characters they share.
 * @param {Node} x
 * @param {Node} y
 * @param {Keys} keys
 */
function likeness(x, y, keys) {
  if (x.nodeName !== y.nodeName) return 0;
  if (isElement(x) && IDENTITY.some((name) => x.getAttribute(name) !== y.getAttribute(name))) return 0;
  const [a, b] = [keys.of(x), keys.of(y)];
  const glance = (key) => (key.length > 2 * GLANCE ? key.slice(0, GLANCE) + key.slice(-GLANCE) : key);
  const [start, end] = common(glance(a), glance(b));
  return 1 + (start + end) / Math.max(glance(a).length, glance(b).length, 1);
}

/**
 * Pairs of indices of a part of two lists, ascending in both, with the largest sum of scores.
 * @param {{ i: number, j: number, toI: number, toJ: number }} part
 * @param {(i: number, j: number) => number} score 0: no pair
 * @param {number} most
 * @returns {[number, number][]}
 */
function choose({ i, j, toI, toJ }, score, most) {
  const [rows, columns] = [toI - i, toJ - j];
  if (rows === 0 || columns === 0) return [];
  if (rows * columns > most) return chooseNear({ i, j, toI, toJ }, score);
  // sums[at] is the most that is to be had from this row and column on
  const wide = columns + 1;
  const sums = new Float64Array((rows + 1) * wide);
  const together = new Uint8Array((rows + 1) * wide);
  for (let r = rows - 1; r >= 0; r--) {
    for (let c = columns - 1; c >= 0; c--) {
      const at = r * wide + c;
      const points = score(i + r, j + c);
      const without = Math.max(sums[at + wide], sums[at + 1]);
      const with_ = points && points + sums[at + wide + 1];
      together[at] = with_ > without ? 1 : 0;
      sums[at] = Math.max(with_, without);
    }
  }
  const pairs = [];
  for (let r = 0, c = 0; r < rows && c < columns; ) {
    const at = r * wide + c;
    if (together[at]) pairs.push([i + r++, j + c++]);
    else if (sums[at + wide] >= sums[at + 1]) r++;
    else c++;
  }
  return pairs;
}

/** The same where that would take too long: each finds the first partner that is near. */
function chooseNear({ i, j, toI, toJ }, score) {
  const pairs = [];
  for (; i < toI; i++) {
    for (let k = j; k < Math.min(toJ, j + NEAR); k++) {
      if (score(i, k) < 1) continue;
      pairs.push([i, k]);
      j = k + 1;
      break;
    }
  }
  return pairs;
}
