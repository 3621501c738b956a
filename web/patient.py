"""The patient's pages: today, the exercises, the session, and what Midline is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.changes import changes
from coach.checkup import CHECK
from coach.cycle import words_of
from coach.letter import LetterKind
from coach.parts import AXES
from coach.prescription import Published
from coach.record import ExercisePlan, SessionKind
from web import today as day
from web.day_plan import day_plan
from web.letter_words import notice
from web.live import WANTED
from web.live_sitting import Stage
from web.live_state import check_minutes
from web.pairing import nothing_here, shown_here
from web.reminders import reminders_here
from web.services import services
from web.sources import Kind, camera_found
from web.sync_words import in_short
from web.who_trains import Today, own_open_sessions, who_trains

bp = Blueprint("patient", __name__)

#: Which version of a programme a patient has read about, by the patient's id.
READ_SETTING = "read_version"


@bp.get("/")
def home() -> ResponseReturnValue:
    """Today: what is next, how long it takes, what is done, what can be heard."""
    here, now = services(), datetime.now().astimezone()
    who, trouble = who_trains()
    heads = here.store.sessions(who.patient.id) if who.patient else ()
    return render_template(
        "patient/home.html",
        patient=who.patient,
        trouble=trouble,
        now=now,
        done=day.done_words(heads, now),
        first=not any(head.ended_at for head in heads),
        news=news(who),
        wrote=notice(here.store.unread(who.patient.id, LetterKind.MESSAGE)) if who.patient else "",
        check_here=who.patient is not None and here.config.camera != Kind.DEMO,
        check_due=day.check_due(heads, now),
        check_minutes=check_minutes(here.library.checks[CHECK]),
        cut_off=cut_off(),
        camera=camera_found(here.config),
        under_way=here.live.feed.state["stage"] == Stage.SESSION,
        reminders=reminders_here(),
        sharing=in_short(here.store.pairing(who.patient.id) if who.patient else None),
        may_join=nothing_here(here.store),
        comparing=[one for one in here.store.pairings() if one.words_open and shown_here(one)],
        found=who.published.assessment if who.published else None,
        **_day(who, now),
    )


def _day(who: Today, now: datetime) -> dict[str, Any]:
    """The day's practices and spoken guides."""
    if who.patient is None or who.prescribed is None:
        return {"practices": [], "next": None, "quiet": [], "night": None, "phase": None, "waiting": ()}
    store, words = services().store, services().library.day
    guides = store.guides(who.patient.id)
    plan = day_plan(store, who, now.date())
    prescribed = plan.who.prescribed or who.prescribed
    practices = day.practices(prescribed, plan.bouts_a_day, store.sessions(who.patient.id), now)
    return {
        "phase": None if plan.cycle_day is None else words_of(plan.cycle_day, words),
        "waiting": plan.waiting,
        "practices": practices,
        "next": next((one for one in practices if not one.done_at), None),
        "quiet": day.quiet(prescribed, guides, now),
        "night": day.night_to_ask(who.prescribed, guides, now),
    }


@dataclass(frozen=True)
class News:
    """A version that the patient has not read about yet."""

    published: Published
    changes: tuple[str, ...]
    first: bool


def news(who: Today) -> News | None:
    """What the therapist changed and why, until it has been read."""
    if who.patient is None or who.published is None:
        return None
    store = services().store
    read = int(store.setting(f"{READ_SETTING}:{who.patient.id}") or 0)
    if who.published.version <= read:
        return None
    versions = store.published(who.patient.id)
    known = [one for one in versions if one.version <= read]
    before = known[-1] if known else versions[0]
    return News(versions[-1], changes(before, versions[-1]), first=len(versions) == 1)


@bp.post("/news/read")
def news_read() -> ResponseReturnValue:
    """The patient has read about a version.

    :raise 400: no number of a version.
    """
    who, _ = who_trains()
    version = request.form.get("version", "")
    if who.patient is None or not version.isdecimal():
        abort(400, f"Which version was read is a number; {version or 'nothing'} is none.")
    services().store.set_setting(f"{READ_SETTING}:{who.patient.id}", version)
    return redirect(url_for(".home"), code=303)


@bp.get("/exercises")
def exercises() -> ResponseReturnValue:
    """Every exercise of the programme: its picture, why it was chosen, how often, the easier version."""
    who, trouble = who_trains()
    tasks = who.prescribed.tasks if who.prescribed else ()
    return render_template(
        "patient/exercises.html",
        lines=[day.line_of(task) for task in tasks],
        published=who.published,
        found=who.published.assessment if who.published else None,
        trouble=trouble,
    )


@bp.get("/session")
def session() -> ResponseReturnValue:
    """The session, from the stop rules to the goodbye, on one page; ``bout`` names the day's bout.

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
        bout=request.args.get("bout", type=int),
        state=here.live.feed.state,
        heard=here.live.feed.count,
    )


@bp.get("/about")
def about() -> ResponseReturnValue:
    """What Midline is and is not."""
    return render_template("patient/about.html")


@bp.app_template_filter("target")
def target(plan: ExercisePlan) -> dict[str, object]:
    """What the drawn figure needs of a plan."""
    return {"movement": plan.movement, "value": plan.target, "band": plan.band}


@bp.app_template_filter("moving")
def moving(lines: tuple[day.Line, ...]) -> day.Line:
    """The exercise whose movement shows best."""
    return next((line for line in lines if line.task.plan.movement in AXES), lines[0])


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
    for head in own_open_sessions(here.config, here.store):
        if head.id != here.live.session_id:
            started = head.started_at.astimezone(now.tzinfo)
            when = "today" if started.date() == now.date() else f"on {started:%d %B}"
            return CutOff(head.id, f"{when} at {started:%H:%M}", _reps_words(head.tried_reps))
    return None


def _reps_words(reps: int) -> str:
    if reps == 0:
        return "No repetition was finished yet."
    return "One repetition is kept." if reps == 1 else f"{reps} repetitions are kept."
