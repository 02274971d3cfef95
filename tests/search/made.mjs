// Makes queries of every kind out of the texts of a site, with the pages that answer them. Nobody has picked them: a random
// generator does, the same for the same seed. What answers a query is found by looking through the texts, not by an index.

/**
 * @typedef {{ URL: string, Title: string, Sections: { ID: string, Title: string, Text: string, Code: string }[] }} Page
 * @typedef {{ kind: string, query: string, want: string[] }} Query want: addresses of pages, any of which is right; none for a query that must find nothing
 */

export const kinds = {
  exact: 'a word as it stands',
  bare: 'a noun that the texts have with particles only',
  particle: 'a noun with a particle that the texts do not have it with',
  inside: 'a part of a compound that stands nowhere by itself',
  spacing: 'two words without the space between them, or a compound with one',
  composing: 'a word whose last syllable is half typed',
  initials: 'the first consonants of a word',
  keyboard: 'a word typed with the keyboard in the wrong language',
  mixed: 'a Korean and an English word of one section',
  identifier: 'names in code and text, whole or in part',
  loanword: 'a loanword in another spelling',
  typo: 'one wrong, missing, doubled or swapped key',
  several: 'three words of one section',
  phrase: 'words beside each other, in quotation marks',
  nfd: 'a word in loose jamo, as macOS gives it',
  nothing: 'what the site does not have',
};

/** A small generator of random numbers (mulberry32), so that a seed tells the same story everywhere. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const firsts = 'r R s e E f a q Q t T d w W c z x v g'.split(' ');
const vowels = 'k o i O j p u P h hk ho hl y n nj np nl b m ml l'.split(' ');
const finals = ' r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g'.split(' ');
const consonants = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const loose = Object.fromEntries([
  ...[...'ㄱㄲㄳㄴㄵㄶㄷㄸㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅃㅄㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'].map((c, i) => ['r R rt s sw sg e E f fr fa fq ft fx fv fg a q Q qt t T d w W c z x v g'.split(' ')[i], c]),
  ...[...'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'].map((c, i) => [vowels[i], c]),
]);
const isVowel = (key) => 'koiOjpuPhynbml'.includes(key);

/** The keys that type a Korean word. */
export const keys = (text) => [...text].map((c) => {
  const n = c.charCodeAt(0) - 0xac00;
  return n < 0 || n > 11171 ? c : firsts[(n / 588) | 0] + vowels[((n / 28) | 0) % 21] + finals[n % 28];
}).join('');

/** What a Korean keyboard shows for keys, key by key as an input method does. */
export function compose(text) {
  let out = '', first = '', vowel = '', final = '';
  const flush = () => {
    if (first && vowel) out += String.fromCharCode(0xac00 + (firsts.indexOf(first) * 21 + vowels.indexOf(vowel)) * 28 + finals.indexOf(final));
    else out += (loose[first] ?? '') + (loose[vowel] ?? '');
    first = vowel = final = '';
  };
  for (let key of text) {
    if (!/[a-zA-Z]/.test(key)) { flush(); out += key; continue; }
    if (!loose[key]) key = key.toLowerCase();
    if (isVowel(key)) {
      if (final) {
        const moved = final.length > 1 ? final[1] : final;
        final = final.length > 1 ? final[0] : '';
        const next = moved;
        flush();
        [first, vowel] = [next, key];
      } else if (vowel && vowels.includes(vowel + key)) vowel += key;
      else if (first && !vowel) vowel = key;
      else { flush(); vowel = key; }
    } else if (first && vowel && !final && finals.includes(key)) final = key;
    else if (final && finals.includes(final + key)) final += key;
    else { flush(); first = key; }
  }
  flush();
  return out;
}

const hasFinal = (word) => (word.charCodeAt(word.length - 1) - 0xac00) % 28 > 0;
const particles = [['은', '는'], ['이', '가'], ['을', '를'], ['과', '와'], ['에서', '에서'], ['으로', '로'], ['의', '의'], ['까지', '까지'], ['도', '도'], ['에는', '에는'], ['부터', '부터'], ['이란', '란'], ['에서는', '에서는'], ['보다', '보다']];
const withParticle = (word, [afterFinal, afterVowel]) => {
  if (afterVowel === '로' && (word.charCodeAt(word.length - 1) - 0xac00) % 28 === 8) return word + '로';
  return word + (hasFinal(word) ? afterFinal : afterVowel);
};

