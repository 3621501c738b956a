// One drawn figure for every page: a wooden mannequin's head on neck and shoulders, from angles alone.
//
// Angles as everywhere: left and up are positive, the patient's own left; rotation, then extension, then
// lateral flexion. Inside, x runs to the patient's left, y up, z toward the viewer; one unit is one unit of
// the 200 x 200 view box. Seen as in a mirror unless `mirror: false`: the patient's left is at the left.

export const VIEW = 200;
const HEAD = { width: 41, height: 53, depth: 46, taper: 0.16 };
const PIVOT = { y: -128, up: 40, forward: 5 };  // base of the skull; the head's centre sits above it
const SHOULDER = { y: -174, half: 76 };
const EYE_LEVEL = 0.08;                          // share of the half height above the middle
const RAD = Math.PI / 180;
const STRAIGHT = {
  rotation_deg: 0, lateral_flexion_deg: 0, extension_deg: 0, shoulder_tilt_deg: 0,
  elevation_left: 0, elevation_right: 0, lean_deg: 0, lateral_shift: 0, ear_height: 0,
};

const span = (from, to, steps) => Array.from({ length: steps + 1 }, (_, i) => from + (to - from) * i / steps);

/** R = Ry(rotation) Rx(-extension) Rz(-lateral flexion), as a function on points. */
function turn({ rotation_deg, extension_deg, lateral_flexion_deg }) {
  const [a, e, f] = [rotation_deg * RAD, -extension_deg * RAD, -lateral_flexion_deg * RAD];
  return ([x, y, z]) => {
    [x, y] = [x * Math.cos(f) - y * Math.sin(f), x * Math.sin(f) + y * Math.cos(f)];
    [y, z] = [y * Math.cos(e) - z * Math.sin(e), y * Math.sin(e) + z * Math.cos(e)];
    return [x * Math.cos(a) + z * Math.sin(a), y, z * Math.cos(a) - x * Math.sin(a)];
  };
}

/** A point of the egg: `level` from -1 (chin) to 1 (crown), `around` in degrees from the face to the left. */
function onEgg(level, around, swell = 1) {
  const r = Math.sqrt(Math.max(0, 1 - level * level)) * (1 + HEAD.taper * level) * swell;
  return [r * HEAD.width * Math.sin(around * RAD), level * HEAD.height, r * HEAD.depth * Math.cos(around * RAD)];
}

/** Outward direction of the egg there (not of unit length): what faces the viewer has a positive z. */
function outward([x, y, z]) {
  return [x / HEAD.width ** 2, y / HEAD.height ** 2, z / HEAD.depth ** 2];
}

function hull(points) {
  const sorted = [...points].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const half = (list) => list.reduce((chain, p) => {
    while (chain.length > 1 && cross(chain.at(-2), chain.at(-1), p) <= 0) chain.pop();
    return [...chain, p];
  }, []);
  return [...half(sorted).slice(0, -1), ...half(sorted.reverse()).slice(0, -1)];
}

const cross = (o, p, q) => (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]);

/** Where head and trunk stand for a posture; returns functions from their own coordinates to the sheet. */
function place(posture, mirror) {
  const p = { ...STRAIGHT, ...Object.fromEntries(Object.entries(posture ?? {}).filter(([, v]) => Number.isFinite(v))) };
  const width = 2 * SHOULDER.half;
  const leanX = Math.sin(p.lean_deg * RAD) * 70;
  const head = turn(p);
  const lean = turn({ ...STRAIGHT, lateral_flexion_deg: p.lean_deg });
  const base = [leanX + p.lateral_shift * width, PIVOT.y + p.ear_height * width, 0];
  const sheet = ([x, y]) => [VIEW / 2 + (mirror ? -x : x), -y];
  const facing = (v) => lean(head(v));
  const toHead = (v) => {
    const [x, y, z] = facing([v[0], v[1] + PIVOT.up, v[2] + PIVOT.forward]);
    return [x + base[0], y + base[1], z];
  };
  return { p, width, leanX, sheet, facing, toHead, base };
}

