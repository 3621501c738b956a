"""The trace of one exercise for chart, table and replay. Left and up are positive. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.adjusting import adjusted_plan
from coach.goal import is_open
from coach.movement import AXES
from coach.record import TRACE_COLUMNS, ExercisePlan, ExerciseRecord, Phase, RepRecord, Trace
from coach.supervised import CHANGES, Intervention
from web import therapist_words as words
from web.led_words import Beside
from web.session_moments import lanes, moments
from web.therapist_session import rep_label

PHASES = tuple(Phase)

#: What the drawn figure is moved by.
FIGURE_COLUMNS = (
    "rotation_deg",
    "lateral_flexion_deg",
    "extension_deg",
    "shoulder_tilt_deg",
    "elevation_left",
    "elevation_right",
    "lean_deg",
    "lateral_shift",
    "ear_height",
)
#: The lines that can be drawn, and what up means in each.
LINES = {
    "rotation": "Turn (up is left)",
    "lateral_flexion": "Tilt (up is left)",
    "extension": "Chin (up is up)",
    "deviation": "Away from the middle",
    "lateral_shift": "Head beside the shoulders' middle (% of a shoulder's width, up is left)",
    "shoulders": "Slant of the shoulders (up is the left one higher)",
    "ear_height": "Height beside the straight position (% of a shoulder's width)",
}
#: Steps between the marks of the upright axis, degrees (or percent); the first that gives few enough is used.
STEPS, MOST_MARKS = (1, 2, 5, 10, 20, 45, 90), 9
#: How somebody sat before a repetition is the median of this long, seconds.
SAT_S = 2.0


def figure_and_chart(exercise: ExerciseRecord, beside: Sequence[Beside] = ()) -> dict[str, Any]:
    """What the page's scripts need of one exercise, as plain values for JSON; ``None`` is "not seen".
    ``beside`` is what a therapist marked and did in it."""
    trace = exercise.trace or Trace(np.empty((0, len(TRACE_COLUMNS))))
    plan = exercise.plan
    main, band = _line(trace, plan.movement), _band(exercise, trace)
    return {
        "t_s": _plain(trace.column("t_s"), 3),
        "phase": [words.PHASES[PHASES[int(i)]] for i in trace.column("phase")],
        "hand": (trace.column("hand_near_face") > 0).tolist(),
        "figure": {name: _plain(trace.column(name), 3) for name in FIGURE_COLUMNS},
        "target": {"movement": plan.movement}
        | ({} if is_open(plan) or plan.movement in words.OFF else {"value": plan.target, "band": plan.band}),
        "lines": [
            {
                "name": LINES[movement],
                "main": movement == plan.movement,
                "y": _plain(_line(trace, movement), 2),
            }
            for movement in _movements(plan)
        ],
        "bands": _bands(exercise, trace, beside) if band else [],
        "marks": _marks(plan, main, band or []),
        "reps": [{"label": rep_label(plan, r), **_span(r), "held": r.completed} for r in exercise.reps],
        "holds": _runs(trace, Phase.HOLD),
        "lanes": lanes(moments(exercise, beside)),
    }


def _movements(plan: ExercisePlan) -> list[str]:
    """The scored line first, the head's three angles with it."""
    others = [axis for axis in AXES if axis != plan.movement]
    return [plan.movement, *others] if plan.movement in LINES else others


def _line(trace: Trace, movement: str) -> NDArray[np.float64]:
    if movement in words.IN_WIDTHS:
        return trace.column(movement) * 100
    if movement == "shoulders":
        rise = trace.column("elevation_left") - trace.column("elevation_right")
        return np.degrees(np.arctan(rise))
    return trace.column(f"{movement if movement in LINES else 'rotation'}_deg")


def _plain(column: NDArray[np.float64], digits: int) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), digits) for value in column]


def _span(rep: RepRecord) -> dict[str, float]:
    return {"start_s": round(rep.started_s, 2), "end_s": round(rep.ended_s, 2)}


