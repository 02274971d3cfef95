// A change above what is being read must not move it. Browsers see to that only
// in part: not where their own anchor is replaced, and Safari not at all.

/** How many elements are remembered as marks: the first of them may be gone afterwards. */
const MOST_MARKS = 60;

/**
 * Remembers what is on the screen, and where.
 * @returns {(touched: Element[]) => void} puts it there again
 */
function holdPlace() {
  const focused = document.activeElement;
  const marks = scrollY > 0 ? visible(document.querySelector("main") ?? document.body) : [];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":root { overflow-anchor: none }"); // one of the two must hold still
  if (marks.length) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  return (touched) => {
    const mark = marks.find(({ element }) => element.isConnected && !touched.some((t) => element.contains(t)));
    if (mark) {
      const moved = mark.element.getBoundingClientRect().top - mark.top;
      if (moved !== 0) scrollBy({ top: moved, behavior: "instant" });
    }
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    if (!focused.isConnected && focused.id) document.getElementById(focused.id)?.focus({ preventScroll: true });
  };
}

/**
 * What is on the screen and moves with the page, from the top, the outer before the inner.
 * @param {Element} within
 */
function visible(within) {
  const found = [];
  const edge = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0; // what lies above is covered
  const walk = (element) => {
    const { top, bottom, height } = element.getBoundingClientRect();
    if (found.length >= MOST_MARKS || height === 0 || bottom <= edge || top >= innerHeight) return;
    const { position, overflowY } = getComputedStyle(element);
    if (position === "fixed" || position === "sticky") return;
    found.push({ element, top });
    if (overflowY === "visible" || element.scrollHeight <= element.clientHeight) for (const child of element.children) walk(child);
  };
  walk(within);
  return found;
}
