// While a code is shown: look whether a laptop has used it, and take the code away when it ends.
const EVERY_MS = 2000;
const shown = document.querySelector("[data-waiting]");
const ends = Date.parse(shown.dataset.ends);
// The server's clock counts, not this computer's: the page has been here for so long.
const opened = performance.now();
const lasts = Math.min(Math.max(ends - Date.now(), 0), 600_000) || 600_000;
let before = null;

async function look() {
  if (performance.now() - opened > lasts) {
    shown.querySelector("[data-code]").hidden = shown.querySelector("[data-until]").hidden = true;
    shown.querySelector("[data-gone]").hidden = false;
    return;
  }
  const answer = await fetch(shown.dataset.waiting).catch(() => null);
  const data = answer?.ok ? await answer.json().catch(() => null) : null;
  before ??= data?.waiting ?? null;
  if (data && before !== null && data.waiting > before) location.replace(shown.dataset.page);
  else setTimeout(look, EVERY_MS);
}

look();
