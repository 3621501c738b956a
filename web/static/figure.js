// One drawn figure for every page: a wooden mannequin's head on neck and shoulders, from angles alone.
//
// Angles as everywhere: left and up are positive, the patient's own left; rotation, then extension, then
// lateral flexion. Inside, x runs to the patient's left, y up, z toward the viewer; one unit is one unit of
// the 200 x 200 view box. Seen as in a mirror unless `mirror: false`: the patient's left is at the left. With
// `view_deg` the viewer walks around the figure, to its left where positive; `lying` turns the sheet, face up.

import { RAD, add, at as to, closed, hull, line, rounded, span, turn, unit } from "./shapes.js";

export const VIEW = 200;
const HEAD = { width: 41, height: 53, depth: 46, taper: 0.16 };
const PIVOT = { y: -128, up: 40, forward: 5 };  // base of the skull; the head's centre sits above it
export const SHOULDER = { y: -174, half: 76 };
const LOW = -330;                                // the waist, about which the trunk leans
export const EYE_LEVEL = 0.08;                   // share of the half height above the middle
export const STRAIGHT = {
  rotation_deg: 0, lateral_flexion_deg: 0, extension_deg: 0, shoulder_tilt_deg: 0,
  elevation_left: 0, elevation_right: 0, lean_deg: 0, lateral_shift: 0, ear_height: 0,
  trunk_rotation_deg: 0, sagittal_shift: 0, slump_deg: 0,
};

/** A point of the egg: `level` from -1 (chin) to 1 (crown), `around` in degrees from the face to the left. */
export function onEgg(level, around, swell = 1) {
  const r = Math.sqrt(Math.max(0, 1 - level * level)) * (1 + HEAD.taper * level) * swell;
  return [r * HEAD.width * Math.sin(around * RAD), level * HEAD.height, r * HEAD.depth * Math.cos(around * RAD)];
}

/** Outward direction of the egg there (not of unit length): what faces the viewer has a positive z. */
function outward([x, y, z]) {
  return [x / HEAD.width ** 2, y / HEAD.height ** 2, z / HEAD.depth ** 2];
}

/** The egg's surface; its edge, as seen from anywhere, is where the direction outward is across the line of sight. */
const SURFACE = span(-0.999, 0.999, 30).flatMap((level) => span(0, 350, 35).map((around) => {
  const v = onEgg(level, around);
  return { v, out: unit(outward(v)) };
}));

/** Where head and trunk stand for a posture; returns functions from their own coordinates to the sheet. */
export function place(posture, { mirror = true, view_deg = 0, lying = false } = {}) {
  const p = { ...STRAIGHT, ...Object.fromEntries(Object.entries(posture ?? {}).filter(([, v]) => Number.isFinite(v))) };
  const width = 2 * SHOULDER.half;
  const leanX = Math.sin(p.lean_deg * RAD) * 70;
  const leanZ = Math.sin(p.slump_deg * RAD) * 110;   // forward the back rounds, and the shoulders go further
  const head = turn(p);
  const lean = turn({ lateral_flexion_deg: p.lean_deg, extension_deg: -p.slump_deg });
  const yaw = turn({ rotation_deg: p.trunk_rotation_deg });
  const around = turn({ rotation_deg: -view_deg });
  const base = [leanX + p.lateral_shift * width, PIVOT.y + p.ear_height * width - 0.3 * leanZ, p.sagittal_shift * width + leanZ];
  const flat = ([x, y]) => [VIEW / 2 + (mirror ? -x : x), -y];
  const sheet = (v) => { const [x, y] = flat(around(v)); return lying ? [y, VIEW - x] : [x, y]; };
  const facing = (v) => lean(head(v));
  const toHead = (v) => add(facing([v[0], v[1] + PIVOT.up, v[2] + PIVOT.forward]), base);
  const rise = (v) => Math.min(1, Math.max(0, (v[1] - LOW) / (SHOULDER.y - LOW)));
  const toTrunk = (v) => add(yaw(v), [leanX * rise(v), -0.3 * leanZ * rise(v), leanZ * rise(v)]);
  return { p, width, aside: view_deg !== 0, sheet, facing, seen: (v) => around(v)[2], toHead, toTrunk, turned: yaw };
}

/** The parts of a line on the egg that face the viewer. */
export function visible(points, at) {
  return points.filter((v) => at.seen(at.facing(outward(v))) > 0).map((v) => at.sheet(at.toHead(v)));
}

