"""Sentences as they are spoken: how long they take, and their named places. Pure."""

import string

#: Calm speech, about 150 words a minute; used so that no sentence starts before the last one has ended.
WORDS_A_SECOND = 2.5


def spoken_s(text: str) -> float:
    """About how long a sentence takes to say."""
    return len(text.split()) / WORDS_A_SECOND


def minutes(length_s: float) -> int:
    """A length of time as it is told: whole minutes, at least 1."""
    return max(1, round(length_s / 60))


def percent(share: float) -> str:
    """A share of 1 in whole percent."""
    return f"{share * 100:.0f} %"


def places(text: str) -> tuple[str, ...]:
    """The named places of a sentence, such as ``side`` in "Turn to your {side}."

    Raises:
        ValueError: the braces do not come in pairs.
    """
    return tuple(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
