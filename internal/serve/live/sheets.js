// A new stylesheet is loaded beside the old one and takes its place at once, in
// the same moment as the rest of the page: nothing is ever seen without style.

/** No medium: such a sheet is loaded, but holds for nothing. */
const NOWHERE = "not all";

/** After so long a page is shown with the styles that there are. */
const PATIENCE = 3000;

const isSheet = (node) => isElement(node) && node.matches("link[rel~=stylesheet]");

/**
 * Loads the stylesheets of next that stand in the place of others.
 * @param {Document} base
 * @param {Document} next
 * @param {WeakMap<Node, Node>} twins
 * @returns {Promise<(node: Node) => Element | undefined>} the live link of a link of next, now in force
 */
async function loadSheets(base, next, twins) {
  const keys = new Keys();
  const { olds, news, pairs } = compare(base.head, next.head, keys);
  const loading = new Map();
  for (const [i, j] of pairs) {
    const [old, now] = [twins.get(olds[i]), news[j]];
    if (!isSheet(now) || keys.same(olds[i], now) || !old?.isConnected) continue;
    const link = document.importNode(now, true);
    link.media = NOWHERE;
    loading.set(now, { link, loaded: settled(link) });
    old.after(link);
  }
  const patience = new Promise((done) => setTimeout(done, PATIENCE));
  await Promise.race([Promise.all([...loading.values()].map(({ loaded }) => loaded)), patience]);

  return (node) => {
    const link = loading.get(node)?.link;
    if (!link) return undefined;
    const media = node.getAttribute("media");
    if (media === null) link.removeAttribute("media");
    else link.media = media;
    return link;
  };
}

/** Loaded or not to be had. */
function settled(link) {
  return new Promise((done) => {
    link.addEventListener("load", done);
    link.addEventListener("error", done);
  });
}
