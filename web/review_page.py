"""What the therapist's page of one patient shows: each part brings its own, and this puts them together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from coach.adherence import days_of
from coach.alerts import alerts
from coach.facts import Facts
from coach.review import MAIN, answers
from coach.session_head import SessionHead
from coach.trend_measures import BY_NAME
from coach.trends import Trend, trend
from web import event_pages, letters, review_cycle, review_effects, review_goal, review_trends, score_pages
from web import therapist_lists as lists
from web.adherence_calendar import WEEKS, Calendar, calendar, first_day
from web.prescribed_now import prescribed_now
from web.prescribing_case import Case
from web.reviewing import agreed, facts_of_case
from web.services import services
from web.signing import author
from web.therapist_form import Answered
from web.therapist_guides import guide_lines
from web.who_trains import PATIENT_SETTING

#: Sessions in a patient's list before the rest is asked for.
FIRST_SESSIONS = 20
#: So far back goes the course that the answers tell of: the time with which the charts below them open.
TRENDS_BACK = timedelta(days=91)

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
    case = Case(store.patient(patient_id), store)
    found: dict[str, Any] = {"patient": case.patient}
    for part in PARTS:
        found |= part(patient_id, now)
    heads = _heads(patient_id, now, every_session=every_session)
    shown = heads if every_session else heads[:FIRST_SESSIONS]
    return {
        **found,
        **_reviewed(case, heads, now),
        "prescribed": prescribed_now(case),
        "assigned": store.assignments(patient_id)[::-1],
        "lines": [lists.session_line(head) for head in shown],
        "more": len(shown) < len(heads),
        "guides": guide_lines(store.guides(patient_id)),
        "trains_here": store.setting(PATIENT_SETTING) == patient_id,
    }


def _heads(patient_id: str, now: datetime, *, every_session: bool) -> Sequence[SessionHead]:
    """The sessions of the calendar's half year, newest first; all of them where they are few or asked for."""
    store, since = services().store, now - timedelta(weeks=WEEKS)
    heads = () if every_session else store.sessions(patient_id, since)
    return heads if len(heads) > FIRST_SESSIONS else store.sessions(patient_id)


def _reviewed(case: Case, heads: Sequence[SessionHead], now: datetime) -> dict[str, Any]:
    """What needs a look, the four answers, what was put away, and the calendar."""
    here = services()
    facts = facts_of_case(case, heads, now)
    found = alerts(facts, here.library.alerts)
    return {
        "alerts": found,
        "answers": answers(facts, found, _trends(facts), here.library.day),
        "dismissals": facts.dismissals[::-1],
        "erasures": facts.erasures,
        "answered": Answered({"author": author()}),
        "calendar": _calendar(facts, heads) if heads else None,
    }


def _calendar(facts: Facts, heads: Sequence[SessionHead]) -> Calendar:
    versions = services().store.published_since(facts.patient_id, first_day(facts.today))
    return calendar(days_of(heads), [agreed(one) for one in versions], facts.injections, facts.today)


def _trends(facts: Facts) -> list[Trend]:
    """The course of the numbers that the answers tell of, that of the patient's goal first."""
    goal = services().store.goal(facts.patient_id)
    wanted = [
        BY_NAME[name] for name in dict.fromkeys((*([goal.measure] if goal else ()), *MAIN)) if name in BY_NAME
    ]
    points = review_trends.points_since(facts.patient_id, facts.now - TRENDS_BACK)
    return [trend(one, points, injections=facts.injections) for one in wanted]
