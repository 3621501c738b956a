"""The session that stands beside another one on the therapist's page."""

from dataclasses import dataclass
from typing import Any

from coach.record import ExerciseRecord
from coach.store import SessionHead, StoredSession
from web.services import services
from web.session_beside import BesideLine, beside_lines, every_offer, named_offers, position_of, session_lines


@dataclass(frozen=True)
class Beside:
    """The other session: where in it the exercise is, and the numbers of both."""

    head: SessionHead
    position: int
    exercise: ExerciseRecord
    lines: list[BesideLine]


def context(stored: StoredSession, exercise: ExerciseRecord | None, wanted: str | None) -> dict[str, Any]:
    """What ``therapist/beside.html`` shows.

    Args:
        wanted: id of the session to put beside; one that is not the patient's, or does not have the
            exercise, is left out.
    """
    if exercise is None:
        return {}
    found = services().store.sessions_with(stored.head.patient_id, exercise.plan.exercise_id)
    others = [head for head in found if head.id != stored.head.id and head.own]
    return {
        "named_offers": named_offers(stored.head, others),
        "every_offer": every_offer(others),
        "beside": _beside(stored.head, exercise, wanted) if wanted in {head.id for head in others} else None,
    }


def _beside(head: SessionHead, exercise: ExerciseRecord, session_id: str | None) -> Beside | None:
    other = services().store.session(session_id or "")
    position = position_of(exercise, other.record.exercises)
    if position is None:
        return None
    there = other.record.exercises[position]
    lines = beside_lines(exercise, there) + session_lines(head, other.head)
    return Beside(other.head, position, there, lines)
