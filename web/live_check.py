"""The questions around a session: what the page may send, in our own types."""

from typing import Any

from coach.record import CheckIn, CheckOut
from web.errors import AskedError

MOST_WORDS = 2000


def check_in(answers: dict[str, Any]) -> CheckIn:
    """The answers before a session.

    Raises:
        AskedError: an answer is missing or is none of those that were offered.
    """
    return CheckIn(
        pain=_number(answers, "pain"),
        tension=_number(answers, "tension"),
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
        pain=None if answers.get("pain") is None else _number(answers, "pain"),
        effort=None if answers.get("effort") is None else _number(answers, "effort"),
        words=words.strip(),
    )


def _number(answers: dict[str, Any], name: str) -> int:
    value = answers.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10:
        raise AskedError(f"Please answer the question about {name} with a number from 0 to 10.")
    return value


def _yes(answers: dict[str, Any], name: str) -> bool:
    value = answers.get(name)
    if not isinstance(value, bool):
        raise AskedError(f"Please answer the question about {name.replace('_', ' ')} with yes or no.")
    return value
