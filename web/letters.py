"""Talking, the therapist's side: notes for oneself, messages to the patient, answers to their questions.

What was sent is never changed; another message can follow it. A note is on no page of the patient's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.letter import Letter, LetterKind, Template
from coach.store import NamedSession, Patient, StoredSession
from web import therapist_words as words
from web.auth import therapist_only
from web.form_text import SIGNED, Needed, text_faults
from web.letter_words import Line, Sessions, for_therapist, session_words
from web.services import services
from web.signing import author, remember

bp = Blueprint("letters", __name__, url_prefix="/therapist/patients/<patient_id>/letters")
bp.context_processor(lambda: {"words": words})

#: So many of the latest stand on the patient's page; the rest is one press away.
SHOWN = 5
LONGEST = 2000
NEEDED = {"words": Needed(LONGEST, "Please write something first.")} | SIGNED
NOT_THERE = "What this is about is not among this patient's sessions. Please choose it again."


@dataclass(frozen=True)
class Talk:
    """Everything that the forms and lists of talking show.

    Attributes:
        lines: newest first, without those waiting; ``more`` older ones are left out.
        waiting: the patient's questions that nobody has read yet, oldest first.
        asked: how long ago the oldest of them was asked, such as "2 days ago".
        unread: messages that the patient has not read yet.
        abouts: what can be written about, as it is sent and as it is read.
        back: the session whose page the forms stand on; empty on the patient's page.
        typed: what was sent with the form of the kind in ``typed["kind"]``; ``faults`` by its fields.
    """

    lines: tuple[Line, ...]
    more: int
    waiting: tuple[Line, ...]
    asked: str
    unread: int
    abouts: tuple[tuple[str, str], ...]
    templates: tuple[Template, ...]
    author: str
    back: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def context(patient_id: str, now: datetime) -> dict[str, Any]:
    """What ``review/letters.html`` shows on a patient's page.

    Args:
        now: aware.
    """
    letters = services().store.letters(patient_id)
    return {"talk": _talk(letters, _sessions(letters), now, shown=SHOWN)}


def session_context(stored: StoredSession, now: datetime) -> dict[str, Any]:
    """What ``review/session_letters.html`` shows on the page of one session.

    Args:
        now: aware.
    """
    head = stored.head
    names = tuple(exercise.plan.name for exercise in stored.record.exercises)
    session = NamedSession(head.patient_id, head.started_at, head.kind, names)
    letters = services().store.letters(head.patient_id, session_id=head.id)
    talk = _talk(letters, {head.id: session}, now, shown=len(letters))
    return {"talk": replace(talk, abouts=tuple(_abouts(head.id, session)), back=head.id)}


@bp.get("/")
@therapist_only
def page(patient_id: str) -> ResponseReturnValue:
    """Everything that was ever written; ``?about=`` opens the forms for a session or an exercise of it.

    :raise 404: no such patient.
    """
    return _page(services().store.patient(patient_id), request.args)


@bp.post("/message")
@therapist_only
def message(patient_id: str) -> ResponseReturnValue:
    """Sends a message, or begins it with a template.

    :raise 404: no such patient.
    """
    patient = services().store.patient(patient_id)
    if request.form.get("do") == "begin":
        return _page(patient, {**request.form, "words": _begun(request.form), "kind": LetterKind.MESSAGE})
    return _keep(patient, LetterKind.MESSAGE)


@bp.post("/note")
@therapist_only
def note(patient_id: str) -> ResponseReturnValue:
    """Keeps a note.

    :raise 404: no such patient.
    """
    return _keep(services().store.patient(patient_id), LetterKind.NOTE)


@bp.post("/read")
@therapist_only
def read(patient_id: str) -> ResponseReturnValue:
    """The patient's questions are read, without an answer.

    :raise 404: no such patient.
    """
    store = services().store
    store.read_letters(store.patient(patient_id).id, LetterKind.QUESTION, datetime.now(UTC))
    return redirect(url_for("therapist.patient", patient_id=patient_id, _anchor="talking"), code=303)


def _begun(form: Mapping[str, str]) -> str:
    """The chosen template before what was typed already."""
    chosen = next((one.words for one in services().store.templates() if one.id == form.get("template")), "")
    return "\n\n".join(text for text in (chosen, form.get("words", "").strip()) if text)


def _keep(patient: Patient, kind: LetterKind) -> ResponseReturnValue:
    store, typed, at = services().store, request.form, datetime.now(UTC)
    session_id, position = about_of(typed.get("about", ""))
    faults = dict(text_faults(typed, NEEDED))
    if session_id and _session(patient, session_id, position) is None:
        faults["about"] = NOT_THERE
    if faults:
        return _page(patient, {**typed, "kind": kind}, faults), 422
    text, name = typed["words"].strip(), typed["author"].strip()
    store.add_letter(Letter(str(uuid4()), patient.id, kind, text, name, at, session_id, position))
    remember(name)
    if kind is LetterKind.MESSAGE and typed.get("answers"):
        store.read_letters(patient.id, LetterKind.QUESTION, at)
    return _back(patient, typed.get("back", ""))


def _back(patient: Patient, session_id: str) -> ResponseReturnValue:
    """To the page that the form stood on."""
    if session_id and _session(patient, session_id, None):
        return redirect(url_for("therapist.session", session_id=session_id, _anchor="talking"), code=303)
    return redirect(url_for("therapist.patient", patient_id=patient.id, _anchor="talking"), code=303)


def about_of(sent: str) -> tuple[str | None, int | None]:
    """The session and the exercise's place in it, from what a form sends: nothing, ``id`` or ``id:2``."""
    session_id, _, position = sent.partition(":")
    return session_id or None, int(position) if position.isdecimal() else None


