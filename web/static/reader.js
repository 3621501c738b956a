// Reads the steps of a spoken guide, one after the other: the words, then the quiet after them. It can be paused at
// any moment; a sentence that was cut off is said once more, a quiet time goes on where it was.

export class Reader {
  /**
   * @param steps [{say, spoken_s, wait_s, paced}]
   * @param say   called with a step and a function to be called when its words are over
   * @param hush  what is being said is cut off
   * @param over  called after the last step
   */
  constructor(steps, { say, hush, over, now = () => performance.now() }) {
    Object.assign(this, { steps, say, hush, over, now });
    Object.assign(this, { at: 0, turn: 0, timer: 0, left_ms: null, from_ms: 0, running: false });
  }

  start() {
    this.running = true;
    this.#speak();
  }

  pause() {
    if (!this.running) return;
    this.running = false;
    this.turn += 1;
    clearTimeout(this.timer);
    if (this.left_ms !== null) this.left_ms = Math.max(0, this.left_ms - (this.now() - this.from_ms));
    this.hush();
  }

  goOn() {
    if (this.running || this.at >= this.steps.length) return;
    this.running = true;
    if (this.left_ms === null) this.#speak();
    else this.#quiet(this.left_ms);
  }

  stop() {
    this.pause();
    this.at = this.steps.length;
  }

  #speak() {
    const step = this.steps[this.at];
    if (!step) { this.running = false; this.over(); return; }
    const turn = ++this.turn;
    const begun_ms = this.now();
    this.say(step, () => { if (turn === this.turn) this.#quiet(quietAfter(step, this.now() - begun_ms)); });
  }

  #quiet(length_ms) {
    this.turn += 1;
    this.left_ms = length_ms;
    this.from_ms = this.now();
    this.timer = setTimeout(() => {
      this.left_ms = null;
      this.at += 1;
      this.#speak();
    }, length_ms);
  }
}

/** The quiet after a sentence that took so long, milliseconds: a paced step keeps its whole length. Pure. */
export function quietAfter({ spoken_s, wait_s, paced }, took_ms) {
  return paced ? Math.max(0, (spoken_s + wait_s) * 1000 - took_ms) : wait_s * 1000;
}
