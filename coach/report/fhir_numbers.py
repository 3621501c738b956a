"""What was done and measured in sessions as FHIR Observations, the numbers as components.

One Observation a session, with all numbers of a two-minute check; one more for each exercise that was begun,
with its main numbers. All others are in the tables.
"""

from collections.abc import Iterator
from math import isfinite

from coach.record import ExerciseRecord, Hand, Measure, Quality, SessionKind, Value
from coach.report.fhir_parts import (
    ABSENT,
    LOCAL,
    Ids,
    Json,
    coded,
    extension,
    filled,
    moment,
    plain,
    quantity,
    text,
)
from coach.store import StoredSession

CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
KINDS = {SessionKind.CHECK: "Two-minute check", SessionKind.TRAINING: "Training session"}
METHOD = "Webcam estimate by Midline. Left and up are positive, the patient's own left."
HANDS = {
    Hand.ALL: "",
    Hand.WITH: ", with a hand near the face",
    Hand.WITHOUT: ", without a hand near the face",
}
#: The numbers of an exercise that trends are drawn from (clinical reference, "Metric definitions").
MAIN = (
    "asked_deviation_median",
    "asked_share_within_5",
    "asked_share_within_10",
    "asked_longest_within_10",
    "rest_deviation_median",
    "peak_speed",
    "smoothness",
    "tremor_amplitude",
    "tremor_frequency",
)


def of_session(ids: Ids, session: StoredSession) -> Iterator[Json]:
    """The exercises of a session, then the session with references to them."""
    begun = [(i, one) for i, one in enumerate(session.record.exercises) if one.summary or one.reps]
    yield from (_exercise(ids, session, position, one) for position, one in begun)
    yield _session(ids, session, [ids.to("Observation", _key(session, position)) for position, _ in begun])


def _key(session: StoredSession, position: int) -> str:
    return f"exercise:{session.head.id}:{position}"


def _exercise(ids: Ids, session: StoredSession, position: int, exercise: ExerciseRecord) -> Json:
    plan = exercise.plan
    main = [one for one in exercise.measures if one.hand is Hand.ALL and one.name in MAIN]
    done = sum(rep.completed for rep in exercise.reps)
    return ids.resource(
        "Observation",
        _key(session, position),
        status="final" if exercise.summary else "preliminary",
        category=_category("therapy"),
        code=coded("exercise", plan.exercise_id, plan.name, str(plan.exercise_version)),
        subject=ids.subject,
        effectiveDateTime=moment(session.head.started_at),
        component=[*_done(done, plan.sets * plan.reps), *map(_measure, main)],
    )


def _session(ids: Ids, session: StoredSession, members: list[Json]) -> Json:
    """One session: what was done of what was prescribed, how well it was seen, its own numbers."""
    head, record = session.head, session.record
    return ids.resource(
        "Observation",
        f"session:{head.id}",
        identifier=[{"system": f"{LOCAL}:session", "value": head.id}],
        status="final" if head.ended_at else "preliminary",
        category=_category("exam" if head.kind is SessionKind.CHECK else "therapy"),
        code=coded("session", head.kind, KINDS[head.kind]),
        subject=ids.subject,
        effectivePeriod=filled({"start": moment(head.started_at), "end": _end(session)}),
        method={"text": f"{METHOD} {_versions(session)}".strip()},
        device=filled({"display": text(record.opening.camera)}),
        note=[{"text": f"The patient says of this session: {flag}."} for flag in head.flags],
        hasMember=members,
        component=[
            *_done(head.done_reps, head.prescribed_reps),
            *_seen(record.quality),
            *map(_measure, record.measures),
        ],
    )


def _category(code: str) -> list[Json]:
    return [{"coding": [{"system": CATEGORY, "code": code}]}]


def _end(session: StoredSession) -> str | None:
    """A clock that was put back in between gives no end before the start."""
    head = session.head
    return moment(head.ended_at) if head.ended_at and head.ended_at >= head.started_at else None


def _versions(session: StoredSession) -> str:
    found = sorted(session.record.opening.versions.items())
    return text(f"Measured by {', '.join(f'{name} {version}' for name, version in found)}." if found else "")


def _done(done: int, prescribed: int) -> Iterator[Json]:
    yield _component("done_reps", "Repetitions done as prescribed", Value(done, None, "count"))
    yield _component("prescribed_reps", "Repetitions prescribed", Value(prescribed, None, "count"))


def _seen(quality: Quality | None) -> Iterator[Json]:
    if quality and quality.frames:
        share = Value(quality.seen_share, None, "share")
        yield _component("seen_share", "Share of pictures with a usable head", share)


def _measure(one: Measure) -> Json:
    code = one.name if one.hand is Hand.ALL else f"{one.name}:{one.hand}"
    words = one.name.replace("_", " ") + HANDS[one.hand]
    return _component(code, words, one.value, version=str(one.version))


def _component(code: str, words: str, value: Value, version: str = "") -> Json:
    """A number with its standard error, or the reason why there is none."""
    error = value.standard_error
    named = {"code": coded("measure", code, words, version)}
    if value.value is None or not isfinite(value.value):
        return named | {"dataAbsentReason": _absent(value.reason)}
    return filled(
        {
            "extension": []
            if error is None
            else [extension("standard-error", valueQuantity=quantity(error, value.unit))]
        }
        | named
        | {"valueQuantity": quantity(value.value, value.unit)}
    )


def _absent(reason: str) -> Json:
    own = [{"system": f"{LOCAL}:reason", "code": plain(reason)}] if plain(reason) else []
    return filled(
        {"coding": [{"system": ABSENT, "code": "unknown"}, *own], "text": text(reason.replace("_", " "))}
    )
