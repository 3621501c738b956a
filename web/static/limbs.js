// Trunk and arms of the drawn figure, from a posture to shapes on the sheet. Pure. Coordinates and signs as in
// figure.js. A hand is put where an exercise has it, and the elbow follows: the arm keeps its true lengths and
// is seen shorter where it comes toward the viewer.

import { EYE_LEVEL, SHOULDER, onEgg, shoulderRise } from "./figure.js";
import { RAD, across, add, between, hull, length, ring, scaled, span, unit } from "./shapes.js";

const ARM = { upper: 74, fore: 66, hand: 22 };
const THICK = { shoulder: 17, elbow: 13, wrist: 9, palm: 11, tips: 8 };
const JOINT = { x: 72, y: -190 };  // the shoulder joint, a little inside and below the shoulder's corner
/** Half width and depth of the trunk at each height. */
const TRUNK = [[-166, 34, 24], [-178, 66, 30], [-200, 74, 36], [-250, 66, 38], [-310, 55, 34], [-350, 58, 36], [-392, 62, 40]];

const still = (place) => () => place;
const HANGING = still([88, -325, 8]);
const LAP = [50, -292, 78];
const swung = (share) => { const a = share * 40 * RAD; return [88, JOINT.y - 134 * Math.cos(a), 134 * Math.sin(a)]; };
const raised = (share) => {
  const a = (60 - 59 * share) * RAD;
  return [JOINT.x + 8 + 108 * Math.cos(a), JOINT.y - 130 * Math.sin(a), 25 + 50 * Math.cos(a)];
};
const ahead = (share) => [126 * Math.sin(share * 60 * RAD), -178, 104 * Math.cos(share * 60 * RAD)];

/**
 * Where the hands are, in the trunk's coordinates for the patient's left arm: `asked` is the arm of the side that
 * is asked, `other` the other one. Each takes how far along its way the hand is (`hand` of the posture); `elbow`
 * says to where the elbow points.
 */
export const ARMS = {
  hanging: { asked: HANGING, other: HANGING },
  on_table: { asked: still([42, -272, 84]), other: still([42, -272, 84]), elbow: [1, -0.2, -0.3] },
  on_armrests: { asked: still([92, -262, 80]), other: still([92, -262, 80]) },
  holding_seat: { asked: still(LAP), other: still([102, -316, -10]) },
  crossed: { asked: still([-46, -222, 52]), other: still([-46, -238, 44]), elbow: [1, -0.9, 0.7] },
  swinging: { asked: swung, other: (share) => swung(-share) },
  raising: { asked: raised, other: still(LAP) },
  leading: { asked: ahead, other: still(LAP), elbow: [0.7, -1, -0.2] },
  touching: { asked: still(LAP), other: still(LAP), elbow: [1, -1, 0.2] },
};

/** Shoulder, elbow, wrist and fingertips for the place of a wrist, or of the tips; what is out of reach is reached toward. */
function joints(shoulder, wanted, elbowTo, byTips) {
  const fore = ARM.fore + (byTips ? ARM.hand : 0);
  const way = add(wanted, scaled(shoulder, -1));
  const along = unit(way);
  const far = Math.min(length(way), 0.995 * (ARM.upper + fore));
  const before = (ARM.upper ** 2 - fore ** 2 + far ** 2) / (2 * far);
  const aside = Math.sqrt(Math.max(0, ARM.upper ** 2 - before ** 2));
  const elbow = add(shoulder, add(scaled(along, before), scaled(unit(across(elbowTo, along)), aside)));
  const end = add(shoulder, scaled(along, far));
  const wrist = byTips ? between(elbow, end, ARM.fore / fore) : end;
  return { shoulder, elbow, wrist, tips: add(wrist, scaled(unit(add(wrist, scaled(elbow, -1))), ARM.hand)) };
}

/** A limb between two points, thick at each end. */
const limb = (p, r, q, s) => hull([...ring(p, r), ...ring(q, s)]);

/**
 * One arm on the sheet.
 * @param sign 1 for the patient's left, -1 for the right
 * @param touch {side, place} of a hand that touches
 * @returns {{upper, fore, hand, front: boolean, tips}} shapes; `front` says that the hand is nearer than the trunk
 */
export function armPoints(at, sign, kind, asked, touch) {
  const rise = shoulderRise(at);
  const style = ARMS[kind];
  const own = ([x, y, z]) => at.toTrunk([sign * x, y, z]);
  const shoulder = own([JOINT.x, JOINT.y + (sign > 0 ? rise.left : rise.right), 0]);
  const share = at.p.hand ?? 0;
  const hand = kind === "touching" && asked ? touched(at, touch ?? { side: sign }, share, own(LAP)) : own((asked ? style.asked : style.other)(share));
  const elbowTo = style.elbow ?? [0.5, -0.3, -0.8];
  const arm = joints(shoulder, hand, at.turned([sign * elbowTo[0], elbowTo[1], elbowTo[2]]), kind === "touching" && asked);
  const [s, e, w, t] = [arm.shoulder, arm.elbow, arm.wrist, arm.tips].map(at.sheet);
  return {
    upper: limb(s, THICK.shoulder, e, THICK.elbow),
    fore: limb(e, THICK.elbow, w, THICK.wrist),
    hand: limb(w, THICK.palm, t, THICK.tips),
    front: at.aside ? at.seen(shoulder) > 0 : at.seen(arm.wrist) > -20,
    tips: t,
  };
}

