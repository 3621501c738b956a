"""What happened when in one exercise: what moved along, a hand, not seen, an easier version, a therapist.
Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.record import ExerciseRecord, Phase, Trace
from coach.supervised import MarkedMoment
from web import therapist_words as words
from web.led_words import Beside, told
from web.therapist_session import rep_label

#: Stretches nearer to each other than this are told as one, and shorter ones not at all: as long as a dip
#: that a hold forgives (`coach.holding`).
SHORTEST_S = 0.5


@dataclass(frozen=True)
class Moment:
    """Something that happened, at ``start_s`` of the session, up to ``end_s`` where it took a while."""

    start_s: float
    end_s: float | None
    lane: str
    words: str

    @property
    def when(self) -> str:
        """Such as "0:12", or "0:12 to 0:15"."""
        start, end = words.clock(self.start_s), words.clock(self.end_s or self.start_s)
        return start if start == end else f"{start} to {end}"


def moments(exercise: ExerciseRecord, beside: Sequence[Beside] = ()) -> list[Moment]:
    """Everything, in the order in which it began; ``beside`` is what a therapist marked and did."""
    trace = exercise.trace
    found = [*_moved_along(exercise), *_eased(exercise), *_beside(exercise, beside)]
    found += _stretches(trace) if trace else ()
    return sorted(found, key=lambda moment: moment.start_s)


def lanes(found: list[Moment]) -> list[dict[str, Any]]:
    """The same for the chart, one lane for each kind of thing that happened."""
    kinds = dict.fromkeys(moment.lane for moment in found)
    return [
        {
            "name": lane,
            "at": [[m.start_s, m.start_s if m.end_s is None else m.end_s] for m in found if m.lane == lane],
        }
        for lane in kinds
    ]


def _moved_along(exercise: ExerciseRecord) -> Iterator[Moment]:
    """What moved along is kept by repetition, not by moment."""
    for rep in exercise.reps:
        if rep.compensations:
            kinds = dict.fromkeys(rep.compensations)
            told = words.compensations((kind, rep.compensations.count(kind)) for kind in kinds)
            label = rep_label(exercise.plan, rep)
            yield Moment(rep.started_s, rep.ended_s, "Moved along", f"repetition {label}: {told}")


def _eased(exercise: ExerciseRecord) -> Iterator[Moment]:
    for at_s in exercise.summary.eased_s if exercise.summary else ():
        yield Moment(at_s, None, "Easier", "an easier version asked for")


def _beside(exercise: ExerciseRecord, beside: Sequence[Beside]) -> Iterator[Moment]:
    for one in beside:
        lane = "Marked" if isinstance(one, MarkedMoment) else "Therapist"
        yield Moment(one.at_s, None, lane, told(one, exercise.plan))


def _stretches(trace: Trace) -> Iterator[Moment]:
    t_s = trace.column("t_s")
    unseen, hand = np.isnan(trace.column("rotation_deg")), trace.column("hand_near_face") > 0
    paused = trace.column("phase") == list(Phase).index(Phase.PAUSED)
    for lane, what, during in (
        ("Hand", "hand at the face", hand),
        ("Not seen", "not seen", unseen & ~paused),
        ("Paused", "paused", paused),
    ):
        for start_s, end_s in stretches(t_s, during):
            yield Moment(start_s, end_s, lane, f"{what}, {words.seconds(end_s - start_s, 1)}")


def stretches(t_s: NDArray[np.float64], during: NDArray[np.bool_]) -> Iterator[tuple[float, float]]:
    """Where it was so: first and last moment, in seconds; ``t_s`` and ``during`` of shape (n,)."""
    so = t_s[during]
    apart = np.flatnonzero(np.diff(so) > SHORTEST_S)
    for part in np.split(so, apart + 1):
        if len(part) and part[-1] - part[0] >= SHORTEST_S:
            yield round(float(part[0]), 2), round(float(part[-1]), 2)
