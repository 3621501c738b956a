// One moment of an exercise's picture as named paths, from back to front, and the part of the sheet they need. Pure.

import { bandPoints, figurePoints, neckPath, place, shoulderPath } from "./figure.js";
import { armPoints, chestLine, eyePoints, legPoints, neckPoints, trunkPoints } from "./limbs.js";
import { before, behind, breath, cross, marks, tip, ways } from "./scene.js";
import { closed, line, rounded } from "./shapes.js";


const all = (shapes, how) => shapes.map(how).join("");

/** Both arms of a picture, the patient's left first; none where the exercise needs none. */
function bothArms(picture, at) {
  const kind = picture.arms ?? (picture.view.view_deg || picture.view.lying ? "hanging" : null);
  if (!kind) return [];
  return [1, -1].map((sign) => armPoints(at, sign, kind, sign === picture.sign));
}

function eyes(picture, at) {
  if (!picture.eyes) return ["", "", ""];
  const seen = [1, -1].map((sign) => eyePoints(at, sign)).filter((eye) => eye.front);
  const open = seen.filter((eye) => !eye.closed);
  return [all(open, (e) => rounded(e.rim)), all(open, (e) => rounded(e.pupil)), all(seen.filter((e) => e.closed), (e) => line(e.lid))];
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
  const g = show.ghost && picture.ghost ? figurePoints(picture.ghost, picture.view) : null;
  const arms = bothArms(picture, at);
  const whole = arms.length > 0;
  const limbPart = (one) => {
    const d = one ? rounded(one.upper) + rounded(one.fore) + rounded(one.hand) : "";
    return [["fig-arm", d], ["fig-arm-over", d]];
  };
  const armParts = (front) => [0, 1].flatMap((i) => limbPart(arms[i]?.front === front ? arms[i] : null));
  const legs = [-1, 1].flatMap((sign) => limbPart(picture.body === "walking" ? legPoints(at, sign, -(posture.hand ?? 0)) : null));
  const ear = (e, isFront) => e.front === isFront ? rounded(e.points) : "";
  const way = !show.way ? [] : picture.paced ? [breath(picture.view, show.way === "out")] : ways(picture);
  const mark = show.cross ? cross(at, show.cross, show.box) : null;
  const { target } = picture;
  const band = target && show.ghost ? closed(bandPoints(target)) : "";
  const behindHead = target && ["ear_height", "lateral_flexion", "lateral_shift"].includes(target.movement);
  const [rims, pupils, lids] = eyes(picture, at);
  const profile = picture.view.view_deg !== 0;
  return [
    ["fig-scene", all(behind(picture), closed)],
    ["fig-band", behindHead ? band : ""],
    ...armParts(false),
    ...legs,
    ["fig-shoulders", whole ? rounded(trunkPoints(at, posture.breath)) : shoulderPath(f.shoulders)],
    ["fig-chest", picture.body === "turning" ? line(chestLine(at)) : ""],
    ["fig-neck", profile ? rounded(neckPoints(at)) : neckPath(f.neck)],
    ["fig-ear", ear(f.ears.left, false) + ear(f.ears.right, false)],
    ["fig-head", rounded(f.outline)],
    ["fig-band", behindHead ? "" : band],
    ["fig-eye", picture.eyes && !profile ? "" : line(f.eyeLine)],
    ["fig-mid", line(f.midline)],
    ["fig-nose", f.nose.front ? closed(f.nose.points) : ""],
    ["fig-ear", ear(f.ears.left, true) + ear(f.ears.right, true)],
    ["fig-rim", rims], ["fig-pupil", pupils], ["fig-lid", lids],
    ["fig-scene front", all(before(picture), closed)],
    ...armParts(true),
    ["fig-ghost", g ? rounded(g.outline) : ""],
    ["fig-ghost fig-ghost-mid", g ? line(g.midline) : ""],
    ["fig-way", all(way, line)],
    ["fig-tip", all(way, (w) => closed(tip(w, 11 * (show.box?.[2] ?? 200) / 200))) + (show.way || show.ghost ? all(marks(picture), closed) : "")],
    ["fig-cross-ground", mark ? closed(mark.ring) : ""],
    ["fig-cross", mark ? all(mark.strokes, line) : ""],
  ];
}

/** What is always seen, by view: left, top, right, bottom. */
function least({ view, resting, arms, body }) {
  if (body === "walking") return [-180, 10, 380, 590];
  if (view.lying) return [-20, -20, 320, 200];
  if (view.view_deg) return arms ? [-50, 0, 250, 300] : resting ? [-20, 10, 230, 260] : [-20, 0, 220, 240];
  return { on_table: [-30, 10, 230, 300], on_armrests: [-20, 10, 220, 300], holding_seat: [-30, 10, 230, 340], hanging: [-40, 0, 240, 280] }[arms] ?? [0, 0, 200, 200];
}

/** The square of the sheet that all moments of a picture need: [x, y, width, height]. */
export function boxOf(picture) {
  const same = picture.avoid.filter((a) => a.view.view_deg === picture.view.view_deg);
  const postures = [...picture.frames, ...same.flatMap((a) => a.frames)].map((f) => f.posture);
  const [x0, y0, x1, y1] = least(picture);
  const points = [[x0, y0], [x1, y1], ...postures.flatMap((posture) => pointsOf(picture, posture)), ...ways(picture).flatMap((w) => [...w, ...tip(w)])];
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
