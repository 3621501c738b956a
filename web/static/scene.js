// What stands around the drawn figure (a chair, a wall, a bed, a table), the arrows of a movement and the cross of
// what is left out: shapes and lines on the sheet. Pure. Coordinates and signs as in figure.js.

import { place } from "./figure.js";
import { RAD, add, between, ring, scaled, span, unit } from "./shapes.js";
import { holdOf, mixed } from "./keyframes.js";
import { armPoints } from "./limbs.js";

const PIVOT_Y = -128;      // about which a head tilts and nods
const CROWN_Y = -35;

const at3 = (view) => { const { sheet } = place({}, view); return (points) => points.map(sheet); };
const box3 = (x, [y1, y2]) => [[-x, y1, 0], [x, y1, 0], [x, y2, 0], [-x, y2, 0]];
const slab = ([z1, z2], [y1, y2]) => [[0, y1, z1], [0, y1, z2], [0, y2, z2], [0, y2, z1]];

/** What is behind the figure; a list of closed shapes. */
export function behind({ support, view, arms, body }) {
  const put = at3(view);
  if (body === "walking") return [put([[-400, -574, 0], [400, -574, 0], [400, -580, 0], [-400, -580, 0]])];
  if (support === "pillow") return [put([[95, 60, 0], [110, 60, 0], [110, -460, 0], [95, -460, 0]]), put([[44, -20, 0], [94, -16, 0], [94, -158, 0], [50, -150, 0]])];
  if (view.lying) return [slab([-60, -40], [60, -460]), slab([-42, -22], [-18, -138])].map(put);
  if (support === "chair" && view.view_deg) return [slab([-58, -46], [-12, -420]), slab([-50, 120], [-352, -366])].map(put);
  if (support === "wall" && view.view_deg) return [slab([-62, -47], [60, -420])].map(put);
  if (support === "chair") return [put(box3(64, [-8, -420]))];
  return arms === "holding_seat" ? [put(box3(118, [-318, -420]))] : [];
}

/** What is before the figure. */
export function before({ arms, view }) {
  const put = at3(view);
  if (arms === "on_table") return [put([[-240, -258, 0], [240, -258, 0], [240, -420, 0], [-240, -420, 0]])];
  if (arms === "on_armrests") return [1, -1].map((s) => put([[s * 66, -272, 0], [s * 118, -272, 0], [s * 118, -290, 0], [s * 66, -290, 0]]));
  return [];
}

/** Where an arrow's point is for a posture, by what moves. */
const TRACKS = {
  rotation: ({ p, sheet }) => sheet([56 * Math.sin(p.rotation_deg * RAD), CROWN_Y + 25 - 14 * Math.cos(p.rotation_deg * RAD), 0]),
  lateral_flexion: ({ p, sheet }) => sheet([107 * Math.sin(p.lateral_flexion_deg * RAD), PIVOT_Y + 107 * Math.cos(p.lateral_flexion_deg * RAD), 0]),
  extension: ({ p, sheet }) => { const a = (14 + 1.6 * p.extension_deg) * RAD; return sheet([0, PIVOT_Y + 100 * Math.sin(a), 100 * Math.cos(a)]); },
  ear_height: ({ p, sheet, width }) => sheet([0, CROWN_Y + 14 + 1.1 * p.ear_height * width, 0]),
  lateral_shift: ({ p, sheet, width }) => sheet([1.8 * p.lateral_shift * width, CROWN_Y + 18, 0]),
  gliding_back: ({ p, sheet, width }) => sheet([0, CROWN_Y + 18, 6 + 1.5 * p.sagittal_shift * width]),
  turning: ({ p, sheet }) => sheet([96 * Math.sin(p.trunk_rotation_deg * RAD), -270 - 14 * Math.cos(p.trunk_rotation_deg * RAD), 0]),
  swaying: ({ p, sheet }) => sheet([2.4 * 76 * Math.sin(p.lean_deg * RAD), CROWN_Y + 18, 0]),
};
/** The way of the movement; a list of lines, each ending in an arrow's head. */
export function ways(picture) {
  const { body, movement, arms, sign, view, path, also } = picture;
  if (body === "circling") return [1, -1].map((s) => circle(s, view));
  if (movement === "shoulders" && !body) return heavy(picture).map((s) => at3(view)(span(-128, -156, 6).map((y) => [s * 80, y, 0])));
  const back = picture.frames.find((f) => f.part === "back")?.t ?? Infinity;
  const stations = picture.frames.filter((f, i, all) => f.t < back && f.posture !== all[i - 1]?.posture);
  if (picture.paced || body === "walking") return [];
  if (path) return path.map((one) => one.map(([x, y]) => DRAWN(place({ rotation_deg: x, extension_deg: y }, view))));
  const by = arms in HANDS ? HANDS[arms](sign) : also ? NOSE : TRACKS[body] ?? TRACKS[movement === "deviation" ? "rotation" : movement];
  if (!by) return [];
  const there = stations.slice(1).map((f, i) => track(by, stations[i].posture, f.posture, view)).filter(long);
  if (picture.stops) return [track(by, stations[0].posture, holdOf(picture.frames).posture, view)].filter(long);
  return arms === "swinging" ? [...there, ...there.map((way) => [...way].reverse())] : there;
}

