// Runs before the first paint: a stored choice of light or dark. Without one, CSS follows the system.
try {
  const theme = localStorage.getItem("sitegen-theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {}

// Pages are folders, and what opens a folder as its index.html is a server. Where there is none,
// links are completed just before they are followed.
if (location.protocol === "file:") {
  const complete = (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    const to = new URL(link.getAttribute("href"), document.baseURI);
    if (to.protocol !== "file:" || !to.pathname.endsWith("/")) return;
    to.pathname += "index.html";
    link.setAttribute("href", to);
  };
  for (const type of ["click", "auxclick", "contextmenu"]) addEventListener(type, complete, true);
}