/** Other ways in which people write a loanword: what they hear is the same. */
const spellings = [['ㅔ', 'ㅐ'], ['ㅐ', 'ㅔ'], ['ㅓ', 'ㅗ'], ['ㅗ', 'ㅓ'], ['ㅅ', 'ㅆ'], ['ㅡ', 'ㅜ'], ['ㅈ', 'ㅉ'], ['ㅑ', 'ㅏ'], ['ㅕ', 'ㅓ'], ['ㅛ', 'ㅗ'], ['ㅠ', 'ㅜ']];
const isLoan = (word) => /[크트프드스즈츠브그르]$|[ㄱ-ㅎ]|[컴컨콘퍼페포플프패래레렉링팅닝터트토테텍디더데드브블버베밸뱅코쿠크클커카켓케키킷타티턴튼툴핀핑파퓨피필]/.test(word);

/**
 * @param {Page[]} pages
 * @param {{ seed?: number, each?: number }} [options] each: how many queries of each kind at most
 * @returns {Query[]}
 */
export function make(pages, { seed = 1, each = 80 } = {}) {
  const draw = random(seed);
  const pick = (list) => list[Math.floor(draw() * list.length)];
  const shuffled = (list) => list.map((item) => [draw(), item]).sort((a, b) => a[0] - b[0]).map(([, item]) => item);

  const texts = pages.map((page) => ({
    url: page.URL,
    all: [page.Title, ...page.Sections.flatMap((s) => [s.Title, s.Text, s.Code])].join('\n').normalize('NFC'),
    prose: page.Sections.flatMap((s) => [s.Title, s.Text]).join('\n'),
    sections: page.Sections.map((s) => `${s.Title}\n${s.Text}`),
    code: page.Sections.map((s) => s.Code).join('\n'),
  }));
  for (const text of texts) {
    text.small = text.all.toLowerCase();
    text.unspaced = text.small.replace(/\s+/g, '');
    text.tight = text.small.replace(/[\s\-_./:]+/g, '');
    text.eojeols = new Set(text.all.match(/[가-힣]+/g) ?? []);
  }
  const having = (test) => texts.filter(test).map(({ url }) => url);
  const contains = (word) => having(({ small, unspaced }) => small.includes(word.toLowerCase()) || unspaced.includes(word.toLowerCase().replace(/\s/g, '')));
  const few = (want) => want.length > 0 && want.length <= 4;

  // How each stretch of Hangul occurs, and which of them are nouns: met with two particles that only nouns have.
  const eojeols = new Map();
  for (const { eojeols: here } of texts) for (const e of here) eojeols.set(e, (eojeols.get(e) ?? 0) + 1);
  const sorted = [...eojeols.keys()].sort();
  const nouns = new Set();
  for (const e of sorted) {
    for (const p of particles.slice(0, 6)) {
      for (const ending of new Set(p)) {
        const stem = e.slice(0, -ending.length);
        if (e.endsWith(ending) && stem.length >= 2 && !stem.endsWith('들') && e === withParticle(stem, p) && particles.filter((q) => eojeols.has(withParticle(stem, q))).length >= 2) nouns.add(stem);
      }
    }
  }
  const rareNouns = shuffled([...nouns].sort()).filter((n) => few(contains(n)));
  const plain = rareNouns.filter((n) => n.length >= 3);
  const latin = shuffled([...new Set(texts.flatMap(({ prose }) => prose.match(/[A-Za-z][A-Za-z0-9]{2,}/g) ?? []).map((w) => w.toLowerCase()))].sort()).filter((w) => few(contains(w)));

  const queries = [];
  const seen = new Set();
  const add = (kind, query, want) => {
    if (query && !seen.has(kind + query) && queries.filter((q) => q.kind === kind).length < each) {
      seen.add(kind + query);
      queries.push({ kind, query, want });
      return true;
    }
    return false;
  };

  for (const n of rareNouns) if (eojeols.has(n)) add('exact', n, contains(n));
  for (const n of rareNouns) if (!eojeols.has(n)) add('bare', n, contains(n));
  for (const n of rareNouns) {
    const unseen = particles.map((p) => withParticle(n, p)).filter((form) => !contains(form).length);
    if (unseen.length) add('particle', pick(unseen), contains(n));
  }
  for (const e of shuffled(sorted.filter((e) => e.length >= 4 && e.length <= 9))) {
    const noun = particles.flat().map((p) => (e.endsWith(p) ? e.slice(0, -p.length) : '')).find((stem) => nouns.has(stem)) ?? '';
    const from = 1 + Math.floor(draw() * (noun.length - 2)), inner = noun.slice(from);
    if (noun.length < 4 || inner.length < 2 || /[다요]$/.test(noun) || sorted.some((other) => other.startsWith(inner))) continue;
    const want = contains(inner);
    if (few(want)) add('inside', inner, want);
  }
  for (const { prose } of shuffled(texts)) {
    const m = pick([...prose.matchAll(/(?<![가-힣])([가-힣]{2,4}) ([가-힣]{2,4})(?=[\s.,)]|$)/gm)]);
    if (!m || !nouns.has(m[1]) || !nouns.has(m[2])) continue;
    const want = contains(`${m[1]} ${m[2]}`);
    if (few(want) && !eojeols.has(m[1] + m[2])) add('spacing', m[1] + m[2], want);
  }
  for (const e of shuffled(sorted.filter((e) => e.length >= 4 && e.length <= 6 && nouns.has(e)))) {
    const at = 2 + Math.floor(draw() * (e.length - 3));
    const [a, b] = [e.slice(0, at), e.slice(at)];
    if (nouns.has(a) && nouns.has(b) && few(contains(e)) && !contains(`${a} ${b}`).length && queries.filter((q) => q.kind === 'spacing').length < each) add('spacing', `${a} ${b}`, having(({ tight }) => tight.includes(e)));
  }
  for (const n of plain) {
    const k = keys(n);
    const query = compose(k.slice(0, k.length - 1 - Math.floor(draw() * 2)));
    if (query.length < 2 || query === n || nouns.has(query)) continue;
    const typedSoFar = keys(query);
    const want = having(({ eojeols: here }) => [...here].some((e) => keys(e).startsWith(typedSoFar) || e.includes(query)));
    if (few(want)) add('composing', query, want);
  }
  for (const n of rareNouns.filter((w) => w.length >= 4)) add('initials', [...n].map((c) => consonants[((c.charCodeAt(0) - 0xac00) / 588) | 0]).join(''), contains(n));
  for (const n of plain) if (queries.filter((q) => q.kind === 'keyboard').length < each / 2) add('keyboard', keys(n), contains(n));
  for (const w of latin.filter((w) => w.length >= 4 && /^[a-z]+$/.test(w))) add('keyboard', compose(w), contains(w));
  for (const { url, sections } of shuffled(texts)) {
    const section = pick(sections) ?? '';
    const korean = shuffled(section.match(/[가-힣]{2,}/g) ?? []).find((w) => nouns.has(w));
    const english = shuffled(section.match(/[A-Za-z][A-Za-z0-9]{2,}/g) ?? [])[0];
    if (!korean || !english) continue;
    const want = having(({ small }) => small.includes(korean) && small.includes(english.toLowerCase()));
    if (few(want)) add('mixed', draw() < 0.5 ? `${korean} ${english}` : `${english} ${korean}`, want);
  }
  for (const { all } of shuffled(texts)) {
    const m = pick(all.match(/(?<![\w.-])(?:--[a-z][a-z-]+|\.[a-z]{3,}|[A-Za-z]+(?:[._-][A-Za-z0-9]+)+|[a-z]+[A-Z][A-Za-z]+|[A-Z][a-z]+[A-Z][A-Za-z]+|[A-Za-z]\+\+|[A-Z]#)(?![\w-])/g) ?? []);
    if (!m || m.length > 38) continue;
    const want = having(({ small, tight }) => small.includes(m.toLowerCase()) || tight.includes(m.toLowerCase().replace(/[\s\-_./:]+/g, '')));
    if (few(want)) add('identifier', m, want);
  }
  for (const n of plain.filter((w) => isLoan(w))) {
    const k = [...n].map((c) => keys(c));
    const at = Math.floor(draw() * k.length);
    for (const [a, b] of shuffled(spellings)) {
      const [from, to] = [a, b].map((c) => keys(c) === c ? Object.keys(loose).find((key) => loose[key] === c) : c);
      const other = k.map((s, i) => (i === at ? s.replace(from, to) : s)).join('');
      const query = compose(other);
      if (other !== k.join('') && query.length === n.length && !contains(query).length) {
        add('loanword', query, contains(n));
        break;
      }
    }
  }
  for (const n of plain.filter((w) => w.length <= 7)) {
    const k = keys(n), at = 1 + Math.floor(draw() * (k.length - 1));
    const beside = 'qwertyuiopasdfghjklzxcvbnm';
    const wrong = pick([
      () => k.slice(0, at) + pick([...(isVowel(k[at]) ? 'koiojpuhynbml' : 'rsefaqtdwczxvg')]) + k.slice(at + 1),
      () => k.slice(0, at) + k.slice(at + 1),
      () => k.slice(0, at) + k[at] + k.slice(at),
      () => k.slice(0, at - 1) + k[at] + k[at - 1] + k.slice(at + 1),
      () => k.slice(0, at) + (beside[beside.indexOf(k[at]) + 1] ?? 'a') + k.slice(at + 1),
    ])();
    const query = compose(wrong);
    if (/^[가-힣]{2,}$/.test(query) && !contains(query).length && draw() < 2 / 3) add('typo', query, contains(n));
  }
  for (const w of latin.filter((w) => w.length >= 6 && /^[a-z]+$/.test(w))) {
    const at = 2 + Math.floor(draw() * (w.length - 3));
    const query = pick([w.slice(0, at) + w.slice(at + 1), w.slice(0, at) + w[at + 1] + w[at] + w.slice(at + 2), w.slice(0, at) + w[at] + w.slice(at)]);
    if (!contains(query).length && draw() < 1 / 3) add('typo', query, contains(w));
  }
  for (const { sections } of shuffled(texts)) {
    const section = pick(sections) ?? '';
    const words = shuffled([...new Set(section.match(/[가-힣]{2,}/g) ?? [])].filter((w) => nouns.has(w))).slice(0, 3);
    const want = having(({ all }) => words.every((w) => all.includes(w)));
    if (words.length === 3 && few(want)) add('several', words.join(' '), want);
  }
  for (const { prose } of shuffled(texts)) {
    const line = pick(prose.split('\n').filter((l) => l.split(' ').length > 5)) ?? '';
    const words = line.split(' ');
    const at = Math.floor(draw() * (words.length - 3));
    const phrase = words.slice(at, at + 2 + Math.floor(draw() * 2)).join(' ').replace(/["“”]/g, '');
    const want = contains(phrase);
    if (/^[가-힣A-Za-z0-9 ]+$/.test(phrase) && /[가-힣]{2}/.test(phrase) && phrase.length > 6 && few(want)) add('phrase', `"${phrase}"`, want);
  }
  for (const n of plain) if (draw() < 0.5) add('nfd', n.normalize('NFD'), contains(n));
  for (let i = 0; i < 4 * each; i++) {
    const length = 3 + Math.floor(draw() * 3);
    const made = draw() < 0.5
      ? Array.from({ length }, () => String.fromCharCode(0xac00 + Math.floor(draw() * 11172))).join('')
      : Array.from({ length: length + 3 }, () => pick([...'bcdfghjklmnpqrstvwxzaeiou'])).join('');
    if (!contains(made).length) add('nothing', made, []);
  }
  return queries;
}
