// The therapist's lists by keyboard: arrows move from row to row, slash searches. Enter opens by itself.

const links = () => [...document.querySelectorAll("[data-rows] tbody tr:not([hidden]) th a")];
const search = document.querySelector("[data-search]");

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const typing = event.target.matches("input, textarea, select");
  if (event.key === "/" && search && !typing) {
    event.preventDefault();
    search.focus();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && (!typing || event.target === search)) move(step, event);
});

function move(step, event) {
  const rows = links();
  const at = rows.indexOf(document.activeElement);
  if (at < 0 && !(step > 0 && (document.activeElement === search || document.activeElement === document.body))) return;
  event.preventDefault();
  (rows[at + step] ?? (step < 0 ? search : rows[at]))?.focus();
}

search?.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  for (const row of document.querySelectorAll("[data-rows] tbody tr"))
    row.hidden = !row.querySelector("th").textContent.toLowerCase().includes(wanted);
  document.querySelector("[data-nobody]").hidden = links().length > 0;
});
