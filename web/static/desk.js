// The therapist's desk: shows what each station tells, on the wall all of them, else one of them large.
import { connectLead } from "./desk_lead.js";
import * as words from "./desk_words.js";
import { drawFigure } from "./figure.js";

const root = document.querySelector("[data-events]");
const wall = document.querySelector("[data-wall]");
const AGES = 200;
const STILL_HERE_MS = 30_000;
/** A picture that is older is said to be; what is shown may have nothing to do with the patient any more. */
const STALE_MS = 1500;
const LOOK_MS = 500;
/** Nobody sits there, or nothing is known of it. */
const OFF = new Set(["off", "away"]);
const part = (box, name) => box.querySelector(`[data-${name}]`);
const needed = new Map();
/** The newest that each station told, and when it was told. */
const newest = new Map();
/** How old the picture was that an angle belongs to, when it was drawn, milliseconds; the newest few. */
const ages = [];
let drawn = 0;

// What the stations tell

function put(box, name, text) {
  const at = part(box, name);
  if (at && at.textContent !== text) at.textContent = text;
}

function show(box, told) {
  put(box, "patient", told.patient || "Nobody yet");
  put(box, "name", told.name);
  put(box, "exercise", wall && OFF.has(told.stage) ? "" : words.exercise(told));
  put(box, "angle", !OFF.has(told.stage) ? words.angle(told) : wall ? words.exercise(told) : "");
  put(box, "others", words.others(told));
  put(box, "band", words.band(told));
  put(box, "quality", told.quality ?? "");
  const svg = part(box, "figure");
  const posture = Object.fromEntries(Object.entries(told.figure ?? {}).map(([name, value]) => [name, value ?? 0]));
  drawFigure(svg, posture, { target: words.target(told), label: `${told.patient}: ${words.angle(told)}` });
  svg.classList.toggle("unseen", !OFF.has(told.stage) && (!told.seen || Boolean(told.camera?.lost)));
  box.classList.toggle("off", OFF.has(told.stage));
  box.classList.toggle("in-band", words.band(told) === "in the band");
  need(box, told);
}

function need(box, told) {
  const at = part(box, "needs");
  at.hidden = !told.needs;
  box.classList.toggle("in-need", Boolean(told.needs));
  box.classList.toggle("pressing", Boolean(told.pressing));
  if (at.textContent !== told.needs) at.textContent = told.needs;
  const reason = told.needs.replace(/^a moment ago: | for \d+ s$/g, "");
  if (reason && needed.get(told.station) !== reason) announce(`${told.patient}: ${told.needs}`);
  needed.set(told.station, reason);
}

function showOne(box, told) {
  const on = told.stage === "session";
  show(box, told);
  put(box, "target", on ? [told.target, told.hold && `hold ${told.hold}`].filter(Boolean).join(", ") : "");
  put(box, "phase", words.phase(told));
  put(box, "sentence", told.session?.sentence ?? "");
  put(box, "next", told.muted ? "The coach is muted." : told.next ?? "");
  const coming = part(box, "coming");
  coming.hidden = !told.coming && !told.midline;
  coming.textContent = [told.coming && `next: ${told.coming}`, told.midline].filter(Boolean).join("; ");
  part(box, "lately").replaceChildren(...(told.lately ?? []).map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  box.querySelector('[data-act="mute"]').setAttribute("aria-pressed", String(Boolean(told.muted)));
  put(box, "pause", told.session?.paused ? "Go on" : "Pause");
  for (const button of box.querySelectorAll(".thumb button, .lesser button, .speak button")) button.disabled = !on;
  leading.undoable(on ? told.undo ?? {} : {});
}

function tile(told) {
  const there = wall.querySelector(`[data-station="${CSS.escape(told.station)}"]`);
  if (there) return there;
  const fresh = document.querySelector("[data-tile-for-new]").content.firstElementChild.cloneNode(true);
  fresh.dataset.station = told.station;
  fresh.querySelector("a").href = encodeURIComponent(told.station);
  wall.append(fresh);
  put(fresh, "key", String(wall.children.length));
  return fresh;
}

function take(told) {
  newest.set(told.station, { told, at_ms: Date.now() });
  if (wall) show(tile(told), told);
  else showOne(root, told);
  if (told.stage === "session" && told.frame_s !== drawn) {
    drawn = told.frame_s;
    requestAnimationFrame(() => aged(Date.now() - told.frame_at_ms));
  }
}

function aged(ms) {
  ages.push(ms);
  if (ages.length > AGES) ages.shift();
  root.dataset.ages = ages.join(" ");
}

/** Says so where what is shown is old, whether a link, a station or the desk itself is silent. */
function lookAtAges() {
  for (const { told, at_ms } of [...newest.values()]) {
    const box = wall ? tile(told) : root;
    const seen = told.stage !== "away" && told.camera?.on && !told.camera.lost;
    const age_ms = Date.now() - (seen && told.frame_at_ms ? Math.min(told.frame_at_ms, at_ms) : at_ms);
    const old = told.stage === "session" && age_ms > STALE_MS;
    const at = part(box, "age");
    at.hidden = !old;
    at.textContent = old ? `What is shown is ${Math.round(age_ms / 1000)} s old.` : "";
    box.classList.toggle("stale", old);
  }
}
setInterval(lookAtAges, LOOK_MS);

const stream = new EventSource(root.dataset.events);
stream.addEventListener("told", (event) => { take(JSON.parse(event.data)); tell("trouble", ""); });
stream.addEventListener("locked", () => location.reload());
stream.addEventListener("error", () => tell("trouble", "Nothing comes from Midline on this computer. The sessions go on at their stations; this page looks for it again by itself."));

function tell(name, text) {
  const at = document.querySelector(`[data-${name}]`);
  at.hidden = !text;
  at.textContent = text;
}

function announce(text) {
  document.querySelector("[data-announce]").textContent = text;
}

let said = 0;
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => {
  if (Date.now() - said < STILL_HERE_MS) return;
  said = Date.now();
  fetch("/therapist/desk/here", { method: "POST" }).catch(() => null);
});

const leading = wall ? null : connectLead({ root, newest: () => newest.get(root.dataset.station)?.told, tell, announce });

if (wall) addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const at = [...wall.querySelectorAll("a")][Number(event.key) - 1];
  if (at) { event.preventDefault(); at.click(); }
});
