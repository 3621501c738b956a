// A spoken guide: the camera off, the screen dark, one dim line. Nothing here times out, and no answer is needed.
import { Captions } from "./captions.js";
import { Reader } from "./reader.js";
import { load, save } from "./settings.js";
import { Tones } from "./tones.js";
import { Voice } from "./voice.js";

const $ = (id) => document.getElementById(id);
const guide = $("guide");
const steps = JSON.parse($("steps").textContent);
const settings = load();
const tones = new Tones();
const captions = new Captions($("line"));

let step = "before";
let id = null;
let wake = null;
let spoken = null;  // to be called when the words that are being said are over
let timer = 0;

const voice = new Voice({ list: $("said"), region: $("announce"), onSpeaking: (speaking) => { tones.duck(speaking); if (!speaking) done(); } });
const reader = new Reader(steps, { say, hush, over: () => end("done") });

function done() {
  const call = spoken;
  spoken = null;
  call?.();
}

function say({ say: text, spoken_s }, over) {
  captions.show(text);
  spoken = over;
  voice.say(text, "guide");
  if (!voice.speaks) timer = setTimeout(done, spoken_s * 1000);
}

function hush() {
  spoken = null;
  clearTimeout(timer);
  voice.quiet();
}

function show(name) {
  step = name;
  document.body.dataset.step = name;
  for (const part of guide.querySelectorAll("[data-step]")) part.hidden = part.dataset.step !== name;
  const first = { dark: $("whole"), paused: $("go-on"), after: $("after").querySelector("input") }[name];
  first?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

async function post(path, body) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), keepalive: true };
  const answer = await fetch(path, options).catch(() => null);
  const data = await answer?.json().catch(() => null);
  if (answer?.ok) return data ?? {};
  $("trouble").textContent = data?.error ?? "This could not be kept just now. The voice goes on all the same.";
  $("trouble").hidden = false;
  return null;
}

const number = (form, name) => { const value = form.get(name); return value ? Number(value) : null; };

async function begin() {
  const given = new FormData($("before"));
  tones.on = settings.tones === "yes";
  tones.wake();
  show("dark");
  await stayAwake();
  await voice.ready;
  voice.on = settings.voice === "yes";
  id = (await post(guide.dataset.begin, { tension: number(given, "tension") }))?.id ?? null;
  tones.chord();
  if (step === "dark") reader.start();
}

/** The screen stays on, dark as it is, where the browser can see to that; else the computer does as it likes. */
async function stayAwake() {
  wake = await navigator.wakeLock?.request("screen").catch(() => null) ?? null;
}

function pause() {
  reader.pause();
  show("paused");
}

function goOn() {
  show("dark");
  reader.goOn();
}

function end(ending) {
  if (step === "after") return;
  reader.stop();
  wake?.release();
  if (ending === "done") tones.chord();
  if (id) post(`/guides/${id}/end`, { ending });
  show("after");
}

$("before").addEventListener("submit", (event) => { event.preventDefault(); begin(); });
$("whole").addEventListener("click", pause);
$("go-on").addEventListener("click", goOn);
$("stop").addEventListener("click", () => end("stopped"));

$("after").addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = new FormData(event.target);
  const answers = { tension: number(given, "tension"), minutes: number(given, "minutes"), words: given.get("words") };
  if (id && !(await post(`/guides/${id}/answers`, answers))) return;
  if (guide.dataset.night) show("rest");
  else location.assign("/");
});

// Any key pauses and goes on; Escape ends. A button that has the focus is pressed as usual.
addEventListener("keydown", (event) => {
  if (!["dark", "paused"].includes(step) || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Tab" || event.key === "Shift") return;
  if (step === "paused" && document.activeElement === $("stop") && [" ", "Enter"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "Escape") end("stopped");
  else if (step === "dark") pause();
  else goOn();
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && step === "dark") stayAwake();  // it is lost whenever the page is hidden
});
addEventListener("pagehide", () => { if (id && ["dark", "paused"].includes(step)) post(`/guides/${id}/end`, { ending: "stopped" }); });

const showTones = () => {
  $("tones").textContent = settings.tones === "yes" ? "Tones are on" : "Tones are off";
};
$("tones").addEventListener("click", () => {
  settings.tones = settings.tones === "yes" ? "no" : "yes";
  save(settings);
  showTones();
});
showTones();

voice.ready.then(() => {
  $("voice-words").textContent = !voice.voice
    ? "This browser has no voice of its own on this computer, so the words are shown, dim and large."
    : settings.voice === "yes" ? "" : "The voice is switched off in “View and sound”, so the words are shown.";
  document.body.dataset.ready = "yes";
});
