"""The patient's pages: today, the session, and what Midline is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from coach.checkup import CHECK
from coach.errors import ProgrammeError
from coach.parts import AXES
from coach.record import Ending, ExercisePlan, SessionKind
from coach.store import SessionHead
from web.live import WANTED
from web.live_brief import Today, today
from web.live_sitting import Stage
from web.live_state import check_minutes, minutes_of
from web.services import services
from web.sources import Kind, camera_found

bp = Blueprint("patient", __name__)

#: A check is offered when there was none for so long. Judgement.
CHECK_EVERY = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """One exercise of today's list, in words."""

    name: str
    dose: str
    why: str
    plan: ExercisePlan


@bp.get("/")
def home() -> ResponseReturnValue:
    """Today: what is next, how long it takes, what is done."""
    here = services()
    trouble, who = "", Today(None, None)
    try:
        who = today(here.config, here.store, here.library)
    except ProgrammeError as error:
        trouble = str(error)
    heads = here.store.sessions(who.patient.id) if who.patient else ()
    now = datetime.now().astimezone()
    return render_template(
        "patient/home.html",
        patient=who.patient,
        lines=lines_of(who),
        minutes=minutes_of([line.plan for line in lines_of(who)]),
        moving=next((line.plan for line in lines_of(who) if line.plan.movement in AXES), None),
        first=not any(head.ended_at for head in heads),
        done=done_words(heads, now),
        check_here=who.patient is not None and here.config.camera != Kind.DEMO,
        check_due=check_due(heads, now),
        check_minutes=check_minutes(here.library.checks[CHECK]),
        cut_off=cut_off(),
        camera=camera_found(here.config),
        under_way=here.live.feed.state["stage"] == Stage.SESSION,
        trouble=trouble,
    )


@bp.get("/session")
def session() -> ResponseReturnValue:
    """The session, from the stop rules to the goodbye, on one page.

    :raise 400: the camera asked for is none of those that can be.
    """
    here = services()
    camera = request.args.get("camera", "")
    if camera not in WANTED:
        abort(400, f"The camera can be one of {', '.join(WANTED[1:])}.")
    return render_template(
        "patient/session.html",
        safety=here.library.safety,
        camera=camera or (Kind.BROWSER.value if here.config.camera == Kind.BROWSER else ""),
        open_id=request.args.get("open", ""),
        kind=SessionKind.CHECK.value if request.args.get("kind") == SessionKind.CHECK else "",
        state=here.live.feed.state,
        heard=here.live.feed.count,
    )


@bp.get("/about")
def about() -> ResponseReturnValue:
    """What Midline is and is not."""
    return render_template("patient/about.html")


def lines_of(who: Today) -> list[Line]:
    """Today's exercises in words."""
    if who.prescribed is None:
        return []
    return [
        Line(task.plan.name, dose_words(task.plan), task.exercise.why, task.plan)
        for task in who.prescribed.tasks
    ]


def dose_words(plan: ExercisePlan) -> str:
    """The dose as a person says it, with the patient's own side."""
    side = f"to your {plan.side.value}, " if plan.side else ""
    if plan.movement == "presence":
        breaths = "one slow breath" if plan.reps == 1 else f"{plan.reps} slow breaths"
        words = breaths if plan.sets == 1 else f"{plan.sets} times {breaths}"
        return words[0].upper() + words[1:]
    times = "once" if plan.reps == 1 else f"{plan.reps} times"
    sets = "" if plan.sets == 1 else f", {plan.sets} rounds"
    words = f"{side}{times}, {plan.hold_s:g} seconds each{sets}"
    return words[0].upper() + words[1:]


@bp.app_template_filter("target")
def target(plan: ExercisePlan) -> dict[str, object]:
    """What the drawn figure needs of a plan."""
    return {"movement": plan.movement, "value": plan.target, "band": plan.band}


def check_due(heads: tuple[SessionHead, ...], at: datetime) -> bool:
    """No two-minute check was done to its end lately."""
    checks = (head for head in heads if head.kind is SessionKind.CHECK and head.ending is Ending.DONE)
    return not any(at - head.started_at < CHECK_EVERY for head in checks)


def done_words(heads: tuple[SessionHead, ...], at: datetime) -> str:
    """What is done, in one sentence; empty before the first session."""
    ended = [head for head in heads if head.ended_at and head.kind is SessionKind.TRAINING]
    today_count = sum(head.started_at.astimezone(at.tzinfo).date() == at.date() for head in ended)
    if today_count:
        return "One session is done today." if today_count == 1 else f"{today_count} sessions are done today."
    if not ended:
        return ""
    days = (at.date() - ended[0].started_at.astimezone(at.tzinfo).date()).days
    return "The last session was yesterday." if days == 1 else f"The last session was {days} days ago."


@dataclass(frozen=True)
class CutOff:
    """A session that was never closed."""

    id: str
    when: str
    words: str


def cut_off() -> CutOff | None:
    """The newest session that was cut off, unless it is the one under way."""
    here = services()
    now = datetime.now().astimezone()
    for head in here.store.open_sessions():
        if head.id != here.live.session_id:
            started = head.started_at.astimezone(now.tzinfo)
            day = "today" if started.date() == now.date() else f"on {started:%d %B}"
            return CutOff(head.id, f"{day} at {started:%H:%M}", _reps_words(head.tried_reps))
    return None


def _reps_words(reps: int) -> str:
    if reps == 0:
        return "No repetition was finished yet."
    return "One repetition is kept." if reps == 1 else f"{reps} repetitions are kept."
