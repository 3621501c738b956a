// The assessment: the day of the injection cycle, told as soon as both dates are there.
const [assessed, injected] = ["assessed_on", "injected_on"].map((name) => document.querySelector(`[name=${name}]`));
const told = document.querySelector("[data-day]");
const DAY_MS = 86_400_000;

function tell() {
  const day = Math.round((Date.parse(assessed.value) - Date.parse(injected.value)) / DAY_MS);
  told.textContent = day >= 0 ? `Day ${day} of the cycle at the assessment` : "";
}

for (const field of [assessed, injected]) field.addEventListener("input", tell);
