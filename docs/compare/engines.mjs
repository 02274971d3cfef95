// The searches that other generators bring along, set up as they set them up, over the same plain texts, for search.mjs.
// Each is told where its settings come from. Their code is not here: npm installs the engines, and what a generator adds to its
// engine (how pages are cut, how a query is put, how hits are grouped) is written anew from its source.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {{ URL: string, Title: string, Sections: { ID: string, Title: string, Level: number, Text: string, Code: string }[] }} Page
 * @typedef {(query: string) => string[] | Promise<string[]>} Search the pages found, by address, best first
 * @typedef {{ name: string, by: string, open: (pages: Page[], folder: string, temp: string) => Promise<Search> }} Engine
 */

/** A package from the folder where npm has installed it. */
const from = (folder, name) => createRequire(path.resolve(folder, 'package.json'))(name);

/** The sections of a page down to some level of heading; what is deeper is text of the section around it. */
function cut(page, depth) {
  const sections = [];
  for (const { ID, Title, Level, Text, Code } of page.Sections) {
    const body = [Text, Code].filter(Boolean).join('\n');
    const last = sections.at(-1);
    if (last && Level > depth) last.text += `\n${Title}\n${body}`;
    else sections.push({ id: ID, title: Title || page.Title, level: Level, text: body });
  }
  const around = [];
  for (const section of sections) {
    const level = section.level || 1;
    around.length = level - 1;
    section.parents = around.filter(Boolean);
    around[level - 1] = section.title;
  }
  return sections;
}

const pagesOf = (addresses) => [...new Set(addresses.map((address) => address.split('#')[0]))];

// VitePress 1.6.4, search provider "local": the defaults of its documentation ("Search", miniSearch options), which its search box
// (VPLocalSearchBox) gives to MiniSearch; each heading begins a document, with the headings above as "titles"; 16 are shown.
const vitepress = {
  name: 'MiniSearch 7.2.0',
  by: 'VitePress 1.6',
  async open(pages, folder) {
    const MiniSearch = from(folder, 'minisearch');
    const index = new MiniSearch({
      fields: ['title', 'titles', 'text'],
      storeFields: ['title', 'titles'],
      searchOptions: { fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2, titles: 1 } },
    });
    for (const page of pages) {
      for (const { id, title, parents, text } of cut(page, 6)) index.add({ id: `${page.URL}#${id}`, title, titles: parents, text });
    }
    return (query) => pagesOf(index.search(query).slice(0, 16).map(({ id }) => id));
  },
};

