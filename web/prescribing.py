"""The therapist's page of a programme in the making: what was found, what fits, what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.assessment import Assessment
from coach.changes import changes
from coach.cycle import assessment_warning, cycle_day, words_of
from coach.errors import Refusal, RefusedError, StoreError
from coach.prescription import Draft
from coach.proposal import propose, starter
from web import blocking, builder, builder_form
from web import prescribing_words as say
from web import therapist_words as words
from web.advancing import advances_now
from web.auth import therapist_only
from web.form_text import Needed, text_faults
from web.own_picture import posture
from web.prescribing_case import Case, publish, today
from web.security import status_of
from web.services import services
from web.signing import author as signed_last

bp = Blueprint("prescribing", __name__, url_prefix="/therapist/patients/<patient_id>")
bp.context_processor(lambda: {"words": words, "say": say})

# The programme in the making


@bp.get("/programme")
@therapist_only
def programme(patient_id: str) -> ResponseReturnValue:
    """What was found, what fits, and the programme.

    :raise 404: no such patient.
    """
    case = Case.of(patient_id)
    if case.assessment is None:
        return redirect(url_for("assessing.assessment", patient_id=patient_id), code=303)
    draft = case.starting(case.assessment)
    answered = builder_form.Answered(builder_form.filled(draft, case.exercises), draft=draft)
    return builder_page(case, case.assessment, answered, draft)


@bp.post("/programme")
@therapist_only
def change_programme(patient_id: str) -> ResponseReturnValue:
    """Takes what stands in the fields, does what the pressed button says, and shows the page again.

    :raise 404: no such patient.
    """
    case, press = Case.of(patient_id), request.form.get("do", "keep")
    if case.assessment is None:
        abort(409, "A programme is made from an assessment. Please write down what you found first.")
    before = case.starting(case.assessment)
    if press in REPLACING:
        return REPLACING[press](case, case.assessment, before)
    answered = builder_form.read(request.form, case.exercises)
    if unsaid := blocking.faults(press, request.form, case.assessment):
        answered = builder_form.Answered(request.form, {**answered.faults, **unsaid})
    if answered.draft is None:
        return builder_page(case, case.assessment, answered, before)
    after = case.whole(builder_form.pressed(answered.draft, press, case.exercises))
    try:
        case.save(before, after)
        after_it = blocking.reassessed(press, request.form, answered.draft, case.assessment)
        if after_it != case.assessment:
            case.store.add_assessment(patient_id, after_it)
            return _back(patient_id, told=press.partition("-")[0])
        if press == "publish":
            return _publish(case, case.assessment, after)
    except StoreError as error:
        stopped = Stopped(missing={"version" if press == "publish" else "draft": str(error)})
        return _as_it_stands(patient_id, after, stopped), status_of(error)
    return _back(patient_id, _anchor(press, after))


def _as_it_stands(patient_id: str, draft: Draft, stopped: Stopped) -> str:
    """The page anew, with everything that was typed."""
    case = Case.of(patient_id)
    assert case.assessment is not None  # noqa: S101 - assessments are never taken away
    answered = builder_form.Answered(builder_form.filled(draft, case.exercises), draft=draft)
    return builder_page(case, case.assessment, answered, draft, stopped)[0]


def _anchor(press: str, draft: Draft) -> str:
    """Where the page opens again: at the exercise that was touched."""
    name, _, about = press.partition("-")
    last = len(draft.choices) - 1
    if name == "add":
        return f"choice-{last}"
    if not about.isdecimal() or last < 0:
        return "programme"
    place = int(about) + {"up": -1, "down": 1}.get(name, 0)
    return f"choice-{min(max(place, 0), last)}"


def _back(patient_id: str, anchor: str = "programme", told: str | None = None) -> ResponseReturnValue:
    place = None if told else anchor  # what is told stands on top
    return redirect(url_for(".programme", patient_id=patient_id, _anchor=place, told=told), code=303)


def _undo(case: Case, _found: Assessment, _before: Draft) -> ResponseReturnValue:
    case.store.undo_draft(case.patient.id)
    return _back(case.patient.id)


def _starter(case: Case, found: Assessment, before: Draft) -> ResponseReturnValue:
    case.save(before, case.whole(starter(found, case.exercises, case.refusal_list)))
    return _back(case.patient.id)


def _copy(case: Case, _found: Assessment, before: Draft) -> ResponseReturnValue:
    """Another patient's newest version, without what was for that patient alone."""
    other = case.store.newest_published(request.form.get("copy_from", ""))
    if other is None:
        return _back(case.patient.id)
    case.save(before, case.whole(builder_form.for_another(other.draft)))
    return _back(case.patient.id, told="copied")


def _put_away(case: Case, _found: Assessment, _before: Draft) -> ResponseReturnValue:
    case.store.save_draft(case.patient.id, None)
    return _back(case.patient.id)


#: Presses that put another draft in the place of what stands in the fields.
REPLACING = {"undo": _undo, "starter": _starter, "copy": _copy, "put_away": _put_away}

