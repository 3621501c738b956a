// Pictures of the exercises, on any page.
//
// A template puts one with
//   {% from "picture.html" import picture %}   {{ picture(task) }}, or {{ picture(exercise, side="right") }}
// which gives <svg data-picture='{…}'>; the page loads this module once:
//   <script type="module" src="{{ url_for('static', filename='pictures.js') }}"></script>
// A page that adds pictures later calls `show(node)`. What a picture shows is said by data-shows:
//   moving (where it is left out)   start, movement, hold and back, over and over, while it is visible; a press on it
//                                   (by the keyboard too, where it has a label), or on a button[data-pictures-stop], stops it. Where little motion is wanted: the
//                                   start and the hold side by side.
//   start, hold                     one still, the start with the way to go
//   avoid                           the first of what is left out, crossed; avoid-1 the second
// Each also tells where it is: data-part is start, move, hold or back; an element [data-picture-words] beside a moving
// one says the exercise's own words for the moment.

import { holdOf, pictureOf, postureAt } from "./keyframes.js";
import { boxOf, partsOf } from "./picture_parts.js";

const NS = "http://www.w3.org/2000/svg";
const FRAMES_S = 20;   // more is not seen in movements as slow as these
const STILLS = /^(start|hold|avoid(-\d)?)$/;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const players = new Map();
const watcher = new IntersectionObserver((seen) => seen.forEach((entry) => players.get(entry.target)?.look(entry.isIntersecting)));
let stopped = false;

/** A still as {parts, box}: `start`, `hold`, `avoid` or `avoid-1`; null where there is none. Pure. */
export function stillOf(picture, shows) {
  if (shows.startsWith("avoid")) {
    const avoid = picture.avoid[Number(shows.split("-")[1] ?? 0)];
    if (!avoid) return null;
    const box = boxOf(avoid);
    return { box, parts: partsOf(avoid, avoid.frames[0].posture, { cross: avoid.at, ghost: true, box }) };
  }
  const { posture } = shows === "hold" ? holdOf(picture.frames) : picture.frames[0];
  const show = shows === "start" ? { ghost: true, way: "in" } : { ghost: Boolean(picture.target), way: picture.paced ? "out" : Boolean(picture.path) };
  const box = boxOf(picture);
  return { box, parts: partsOf(picture, posture, { ...show, box }) };
}

function paint(group, parts) {
  while (group.childElementCount < parts.length) group.append(document.createElementNS(NS, "path"));
  parts.forEach(([name, d], i) => {
    const path = group.children[i];
    if (path.getAttribute("class") !== name) path.setAttribute("class", name);
    if (path.getAttribute("d") !== d) path.setAttribute("d", d);
  });
}

function frame(svg, box, count = 1) {
  const [x, y, width, height] = box;
  svg.setAttribute("viewBox", [x, y, width * count, height].map((v) => v.toFixed(1)).join(" "));
  svg.style.setProperty("--stroke", Math.min(2.2, width / 200).toFixed(2));
  svg.classList.add("figure", "exercise-picture");
  svg.classList.toggle("wide", count > 1);
  const groups = Array.from({ length: count }, (_, i) => {
    const group = document.createElementNS(NS, "g");
    if (i) group.setAttribute("transform", `translate(${(i * width).toFixed(1)} 0)`);
    return group;
  });
  svg.replaceChildren(...groups);
  return groups;
}

/** One picture that moves. What was drawn once is kept, so that it costs next to nothing. */
class Player {
  constructor(svg, picture) {
    const words = svg.parentElement?.querySelector("[data-picture-words]");
    Object.assign(this, { svg, picture, words, visible: false, stopped: false, kept: new Map(), from_ms: null });
    this.box = boxOf(picture);
    [this.group] = frame(svg, this.box);
    this.draw(0);
  }

  look(visible) {
    this.visible = visible;
    if (visible) step();
  }

  get plays() { return this.visible && !this.stopped && !stopped && !document.hidden && this.svg.isConnected; }

