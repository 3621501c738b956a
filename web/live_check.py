"""The questions around a session and a spoken guide: what the page may send, in our own types."""

from typing import Any

from coach.diary import Flag, GuideAnswers
from coach.record import CheckIn, CheckOut
from web.errors import AskedError
from web.form_text import whole_letters

MOST_WORDS = 2000
#: Longer than ten hours is a slip of the keys.
MOST_MINUTES = 600


def check_in(answers: dict[str, Any]) -> CheckIn:
    """The answers before a session.

    Raises:
        AskedError: an answer is missing or is none of those that were offered.
    """
    return CheckIn(
        pain=score(answers, "pain"),
        tension=score(answers, "tension"),
        swallowing_trouble=_yes(answers, "swallowing_trouble"),
        dizziness=_yes(answers, "dizziness"),
        anything_new=_yes(answers, "anything_new"),
    )


def check_out(answers: dict[str, Any]) -> CheckOut:
    """The answers after a session; every one may be left open.

    Raises:
        AskedError: an answer is none of those that were offered.
    """
    words = answers.get("words") or ""
    if not isinstance(words, str) or len(words) > MOST_WORDS:
        raise AskedError(f"The words to the therapist can be up to {MOST_WORDS} characters.")
    return CheckOut(
        pain=score_or_none(answers, "pain"),
        effort=score_or_none(answers, "effort"),
        words=whole_letters(words).strip(),
    )


def flags(answers: dict[str, Any]) -> tuple[Flag, ...]:
    """What the patient says of a session as a whole; mostly nothing.

    Raises:
        AskedError: it is none of what can be said.
    """
    given = answers.get("flags") or []
    if not isinstance(given, list) or not set(given) <= set(Flag):
        raise AskedError(f"Of a session can be said: {' or '.join(Flag)}.")
    return tuple(Flag(one) for one in given)


def after_guide(answers: dict[str, Any]) -> GuideAnswers:
    """The answers after a spoken guide; every one may be left open.

    Raises:
        AskedError: an answer is none of those that were offered.
    """
    words, minutes = answers.get("words") or "", answers.get("minutes")
    if not isinstance(words, str) or len(words) > MOST_WORDS:
        raise AskedError(f"The words can be up to {MOST_WORDS} characters.")
    if minutes is not None and (not isinstance(minutes, int) or not 0 <= minutes <= MOST_MINUTES):
        raise AskedError(f"Minutes are a whole number from 0 to {MOST_MINUTES}; {minutes} is none.")
    return GuideAnswers(
        tension=score_or_none(answers, "tension"), minutes=minutes, words=whole_letters(words).strip()
    )


def score(answers: dict[str, Any], name: str) -> int:
    """An answer from 0 to 10.

    Raises:
        AskedError: it is none.
    """
    value = answers.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10:
        raise AskedError(f"Please answer the question about {name} with a number from 0 to 10.")
    return value


def score_or_none(answers: dict[str, Any], name: str) -> int | None:
    """The same where the question may be left open."""
    return None if answers.get(name) is None else score(answers, name)


def _yes(answers: dict[str, Any], name: str) -> bool:
    value = answers.get(name)
    if not isinstance(value, bool):
        raise AskedError(f"Please answer the question about {name.replace('_', ' ')} with yes or no.")
    return value


def bout(number: Any, bouts_a_day: int) -> tuple[int, int] | None:
    """Which of today's bouts a page asks for; ``None`` where it asks for none.

    Raises:
        AskedError: it is no number.
    """
    if number is not None and not isinstance(number, int):
        raise AskedError(f"A practice of today has a number; {number} is none.")
    return None if number is None else (number, bouts_a_day)
