// The therapist's desk: shows what each station tells, and sends what the therapist does.
import { drawFigure } from "./figure.js";
import { connectNext } from "./desk_next.js";
import * as words from "./desk_words.js";

const root = document.querySelector("[data-events]");
const wall = document.querySelector("[data-wall]");
const AGES = 200;
const STILL_HERE_MS = 30_000;
/** Nobody sits there, or nothing is known of it. */
const OFF = new Set(["off", "away"]);
const part = (box, name) => box.querySelector(`[data-${name}]`);
const needed = new Map();
/** How old the picture was that an angle belongs to, when it was drawn, milliseconds; the newest few. */
const ages = [];
let newest = null;
let drawn = 0;

// What the stations tell

function put(box, name, text) {
  const at = part(box, name);
  if (at && at.textContent !== text) at.textContent = text;
}

function show(box, told) {
  put(box, "patient", told.patient || "Nobody yet");
  put(box, "name", told.name);
  put(box, "exercise", words.exercise(told));
  put(box, "angle", OFF.has(told.stage) ? "" : words.angle(told));
  put(box, "others", words.others(told));
  put(box, "band", words.band(told));
  put(box, "quality", told.quality ?? "");
  const svg = part(box, "figure");
  const posture = Object.fromEntries(Object.entries(told.figure ?? {}).map(([name, value]) => [name, value ?? 0]));
  drawFigure(svg, posture, { target: words.target(told), label: `${told.patient}: ${words.angle(told)}` });
  svg.classList.toggle("unseen", !OFF.has(told.stage) && !told.seen);
  box.classList.toggle("off", OFF.has(told.stage));
  need(box, told);
}

function need(box, told) {
  const at = part(box, "needs");
  at.hidden = !told.needs;
  box.classList.toggle("in-need", Boolean(told.needs));
  if (at.textContent !== told.needs) at.textContent = told.needs;
  const reason = told.needs.replace(/ for \d+ s$/, "");
  if (reason && needed.get(told.station) !== reason) document.querySelector("[data-announce]").textContent = `${told.patient}: ${told.needs}`;
  needed.set(told.station, reason);
}

function showOne(box, told) {
  show(box, told);
  put(box, "target", told.stage === "session" ? [told.target, told.hold && `hold ${told.hold}`].filter(Boolean).join(", ") : "");
  put(box, "phase", [words.phase(told), words.band(told)].filter(Boolean).join("; "));
  put(box, "sentence", told.session?.sentence ?? "");
  put(box, "next", told.muted ? "The coach is muted." : told.next ?? "");
  const coming = part(box, "coming");
  coming.hidden = !told.coming && !told.midline;
  coming.textContent = told.coming ? `next: ${told.coming}` : told.midline ? "a new midline is on its way" : "";
  const mute = box.querySelector('[data-act="mute"]');
  mute.setAttribute("aria-pressed", String(Boolean(told.muted)));
  put(box, "pause", told.session?.paused ? "Go on" : "Pause");
  for (const button of box.querySelectorAll(".thumb button, .lesser button, .speak button")) button.disabled = told.stage !== "session";
}

function tile(told) {
  const there = wall.querySelector(`[data-station="${CSS.escape(told.station)}"]`);
  if (there) return there;
  const fresh = document.querySelector("[data-tile-for-new]").content.firstElementChild.cloneNode(true);
  fresh.dataset.station = told.station;
  fresh.querySelector("a").href = encodeURIComponent(told.station);
  wall.append(fresh);
  return fresh;
}

function take(told) {
  newest = told;
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
  const slow = [...ages].sort((a, b) => a - b)[Math.floor(ages.length * 0.95)] > 1000;
  put(root, "age", slow ? "What is shown is more than a second old." : "");
}

const stream = new EventSource(root.dataset.events);
stream.addEventListener("told", (event) => { take(JSON.parse(event.data)); trouble(""); });
stream.addEventListener("locked", () => location.reload());
stream.addEventListener("error", () => trouble("Nothing comes from Midline. The sessions go on at their stations."));