  draw(t_s) {
    const number = Math.round((t_s % this.picture.duration_s) * FRAMES_S);
    if (number === this.number) return;
    this.number = number;
    const now = postureAt(this.picture, number / FRAMES_S);
    if (!this.kept.has(number)) this.kept.set(number, partsOf(this.picture, now.posture, { ...this.shown(now.part), box: this.box }));
    paint(this.group, this.kept.get(number));
    this.svg.dataset.part = now.part;
    const words = now.part === "start" ? "" : now.words;
    if (this.words && this.words.textContent !== words) this.words.textContent = words;
  }

  /** The outline as long as it is asked; the way before it is gone, or the breath as it goes. */
  shown(part) {
    if (this.picture.paced) return { way: part === "back" ? "out" : "in" };
    return { ghost: part !== "back", way: part === "start" || this.picture.flows || Boolean(this.picture.path && part !== "back") };
  }

  /** Goes on from where it was stopped. */
  tick(now_ms) {
    this.t_s = (this.t_s ?? 0) + (this.from_ms === null ? 0 : Math.min(0.2, (now_ms - this.from_ms) / 1000));
    this.from_ms = now_ms;
    this.draw(this.t_s);
  }

  toggle() {
    this.stopped = !this.stopped;
    this.from_ms = null;
    if (!this.stopped) step();
  }
}

let asked = false;
function step() {
  if (asked) return;
  asked = true;
  requestAnimationFrame((now_ms) => {
    asked = false;
    let any = false;
    for (const player of players.values()) {
      if (player.plays) { player.tick(now_ms); any = true; } else player.from_ms = null;
    }
    if (any) step();
  });
}

function still(svg, picture, shows) {
  const drawn = stillOf(picture, shows);
  svg.toggleAttribute("hidden", !drawn);
  if (!drawn) return;
  paint(frame(svg, drawn.box)[0], drawn.parts);
  svg.dataset.part = shows;
}

function sideBySide(svg, picture) {
  const groups = frame(svg, boxOf(picture), 2);
  ["start", "hold"].forEach((shows, i) => paint(groups[i], stillOf(picture, shows).parts));
  svg.dataset.part = "start hold";
}

function one(svg) {
  const picture = pictureOf(JSON.parse(svg.dataset.picture));
  players.delete(svg);
  watcher.unobserve(svg);
  pressable(svg, false);
  const shows = svg.dataset.shows ?? "moving";
  if (STILLS.test(shows)) { still(svg, picture, shows); return; }
  if (calm.matches && picture.resting && !picture.paced) { still(svg, picture, "hold"); return; }
  if (calm.matches) { sideBySide(svg, picture); return; }
  const player = new Player(svg, picture);
  players.set(svg, player);
  watcher.observe(svg);
  const press = () => { player.toggle(); if (player.named) svg.setAttribute("aria-pressed", String(player.stopped)); };
  player.named = pressable(svg, true);
  svg.onclick = press;
  svg.onkeydown = (event) => {
    if (!player.named || ![" ", "Enter"].includes(event.key)) return;
    event.preventDefault();
    press();
  };
}

/** A moving picture with a name of its own is a button, by the keyboard too; whether it has one. */
function pressable(svg, moves) {
  svg.dataset.name ??= svg.getAttribute("aria-label") ?? "";
  const { name } = svg.dataset;
  if (!name) return false;
  const as = moves ? { role: "button", tabindex: "0", "aria-pressed": "false", "aria-label": `Hold still: ${name}` } : { role: "img", "aria-label": name };
  for (const key of ["tabindex", "aria-pressed"]) svg.removeAttribute(key);
  for (const [key, value] of Object.entries(as)) svg.setAttribute(key, value);
  return true;
}

/** Draws every picture inside a node; where nothing moves there is nothing to stop. */
export function show(root = document) {
  for (const button of document.querySelectorAll("button[data-pictures-stop]")) button.hidden = calm.matches;
  for (const svg of root.querySelectorAll("svg[data-picture]")) one(svg);
}

/** Holds every picture of the page still, or lets them go on. */
export function holdStill(still) {
  stopped = still;
  if (!stopped) step();
}

function stopAll(button) {
  holdStill(!stopped);
  button.setAttribute("aria-pressed", String(stopped));
}

show();
calm.addEventListener("change", () => show());
document.addEventListener("visibilitychange", step);
for (const button of document.querySelectorAll("button[data-pictures-stop]")) button.addEventListener("click", () => stopAll(button));
