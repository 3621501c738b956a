// One moment of an exercise's picture as named paths, from back to front, and the part of the sheet they need. Pure.

import { bandPoints, figurePoints, neckPath, place, shoulderPath } from "./figure.js";
import { mixed } from "./keyframes.js";
import { armPoints, chestLine, eyePoints, legPoints, neckPoints, trunkPoints } from "./limbs.js";
import { before, behind, breath, cross, marks, tip, ways as waysOf } from "./scene.js";
import { closed, line, rounded } from "./shapes.js";

const all = (shapes, how) => shapes.map(how).join("");

/** Both arms of a picture, the patient's left first; none where the exercise needs none. */
function bothArms(picture, at) {
  const kind = picture.arms ?? (picture.view.view_deg || picture.view.lying ? "hanging" : null);
  if (!kind) return [];
  const asked = picture.touch?.hand ?? picture.sign;
  return [1, -1].map((sign) => armPoints(at, sign, kind, sign === asked, picture.touch));
}

function eyes(picture, at) {
  if (!picture.eyes) return ["", "", ""];
  const seen = [1, -1].map((sign) => eyePoints(at, sign)).filter((eye) => eye.front);
  const open = seen.filter((eye) => !eye.closed);
  return [all(open, (e) => rounded(e.rim)), all(open, (e) => rounded(e.pupil)), all(seen.filter((e) => e.closed), (e) => line(e.lid))];
}

const BEHIND_HEAD = new Set(["ear_height", "lateral_flexion", "lateral_shift"]);
const kept = new WeakMap();

/** What does not move in a picture, drawn once. */
function fixed(picture) {
  if (!kept.has(picture)) kept.set(picture, fixedParts(picture));
  return kept.get(picture);
}

function fixedParts(picture) {
  const ghost = picture.ghost ? figurePoints(picture.ghost, picture.view) : null;
  return {
    behind: all(behind(picture), closed),
    before: all(before(picture), closed),
    band: picture.target ? closed(bandPoints(picture.target)) : "",
    ghost: ghost ? rounded(ghost.outline) : "",
    ghostMid: ghost ? line(ghost.midline) : "",
    marks: all(marks(picture), closed),
    ways: waysOf(picture),
  };
}

/** A limb twice: the outline, and its inside over all joints. */
function limb(one) {
  const d = one ? rounded(one.upper) + rounded(one.fore) + rounded(one.hand) : "";
  return [["fig-arm", d], ["fig-arm-over", d]];
}

function trunk(picture, at, f, arms) {
  return [
    ["fig-shoulders", arms.length ? rounded(trunkPoints(at, at.p.breath)) : shoulderPath(f.shoulders)],
    ["fig-chest", picture.body === "turning" ? line(chestLine(at)) : ""],
    ["fig-neck", at.aside ? rounded(neckPoints(at)) : neckPath(f.neck)],
  ];
}

function head(picture, at, f, band) {
  const ear = (e, front) => e.front === front ? rounded(e.points) : "";
  const [rims, pupils, lids] = eyes(picture, at);
  return [
    ["fig-ear", ear(f.ears.left, false) + ear(f.ears.right, false)],
    ["fig-head", rounded(f.outline)],
    ["fig-band", band],
    ["fig-eye", picture.eyes && !at.aside ? "" : line(f.eyeLine)],
    ["fig-mid", line(f.midline)],
    ["fig-nose", f.nose.front ? closed(f.nose.points) : ""],
    ["fig-ear", ear(f.ears.left, true) + ear(f.ears.right, true)],
    ["fig-rim", rims], ["fig-pupil", pupils], ["fig-lid", lids],
  ];
}

