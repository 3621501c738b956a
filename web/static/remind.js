// A gentle reminder while a page of Midline is open: a tone, a sentence on the page, and a note of the system where it
// was allowed. Nothing runs when Midline is closed.
import { Tones } from "./tones.js";

const $ = (id) => document.getElementById(id);
const LOOK_MS = 20_000;
const KEY = "midline-reminded";
const SENTENCE = "It is a good time for your practice, if it suits you.";
const tones = new Tones();

/** The time that is due at a moment and has not been told yet: within its own minute or the one after. Pure. */
export function dueAt(times, now, told) {
  const minute = now.getHours() * 60 + now.getMinutes();
  const day = now.toDateString();
  const due = times.find((time) => {
    const [hours, minutes] = time.split(":").map(Number);
    const late = minute - (hours * 60 + minutes);
    return late >= 0 && late < 2 && told !== `${day} ${time}`;
  });
  return due ? `${day} ${due}` : null;
}

function told() { try { return localStorage.getItem(KEY); } catch { return null; } }
function tell(what) { try { localStorage.setItem(KEY, what); } catch { /* a browser that keeps nothing */ } }

export function remind() {
  tones.wake();
  tones.half();
  $("remind").hidden = false;
  if (window.Notification?.permission === "granted") new Notification("Midline", { body: SENTENCE, silent: true });
}

function look() {
  const { on, times } = $("reminding").dataset;
  const due = on && dueAt(times.split(" "), new Date(), told());
  if (!due) return;
  tell(due);
  remind();
}

async function allow() {
  const words = {
    granted: "Notes of the system are allowed.",
    denied: "Notes of the system are not allowed in this browser; the tone and the sentence on the page come all the same.",
    default: "",
  };
  const answer = await window.Notification?.requestPermission?.();
  $("allowed").textContent = words[answer] ?? "";
}

if ($("reminding")) {
  $("remind-later").addEventListener("click", () => { $("remind").hidden = true; });
  $("on-yes")?.addEventListener("change", allow);  // asked only when somebody switches reminders on
  $("try")?.addEventListener("click", remind);
  setInterval(look, LOOK_MS);
  look();
}
