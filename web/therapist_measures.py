"""Numbers of movement as a therapist reads them: in words, with their unit and how sure they are. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coach.record import Hand, Measure, Value
from web import therapist_words as words

NOT_THEN = "not measured then"
#: The lines of the page: a label, and the numbers on it with their words.
LINES: tuple[tuple[str, dict[str, str]], ...] = (
    ("Away from the middle", {"asked_deviation_median": "median {}", "asked_deviation_mean": "mean {}"}),
    ("Within 5° of the middle", {"asked_share_within_5": "{}", "asked_longest_within_5": "longest {}"}),
    ("Within 10° of the middle", {"asked_share_within_10": "{}", "asked_longest_within_10": "longest {}"}),
    (
        "At rest: away from the middle",
        {"rest_deviation_median": "median {}", "rest_deviation_mean": "mean {}"},
    ),
    ("At rest: within 5°", {"rest_share_within_5": "{}", "rest_longest_within_5": "longest {}"}),
    ("At rest: within 10°", {"rest_share_within_10": "{}", "rest_longest_within_10": "longest {}"}),
    ("At rest: the head creeps", {"rest_drift": "{}"}),
    ("At rest: shoulders", {"rest_shoulder_tilt": "{}"}),
    ("Hand at the face", {"hand_share": "{}"}),
    ("Furthest turn", {"furthest_rotation_left": "left {}", "furthest_rotation_right": "right {}"}),
    (
        "Furthest tilt",
        {"furthest_lateral_flexion_left": "left {}", "furthest_lateral_flexion_right": "right {}"},
    ),
    ("Furthest nod", {"furthest_extension": "up {}", "furthest_flexion": "down {}"}),
    (
        "Away from the middle, before and after",
        {"before_deviation": "{} before", "after_deviation": "{} after"},
    ),
    ("Movements", {"movements": "{}", "peak_speed": "fastest moment {}", "smoothness": "smoothness {}"}),
    (
        "Tremor",
        {
            "tremor_frequency": "{}",
            "tremor_amplitude": "{} to each side",
            "tremor_rotation": "turn {}",
            "tremor_lateral_flexion": "tilt {}",
            "tremor_extension": "nod {}",
            "tremor_regularity": "{} regular",
        },
    ),
    ("Off the middle with closed eyes", {"gap": "mean {}"}),
    ("Drawn paths", {"drawn": "{} drawn", "off_path": "{} away from the path"}),
    (
        "Most growth away from the middle",
        {"growth_deviation": "{} more", "growth_deviation_share": "which is {}"},
    ),
    ("Most growth of trembling", {"growth_tremor": "{} more", "growth_tremor_share": "which is {}"}),
    (
        "Away from the middle, against the time before",
        {"baseline_deviation": "{} before", "held_deviation": "{} while held", "less_deviation": "{} less"},
    ),
    (
        "Tremor, against the time before",
        {"baseline_tremor": "{} before", "held_tremor": "{} while held", "less_tremor": "{} less"},
    ),
)
#: What some exercises have of every repetition: the column's name, and the numbers in it with their words.
OF_A_REPETITION: dict[str, dict[str, str]] = {
    "Off the middle": {"gap": "{}"},
    "The path": {"drawn": "{} drawn", "off_path": "{} away from it"},
    "Most growth": {"growth_deviation": "{} off the middle", "growth_tremor": "{} of trembling"},
}
REASONS = {
    "too_little_seen": "too little seen",
    "no_movement": "no movement that long",
    "no_clear_peak": "no clear tremor",
    "too_few_frames": "not told below 20 pictures a second",
    "too_short": "too short to tell",
    "too_much_unseen": "too little seen",
    "too_much_movement": "too much movement to tell",
    "no_still_seconds": "the head was never still",
    "no_hand_seen": "no hand was seen at the face",
}
#: How a unit is written and with how many decimals.
UNITS = {
    "deg": ("°", 1),
    "deg/s": ("°/s", 0),
    "s": (" s", 0),
    "Hz": (" Hz", 1),
    "count": ("", 0),
    "SPARC": ("", 1),
}


@dataclass(frozen=True)
class MeasureLine:
    """Some numbers: of all moments, and of those without and with a hand near the face."""

    label: str
    whole: str
    without: str
    with_hand: str


Taken = dict[tuple[str, Hand], Value]


def measure_lines(measures: Iterable[Measure]) -> list[MeasureLine]:
    """The numbers of one exercise in the order of the page; none where none were taken."""
    taken = {(one.name, one.hand): one.value for one in measures}
    return [
        MeasureLine(label, *(_cell(taken, parts, hand) for hand in (Hand.ALL, Hand.WITHOUT, Hand.WITH)))
        for label, parts in LINES
        if any((name, Hand.ALL) in taken for name in parts)
    ]


def repetition_columns(measures: Iterable[Measure], count: int) -> dict[str, list[str]]:
    """The columns that only some exercises have, each with a cell for every one of ``count`` repetitions."""
    taken = {(one.name, one.hand): one.value for one in measures}
    return {
        label: [
            _cell(taken, {f"rep_{number}_{name}": said for name, said in parts.items()}, Hand.ALL)
            for number in range(1, count + 1)
        ]
        for label, parts in OF_A_REPETITION.items()
        if any((name, Hand.ALL) in taken for name in parts)
    }


def hand_seen(measures: Iterable[Measure]) -> bool:
    """Whether the numbers are split by a hand near the face."""
    return any(one.hand is Hand.WITH for one in measures)


def jitter(measures: Iterable[Measure]) -> str:
    """How much a still head jittered in a session, in one sentence."""
    taken = {one.name: one.value for one in measures}
    if "noise_rotation" not in taken:
        return f"Jitter of a still head: {NOT_THEN}."
    axes = {"turn": "noise_rotation", "tilt": "noise_lateral_flexion", "chin": "noise_extension"}
    if any(taken[name].value is None for name in axes.values()):
        return "Jitter of a still head: the head was never still for long enough."
    sizes = ", ".join(f"{axis} {taken[name].value:.2f}°" for axis, name in axes.items())
    return f"Jitter of a still head in this session: {sizes} (one standard deviation)."


def _cell(taken: Taken, parts: dict[str, str], hand: Hand) -> str:
    """The numbers of one line; a reason that several share is said once."""
    there = {name: taken[name, hand] for name in parts if (name, hand) in taken}
    known = [parts[name].format(_number(taken, name, hand)) for name, one in there.items() if not one.reason]
    reasons = [REASONS.get(one.reason, words.NOTHING) for one in there.values() if one.reason]
    return ", ".join([*known, *dict.fromkeys(reasons)]) or words.NOTHING


def _number(taken: Taken, name: str, hand: Hand) -> str:
    value = taken[name, hand]
    size = value.value or 0.0
    if name == "rest_drift":
        return drift(size, value.standard_error)
    if name == "rest_shoulder_tilt":
        higher = "left" if size >= 0 else "right"
        return f"{higher} one higher by {told(replace(value, value=abs(size)))}"
    if value.unit == "share":
        seen = taken.get((f"{name.partition('_')[0]}_seen", hand))
        return " of ".join(percent(size, value.standard_error, seen))
    if name.startswith("furthest") and size < 0:
        return f"not past the middle ({told(replace(value, value=-size))} before it)"
    return told(value)


def told(value: Value) -> str:
    """A number with its unit and how sure it is."""
    written, digits = UNITS[value.unit]
    number = words.number(value.value, written, digits).replace("-", "−")
    return number + _give_or_take(value.standard_error, written, digits)


def _give_or_take(error: float | None, written: str, digits: int) -> str:
    """Nothing where it is not known, or too small to be written."""
    small = error is None or error < 0.5 * 10**-digits
    return "" if small else f"\u00a0±\u00a0{words.number(error, written, digits)}"


def percent(value: float, error: float | None, seen: Value | None) -> Iterator[str]:
    """A share of time, and the time that it is of."""
    yield words.share(value) + _give_or_take(None if error is None else 100 * error, " %", 0)
    if seen is not None:
        yield words.seconds(seen.value)


def drift(slope: float, error: float | None) -> str:
    """How the head creeps, in words."""
    where = "away from the middle" if slope >= 0 else "toward the middle"
    return f"{abs(slope):.1f}°{_give_or_take(error, '°', 1)} a minute {where}"