// Starlight: it runs Pagefind over its pages with Pagefind's defaults (its schema of options names the same numbers) and shows
// Pagefind's own dialog. The pages are HTML with lang="ko"; Pagefind's client is asked as that dialog asks it.
const starlight = {
  name: 'Pagefind 1.6.0',
  by: 'Starlight',
  async open(pages, folder, temp) {
    const site = path.join(temp, 'pagefind');
    const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
    const { createIndex, close } = await import(pathToFileURL(path.resolve(folder, 'node_modules/pagefind/lib/index.js')));
    const { index } = await createIndex();
    for (const page of pages) {
      const content = page.Sections.map(({ ID, Title, Level, Text, Code }) => {
        const heading = !Title ? '' : Level >= 1 && Level <= 6 ? `<h${Level}${ID ? ` id="${escape(ID)}"` : ''}>${escape(Title)}</h${Level}>` : `<p>${escape(Title)}</p>`;
        return heading + Text.split('\n').map((line) => `<p>${escape(line)}</p>`).join('') + (Code ? `<pre><code>${escape(Code)}</code></pre>` : '');
      }).join('\n');
      await index.addHTMLFile({ url: `/${page.URL}`, content: `<!doctype html><html lang="ko"><head><title>${escape(page.Title)}</title></head><body><main>${content}</main></body></html>` });
    }
    await mkdir(site, { recursive: true });
    await index.writeFiles({ outputPath: site });
    await close();
    const server = createServer(async (request, response) => response.end(await readFile(path.join(site, new URL(request.url ?? '/', 'http://x').pathname))));
    await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
    server.unref();
    // The client is written for a browser; of that it needs the language of the page and where it is.
    globalThis.document = { querySelector: () => ({ getAttribute: () => 'ko' }) };
    globalThis.window = { location: { origin: 'http://page.invalid' } };
    globalThis.location = { origin: 'http://page.invalid', href: 'http://page.invalid/' };
    const script = path.join(site, 'pagefind.mjs');
    await writeFile(script, await readFile(path.join(site, 'pagefind.js')));
    const client = await import(pathToFileURL(script));
    await client.options({ basePath: `http://127.0.0.1:${server.address().port}/`, baseUrl: '/' });
    await client.init();
    return async (query) => {
      const { results } = await client.search(query);
      const five = await Promise.all(results.slice(0, 5).map((result) => result.data()));
      return five.map(({ url }) => url.replace(/^\//, ''));
    };
  },
};

// Material for MkDocs 9.6 with theme.language "ko": its Korean words name no language for the search, so that of the English ones
// stands, and an empty pipeline; separator [\s\-]+; title 1000, text 1; b is 0. Every word gets a trailing wildcard, quoted words are
// required; a hit counts (1 + boost²) times, boost being one for a page's top and the share of words found.
const material = {
  name: 'lunr 2.3.9',
  by: 'Material for MkDocs 9.6',
  async open(pages, folder) {
    const lunr = from(folder, 'lunr');
    const tops = new Set();
    const index = lunr(function () {
      this.b(0);
      this.tokenizer.separator = /[\s\-]+/;
      this.pipeline.reset();
      this.searchPipeline.reset();
      this.ref('location');
      this.field('title', { boost: 1e3 });
      this.field('text');
      for (const page of pages) {
        for (const { id, title, text } of cut(page, 6)) {
          const location = id ? `${page.URL}#${id}` : page.URL;
          if (!id) tops.add(location);
          this.add({ location, title, text });
        }
      }
    });
    const put = (query) => query.trim()
      .split(/"([^"]+)"/)
      .map((part, i) => (i % 2 ? part.trim().split(/\s+/).map((word) => ` +${word}`).join('') : part))
      .join('').replaceAll('"', '').replaceAll(':', ' ')
      .split(/\s+/).filter((word) => !/^[*+\-^~]*$/.test(word))
      .map((word) => (/[~^]$/.test(word) ? `${word}1` : word))
      .map((word) => (/^[+-]|[~^]\d+$/.test(word) ? word : `${word}*`)).join(' ');
    return (query) => {
      let hits;
      const words = put(query);
      if (!words) return [];
      try {
        hits = index.search(words);
      } catch {
        return []; // a query that lunr cannot read finds nothing there, too
      }
      const terms = words.toLowerCase().split(/[\s-]+/).map((word) => word.replace(/^[+]|[*]$/g, '')).filter(Boolean);
      const scored = hits.map(({ ref, score, matchData }) => {
        const found = Object.keys(matchData.metadata);
        const boost = Number(tops.has(ref)) + terms.filter((term) => found.some((word) => word.startsWith(term))).length / terms.length;
        return { ref, score: score * (1 + boost ** 2) };
      });
      return pagesOf(scored.sort((a, b) => b.score - a.score).map(({ ref }) => ref));
    };
  },
};

// @easyops-cn/docusaurus-search-local 0.55 (Docusaurus has no search of its own that needs no server) with language ["en", "ko"], as
// its documentation asks for languages of lunr-languages; all else by default: one index each of titles, headings and texts, cut at h2
// and h3; queries from strict to loose (as typed, the last word as a beginning, one word missing of three, one letter wrong) until
// eight are found.
const docusaurus = {
  name: 'lunr 2.3.9 with lunr-languages 1.22.0 (en, ko)',
  by: 'docusaurus-search-local 0.55',
  async open(pages, folder) {
    const lunr = from(folder, 'lunr');
    if (!lunr.ko) for (const part of ['stemmer.support', 'ko', 'multi']) from(folder, `lunr-languages/lunr.${part}`)(lunr);
    this.both ??= lunr.multiLanguage('en', 'ko');
    const both = this.both;
    const titles = [], headings = [], texts = [];
    for (const page of pages) {
      titles.push({ url: page.URL, t: page.Title });
      for (const { title, text } of cut(page, 3)) {
        if (title !== page.Title) headings.push({ url: page.URL, t: title });
        if (text) texts.push({ url: page.URL, t: text });
      }
    }
    const indexes = [titles, headings, texts].map((documents) => ({
      documents,
      index: lunr(function () {
        this.use(both);
        this.ref('i');
        this.field('t');
        documents.forEach(({ t }, i) => this.add({ i: String(i), t }));
      }),
    }));
    const { REQUIRED } = lunr.Query.presence;
    const { NONE, TRAILING } = lunr.Query.wildcard;
    // What is found of a page is shown where its title is, if that is found, too.
    const place = (found, hit) => {
      const title = found.findIndex(({ type, url }) => type === 0 && url === hit.url);
      return title < 0 ? found.indexOf(hit) : title;
    };
    const inOrder = (found) => pagesOf(found.toSorted((a, b) => place(found, a) - place(found, b)).map(({ url }) => url));
    const counts = (word) => lunr.stopWordFilter(word) && lunr.ko.stopWordFilter(word);
    return (query) => {
      const words = (query.toLowerCase().match(/[^-\s]+/g) ?? []).slice(0, 12);
      if (!words.length) return [];
      const bare = words.filter(counts);
      const exact = [words, ...(bare.length && bare.length < words.length ? [bare] : [])];
      const less = bare.length > 2 ? bare.map((_, i) => bare.filter((_, j) => j !== bare.length - 1 - i)) : [];
      const found = [];
      for (const lists of [exact, less]) {
        for (const editDistance of [0, 1]) {
          for (const wildcard of [NONE, TRAILING]) {
            for (const list of lists) {
              if (editDistance && list.every((word) => word.length <= editDistance)) continue;
              for (const [type, { index, documents }] of indexes.entries()) {
                const hits = index.query((q) => list.forEach((word, i) => q.term(word, {
                  presence: REQUIRED,
                  wildcard: i === list.length - 1 ? wildcard : NONE,
                  ...(editDistance && word.length > editDistance ? { editDistance } : {}),
                })));
                for (const { ref } of hits.slice(0, 8)) {
                  if (found.length < 8 && !found.some((f) => f.type === type && f.ref === ref)) found.push({ type, ref, url: documents[ref].url });
                }
              }
              if (found.length >= 8) return inOrder(found);
            }
          }
        }
      }
      return inOrder(found);
    };
  },
};

// mdBook 0.5: sections down to h3 with title, body and breadcrumbs, boosts 2, 1 and 1, words joined by OR, expanded ("Search" in the
// documentation of book.toml); the pipeline of elasticlunr for English, whose trimmer leaves of a word only what is between Latin
// letters and digits (mdBook's issue 1081). mdBook makes the index with elasticlunr-rs, which does the same; 30 are shown.
const mdbook = {
  name: 'elasticlunr 0.9.5',
  by: 'mdBook 0.5',
  async open(pages, folder) {
    const elasticlunr = from(folder, 'elasticlunr');
    const index = elasticlunr(function () {
      for (const field of ['title', 'body', 'breadcrumbs']) this.addField(field);
      this.setRef('id');
      this.saveDocument(false);
    });
    const urls = [];
    for (const page of pages) {
      for (const { title, parents, text } of cut(page, 3)) {
        index.addDoc({ id: urls.length, title, body: text, breadcrumbs: [page.Title, ...parents, title].join(' » ') });
        urls.push(page.URL);
      }
    }
    const options = { bool: 'OR', expand: true, fields: { title: { boost: 2 }, body: { boost: 1 }, breadcrumbs: { boost: 1 } } };
    return (query) => pagesOf(index.search(query.trim(), options).slice(0, 30).map(({ ref }) => urls[ref]));
  },
};

// Hextra 0.11 (a Hugo theme): FlexSearch with tokenize "forward" and its own encoder, which takes each Hangul syllable, Han character
// and Kana for a word; one index of pages and one of paragraphs under h1 and h2, both asked with "suggest"; up to 20 pages, first
// those with more headings among their ten best paragraphs.
const hextra = {
  name: 'FlexSearch 0.8.143',
  by: 'Hextra (Hugo)',
  async open(pages, folder) {
    const FlexSearch = from(folder, 'flexsearch');
    const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\uac00-\ud7a3]|[0-9a-zа-я\u00c0-\u017f\u0400-\u04ff]+/gu;
    const options = { tokenize: 'forward', encode: (text) => String(text).toLowerCase().match(word) ?? [], cache: 100 };
    const whole = new FlexSearch.Document({ ...options, document: { id: 'id', store: ['title'], index: 'content' } });
    const parts = new FlexSearch.Document({ ...options, document: { id: 'id', store: ['display'], index: 'content', tag: [{ field: 'page' }] } });
    pages.forEach((page, number) => {
      let all = '';
      cut(page, 2).forEach(({ title, text }, i) => {
        const paragraphs = text.split('\n').filter(Boolean);
        parts.add({ id: `${number}.${i}`, page: `page_${number}`, content: title, ...(paragraphs[0] && { display: paragraphs[0] }) });
        paragraphs.forEach((content, j) => parts.add({ id: `${number}.${i}.${j}`, page: `page_${number}`, content }));
        all += ` ${title} ${text}`;
      });
      whole.add({ id: number + 1, title: page.Title, content: all });
    });
    return (query) => {
      const found = whole.search(query, 20, { enrich: true, suggest: true })[0]?.result ?? [];
      return found.flatMap(({ id }) => {
        const hits = parts.search(query, { enrich: true, suggest: true, tag: { page: `page_${id - 1}` } })[0]?.result ?? [];
        return hits.length ? [{ id, headings: hits.slice(0, 10).filter(({ doc }) => doc.display !== undefined).length }] : [];
      }).sort((a, b) => b.headings - a.headings).map(({ id }) => pages[id - 1].URL);
    };
  },
};

/** @type {Engine[]} */
export const engines = [vitepress, starlight, material, docusaurus, hextra, mdbook];
