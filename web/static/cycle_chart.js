// The cycles of one number over each other, drawn when there is nothing else to do; sentences and table need no script.

import { color, colored, onColors, printable } from "./chart_colors.js";
import { plotly } from "./plotly_loader.js";

const FONT = 12.5, TOP = 44, AXIS = { gridcolor: "--line-soft", linecolor: "--line-soft", zeroline: false, fixedrange: true };

async function draw(box) {
  const Plotly = await plotly(box.dataset.plotly), { data, layout } = JSON.parse(box.dataset.cycle);
  const colors = (name) => color(box, name);
  await Plotly.react(box, colored(data, colors), colored({
    ...layout,
    xaxis: { ...AXIS, ...layout.xaxis }, yaxis: { ...AXIS, automargin: true, ...layout.yaxis },
    annotations: layout.annotations.map((note) => ({ font: { size: FONT, color: "--ink-soft" }, ...note })),
    legend: { orientation: "h", y: -.18, yanchor: "top", x: 0 },
    font: { family: "system-ui, sans-serif", size: FONT, color: "--ink" },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    margin: { l: 40, r: 14, t: TOP, b: 24 }, autosize: true, showlegend: true,
  }, colors), { staticPlot: true, responsive: true });
  printable(box);
}

const box = document.querySelector("[data-cycle]");
const show = () => draw(box).catch(() => { document.querySelector("[data-cycle-sorry]").hidden = false; });
(window.requestIdleCallback ?? setTimeout)(show);
addEventListener("beforeprint", show);
onColors(show);
