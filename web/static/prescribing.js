// The builder: the figure of what was found; scrolled lists and opened parts stay as they were after a press.
import { drawFigure } from "./figure.js";

for (const svg of document.querySelectorAll("svg[data-posture]")) drawFigure(svg, JSON.parse(svg.dataset.posture));

const keyOf = (name) => `${location.pathname}#${name}`;
const lists = [...document.querySelectorAll("[data-keep-scroll]")];
const parts = [...document.querySelectorAll("details[data-keep]")];

for (const list of lists) list.scrollTop = Number(sessionStorage.getItem(keyOf(list.dataset.keepScroll)) ?? 0);
for (const part of parts) {
  if (sessionStorage.getItem(keyOf(part.dataset.keep)) === "open") part.open = true;
  part.addEventListener("toggle", () => sessionStorage.setItem(keyOf(part.dataset.keep), part.open ? "open" : ""));
}
addEventListener("pagehide", () => {
  for (const list of lists) sessionStorage.setItem(keyOf(list.dataset.keepScroll), String(list.scrollTop));
});
