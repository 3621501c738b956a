// The stage: the mirrored picture or the drawn figure, the three Meige lines, the band and where the head is.
// Readable at 2 m and from the corner of the eye. Everything is drawn as in a mirror: the patient's left is left.
import { drawFigure } from "./figure.js";

const NS = "http://www.w3.org/2000/svg";
const FIGURE_LINES = { face_x: 0.5, eyes_y: 0.43, neck_y: 0.82 };  // where the drawn figure has them
const SCALED = new Set(["rotation", "lateral_flexion", "extension", "ear_height", "lateral_shift", "shoulders"]);
const DRAWN = new Set(["rotation", "lateral_flexion", "extension", "deviation", "ear_height"]);  // as the figure's own band
// Between two pictures the page has time for the rest: about 20 pictures a second are plenty for the eye.
const REST_MS = 15;
const DEG_SHARE = 0.0105;  // of the stage's height, one degree on the disc of a hold in the middle

/** How far the scale goes to each side: the target stands well out, with room beyond its band. Pure. */
export const reachOf = ({ target, band }) => Math.max(1.7 * Math.abs(target), Math.abs(target) + 3 * band);

/**
 * Where on the stage a value of a movement lies. Pure.
 * @param reach  the value at the scale's end
 * @param aspect width of the stage by its height
 * @returns {{x, y, turn}} shares of the stage; `turn` is the direction of the scale there, degrees
 */
export function placeOf(movement, value, reach, aspect = 4 / 3) {
  const share = Math.max(-1, Math.min(1, value / reach));
  if (movement === "lateral_flexion") {
    const angle = -share * 52 * Math.PI / 180;  // the patient's left is at the left
    const radius = 0.78;
    return { x: 0.5 + radius * Math.sin(angle) / aspect, y: 0.86 - radius * Math.cos(angle), turn: angle * 180 / Math.PI };
  }
  if (movement === "shoulders") return { x: 0.5 - share * 0.3, y: 0.92, turn: 0 };
  if (movement === "extension" || movement === "ear_height") return { x: 0.93, y: 0.5 - share * 0.42, turn: 90 };
  return { x: 0.5 - share * 0.45, y: 0.08, turn: 0 };
}

/** How far from the target, 0 in its middle to 1 far away; null where there is nothing to find, or the eyes are
    closed to find it without. Of two axes the one that is further off counts. Pure. */
export function distanceTo(session) {
  if (!session || session.value === null || session.open || session.movement === "presence" || session.eyes_closed) return null;
  return [session, session.also].reduce((most, axis) => {
    if (!axis || axis.value === null) return most;
    const far = Math.max(Math.abs(axis.target), 3 * axis.band);
    return far > 0 ? Math.max(most, Math.min(1, Math.abs(axis.value - axis.target) / far)) : most;
  }, session.band > 0 || session.target ? 0 : null);
}

/** Where turning and nodding are shown as one place before the face: a hold of the middle, a path, two axes. Pure. */
export function onFace(session) {
  if (!session) return false;
  const both = session.movement === "rotation" && session.also?.movement === "extension";
  return both || ["deviation", "path"].includes(session.movement);
}

