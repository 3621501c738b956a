// The spoken words, and the captions of them. Only voices that live on this computer: others send the text away.
//
// One sentence at a time; safety and answers cut off what is being said, the rest waits for its end, and of those
// that wait only the newest is said. Every sentence is kept in a list in the page, spoken or not. When no
// voice speaks, the one polite live region has the words instead; never both.

const AFTER_CANCEL_MS = 60;   // a sentence given right after cancel() is dropped by some browsers
const VOICES_LATE_MS = 2000;  // voices are loaded late
const WORD_MS = 550;          // a voice that never says it has ended is taken to have ended by then

export class Voice {
  /** @param onSpeaking called with true and false as a sentence starts and ends */
  constructor({ list, region, onSpeaking = () => {}, synth = window.speechSynthesis }) {
    Object.assign(this, { list, region, onSpeaking, synth, on: true, voice: null });
    Object.assign(this, { speaking: null, next: null, ended: 0, again: 0 });
    this.ready = this.#find();
  }

  get speaks() { return this.on && this.voice !== null; }

  async #find() {
    if (!this.synth) return;
    const look = () => { this.voice = chooseVoice(this.synth.getVoices(), document.documentElement.lang); };
    look();
    if (this.voice) return;
    await Promise.race([
      new Promise((done) => this.synth.addEventListener?.("voiceschanged", done, { once: true })),
      new Promise((done) => setTimeout(done, VOICES_LATE_MS)),
    ]);
    look();
  }

  /** Says (or shows) a sentence; `key` names it in the list. `cut`: what is being said is cut off. */
  say(text, key = "", { cut = false } = {}) {
    keep(this.list, text, key);
    this.region.textContent = this.speaks ? "" : text;
    if (!this.speaks) return;
    if (cut) this.#hush();
    this.next = text;
    if (!this.speaking) this.#soon(cut ? AFTER_CANCEL_MS : 0);
  }

  #soon(wait_ms) {
    clearTimeout(this.again);
    this.again = setTimeout(() => this.#speak(), wait_ms);
  }

  #speak() {
    const text = this.next;
    this.next = null;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = this.voice;
    words.lang = this.voice.lang;
    words.rate = 0.95;
    const end = () => { if (this.speaking === words) this.#ended(); };
    words.onend = words.onerror = end;
    clearTimeout(this.ended);
    this.ended = setTimeout(end, 1000 + text.split(" ").length * WORD_MS);
    this.speaking = words;
    this.onSpeaking(true);
    this.synth.speak(words);
  }

  #ended() {
    clearTimeout(this.ended);
    this.speaking = null;
    this.onSpeaking(false);
    if (this.next !== null) this.#soon(0);
  }

  #hush() {
    this.next = null;
    clearTimeout(this.again);
    if (this.speaking) this.synth.cancel();
    this.speaking = null;
  }

  quiet() {
    this.#hush();
    this.onSpeaking(false);
  }
}

/** The best voice of this computer for a language, or null. */
export function chooseVoice(voices, lang) {
  const local = voices.filter((v) => v.localService === true);
  const base = lang.slice(0, 2).toLowerCase();
  const fitting = local.filter((v) => v.lang.toLowerCase().startsWith(base));
  return fitting.find((v) => v.default) ?? fitting[0] ?? null;
}

function keep(list, text, key) {
  const item = document.createElement("li");
  item.textContent = text;
  item.dataset.key = key;
  item.dataset.at = Math.round(performance.now());
  list.append(item);
}
