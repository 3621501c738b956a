// An exercise's picture as moments in time, made from the exercise's own data and nothing else. Pure.
//
// `pictureOf(data)` takes what web/picture.py makes of an exercise and its plan, and gives
//   frames   [{t, part, posture, words, on_the_way}], t in seconds; part is start, move, hold or back
//   ghost    the posture that is asked, drawn as an outline, or null
//   target   {movement, value, band} for the band, or null
//   avoid    [{posture, at, words}]: what may move along and is better left out; `at` says where the cross goes
//   view     from where it is seen: {view_deg, lying}
//   arms, eyes, support, body, sign   what else is drawn; `sign` is 1 for the patient's left, -1 for the right
//   touch    {hand, side, place}: where a touch helps this patient and with which hand, signs as `sign`; or null
// Of a patient who was assessed it begins where their own head is pulled to (`data.own`), and goes to the middle or
// away from the pull; of nobody in particular the head and the shoulders only sink or rise, to no side.
// What it does not know it draws as a calm, still figure. Small movements are drawn larger, so that they are seen.

/** The least that is drawn, degrees, and for heights and shifts in shoulder widths. Judgement, by looking. */
const LEAST = { rotation: 24, lateral_flexion: 16, extension: 13, ear_height: 0.07, lateral_shift: 0.12 };
/** How far each thing goes along where it should not, in a picture. Judgement, by looking. */
const FAULT = { rotation: 26, lateral_flexion: 17, extension: 16, lean: 17, slump: 20, raise: 0.2 };
const AXES = { rotation: "rotation_deg", lateral_flexion: "lateral_flexion_deg", extension: "extension_deg" };
const FIELDS = { ...AXES, ear_height: "ear_height", lateral_shift: "lateral_shift" };
const SIDE_VIEW_DEG = 78;
const HALF_VIEW_DEG = 48;   // arms that swing are seen from half the side
const FRONT = { view_deg: 0, lying: false };
const REST_S = 1.2;
const LONGEST_HOLD_S = 3;   // in a picture; the words say the true time
const MOVE_S = 2.4;
const LOOK_S = 0.8;
/** What goes to and fro without a stop, one way. An arm swings 40 to 60 times a minute (clinical reference, 4.4). */
const FLOW_S = { swinging: 1.3, walking: 0.7, turning: 3, swaying: 2.4, circling: 1.7 };
const DRAW_S = 0.32;        // between two points of a path that is drawn without a stop

const atLeast = (value, least) => Math.sign(value) * Math.max(Math.abs(value), least);

/** Named values, such as {rotation: 30}, as a posture; `by` makes all of them larger. */
function posed(values, by = 0) {
  const named = Object.entries(values ?? {}).filter(([name, value]) => FIELDS[name] && value);
  return Object.fromEntries(named.map(([name, value]) => [FIELDS[name], by ? by * value : atLeast(value, LEAST[name])]));
}

const asked = ({ movement, target, also }) => posed({ [movement]: target, ...also });

/** What the trunk or the head as a whole do: where it begins, and where it goes. */
const BODIES = {
  circling: [{}, { elevation_left: 0.16, elevation_right: 0.16 }, {}],
  turning: [{}, { trunk_rotation_deg: 32 }, {}, { trunk_rotation_deg: -32 }],
  swaying: [{}, { lean_deg: 12, lateral_flexion_deg: -12 }, {}, { lean_deg: -12, lateral_flexion_deg: 12 }],
  walking: [{ hand: -1 }, { hand: 1 }],
  gliding_back: [{ sagittal_shift: 0.2, extension_deg: 3 }, {}],
};

const signOf = (side) => ({ left: 1, right: -1 })[side] ?? 0;

/** The postures that are gone through; the first one is where it begins and ends. */
function stations(data, sign) {
  const hold = asked(data);
  if (BODIES[data.body]) return BODIES[data.body];
  if (data.path?.length) return [{}, ...data.path.flatMap(drawn)];
  if (data.stops?.length) return stopped(data, sign);
  if (data.arms in BY_ARM) return BY_ARM[data.arms].map((hand) => ({ ...hold, hand }));
  if (data.movement === "ear_height") return [{ ear_height: -0.07, extension_deg: -5 }, hold];
  if (Object.keys(hold).length) return [{}, hold];
  return data.eyes === "fixed" ? [{}] : fromAway(data, sign);
}