function trouble(text) {
  const at = document.querySelector("[data-trouble]");
  if (!at) return;
  at.hidden = !text;
  at.textContent = text;
}

let said = 0;
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => {
  if (Date.now() - said < STILL_HERE_MS) return;
  said = Date.now();
  fetch("/therapist/desk/here", { method: "POST" }).catch(() => null);
});

// What the therapist does

async function lead(command, body = {}) {
  const author = root.querySelector("[data-author]").value.trim();
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${root.dataset.actAt}/${command}`, { method: "POST", headers, body: JSON.stringify({ ...body, author }) }).catch(() => null);
  const data = await answer?.json().catch(() => ({}));
  if (!answer?.ok) {
    trouble(data?.error ?? "That was not possible just now.");
    if (!author) root.querySelector("[data-author]").focus();
    return null;
  }
  trouble("");
  document.querySelector("[data-announce]").textContent = DONE[command] ?? "";
  return data;
}

const DONE = { mark: "Marked.", say: "Said.", easier: "Easier, from the next repetition on.", harder: "Harder, from the next repetition on.", longer: "A longer hold, from the next repetition on.", shorter: "A shorter hold, from the next repetition on.", midline: "The midline is measured.", next: "Changed." };

const clock = (t_s) => `${Math.floor(t_s / 60)}:${String(Math.floor(t_s % 60)).padStart(2, "0")}`;
const marking = document.querySelector("[data-mark-words]");
let marked = null;

const acts = {
  mute: () => lead(newest?.muted ? "unmute" : "mute"),
  pause: () => lead(newest?.session?.paused ? "resume" : "pause"),
  // The field is there at once: what is typed right after the key is its words and no command.
  mark: async () => {
    marking.hidden = false;
    marking.querySelector("output").textContent = "this moment";
    marking.words.value = "";
    marking.words.focus();
    marked = lead("mark");
    const got = await marked;
    if (got) marking.querySelector("output").textContent = clock(got.at_s);
    else marking.hidden = true;
  },
  "ask-end": () => document.querySelector("[data-end]").showModal(),
  stay: () => document.querySelector("[data-end]").close(),
  ...(wall ? {} : connectNext({ lead, newest: () => newest })),
  end: () => { document.querySelector("[data-end]").close(); return lead("end"); },
};
const KEYS = { e: "easier", h: "harder", m: "mark", s: "shorter", l: "longer", 0: "midline", c: "mute", " ": "pause", n: "skip", q: "ask-end", p: "next" };
const act = (name) => (acts[name] ?? (() => lead(name)))();

root.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-act], [data-say]");
  if (button?.dataset.act) act(button.dataset.act);
  else if (button) lead("say", { words: button.dataset.say });
});

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const typing = event.target.matches("input, textarea, select");
  if (typing && event.key === "Escape") { event.target.blur(); marking.hidden = true; return; }
  if (typing || document.querySelector("dialog[open]")) return;
  if (wall) return openStation(event);
  if (event.key === "t") { event.preventDefault(); document.getElementById("say").focus(); return; }
  const name = KEYS[event.key.toLowerCase()];
  if (!name || (event.key === " " && event.target.matches("button, a, summary") && event.target.dataset.act !== "pause")) return;
  event.preventDefault();
  act(name);
});

function openStation(event) {
  const at = [...wall.querySelectorAll("a")][Number(event.key) - 1];
  if (at) { event.preventDefault(); at.click(); }
}

marking?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = marking.words.value.trim();
  const { at_s } = (await marked) ?? {};
  if (text && at_s !== undefined && !(await lead("word_mark", { at_s, words: text }))) return;
  marking.hidden = true;
  marking.words.blur();
});

document.querySelector("[data-speak]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = event.target.words;
  if (field.value.trim() && (await lead("say", { words: field.value }))) field.value = "";
});
