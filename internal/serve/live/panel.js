// What the preview itself has to say, over the page: what is wrong with the
// notes, and that the preview is gone.

const STYLE = "/.sitegen/live.css";

/** How many characters of a long line are shown on either side of the place. */
const BESIDE = 60;

const KOREAN = {
  preview: "미리 보기",
  severity: { error: "오류", warning: "경고" },
  count: (errors, warnings) => [errors && `오류 ${errors}개`, warnings && `경고 ${warnings}개`],
  stale: "고치면 이 창은 저절로 사라집니다. 그때까지 화면은 오류가 없던 때의 모습입니다.",
  more: (n) => `${n}개가 더 있습니다. 터미널에서 볼 수 있습니다.`,
  hint: "도움말",
  hide: "닫기",
  lost: "연결이 끊겼습니다",
};
const ENGLISH = {
  preview: "Preview",
  severity: { error: "error", warning: "warning" },
  count: (errors, warnings) => [errors && `${errors} ${errors > 1 ? "errors" : "error"}`, warnings && `${warnings} ${warnings > 1 ? "warnings" : "warning"}`],
  stale: "When all is mended this goes away by itself. Until then the page is shown as it was without errors.",
  more: (n) => `${n} more are in the terminal.`,
  hint: "hint",
  hide: "Close",
  lost: "Disconnected",
};

/** The words of the page's language, which may change. */
const words = () => (/^ko\b/i.test(document.documentElement.lang) ? KOREAN : ENGLISH);

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * Stands beside the body, in a tree of its own, where neither styles nor scripts
 * of the page nor a patch reach it. It never takes the focus by itself.
 */
class Panel {
  #all = element("div", { role: "region", hidden: "" });
  #lost = element("p", { class: "lost", role: "status", hidden: "" });
  #count = element("button", { class: "count", type: "button", "aria-haspopup": "dialog", hidden: "" });
  #panel = element("section", { class: "panel", role: "dialog", "aria-labelledby": "title", tabindex: "-1", popover: "manual" });
  #alert = element("p", { class: "unseen", role: "alert" });
  /** The list was asked for: it stays when there are only warnings in it. */
  #asked = false;

  constructor() {
    const host = element("sitegen-preview");
    const style = element("link", { rel: "stylesheet", href: STYLE });
    style.addEventListener("load", () => { this.#all.hidden = false; });
    this.#all.append(element("div", { class: "corner" }, this.#lost, this.#count), this.#panel, this.#alert);
    host.attachShadow({ mode: "open" }).append(style, this.#all);
    document.documentElement.append(host);

    this.#count.addEventListener("click", () => {
      this.#asked = true;
      this.#open();
      this.#panel.focus();
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.#close();
    });
  }

  /** @param {boolean} is */
  connected(is) {
    this.#lost.textContent = is ? "" : words().lost;
    this.#lost.hidden = is;
  }

  /** @param {{ errors: number, warnings: number, problems: object[] }} state */
  show(state) {
    const say = words();
    const summary = say.count(state.errors, state.warnings).filter(Boolean).join(", ");
    const hadFocus = this.#hasFocus();
    this.#all.setAttribute("aria-label", say.preview);
    this.#count.textContent = summary;
    this.#count.hidden = summary === "";
    this.#count.classList.toggle("error", state.errors > 0);
    this.#panel.replaceChildren(...content(state, summary, () => this.#close()));
    this.#alert.textContent = state.errors ? `${summary}. ${state.problems[0].message}` : "";
    if (state.errors) this.#open();
    else if (!this.#asked || !summary) this.#close();
    if (hadFocus && this.#isOpen()) this.#panel.focus();
  }

  #isOpen() {
    return this.#panel.matches(":popover-open");
  }

  #hasFocus() {
    return this.#panel.contains(this.#all.getRootNode().activeElement);
  }

  #open() {
    if (!this.#isOpen()) this.#panel.showPopover();
  }

  #close() {
    if (!this.#isOpen()) return;
    this.#asked = false;
    const hadFocus = this.#hasFocus();
    this.#panel.hidePopover();
    if (hadFocus && !this.#count.hidden) this.#count.focus();
  }
}

/** What the panel holds: a title, the problems, and how many there are besides. */
function content({ errors, warnings, problems }, summary, close) {
  const say = words();
  const hide = element("button", { type: "button", class: "hide" }, say.hide);
  hide.addEventListener("click", close);
  const body = element("div", { class: "body", role: "group", "aria-labelledby": "title", tabindex: "0" });
  if (errors) body.append(element("p", { class: "note" }, say.stale));
  body.append(element("ol", { class: "problems" }, ...problems.map((problem) => item(problem, say))));
  const hidden = errors + warnings - problems.length;
  if (hidden > 0) body.append(element("p", { class: "note" }, say.more(hidden)));
  return [element("header", {}, element("h2", { id: "title" }, summary), hide), body];
}

function item({ severity, code, file, line, col, message, hint, source, editor }, say) {
  const made = element("li", { class: severity });
  made.append(element("p", { class: "message" }, element("b", {}, say.severity[severity] ?? severity), " ", message));
  const place = [file, line, line && col].filter(Boolean).join(":");
  if (place) made.append(element("p", { class: "place" }, editor ? element("a", { href: editor }, place) : place, " ", element("span", { class: "code" }, code)));
  if (source?.trim()) made.append(excerpt(source, line, col));
  if (hint) made.append(element("p", { class: "hint" }, element("b", {}, say.hint), " ", hint));
  return made;
}

/** A line of a source with a mark at the place; of a long one, what is around the place. */
function excerpt(source, line, col) {
  const letters = [...source];
  const at = Math.max(col - 1, 0);
  const from = Math.max(at - BESIDE, 0);
  const to = at + 1 + BESIDE + Math.max(BESIDE - at, 0);
  const text = (a, b) => letters.slice(a, b).join("");
  const made = element("pre", {}, element("span", { class: "line" }, String(line)));
  if (from > 0) made.append("…");
  if (col > 0) made.append(text(from, at), element("mark", {}, text(at, at + 1) || " "), text(at + 1, to));
  else made.append(text(from, to));
  if (to < letters.length) made.append("…");
  return made;
}