/** One path, without a stop; `steady` says which it is, from 1. */
const drawn = ({ points }, i) => points.map(([x, y]) => ({ rotation_deg: x, extension_deg: y, steady: i + 1 }));

/** Where the hands go while the head stays. */
const BY_ARM = { swinging: [-1, 1], raising: [0, 1], touching: [0, 1] };

/** Several stops keep their proportions; to a middle they go step by step, and a hand helps where it is asked to. */
function stopped(data, sign) {
  const { movement, stops, arms } = data;
  const furthest = Math.max(...stops.map((stop) => Math.abs(stop[movement] ?? 0)));
  if (furthest) return [{}, ...stops.map((stop) => posed(stop, Math.max(1, 1.2 * LEAST[movement] / furthest)))];
  const [away, middle = {}] = fromAway(data, sign);
  if (arms === "touching") return [away, ...stops.map(({ hand }) => ({ ...middle, hand: hand ? 1 : 0 }))];
  return [away, ...stops.map((_, i) => mixed(away, middle, (i + 1) / stops.length))];
}

/** To the middle from where the head, or a shoulder, may rest: with this patient, or else to no side. */
function fromAway({ movement, own }, sign) {
  const pull = own?.pull ?? {};
  if (movement === "shoulders") return [raisedBy(own?.raised?.length ? own.raised : ["left", "right"]), {}];
  const away = {
    deviation: Object.keys(pull).length ? {} : { extension_deg: -16, sagittal_shift: 0.08 },
    rotation: { rotation_deg: -sign * 20 },
    lateral_flexion: { lateral_flexion_deg: -sign * 14 },
    extension: { extension_deg: -16, sagittal_shift: 0.08 },
    lateral_shift: { lateral_shift: -sign * 0.16 },
  }[movement];
  return away ? [{ ...away, ...pull }, {}] : [{}];
}

const raisedBy = (sides) => Object.fromEntries(sides.map((side) => [`elevation_${side}`, 0.17]));

const withLids = (posture, { eyes }) => eyes === "closed" ? { lids: 1, ...posture } : posture;

/** A hand that leads goes ahead of the head; eyes that lead look there first. */
function led(frames, { arms, eyes, target }, sign) {
  if (arms === "leading") for (const f of frames) f.posture.hand = Math.max(0, sign * (f.posture.rotation_deg ?? 0)) / 60;
  if (eyes !== "leading") return frames;
  const [start, rested, ...rest] = frames;
  const look = { ...rested, t: rested.t + LOOK_S, posture: { ...rested.posture, gaze: target } };
  return [start, rested, look, ...rest.map((f) => ({ ...f, t: f.t + LOOK_S }))];
}

function movingFrames(data, sign) {
  const [home, ...rest] = stations(data, sign).map((posture) => withLids({ ...posture }, data));
  const start = { ...home, ...ownStart(data, home, rest) };
  const flow_s = FLOW_S[data.body ?? data.arms];
  const hold_s = flow_s ? 0 : Math.min(LONGEST_HOLD_S, rest.length > 1 ? 1 : data.hold_s ?? LONGEST_HOLD_S);
  const say = data.say ?? {};
  const frames = [{ t: 0, part: "start", posture: { ...start }, words: say.introduce ?? "" }];
  let t = flow_s ? 0 : REST_S;
  if (t) frames.push({ ...frames[0], t, posture: { ...start } });
  for (const [i, posture] of rest.entries()) {
    t += flow_s ?? (posture.steady && i > 0 ? DRAW_S : MOVE_S);
    const there = { part: posture.steady ? "move" : "hold", posture, words: say.hold ?? "", on_the_way: (posture.steady ? data.path[posture.steady - 1] : data.stops?.[i])?.say ?? say.move ?? "" };
    frames.push({ ...there, t });
    if (posture.steady || !hold_s) continue;
    t += hold_s;
    frames.push({ ...there, t });
  }
  t += flow_s ?? MOVE_S;
  frames.push({ t, part: "back", posture: { ...home }, words: say.back ?? "" });
  if (HEAD.some((name) => start[name] !== home[name])) frames.push({ t: t + MOVE_S, part: "start", posture: { ...start }, words: "" });
  return led(frames, data, sign);
}

