"""The therapist's pages of what the clinic owns: its exercises, and its list of what is never prescribed."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.exercise import Exercise
from coach.library import read_refusals
from coach.refusal import RefusalList
from web import own_form, refusals_form
from web import prescribing_words as say
from web import therapist_words as words
from web.auth import therapist_only
from web.clinic_list import clinic_refusals, every_exercise
from web.services import services
from web.signing import author, remember

bp = Blueprint("clinic", __name__, url_prefix="/therapist/clinic")
bp.context_processor(lambda: {"words": words, "say": say})


# Own exercises


@bp.get("/exercises")
@therapist_only
def exercises() -> ResponseReturnValue:
    """The clinic's own, and those of the library to make one from."""
    here = services()
    return render_template(
        "clinic/exercises.html",
        own=here.store.own_exercises(),
        library=sorted(here.library.exercises.values(), key=lambda one: one.name),
    )


@bp.route("/exercises/new", methods=["GET", "POST"])
@therapist_only
def new_exercise() -> ResponseReturnValue:
    """From scratch, or with ``?like=slow_turn`` from an existing one."""
    like = _known().get(request.args.get("like", ""))
    if request.method == "GET":
        return _exercise_page(None, own_form.Answered(own_form.filled(like) if like else own_form.scratch()))
    exercise_id = own_form.id_of(request.form.get("name", ""))
    if exercise_id in _known():
        taken = ("An exercise of this name is there already. Please give it another one.",)
        return _exercise_page(None, own_form.Answered(request.form, {"name": taken}))
    return _keep_exercise(None, exercise_id)


@bp.route("/exercises/<exercise_id>", methods=["GET", "POST"])
@therapist_only
def exercise(exercise_id: str) -> ResponseReturnValue:
    """One of the clinic's own, to change; every state is kept.

    :raise 404: no such exercise.
    """
    own = {one.id: one for one in services().store.own_exercises()}
    found = own.get(exercise_id) or abort(404, "There is no such exercise of this clinic's own.")
    if request.method == "GET":
        return _exercise_page(found, own_form.Answered(own_form.filled(found)))
    return _keep_exercise(found, exercise_id)


def _known() -> dict[str, Exercise]:
    return every_exercise(services().store, services().library)


def _keep_exercise(before: Exercise | None, exercise_id: str) -> ResponseReturnValue:
    here, name = services(), request.form.get("author", "").strip()
    version = before.version + 1 if before else 1
    answered = own_form.read(request.form, exercise_id, version, clinic_refusals(here.store, here.library))
    if not name or len(name) > 80:
        missing = {"author": ("Please give your name, up to 80 letters.",)}
        answered = own_form.Answered(request.form, {**answered.faults, **missing})
    if answered.exercise is None:
        return _exercise_page(before, answered)
    here.store.save_own_exercise(answered.exercise, name, datetime.now(UTC))
    remember(name)
    return redirect(url_for(".exercises", kept=exercise_id), code=303)


def _exercise_page(before: Exercise | None, answered: own_form.Answered) -> ResponseReturnValue:
    page = render_template(
        "clinic/exercise.html",
        before=before,
        answered=answered,
        plain=own_form.PLAIN,
        tables=own_form.TABLES,
        titles=own_form.TITLES,
        long=own_form.LONG,
        needed=own_form.NEEDED,
        history=services().store.own_exercise_history(before.id)[::-1] if before else (),
        author=request.form.get("author", author()),
    )
    return (page, 422) if answered.faults else page


# What is never prescribed


@bp.get("/refusals")
@therapist_only
def refusals() -> ResponseReturnValue:
    """The list with reasons, sources and authors, and its history."""
    return _refusals_page(refusals_form.Answered({}))


@bp.post("/refusals")
@therapist_only
def change_refusals() -> ResponseReturnValue:
    """One change, recorded with who and why."""
    here = services()
    answered = refusals_form.read(request.form, clinic_refusals(here.store, here.library))
    if answered.changed is None:
        return _refusals_page(answered)
    by, because = (request.form[name].strip() for name in ("by", "because"))
    text = answered.changed.model_dump_json()
    here.store.change_refusal_list(text, by, because, datetime.now(UTC))
    remember(by)
    return redirect(url_for(".refusals"), code=303)


def _refusals_page(answered: refusals_form.Answered) -> ResponseReturnValue:
    here = services()
    page = render_template(
        "clinic/refusals.html",
        list=clinic_refusals(here.store, here.library),
        answered=answered,
        avoided_fields=refusals_form.AVOIDED,
        rule_fields=refusals_form.RULE,
        lines=refusals_form.LINES,
        filled=refusals_form.filled,
        history=_history(here.library.refusals),
        author=answered.typed.get("by", author()),
    )
    return (page, 422) if answered.faults else page


def _history(shipped: RefusalList) -> list[tuple[str, str, str, str]]:
    """Each change, newest first: when, who, why, what."""
    found, before = [], shipped
    for one in services().store.refusal_list_history():
        after = read_refusals("an older list", one.text)
        found.append(
            (words.day_and_time(one.at), one.author, one.reason, refusals_form.differs(before, after))
        )
        before = after
    return found[::-1]
