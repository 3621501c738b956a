// Tones: nearer to the target, closer to its tone; a breath-like tick in a hold; a short chord at its end.
// All soft, all can be off, and all give way to speech.

const LOUD = 0.16;
const DUCKED = 0.03;
const TARGET_HZ = 330;
const CHORD_HZ = [330, 415, 495];

export class Tones {
  constructor() {
    this.on = true;
    this.context = null;
    this.played = [];
  }

  /** Sound needs a gesture first; call it from one. */
  wake() {
    if (this.context || !window.AudioContext) return;
    this.context = new AudioContext();
    this.out = this.#gain(LOUD, this.context.destination);
    this.#startNearing();
  }

  duck(speaking) {
    this.#ramp(this.out?.gain, speaking ? DUCKED : LOUD, 0.08);
  }

  #startNearing() {
    this.nearingGain = this.#gain(0, this.out);
    this.nearingTone = new OscillatorNode(this.context, { frequency: TARGET_HZ / 2 });
    this.nearingTone.connect(this.nearingGain);
    this.nearingTone.start();
  }

  /** @param distance 0 at the target, 1 far from it; null for silence */
  nearing(distance) {
    if (!this.context) return;
    const sounds = this.on && distance !== null;
    this.#ramp(this.nearingGain.gain, sounds ? 0.25 : 0, 0.15);
    if (sounds) this.#ramp(this.nearingTone.frequency, TARGET_HZ * 2 ** -Math.min(1, distance), 0.1);
  }

  tick() { this.#play("tick", () => this.#breath(0.5, 0.5)); }

  half() { this.#play("half", () => this.#note(TARGET_HZ * 1.5, 0.4, 0.3)); }

  chord() { this.#play("chord", () => CHORD_HZ.forEach((hz) => this.#note(hz, 0.9, 0.3))); }

  lost() { this.#play("lost", () => [294, 220].forEach((hz, i) => this.#note(hz, 0.4, 0.3, i * 0.25))); }

  #play(name, sound) {
    if (!this.on) return;
    this.played.push(name);
    if (this.context?.state === "running") sound();
  }

  #note(hz, length_s, level, wait_s = 0) {
    const start = this.context.currentTime + wait_s;
    const gain = this.#gain(0, this.out);
    gain.gain.linearRampToValueAtTime(level, start + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.001, start + length_s);
    const tone = new OscillatorNode(this.context, { frequency: hz });
    tone.connect(gain);
    tone.start(start);
    tone.stop(start + length_s);
  }

  #breath(length_s, level) {
    const { sampleRate, currentTime } = this.context;
    const noise = new AudioBuffer({ length: sampleRate * length_s, sampleRate });
    const samples = noise.getChannelData(0);
    for (let i = 0; i < samples.length; i += 1) samples[i] = Math.random() * 2 - 1;
    const source = new AudioBufferSourceNode(this.context, { buffer: noise });
    const soft = new BiquadFilterNode(this.context, { type: "lowpass", frequency: 700 });
    const gain = this.#gain(0, this.out);
    gain.gain.linearRampToValueAtTime(level, currentTime + length_s * 0.4);
    gain.gain.linearRampToValueAtTime(0, currentTime + length_s);
    source.connect(soft).connect(gain);
    source.start();
  }

  #gain(value, to) {
    const gain = new GainNode(this.context, { gain: value });
    gain.connect(to);
    return gain;
  }

  #ramp(param, value, seconds) {
    param?.setTargetAtTime(value, this.context.currentTime, seconds);
  }
}
