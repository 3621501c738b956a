// What the therapist does at a station: every button has a key, and a key is pressed without looking.
import { connectNext } from "./desk_next.js";

/** What was refused stays to be read for so long, or until something else is done. */
const REFUSED_MS = 8000;
const KEYS = {
  e: "easier", h: "harder", m: "mark", s: "shorter", l: "longer", 0: "midline", c: "mute", " ": "pause",
  n: "ask-skip", q: "ask-end", p: "next", u: "undo", t: "say", w: "wall",
};
const DONE = {
  mark: "Marked.", say: "Said.", undo: "Taken back.", next: "Changed.", midline: "A new midline is measured.",
  easier: "Easier, from the next repetition on.", harder: "Harder, from the next repetition on.",
  longer: "A longer hold, from the next repetition on.", shorter: "A shorter hold, from the next repetition on.",
};
const NOT_DONE = { mark: "Not marked", word_mark: "The words were not kept", say: "Not said", undo: "Not taken back" };
const clock = (t_s) => `${Math.floor(t_s / 60)}:${String(Math.floor(t_s % 60)).padStart(2, "0")}`;

/** @param newest gives the newest state; tell shows a sentence in a named place; announce reads one out */
export function connectLead({ root, newest, tell, announce }) {
  const marking = document.querySelector("[data-mark-words]");
  const speaking = document.querySelector("[data-speak]");
  const author = root.querySelector("[data-author]");
  const undo = root.querySelector('[data-act="undo"]');
  let marked = null;
  let refused = 0;

  async function lead(command, body = {}) {
    const name = author.value.trim();
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`${root.dataset.actAt}/${command}`, { method: "POST", headers, body: JSON.stringify({ ...body, author: name }) }).catch(() => null);
    const data = await answer?.json().catch(() => ({}));
    if (!answer?.ok) {
      refuse(command, data?.error ?? "Midline on this computer does not answer.");
      if (!name) author.focus();
      return null;
    }
    clearTimeout(refused);
    tell("refused", "");
    announce(DONE[command] ?? "");
    return data;
  }

  function refuse(command, why) {
    clearTimeout(refused);
    tell("refused", NOT_DONE[command] ? `${NOT_DONE[command]}. ${why}` : why);
    refused = setTimeout(() => tell("refused", ""), REFUSED_MS);
  }

  const ask = (name) => document.querySelector(`[data-ask="${name}"]`).showModal();
  const close = () => document.querySelector("dialog[open]")?.close();

  // The field is there at once: what is typed right after the key is its words and no command.
  async function mark() {
    marking.hidden = false;
    marking.querySelector("output").textContent = "this moment";
    marking.words.value = "";
    marking.words.focus();
    const mine = lead("mark");
    marked = mine;
    const got = await mine;
    if (marked !== mine) return;
    if (got) marking.querySelector("output").textContent = clock(got.at_s);
    else leaveMark();
  }

  // Keys are commands again at once, however long the words are on their way.
  function leaveMark() {
    marking.words.blur();
    marking.hidden = true;
  }

  async function keepWords(event) {
    event.preventDefault();
    const text = marking.words.value.trim();
    const mine = marked;
    leaveMark();
    const got = await mine;
    if (!text || !got || (await lead("word_mark", { at_s: got.at_s, words: text }))) return;
    marking.hidden = false;
    marking.words.value = text;
  }

  async function say(event) {
    event.preventDefault();
    const text = speaking.words.value.trim();
    if (!text) return;
    speaking.words.blur();
    if (await lead("say", { words: text })) speaking.words.value = "";
  }

  const acts = {
    mute: () => lead(newest()?.muted ? "unmute" : "mute"),
    pause: () => lead(newest()?.session?.paused ? "resume" : "pause"),
    mark,
    unmark: async () => { leaveMark(); if (await marked) await lead("undo"); },
    "ask-end": () => ask("end"),
    "ask-skip": () => ask("skip"),
    stay: close,
    end: () => { close(); return lead("end"); },
    skip: () => { close(); return lead("skip"); },
    say: () => speaking.words.focus(),
    wall: () => root.querySelector("[data-wall-link]").click(),
    ...connectNext({ lead, newest }),
  };
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
    if (typing && event.target === author && event.key === "Enter") { author.blur(); return; }
    if (typing || document.querySelector("dialog[open]")) return;
    const ready = root.querySelectorAll("[data-say]")[Number(event.key) - 1];
    const name = ready ? "" : KEYS[event.key.toLowerCase()];
    if (name === undefined || (event.key === " " && event.target.matches("button, a, summary") && event.target.dataset.act !== "pause")) return;
    event.preventDefault();
    if (ready) ready.click();
    else act(name);
  });

  marking.addEventListener("submit", keepWords);
  speaking.addEventListener("submit", say);
  return {
    /** What each author would take back next, as the station tells it. */
    undoable(found) {
      const own = found[author.value.trim()] ?? "";
      undo.disabled = !own;
      root.querySelector("[data-undo]").textContent = own && `: ${own}`;
      undo.title = own;
    },
  };
}