/** How much higher than at rest each shoulder is, units. */
export function shoulderRise({ p, width }) {
  const common = (p.elevation_left + p.elevation_right) / 2 * width;
  const slant = p.shoulder_tilt_deg !== 0  // the measured slant already holds what one raised shoulder adds
    ? Math.tan(p.shoulder_tilt_deg * RAD) * SHOULDER.half
    : (p.elevation_left - p.elevation_right) / 2 * width;
  return { left: common + slant, right: common - slant, neck: common * 0.4 };
}

function shoulderPoints(at) {
  const rise = shoulderRise(at);
  const point = (x, y) => at.sheet(at.toTrunk([x, y, 0]));
  return {
    left: point(SHOULDER.half, SHOULDER.y + rise.left),
    right: point(-SHOULDER.half, SHOULDER.y + rise.right),
    neck: point(0, SHOULDER.y + 10 + rise.neck),
  };
}

function ear(at, sign) {
  const middle = onEgg(-0.04, sign * 97);
  const ring = span(0, 345, 23).map((t) => [
    middle[0] + sign * 6 * (1 + Math.cos(t * RAD)) - sign * 2.5,
    middle[1] + 13 * Math.sin(t * RAD),
    middle[2] - 6 * (1 + Math.cos(t * RAD)) + 5,
  ]);
  return { points: ring.map((v) => at.sheet(at.toHead(v))), front: at.seen(at.facing([sign, 0, 0.12])) > 0.2 };
}

function nose(at) {
  const face = (level, around, out = 0) => { const v = onEgg(level, around); return [v[0], v[1], v[2] + out]; };
  const shape = [face(EYE_LEVEL, 0), face(-0.24, -9, 1), face(-0.26, 0, 12), face(-0.24, 9, 1)];
  return { points: hull(shape.map((v) => at.sheet(at.toHead(v)))), front: at.seen(at.facing([0, 0, 1])) > -0.15 };
}

/**
 * Angles to points on the 200 x 200 sheet, y downward. Pure.
 * @returns {{outline, midline, eyeLine, nose, ears: {left, right}, neck, shoulders: {left, right, neck}}}
 */
export function figurePoints(posture, view = {}) {
  const at = place(posture, view);
  const jaw = [1, -1].map((sign) => at.sheet(at.toHead([sign * 21, -26, -11])));
  const root = [1, -1].map((sign) => at.sheet(at.toTrunk([sign * 25, SHOULDER.y + 2, 0])));
  return {
    outline: hull(SURFACE.filter(({ out }) => Math.abs(at.seen(at.facing(out))) < 0.4).map(({ v }) => at.sheet(at.toHead(v)))),
    midline: visible(span(-0.98, 0.98, 40).map((level) => onEgg(level, 0)), at),
    eyeLine: visible(span(-85, 85, 40).map((around) => onEgg(EYE_LEVEL, around)), at),
    nose: nose(at),
    ears: { left: ear(at, 1), right: ear(at, -1) },
    neck: [jaw[0], jaw[1], root[1], root[0]],
    shoulders: shoulderPoints(at),
  };
}

/**
 * The band of what is asked, as a closed shape on the sheet. Pure.
 * @param target `{movement, value, band}`: degrees, or shoulder widths for heights and shifts.
 */
export function bandPoints({ movement, value, band }, { mirror = true } = {}) {
  const between = [value - band, value + band];
  const at = place({}, { mirror });
  const onHead = (v) => at.sheet(at.toHead(v));
  if (movement === "rotation") {
    const edge = (deg) => span(-0.96, 0.96, 24).map((level) => onHead(onEgg(level, deg)));
    return [...edge(between[0]), ...edge(between[1]).reverse()];
  }
  if (movement === "lateral_flexion") {
    const ray = (deg, r) => at.sheet([r * Math.sin(deg * RAD), PIVOT.y + r * Math.cos(deg * RAD), 0]);
    const arc = (r) => span(...between, 12).map((deg) => ray(deg, r));
    return [...arc(98), ...arc(114).reverse()];
  }
  if (movement === "extension") {
    const edge = (deg) => span(-62, 62, 20).map((around) => eyeLineAt(deg, around, mirror));
    return [...edge(between[0]), ...edge(between[1]).reverse()];
  }
  if (movement === "deviation") {
    return span(0, 350, 35).map((t) => onHead(onEgg(EYE_LEVEL + Math.sin(t * RAD) * band / 50, Math.cos(t * RAD) * band)));
  }
  return heightBand(between, at);
}

