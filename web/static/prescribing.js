// The builder: the figure of what was found; scrolled lists and opened parts stay as they were after a press,
// and what is typed and not kept is not left behind unasked.
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
// The reason is no part of the draft: it stays in this tab from press to press, until it is published.
const form = document.getElementById("builder");
const reason = form.elements.reason;
let publishing = false;
reason.value ||= sessionStorage.getItem(keyOf("reason")) ?? "";

const ask = (event) => event.preventDefault();
const nothingLeft = () => removeEventListener("beforeunload", ask);
const somethingTyped = () => addEventListener("beforeunload", ask);
if (form.dataset.unkept !== undefined) somethingTyped();
addEventListener("input", (event) => {
  if (event.target.form === form) somethingTyped();
});
form.addEventListener("submit", (event) => {
  nothingLeft();
  publishing = event.submitter?.value === "publish";
});
addEventListener("pagehide", () => {
  for (const list of lists) sessionStorage.setItem(keyOf(list.dataset.keepScroll), String(list.scrollTop));
  sessionStorage.setItem(keyOf("reason"), publishing ? "" : reason.value);
});
