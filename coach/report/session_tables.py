"""The tables of what was done: sessions, their exercises, repetitions, numbers of movement."""

from collections.abc import Iterator
from dataclasses import dataclass

from coach.compensation import WORDS
from coach.record import ExerciseRecord, Measure, RepRecord
from coach.report.table import Column, Table, columns, fields_of
from coach.store import StoredSession


@dataclass(frozen=True, eq=False)
class Done:
    """An exercise in its session; ``position`` counts from 0."""

    session: StoredSession
    position: int
    exercise: ExerciseRecord


@dataclass(frozen=True, eq=False)
class Repetition:
    """A repetition of an exercise."""

    of: Done
    rep: RepRecord


@dataclass(frozen=True, eq=False)
class Number:
    """A number of an exercise, or of the session as a whole where ``position`` is ``None``."""

    session: StoredSession
    position: int | None
    measure: Measure


def _versions(session: StoredSession) -> list[str]:
    return [f"{name}={version}" for name, version in sorted(session.record.opening.versions.items())]


def _along(done: Done) -> list[str]:
    found = done.exercise.summary.compensations if done.exercise.summary else ()
    return [f"{kind}:{times}" for kind, times in found]


SESSION_ID = "which session; the same id in all files"
POSITION = "the exercise's place in the session, from 0"
UNIT = "degrees, or the movement's own unit: shoulder widths for ear_height and lateral_shift"

SESSIONS: Table[StoredSession] = Table(
    "sessions",
    "one row a session, oldest first",
    columns(
        Column("session_id", SESSION_ID, lambda s: s.head.id),
        Column("started_at", "when it began, with its zone", lambda s: s.head.started_at),
        Column("ended_at", "when it ended; empty while it is open", lambda s: s.head.ended_at),
        Column(
            "ending",
            "done, skipped, too_hard, stopped or interrupted; empty while it is open",
            lambda s: s.head.ending,
        ),
        Column("kind", "training, or check: the two-minute check", lambda s: s.head.kind),
        Column(
            "flags", "not_me: somebody else trained; not_good: not a good session", lambda s: s.head.flags
        ),
        Column("done_reps", "repetitions done as prescribed", lambda s: s.head.done_reps),
        Column("tried_reps", "repetitions begun", lambda s: s.head.tried_reps),
        Column("prescribed_reps", "repetitions prescribed", lambda s: s.head.prescribed_reps),
        fields_of(
            {
                "bout": "which of the day's practices, from 1; empty where it was the whole programme",
                "resting_only": "1: an answer before it turned it into rest and breathing",
                "programme_id": "which programme",
                "programme_version": "its version",
                "programme_sha256": "SHA-256 of its text, which is in the folder programmes under this name",
                "camera": "the camera's name",
                "vertical_fov_deg": "the camera's field of view from top to bottom that was used, degrees",
                "fov_assumed": "1: that field of view is an assumption",
            },
            lambda s: s.record.opening,
        ),
        Column("versions", "what measured it: program, measuring code, models (SHA-256)", _versions),
        fields_of(
            {
                "pain": "before it, 0 to 10",
                "tension": "before it, 0 to 10",
                "swallowing_trouble": "before it: 1 for yes",
                "dizziness": "before it: 1 for yes",
                "anything_new": "before it: 1 for yes",
            },
            lambda s: s.record.opening.check_in,
            "before_",
        ),
        fields_of(
            {
                "pain": "after it, 0 to 10; empty where not answered",
                "effort": "how hard it was, 0 to 10; empty where not answered",
                "words": "the patient's own words",
            },
            lambda s: s.record.check_out,
            "after_",
        ),
        fields_of(
            {
                "frames": "pictures measured",
                "frames_per_s": "pictures measured a second",
                "dropped": "pictures that were not measured",
                "seen_share": "share of pictures with a usable head, 0 to 1",
                "second_person_s": "seconds with somebody else in the picture",
                "camera_lost": "how many times the camera was lost",
                "notes": "advice that was shown",
            },
            lambda s: s.record.quality,
            "quality_",
        ),
    ),
)

PLAN = {
    "side": "the patient's own side it goes to; empty where it has none",
    "target": f"where to go, {UNIT}; positive is to the patient's left or up, negative to the right or down",
    "band": f"half the width of what counts as reached, {UNIT}",
    "sets": "sets prescribed",
    "reps": "repetitions prescribed in a set",
    "hold_s": "how long to stay, seconds",
    "rest_s": "rest between, seconds",
}
WHAT = {
    "exercise_id": "which exercise",
    "exercise_version": "its version",
    "name": "its name",
    "movement": "what is scored",
}

