// The session page: asks the questions, sends commands, shows what the server says. The server knows the stage;
// this page only ever shows it.
import { Asked } from "./asked.js";
import { OwnCamera } from "./camera.js";
import { Captions } from "./captions.js";
import { bindKeys } from "./keys.js";
import { connect } from "./settings.js";
import { Side } from "./side.js";
import { Stage, distanceTo } from "./stage.js";
import { Tones } from "./tones.js";
import { Voice } from "./voice.js";
import { look } from "./whose.js";

const $ = (id) => document.getElementById(id);
const app = $("app");
const tab = Math.random().toString(36).slice(2);
const AWAY_MS = 4000;
const CUTS = new Set(["safety", "reply"]);

const tones = new Tones();
const voice = new Voice({ list: $("said"), region: $("announce"), onSpeaking: (now) => tones.duck(now) });
const captions = new Captions($("sentence"));
const own = new OwnCamera($("own"));
const stage = new Stage({ box: $("stage"), picture: $("picture"), video: $("own"), mannequin: $("mannequin"), overlay: $("overlay") });
const asked = new Asked($("asked"));
const side = new Side(document, tones, captions);

let state = JSON.parse($("state").textContent);
let settings = {};
let heard = Number(app.dataset.heard);
let answers = {};
let stream = null;
let awayTimer = 0;
let step = "";

// Which sheet is in front

function show(name, focus = true) {
  if (step === name) return;
  step = name;
  document.body.dataset.step = name;
  for (const part of app.querySelectorAll("[data-step]")) part.hidden = part.dataset.step !== name;
  $("trouble").hidden = true;
  const sheet = app.querySelector(`[data-step="${name}"]`);
  if (focus && name !== "work") sheet.querySelector("button.main, input")?.focus();
  scrollTo(0, 0);
}

function trouble(sentence) {
  $("trouble").textContent = sentence;
  $("trouble").hidden = false;
}

// Talking to the server

async function post(command, body = {}) {
  const headers = { "Content-Type": "application/json", "X-Tab": tab };
  const answer = await fetch(`/live/${command}`, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
  if (!answer) { trouble("Midline does not answer. What was done is kept."); return null; }
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) { trouble(data.error ?? "That was not possible just now."); return null; }
  $("trouble").hidden = true;
  if (data.state) take(data.state);
  return data;
}

function listen() {
  stream?.close();
  stream = new EventSource(`/live/events?tab=${tab}&after=${heard}`);
  stream.addEventListener("state", (event) => { here(); take(JSON.parse(event.data)); });
  stream.addEventListener("said", (event) => { here(); heard = Number(event.lastEventId); hear(JSON.parse(event.data)); });
  stream.addEventListener("moved", () => { quiet(); show("moved"); });
  stream.addEventListener("error", () => { awayTimer ||= setTimeout(away, AWAY_MS); });
}

function here() {
  clearTimeout(awayTimer);
  awayTimer = 0;
}

function away() {
  if (step !== "work") return;
  quiet();
  show("away");
}

function quiet() {
  stream?.close();
  stream = null;
  stage.stop();
  asked.hide();
  own.close();
  tones.nearing(null);
}

function hear({ key, text, kind }) {
  if (text) {
    voice.say(text, key, { cut: CUTS.has(kind) });
    captions.show(text);
  }
  side.hear(key);
}

// What the server says

function take(next) {
  state = next;
  if (state.stage === "off") { if (["work", "after"].includes(step)) leave(); return; }
  if (state.stage === "after") { finish(); return; }
  if (step !== "work" && step !== "moved" && step !== "away") show("work");
  stage.show({ figure: settings.figure ? settings.figure === "yes" : state.shown === "figure", own: state.camera.kind === "browser" });
  stage.update(state);
  asked.update(state);
  if (state.camera.on && !state.camera.opening) stage.pull();
  side.update(state, settings);
  tones.nearing(state.session?.phase === "move" && !state.session.paused && state.seen ? distanceTo(state.session) : null);
}

