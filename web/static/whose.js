// A page of one patient leaves by itself when another is next on this computer, and takes along what it has kept
// in the browser. A page that the browser brings back shows nothing until it is known to be this patient's. A
// therapist's page leaves when somebody at another computer hands this one over.
const EVERY_MS = 1000;
const mine = document.body.dataset.whose;
const page = document.documentElement;

let asking = null;  // one question at a time, however slow the answer or fast the clock

/** Looks once; then the page has left, or it is still one of whoever is here. */
export function look() {
  return asking ??= ask().finally(() => { asking = null; });
}

async function ask() {
  const answer = await fetch(mine === "therapist" ? "/whose?therapist" : "/whose").catch(() => null);
  if (!answer?.ok) return;
  if ((await answer.text()) === mine) page.hidden = false;
  else leave();
}

function leave() {
  page.hidden = true;
  globalThis.speechSynthesis?.cancel();
  for (const kept of [localStorage, sessionStorage]) try { kept.clear(); } catch { /* a browser that keeps nothing */ }
  location.replace("/");
}

/** Gone back to, a page that was another patient's is this one's by now; what was typed into it is not. */
function forget() {
  if ((history.state?.whose ?? mine) === mine) return;
  for (const form of document.forms) form.reset();
  history.replaceState({ ...history.state, whose: mine }, "");
}

/** A form says whose page it stands on, so that what one has typed is not kept under the next. */
function say({ target }) {
  if (mine === "therapist" || target.method !== "post" || target.elements.whose) return;
  target.append(Object.assign(document.createElement("input"), { type: "hidden", name: "whose", value: mine }));
}

if (mine) {
  addEventListener("submit", say, true);
  if (!history.state?.whose) history.replaceState({ ...history.state, whose: mine }, "");
  addEventListener("pageshow", forget);  // by then the browser has put back what was typed
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", (event) => { page.hidden = event.persisted; });
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
}
