// Trends: small charts on one axis of time, linked by the date that is looked at. A chart is drawn when it comes
// near the view, the others when there is nothing else to do; the sentences and tables need no script.

import { color, colored, onColors, printable } from "./chart_colors.js";
import { plotly } from "./plotly_loader.js";

const NEAR = "300px", DAY_MS = 86_400_000;
const TOP = 8, LABEL_ROW = 14, RIGHT = 14, BOTTOM = 24, FONT = 12.5, ROOM_FOR_LABELS = 560;

const ms = (text) => +new Date(`${text}Z`);

/** Index of the point nearest to a moment. */
export function nearest(moments, at) {
  let found = 0;
  for (let i = 1; i < moments.length; i++)
    if (Math.abs(moments[i] - at) < Math.abs(moments[found] - at)) found = i;
  return found;
}

/** How wide the widest mark of all upright axes is: the charts begin at one place. */
function widest(charts) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${FONT}px system-ui, sans-serif`;
  const lines = charts.flatMap((chart) => chart.marks).flatMap((text) => text.split("<br>"));
  return Math.max(...lines.map((line) => pen.measureText(line).width));
}

class Chart {
  constructor(root, figure) {
    this.root = root;
    this.figure = figure;
    this.box = root.querySelector("[data-chart]");
    this.read = root.querySelector("[data-read]");
    this.moments = figure.points.map((point) => ms(point.at));
    this.drawn = false;
    this.asSlider(root.querySelector("h3").textContent);
  }

  /** There is no room for labels: the list above the charts and the sentences name what they name. */
  get narrow() { return this.box.clientWidth < ROOM_FOR_LABELS; }

  /** Marks of the upright axis; a side stands under its number where there is little room beside it. */
  get marks() {
    const { ticktext } = this.figure.layout.yaxis;
    return this.narrow ? ticktext : ticktext.map((text) => text.replace("<br>", " "));
  }

  /** To the keyboard and to a screen reader a chart is a slider of dates that reads its number out. */
  asSlider(label) {
    this.box.tabIndex = 0;
    const attributes = { role: "slider", "aria-label": `${label} over time`, "aria-valuemin": 0, "aria-valuemax": this.moments.length - 1 };
    for (const [name, value] of Object.entries(attributes)) this.box.setAttribute(name, value);
    this.tell(this.moments.length - 1);
  }

  /** What was measured at the moment of a point, from every source. */
  tell(i) {
    const told = this.figure.points.filter((_, j) => Math.abs(this.moments[j] - this.moments[i]) < DAY_MS / 2);
    const words = `${told[0].day}: ${told.map((point) => point.words).join("; ")}`;
    this.box.setAttribute("aria-valuenow", i);
    this.box.setAttribute("aria-valuetext", words);
    return words;
  }

  async draw(Plotly, left, top) {
    this.drawn = true;
    const cache = new Map();
    const colors = (name) => cache.get(name) ?? cache.set(name, color(this.box, name)).get(name);
    const { data, layout } = this.figure;
    const axis = { gridcolor: "--line-soft", linecolor: "--line-soft", zeroline: false, fixedrange: true };
    await Plotly.react(this.box, colored(data, colors), colored({
      ...layout,
      xaxis: { ...axis, ...layout.xaxis }, yaxis: { ...axis, ...layout.yaxis, ticktext: this.marks },
      annotations: (this.narrow ? [] : layout.annotations).map((note) => ({ font: { size: FONT - .5, color: "--ink-soft" }, ...note })),
      font: { family: "system-ui, sans-serif", size: FONT, color: "--ink" },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      margin: { l: left, r: RIGHT, t: top, b: BOTTOM }, autosize: true, showlegend: false,
    }, colors), { staticPlot: true, responsive: true });
    printable(this.box);
  }

  /** Marks a date, and says what was measured nearest to it. */
  show(at, share) {
    this.box.style.setProperty("--at", share);
    this.box.classList.add("at");
    this.read.textContent = this.tell(nearest(this.moments, at));
  }

  clear() {
    this.box.classList.remove("at");
    this.read.textContent = "";
  }
}

class Trends {
  constructor(root, charts, axis) {
    [this.root, this.charts] = [root, charts];
    [this.first, this.last] = axis.map(ms);
    this.left = Math.ceil(widest(charts)) + 10;
    const rows = charts[0].narrow ? [] : charts.flatMap(({ figure }) => figure.layout.annotations.map((note) => note.yshift ?? -LABEL_ROW));
    this.top = TOP + LABEL_ROW + Math.max(-LABEL_ROW, ...rows);
    root.style.setProperty("--left", `${this.left}px`);
    root.style.setProperty("--right", `${RIGHT}px`);
    charts.forEach((chart) => this.listen(chart));
    root.addEventListener("pointerleave", () => this.clear());
  }

  listen(chart) {
    chart.box.addEventListener("pointermove", (event) => {
      const inside = chart.box.clientWidth - this.left - RIGHT;
      const share = (event.clientX - chart.box.getBoundingClientRect().left - this.left) / inside;
      if (share >= 0 && share <= 1) this.show(this.first + share * (this.last - this.first));
    });
    chart.box.addEventListener("focus", () => this.show(this.at ?? chart.moments.at(-1)));
    chart.box.addEventListener("keydown", (event) => this.press(chart, event));
  }

  /** Arrows go from one moment of this chart to the next; all others follow. */
  press({ moments }, event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = this.at ?? moments.at(-1);
    const to = {
      ArrowLeft: () => moments.findLast((moment) => moment < at) ?? moments[0],
      ArrowRight: () => moments.find((moment) => moment > at) ?? moments.at(-1),
      Home: () => moments[0], End: () => moments.at(-1), Escape: () => null,
    }[event.key];
    if (!to) return;
    event.preventDefault();
    const moment = to();
    if (moment === null) this.clear(); else this.show(moment);
  }

  show(at) {
    this.at = at;
    for (const chart of this.charts) chart.show(at, (at - this.first) / (this.last - this.first));
  }

  clear() {
    this.at = undefined;
    this.charts.forEach((chart) => chart.clear());
  }

  async draw(chart) {
    const library = await plotly(this.root.dataset.plotly);
    if (!chart.drawn) await chart.draw(library, this.left, this.top);
  }

  /** Near the view first, the rest one by one in idle moments, and whatever is left before it is printed. */
  drawAsNeeded() {
    const seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) this.draw(this.charts.find((chart) => chart.box === target)).catch(sorry);
    }, { rootMargin: NEAR });
    this.charts.forEach((chart) => seen.observe(chart.box));
    const idle = window.requestIdleCallback ?? ((then) => setTimeout(then, 200));
    const next = async () => {
      const chart = this.charts.find((one) => !one.drawn);
      if (!chart) return seen.disconnect();
      await this.draw(chart);
      idle(() => next().catch(sorry));
    };
    idle(() => next().catch(sorry));
    addEventListener("beforeprint", () => this.charts.forEach((chart) => this.draw(chart).catch(sorry)));
    onColors(() => this.charts.filter((chart) => chart.drawn).forEach(async (chart) => chart.draw(await plotly(), this.left, this.top)));
  }
}

/** The program was stopped, or the page is being left. */
function sorry() {
  root.querySelector("[data-sorry]").hidden = false;
}

async function begin() {
  const answer = await fetch(root.dataset.trends);
  if (!answer.ok) return sorry();
  const { axis, charts } = await answer.json();
  const there = [...root.querySelectorAll("[data-trend]")].filter((one) => one.dataset.trend in charts);
  new Trends(root, there.map((one) => new Chart(one, charts[one.dataset.trend])), axis).drawAsNeeded();
}

const root = document.querySelector("[data-trends]");
begin().catch(sorry);
