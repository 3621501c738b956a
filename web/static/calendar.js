// The calendar by keyboard: one stop for Tab, arrows go from day to day, and the day is told in words below.

const table = document.querySelector("[data-calendar]");
const told = document.querySelector("[data-calendar-words]");

if (table) {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1));
  const days = rows.flat().filter((cell) => cell.matches(".dated"));
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  let stop = days.reduce((last, cell) => (cell.cellIndex >= last.cellIndex ? cell : last));
  stop.tabIndex = 0;

  const tell = (cell) => (told.textContent = cell.title);
  const go = (cell) => {
    stop.tabIndex = -1;
    stop = cell;
    stop.tabIndex = 0;
    stop.focus();
  };
  table.addEventListener("focusin", (event) => tell(event.target));
  table.addEventListener("pointerover", (event) => {
    const cell = event.target.closest(".dated");
    if (cell) tell(cell);
  });
  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // the page's own arrows move between the rows of lists
    const row = rows.findIndex((cells) => cells.includes(stop));
    const next = rows[row + step[0]]?.[rows[row].indexOf(stop) + step[1]];
    if (next?.matches(".dated")) go(next);
  });
}
