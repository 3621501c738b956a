"""Where the head was before an exercise and after it, from which its effect on this neck is taken. Pure.

    before_deviation  the last seconds of preparing, when nothing has been asked of the head yet
    after_deviation   the last seconds after the last repetition, while the head is let go

Most exercises are over with their last repetition. They have no time after it: then the preparing of the next
exercise is what comes after (`coach.effects`). In rest and breathing nothing is asked of the head all along,
so their last seconds are those after them. An exercise without a repetition has neither number.
"""

import numpy as np

from coach.measures import VERSION, Named, during, series_of
from coach.movement import Series, median_deviation
from coach.parts import Movement
from coach.record import ExerciseRecord, Hand, Measure, Phase, Trace

BEFORE, AFTER = "before_deviation", "after_deviation"
#: How many seconds are looked at. Judgement: a glance to the side does not last so long, and the median
#: passes over it; it is no longer than the quiet part of preparing.
LOOKED_S = 10.0


def before_after(exercise: ExerciseRecord) -> tuple[Measure, ...]:
    """Both numbers, degrees, each with a reason where there is none; nothing without a trace of angles or
    without a repetition."""
    trace = exercise.trace
    if trace is None or not exercise.reps or np.isnan(trace.column("deviation_deg")).all():
        return ()
    named = _both(exercise, trace)
    return tuple(Measure(name, Hand.ALL, value, VERSION) for name, value in named)


def _both(exercise: ExerciseRecord, trace: Trace) -> Named:
    given, phase = series_of(trace), trace.column("phase")
    first_s, last_s = exercise.reps[0].started_s, exercise.reps[-1].ended_s
    before = during(phase, (Phase.PREPARE,)) & (given.t_s <= first_s)
    after = during(phase, (Phase.RETURN, Phase.REST)) & (given.t_s >= last_s)
    if exercise.plan.movement == Movement.PRESENCE:
        after = during(phase, (Phase.HOLD, Phase.REST))
    yield BEFORE, median_deviation(_last(given.only(before)))
    yield AFTER, median_deviation(_last(given.only(after)))


def _last(given: Series) -> Series:
    """The end of it; its last seconds by the clock, seen or not."""
    ends_s = float(given.t_s[given.used].max(initial=-np.inf))
    return given.only(given.t_s > ends_s - LOOKED_S)
