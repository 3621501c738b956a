"""The personal effect of an exercise as a therapist reads it: the answer first, then its numbers. Pure."""

from coach.effects import LEAST_DAYS, SCALES, Answer, Effect
from coach.paired import Kind
from web.therapist_words import count

ANSWERS = {
    Answer.HELPS: "Helps",
    Answer.LOOKS_WORSE: "Looks worse",
    Answer.NO_VISIBLE_EFFECT: "No visible effect",
    Answer.NOT_ENOUGH_DATA: "Not enough data",
}
#: What is compared, and when.
WHAT = {
    Kind.AFTER: "after it the head is",
    Kind.WHILE: "while it lasts the head is",
    Kind.TENSION: "tension after it is",
}
UNITS = {Kind.AFTER: "°", Kind.WHILE: "°", Kind.TENSION: " points"}
#: What a negative and a positive difference are.
SIDES = {
    Kind.AFTER: ("nearer to the middle", "further from the middle"),
    Kind.WHILE: ("nearer to the middle", "further from the middle"),
    Kind.TENSION: ("lower", "higher"),
}


def sentence(effect: Effect) -> str:
    """What can be said, after the answer's own words."""
    days = count(effect.days, "day")
    if effect.mean is None or effect.low is None or effect.high is None:
        return f"{days} so far, of {LEAST_DAYS} that are needed."
    claimed = effect.answer in {Answer.HELPS, Answer.LOOKS_WORSE}
    range_words = _range(effect.kind, effect.low, effect.high, sided=not claimed)
    what = WHAT[effect.kind]
    if claimed:
        side = SIDES[effect.kind][0 if effect.mean < 0 else 1]
        return f"{what} {_size(effect.kind, effect.mean)} {side}, likely between {range_words}, from {days}."
    if effect.answer is Answer.NO_VISIBLE_EFFECT:
        most = _size(effect.kind, max(-effect.low, effect.high))
        return f"{what} as before, to within {most} either way, from {days}; less could not be seen."
    return f"{what} likely between {range_words}, from {days}; that is too wide to say more."


def _size(kind: Kind, value: float) -> str:
    number = f"{abs(value):.1f}".removesuffix(".0")
    return f"{number} point" if kind is Kind.TENSION and number == "1" else number + UNITS[kind]


def _range(kind: Kind, low: float, high: float, *, sided: bool) -> str:
    """Such as "1° and 5°", each with its side where they differ or where none is named beside it."""
    better, worse = SIDES[kind]
    if low > 0 or high < 0:
        near, far = sorted((abs(low), abs(high)))
        side = f" {worse if low > 0 else better}" if sided else ""
        return f"{_size(kind, near)} and {_size(kind, far)}{side}"
    return f"{_size(kind, low)} {better} and {_size(kind, high)} {worse}"


def hidden(kind: Kind) -> str:
    """How near to nothing both ends of an interval have to be before no effect is said to be visible."""
    return _size(kind, SCALES[kind].hidden)
