"""What has been reached and could go further: the therapist approves, changes or refuses each proposal."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.cycle import CyclePhase, cycle_day, phase_of
from coach.errors import RefusedError
from coach.prescription import Choice, Draft
from coach.progression import Advance, advances
from coach.store import ProgressionAnswer
from web import therapist_words as words
from web.auth import therapist_only
from web.prescribing_case import Case, publish, today
from web.signing import author as signed_last

bp = Blueprint("advancing", __name__, url_prefix="/therapist/patients/<patient_id>/advances")
bp.context_processor(lambda: {"words": words})

WANTED = "A new version needs your name, up to 80 letters, and a reason that the patient reads, up to 400."


def advances_now(case: Case) -> tuple[Advance, ...]:
    """What could come next of the version that holds, without what was refused for that version."""
    newest = case.newest
    if newest is None:
        return ()
    refused = {
        one.exercise_id
        for one in case.store.progression_answers(case.patient.id)
        if not one.approved and one.programme_version == newest.version
    }
    found = advances(newest, case.practice, cycle_day(case.injected_on, today()))
    return tuple(one for one in found if one.exercise_id not in refused)


def next_steps(case: Case) -> tuple[str, ...]:
    """The names of the exercises that could go further now, in the cycle's time for it."""
    day = cycle_day(case.injected_on, today())
    if day is not None and phase_of(day) is not CyclePhase.WINDOW:
        return ()  # without looking at what was done
    timely = {one.exercise_id for one in advances_now(case) if one.timely}
    tasks = case.newest.prescribed.tasks if case.newest else ()
    return tuple(task.exercise.name for task in tasks if task.exercise.id in timely)


@bp.post("/<exercise_id>")
@therapist_only
def answer(patient_id: str, exercise_id: str) -> ResponseReturnValue:
    """Approve (a new version), change (the builder) or refuse (kept with its note).

    :raise 404: no such patient, or nothing proposed for this exercise.
    """
    case = Case.of(patient_id)
    found = next((one for one in advances_now(case) if one.exercise_id == exercise_id), None)
    if found is None or case.newest is None:
        abort(404, "Nothing is proposed for this exercise any more.")
    do = request.form.get("do")
    if do not in ANSWERS:
        abort(400, "A proposal is approved, changed or refused.")
    return ANSWERS[do](case, found)


def _approve(case: Case, found: Advance) -> ResponseReturnValue:
    """The version that holds, with this one step; a draft in the making takes the step too."""
    assert case.newest is not None  # noqa: S101 - there is something to go further from
    assessment = case.assessment or case.newest.assessment
    author, reason = (request.form.get(name, "").strip() for name in ("author", "reason"))
    if not author or not reason or len(author) > 80 or len(reason) > 400:
        return _page(case, found, WANTED)
    version, draft = case.newest.version, case.store.draft(case.patient.id)
    try:
        publish(case, assessment, stepped(case.whole(case.newest.draft), found.choice), author, reason)
    except RefusedError as error:
        return _page(case, found, " ".join(refusal.words for refusal in error.refusals))
    if draft:
        case.store.save_draft(case.patient.id, stepped(draft, found.choice))
    _keep(case, found, version, approved=True, note=reason)
    return redirect(url_for("versions.versions", patient_id=case.patient.id, told="published"), code=303)


def _change(case: Case, found: Advance) -> ResponseReturnValue:
    """Into the draft, to be changed there."""
    assessment = case.assessment
    if assessment is None:
        return redirect(url_for("assessing.assessment", patient_id=case.patient.id), code=303)
    before = case.starting(assessment)
    case.save(before, stepped(before, found.choice))
    return redirect(url_for("prescribing.programme", patient_id=case.patient.id, told="advanced"), code=303)


def _refuse(case: Case, found: Advance) -> ResponseReturnValue:
    assert case.newest is not None  # noqa: S101 - there is something to go further from
    note = request.form.get("reason", "").strip().removeprefix(words.REACHED).strip()[:400]
    _keep(case, found, case.newest.version, approved=False, note=note)
    return redirect(url_for("therapist.patient", patient_id=case.patient.id), code=303)


ANSWERS = {"approve": _approve, "change": _change, "refuse": _refuse}


def stepped(draft: Draft, choice: Choice) -> Draft:
    """The draft with this choice in the place of the one of the same exercise."""
    choices = tuple(choice if one.exercise == choice.exercise else one for one in draft.choices)
    return draft.model_copy(update={"choices": choices})


def _keep(case: Case, found: Advance, version: int, *, approved: bool, note: str) -> None:
    said = ProgressionAnswer(found.exercise_id, version, approved, note, datetime.now(UTC))
    case.store.answer_progression(case.patient.id, said)


def _page(case: Case, found: Advance, wanted: str) -> ResponseReturnValue:
    """The proposal alone, with what kept it from being approved."""
    author = request.form.get("author") or signed_last()
    page = render_template(
        "prescribing/advance_page.html",
        patient=case.patient,
        advance=found,
        wanted=wanted,
        author=author,
        reason=request.form.get("reason", ""),
    )
    return page, 422
