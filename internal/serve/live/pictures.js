// A picture that is drawn anew keeps its name: the page that shows it is the same
// as before, and a browser has no reason to ask for the picture again.

/** How many pictures of a page are looked after. */
const MOST_PICTURES = 100;

/** Makes the address of a new picture another one; the server does not mind. */
const ANEW = "sitegen";

/** Digests of the pictures that are shown, by address. */
const pictures = new Map();

/** Shows pictures as they are now. One that has not been met before is taken for current. */
async function refreshPictures() {
  const addresses = new Map();
  for (const image of document.images) {
    const url = new URL(image.src, document.baseURI);
    if (url.searchParams.has(ANEW)) url.searchParams.delete(ANEW);
    if (url.origin === location.origin && image.naturalWidth > 0) addresses.set(image, url.href);
  }
  const asked = [...new Set(addresses.values())].slice(0, MOST_PICTURES);
  const changed = new Map();
  await Promise.all(asked.map(async (url) => {
    const tag = await digestOf(url);
    if (tag && pictures.has(url) && pictures.get(url) !== tag) changed.set(url, tag);
    if (tag) pictures.set(url, tag);
  }));
  for (const [image, address] of addresses) {
    if (!changed.has(address)) continue;
    const url = new URL(address);
    url.searchParams.set(ANEW, changed.get(address));
    image.src = url;
  }
}

/** What the server calls this version of a file; "" if there is none to be had. */
async function digestOf(url) {
  try {
    const reply = await fetch(url, { method: "HEAD", cache: "no-store" });
    await reply.text(); // there is none, but a browser takes a reply that nobody reads for broken off
    return (reply.ok && reply.headers.get("ETag")) || "";
  } catch {
    return "";
  }
}
