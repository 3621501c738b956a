"""The therapist's pages of what was published: every version, two side by side, an older one opened again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.changes import changes
from coach.compared import compared
from coach.prescription import Published
from coach.programme import Prescribed, Task
from web import prescribing_words as say
from web import therapist_words as words
from web.auth import therapist_only
from web.prescribing_case import Case

bp = Blueprint("versions", __name__, url_prefix="/therapist/patients/<patient_id>/versions")
bp.context_processor(lambda: {"words": words, "say": say})


@dataclass(frozen=True)
class Line:
    """One version, and what changed with it."""

    published: Published
    changed: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One exercise in two versions; empty where a version does not have it."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    differs: str


@bp.get("/")
@therapist_only
def versions(patient_id: str) -> ResponseReturnValue:
    """Every version, the newest on top.

    :raise 404: no such patient.
    """
    case = Case.of(patient_id)
    every = case.store.published(patient_id)
    first = [Line(one, ()) for one in every[:1]]
    lines = first + [Line(one, changes(was, one)) for was, one in pairwise(every)]
    return render_template(
        "prescribing/versions.html",
        patient=case.patient,
        lines=lines[::-1],
        just_published=request.args.get("told") == "published",
    )


@bp.get("/compare")
@therapist_only
def compare(patient_id: str) -> ResponseReturnValue:
    """Two versions side by side.

    :raise 404: no such patient or version.
    """
    case = Case.of(patient_id)
    before, after = (_version(case, request.args.get(name, type=int)) for name in ("before", "after"))
    return render_template(
        "prescribing/compare.html",
        patient=case.patient,
        before=before,
        after=after,
        rows=rows(before.prescribed, after.prescribed),
        changed=changes(before, after),
    )


@bp.post("/<int:version>/open")
@therapist_only
def open_again(patient_id: str, version: int) -> ResponseReturnValue:
    """An older version as a draft; the builder checks it anew.

    :raise 404: no such patient or version.
    """
    case = Case.of(patient_id)
    if case.assessment is None:
        return redirect(url_for("assessing.assessment", patient_id=patient_id), code=303)
    draft = case.whole(_version(case, version).draft)
    case.save(case.starting(case.assessment), draft)
    return redirect(url_for("prescribing.programme", patient_id=patient_id, told="opened"), code=303)


def _version(case: Case, number: int | None) -> Published:
    found = None if number is None else case.store.published_version(case.patient.id, number)
    return found or abort(404, "There is no such version of this programme.")


def rows(before: Prescribed, after: Prescribed) -> list[Row]:
    """Each exercise of either version: as the one has it, as the other has it, and what differs."""
    old, new = _by_id(before), _by_id(after)
    return [
        Row((new.get(key) or old[key]).exercise.name, _told(was), _told(now), compared(was, now))
        for key in dict.fromkeys((*new, *old))
        for was, now in ((old.get(key), new.get(key)),)
    ]


def _by_id(prescribed: Prescribed) -> dict[str, Task]:
    return {task.exercise.id: task for task in prescribed.tasks}


def _told(task: Task | None) -> tuple[str, ...]:
    if task is None:
        return ()
    target = say.target(task)
    lines = (target if target != words.NOTHING else "", say.dose(task.exercise.dose), task.note)
    return tuple(line for line in lines if line)
