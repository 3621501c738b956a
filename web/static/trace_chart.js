// The chart of one exercise's trace: its lines, the band, holds and repetitions, and lanes of what happened.

import { color as colorOf, printable } from "./chart_colors.js";

const LANE = .055, GAP = .03;   // shares of the chart's height

// Minutes and seconds are the date axis's own business. A day on, since Plotly reads 1000 to 9999 as years.
export const asDate = (t_s) => 86_400_000 + t_s * 1000;

/** One scale for several traces: marks and their range, and how long the longest takes. */
export function sharedScale(all) {
  const step = Math.max(...all.map(({ marks }) => marks[1].at - marks[0].at));
  const marks = new Map(all.flatMap((data) => data.marks).map((mark) => [mark.at, mark]));
  const at = [...marks.keys()];
  return {
    marks: [...marks.values()].filter((mark) => mark.at % step === 0).sort((a, b) => a.at - b.at),
    range: [Math.min(...at), Math.max(...at)],
    length_s: Math.max(...all.map(({ t_s }) => t_s.at(-1) - t_s[0])),
  };
}

function shapes(data, color) {
  const ends = data.bands.map((band) => band.until_s ?? data.t_s.at(-1));
  const starts = [data.t_s[0], ...ends];
  const upright = { yref: "paper", y0: data.lanes.length * LANE, y1: 1 };
  const cursor = { type: "line", yref: "paper", y0: 0, y1: 1, x0: asDate(data.t_s[0]), x1: asDate(data.t_s[0]), line: { color: color("--ink"), width: 1.5 } };
  return [
    cursor,
    ...data.holds.map(([a, b]) => ({ type: "rect", ...upright, x0: asDate(a), x1: asDate(b), fillcolor: color("--warm"), opacity: .55, line: { width: 0 }, layer: "below" })),
    ...data.bands.map(({ edges }, i) => ({ type: "rect", yref: "y", x0: asDate(starts[i]), x1: asDate(ends[i]), y0: edges[0], y1: edges[1], fillcolor: color("--asked"), opacity: .16, line: { width: 0 }, layer: "below" })),
    ...data.reps.map((rep) => ({ type: "line", ...upright, x0: asDate(rep.start_s), x1: asDate(rep.start_s), line: { color: color("--ink-soft"), width: 1, dash: "dot" } })),
  ];
}

function layout(data, scale, color) {
  const [ink, soft, line] = ["--ink", "--ink-soft", "--line-soft"].map(color);
  const lanes = data.lanes.length * LANE;
  const start = data.t_s[0];
  return {
    shapes: shapes(data, color),
    annotations: data.reps.map((rep) => ({ x: asDate(rep.start_s), xanchor: "left", yref: "paper", y: 1, yanchor: "bottom", showarrow: false, text: rep.held ? rep.label : `(${rep.label})`, font: { color: soft, size: 13 } })),
    font: { family: "system-ui, sans-serif", size: 13, color: ink },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    margin: { l: 20, r: 10, t: 28, b: 40 }, autosize: true, hovermode: "x", dragmode: "pan",
    legend: { orientation: "h", x: 0, y: -0.12, yanchor: "top" },
    xaxis: { type: "date", tickformat: "%-M:%S", hoverformat: "%-M:%S", gridcolor: line, linecolor: line, zeroline: false, anchor: data.lanes.length ? "y2" : "y", ...(scale && { range: [asDate(start), asDate(start + scale.length_s)] }) },
    yaxis: { tickvals: (scale ?? data).marks.map((m) => m.at), ticktext: (scale ?? data).marks.map((m) => m.words), gridcolor: line, zerolinecolor: soft, zerolinewidth: 1, fixedrange: true, automargin: true, domain: [lanes && lanes + GAP, 1], ...(scale && { range: scale.range }) },
    ...(lanes && { yaxis2: { tickvals: data.lanes.map((_, i) => i), ticktext: data.lanes.map((lane) => lane.name), range: [data.lanes.length - .5, -.5], showgrid: false, zeroline: false, fixedrange: true, automargin: true, domain: [0, lanes] } }),
  };
}

function traces(data, color) {
  const x = data.t_s.map(asDate);
  const inks = [color("--attention"), color("--ink-soft"), color("--line")];
  const dashes = ["dot", "dash", "dashdot"];
  let other = 0;
  const lines = data.lines.map((line) => line.main
    ? { x, y: line.y, name: line.name, mode: "lines", line: { color: color("--asked"), width: 2.5 }, hovertemplate: "%{y:.0f}" }
    : { x, y: line.y, name: line.name, mode: "lines", line: { color: inks[other], width: 1.2, dash: dashes[other++] }, visible: data.lines[0].main ? "legendonly" : true, hovertemplate: "%{y:.0f}" });
  return [...lines, ...data.lanes.map((lane, i) => ({
    x: lane.at.flatMap(([a, b]) => [asDate(a), asDate(b), null]), y: lane.at.flatMap(() => [i, i, null]), yaxis: "y2",
    mode: "lines+markers", line: { color: color("--attention-fill"), width: 6 }, marker: { symbol: "line-ns", size: 10, line: { width: 2, color: color("--ink-soft") } },
    name: lane.name, showlegend: false, hoverinfo: "skip",
  }))];
}

/** Draws or draws anew; `scale` is that of several traces beside each other. */
export async function drawTrace(chart, data, scale) {
  const color = (name) => colorOf(chart, name);
  await window.Plotly.react(chart, traces(data, color), layout(data, scale, color), { displaylogo: false, responsive: true, modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"] });
  printable(chart);
}

export function moveCursor(chart, t_s) {
  if (chart.data) window.Plotly.relayout(chart, { "shapes[0].x0": asDate(t_s), "shapes[0].x1": asDate(t_s) });
}
