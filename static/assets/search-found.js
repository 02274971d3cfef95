// Marks what was searched for on the page that was found. app.js brings this file to such pages.

let styled;

/** @param {string} file relative to the site's root */
const style = (file) => styled ??= new Promise((done) => {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("../" + file, import.meta.url).href;
  link.onload = link.onerror = done;
  document.head.append(link);
});

const marks = () => [...document.querySelectorAll(".sg-hit")];

/** @type {HTMLButtonElement} takes the marks away */
const away = document.createElement("button");
away.className = "sg-away";
away.onclick = () => {
  away.remove();
  for (const mark of marks()) {
    const { parentNode } = mark;
    mark.replaceWith(...mark.childNodes);
    parentNode.normalize();
  }
};
addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && !document.querySelector("dialog[open]")) away.click();
});

const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\s+/g, "\\s+");

/** Texts of the page that can be marked: in a drawing or a formula there is no place for marks. */
function texts() {
  const nodes = [];
  for (const part of document.querySelectorAll("main h1, article")) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("svg, math, button")) nodes.push(walker.currentNode);
  }
  return nodes;
}

/**
 * @param {string} stylesFile
 * @param {string[]} found what the button says, then what is marked
 */
export default async (stylesFile, [label, ...found]) => {
  away.click();
  if (!found[0]) return;
  const pattern = new RegExp(found.map(escape).join("|"), "gi");
  for (const node of texts()) {
    for (const { index, 0: { length } } of [...node.data.matchAll(pattern)].reverse()) {
      const mark = document.createElement("mark");
      mark.className = "sg-hit";
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + length);
      range.surroundContents(mark);
    }
  }
  // The first one of the section may be folded away, behind another tab, or far below its heading.
  const section = document.querySelector(":target");
  const first = marks().find((mark) => !section || section.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING);
  for (let box = first; box = box?.parentElement.closest("details:not([open])");) box.open = true;
  const radio = first?.closest(".tabs > div")?.previousElementSibling.control;
  if (radio) radio.checked = true;
  // The browser may not have gone to the section yet, and would not any more.
  section?.scrollIntoView({ behavior: "instant" });
  first?.scrollIntoView({ behavior: "instant", block: "nearest" });

  await style(stylesFile);
  away.textContent = label;
  if (marks()[0]) document.body.append(away);
};
