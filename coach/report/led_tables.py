"""The tables of what a therapist marked and did beside sessions."""

from collections.abc import Iterator
from dataclasses import dataclass

from coach.report.session_tables import POSITION, SESSION_ID
from coach.report.table import Column, Table, columns, fields_of
from coach.store import StoredSession
from coach.supervised import Intervention, Led, MarkedMoment, NewMidline


@dataclass(frozen=True, eq=False)
class Beside:
    """Something that a therapist marked or did beside a session."""

    session: StoredSession
    one: MarkedMoment | Intervention


AT_S = "seconds since the session began"

MARKS: Table[Beside] = Table(
    "marks",
    "one row a moment that a therapist marked beside a session",
    columns(
        Column("session_id", SESSION_ID, lambda b: b.session.head.id),
        Column("exercise_position", f"{POSITION}; empty outside an exercise", lambda b: b.one.position),
        fields_of({"at_s": AT_S, "author": "who", "words": "the therapist's words"}, lambda b: b.one),
    ),
)

MIDLINE = {
    "rotation_deg": "of a new midline, its rotation as measured from the one before, degrees, left positive",
    "lateral_flexion_deg": "the same of its lateral flexion",
    "extension_deg": "the same of its extension, up positive",
    "rotation_error_deg": "standard error of midline_rotation_deg, degrees",
    "lateral_flexion_error_deg": "standard error of midline_lateral_flexion_deg, degrees",
    "extension_error_deg": "standard error of midline_extension_deg, degrees",
    "frames": "how many pictures it was taken from",
    "spread_deg": "how much the head moved meanwhile, standard deviation, degrees",
    "replaced_s": f"when the one before was set, {AT_S}; empty where that was before",
}


def _midline(beside: Beside) -> NewMidline | None:
    return beside.one.midline if isinstance(beside.one, Intervention) else None


INTERVENTIONS: Table[Beside] = Table(
    "interventions",
    "one row for each thing that a therapist did beside a session",
    columns(
        Column("session_id", SESSION_ID, lambda b: b.session.head.id),
        Column("exercise_position", f"{POSITION}; empty outside an exercise", lambda b: b.one.position),
        fields_of(
            {
                "at_s": f"{AT_S}; a target, band or hold is another one from the next repetition on",
                "author": "who",
                "kind": f"what: {', '.join(Led)}",
                "before": "the number before: of a target or band degrees, of a hold seconds",
                "after": "the number after; of a midline, its degrees from the one before",
                "words": "what was said to the patient",
            },
            lambda b: b.one,
        ),
        fields_of(MIDLINE, _midline, "midline_"),
    ),
)


def marks_of(session: StoredSession) -> Iterator[Beside]:
    """What a therapist marked in a session, in order."""
    return (Beside(session, one) for one in session.record.marked)


def interventions_of(session: StoredSession) -> Iterator[Beside]:
    """What a therapist did in a session, in order."""
    return (Beside(session, one) for one in session.record.interventions)
