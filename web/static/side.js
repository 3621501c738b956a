// Beside the stage: the sentence, the ring of a hold, the dots, the countdown, the buttons that fit the moment.
const PHASES = {
  prepare: "get ready", move: "move", hold: "stay", return: "back", rest: "rest", paused: "paused", done: "done",
};
const COUNTDOWN_S = 5;
const PAUSES = { patient: "paused", camera: "waiting for the camera", spasm: "waiting with you", midline: "finding your middle" };

export class Side {
  constructor(root, tones, captions) {
    this.$ = (id) => root.getElementById(id);
    this.parts = [...root.querySelectorAll("[data-for]")];
    this.tones = tones;
    this.captions = captions;
    this.moment = "";
    this.second = -1;
    this.rep = "";
  }

  /** Sounds that go with what is said. */
  hear(key) {
    if (key === "halfway") this.tones.half();
    if (["not_seen", "camera_lost"].includes(key)) this.tones.lost();
  }

  update(state, settings) {
    this.$("led").hidden = !state.led;
    this.#buttons(state);
    this.#camera(state);
    this.#setUp(state);
    if (state.session) this.#session(state, settings);
  }

  #buttons(state) {
    const moment = { camera: "camera", neutral: state.step, session: "session" }[state.stage];
    if (moment === this.moment) return;
    this.moment = moment;
    for (const part of this.parts) part.hidden = part.dataset.for !== moment;
    this.#focusFirst();
  }

  #focusFirst() {
    const part = this.parts.find((p) => !p.hidden);
    const first = this.moment === "session" ? this.$("edge") : part?.querySelector("button.main:not([hidden], :disabled)");
    first?.focus({ preventScroll: true });
  }

  #camera({ camera }) {
    const { on, lost, opening, kind, trouble } = camera;
    const seen = { demo: "Demo person, a recording", recording: "A recording", webcam: "Camera on", browser: "Camera on" }[kind];
    const words = !on ? "Camera off" : lost ? "Camera lost, looking for it" : opening ? "Camera is starting" : seen;
    this.$("camera-on-words").textContent = words;
    this.$("camera-on").dataset.lamp = on && !lost ? "on" : "off";
    this.$("camera-on").title = trouble;
  }

  #setUp(state) {
    if (state.stage === "camera") {
      const lines = state.advice.map(({ text }) => text);
      if (state.camera.trouble && state.camera.lost) lines.unshift(state.camera.trouble);
      if (this.$("advice").textContent !== lines.join("")) {
        this.$("advice").replaceChildren(...lines.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
      }
      this.$("to-neutral").hidden = state.resting;
      this.$("to-rest").hidden = !state.resting;
      this.$("to-rest").disabled = state.camera.opening;
      if (document.activeElement === document.body) this.#focusFirst();  // it could not be pressed before
    }
    this.$("filling").style.setProperty("--share", Math.min(1, state.measured_s / 3));
  }

  #session({ session: s, figure, seen, stage }, settings) {
    if (stage !== "session") return;
    const phase = s.paused ? "paused" : s.phase;
    const inBand = s.in_band && !s.eyes_closed && !s.paused && seen && ["move", "hold"].includes(s.phase);
    if (document.body.dataset.phase !== phase) this.captions.past();
    document.body.dataset.phase = phase;
    document.body.classList.toggle("in-band", inBand);
    this.$("exercise").textContent = `${s.exercise_name}, ${s.exercise_index + 1} of ${s.exercise_count}`;
    this.$("phase").textContent = phaseWords(s, seen);
    this.$("count").textContent = counted(s);
    this.$("ring-fill").style.strokeDashoffset = 100 - 100 * ringShare(s);
    this.$("thin").style.setProperty("--share", sessionShare(s));
    this.$("go").hidden = s.phase !== "prepare" || Boolean(s.paused);
    this.$("edge").textContent = s.paused ? "Go on" : "Pause";
    this.#dots(s);
    this.#sounds(s, inBand);
    this.$("numbers").hidden = settings.numbers !== "yes" || !seen;
    this.$("numbers").textContent = inWords(s, figure);
  }

  #dots(s) {
    const name = `${s.exercise_index}/${s.set_number}/${s.rep_number}/${s.phase}`;
    if (name === this.rep) return;
    this.rep = name;
    const done = s.rep_number - 1;
    this.$("dots").setAttribute("aria-label", `Repetition ${s.rep_number} of ${s.reps}${s.sets > 1 ? `, round ${s.set_number} of ${s.sets}` : ""}`);
    this.$("dots").replaceChildren(...Array.from({ length: s.reps }, (_, i) => {
      const dot = document.createElement("i");
      dot.className = i < done ? "done" : i === done ? "now" : "";
      return dot;
    }));
  }

  #sounds(s, inBand) {
    const second = s.phase === "hold" && !s.paused ? Math.floor(s.hold_s) : -1;
    if (this.phase === "hold" && s.phase !== "hold" && this.held >= s.hold_target_s - 0.3) this.tones.chord();
    else if (second > 0 && second !== this.second && inBand && s.movement !== "presence") this.tones.tick();
    this.second = second;
    this.phase = s.phase;
    this.held = s.phase === "hold" ? s.hold_s : 0;
  }

  /** What was done, in words. */
  after({ done, saved }) {
    const lines = done.map(({ name, words }) => {
      const line = document.createElement("li");
      line.append(Object.assign(document.createElement("strong"), { textContent: name }), ` ${words}`);
      return line;
    });
    this.$("done").replaceChildren(...lines);
    this.$("after-title").textContent = lines.length ? "Well done" : "That is all for now";
    this.$("saved").textContent = saved.trouble
      ? "This could not be kept on the disk yet; I keep trying. Please leave this page open."
      : lines.length ? "Everything is kept." : "Nothing was finished this time, and that is all right.";
  }
}

