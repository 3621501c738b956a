// The four words of a pairing, spoken: when the page opens, where the browser lets it, and whenever asked.
import { Voice } from "./voice.js";

const $ = (id) => document.getElementById(id);
const voice = new Voice({ list: $("said"), region: $("announce") });

function say() {
  voice.say(`${$("words").dataset.words}.`, "words", { cut: true });
}

$("speak").addEventListener("click", say);
await voice.ready;
if (navigator.userActivation?.hasBeenActive) say();
