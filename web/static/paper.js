// The programme on paper: its pictures are drawn by pictures.js, and one button prints.
import "./pictures.js";

document.querySelector("[data-print]")?.addEventListener("click", () => print());