function phaseWords(s, seen) {
  if (s.paused) return PAUSES[s.paused];
  if (!seen && s.phase !== "rest") return "not seen";
  if (s.breath) return `breathe ${s.breath}`;
  const asked = s.phase === "move" && s.hand !== null ? (s.hand ? "touch" : "hand away") : PHASES[s.phase];
  return s.stops && ["move", "hold"].includes(s.phase) ? `${asked}, ${s.stop + 1} of ${s.stops}` : asked;
}

/** The number in the ring: seconds left of a hold or a rest. */
function counted(s) {
  if (s.paused) return "";
  if (s.breath) return String(Math.max(1, Math.ceil(s.breath_left_s)));
  if (s.phase === "hold") return String(Math.max(0, Math.ceil(s.hold_target_s - s.hold_s - 0.05)));
  if (s.phase === "rest") return String(Math.ceil(s.rest_left_s));
  if (s.phase === "prepare" && s.prepare_left_s <= COUNTDOWN_S) return String(Math.ceil(s.prepare_left_s));
  return "";
}

function ringShare(s) {
  return s.hold_target_s > 0 && s.phase === "hold" ? Math.min(1, s.hold_s / s.hold_target_s) : 0;
}

function sessionShare(s) {
  const reps = s.sets * s.reps;
  const done = (s.set_number - 1) * s.reps + s.rep_number - 1;
  return Math.min(1, (s.exercise_index + (reps ? done / reps : 0)) / s.exercise_count);
}

const SIDES = { rotation: ["left", "right"], lateral_flexion: ["left", "right"], extension: ["up", "down"] };

function inWords(s, figure) {
  const value = figure[`${s.movement}_deg`];
  const sides = SIDES[s.movement];
  if (!sides || value === null || value === undefined) return "";
  const now = `About ${Math.abs(Math.round(value))}° ${sides[value < 0 ? 1 : 0]}`;
  return s.open || s.eyes_closed ? now : `${now}, asked ${Math.abs(Math.round(s.target))}°`;
}
