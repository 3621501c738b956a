"""What the patient answered before and after sessions and spoken guides, as FHIR QuestionnaireResponses."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from coach.diary import GuideRecord
from coach.report.fhir_parts import LOCAL, Ids, Json, moment, text
from coach.store import StoredSession

BEFORE = {
    "pain": "Pain now, 0 to 10",
    "tension": "Tension now, 0 to 10",
    "swallowing_trouble": "Trouble swallowing",
    "dizziness": "Dizziness",
    "anything_new": "Anything new",
}
AFTER = {
    "pain": "Pain afterwards, 0 to 10",
    "effort": "How hard it was, 0 to 10",
    "words": "In the patient's own words",
}
GUIDE = {
    "tension_before": "Tension before, 0 to 10",
    "tension": "Tension afterwards, 0 to 10",
    "minutes": "How long, minutes",
    "words": "In the patient's own words",
    "sleep": "Sleep, on the morning after, 0 to 10",
}


def of_session(ids: Ids, session: StoredSession) -> Iterator[Json]:
    """The answers before a session, and those after it where there are any."""
    head, record = session.head, session.record
    before = _items(BEFORE, record.opening.check_in)
    yield _response(ids, "check-in", head.id, head.started_at, before)
    after = _items(AFTER, record.check_out)
    if after:
        yield _response(ids, "check-out", head.id, head.ended_at or head.started_at, after)


def of_guide(ids: Ids, guide: GuideRecord) -> Iterator[Json]:
    """The answers around a spoken guide, where there are any."""
    items = _items(GUIDE, guide.opening, guide.answers)
    if items:
        yield _response(ids, "spoken-guide", guide.id, guide.ended_at or guide.begun_at, items)


def _response(ids: Ids, which: str, key: str, at: datetime, items: list[Json]) -> Json:
    return ids.resource(
        "QuestionnaireResponse",
        f"{which}:{key}",
        identifier={"system": f"{LOCAL}:{which}", "value": key},
        questionnaire=f"{LOCAL}:questionnaire:{which}",
        status="completed",
        subject=ids.subject,
        authored=moment(at),
        source=ids.subject,
        item=items,
    )


def _items(questions: dict[str, str], *values: object) -> list[Json]:
    """Each question that was answered."""
    found = [(name, words, _answer(name, values)) for name, words in questions.items()]
    return [{"linkId": name, "text": words, "answer": [one]} for name, words, one in found if one]


def _answer(name: str, values: Iterable[object]) -> Json | None:
    given = next(getattr(one, name) for one in values if hasattr(one, name))
    if isinstance(given, str):
        return {"valueString": text(given)} if text(given) else None
    if given is None:
        return None
    return {"valueBoolean": given} if isinstance(given, bool) else {"valueInteger": given}