/** Where this patient's head is pulled to, before it goes from the middle to a place. */
function ownStart(data, home, rest) {
  const still = data.movement === "shoulders" || BODIES[data.body] || data.path?.length || data.arms in BY_ARM || data.movement === "ear_height";
  return still || !rest.length || HEAD.some((name) => home[name]) ? {} : data.own?.pull ?? {};
}

/** One breath, as long as it is. */
function breathFrames(data) {
  const { in_s, out_s } = data.pace ?? { in_s: 3, out_s: 4 };
  const frame = (t, part, breath, words) => ({ t, part, posture: withLids({ breath }, data), words: words ?? "" });
  const say = data.say ?? {};
  return [frame(0, "start", 0, say.introduce), frame(in_s, "hold", 1, say.breathe_in), frame(in_s + out_s, "back", 0, say.breathe_out)];
}

/** What may move along, seen from where it shows best. */
function avoided(picture, data, hold) {
  const faults = faultsOf(hold, picture);
  return (data.keep_still ?? []).filter((still) => faults[still.movement]).map(({ movement, words }) => {
    const { posture, at } = faults[movement];
    const view = posture.slump_deg || movement === "extension" ? picture.view : FRONT;
    const one = { ...hold, ...posture };
    return { ...picture, view, frames: [{ t: 0, part: "start", posture: one, words: words ?? "" }], ghost: at === "head" ? hold : null, target: null, movement, at, words: words ?? "", avoid: [] };
  });
}

/** The head goes where it is pulled to, or else the other way, and the shoulder there comes up: this patient's heavy
 *  one; a tilt brings up the one that it goes to, if no hand holds the other. */
function faultsOf(hold, { sign, movement, arms, view, own }) {
  const side = hold.rotation_deg || hold.lateral_flexion_deg || 0;
  const away = side ? -Math.sign(side) : sign;
  const heavy = own?.raised?.length === 1 ? signOf(own.raised[0]) : 0;
  const up = heavy || (movement === "lateral_flexion" && arms !== "holding_seat" ? -away : away);
  const aside = { lean_deg: away * FAULT.lean, shoulder_tilt_deg: -away * 0.7 * FAULT.lean };
  const slumped = { slump_deg: FAULT.slump };
  const pulled = (name, otherwise) => Math.sign(own?.pull?.[name] ?? 0) || otherwise;
  return {
    shoulders: { posture: { [up > 0 ? "elevation_left" : "elevation_right"]: FAULT.raise }, at: up > 0 ? "left_shoulder" : "right_shoulder" },
    trunk: { posture: view.view_deg && !view.lying ? slumped : aside, at: "head" },
    rotation: { posture: { rotation_deg: pulled("rotation_deg", away) * FAULT.rotation }, at: "head" },
    lateral_flexion: { posture: { lateral_flexion_deg: pulled("lateral_flexion_deg", away) * FAULT.lateral_flexion }, at: "head" },
    extension: { posture: { extension_deg: FAULT.extension }, at: "head" },
  };
}

/** Quiet breathing and rest: nothing moves but the breath. */
const rests = ({ movement, body, arms }) => movement === "presence" && !BODIES[body] && !(arms in BY_ARM);

/** From the front, but for what is better seen from the side. */
function viewOf(data) {
  const nod = data.movement === "extension" && !Object.keys(data.also ?? {}).length;
  const lying = data.support === "bed" || data.support === "pillow";
  if (lying) return { view_deg: data.support === "bed" ? SIDE_VIEW_DEG : 0, lying };
  const side = nod || rests(data) || data.body === "gliding_back";
  return { view_deg: side ? SIDE_VIEW_DEG : data.arms === "swinging" ? HALF_VIEW_DEG : 0, lying };
}

