// Runs before the first paint: a stored choice of light or dark. Without one, CSS follows the system.
try {
  const theme = localStorage.getItem("sitegen-theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {}
