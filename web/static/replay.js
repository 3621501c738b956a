// One exercise's trace: the chart, and its replay on the drawn figure. Left and up are positive.

import { drawFigure } from "./figure.js";

const root = document.querySelector("[data-trace]");
const part = (name) => root.querySelector(`[data-${name}]`);
const [chart, svg, now, play, moment] = ["chart", "figure", "now", "play", "moment"].map(part);
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

/** A colour of the page as red, green and blue: forced colours have names that a chart does not know. */
function color(name) {
  chart.style.color = `var(${name})`;
  const found = getComputedStyle(chart).color;
  chart.style.color = "";
  return found;
}

// Minutes and seconds are the date axis's own business. A day on, since Plotly reads 1000 to 9999 as years.
const asDate = (t_s) => 86_400_000 + t_s * 1000;

function layout(data) {
  const [ink, soft, line, asked] = ["--ink", "--ink-soft", "--line-soft", "--asked"].map(color);
  const across = { xref: "paper", x0: 0, x1: 1 };
  const upright = { yref: "paper", y0: 0, y1: 1 };
  const shapes = [
    ...data.holds.map(([a, b]) => ({ type: "rect", ...upright, x0: asDate(a), x1: asDate(b), fillcolor: color("--warm"), opacity: .55, line: { width: 0 }, layer: "below" })),
    ...(data.band ? [{ type: "rect", ...across, y0: data.band[0], y1: data.band[1], fillcolor: asked, opacity: .16, line: { width: 0 }, layer: "below" }] : []),
    ...data.reps.map((rep) => ({ type: "line", ...upright, x0: asDate(rep.start_s), x1: asDate(rep.start_s), line: { color: soft, width: 1, dash: "dot" } })),
  ];
  const cursor = { type: "line", ...upright, x0: asDate(data.t_s[0]), x1: asDate(data.t_s[0]), line: { color: ink, width: 1.5 } };
  return {
    shapes: [cursor, ...shapes],
    annotations: data.reps.map((rep) => ({ x: asDate(rep.start_s), xanchor: "left", yref: "paper", y: 1, yanchor: "bottom", showarrow: false, text: rep.held ? rep.label : `(${rep.label})`, font: { color: soft, size: 13 } })),
    font: { family: "system-ui, sans-serif", size: 13, color: ink },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    margin: { l: 20, r: 10, t: 28, b: 40 }, autosize: true, hovermode: "x", dragmode: "pan",
    legend: { orientation: "h", x: 0, y: -0.12, yanchor: "top" },
    xaxis: { type: "date", tickformat: "%-M:%S", hoverformat: "%-M:%S", gridcolor: line, linecolor: line, zeroline: false },
    yaxis: { tickvals: data.marks.map((m) => m.at), ticktext: data.marks.map((m) => m.words), gridcolor: line, zerolinecolor: soft, zerolinewidth: 1, fixedrange: true, automargin: true },
  };
}

function traces(data) {
  const x = data.t_s.map(asDate);
  const inks = [color("--attention"), color("--ink-soft"), color("--line")];
  const dashes = ["dot", "dash", "dashdot"];
  let other = 0;
  const lines = data.lines.map((line) => line.main
    ? { x, y: line.y, name: line.name, mode: "lines", line: { color: color("--asked"), width: 2.5 }, hovertemplate: "%{y:.0f}" }
    : { x, y: line.y, name: line.name, mode: "lines", line: { color: inks[other], width: 1.2, dash: dashes[other++] }, visible: data.lines[0].main ? "legendonly" : true, hovertemplate: "%{y:.0f}" });
  const hand = data.t_s.filter((_, i) => data.hand[i]).map(asDate);
  const low = Math.min(...data.marks.map((m) => m.at));
  return hand.length === 0 ? lines : [...lines, { x: hand, y: hand.map(() => low), name: "Hand at the face", mode: "markers", marker: { symbol: "square", size: 6, color: color("--attention-fill") }, hoverinfo: "skip" }];
}

class Replay {
  constructor(data) {
    this.data = data;
    this.at = 0;
    this.playing = false;
    this.drawnCursor = 0;
    moment.max = data.t_s.length - 1;
    moment.addEventListener("input", () => { this.stop(); this.show(Number(moment.value)); });
    play.addEventListener("click", () => this.playing ? this.stop() : this.start());
    root.querySelectorAll("[data-step]").forEach((button) =>
      button.addEventListener("click", () => { this.stop(); this.show(this.rep(Number(button.dataset.step))); }));
    this.show(data.reps.length ? indexAt(data.t_s, data.reps[0].start_s) : 0);
  }

  /** Where the repetition before or after begins. */
  rep(step) {
    const starts = this.data.reps.map((rep) => indexAt(this.data.t_s, rep.start_s));
    const found = step > 0 ? starts.find((i) => i > this.at) : starts.findLast((i) => i < this.at);
    return found ?? this.at;
  }

  show(i) {
    const { figure, t_s, phase, hand, target } = this.data;
    this.at = i;
    const posture = Object.fromEntries(Object.entries(figure).map(([name, values]) => [name, values[i] ?? 0]));
    const where = nowInWords(figure, i);
    drawFigure(svg, posture, { target: "value" in target && target.movement !== "presence" ? target : null, label: where });
    svg.classList.toggle("unseen", where === "not seen");
    now.textContent = `${clock(t_s[i])}, ${phase[i]}: ${where}${hand[i] ? "; hand at the face" : ""}`;
    moment.value = i;
    moment.setAttribute("aria-valuetext", now.textContent);
    this.moveCursor();
  }

  moveCursor() {
    if (this.playing && performance.now() - this.drawnCursor < CURSOR_MS) return;
    this.drawnCursor = performance.now();
    const x = asDate(this.data.t_s[this.at]);
    if (chart.data) window.Plotly.relayout(chart, { "shapes[0].x0": x, "shapes[0].x1": x });
  }

  start() {
    if (this.at >= this.data.t_s.length - 1) this.at = 0;
    this.playing = true;
    play.textContent = "Pause";
    const [from_s, from_ms] = [this.data.t_s[this.at], performance.now()];
    const tick = () => {
      if (!this.playing) return;
      this.show(indexAt(this.data.t_s, from_s + (performance.now() - from_ms) / 1000));
      if (this.at < this.data.t_s.length - 1) requestAnimationFrame(tick); else this.stop();
    };
    requestAnimationFrame(tick);
  }

  stop() {
    this.playing = false;
    play.textContent = "Play";
    this.moveCursor();
  }
}

async function draw(data) {
  await window.Plotly.react(chart, traces(data), layout(data), { displaylogo: false, responsive: true, modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"] });
}

/** The trace, or null where it cannot be had: the program was stopped, or the page is being left. */
async function read() {
  try {
    const answer = await fetch(root.dataset.trace);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

const data = await read();
if (data) {
  const replay = new Replay(data);
  await draw(data);
  replay.moveCursor();
  chart.on("plotly_click", ({ points }) => { replay.stop(); replay.show(indexAt(data.t_s.map(asDate), +new Date(points[0].x + "Z") || points[0].x)); });
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
    matchMedia(query).addEventListener("change", async () => { await draw(data); replay.moveCursor(); });
} else {
  now.textContent = "The trace could not be read just now. Load this page again; the tables below are complete.";
}