/** The outline that is asked, the arrows, the cross. */
function signs(picture, at, still, { ghost, way, cross: where, box }) {
  const ways = picture.path ? [still.ways[Math.ceil(at.p.steady || still.ways.length) - 1]] : still.ways;
  const arrows = !way ? [] : picture.paced ? [breath(picture.view, way === "out")] : ways;
  const size = 11 * (box?.[2] ?? 200) / 200;
  const mark = where ? cross(at, where, box) : null;
  return [
    ["fig-ghost", ghost ? still.ghost : ""],
    ["fig-ghost fig-ghost-mid", ghost ? still.ghostMid : ""],
    ["fig-way", all(arrows, line)],
    ["fig-tip", all(arrows, (one) => closed(tip(one, size))) + (way || ghost ? still.marks : "")],
    ["fig-cross-ground", mark ? closed(mark.ring) : ""],
    ["fig-cross", mark ? all(mark.strokes, line) : ""],
  ];
}

/**
 * @param picture what `pictureOf` gives
 * @param posture where the figure is
 * @param show    {ghost, way, cross: where}: the outline that is asked, the arrows (`in` or `out` for a breath), the
 *                cross of what is left out, and the box, by which arrows and crosses are as large in every picture
 */
export function partsOf(picture, posture, show = {}) {
  const at = place(posture, picture.view);
  const f = figurePoints(posture, picture.view);
  const still = fixed(picture);
  const arms = bothArms(picture, at);
  const band = show.ghost ? still.band : "";
  const bandBehind = BEHIND_HEAD.has(picture.target?.movement);
  const legs = picture.body === "walking" ? [-1, 1].map((sign) => legPoints(at, sign, -(posture.hand ?? 0))) : [];
  return [
    ["fig-scene", still.behind],
    ["fig-band", bandBehind ? band : ""],
    ...arms.flatMap((arm) => limb(arm.front ? null : arm)),
    ...legs.flatMap(limb),
    ...trunk(picture, at, f, arms),
    ...head(picture, at, f, bandBehind ? "" : band),
    ["fig-scene front", still.before],
    ...arms.flatMap((arm) => limb(arm.front ? arm : null)),
    ...signs(picture, at, still, show),
  ];
}

/** What is always seen, by view: left, top, right, bottom. */
function least({ view, resting, arms, body }) {
  if (body === "walking") return [-180, 10, 380, 590];
  if (view.lying) return [-20, -20, 320, 200];
  if (view.view_deg) return arms ? [-50, 0, 250, 300] : resting ? [-20, 10, 230, 260] : [-20, 0, 220, 240];
  return { on_table: [-30, 10, 230, 300], on_armrests: [-20, 10, 220, 300], holding_seat: [-30, 10, 230, 340], hanging: [-40, 0, 240, 280] }[arms] ?? [0, 0, 200, 200];
}

const boxes = new WeakMap();

/** The square of the sheet that all moments of a picture need: [x, y, width, height]. */
export function boxOf(picture) {
  if (!boxes.has(picture)) boxes.set(picture, boxAround(picture));
  return boxes.get(picture);
}

function boxAround(picture) {
  const same = picture.avoid.filter((a) => a.view.view_deg === picture.view.view_deg);
  const key = [...new Set([...picture.frames, ...same.flatMap((a) => a.frames)].map((f) => f.posture))];
  const postures = [...key, ...key.slice(1).map((posture, i) => mixed(key[i], posture, 0.5))];
  const [x0, y0, x1, y1] = least(picture);
  const seen = postures.flatMap((posture) => pointsOf(picture, posture));
  const points = [[x0, y0], [x1, y1], ...seen, ...fixed(picture).ways.flatMap((w) => [...w, ...tip(w)])];
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const size = Math.max(right - left, bottom - top);
  return [(left + right - size) / 2, (top + bottom - size) / 2, size, size];
}

/** Everything of the figure that must be seen: the head and, where they have a part, the arms. */
export function pointsOf(picture, posture) {
  const at = place(posture, picture.view);
  const f = figurePoints(posture, picture.view);
  const arms = !picture.arms || picture.arms === "hanging" ? [] : bothArms(picture, at);
  return [...f.outline, ...f.ears.left.points, ...f.ears.right.points, ...f.nose.points, ...arms.flatMap((a) => [...a.upper, ...a.fore, ...a.hand])];
}
