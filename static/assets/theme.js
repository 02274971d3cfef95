// Runs before the first paint: a stored choice of light or dark. Without one, CSS follows the system.
try {
  const theme = localStorage.getItem("sitegen-theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {}

// Pages are folders, and what opens a folder as its index.html is a server. Where there is none,
// links are completed just before they are followed, and old addresses lead on by themselves.
if (location.protocol === "file:") {
  const complete = (href) => new URL(href, document.baseURI).href.replace(/^file:[^?#]*\/(?![^?#])/, "$&index.html");
  for (const type of ["click", "auxclick", "contextmenu"]) {
    addEventListener(type, ({ target }) => {
      const link = target.closest("a[href]");
      if (link) link.setAttribute("href", complete(link.getAttribute("href")));
    }, true);
  }
  const { to } = document.currentScript.dataset;
  if (to) {
    stop(); // before the page gets to where it says the same for servers
    location.replace(complete(to));
  }
}