/** The parts of a line on the egg that face the viewer. */
function visible(points, at) {
  return points.filter((v) => at.facing(outward(v))[2] > 0).map((v) => at.sheet(at.toHead(v)));
}

function shoulderPoints({ p, width, leanX, sheet }) {
  const common = (p.elevation_left + p.elevation_right) / 2 * width;
  const slant = p.shoulder_tilt_deg !== 0  // the measured slant already holds what one raised shoulder adds
    ? Math.tan(p.shoulder_tilt_deg * RAD) * SHOULDER.half
    : (p.elevation_left - p.elevation_right) / 2 * width;
  const side = (sign) => [leanX + sign * SHOULDER.half, SHOULDER.y + common + sign * slant];
  return { left: sheet(side(1)), right: sheet(side(-1)), neck: sheet([leanX, SHOULDER.y + 10 + common * 0.4]) };
}

function ear(at, sign) {
  const middle = onEgg(-0.04, sign * 97);
  const ring = span(0, 345, 23).map((t) => [
    middle[0] + sign * 6 * (1 + Math.cos(t * RAD)) - sign * 2.5,
    middle[1] + 13 * Math.sin(t * RAD),
    middle[2] - 6 * (1 + Math.cos(t * RAD)) + 5,
  ]);
  return { points: ring.map((v) => at.sheet(at.toHead(v))), front: at.facing([sign, 0, 0.12])[2] > 0.2 };
}

function nose(at) {
  const face = (level, around, out = 0) => { const v = onEgg(level, around); return [v[0], v[1], v[2] + out]; };
  const shape = [face(EYE_LEVEL, 0), face(-0.24, -9, 1), face(-0.26, 0, 12), face(-0.24, 9, 1)];
  return { points: hull(shape.map((v) => at.sheet(at.toHead(v)))), front: at.facing([0, 0, 1])[2] > -0.15 };
}

/**
 * Angles to points on the 200 x 200 sheet, y downward. Pure.
 * @returns {{outline, midline, eyeLine, nose, ears: {left, right}, neck, shoulders: {left, right, neck}}}
 */
export function figurePoints(posture, { mirror = true } = {}) {
  const at = place(posture, mirror);
  const surface = span(-0.999, 0.999, 40).flatMap((level) => span(0, 352, 44).map((around) => onEgg(level, around)));
  const jaw = [1, -1].map((sign) => at.sheet(at.toHead([sign * 21, -26, -11])));
  const root = [1, -1].map((sign) => at.sheet([at.leanX + sign * 25, SHOULDER.y + 2, 0]));
  return {
    outline: hull(surface.map((v) => at.sheet(at.toHead(v)))),
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
  const at = place({}, mirror);
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
  const at = place({ extension_deg }, mirror);
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

const to = (p) => `${p[0].toFixed(1)} ${p[1].toFixed(1)}`;
const line = (points) => points.length < 2 ? "" : `M${points.map(to).join("L")}`;
const closed = (points) => points.length < 3 ? "" : `${line(points)}Z`;

/** Corners of a polygon rounded off: through the middle of each edge. */
function rounded(points) {
  const half = (p, q) => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  const last = half(points.at(-1), points[0]);
  return `M${to(last)}${points.map((p, i) => `Q${to(p)} ${to(half(p, points[(i + 1) % points.length]))}`).join("")}Z`;
}

function neckPath([left, right, rightRoot, leftRoot]) {
  const dip = [(leftRoot[0] + rightRoot[0]) / 2, (leftRoot[1] + rightRoot[1]) / 2 + 13];
  return `M${to(left)}L${to(right)}L${to(rightRoot)}Q${to(dip)} ${to(leftRoot)}Z`;
}

function shoulderPath({ left, right, neck }) {
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
