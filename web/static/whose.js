// A page of one patient leaves by itself when another is next on this computer, and takes along what it has kept
// in the browser. A page that the browser brings back shows nothing until it is known to be this patient's.
const EVERY_MS = 2000;
const mine = document.body.dataset.whose;
const page = document.documentElement;

let asking = false;  // one question at a time, however slow the answer or fast the clock

async function look() {
  if (asking) return;
  asking = true;
  const answer = await fetch("/whose").catch(() => null);
  asking = false;
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

if (mine) {
  if (!history.state?.whose) history.replaceState({ ...history.state, whose: mine }, "");
  addEventListener("pageshow", forget);  // by then the browser has put back what was typed
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", (event) => { page.hidden = event.persisted; });
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
}
