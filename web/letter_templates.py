"""The clinic's templates: texts that a message begins with. Written, changed and removed on one page."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.letter import Template
from web import therapist_words as words
from web.auth import therapist_only
from web.form_text import Needed, text_faults
from web.letters import LONGEST
from web.services import services

bp = Blueprint("letter_templates", __name__, url_prefix="/therapist/clinic/templates")
bp.context_processor(lambda: {"words": words})

NEEDED = {
    "title": Needed(80, "Please give it a title to find it by."),
    "words": Needed(LONGEST, "Please write what a message begins with."),
}


@bp.get("")
@therapist_only
def page() -> ResponseReturnValue:
    """Every template with its form, and an empty one."""
    return _page({})


@bp.post("")
@therapist_only
def change() -> ResponseReturnValue:
    """Keeps one as it was typed, or removes it; messages that began with it stay as they were sent."""
    store, typed = services().store, request.form
    if typed.get("do") == "remove":
        store.remove_template(typed.get("id", ""))
        return redirect(url_for(".page"), code=303)
    faults = dict(text_faults(typed, NEEDED))
    if faults:
        return _page(typed, faults), 422
    template_id = typed.get("id") or str(uuid4())
    store.save_template(Template(template_id, typed["title"].strip(), typed["words"].strip()))
    return redirect(url_for(".page", kept=template_id), code=303)


def _page(typed: Mapping[str, str], faults: Mapping[str, str] | None = None) -> str:
    """What was typed stands in its own form; that of a template that is gone by now in the empty one."""
    templates = services().store.templates()
    known = {one.id for one in templates}
    sent = typed.get("id", "") if typed.get("id", "") in known else ""
    shown = {one.id: {"title": one.title, "words": one.words} for one in templates} | {"": {}}
    if faults:
        shown[sent] = dict(typed)
    kept = next((one for one in templates if one.id == request.args.get("kept")), None)
    return render_template("review/templates.html", shown=shown, sent=sent, faults=faults or {}, kept=kept)
