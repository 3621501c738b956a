"""Numbers of an exercise, from repetitions and from the trace; a trace gives the same numbers again. Pure."""

from collections import Counter
from dataclasses import replace
from math import isnan, nan

import numpy as np

from coach.adjusting import due, eased, led
from coach.programme import Task
from coach.progress import end_rep, step
from coach.record import (
    TRACE_COLUMNS,
    Ending,
    ExerciseRecord,
    ExerciseSummary,
    Phase,
    RepRecord,
    Trace,
)
from coach.state import State, Tally
from coach.supervised import Intervention
from pose.angles import HeadAngles
from pose.neutral import Sample, Trunk

PHASES = tuple(Phase)


def trace_row(sample: Sample, phase: Phase) -> tuple[float, ...]:
    """One sample as a row in the order of `TRACE_COLUMNS`; NaN where not seen.

    Args:
        phase: as the session's view gives it after this sample.
    """
    camera, head, trunk = sample.camera_head, sample.head, sample.trunk
    return (
        sample.t_s,
        *_head(camera),
        *_head(head),
        nan if sample.deviation_deg is None else sample.deviation_deg,
        *_trunk(trunk),
        float(sample.hand_near_face),
        sample.confidence,
        *_head(sample.standard_error),
        float(PHASES.index(phase)),
    )


def _head(head: HeadAngles | None) -> tuple[float, float, float]:
    return (head.rotation_deg, head.lateral_flexion_deg, head.extension_deg) if head else (nan, nan, nan)


def _trunk(trunk: Trunk | None) -> tuple[float, ...]:
    if trunk is None:
        return (nan,) * 6
    return (
        trunk.shoulder_tilt_deg,
        trunk.elevation_left,
        trunk.elevation_right,
        trunk.lean_deg,
        trunk.lateral_shift,
        trunk.ear_height,
    )


def trace(rows: list[tuple[float, ...]]) -> Trace:
    """Rows of `trace_row` as a trace."""
    return Trace(np.array(rows, dtype=np.float64).reshape(len(rows), len(TRACE_COLUMNS)))


def sample_of(row: tuple[float, ...]) -> Sample:
    """The inverse of `trace_row`; how many faces there were is not in a trace."""
    at = dict(zip(TRACE_COLUMNS, row, strict=True))
    names = ("rotation_deg", "lateral_flexion_deg", "extension_deg")
    trunk = (
        "shoulder_tilt_deg",
        "elevation_left",
        "elevation_right",
        "lean_deg",
        "lateral_shift",
        "ear_height",
    )
    seen = not isnan(at["rotation_deg"])
    return Sample(
        t_s=at["t_s"],
        head=HeadAngles(*(at[name] for name in names)) if seen else None,
        deviation_deg=None if isnan(at["deviation_deg"]) else at["deviation_deg"],
        camera_head=None
        if isnan(at["camera_rotation_deg"])
        else HeadAngles(*(at[f"camera_{n}"] for n in names)),
        trunk=None if isnan(at["lean_deg"]) else Trunk(*(at[name] for name in trunk)),
        faces=int(seen),
        hand_near_face=bool(at["hand_near_face"]),
        confidence=at["confidence"],
        standard_error=None
        if isnan(at["rotation_error_deg"])
        else HeadAngles(*(at[f"{n.removesuffix('_deg')}_error_deg"] for n in names)),
    )


def summarise(reps: tuple[RepRecord, ...], tally: Tally, ending: Ending) -> ExerciseSummary:
    """One exercise over all its repetitions. Times in the band and with a trick are sums over repetitions;
    seen, unseen and paused time are those of the whole exercise, preparing and resting included."""
    peaks = [rep.peak_deg for rep in reps if rep.peak_deg is not None]
    kinds = Counter(kind for rep in reps for kind in rep.compensations)
    return ExerciseSummary(
        ending=ending,
        seen_s=tally.seen_s,
        unseen_s=tally.unseen_s,
        paused_s=tally.paused_s,
        in_band_s=sum(rep.in_band_s for rep in reps),
        trick_s=sum(rep.trick_s for rep in reps),
        best_hold_s=max((rep.hold_s for rep in reps), default=0.0),
        best_peak_deg=max(peaks, default=None),
        compensations=tuple(sorted(kinds.items())),
    )


def recompute(
    task: Task,
    given: Trace,
    ending: Ending = Ending.DONE,
    eased_s: tuple[float, ...] = (),
    interventions: tuple[Intervention, ...] = (),
) -> ExerciseRecord:
    """Judge a trace again: the very same repetitions and summary as in the session.

    The patient's own pauses and an early start are in the trace's phases; all else follows from the samples.

    Args:
        ending: how the exercise ended; one that was cut short closes the repetition under way.
        eased_s: when the patient asked for the easier version, session seconds.
        interventions: what a therapist did in this exercise; each change holds from the moment it held then.
    """
    state, plan = State(), task.plan
    asked = sorted(
        [*((at_s, None) for at_s in eased_s), *((one.at_s, one) for one in interventions)], key=_at
    )
    for values in given.values:
        row = tuple(float(value) for value in values)
        phase = PHASES[int(row[-1])]
        if state.phase is Phase.PREPARE and phase not in (Phase.PREPARE, Phase.PAUSED):
            state = replace(state, cut=True)
        while asked and asked[0][0] < row[0]:
            at_s, one = asked.pop(0)
            state, task = (led(state, task, one), task) if one else eased(state, task, at_s)
        state, task = due(state, task)
        state, _ = step(state, sample_of(row), task, waiting=phase is Phase.PAUSED)
    if ending is not Ending.DONE:
        state, _ = end_rep(state, task, state.motion.t_s or 0.0)
    summary = replace(summarise(state.done, state.tally, ending), eased_s=eased_s)
    return ExerciseRecord(plan, state.done, summary, given)


def _at(asked: tuple[float, Intervention | None]) -> float:
    return asked[0]
