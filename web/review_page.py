"""What the therapist's page of one patient shows: each part brings its own, and this puts them together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from web import event_pages, letters, review_cycle, review_effects, review_goal, review_trends, score_pages
from web import therapist_lists as lists
from web.live_brief import PATIENT_SETTING
from web.prescribed_now import prescribed_now
from web.services import services
from web.therapist_guides import guide_lines

#: Sessions in a patient's list before the rest is asked for.
FIRST_SESSIONS = 20

#: What each part of the page shows, as ``context(patient_id, now)``; the templates are in ``review/``.
PARTS: tuple[Callable[[str, datetime], dict[str, Any]], ...] = (
    review_trends.context,
    review_cycle.context,
    review_effects.context,
    review_goal.context,
    letters.context,
    event_pages.context,
    score_pages.context,
)


def context(patient_id: str, now: datetime, *, every_session: bool) -> dict[str, Any]:
    """Everything of ``therapist/patient.html``.

    Raises:
        NotFoundError: no such patient.
    """
    store = services().store
    found: dict[str, Any] = {"patient": store.patient(patient_id)}
    heads = store.sessions(patient_id)
    shown = heads if every_session else heads[:FIRST_SESSIONS]
    for part in PARTS:
        found |= part(patient_id, now)
    return found | {
        "answers": lists.answers(heads, now),
        "prescribed": prescribed_now(patient_id),
        "assigned": store.assignments(patient_id)[::-1],
        "lines": [lists.session_line(head) for head in shown],
        "more": len(heads) - len(shown),
        "weeks": lists.weeks(heads, now),
        "guides": guide_lines(store.guides(patient_id)),
        "trains_here": store.setting(PATIENT_SETTING) == patient_id,
    }