function eyeLineAt(extension_deg, around, mirror) {
  const at = place({ extension_deg }, { mirror });
  return at.sheet(at.toHead(onEgg(EYE_LEVEL, around)));
}

function heightBand(between, at) {
  const y = (value) => PIVOT.y + PIVOT.up + HEAD.height + value * at.width;
  const corner = (x, value) => at.sheet([x, y(value), 0]);
  return [corner(-56, between[0]), corner(56, between[0]), corner(56, between[1]), corner(-56, between[1])];
}

/** The posture that a target asks for: straight, but for the one movement. */
export function targetPosture({ movement, value }) {
  const key = { rotation: "rotation_deg", lateral_flexion: "lateral_flexion_deg", extension: "extension_deg" }[movement];
  return key ? { ...STRAIGHT, [key]: value } : { ...STRAIGHT, ...(movement === "ear_height" ? { ear_height: value } : {}) };
}

export function neckPath([left, right, rightRoot, leftRoot]) {
  const dip = [(leftRoot[0] + rightRoot[0]) / 2, (leftRoot[1] + rightRoot[1]) / 2 + 13];
  return `M${to(left)}L${to(right)}L${to(rightRoot)}Q${to(dip)} ${to(leftRoot)}Z`;
}

export function shoulderPath({ left, right, neck }) {
  const side = (p) => {
    const out = Math.sign(p[0] - neck[0]);
    return { foot: [p[0] + out * 13, VIEW + 3], tip: [p[0] + out * 12, p[1] + 1],
             slope: [neck[0] + out * 34, (neck[1] + p[1]) / 2 + 4], root: [neck[0] + out * 14, neck[1]] };
  };
  const [l, r] = [side(left), side(right)];
  return `M${to(l.foot)}Q${to(l.tip)} ${to(left)}Q${to(l.slope)} ${to(l.root)}L${to(r.root)}Q${to(r.slope)} ${to(right)}Q${to(r.tip)} ${to(r.foot)}Z`;
}

/** One path a part, drawn from back to front. */
function parts(posture, { target, ghost, mirror = true, anchor = false }) {
  const f = figurePoints(posture, { mirror });
  const asked = ghost ?? (target ? targetPosture(target) : null);
  const g = asked ? figurePoints(asked, { mirror }) : null;
  const earPart = (e, front) => e.front === front ? rounded(e.points) : "";
  const height = target && ["ear_height", "lateral_flexion"].includes(target.movement);
  const band = target ? closed(bandPoints(target, { mirror })) : "";
  return [
    ["fig-band back", height ? band : ""],
    ["fig-shoulders", shoulderPath(f.shoulders)],
    ["fig-neck", neckPath(f.neck)],
    ["fig-ear ear-left back", earPart(f.ears.left, false)],
    ["fig-ear ear-right back", earPart(f.ears.right, false)],
    ["fig-head", rounded(f.outline)],
    ["fig-band front", height ? "" : band],
    ["fig-eye", line(f.eyeLine)],
    ["fig-mid", line(f.midline)],
    ["fig-nose", f.nose.front ? closed(f.nose.points) : ""],
    ["fig-ear ear-left front", earPart(f.ears.left, true)],
    ["fig-ear ear-right front", earPart(f.ears.right, true)],
    ["fig-anchor", anchor ? `M2 ${-SHOULDER.y}H198` : ""],
    ["fig-ghost", g ? rounded(g.outline) : ""],
    ["fig-ghost fig-ghost-mid", g ? line(g.midline) : ""],
  ];
}

/**
 * Draw (or move) the figure in an <svg>.
 * @param options.target `{movement, value, band}` draws the ghost and its band
 * @param options.ghost  a posture for the outline, if not the target's own
 * @param options.label  what a screen reader says; without it the drawing is decoration
 */
export function drawFigure(svg, posture, options = {}) {
  const drawn = parts(posture, options);
  if (svg.childElementCount !== drawn.length) prepare(svg, drawn);
  drawn.forEach(([, d], i) => svg.children[i].setAttribute("d", d));
  if (options.label) { svg.setAttribute("role", "img"); svg.setAttribute("aria-label", options.label); }
  else svg.setAttribute("aria-hidden", "true");
}

function prepare(svg, drawn) {
  svg.setAttribute("viewBox", `0 0 ${VIEW} ${VIEW}`);
  svg.classList.add("figure");
  svg.replaceChildren(...drawn.map(([name]) => {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("class", name);
    return path;
  }));
}