TOLD = {
    "copied": "Copied without the other patient's notes, sides and permissions; checked for this one.",
    "opened": "The older version is open again as a draft, and everything in it was checked anew.",
    "block": "It is blocked for this patient with your reason, and no longer in the draft. "
    "The version that holds stays as it is until you publish.",
    "allow": "It is allowed again for this patient, and can be added from “What fits”.",
    "advanced": "The proposed next step is in the draft. Change what you like, then publish.",
}


@dataclass(frozen=True)
class Stopped:
    """What kept a draft from being published: what was missing, field by field, and what is refused."""

    missing: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[Refusal, ...] = ()


def builder_page(
    case: Case,
    found: Assessment,
    answered: builder_form.Answered,
    draft: Draft,
    stopped: Stopped | None = None,
) -> tuple[str, int]:
    """The builder."""
    stopped = stopped or Stopped()
    proposals = propose(found, case.exercises, case.refusal_list)
    before = case.newest.prescribed if case.newest else None
    cycle = builder.Cycle(cycle_day(case.injected_on, today()), before, services().library.day)
    page = render_template(
        "prescribing/builder.html",
        patient=case.patient,
        found=found,
        answered=answered,
        shown=builder.programme(draft, found, case.library, case.refusal_list, cycle),
        cycle=cycle,
        stopped=stopped,
        typed=request.form,
        offers=builder.offers(proposals, case.exercises, draft),
        posture=posture(found),
        newest=case.newest,
        changed=_changed(case, found, draft),
        told=TOLD.get(request.args.get("told", "")),
        goals=builder_form.GOALS,
        names={one.id: one.name for one in case.exercises.values()},
        refused_words=builder.refused_words,
        **_around(case, found),
    )
    return page, 422 if answered.faults or stopped.missing or stopped.refused else 200


def _around(case: Case, found: Assessment) -> dict[str, object]:
    """What the page says beside the draft itself."""
    store, me, day_words = case.store, case.patient.id, services().library.day
    day = cycle_day(case.injected_on, today())
    published = store.with_published() - {me}
    others = [one for one in store.patients() if one.id in published]
    return {
        "warning": assessment_warning(found, today(), day_words),
        "day": day,
        "phase": words_of(day, day_words).plan if day is not None else "",
        "steps": store.draft_steps(me),
        "drafting": store.draft(me) is not None,
        "others": others,
        "advances": advances_now(case),
        "author": signed_last(),
    }


def _changed(case: Case, found: Assessment, draft: Draft) -> tuple[str, ...] | None:
    """What the patient would read of the change; ``None`` while something is refused."""
    try:
        preview = case.version(found, draft, author="preview", reason="preview")
    except RefusedError:
        return None
    return changes(case.newest, preview) if case.newest else ()


def _publish(case: Case, found: Assessment, draft: Draft) -> ResponseReturnValue:
    answered = builder_form.Answered(builder_form.filled(draft, case.exercises), draft=draft)
    reason, author = (request.form.get(name, "").strip() for name in ("reason", "author"))
    if missing := dict(text_faults(request.form, NEEDED)):
        return builder_page(case, found, answered, draft, Stopped(missing=missing))
    try:
        if case.holds_already(found, draft):
            return _nothing_new(case, found, answered, reason)
        if meanwhile := _meanwhile(case):
            return builder_page(case, found, answered, draft, Stopped(missing={"reason": meanwhile}))
        publish(case, found, draft, author, reason)
    except RefusedError as error:
        return builder_page(case, found, answered, draft, Stopped(refused=error.refusals))
    return redirect(url_for("versions.versions", patient_id=case.patient.id, told="published"), code=303)


def _nothing_new(
    case: Case, found: Assessment, answered: builder_form.Answered, reason: str
) -> ResponseReturnValue:
    """Pressed twice, a version is published once; a reason alone makes no version."""
    assert case.newest is not None  # noqa: S101 - it is what holds already
    assert answered.draft is not None  # noqa: S101 - it was read without faults
    if reason == case.newest.reason:
        return redirect(url_for("versions.versions", patient_id=case.patient.id, told="published"), code=303)
    missing = {"reason": f"Nothing differs from version {case.newest.version}, which holds."}
    return builder_page(case, found, answered, answered.draft, Stopped(missing=missing))


def _meanwhile(case: Case) -> str:
    """What was published after this page was opened; empty where nothing was."""
    newest, seen = case.newest, request.form.get("holds", "")
    if newest is None or not seen.isdecimal() or int(seen[:6]) >= newest.version:
        return ""
    return (
        f"Meanwhile {newest.author} published version {newest.version}: “{newest.reason}” "
        "Please look at what differs from it; then you can publish."
    )


#: What a version needs beside the programme itself.
NEEDED = {
    "reason": Needed(400, "Please say why, in plain words; the patient reads it."),
    "author": Needed(80, "Please give your name."),
}
