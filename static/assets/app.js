// What a page gains with script. Each part is an addition: a page reads well without this file.
// An ordinary script, as browsers load no modules from files on a disk.

"use strict";
(() => {
const root = document.documentElement;

/** @type {(selector: string, from?: ParentNode) => Element | null} */
const one = (selector, from = document) => from.querySelector(selector);
/** @type {(selector: string, from?: ParentNode) => Element[]} */
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

/** Storage may be refused (private windows, policies); then nothing is remembered. */
const recall = (storage, key) => { try { return window[storage].getItem(key); } catch { return null; } };
const remember = (storage, key, value) => { try { window[storage].setItem(key, value); } catch {} };

/** Light, dark, or as the system says. */
function themeChoice() {
  for (const radio of all("[name=sg-theme]")) radio.checked = radio.value === (root.dataset.theme ?? "auto");
}

function chooseTheme({ value }) {
  root.dataset.theme = value;
  remember("localStorage", "sitegen-theme", value);
}

/** The headings of the contents, each with its link, and the one that is marked. */
const links = new Map();
let marked;

/** Marks the heading being read: the last one above a line at 28 % of the window. */
function mark() {
  const headings = [...links.keys()];
  const atEnd = root.scrollHeight - innerHeight - scrollY < 4;
  const line = atEnd ? innerHeight : innerHeight * .28;
  const link = links.get(headings.findLast((h) => h.getBoundingClientRect().top <= line) ?? headings[0]);
  if (link === marked) return;
  if (marked) marked.ariaCurrent = null;
  marked = link;
  if (!link) return;
  link.ariaCurrent = true;
  // scrollIntoView would also move the page
  const toc = one(".toc"), box = toc.getBoundingClientRect(), place = link.getBoundingClientRect();
  if (place.top < box.top || place.bottom > box.bottom) toc.scrollTop += place.top - box.top - box.height / 2;
}

// Wakes us when a heading crosses the line; scrolling itself is not watched.
const crossing = new IntersectionObserver(mark, { rootMargin: "0px 0px -72% 0px" });

function tableOfContents() {
  crossing.disconnect();
  links.clear();
  for (const link of all(".toc a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!heading) continue;
    links.set(heading, link);
    crossing.observe(heading);
  }
  mark();
}

/** The sidebar stays where it was, or shows the current page. */
function sidebar() {
  const side = one(".side");
  if (!side) return;
  const place = () => {
    const at = recall("sessionStorage", "side");
    if (at) side.scrollTop = at;
    const current = one("[aria-current=page]", side);
    if (current && (current.offsetTop < side.scrollTop || current.offsetTop > side.scrollTop + side.clientHeight - 48)) {
      side.scrollTop = current.offsetTop - side.clientHeight / 2;
    }
  };
  place();
  // A page that was made ready ahead does not know yet from where it will be come to.
  document.addEventListener("prerenderingchange", place);
  side.addEventListener("scrollend", () => remember("sessionStorage", "side", side.scrollTop));
}

/** What a copy button takes: the commands of a terminal, else the text without line numbers. */
function copyText(figure, pre) {
  if (figure.matches(".tty")) {
    const commands = all(".cmd", pre);
    if (commands.length) return commands.map((c) => c.textContent.replace(/\n$/, "")).join("\n");
  }
  const copy = pre.cloneNode(true);
  for (const aside of all(".no, .p", copy)) aside.remove();
  return copy.textContent.replace(/\n$/, "");
}

function button(label, onclick) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", onclick);
  return made;
}

const status = document.createElement("p");

/** Copy and, where a line is too long, wrap. The words come from the page, in its language. */
function codeBlocks() {
  const words = one("article")?.dataset;
  if (!words?.copy) return;
  status.className = "vh";
  status.role = "status";
  document.body.append(status);

  const bare = all(".code").filter((figure) => one("pre", figure) && !one(".tool", figure));
  // All are measured before the first is changed: the page is then laid out once.
  const long = bare.map((figure) => one("pre", figure)).map((pre) => pre.scrollWidth > pre.clientWidth);
  for (const [i, figure] of bare.entries()) {
    const pre = one("pre", figure);
    const tools = document.createElement("div");
    tools.className = "tool";
    const wrapped = figure.matches(".wrap");
    if (wrapped || long[i]) {
      const wrap = button(words.wrap, () => { wrap.ariaPressed = figure.classList.toggle("wrap"); });
      wrap.ariaPressed = wrapped;
      tools.append(wrap);
    }
    const copy = button(words.copy, async () => {
      try {
        await navigator.clipboard.writeText(copyText(figure, pre));
        copy.textContent = words.copied;
        status.textContent = words.copiedSay;
      } catch {
        getSelection().selectAllChildren(pre);
        status.textContent = words.selectedSay;
      }
      setTimeout(() => { copy.textContent = words.copy; status.textContent = ""; }, 1600);
    });
    tools.append(copy);
    figure.append(tools);
  }
}

/** A box that may scroll can be reached with Tab; one that does not scroll need not be. */
const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
const scrolling = ".code pre, .tw, .fig > div, .tree, article > table";

function scrollers() {
  resized.disconnect();
  for (const box of all(scrolling)) resized.observe(box);
}

/** Tabs of one group show the same choice, on this page and the next. */
const radios = () => all(".tabs > input");
const group = (radio) => radio.parentElement.dataset.g;

function tabs() {
  for (const radio of radios()) if (recall("localStorage", "tab:" + group(radio)) === radio.value) radio.checked = true;
}

function chooseTab(chosen) {
  remember("localStorage", "tab:" + group(chosen), chosen.value);
  for (const radio of radios()) if (group(radio) === group(chosen) && radio.value === chosen.value) radio.checked = true;
}

/** The files of the search: dialog, engine, styles; marks on pages that were found, their styles. */
const files = one(".find")?.dataset.search?.split(" ");
const load = (file, ...args) => import("../" + file).then((module) => module.default(...args));

const recent = "sitegen-recent " + new URL("..", document.currentScript.src).pathname;
/** Addresses and titles of the pages that were read, the last one first. */
const visited = () => recall("localStorage", recent)?.split("\n").map((line) => line.split("\t")) ?? [];

const markFound = (found) => load(files[3], files[4], found).catch(() => {});
let loading;
const dialog = () => loading ??= load(...files.slice(0, 3), { contents: one(".find").href, visited, recall, remember, markFound })
  .catch((error) => { loading = undefined; throw error; });
const search = (query) => dialog().then(({ open }) => open(query), () => location.assign(one(".find").href));

/**
 * Nothing of the search is asked for before somebody is about to use it. On a disk browsers load
 * no modules: there its link leads to the contents, as it does without script, and they say why.
 */
function searching() {
  const isLink = ({ target }) => target.closest?.(".find");
  addEventListener("keydown", (event) => {
    const { altKey, code, ctrlKey, metaKey, shiftKey, target } = event;
    // Typing Korean, the key of K is called ㅏ or nothing at all.
    const key = /^[!-~]$/.test(event.key) ? event.key.toLowerCase() : { KeyK: "k", Slash: "/" }[code];
    const isAsked = ctrlKey || metaKey ? key === "k" && !shiftKey
      : key === "/" && !target.closest?.("input, textarea, select, [contenteditable]") && recall("localStorage", "sitegen-slash") !== "off";
    if (!isAsked || altKey) return;
    event.preventDefault();
    one(".find").click();
  });
  if (location.protocol === "file:") {
    for (const why of all("[data-disk]")) why.hidden = false;
    return;
  }
  addEventListener("click", (event) => {
    if (!isLink(event) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    search();
  });
  for (const type of ["pointerover", "focusin"]) {
    addEventListener(type, (event) => {
      if (isLink(event)) dialog().then(({ warm }) => warm()).catch(() => {}); // whoever uses it will be told
    });
  }
  const query = new URLSearchParams(location.search).get("q");
  if (query !== null) search(query);
}

/** What is done when the page is read, which may be after it was made ready ahead. */
function read() {
  const { href, pathname } = location;
  const title = one("[aria-current=page]") && one("h1");
  if (title) {
    const pages = [[pathname, title.textContent.replace(/\s+/g, " ")], ...visited().filter(([path]) => path !== pathname)];
    remember("localStorage", recent, pages.slice(0, 6).map((page) => page.join("\t")).join("\n"));
  }
  const [page, ...found] = recall("localStorage", "sitegen-found")?.split("\n") ?? [];
  if (page !== href) return;
  remember("localStorage", "sitegen-found", "");
  markFound(found);
}

/** All of it for the page as it is now; once more after a change does no harm. */
function enhance() {
  themeChoice();
  tableOfContents();
  codeBlocks();
  scrollers();
  tabs();
}

addEventListener("scrollend", mark);
addEventListener("resize", mark);
addEventListener("change", ({ target }) => {
  if (target.name === "sg-theme") chooseTheme(target);
  if (target.matches(".tabs > input")) chooseTab(target);
});
addEventListener("click", ({ target }) => {
  if (target.closest(".toc:popover-open a")) one(".toc").hidePopover();
});
addEventListener("focusin", ({ target }) => {
  // browsers are content to show a part of what has the focus
  if (target.parentElement.closest(scrolling) && target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
});
sidebar();
enhance();
if (files) {
  searching();
  if (document.prerendering) document.addEventListener("prerenderingchange", read, { once: true });
  else read();
}
// A preview changes pages in place and tells which parts. Whether lines are too long is to be seen again.
document.addEventListener("sitegen:change", ({ detail }) => {
  for (const part of detail.roots) {
    const figure = part.closest(".code");
    if (figure) one(".tool", figure)?.remove();
  }
  enhance();
});
})();
