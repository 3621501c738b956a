// One sentence at a time: a longer text is shown in the pace at which it is spoken.
const WORD_MS = 400;  // calm speech, about 150 words a minute
const LEAST_MS = 1200;
const STALE_MS = 1500;

/** A text as sentences, each with how long it takes to say. Pure. */
export function sentences(text) {
  return text.trim().split(/(?<=[.!?:])\s+/)
    .map((part) => ({ text: part, ms: Math.max(LEAST_MS, part.split(/\s+/).length * WORD_MS) }));
}

export class Captions {
  constructor(element) {
    this.element = element;
    this.timer = 0;
    this.shown_ms = 0;
  }

  /** The moment has changed: what was said a while ago does not stand beside it. */
  past() {
    if (performance.now() - this.shown_ms > STALE_MS) this.element.textContent = "";
  }

  /** Shows a text; the newest wins, its last sentence stays. */
  show(text) {
    clearTimeout(this.timer);
    this.#next(sentences(text));
  }

  #next([first, ...rest]) {
    if (!first) return;
    this.element.textContent = first.text;
    this.shown_ms = performance.now() + (rest.length ? first.ms : 0);
    if (rest.length) this.timer = setTimeout(() => this.#next(rest), first.ms);
  }
}
