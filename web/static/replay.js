// Traces of exercises, one or two beside each other: each a chart, and a replay on the drawn figure. Left and
// up are positive. Where there are two, the controls of the first move both.

import { onColors } from "./chart_colors.js";
import { drawFigure } from "./figure.js";
import { asDate, drawTrace, moveCursor, sharedScale } from "./trace_chart.js";

const CURSOR_MS = 120;   // the chart's cursor moves at most this often; the figure moves with every frame

/** Index of the last value of a rising list that is not after `wanted`. */
export function indexAt(rising, wanted) {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rising[middle] <= wanted) low = middle; else high = middle - 1;
  }
  return low;
}

/** Where the head is, in words, such as "turned 12° to the left". */
export function inWords(value, positive, negative) {
  const whole = Math.round(Math.abs(value));
  return whole === 0 ? "" : `${value > 0 ? positive : negative} ${whole}°`;
}

export function nowInWords(figure, i) {
  if (figure.rotation_deg[i] === null) return "not seen";
  const said = [
    inWords(figure.rotation_deg[i], "turned left", "turned right"),
    inWords(figure.lateral_flexion_deg[i], "tilted left", "tilted right"),
    inWords(figure.extension_deg[i], "chin up", "chin down"),
  ].filter(Boolean);
  return said.join(", ") || "in the middle";
}

const clock = (t_s) => `${Math.floor(t_s / 60)}:${String(Math.floor(t_s % 60)).padStart(2, "0")}`;

/** One trace: its chart, its figure, and the moment that both show. */
class Shown {
  constructor(root, data) {
    [this.chart, this.svg, this.now] = ["chart", "figure", "now"].map((name) => root.querySelector(`[data-${name}]`));
    this.data = data;
    this.drawnCursor = 0;
    this.starts = data.reps.map((rep) => indexAt(data.t_s, rep.start_s));
    this.show(this.starts[0] ?? 0);
  }

  get t_s() { return this.data.t_s[this.at]; }

  get atEnd() { return this.at >= this.data.t_s.length - 1; }

  show(i, { playing = false } = {}) {
    const { figure, t_s, phase, hand, target } = this.data;
    this.at = i;
    const posture = Object.fromEntries(Object.entries(figure).map(([name, values]) => [name, values[i] ?? 0]));
    const where = nowInWords(figure, i);
    drawFigure(this.svg, posture, { target: "value" in target && target.movement !== "presence" ? target : null, label: where });
    this.svg.classList.toggle("unseen", where === "not seen");
    this.now.textContent = `${clock(t_s[i])}, ${phase[i]}: ${where}${hand[i] ? "; hand at the face" : ""}`;
    if (playing && performance.now() - this.drawnCursor < CURSOR_MS) return;
    this.drawnCursor = performance.now();
    moveCursor(this.chart, this.t_s);
  }

  showAt(t_s, how) { this.show(indexAt(this.data.t_s, t_s), how); }

  async draw(scale) {
    await drawTrace(this.chart, this.data, scale);
    moveCursor(this.chart, this.t_s);
  }
}

/** Plays one trace, and others along with it. */
class Replay {
  constructor(root, shown) {
    [this.first, ...this.others] = this.shown = shown;
    [this.play, this.moment] = ["play", "moment"].map((name) => root.querySelector(`[data-${name}]`));
    this.playing = false;
    this.moment.max = this.first.data.t_s.length - 1;
    this.moment.addEventListener("input", () => this.jump(this.first.data.t_s[Number(this.moment.value)]));
    this.play.addEventListener("click", () => this.playing ? this.stop() : this.start());
    root.querySelectorAll("[data-step]").forEach((button) =>
      button.addEventListener("click", () => this.step(Number(button.dataset.step))));
    this.told();
  }

  /** Shows another moment; the others keep their distance from it. */
  jump(t_s) {
    this.stop();
    const by_s = t_s - this.first.t_s;
    this.first.showAt(t_s);
    this.others.forEach((other) => other.showAt(other.t_s + by_s));
    this.told();
  }

  /** To the repetition before or after; the others go to their own of the same number. */
  step(step) {
    this.stop();
    const { starts, at } = this.first;
    const found = step > 0 ? starts.findIndex((i) => i > at) : starts.findLastIndex((i) => i < at);
    if (found < 0) return;
    for (const one of this.shown) if (found in one.starts) one.show(one.starts[found]);
    this.told();
  }

  told() {
    this.moment.value = this.first.at;
    this.moment.setAttribute("aria-valuetext", this.first.now.textContent);
  }

  start() {
    if (this.first.atEnd) this.jump(this.first.data.t_s[0]);
    this.playing = true;
    this.play.textContent = "Pause";
    const [from_ms, from_s] = [performance.now(), this.shown.map((one) => one.t_s)];
    const tick = () => {
      if (!this.playing) return;
      const gone_s = (performance.now() - from_ms) / 1000;
      this.shown.forEach((one, i) => one.showAt(from_s[i] + gone_s, { playing: true }));
      this.told();
      if (this.shown.every((one) => one.atEnd)) this.stop(); else requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  stop() {
    this.playing = false;
    this.play.textContent = "Play";
    for (const one of this.shown) moveCursor(one.chart, one.t_s);
  }
}

/** The trace, or null where it cannot be had: the program was stopped, or the page is being left. */
async function read(root) {
  try {
    const answer = await fetch(root.dataset.trace);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

const roots = [...document.querySelectorAll("[data-trace]")];
const all = await Promise.all(roots.map(read));
if (all.every(Boolean)) {
  const shown = roots.map((root, i) => new Shown(root, all[i]));
  const replay = new Replay(document.querySelector("[data-replay]"), shown);
  const scale = all.length > 1 ? sharedScale(all) : null;
  const draw = () => Promise.all(shown.map((one) => one.draw(scale)));
  await draw();
  onColors(draw);
  for (const [i, one] of shown.entries())
    one.chart.on("plotly_click", ({ points }) => replay.jump((i ? replay.first.t_s - one.t_s : 0) + one.data.t_s[indexAt(one.data.t_s.map(asDate), +new Date(points[0].x + "Z") || points[0].x)]));
  for (const button of document.querySelectorAll("[data-at]"))
    button.addEventListener("click", () => replay.jump(Number(button.dataset.at)));
} else {
  for (const root of roots)
    root.querySelector("[data-now]").textContent = "The trace could not be read just now. Load this page again; the tables below are complete.";
}
