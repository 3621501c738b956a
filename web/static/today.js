// Today: small pictures of the exercises, the next one moving slowly; and closing a session that was cut off.
import { drawFigure, targetPosture } from "./figure.js";

const CYCLE_S = 9;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Share of the way to the target at a moment of the cycle: rest, go, stay, come back. */
function shareAt(t_s) {
  const at = (t_s % CYCLE_S) / CYCLE_S;
  const ease = (x) => x * x * (3 - 2 * x);
  if (at < 0.1) return 0;
  if (at < 0.4) return ease((at - 0.1) / 0.3);
  if (at < 0.65) return 1;
  return at < 0.95 ? 1 - ease((at - 0.65) / 0.3) : 0;
}

function towards(target, share) {
  return Object.fromEntries(Object.entries(targetPosture(target)).map(([name, value]) => [name, value * share]));
}

function draw(svg, share) {
  const target = JSON.parse(svg.dataset.target);
  const known = target.movement !== "presence";
  drawFigure(svg, towards(target, share), known ? { target } : {});
}

for (const svg of document.querySelectorAll("svg[data-target]")) draw(svg, still || !("moving" in svg.dataset) ? 1 : 0);

const moving = document.querySelector("svg[data-moving]");
if (moving && !still) {
  const step = (now_ms) => { draw(moving, shareAt(now_ms / 1000)); requestAnimationFrame(step); };
  requestAnimationFrame(step);
}

for (const button of document.querySelectorAll("button[data-close]")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    const body = JSON.stringify({ session_id: button.dataset.close });
    await fetch("/live/close", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    location.reload();
  });
}

// A page that was left open over night shows the new day.
const shown = document.getElementById("date")?.dataset.date;
const today = () => { const now = new Date(); return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-"); };
document.addEventListener("visibilitychange", () => { if (!document.hidden && shown && shown !== today()) location.reload(); });
