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

/**
 * Light, dark, or as the system says.
 * @param {AbortController} until it ends what listens
 */
function themeChoice(until) {
  for (const radio of all("[name=sg-theme]")) {
    if (radio.value === (root.dataset.theme ?? "auto")) radio.checked = true;
    radio.addEventListener("change", () => {
      root.dataset.theme = radio.value;
      remember("localStorage", "sitegen-theme", radio.value);
    }, until);
  }
}

/** Marks the heading being read: the last one above a line at 28 % of the window. */
function tableOfContents(until) {
  const toc = one(".toc");
  if (!toc) return;
  const links = new Map();
  for (const link of all("a", toc)) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const headings = [...links.keys()];
  let current, waiting = 0;

  const mark = () => {
    waiting = 0;
    const atEnd = root.scrollHeight - innerHeight - scrollY < 4;
    const line = atEnd ? innerHeight : innerHeight * .28;
    const now = headings.findLast((h) => h.getBoundingClientRect().top <= line) ?? headings[0];
    if (!now || now === current) return;
    links.get(current)?.removeAttribute("aria-current");
    current = now;
    const link = links.get(now);
    link.setAttribute("aria-current", "true");
    // scrollIntoView would also move the page
    const box = toc.getBoundingClientRect(), place = link.getBoundingClientRect();
    if (place.top < box.top || place.bottom > box.bottom) toc.scrollTop += place.top - box.top - box.height / 2;
  };

  // The observer wakes us when a heading crosses the line; scrolling itself is not watched.
  const observer = new IntersectionObserver(() => { waiting ||= requestAnimationFrame(mark); }, { rootMargin: "0px 0px -72% 0px" });
  for (const heading of headings) observer.observe(heading);
  addEventListener("scrollend", mark, until);
  addEventListener("resize", mark, until);
  until.signal.addEventListener("abort", () => {
    observer.disconnect();
    links.get(current)?.removeAttribute("aria-current");
  });
  mark();

  toc.addEventListener("click", (event) => {
    if (event.target.closest("a") && toc.matches(":popover-open")) toc.hidePopover();
  }, until);
}

/** The sidebar stays where it was, or shows the current page. */
function sidebar() {
  const side = one(".side");
  if (!side) return;
  const at = recall("sessionStorage", "side");
  if (at) side.scrollTop = Number(at);
  const current = one("[aria-current=page]", side);
  if (current && (current.offsetTop < side.scrollTop || current.offsetTop > side.scrollTop + side.clientHeight - 48)) {
    side.scrollTop = current.offsetTop - side.clientHeight / 2;
  }
  addEventListener("pagehide", () => remember("sessionStorage", "side", String(side.scrollTop)));
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
  status.setAttribute("role", "status");
  document.body.append(status);

  for (const figure of all(".code")) {
    const pre = one("pre", figure);
    if (!pre || one(".tool", figure)) continue;
    const tools = document.createElement("div");
    tools.className = "tool";
    const wrapped = figure.matches(".wrap");
    if (wrapped || pre.scrollWidth > pre.clientWidth) {
      const wrap = button(words.wrap, () => wrap.setAttribute("aria-pressed", String(figure.classList.toggle("wrap"))));
      wrap.setAttribute("aria-pressed", String(wrapped));
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
function scrollers(until) {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of all(".code pre, .tw, .fig > div, .tree, article > table")) {
    observer.observe(box);
    // browsers are content to show a part of what has the focus
    box.addEventListener("focusin", ({ target }) => {
      if (target !== box && target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
    }, until);
  }
  until.signal.addEventListener("abort", () => observer.disconnect());
}

/** Tabs of one group show the same choice, on this page and the next. */
function tabs(until) {
  const radios = all(".tabs > input");
  const group = (radio) => radio.parentElement.dataset.g;
  for (const radio of radios) {
    const key = "tab:" + group(radio);
    if (recall("localStorage", key) === radio.value) radio.checked = true;
    radio.addEventListener("change", () => {
      remember("localStorage", key, radio.value);
      for (const other of radios) {
        if (group(other) === group(radio) && other.value === radio.value) other.checked = true;
      }
    }, until);
  }
}

/** All of it for the page as it is now; what listened before does no longer. */
let listening = new AbortController();
function enhance() {
  listening.abort();
  listening = new AbortController();
  themeChoice(listening);
  tableOfContents(listening);
  codeBlocks();
  scrollers(listening);
  tabs(listening);
}

sidebar();
enhance();
// A preview changes pages in place and tells which parts. Whether lines are too long is to be seen again.
document.addEventListener("sitegen:change", ({ detail }) => {
  for (const part of detail.roots) {
    const figure = part.closest(".code");
    if (figure) one(".tool", figure)?.remove();
  }
  enhance();
});
})();
