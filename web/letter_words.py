"""What a letter is about and when it was written, for the therapist and for the patient. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from coach.letter import Letter, LetterKind
from coach.record import SessionKind
from coach.store import NamedSession
from web import therapist_words as words

KINDS = {LetterKind.NOTE: "Note", LetterKind.MESSAGE: "Message", LetterKind.QUESTION: "Question"}
Sessions = Mapping[str, NamedSession]


@dataclass(frozen=True)
class Line:
    """One letter in words.

    Attributes:
        when: its day and time.
        about: what it is about, such as "your practice of Tuesday: Slow turn"; empty where it is about
            nothing in particular.
        state: of a message whether it was read, of a question whether it waits; empty for a note.
    """

    letter: Letter
    when: str
    about: str
    state: str

    @property
    def kind(self) -> str:
        return KINDS[self.letter.kind]

    @property
    def is_new(self) -> bool:
        """A message that was not read before."""
        return self.letter.kind is LetterKind.MESSAGE and self.letter.read_at is None


def for_therapist(letters: Iterable[Letter], sessions: Sessions) -> tuple[Line, ...]:
    """Letters as a therapist reads them, in the given order."""
    return tuple(
        Line(one, words.day_and_time(one.written_at), _about(one, sessions), _state(one)) for one in letters
    )


def for_patient(letters: Iterable[Letter], sessions: Sessions, now: datetime) -> tuple[Line, ...]:
    """Messages and questions as the patient reads them, in the given order; a note never gets here.

    Args:
        now: aware, in the patient's own time.
    """
    theirs = (one for one in letters if one.kind is not LetterKind.NOTE)
    return tuple(
        Line(one, written(one.written_at, now), your_practice(one, sessions, now), _seen(one))
        for one in theirs
    )


def _about(letter: Letter, sessions: Sessions) -> str:
    session = sessions.get(letter.session_id or "")
    return session_words(session, letter.position) if session else ""


def session_words(session: NamedSession, position: int | None) -> str:
    """A session, or one exercise of it, for the therapist."""
    what = "the check" if session.kind is SessionKind.CHECK else "the session"
    return f"{what} of {words.day_and_time(session.started_at)}{_exercise(session, position)}"


def _exercise(session: NamedSession, position: int | None) -> str:
    return f": {session.names[position]}" if position is not None else ""


def _state(letter: Letter) -> str:
    read = f"read {words.day_and_time(letter.read_at)}" if letter.read_at else ""
    return {
        LetterKind.NOTE: "",
        LetterKind.MESSAGE: read or "not read yet",
        LetterKind.QUESTION: read or "waits for you",
    }[letter.kind]


def _seen(letter: Letter) -> str:
    """What a patient is told of their own question."""
    if letter.kind is LetterKind.MESSAGE:
        return ""
    return "Your therapist has read it." if letter.read_at else "Your therapist reads it at their next look."


def your_practice(letter: Letter, sessions: Sessions, now: datetime) -> str:
    """What a letter is about, such as "your practice of Tuesday: Slow turn"; empty where it is about none."""
    session = sessions.get(letter.session_id or "")
    if session is None:
        return ""
    what = "your two-minute check" if session.kind is SessionKind.CHECK else "your practice"
    return f"{what} of {day_words(session.started_at, now)}{_exercise(session, letter.position)}"


def day_words(at: datetime, now: datetime) -> str:
    """A day as it is spoken of, such as "yesterday", "Tuesday" or "3 March"."""
    local = at.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days < 7:
        return {0: "today", 1: "yesterday"}.get(days, f"{local:%A}")
    return f"{local.day} {local:%B}" + (f" {local.year}" if local.year != now.year else "")


def written(at: datetime, now: datetime) -> str:
    """When, such as "yesterday at 14:30"."""
    return f"{day_words(at, now)} at {at.astimezone(now.tzinfo):%H:%M}"


def notice(unread: int) -> str:
    """The one notice of everything that a patient has not read yet; empty where there is nothing."""
    if unread < 2:
        return "Your therapist wrote to you" if unread else ""
    return f"Your therapist wrote {unread} things"
