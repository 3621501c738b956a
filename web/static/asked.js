// While an exercise is introduced its picture lies over the stage, large; when it begins, the stage is there as before.
import { holdStill, show } from "./pictures.js";

export class Asked {
  constructor(svg) {
    this.svg = svg;
    this.shown = "";
    this.introduced = false;
  }

  /** The picture stays as it is while the session is paused. */
  update({ stage, session }) {
    holdStill(Boolean(session?.paused));
    if (session?.paused) return;
    this.introduced = stage === "session" && session?.phase === "prepare";
    if (this.introduced) this.#fetch(`${session.exercise_index}/${session.target}`);
    this.#cover();
  }

  #cover() {
    this.svg.toggleAttribute("hidden", !this.introduced || !this.svg.dataset.picture);
  }

  async #fetch(exercise) {
    if (this.shown === exercise) return;
    this.shown = exercise;
    delete this.svg.dataset.picture;
    const answer = await fetch("/live/asked").catch(() => null);
    if (answer?.status !== 200 || this.shown !== exercise) return;
    this.svg.dataset.picture = await answer.text();
    show(this.svg.parentElement);
    this.#cover();
  }

  hide() {
    this.introduced = false;
    this.shown = "";
    this.#cover();
  }
}