def _session(patient: Patient, session_id: str, position: int | None) -> NamedSession | None:
    """A session of this patient's that has such an exercise, or ``None``."""
    found = services().store.named_sessions([session_id]).get(session_id)
    if found is None or found.patient_id != patient.id:
        return None
    return found if position is None or position < len(found.names) else None


def _sessions(letters: Iterable[Letter]) -> Sessions:
    return services().store.named_sessions({one.session_id for one in letters if one.session_id})


def _abouts(session_id: str, session: NamedSession) -> Iterable[tuple[str, str]]:
    """A session and its exercises, as choices of a form."""
    yield session_id, "the whole session"
    yield from ((f"{session_id}:{place}", name) for place, name in enumerate(session.names))


def _talk(letters: tuple[Letter, ...], sessions: Sessions, now: datetime, shown: int) -> Talk:
    unread = [one for one in letters if one.read_at is None]
    waiting = [one for one in reversed(unread) if one.kind is LetterKind.QUESTION]
    others = [one for one in letters if one not in waiting]
    return Talk(
        lines=for_therapist(others[:shown], sessions),
        more=max(0, len(others) - shown),
        waiting=for_therapist(waiting, sessions),
        asked=words.ago(waiting[0].written_at, now) if waiting else "",
        unread=sum(one.kind is LetterKind.MESSAGE for one in unread),
        abouts=(),
        templates=services().store.templates(),
        author=author(),
    )


def _page(patient: Patient, typed: Mapping[str, str], faults: Mapping[str, str] | None = None) -> str:
    """Talking alone: all that was written, and the forms with what was typed."""
    letters = services().store.letters(patient.id)
    session_id, position = about_of(typed.get("about", ""))
    chosen = _session(patient, session_id, position) if session_id else None
    abouts = ((typed["about"], session_words(chosen, position)),) if chosen else ()
    talk = _talk(letters, _sessions(letters), datetime.now(UTC), shown=len(letters))
    talk = replace(talk, abouts=abouts, back=typed.get("back", ""), typed=typed, faults=faults or {})
    return render_template("review/letters_page.html", patient=patient, talk=talk)
