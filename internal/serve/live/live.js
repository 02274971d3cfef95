// Keeps the page of a tab current while its notes are written. The server puts
// this at the end of every page: the document is then as it was sent, but for
// what early scripts have done.

const SELF = "/.sitegen/live.js";

/** A change of these needs a new page. */
const ONLY_AT_THE_START = "script, meta[http-equiv], base";

/** @type {HTMLScriptElement} */
const self = document.currentScript;
const keyOf = ({ run, version }) => `${run}-${version}`;
const versionOf = (script) => keyOf(script.dataset);
const root = self.dataset.base ?? "/";

/** The page as it was sent, and its live nodes. */
const twins = new WeakMap();
const own = versionOf(self);
self.remove();
let base = /** @type {Document} */ (document.cloneNode(true));
pair(base, document, twins);
delete base.documentElement.dataset.theme; // a choice that is older than the page

/** The digest that the server gave with base; null while base is only what was found in the tab. */
let digest = null;
let adopted = false;

/** A page that lists problems itself needs no panel for them. */
const panel = document.documentElement.dataset.sitegen === "problems" ? null : new Panel();

/** The newest state of the site, and which one has been seen to. */
let newest = null;
let seen = null;
let busy = false;

listen({
  connected: (is) => panel?.connected(is),
  state: (state) => {
    if (newest && keyOf(newest) === keyOf(state)) return;
    newest = state;
    panel?.show(state);
    catchUp();
  },
});
document.addEventListener("visibilitychange", catchUp);

/** Sees to the newest state; a tab that nobody looks at waits. */
async function catchUp() {
  if (busy) return;
  busy = true;
  try {
    while (newest && seen !== keyOf(newest) && !document.hidden) {
      const state = newest;
      const reply = await ask();
      if (reply.status === 0) break; // the server has gone, and will tell when it is back
      if (reply.status !== 304) await take(reply, state);
      await refreshPictures();
      seen = keyOf(state);
    }
  } finally {
    busy = false;
  }
}

/** Asks for the page, if it is another one than is shown. */
function ask() {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("GET", location.pathname + location.search);
    request.onreadystatechange = () => {
      if (request.readyState === XMLHttpRequest.HEADERS_RECEIVED && canShow(request)) request.responseType = "document";
    };
    if (digest) request.setRequestHeader("If-None-Match", digest);
    request.onloadend = () => done(request);
    request.send();
  });
}

/** A list of problems is shown only where there was one; elsewhere the panel is, over the page. */
const canShow = ({ status }) => status < 500 || !panel;

/**
 * Shows what the server has answered.
 * @param {XMLHttpRequest} reply
 */
async function take(reply, { moved }) {
  const { status } = reply;
  const address = status === 404 ? addressAfter(moved) : new URL(reply.responseURL).pathname;
  if (address && address !== location.pathname) return location.replace(address + location.search + location.hash);
  if (!canShow(reply)) return;
  const page = reply.response;
  if (!(page instanceof Document)) return location.reload();

  const version = strip(page);
  if (!adopted && version === own) {
    adopt(base, page, twins);
  } else if (startOf(base) === startOf(page)) {
    await change(page);
  } else {
    return location.reload();
  }
  base = page;
  adopted = true;
  digest = reply.getResponseHeader("ETag");
}

/** Where the page of this tab is now, if its file has another name. */
function addressAfter(moved) {
  const path = decodeURIComponent(location.pathname).normalize();
  const old = path.slice(root.length).replace(/index\.html$/, "");
  if (!path.startsWith(root) || !Object.hasOwn(moved, old)) return undefined;
  return root + moved[old].split("/").map(encodeURIComponent).join("/");
}

/** Takes out of a page what is not of the site, and returns which state it is of. */
function strip(page) {
  const script = [...page.querySelectorAll(`script[src="${SELF}"]`)].at(-1);
  script?.remove();
  page.body.normalize();
  // Without scripts, as this page was read, there are elements in it.
  for (const inert of page.querySelectorAll("noscript")) inert.textContent = inert.innerHTML;
  return script && versionOf(script);
}

/** What has an effect only while a page is loaded. */
function startOf(page) {
  const runs = ({ localName, type }) => localName !== "script" || /^(|module|importmap|(text|application)\/(java|ecma)script)$/i.test(type.trim());
  const words = (part) => [...part.attributes].map(({ name, value }) => `${name}=${name === "src" ? part.src : value}`);
  return [...page.querySelectorAll(ONLY_AT_THE_START)].filter(runs).map((part) => [part.localName, ...words(part), part.textContent].join(" ")).join("\n");
}

/** Makes the tab show another page, and tells the scripts of the page what has changed. */
async function change(page) {
  const sheets = await loadSheets(base, page, twins);
  const putBack = holdPlace();
  try {
    const roots = patch(base.documentElement, page.documentElement, twins, sheets);
    if (roots.length) document.dispatchEvent(new CustomEvent("sitegen:change", { detail: { roots } }));
    putBack(roots);
  } catch (error) {
    if (!(error instanceof CannotPatch)) reportError(error);
    location.reload();
  }
}