/** The shoulders that sink, by their signs. */
const heavy = ({ frames: [{ posture }] }) => [1, -1].filter((s) => posture[s > 0 ? "elevation_left" : "elevation_right"]);

/** Breath, in at the nose or out of the mouth. */
export function breath(view, out) {
  const [from, to] = [[0, -104, 66], [0, out ? -122 : -96, 108]];
  const way = span(0, 1, 6).map((share) => between(from, to, share));
  return at3(view)(out ? way : way.reverse());
}

/** Where one stops on the way, besides its end. */
export function marks({ stops, frames, movement, view }) {
  const by = TRACKS[movement];
  if (!stops || !by) return [];
  const [first, ...rest] = frames.filter((f) => f.part === "hold").map((f) => by(place(f.posture, view)));
  return rest.filter(([x, y]) => Math.hypot(first[0] - x, first[1] - y) > 10).map((p) => ring(p, 5.5, 16));
}

const track = (by, a, b, view) => span(0, 1, 10).map((share) => by(place(mixed(a, b, share), view)));
const long = (way) => Math.hypot(way.at(-1)[0] - way[0][0], way.at(-1)[1] - way[0][1]) > 8;
const circle = (s, view) => at3(view)(span(100, -190, 20).map((deg) => [s * (80 + 15 * Math.cos(deg * RAD)), -148 + 15 * Math.sin(deg * RAD), 0]));

/** Before the face, twice as large as the nose itself draws. */
const NOSE = ({ p, sheet }) => sheet([2 * p.rotation_deg, -96 + 2 * p.extension_deg, 60]);
const DRAWN = ({ p, sheet }) => sheet([3.2 * p.rotation_deg, -100 + 3.2 * p.extension_deg, 60]);

/** Beside a hand that moves while the head stays. */
const HANDS = {
  raising: (sign) => (at) => { const [x, y] = armPoints(at, sign, "raising", true).tips; return [x + sign * 4, y + 20]; },
  swinging: () => (at) => at.sheet([96, -352, 120 * Math.sin(at.p.hand * 0.7)]),
  touching: () => null,
};

/** The head of an arrow at the end of a way. */
export function tip(way, size = 11) {
  const end = way.at(-1);
  const along = unit(add(end, scaled(way.at(-3) ?? way[0], -1)));
  const aside = [-along[1], along[0]];
  const back = add(end, scaled(along, -size * 0.4));
  return [add(end, scaled(along, size)), add(back, scaled(aside, size * 0.75)), add(back, scaled(aside, -size * 0.75))];
}

/** The cross of what is left out, near it: two strokes and the ground below them. `box` is what is seen. */
export function cross(at, where, box) {
  const size = 17 * box[2] / 200;
  const [x, y] = crossAt(at, where, box, size * 1.6);
  return { strokes: [[[x - size, y - size], [x + size, y + size]], [[x - size, y + size], [x + size, y - size]]], ring: ring([x, y], size * 1.6, 24) };
}

function crossAt(at, where, [left, top, width], r) {
  const inside = (x) => Math.min(left + width - r - 3, Math.max(left + r + 3, x));
  if (where === "head") {
    const [x] = at.sheet(at.toHead([0, 0, 0]));
    return [inside(x > 101 ? left : left + width), top + r + 3];
  }
  const sign = where === "left_shoulder" ? 1 : -1;
  const [x, y] = at.sheet([sign * (44 + r), -128, 0]);
  return [inside(x), y - (r - 27) * 0.6 - 16];
}
