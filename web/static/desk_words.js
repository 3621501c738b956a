// A station's state in words, for wall and desk. Pure.
const SIDES = { rotation: ["to their left", "to their right"], lateral_flexion: ["tilted to their left", "tilted to their right"], extension: ["chin up", "chin down"] };
const PHASES = { prepare: "getting ready", move: "going there", hold: "holding", return: "coming back", rest: "resting", paused: "paused", done: "done" };
const PAUSES = { patient: "paused", camera: "waiting for the camera", spasm: "the coach waits", midline: "measuring the midline" };
const STAGES = { off: "No session", camera: "Setting up the camera", neutral: "Measuring the middle", after: "The session has ended", away: "Not connected" };

/** Such as "12° to their left". */
export function place(movement, deg) {
  if (deg === null || deg === undefined) return "not seen";
  const whole = Math.round(Math.abs(deg));
  return whole === 0 ? `${{ rotation: "not turned", lateral_flexion: "not tilted", extension: "chin level" }[movement]}` : `${whole}° ${SIDES[movement][deg < 0 ? 1 : 0]}`;
}

/** The scored angle, large; without one the turn. */
export function angle({ session, figure, seen, camera }) {
  if (camera?.lost) return "no picture";
  if (!seen || !figure) return "not seen";
  const movement = session?.movement;
  if (movement === "deviation" && session.value !== null) return `${Math.round(session.value)}° from the middle`;
  return place(movement in SIDES ? movement : "rotation", figure[`${movement in SIDES ? movement : "rotation"}_deg`]);
}

/** The other angles of the head. */
export function others({ session, figure, seen, camera }) {
  if (camera?.lost || !seen || !figure) return "";
  const main = session?.movement in SIDES ? session.movement : session?.movement === "deviation" ? "" : "rotation";
  return Object.keys(SIDES).filter((name) => name !== main).map((name) => place(name, figure[`${name}_deg`])).join(", ");
}

export function exercise({ stage, session, check }) {
  if (stage !== "session" || !session) return STAGES[stage] ?? "";
  return `${check ? "Check: " : ""}${session.exercise_name}, ${session.exercise_index + 1} of ${session.exercise_count}`;
}

export function phase({ stage, session }) {
  if (stage !== "session" || !session) return "";
  const rep = `repetition ${session.rep_number} of ${session.reps}${session.sets > 1 ? `, set ${session.set_number} of ${session.sets}` : ""}`;
  const hold = session.phase === "hold" ? `, ${Math.round(session.hold_s)} of ${Math.round(session.hold_target_s)} s` : "";
  return `${session.paused ? PAUSES[session.paused] : PHASES[session.phase]}${hold}; ${rep}`;
}

/** In the band or not, where one is asked for. */
export function band({ stage, session, seen, camera }) {
  if (camera?.lost || stage !== "session" || !session || session.open || session.movement === "presence") return "";
  if (!seen || !["move", "hold"].includes(session.phase)) return "";
  return session.in_band ? "in the band" : "out of the band";
}

/** What the figure is asked to do; nothing where there is no place on an axis. */
export function target({ stage, session }) {
  if (stage !== "session" || !session || session.open || session.path || session.movement === "presence") return null;
  return { movement: session.movement, value: session.target, band: session.band };
}
