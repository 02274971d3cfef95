// Types Korean as an input method does: keys that have no name, and a syllable that grows in
// the field until the next one begins.

const firsts = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
const finals = [...' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'];
const syllable = (first, vowel, final = 0) => String.fromCharCode(0xac00 + (first * 21 + vowel) * 28 + final);

/** The parts of a syllable by their place in the alphabet; undefined for other characters. */
function partsOf(c) {
  const n = c.charCodeAt(0) - 0xac00;
  return n >= 0 && n < 11172 ? { first: (n / 588) | 0, vowel: ((n / 28) | 0) % 21, final: n % 28 } : undefined;
}

/**
 * What stands in the field after each stroke: what is finished, and what is still being composed.
 * A consonant goes to the syllable before it until a vowel takes it away: 가, 강, 가요.
 * @param {string} text
 * @returns {{ done: string, composed: string }[]}
 */
export function strokesOf(text) {
  const steps = [];
  let done = '';
  let before; // the syllable that a consonant may join
  for (const c of text) {
    const parts = partsOf(c);
    if (!parts) {
      steps.push(firsts.includes(c) ? { done, composed: c } : { done: done + c, composed: '' });
      done += c;
      before = undefined;
      continue;
    }
    const { first, vowel, final } = parts;
    const joined = before && !before.final ? finals.indexOf(firsts[first]) : -1;
    if (joined > 0) steps.push({ done: done.slice(0, -1), composed: syllable(before.first, before.vowel, joined) });
    else steps.push({ done, composed: firsts[first] });
    steps.push({ done, composed: syllable(first, vowel) });
    if (final) steps.push({ done, composed: c });
    done += c;
    before = parts;
  }
  return steps;
}

export class Ime {
  #session;
  #done = '';

  /** @param {import('playwright-core').Page} page */
  static async of(page) {
    const ime = new Ime();
    ime.#session = await page.context().newCDPSession(page);
    return ime;
  }

  /** A key that the input method has taken: it has a place, but no name. */
  async key(code, { name = 'Process', modifiers = 0, type = 'rawKeyDown' } = {}) {
    const event = { key: name, code, modifiers, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
    await this.#session.send('Input.dispatchKeyEvent', { ...event, type });
    await this.#session.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' });
  }

  /** Types a text; its last syllable stays open. */
  async compose(text) {
    for (const { done, composed } of strokesOf(text)) {
      await this.key('KeyA');
      if (done.length > this.#done.length) await this.#insert(done.slice(this.#done.length));
      if (composed) await this.#session.send('Input.imeSetComposition', { text: composed, selectionStart: composed.length, selectionEnd: composed.length });
      this.#done = done;
      this.open = composed;
    }
  }

  /** Ends the last syllable. */
  async end() {
    if (this.open) await this.#insert(this.open);
    this.open = '';
    this.#done = '';
  }

  async type(text) {
    await this.compose(text);
    await this.end();
  }

  #insert(text) {
    return this.#session.send('Input.insertText', { text });
  }
}