/** All is over here; where somebody else is next, what this page has kept goes too. */
async function leave() {
  quiet();
  voice.quiet();
  await look();
  location.assign("/");
}

function finish() {
  tones.nearing(null);
  stage.stop();
  asked.hide();
  own.close();
  side.after(state);
  if (step !== "after") { document.body.classList.remove("in-band"); show("after"); }
}

// What a person does

const acts = {
  "rules-read": () => show("check"),
  "read-aloud": () => voice.say([...app.querySelectorAll('[data-step="rules"] :is(h2, li, strong)')].map((e) => e.textContent).join(". "), "rules"),
  "rest-read": () => show("place"),
  start,
  "take-back": () => { show("work"); listen(); },
  settings: () => $("settings").showModal(),
  "close-settings": () => $("settings").close(),
  go: () => { voice.quiet(); post("go"); },
  pause: () => post(state.session?.paused || !state.camera.on ? "resume" : "pause"),
};

async function start() {
  tones.wake();
  await voice.ready;
  const camera = app.dataset.camera;
  const wanted = app.dataset.open ? { session_id: app.dataset.open } : { ...answers, kind: app.dataset.kind, ...(app.dataset.bout ? { bout: Number(app.dataset.bout) } : {}) };
  try {
    if (camera === "browser") await own.open();
  } catch (error) {
    trouble(error.message);
    return;
  }
  const begun = await post("start", { ...wanted, camera, whose: document.body.dataset.whose });
  if (!begun) { own.close(); return; }
  heard = begun.after;
  listen();
  if (own.stream) own.send();
}

app.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (!act) return;
  tones.wake();
  if (acts[act]) acts[act]();
  else post(act);
});

// Closed, the browser would give the focus back to the button that opened it, and Space would open it again.
$("settings").addEventListener("close", () => { if (state.stage === "session") $("edge").focus({ preventScroll: true }); });

$("check").addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = new FormData(event.target);
  const yes = (name) => given.get(name) === "yes";
  answers = {
    pain: Number(given.get("pain")), tension: Number(given.get("tension")),
    swallowing_trouble: yes("swallowing_trouble"), dizziness: yes("dizziness"), anything_new: yes("anything_new"),
  };
  const checked = await post("check", answers);
  if (!checked) return;
  $("reasons").replaceChildren(...checked.reasons.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  show(checked.reasons.length ? "rest" : "place");
});

$("after").addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = new FormData(event.target);
  const number = (name) => (given.get(name) === null ? null : Number(given.get(name)));
  const kept = await post("check_out", { pain: number("pain"), effort: number("effort"), words: given.get("words"), flags: given.getAll("flag") });
  if (kept) quiet();
});

bindKeys({
  inSession: () => step === "work" && state.stage === "session" && !$("settings").open,
  pause: acts.pause,
  easier: () => post("easier"),
  stop: () => post("stop"),
});

settings = connect($("settings"), (now) => {
  settings = now;
  voice.on = now.voice === "yes";
  if (!voice.on) voice.quiet();
  tones.on = now.tones === "yes";
  document.body.dataset.side = now.side;
  document.body.style.setProperty("--tilt", `${now.tilt}deg`);
  document.body.classList.toggle("tilted", now.tilt !== 0);
  if (state.stage !== "off" && step === "work") take(state);
});
voice.ready.then(() => {
  app.querySelector('[data-act="read-aloud"]').hidden = !voice.voice;
  $("voice-words").textContent = voice.voice
    ? `Spoken by ${voice.voice.name}, a voice of this computer.`
    : "This browser has no voice of its own on this computer, so the words are shown, and tones are played.";
  document.body.dataset.ready = "yes";
});

if (["camera", "neutral", "session", "after"].includes(state.stage)) { take(state); if (state.stage !== "after") listen(); }
else show(app.dataset.open ? "place" : "rules");