/** Where a touch helps: level and degrees around the head from the face, and how far outside the skin the tips end. */
const SPOTS = {
  cheek: [-0.4, 56, -4], chin: [-0.93, 20, -4], temple: [0.2, 66, 0], forehead: [0.42, 16, 0], crown: [0.93, 60, 4],
  ear: [-0.04, 100, -4], back_of_head: [0.1, 140, 0], neck: [-0.86, 100, -10],
};

/** A hand that comes up to the place of the head where it helps. */
function touched(at, { side, place }, share, lap) {
  const [level, around, up] = SPOTS[place] ?? SPOTS.cheek;
  return between(lap, at.toHead(add(onEgg(level, side * around), [0, up, 0])), Math.min(1, Math.max(0, share)));
}

const LEG = { thigh: 92, shin: 88, foot: 24, thick: [20, 15, 10] };

/** One leg in walking; `share` from -1, behind, to 1, before. */
export function legPoints(at, sign, share) {
  const a = sign * share * 24 * RAD;
  const bent = a - (sign * share > 0 ? 6 : 22) * RAD;
  const hip = [sign * 28, -384, 0];
  const knee = add(hip, [0, -LEG.thigh * Math.cos(a), LEG.thigh * Math.sin(a)]);
  const ankle = add(knee, [0, -LEG.shin * Math.cos(bent), LEG.shin * Math.sin(bent)]);
  const toes = add(ankle, [0, -3, LEG.foot]);
  const [h, k, f, t] = [hip, knee, ankle, toes].map((v) => at.sheet(at.toTrunk(v)));
  const [r, s, u] = LEG.thick;
  return { upper: limb(h, r, k, s), fore: limb(k, s, f, u), hand: limb(f, u, t, 7) };
}

/** The trunk as a shape, from the shoulders down; from the side it is the whole of it. */
export function trunkPoints(at, swell = 0) {
  const rise = shoulderRise(at);
  const slice = ([y, half, deep], i) => span(0, 345, 23).map((deg) => {
    const x = half * Math.sin(deg * RAD);
    const belly = i >= 3 && Math.cos(deg * RAD) > 0 ? 13 * swell : 0;
    const up = i > 2 ? 0 : x > 0 ? rise.left : rise.right;
    return at.sheet(at.toTrunk([x * (1 + 0.05 * swell * (i >= 3)), y + up, (deep + belly) * Math.cos(deg * RAD)]));
  });
  return hull(TRUNK.flatMap(slice));
}

/** The line down the middle of the chest: it shows how far the trunk is turned. */
export const chestLine = (at) => TRUNK.slice(1, 5).map(([y, , deep]) => at.sheet(at.toTrunk([0, y - 6, deep])));

/** The neck from any side: two rings, one of the head and one of the trunk. */
export function neckPoints(at) {
  const around = span(0, 340, 17);
  const upper = around.map((deg) => at.toHead([21 * Math.sin(deg * RAD), -26, -11 + 19 * Math.cos(deg * RAD)]));
  const lower = around.map((deg) => at.toTrunk([25 * Math.sin(deg * RAD), SHOULDER.y + 2, -4 + 24 * Math.cos(deg * RAD)]));
  return hull([...upper, ...lower].map(at.sheet));
}

/** Both eyes: their rims, and where they look. `gaze` in degrees of a head's turn, `lids` 1 where they are closed. */
export function eyePoints(at, sign) {
  const spot = (dx, dy) => onEgg(EYE_LEVEL + dy / 53, sign * 27 + dx / 41 / RAD);
  const lids = Math.min(1, Math.max(0, at.p.lids ?? 0));
  const gaze = Math.max(-1, Math.min(1, (at.p.gaze ?? 0) / 25)) * 4.5;
  const put = (dx, dy) => at.sheet(at.toHead(spot(dx, dy)));
  const rim = span(0, 345, 23).map((deg) => put(9.5 * Math.cos(deg * RAD), 6 * (1 - lids) * Math.sin(deg * RAD)));
  const lid = span(-9.5, 9.5, 6).map((dx) => put(dx, -4 * (1 - (dx / 9.5) ** 2)));
  const front = at.seen(at.facing(spot(0, 0))) > 6;
  return { rim, lid, pupil: ring(put(gaze, 0), 3.6, 12), closed: lids > 0.5, front };
}
