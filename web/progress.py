"""The patient's own view of how it goes: their goal, their days, and what their therapist wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from coach.changes import changes
from coach.cycle import cycle_day
from coach.injection_cycle import fades_now, overlay
from coach.letter import LetterKind
from coach.point import Point, Source
from coach.prescription import Published
from coach.reviewed import Goal
from coach.store import Patient, Store
from coach.trend_measures import BY_NAME, Better, TrendMeasure
from coach.trends import trend
from web import own_calendar
from web.letter_words import Line, for_patient
from web.progress_chart import Picture, picture
from web.progress_words import NO_GOAL, expected, practised, told
from web.services import services
from web.who_trains import who_trains

bp = Blueprint("progress", __name__, url_prefix="/progress")

#: The weeks of the calendar, and how they are spoken of: at first, and when more is asked for.
FEW, MANY = (5, "five weeks"), (13, "three months")
#: As far back as a trend is drawn: about four injection cycles. Judgement.
LOOK_BACK = timedelta(days=365)
#: What a patient may see; the rest stays with the therapist.
SHOWABLE = {name: one for name, one in BY_NAME.items() if one.patient_words}


@dataclass(frozen=True)
class OwnTrend:
    """A goal and how it goes, in sentences and as a picture."""

    goal: Goal
    sentences: tuple[str, ...]
    picture: Picture | None


@bp.get("")
def page() -> ResponseReturnValue:
    """Goal, days, and what the therapist wrote last."""
    who, _ = who_trains()
    store, now = services().store, datetime.now().astimezone()
    weeks, span = MANY if "more" in request.args else FEW
    heads = store.sessions(who.patient.id) if who.patient else ()
    guides = store.guides(who.patient.id) if who.patient else ()
    calendar = own_calendar.weeks(heads, guides, now, weeks)
    days = sum(bool(day.kinds) for week in calendar for day in week)
    return render_template(
        "patient/progress.html",
        own=own_trend(store, who.patient.id, now) if who.patient else None,
        no_goal=NO_GOAL,
        calendar=calendar,
        kinds=own_calendar.KINDS,
        practised=practised(days, span),
        more=weeks == FEW[0] and any(head.ended_at for head in heads),
        message=_last_message(store, who.patient, now),
        programme=who.published,
        changed=_changed(store, who.patient, who.published),
    )


def own_trend(store: Store, patient_id: str, now: datetime) -> OwnTrend | None:
    """What the patient sees of their goal, from the two-minute checks or their own answers: exercises change
    with the programme, so their numbers would not be compared with themselves. ``None`` without a goal.

    Args:
        now: aware, in the patient's own time.
    """
    goal = store.goal(patient_id)
    measure = SHOWABLE.get(goal.measure) if goal else None
    if goal is None or measure is None:
        return None
    source = Source.REPORT if measure.report else Source.CHECK
    points = store.points(patient_id, {measure.named(source) or ""}, now - LOOK_BACK)
    injected = [day for day in store.injections(patient_id) if day <= now.date()]
    found = trend(measure, points, source=source, leave_out_poor=True, injections=injected)
    sentences = (*told(found, now), *_expected(measure, points, injected, now))
    return OwnTrend(goal, sentences, picture(found, injected, now))


def _expected(
    measure: TrendMeasure, points: Sequence[Point], injected: Sequence[date], now: datetime
) -> tuple[str, ...]:
    """Where in their own injection cycle they are, as far as it matters for this number."""
    day = cycle_day(injected[-1] if injected else None, now.date())
    if day is None:
        return ()
    values = [(point.at.astimezone(now.tzinfo).date(), point.value) for point in points]
    better: Literal["less", "more"] = "less" if measure.better is Better.LESS else "more"
    course = overlay(values, injected, better).course
    return expected(day, measure.better, late=fades_now(day, course))


def _last_message(store: Store, patient: Patient | None, now: datetime) -> Line | None:
    letters = store.letters(patient.id) if patient else ()
    last = [one for one in letters if one.kind is LetterKind.MESSAGE][:1]
    sessions = store.named_sessions({one.session_id for one in last if one.session_id})
    return next(iter(for_patient(last, sessions, now)), None)


def _changed(store: Store, patient: Patient | None, published: Published | None) -> tuple[str, ...]:
    """What the version that holds changed."""
    if patient is None or published is None or published.version == 1:
        return ()
    before, now = store.published(patient.id)[-2:]
    return changes(before, now)
