// Finds pages. What is read, and what each step is for, stands in docs/search.md; package internal/search writes the files.
// Nothing is shown here. All is inside of one function, whose names a minifier can shorten.

export const [createSearch, ...inside] = (() => {
  /* ---- Words ---- */

  const lower = (text) => text.toLowerCase().replace(/ς/g, "σ");
  const cut = (text) => text.slice(0, 40);
  const connectors = "[-_./:+&'@’]";

  /**
   * @typedef {object} Word
   * @property {string} text folded; of an identifier its parts joined
   * @property {0 | 1 | 2} kind alphabetic, Hangul, or written without spaces
   * @property {boolean} glued it follows another word without a space
   * @property {string} literal with the marks around it: "c++", "--force"; "" without
   * @property {string[]} parts of an identifier that has several
   * @property {string} raw as it was typed
   */

  /**
   * Takes texts apart as internal/search/words.go does.
   * @param {string[]} letters characters, as in a regular expression: those of words of each kind, and those that are left out
   * @returns {(text: string) => Word[]}
   */
  function wordsOf([alphabetic, hangul, unspaced, unseen]) {
    const pattern = new RegExp(
      `([${hangul}]+)|([${unspaced}]+)|(?:(?<![${alphabetic + hangul + unspaced}.@#$+-])(--|[.@#$-]))?([${alphabetic}]+(?:${connectors}[${alphabetic}]+)*)([+#]{1,2}(?![${alphabetic}]))?`,
      "gu",
    );
    return (text) => {
      text = text.normalize("NFD").replace(new RegExp(`[${unseen}]`, "gu"), "").normalize()
        .replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt() - 0xfee0));
      return [...text.matchAll(pattern)].map(({ index, 1: korean = "", 2: run, 3: lead = "", 4: name, 5: tail = "" }) => {
        const parts = name ? name
          .split(new RegExp(connectors))
          .flatMap((part) => part.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z0-9]{2})/))
          .map(lower) : [];
        const joined = parts.join("");
        return {
          text: run ?? cut(korean || joined),
          kind: name ? 0 : run ? 2 : 1,
          glued: index > 0 && !" \n\t\r\u00a0\u3000([{<“‘「『《〈【".includes(text[index - 1]),
          literal: lead || tail ? cut(lead + joined + tail) : "",
          parts: parts[1] ? parts.slice(0, 8).map(cut) : [],
          raw: name || korean || run,
        };
      });
    };
  }

  /* ---- Hangul ---- */

  // The keys that type each consonant and vowel, in the order of Unicode; some consonants stand only last, some never do.
  const consonants = "r R rt s sw sg e E f fr fa fq ft fx fv fg a q Q qt t T d w W c z x v g".split(" ");
  const vowels = "k o i O j p u P h hk ho hl y n nj np nl b m ml l".split(" ");
  const firsts = consonants.filter((keys) => !keys[1]);
  const finals = ["", ...consonants.filter((keys) => !"EQW".includes(keys))];

  const syllable = (first, vowel, final) => String.fromCharCode(0xac00 + (first * 21 + vowel) * 28 + final);
  const isHangul = (text) => text >= "가";
  const firstOf = (c) => ((c.charCodeAt() - 0xac00) / 588) | 0;
  const vowelOf = (c) => (((c.charCodeAt() - 0xac00) / 28) | 0) % 21;

  /** The keys that type a text on a Korean keyboard. */
  const keysOf = (text) => text.replace(/[ㄱ-ㅣ가-힣]/g, (c) =>
    (isHangul(c) ? firsts[firstOf(c)] + vowels[vowelOf(c)] + finals[(c.charCodeAt() - 0xac00) % 28] : [...consonants, ...vowels][c.charCodeAt() - 0x3131]));

  const anyOf = (list) => `(${[...list].sort((a, b) => b.length - a.length).join("|")})`;

  /** What the keys of a text type on a Korean keyboard; "" if those are no whole syllables. */
  function typed(text) {
    const pattern = new RegExp(`${anyOf(firsts)}${anyOf(vowels)}(?:${anyOf(finals.slice(1))}(?!${anyOf(vowels)}))?`, "g");
    const korean = text.replace(/[A-DF-NSUVX-Z]/g, lower) // the others have another meaning with Shift
      .replace(pattern, (_, first, vowel, last = "") => syllable(firsts.indexOf(first), vowels.indexOf(vowel), finals.indexOf(last)));
    return /^[가-힣]+$/.test(korean) ? korean : "";
  }

  const firstKeys = (word) => word.replace(/./g, (c) => firsts[firstOf(c)]);

  /** What first consonants sound like, in a word of so many syllables. */
  function soundOfKeys(keys, syllables = keys.length) {
    const sound = keys.replace(/./g, (key) => "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅈㄱㄷㅂㅎ"[firsts.indexOf(key)]);
    return sound[0] + String.fromCharCode(48 + syllables) + sound.slice(1);
  }

  /** What a word sounds like, as internal/search/sounds.go has it. */
  const soundOf = (word) => (/^[가-힣]{2,}$/.test(word) ? soundOfKeys(firstKeys(word))
    : /^[a-z]{4,}$/.test(word) ? (word[0] + word.slice(1).replace(/[aeiouy]/g, "")).replace(/(.)\1+/g, "$1") : "");

  const isAlike = (a, b) => /[rRz]{2}|[eEx]{2}|[qQv]{2}|[wWc]{2}|[tT]{2}|[bh-puyOP]{2}/.test(a + b);

  /** How many keys, or syllables, lie between two words; one that is easily mistaken counts less. */
  function distance(a, b, limit, wrong = 1) {
    let before, row = [...b, 0].map((_, j) => j);
    if (Math.abs(a.length - b.length) > limit) return 9;
    for (let i = 0; i < a.length; i++) {
      const next = [i + 1];
      for (let j = 0; j < b.length; j++) {
        const x = a[i], y = b[j];
        next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (x === y ? 0 : isAlike(x, y) ? 0.6 : wrong),
          i && j && x === b[j - 1] && y === a[i - 1] ? before[j - 1] + 1 : 9));
      }
      before = row;
      row = next;
    }
    return row[b.length];
  }

  /* ---- Files ---- */

  const utf8 = new TextDecoder();

  /** Numbers of seven bits a byte. */
  const reader = (data) => ({
    at: 0,
    next() {
      let n = 0, unit = 1, byte;
      do {
        byte = data[this.at++];
        n += (byte & 127) * unit;
        unit *= 128;
      } while (byte > 127);
      return n;
    },
  });

  /**
   * @typedef {object} Term
   * @property {string} term
   * @property {string[]} shown words that it stands for in texts, if they are others
   * @property {number} stem whether it is a word by itself
   * @property {Uint8Array} data its passages, encoded
   */

  /** @type {(data: Uint8Array) => Term[]} */
  function readTerms(data) {
    const r = reader(data), length = r.next();
    const lines = utf8.decode(data.subarray(r.at, r.at += length)).split("\n").slice(0, -1);
    let before = "";
    const terms = lines.map((line) => {
      const [end, ...shown] = line.slice(1).split("\t");
      const n = r.next();
      return { term: before = before.slice(0, line.charCodeAt() - 32) + end, shown, stem: n & 1, data: n >> 1 };
    });
    for (const term of terms) term.data = data.subarray(r.at, r.at += term.data);
    return terms;
  }

  /**
   * Passages with their impact, greatest first; how many there are; and the pages of those that are not listed, eight to a byte.
   * @returns {{ posts: [number, number][], size: number, pages: Uint8Array }}
   */
  function readPosts(data) {
    const r = reader(data), posts = [];
    while (r.at < data.length) {
      const n = r.next();
      if (!n) return { posts, size: r.next(), pages: data.subarray(r.at) };
      for (let i = n >> 4, at = 0; i && r.at < data.length; i--) posts.push([at += r.next(), n & 15]);
    }
    return { posts, size: posts.length, pages: [] };
  }

  /* ---- Search ---- */

  const rootName = "index.bin";
  const sure = 0.9; // quality from which on a match is the word itself

  /**
   * @typedef {{ term: Term, quality: number, mark: string, extra?: number, most?: number }} Match mark: what of it is highlighted; extra: for standing beside another word; most: passages that count
   * @typedef {{ parts: Match[][], check?: RegExp, only?: boolean }} Unit what a page must have: a word, or several beside each other
   * @typedef {{ text: string, hit: boolean }} Piece
   * @typedef {{ url: string, title: string, crumbs: string[], sections: { anchor: string, title: Piece[], text: Piece[] }[] }} Group
   * @typedef {{ groups: Group[], read: string[] }} Result read: what was looked for in the place of words that are not there
   */

  /**
   * A search over the files of one site.
   * @param {string | ((path: string) => Promise<Response>)} source the address of their folder, with a slash at its end, or what reads one of them
   * @returns {{ search: (query: string, options?: { signal?: AbortSignal }) => Promise<Result>, open: () => Promise<unknown> }}
   */
  function createSearch(source) {
    const read = source.call ? source : async (path) => {
      const response = await fetch(source + path, { cache: path === rootName ? "no-cache" : "default" });
      if (!response.ok) throw new Error(`${response.status} ${path}`);
      return response;
    };

    /** What was read, as promises. After a failure the root is asked for again, too: another build may lie there by now. */
    const kept = new Map();
    function load(path, make) {
      if (!kept.has(path)) {
        kept.set(path, read(path)
          .then((response) => response.blob()) // whole: a stream that is left before its end is broken off
          .then((blob) => new Response(blob.stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer())
          .then((data) => make(new Uint8Array(data))));
      }
      kept.get(path).catch(() => kept.delete(path) && kept.delete(rootName));
      return kept.get(path);
    }

    const file = (folders, i, make) => load(`${folders[i >> 5]}/${i & 31}.bin`, make);
    const textOf = (data) => utf8.decode(data);

    let root;
    const open = () => load(rootName, (data) => {
      root = JSON.parse(textOf(data));
      root.toWords = wordsOf(root.letters);
      root.endings = root.endings.map((e) => e.split("/"));
      root.isEnding = new Set(root.endings.map(([e]) => e));
      root.pageOf = root.rows.flatMap((rows, page) => Array(rows).fill(page));
    }).catch((error) => {
      if (!root) throw error; // without a network what was read is still there
    });

    /** Which shard has a key. */
    const shardOf = ({ keys }, key) => keys.findLastIndex((k) => k <= key);

    /** @returns {Promise<Term[]>} the terms that begin so, or those up to another key, of the first shards that have them */
    async function range(from, name = "words", shards = 2, to = from + "\uffff") {
      const shelf = root[name], found = [];
      const first = shardOf(shelf, from), last = Math.min(shardOf(shelf, to), first + shards - 1);
      for (let i = first; i <= last; i++) found.push(file(shelf.folders, i, readTerms));
      return (await Promise.all(found)).flat().filter(({ term }) => term >= from && term < to);
    }

    const exact = async (text, shelf) => (await range(text, shelf, 1, text + "\0"))[0];

    /** What a word may be without its ending, the longest ending first. */
    const stemsOf = (text, least = 2) => root.endings
      .filter(([ending]) => text.endsWith(ending) && isHangul(text) === isHangul(ending))
      .map(([ending, instead = ""]) => text.slice(0, -ending.length) + instead)
      .filter((stem) => stem.length >= least);

    /** Forms of a word that has an ending: its stem, and the stem with other endings. */
    async function forms(text, shelf, again = 1) {
      const stems = stemsOf(text);
      for (const stem of stems) {
        const found = (await range(stem, shelf, 1)).filter(({ term, stem: whole }) => whole && (term === stem || root.isEnding.has(term.slice(stem.length))));
        if (found[0]) return found.map((term) => ({ term, quality: sure, mark: stem }));
      }
      for (const stem of again ? stems : []) {
        const found = await forms(stem, shelf, 0);
        if (found[0]) return found;
      }
      return [];
    }

    /** A word, what begins with it, and the same with other endings. */
    async function look(text, shelf) {
      const all = await range(text, shelf);
      const here = all[0]?.term === text && all[0].stem;
      const found = new Map((await forms(text, shelf)).map((match) => [match.term, here && !isHangul(text) ? { ...match, quality: 0.6 } : match]));
      for (const term of all) {
        const rest = term.term.slice(text.length);
        const quality = !rest ? 1 : root.isEnding.has(rest) ? 0.95 : 0.75 * Math.sqrt(text.length / term.term.length) * (here ? 0.6 : 1);
        if (!(found.get(term)?.quality > quality)) found.set(term, { term, quality, mark: text });
      }
      return [...found.values()];
    }

    /** A word of the site, with any ending. */
    async function itself(text, shelf) {
      const term = await exact(text, shelf);
      return term?.stem ? [{ term, quality: 1, mark: text }] : forms(text, shelf);
    }

    /** Words that a half-typed syllable may become: 리저 → 리전, 네트웤 → 네트워크. */
    async function composing(text, shelf) {
      const head = text.slice(0, -1), last = text.at(-1), keys = keysOf(text);
      const first = isHangul(last) ? firstOf(last) : head ? firsts.indexOf(keysOf(last)) : -1;
      return (await range(head + syllable(first, isHangul(last) ? vowelOf(last) : 0, 0), shelf, 2, head + syllable(first + 1, 0, 0)))
        .filter(({ term, stem }) => stem && keysOf(term).startsWith(keys))
        .map((term) => ({ term, quality: 0.8 * Math.sqrt(Math.min(1, text.length / term.term.length)), mark: term.term }));
    }

    /**
     * Words that sound alike, and those of the shards beside.
     * @returns {Promise<{ word: string, weight: number, shelf: string }[]>}
     */
    async function sounding(sound, prefix) {
      const { sounds } = root, start = sound.slice(0, prefix), near = shardOf(sounds, sound);
      const shards = [near, near - 1, near + 1].filter((i) => i >= 0 && i >= shardOf(sounds, start) && i <= shardOf(sounds, start + "\uffff"));
      const texts = await Promise.all(shards.map((i) => file(sounds.folders, i, textOf)));
      return texts.flatMap((text) => text.split("\n").slice(0, -1)).map((line) => {
        const weight = line.charCodeAt() - 32;
        return { word: line.slice(1), weight: weight % 48, shelf: weight < 48 ? "words" : "pairs" };
      });
    }

    /** @returns {Promise<Match[]>} the likeliest of some words */
    const likeliest = (words) => Promise.all(words
      .sort((a, b) => b.weight - a.weight)
      .slice(0, 4)
      .map(async ({ word, quality = sure, shelf }) => ({ term: await exact(word, shelf), quality, mark: word })));

    /** Words whose syllables begin with these consonants: ㅋㅌㅇㄴ → 컨테이너. */
    async function initials(text) {
      const keys = keysOf(text);
      for (let syllables = keys.length; syllables < keys.length + 3; syllables++) {
        const sound = soundOfKeys(keys, syllables);
        const found = (await sounding(sound)).filter(({ word }) => word.length === syllables && isHangul(word) && firstKeys(word).startsWith(keys));
        if (!found[0]) continue;
        const likely = await likeliest(found);
        return likely.map((match) => ({ ...match, most: likely[1] && 8 / likely.length })); // nobody knows which is meant
      }
      return [];
    }

    /** A word as it stands, or else as several written together, or half typed. */
    async function direct(text) {
      const matches = await look(text);
      if (!isHangul(text) || matches.some(({ term, quality }) => quality === 1 && term.stem)) return matches;
      matches.push(...await look(text, "pairs"), ...await composing(text));
      return matches[0] ? matches : composing(text, "pairs");
    }

    /** Words of the site that a misspelt one is near to, without its ending if need be. */
    async function misspelt(text) {
      for (const word of [text, ...isHangul(text) ? stemsOf(text, 3) : []].slice(0, 2)) {
        const keys = keysOf(word), sound = soundOf(word), all = [];
        const start = word.slice(0, root.words.keys[99] ? 2 : 1); // of a large site, words that begin alike fill many files
        for (const shelf of ["words", "pairs"]) {
          const near = await range(start, shelf);
          all.push(...near.filter(({ stem }) => stem).map(({ term }) => ({ word: term, weight: 0, shelf })));
        }
        if (sound) all.push(...await sounding(sound, isHangul(word) ? 2 : 1));
        let best = keys[11] ? 2 : keys[7] ? 1.3 : keys[4] ? 1 : 0.6;
        let found = {};
        for (const other of all) {
          const d = Math.min(distance(keys, keysOf(other.word), best), word[2] && other.word[2] ? distance(word, other.word, 1, 2) : 9);
          if (d > best) continue;
          if (d < best) found = {};
          found[other.word] = { ...other, quality: 0.8 / (1 + d) };
          best = d;
        }
        const words = Object.values(found);
        if (words[0]) return likeliest(words);
      }
      return [];
    }

    /** Words that are written without the space between them. */
    async function split(text, depth = 3) {
      for (let n = text.length - 2; n > 0 && depth; n--) {
        const [first, rest] = [await itself(text.slice(0, n)), text.slice(n)];
        if (!first[0]) continue;
        const pair = await itself(first[0].mark + rest, "pairs");
        if (pair[0]) return [pair];
        const second = await itself(rest);
        const parts = second[0] ? [second] : await split(rest, depth - 1);
        if (parts) return [first, ...parts];
      }
    }

    /**
     * The ladder: the first step that finds something wins, so that a usual word costs one file.
     * @param {Word} word
     * @param {boolean} [whole] not to be taken for several words
     * @returns {Promise<{ unit?: Unit, read?: string }>}
     */
    async function resolve({ text, kind, literal, parts, raw }, whole) {
      const one = (matches, read) => matches[0] && { unit: { parts: [matches] }, read };
      const several = (lists) => lists?.every(([first]) => first)
        && { unit: { parts: lists, check: kind > 1 ? literally(text) : lists[1] && beside(lists.map(([{ mark }]) => mark)) } };
      const latin = lower(keysOf(text));
      const inOther = async (other) => other && one(await direct(other), other);
      if (kind > 1) {
        const all = [...text];
        if (!all[1]) return one(await look(text)) || {};
        const pairs = await Promise.all(all.slice(1).map((c, i) => itself(all[i] + c)));
        return several(pairs.map((matches) => matches.map((match) => ({ ...match, mark: text })))) || {};
      }
      if (/^[ㄱ-ㅎ]{2,}$/.test(text)) return one(await initials(text)) || await inOther(latin) || {};
      let matches = literal ? await look(literal) : [];
      if (!matches[0]) matches = await direct(text);
      if (matches[0]) return one(matches);
      const half = /[ㄱ-ㅣ]/.test(text);
      const other = !kind ? typed(raw) || typed(lower(raw)) : half || /[aeiouy]/.test(latin) && !/[^aeiouy]{5}/.test(latin) ? latin : "";
      return await inOther(other)
        || parts[0] && several(await Promise.all(parts.slice(0, 5).map((part) => look(part))))
        || !half && (kind && !whole && several(await split(text)) || (matches = await misspelt(text), one(matches, matches[0]?.mark)))
        || {};
    }

    /**
     * Words beside each other are found where texts have them so, with or without the space. In quotation marks nothing else is,
     * if the index is known to have all such places.
     */
    async function join(list, found) {
      const often = (at) => found[at].unit?.parts[0].some(({ term, quality }) => quality >= sure && readPosts(term.data).size >= root.frequent);
      await Promise.all(list.slice(1).map(async (b, i) => {
        const a = list[i];
        if (a.kind > 1 || b.kind > 1 || list[2] && !b.quoted) return;
        const firsts = [a.text, ...stemsOf(a.text, 1)];
        const pairs = (await Promise.all(firsts.map((first) => itself(first + b.text, "pairs")))).flat().map((match) => ({ ...match, quality: 1, extra: 5 }));
        const only = b.quoted && (!firsts[1] || often(i) && often(i + 1));
        for (const at of pairs[0] ? [i, i + 1] : []) {
          const unit = found[at].unit ??= { parts: [[]] };
          if (only && !unit.only) unit.parts = [[]];
          unit.only ||= only;
          unit.parts[0].push(...pairs);
        }
      }));
    }

    /** How much each passage is about a unit, and which other pages have it. */
    function weigh({ parts }, _, units) {
      let scores, idf = 0, more = [];
      for (const matches of parts) {
        const lists = matches.sort((a, b) => b.quality - a.quality).slice(0, 60).map((match) => ({ ...match, ...readPosts(match.term.data) }));
        const best = lists.filter(({ quality, extra }) => !extra && quality >= Math.min(lists[0].quality, sure));
        const rarity = (size) => Math.log(1 + root.passages / size);
        idf = rarity(Math.max(...(best[0] ? best : lists).map(({ size }) => size)));
        more = parts[1] ? [] : best.map(({ pages }) => pages);
        const now = new Map();
        for (const { posts, size, quality, extra = 0, most } of lists) {
          for (const [at, impact] of posts.slice(0, units[1] ? undefined : most)) {
            const score = quality * (extra ? idf : Math.min(idf, rarity(size))) * (impact + extra);
            if (!(now.get(at) > score)) now.set(at, score);
          }
        }
        const before = scores;
        scores = before ? new Map([...now].filter(([at]) => before.has(at)).map(([at, score]) => [at, (score + before.get(at)) / 2])) : now;
      }
      return { scores, elsewhere: (page) => (more.some((pages) => pages[page >> 3] >> (page & 7) & 1) ? idf : 0) };
    }

    /** Pages, or their rows, in the order of how well they answer, with their passages in the same order. */
    function rank(units, byRow) {
      const pages = {};
      units.forEach(({ scores }, u) => {
        for (const [at, score] of scores) {
          const id = root.pageOf[at >> 4];
          const { best, own } = pages[byRow ? at >> 4 : id] ??= { id, best: [], own: {} };
          best[u] = Math.max(best[u] ?? 0, score);
          (own[at] ??= [])[u] = score;
        }
      });
      const byScore = (a, b) => b.score - a.score || a.id - b.id;
      const full = [], partly = [];
      for (const { id, best, own } of Object.values(pages)) {
        const rest = units.map(({ elsewhere }, u) => (best[u] ?? elsewhere(id)) / 4);
        const lacks = rest.filter((score) => !score).length;
        if (lacks > 1) continue;
        const passages = Object.entries(own).map(([at, scores]) => ({ id: +at, score: rest.reduce((sum, score, u) => sum + (scores[u] ?? score), 0) * scores.flat().length * (lacks ? 0.4 : 1) })).sort(byScore);
        (lacks ? partly : full).push({ id, passages, score: passages[0].score * (1 + Math.min(passages.length, 9) / 50) });
      }
      full.sort(byScore);
      return full[units[2] ? 4 : 0] || !units[1] ? full : full.concat(partly.sort(byScore));
    }

    /** The text of a row: its page, then its passages. What is 0 is as in the passage before. */
    const rowOf = (row) => file(root.texts, row, (data) => {
      const [[url, title, ...crumbs], ...list] = JSON.parse(textOf(data));
      let anchor, heading;
      const passages = list.map(([a, h, text, code = ""]) => {
        if (a !== 0) [anchor, heading] = [a, h];
        return { anchor, heading, text, code };
      });
      return { url, title, crumbs, passages };
    });

    async function search(query, options = {}) {
      await open();
      query = query.slice(0, 300).normalize();
      const other = query.replace(/(?<!\S)(?=\S*[ㄱ-ㅣ])[ㄱ-힣]\S*[!-~]\S*/g, (name) => lower(keysOf(name))); // ㄷㅊ2 is ec2
      const tight = other.replace(/(?<=[ㄱ-ㅎ])\s+(?=[ㄱ-ㅎ])|(?<=[가-힣])\s+(?=[ㄱ-ㅎ]$)/g, ""); // ㄱㅇ ㅇㅇ, 가용 ㅇ
      if (tight !== query) {
        const { groups, read } = await search(tight, options);
        if (groups[0]) return { groups, read: other === query ? read : [tight] };
      }
      const list = root.toWords(query).filter(({ glued, text }) => !(glued && root.isEnding.has(text) || /^[ㄱ-ㅣ]$/.test(text))).slice(0, 10);
      const phrases = query.split(/["“”„]/).filter((_, i, all) => i % 2 && all[i + 1] != null);
      const quoted = phrases.flatMap((phrase) => root.toWords(phrase).slice(1).map(({ text }) => text));
      for (const word of list) word.quoted = quoted.includes(word.text);
      return await answer(query, list, phrases, options) ?? answer(query, list, phrases, options, true);
    }

    /** @returns {Promise<Result | undefined>} undefined if words are to be tried as a whole that were taken for several */
    async function answer(query, list, phrases, { signal }, whole) {
      const found = await Promise.all(list.map((word) => resolve(word, whole)));
      await join(list, found);
      signal?.throwIfAborted();
      const read = found.flatMap((f) => f.read ?? []), units = found.flatMap(({ unit }) => unit ?? []);
      const missing = list.length - units.length;
      const checks = units.flatMap(({ check }) => check ?? []).concat(phrases.map(literally));
      const ranked = !units[0] || missing && (!list[2] || missing * 3 > list.length) ? [] : rank(units.map(weigh), checks[0]);

      const together = beside(list.slice(0, 4).map(({ raw }) => raw));
      const marks = units.map(({ parts }) => markPattern(parts.flat()));
      const shown = [];
      for (let from = 0; ranked[from] && from < 10 && !shown[0]; from += 5) {
        const rows = await Promise.all(ranked.slice(from, from + 5).map(async ({ passages }) => ({ passages, text: await rowOf(passages[0].id >> 4) })));
        for (const { passages, text: { passages: texts, ...about } } of rows) {
          const fits = passages
            .filter(({ id }) => id >> 4 === passages[0].id >> 4)
            .map(({ id, score }) => {
              const here = texts[id & 15], name = here.anchor ? here.heading : about.title;
              return { ...here, score: score * (lower(name) === lower(query) ? 1.5 : together.test(name) ? 1.25 : together.test(here.text) ? 1.12 : 1) };
            })
            .filter(({ heading, text, code }) => checks.every((check) => check.test([heading, text, code, about.title].join("\n"))))
            .sort((a, b) => b.score - a.score);
          if (fits[0] && !shown.some((other) => other.about.url === about.url)) shown.push({ about, fits, score: fits[0].score * (1 + fits.length / 50) });
        }
      }
      if (!shown[0] && !whole && units.some(({ check }) => check)) return;
      shown.sort((a, b) => b.score - a.score);
      return { groups: shown.map(({ about, fits }) => ({ ...about, sections: sectionsOf(fits, marks) })), read };
    }

    return { search, open };
  }

  /* ---- What is shown ---- */

  const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

  /** A text, however it is spaced. */
  const literally = (text) => new RegExp(escape(text.trim()).replace(/\s+/g, "\\s*"), "iu");

  /** A word, with spaces or the marks of an identifier in it. */
  const loose = (text) => [...text].map(escape).join(text[2] ? (isHangul(text) ? " ?" : connectors + "?") : "");

  /** Words beside each other, a short ending between them. */
  const beside = (texts) => new RegExp(texts.map(loose).join(".{0,3}"), "isu");

  /** What is highlighted of the words that match. */
  const markPattern = (matches) => [...new Set(matches.flatMap(({ term, mark }) => [mark, ...term.shown]))]
    .sort((a, b) => b.length - a.length)
    .slice(0, 40)
    .map(loose)
    .join("|");

  /** @type {(text: string, pattern: RegExp) => Piece[]} the pattern is a group, so every other piece is a hit */
  const pieces = (text, pattern) => text.split(pattern).map((text, i) => ({ text, hit: i % 2 > 0 })).filter(({ text }) => text);

  /** The part of a text that has most of the words in it. */
  function excerpt(text, marks) {
    const hits = marks.flatMap((mark, unit) => [...text.matchAll(new RegExp(mark, "giu"))].map(({ index }) => ({ index, unit })));
    let best = 0, count = 0;
    for (const { index } of hits.sort((a, b) => a.index - b.index)) {
      const here = new Set(hits.filter((hit) => hit.index >= index && hit.index < index + 100).map(({ unit }) => unit)).size;
      if (here > count) [best, count] = [index, here];
    }
    const from = best > 30 ? Math.min(text.indexOf(" ", best - 30) + 1 || best, best) : 0;
    return (from ? "…" : "") + text.slice(from, from + 140).replace(/\s+/g, " ") + (text[from + 140] ? "…" : "");
  }

  function sectionsOf(passages, marks) {
    const pattern = new RegExp(`(${marks.join("|")})`, "giu");
    const sections = new Map();
    for (const { anchor, heading, text, code } of passages) {
      if (sections.has(anchor) || sections.size > 3) continue;
      sections.set(anchor, { anchor, title: pieces(heading, pattern), text: pieces(excerpt(`${text}\n${code}`.trim(), marks), pattern) });
    }
    return [...sections.values()];
  }

  return [createSearch, wordsOf, soundOf, readTerms, readPosts];
})();