EXERCISES: Table[Done] = Table(
    "exercises",
    "one row an exercise of a session",
    columns(
        Column("session_id", SESSION_ID, lambda d: d.session.head.id),
        Column("exercise_position", POSITION, lambda d: d.position),
        fields_of(WHAT, lambda d: d.exercise.plan),
        fields_of(PLAN, lambda d: d.exercise.plan, "plan_"),
        fields_of(
            {
                "ending": "done, skipped, too_hard, stopped or interrupted; empty where it never ended",
                "seen_s": "seconds seen and not paused",
                "unseen_s": "seconds not seen",
                "paused_s": "seconds paused",
                "in_band_s": "seconds where it was asked to be",
                "trick_s": "seconds with a hand near the face",
                "best_hold_s": "longest hold, seconds",
                "best_peak_deg": f"furthest point, positive toward the target, {UNIT}",
                "effort": "how hard it was, 0 to 10; empty where not answered",
                "eased_s": "when less was asked for, seconds since the session began",
            },
            lambda d: d.exercise.summary,
        ),
        Column("compensations", f"what moved along and how often: {', '.join(WORDS)}", _along),
    ),
)

REPETITIONS: Table[Repetition] = Table(
    "repetitions",
    "one row a repetition",
    columns(
        Column("session_id", SESSION_ID, lambda r: r.of.session.head.id),
        Column(
            "session_started_at",
            "when the session began, with its zone",
            lambda r: r.of.session.head.started_at,
        ),
        Column("exercise_position", POSITION, lambda r: r.of.position),
        fields_of({n: w for n, w in WHAT.items() if n.startswith("exercise")}, lambda r: r.of.exercise.plan),
        fields_of(
            {n: w for n, w in WHAT.items() if not n.startswith("exercise")} | PLAN,
            lambda r: r.of.exercise.plan,
            "plan_",
        ),
        fields_of(
            {
                "set_number": "from 1",
                "rep_number": "from 1, in its set",
                "started_s": "seconds since the session began",
                "ended_s": "seconds since the session began",
                "completed": "1: the hold reached its length",
                "peak_deg": f"furthest point, positive toward the target, {UNIT}; in a hold of the middle "
                "the largest distance from it",
                "hold_s": "longest hold, seconds; dips shorter than 0.5 s are forgiven",
                "in_band_s": "all seconds where it was asked to be",
                "steadiness_deg": "standard deviation in the longest hold, degrees",
                "peak_speed_deg_s": "fastest movement, degrees per second",
                "unseen_s": "seconds not seen; they earn and cost nothing",
                "trick_s": "seconds with a hand near the face",
                "compensations": "what moved along, in order",
            },
            lambda r: r.rep,
        ),
    ),
)

MEASURES: Table[Number] = Table(
    "measures",
    "one row a number of movement, of an exercise or of a session as a whole",
    columns(
        Column("session_id", SESSION_ID, lambda n: n.session.head.id),
        Column("exercise_position", f"{POSITION}; empty for the session as a whole", lambda n: n.position),
        Column(
            "name",
            "which number; asked_: while the middle was asked for, rest_: while nothing was asked, rep_1_: "
            "of the first repetition, range_ and middle_: of the two-minute check",
            lambda n: n.measure.name,
        ),
        Column(
            "hand",
            "of all moments, or only of those with or without a hand near the face",
            lambda n: n.measure.hand,
        ),
        fields_of(
            {
                "value": "the number; a side in its name says where it goes; a drift is positive away from "
                "the middle, a difference positive where the left is larger; empty where there is none",
                "standard_error": "in the same unit; empty where not known",
                "unit": "deg (degrees), deg/s, deg/min, s, Hz, share (0 to 1), count, or SPARC (smoothness, "
                "nearer to 0 is smoother)",
                "reason": "why there is no number",
            },
            lambda n: n.measure.value,
        ),
        Column(
            "version",
            "how it was taken; numbers of different versions are not to be compared",
            lambda n: n.measure.version,
        ),
    ),
)


def exercises_of(session: StoredSession) -> Iterator[Done]:
    """The exercises of a session in order."""
    return (Done(session, i, exercise) for i, exercise in enumerate(session.record.exercises))


def repetitions_of(session: StoredSession) -> Iterator[Repetition]:
    """The repetitions of a session in order."""
    return (Repetition(done, rep) for done in exercises_of(session) for rep in done.exercise.reps)


def numbers_of(session: StoredSession) -> Iterator[Number]:
    """The numbers of a session: of each exercise, then of the session as a whole."""
    for done in exercises_of(session):
        yield from (Number(session, done.position, one) for one in done.exercise.measures)
    yield from (Number(session, None, one) for one in session.record.measures)