export class Stage {
  constructor({ box, picture, video, mannequin, overlay }) {
    Object.assign(this, { box, picture, video, mannequin, overlay, drawn: false, own: false });
    this.seq = 0;
    this.pulling = false;
    this.parts = {};
    for (const name of ["face", "eyes", "neck", "track", "path", "band", "zero", "disc", "breath"]) this.parts[name] = this.#twin(name);
    this.parts.head = this.overlay.appendChild(this.#make("g", "head"));
    const level = this.#make("path", "level");
    level.setAttribute("d", "M-14 0H14");
    this.parts.head.append(this.#make("rect", "knob"), level);
  }

  #make(kind, name) {
    const part = document.createElementNS(NS, kind);
    part.setAttribute("class", `on-${name}`);
    return part;
  }

  /** A line twice, dark below and light above, so that it stands out from any picture. */
  #twin(name) {
    const group = this.overlay.appendChild(this.#make("g", name));
    group.append(this.#make("path", "under"), this.#make("path", "over"));
    return group;
  }

  /** @param own the page's own camera is the source: its picture is shown without a detour */
  show({ figure, own }) {
    this.drawn = figure;
    this.own = own;
    this.mannequin.toggleAttribute("hidden", !figure);
    this.video.toggleAttribute("hidden", figure || !own);
    this.picture.toggleAttribute("hidden", figure || own || !this.seq);
  }

  update(state) {
    const [width, height] = state.size;
    this.aspect = width / height;
    this.box.style.setProperty("--aspect", this.aspect);
    this.w = 400 * this.aspect;
    this.h = 400;
    this.overlay.setAttribute("viewBox", `0 0 ${this.w} ${this.h}`);
    const session = state.session;
    if (this.drawn) this.#figure(state);
    const breathing = session?.movement === "presence";
    this.#lines(breathing ? null : state.lines && this.drawn ? FIGURE_LINES : state.lines);
    this.#scale(session);
    this.#head(state);
    this.#breath(session);
    this.box.classList.toggle("unseen", !state.seen);
  }

  #figure({ figure, session }) {
    const asks = session && !session.open && DRAWN.has(session.movement) && session.phase !== "done" && !hides(session);
    const target = asks ? { movement: session.movement, value: session.target, band: session.band } : undefined;
    const ghost = asks && session.also ? { [`${session.movement}_deg`]: session.target, [`${session.also.movement}_deg`]: session.also.target } : undefined;
    drawFigure(this.mannequin, figure, { target, ghost });
  }

  #lines(lines) {
    for (const name of ["face", "eyes", "neck"]) this.parts[name].toggleAttribute("hidden", !lines);
    if (!lines) return;
    const x = (1 - lines.face_x) * this.w;
    draw(this.parts.face, `M${x.toFixed(1)} 0V${this.h}`);
    for (const name of ["eyes", "neck"]) draw(this.parts[name], `M0 ${(lines[`${name}_y`] * this.h).toFixed(1)}H${this.w}`);
    this.middle = [x, lines.eyes_y * this.h];
  }

  #scale(session) {
    const movement = session?.movement;
    const free = onFace(session);
    const onTrack = !free && SCALED.has(movement);
    for (const name of ["track", "band", "zero"]) this.parts[name].toggleAttribute("hidden", !onTrack);
    this.parts.disc.toggleAttribute("hidden", !free || !this.middle || movement === "path" || hides(session));
    this.parts.path.toggleAttribute("hidden", movement !== "path" || !this.middle);
    if (onTrack) {
      const { target, band } = session;
      const reach = reachOf(session);
      const taller = movement === "ear_height";  // more is always welcome, and there is little below
      draw(this.parts.track, this.#path(session, taller ? -reach / 3 : -reach, reach));
      draw(this.parts.band, this.#path(session, target - band, taller ? reach : target + band));
      this.parts.band.toggleAttribute("hidden", Boolean(session.open));
      draw(this.parts.zero, this.#path(session, -reach * 0.006, reach * 0.006));
    } else if (movement === "path" && this.middle) {
      draw(this.parts.path, `M${session.points.map((point) => this.#before(...point).map((v) => v.toFixed(1)).join(" ")).join("L")}`);
    } else if (free && this.middle) {
      const place = session.also ? this.#before(session.target, session.also.target) : this.middle;
      draw(this.parts.disc, circle(...place, Math.max(14, session.band * DEG_SHARE * this.h)));
    }
  }

  /** The place before the face for a turn and a nod, degrees. */
  #before(rotation_deg, extension_deg) {
    const k = DEG_SHARE * this.h;
    return [this.middle[0] - rotation_deg * k, this.middle[1] - extension_deg * k];
  }

  #path(session, from, to) {
    const points = Array.from({ length: 25 }, (_, i) => this.#place(session, from + (to - from) * i / 24));
    return `M${points.map(({ x, y }) => `${(x * this.w).toFixed(1)} ${(y * this.h).toFixed(1)}`).join("L")}`;
  }

  #place(session, value) {
    return placeOf(session.movement, value, reachOf(session), this.aspect);
  }