/** Where the last path turns for the first time. */
function corner(frames) {
  const last = Math.max(...frames.map((f) => f.posture.steady ?? 0));
  const path = frames.filter((f) => last && f.posture.steady === last);
  return path.find((f, i) => i && Math.abs(f.posture.rotation_deg) > Math.abs(path[i + 1]?.posture.rotation_deg ?? Infinity));
}

/** The moment that stands for the whole: with the hand where one helps; of the way to a middle its end; of a path a
 *  corner; else the first place that is gone to. */
export function holdOf(frames) {
  const holds = frames.filter((f) => f.part === "hold");
  const fromElsewhere = HEAD.some((name) => frames.findLast((f) => f.part === "back")?.posture[name]);
  return holds.find((f) => f.posture.hand > 0) ?? holds.at(fromElsewhere ? -1 : 0) ?? corner(frames) ?? frames.at(-1);
}

export function pictureOf(data) {
  const sign = data.side === "right" ? -1 : 1;
  const resting = rests(data);
  const frames = resting ? breathFrames(data) : movingFrames(data, sign);
  const hold = holdOf(frames).posture;
  const picture = {
    frames, sign, resting, view: viewOf(data), movement: data.movement, body: data.body ?? null,
    flows: Boolean(FLOW_S[data.body ?? data.arms]),
    duration_s: frames.at(-1).t + (FLOW_S[data.body ?? data.arms] ? 0 : 0.4),
    ghost: !data.path?.length && !FLOW_S[data.body] && headMoves(frames[0].posture, hold) ? hold : null,
    arms: data.arms ?? ARMS_OF[data.body] ?? null,
    own: data.own ?? null, touch: touchOf(data, sign),
    eyes: data.eyes ?? null, support: data.support ?? null,
    paced: Boolean(data.pace), path: data.path?.length ? data.path.map(({ points }) => points) : null, stops: data.stops?.length ?? 0, also: Boolean(data.also),
  };
  picture.target = bandOf(data, picture, hold);
  picture.avoid = resting ? [] : avoided(picture, data, hold);
  return picture;
}

const HEAD = ["rotation_deg", "lateral_flexion_deg", "extension_deg", "ear_height", "lateral_shift", "sagittal_shift"];
const headMoves = (a, b) => HEAD.some((name) => Math.abs((a[name] ?? 0) - (b[name] ?? 0)) > 0.01);

/** What counts as reached, where it can be drawn: from the front. */
function bandOf({ movement, band }, { view, body, path }, hold) {
  const value = hold[FIELDS[movement]] ?? 0;
  if (!(band > 0) || view.view_deg || body || path || (!value && movement !== "deviation")) return null;
  return { movement, value, band };
}

/** The hand and the place of a touch: this patient's, or else the cheek of the side that is asked. */
function touchOf({ arms, own }, sign) {
  if (arms !== "touching") return null;
  const { hand, side, place } = own?.touch ?? {};
  return { hand: signOf(hand) || sign, side: signOf(side) || sign, place: place ?? "cheek" };
}

const ARMS_OF = { swaying: "hanging", turning: "hanging", walking: "swinging" };

const same = (x) => x;
const ease = (x) => x * x * (3 - 2 * x);

/** Where the figure is at a moment of the picture, which begins anew when it is over. */
export function postureAt({ frames, duration_s }, t_s) {
  const t = t_s % duration_s;
  const next = frames.findIndex((f) => f.t > t);
  if (next < 0) return { ...frames.at(-1) };
  if (next === 0) return { ...frames[0] };
  const [a, b] = [frames[next - 1], frames[next]];
  const now = b.posture !== a.posture && b.part !== "back" && b.on_the_way !== undefined ? { ...b, part: "move", words: b.on_the_way } : b;
  return { ...now, t, posture: mixed(a.posture, b.posture, (b.posture.steady ? same : ease)((t - a.t) / (b.t - a.t))) };
}

/** A posture between two. */
export function mixed(a, b, share) {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...names].map((name) => [name, (a[name] ?? 0) + ((b[name] ?? 0) - (a[name] ?? 0)) * share]));
}