def _band(exercise: ExerciseRecord, trace: Trace) -> list[float] | None:
    """Edges of what counts as reached on the scored line."""
    plan = exercise.plan
    if is_open(plan):
        return None
    if plan.movement == "deviation":
        return [0.0, plan.band]
    if plan.movement == "ear_height":
        seat = _seat(trace, exercise.reps)
        return [100 * (seat + plan.target - plan.band), 100 * (seat + plan.target + plan.band)]
    scale = 100 if plan.movement in words.IN_WIDTHS else 1
    edges = [scale * (plan.target - plan.band), scale * (plan.target + plan.band)]
    return edges if plan.movement in LINES else None


def _bands(exercise: ExerciseRecord, trace: Trace, beside: Sequence[Beside]) -> list[dict[str, Any]]:
    """What counted as reached, and until when; each change holds from the next repetition on."""
    found, plan = [], exercise.plan
    for one in beside:
        if isinstance(one, Intervention) and one.kind in CHANGES:
            until_s = next((rep.started_s for rep in exercise.reps if rep.started_s > one.at_s), None)
            if until_s is None:
                break
            found.append({"edges": _band(replace(exercise, plan=plan), trace), "until_s": round(until_s, 2)})
            plan = adjusted_plan(plan, one)
    last = {"edges": _band(replace(exercise, plan=plan), trace), "until_s": None}
    return [*found, last]


def _seat(trace: Trace, reps: tuple[RepRecord, ...]) -> float:
    """How high the patient sat at rest, least before any repetition: the coach counts from there."""
    t_s, height = trace.column("t_s"), trace.column("ear_height")
    before = [height[(t_s > rep.started_s - SAT_S) & (t_s <= rep.started_s)] for rep in reps]
    seen = [part[~np.isnan(part)] for part in before]
    return min((float(np.median(part)) for part in seen if len(part)), default=0.0)


def _marks(plan: ExercisePlan, line: NDArray[np.float64], band: list[float]) -> list[dict[str, Any]]:
    """Marks of the upright axis with their side in words."""
    seen = [*line[~np.isnan(line)], *band, 0.0]
    low, high = min(seen), max(seen)
    step = next((s for s in STEPS if (high - low) / s < MOST_MARKS), STEPS[-1])
    values = range(int(np.floor(low / step)) * step, int(np.ceil(high / step)) * step + 1, step)
    scale = 0.01 if plan.movement in words.IN_WIDTHS else 1
    sided = plan.movement in LINES and plan.movement != "deviation"
    return [{"at": v, "words": words.place(plan.movement, v * scale) if sided else f"{v}°"} for v in values]


def _runs(trace: Trace, phase: Phase) -> list[list[float]]:
    """Spans of time in one phase."""
    t_s = trace.column("t_s")
    inside = np.concatenate([[False], trace.column("phase") == PHASES.index(phase), [False]])
    edges = np.flatnonzero(np.diff(inside.astype(np.int8)))
    return [
        [round(float(t_s[a]), 2), round(float(t_s[b - 1]), 2)]
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]


def second_by_second(exercise: ExerciseRecord) -> Iterator[tuple[str, ...]]:
    """The trace as a table: time, doing what, turn, tilt, chin, the scored value, a hand near the face."""
    if exercise.trace is None:
        return
    trace, plan = exercise.trace, exercise.plan
    whole = np.floor(trace.column("t_s"))
    scored = plan.movement if plan.movement in LINES and plan.movement not in AXES else None
    line = _line(trace, plan.movement) * (0.01 if plan.movement in words.IN_WIDTHS else 1)
    for i in np.flatnonzero(np.diff(whole, prepend=-np.inf)):
        at = dict(zip(TRACE_COLUMNS, trace.values[i].tolist(), strict=True))
        axes = [_place(axis, at[f"{axis}_deg"]) for axis in AXES]
        phase = words.PHASES[PHASES[int(at["phase"])]]
        also = [_place(scored, float(line[i]))] if scored else []
        yield (words.clock(at["t_s"]), phase, *axes, *also, _hand(at))


def _place(movement: str, value: float) -> str:
    return "not seen" if np.isnan(value) else words.place(movement, value)


def _hand(at: dict[str, float]) -> str:
    return "yes" if at["hand_near_face"] > 0 else ""