  #head({ session, figure, seen }) {
    const movement = session?.movement;
    const value = shownValue(session, figure);
    const shown = seen && movement && movement !== "presence" && value !== null && value !== undefined && !hides(session);
    this.parts.head.toggleAttribute("hidden", !shown);
    if (!shown) return;
    const free = onFace(session);
    if (free && !this.middle) return;
    const at = free ? this.#offMiddle(figure) : this.#place(session, value);
    const turn = free ? -figure.lateral_flexion_deg : at.turn;
    this.parts.head.setAttribute("transform", `translate(${(at.x * this.w).toFixed(1)} ${(at.y * this.h).toFixed(1)}) rotate(${turn.toFixed(1)})`);
    this.parts.head.classList.toggle("free", free);
  }

  #offMiddle({ rotation_deg, extension_deg }) {
    const [x, y] = this.#before(rotation_deg, extension_deg);
    return { x: x / this.w, y: y / this.h };
  }

  #breath(session) {
    const breathing = Boolean(session?.pace);
    this.parts.breath.toggleAttribute("hidden", !breathing);
    if (breathing) draw(this.parts.breath, circle(this.w / 2, this.h / 2, this.h * (0.14 + 0.26 * breathShare(session))));
  }

  /** Pulls pictures, one at a time, as long as they are shown. */
  async pull() {
    if (this.pulling) return;
    this.pulling = true;
    try {
      while (this.pulling && !this.drawn && !this.own) {
        await this.#one();
        await new Promise((done) => setTimeout(done, REST_MS));
      }
    } finally {
      this.pulling = false;
    }
  }

  async #one() {
    const answer = await fetch(`/live/frame?after=${this.seq}`).catch(() => null);
    if (!answer?.ok) { this.pulling = false; return; }
    if (answer.status === 204) return;
    const blob = await answer.blob();
    this.seq = Number(answer.headers.get("X-Frame"));
    const url = URL.createObjectURL(blob);
    const old = this.picture.src;
    this.picture.src = url;
    await this.picture.decode().catch(() => {});
    if (old) URL.revokeObjectURL(old);
    this.picture.toggleAttribute("hidden", this.drawn || this.own);
  }

  stop() {
    this.pulling = false;
    this.seq = 0;
    this.picture.toggleAttribute("hidden", true);
    this.picture.removeAttribute("src");
  }
}

/** Who looks for the middle with closed eyes is not shown it before they are open again. */
const hides = (session) => Boolean(session?.eyes_closed) && ["move", "hold"].includes(session.phase);

/** The value under the head's marker: the smoothed one where there is one, it is for the eye only. Height is
    counted from how the patient sits at rest, which the coach alone knows. */
function shownValue(session, figure) {
  if (!session) return null;
  if (session.movement === "ear_height") return session.value;
  return figure[`${session.movement}_deg`] ?? figure[session.movement] ?? session.value;
}

/** How full the lungs are asked to be, 0 to 1. */
export function breathShare({ phase, hold_s, hold_target_s, pace }) {
  if (phase !== "hold" || !pace) return 0;
  const at = Math.min(hold_s, hold_target_s);
  const ease = (x) => (1 - Math.cos(Math.PI * Math.max(0, Math.min(1, x)))) / 2;
  return at < pace.in_s ? ease(at / pace.in_s) : 1 - ease((at - pace.in_s) / pace.out_s);
}

function draw(twin, d) {
  for (const part of twin.children) part.setAttribute("d", d);
}

function circle(cx, cy, r) {
  const [x, y, half] = [cx, cy, r].map((v) => v.toFixed(1));
  return `M${x} ${y}m-${half} 0a${half} ${half} 0 1 0 ${2 * half} 0a${half} ${half} 0 1 0 -${2 * half} 0Z`;
}
