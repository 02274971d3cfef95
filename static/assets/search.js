// The dialog of the search. app.js brings this file when somebody is about to search;
// what finds pages is search-engine.js.

/**
 * @param {string} engineFile relative to the site's root
 * @param {string} stylesFile
 * @param {object} page
 * @param {string} page.contents the page that leads to all others
 * @param {() => [path: string, title: string][]} page.visited pages that were read, the last one first
 * @param {(storage: string, key: string) => string | null} page.recall
 * @param {(storage: string, key: string, value: string) => void} page.remember
 * @param {(found: string[]) => void} page.markFound marks on this page what was found
 */
export default async (engineFile, stylesFile, { contents, visited, recall, remember, markFound }) => {
  const local = "localStorage";
  const at = (path) => new URL("../" + path, import.meta.url).href;

  const make = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    made.append(...children);
    return made;
  };
  const button = (label, onclick) => {
    const made = make("button", {}, label);
    made.onclick = onclick;
    return made;
  };

  const styles = make("link", { rel: "stylesheet", href: at(stylesFile) });
  const styled = new Promise((done) => { styles.onload = styles.onerror = done; });
  document.head.append(styles);
  const words = await (await fetch(at("assets/search/words.json"), { cache: "no-cache" })).json();
  await styled;

  const list = make("div", { role: "listbox", id: "sg-hits", "aria-label": words.results });
  const field = make("input", { role: "combobox", "aria-controls": "sg-hits", "aria-autocomplete": "list", "aria-label": words.field, placeholder: words.field, autocomplete: "off", spellcheck: false, enterkeyhint: "go" });
  const told = make("p", { role: "status" });
  const slash = make("input", { type: "checkbox" });
  slash.checked = recall(local, "sitegen-slash") !== "off";
  slash.onchange = () => remember(local, "sitegen-slash", slash.checked ? "" : "off");
  const dialog = make("dialog", { id: "sg-find", "aria-label": words.name },
    make("div", {}, field, button(words.close, () => dialog.close())),
    told,
    list,
    make("footer", {}, make("span", {}, words.keys), make("label", {}, slash, words.slash)));
  document.body.append(dialog);

  /** What can be chosen, which of it is, and the search that is under way. */
  let options = [], chosen, asking, answered;

  function choose(n) {
    if (!options[0]) return;
    options[chosen]?.setAttribute("aria-selected", false);
    const option = options[chosen = (n + options.length) % options.length];
    option.setAttribute("aria-selected", true);
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }

  /** Rows are an address, the nodes of a name, and those of an excerpt. */
  function show(groups, ...news) {
    options = [];
    chosen = -1;
    list.replaceChildren(...groups.map(([name, rows], i) => make("div", { role: "group", "aria-labelledby": "sg-g" + i },
      make("div", { id: "sg-g" + i, role: "presentation" }, name),
      ...rows.map(([href, title, text = []]) => options[options.length] = make("a", { role: "option", href, tabindex: -1, id: "sg-o" + options.length, "aria-selected": false }, make("b", {}, ...title), ...text)))));
    list.hidden = !options[0];
    told.replaceChildren(...news);
    field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-expanded", !list.hidden);
  }

  let engine;
  const warm = () => engine ??= import(at(engineFile)).then(async ({ createSearch }) => {
    const made = createSearch(at("assets/search/"));
    await made.open();
    return made;
  }).catch((error) => {
    engine = undefined;
    throw error;
  });

  const marked = (pieces) => pieces.map(({ text, hit }) => hit ? make("mark", {}, text) : text);

  /** As the site writes its addresses: a page that was made ready ahead is then the page that is opened. */
  const encode = (path) => encodeURI(path).replace(/[;?:&+#]/g, encodeURIComponent);

  const groupOf = ({ url, title, crumbs, sections }) => [
    [...crumbs, title].join(" › "),
    sections.map(({ anchor, title: heading, text }) => [at(encode(url) + (anchor && "#" + encode(anchor))), heading[0] ? marked(heading) : [title], marked(text)]),
  ];

  async function ask() {
    asking?.abort();
    const { signal } = asking = new AbortController();
    const query = field.value.trim();
    if (!query) {
      const rows = visited().filter(([path]) => path !== location.pathname).map(([path, ...title]) => [path, title]);
      return show(rows[0] ? [[words.recent, rows]] : [], words.hint);
    }
    if (!options[0]) told.textContent = words.busy;
    await new Promise((done) => setTimeout(done, 60)); // what a word that is typed fast begins with is not looked for
    try {
      if (signal.aborted) return;
      const { groups, read } = await (await warm()).search(query, { signal });
      if (signal.aborted) return;
      show(groups.map(groupOf));
      if (options[0]) told.append(words.count.replace("%d", options.length), read[0] ? " · " + words.read.replace("%s", () => read.join(" ")) : "");
      else told.append(words.none.replace("%s", () => query) + " ", make("a", { href: contents }, words.contents));
      choose(0);
    } catch {
      if (!signal.aborted) show([], words.failed, button(words.retry, look));
    }
  }

  const look = () => answered = ask();

  field.oninput = look;
  field.onkeydown = async (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 0 }[event.key];
    // An input method has keys of its own: Enter, for one, may only end a syllable.
    if (step === undefined || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (step) return choose(Math.max(chosen, step < 0 ? 0 : -1) + step);
    await answered; // what is typed may be ahead of what is shown
    const option = options[chosen];
    if (!option) return;
    if (event.ctrlKey || event.metaKey) window.open(leave(option).href);
    else option.click();
  };

  const hitsOf = (option) => [words.unmark, ...[...option.querySelectorAll("mark")].map((hit) => hit.textContent)];

  /** Leaves word of the hits for the page that is gone to. */
  const leave = (option) => {
    remember(local, "sitegen-found", [option.href, ...hitsOf(option)].join("\n"));
    return option;
  };

  list.onclick = list.onauxclick = ({ target, type, ctrlKey, metaKey, shiftKey }) => {
    const option = target.closest("a");
    if (!option) return;
    leave(option);
    if (type !== "click" || ctrlKey || metaKey || shiftKey) return;
    dialog.close();
    if (option.pathname === location.pathname) setTimeout(() => markFound(hitsOf(option))); // when the browser has gone there
  };
  dialog.onmousedown = ({ target }) => {
    if (target === dialog) dialog.close(); // beside it
  };

  return {
    warm,
    /** @param {string} [query] */
    open(query) {
      field.value = query ?? field.value;
      if (!dialog.open) dialog.showModal();
      field.select();
      look();
    },
  };
};
