// A page's words by its own voice: a button with data-listen names a part of the page, whose data-say texts are
// read one sentence after the other until they are over or the button is pressed again.
import { sentences } from "./captions.js";
import { Reader } from "./reader.js";
import { Voice } from "./voice.js";

const $ = (id) => document.getElementById(id);
const PAUSE_S = 0.4;
const BETWEEN_S = 1.2;  // between two texts

let over = null;     // to be called when the words that are being said are over
let reading = null;  // {button, stop} of what is being read

const voice = new Voice({ list: $("said"), region: $("announce"), onSpeaking: (speaking) => { if (!speaking) spoken(); } });

function spoken() {
  const call = over;
  over = null;
  call?.();
}

/** The sentences of some texts as the steps of a reader; the quiet after a text is longer. Pure. */
export function stepsOf(texts) {
  return texts.flatMap((text) => sentences(text).map(({ text: say, ms }, at, all) => (
    { say, spoken_s: ms / 1000, wait_s: at === all.length - 1 ? BETWEEN_S : PAUSE_S, paced: false })));
}

function listen(button) {
  const words = button.textContent;
  const texts = [...$(button.dataset.listen).querySelectorAll("[data-say]")].map((part) => part.textContent);
  const ended = () => { reading = null; button.textContent = words; };
  const reader = new Reader(stepsOf(texts), {
    say: (step, done) => { over = done; voice.say(step.say, button.dataset.listen); },
    hush: () => { over = null; voice.quiet(); },
    over: ended,
  });
  reading = { button, stop: () => { reader.stop(); ended(); } };
  button.textContent = "Stop";
  reader.start();
}

const buttons = document.querySelectorAll("[data-listen]");
for (const button of buttons) {
  button.addEventListener("click", () => {
    const again = reading?.button === button;
    reading?.stop();
    if (!again) listen(button);
  });
}

voice.ready.then(() => {
  for (const button of buttons) button.hidden = !voice.voice;
  $("no-voice").hidden = voice.voice !== null || buttons.length === 0;
});
addEventListener("pagehide", () => reading?.stop());
