"""The numbers of a two-minute check as a therapist reads them: part by part, in words. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from coach.measures import SIDES
from coach.record import Hand, Measure, Value
from web import therapist_words as words
from web.therapist_measures import REASONS, drift, percent, told

#: Below this an angle at rest is told as being in the middle: less than any measurement of it can tell.
SMALL_DEG = 0.5

Numbers = dict[str, Value]


@dataclass(frozen=True)
class CheckLine:
    """One line of the table; empty lists of numbers are left out."""

    label: str
    measured: str


def check_lines(measures: Iterable[Measure]) -> list[CheckLine]:
    """The numbers of a check in the order in which it is done; none where the session was none."""
    taken = {_key(one): one.value for one in measures}
    lines = ((label, "; ".join(make(taken))) for label, make in LINES)
    return [CheckLine(label, measured) for label, measured in lines if measured]


def _key(one: Measure) -> str:
    return one.name if one.hand is Hand.ALL else f"{one.name}_{one.hand}"


def _known(taken: Numbers, name: str, write: Callable[[Value], str], form: str = "{}") -> Iterator[str]:
    """One number in words, or why there is none; nothing where it was not taken."""
    value = taken.get(name)
    if value is not None:
        yield REASONS.get(value.reason, words.NOTHING) if value.reason else form.format(write(value))


#: Each axis at rest: to its positive side, to the other, and neither.
AT_REST = {
    "rotation": ("turned to the left", "turned to the right", "not turned"),
    "lateral_flexion": ("tilted to the left", "tilted to the right", "not tilted"),
    "extension": ("chin up", "chin down", "chin level"),
}


def _rest(taken: Numbers) -> Iterator[str]:
    yield from _known(taken, "rest_deviation_mean", told, "{} from the middle")
    for axis, directions in AT_REST.items():
        value = taken.get(f"rest_{axis}")
        if value is not None and value.value is not None:
            yield _toward(value, value.value, directions)
    slant = taken.get("rest_shoulder_tilt")
    if slant is not None and slant.value is not None:
        yield _toward(slant, slant.value, SHOULDERS)


#: The shoulder line at rest, as the axes above.
SHOULDERS = ("left shoulder higher by", "right shoulder higher by", "shoulders level")


def _toward(value: Value, size: float, directions: tuple[str, str, str]) -> str:
    positive, negative, neither = directions
    if abs(size) < SMALL_DEG:
        return neither
    return f"{positive if size > 0 else negative} {told(replace(value, value=abs(size)))}"


def _creeps(taken: Numbers) -> Iterator[str]:
    yield from _known(taken, "rest_drift", lambda v: drift(v.value or 0.0, v.standard_error))


def _tremor(taken: Numbers) -> Iterator[str]:
    yield from _known(taken, "tremor_frequency", told)
    if "tremor_amplitude" in taken and not taken["tremor_amplitude"].reason:
        yield from _known(taken, "tremor_amplitude", told, "{} to each side")
        yield from _known(taken, "tremor_regularity", lambda v: words.share(v.value), "{} regular")


def _middle(which: str) -> Callable[[Numbers], Iterator[str]]:
    """One of the tries, or the better one."""

    def line(taken: Numbers) -> Iterator[str]:
        seen, mean = taken.get(f"{which}_seen"), taken.get(f"{which}_deviation_mean")
        if seen is None or mean is None or mean.reason:
            yield from _known(taken, f"{which}_deviation_mean", told)
            return
        for band in (10, 5):
            yield from _known(
                taken, f"{which}_share_within_{band}", _share_of(seen), f"within {band}° for {{}}"
            )
            yield from _known(taken, f"{which}_longest_within_{band}", told, "longest {}")
        yield f"{told(mean)} from it in the mean"
        yield from _known(taken, f"{which}_steadiness", told, "strays by {}")
        if (hand := taken[f"{which}_hand"].value or 0.0) >= 1:
            yield f"a hand at the face for {words.seconds(hand)}"

    return line


def _share_of(seen: Value) -> Callable[[Value], str]:
    return lambda value: " of ".join(percent(value.value or 0.0, value.standard_error, seen))


def _range(axis: str, names: tuple[str, str]) -> Callable[[Numbers], Iterator[str]]:
    def line(taken: Numbers) -> Iterator[str]:
        for side, name in zip(SIDES[axis], names, strict=True):
            yield from _known(taken, f"range_{side}", _far, f"{name} {{}}")
        yield from _known(taken, f"range_{axis}_difference", _further, "{}")

    return line


def _far(value: Value) -> str:
    size = value.value or 0.0
    return (
        told(value) if size >= 0 else f"not past the middle ({told(replace(value, value=-size))} before it)"
    )


def _further(value: Value) -> str:
    size = value.value or 0.0
    side = "left" if size > 0 else "right"
    return f"{told(replace(value, value=abs(size)))} further to the {side}"


def _pace(axis: str, names: tuple[str, str]) -> Callable[[Numbers], Iterator[str]]:
    def line(taken: Numbers) -> Iterator[str]:
        for side, name in zip(SIDES[axis], names, strict=True):
            yield from _known(taken, f"range_{side}_speed", told, f"{name} {{}}")
            if not taken.get(f"range_{side}_speed", Value(None, None, "", "none")).reason:
                yield from _known(taken, f"range_{side}_smoothness", told, "smoothness {}")

    return line


def _hand(taken: Numbers) -> Iterator[str]:
    yield from _known(taken, "trick_deviation_mean_with", told, "{} from the middle with a hand at the face")
    yield from _known(taken, "trick_deviation_mean_without", told, "{} at rest without")
    if "trick_gain" in taken and not taken["trick_gain"].reason:
        yield from _known(taken, "trick_gain", _nearer)


def _nearer(value: Value) -> str:
    where = "nearer to the middle" if (value.value or 0.0) >= 0 else "further from the middle"
    return f"{told(replace(value, value=abs(value.value or 0.0)))} {where} with the hand"


LEFT_RIGHT, UP_DOWN = ("left", "right"), ("up", "down")
LINES: tuple[tuple[str, Callable[[Numbers], Iterator[str]]], ...] = (
    ("At rest, eyes open", _rest),
    ("At rest: the head creeps", _creeps),
    ("At rest: tremor", _tremor),
    ("The middle, the better try", _middle("middle")),
    ("The middle, first try", _middle("middle_1")),
    ("The middle, second try", _middle("middle_2")),
    ("Furthest turn", _range("rotation", LEFT_RIGHT)),
    ("Furthest tilt", _range("lateral_flexion", LEFT_RIGHT)),
    ("Furthest nod", _range("extension", UP_DOWN)),
    ("Turning: fastest moment on the way out", _pace("rotation", LEFT_RIGHT)),
    ("Tilting: fastest moment on the way out", _pace("lateral_flexion", LEFT_RIGHT)),
    ("Nodding: fastest moment on the way out", _pace("extension", UP_DOWN)),
    ("With a hand that helps", _hand),
)
