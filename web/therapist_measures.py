"""Numbers of movement as a therapist reads them: in words, with their unit and how sure they are. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coach.record import Hand, Measure, Value
from web import therapist_words as words

NOT_THEN = "not measured then"
#: Every number with a line of its own, in the order of the page.
LABELS = {
    "asked_deviation_median": "Away from the middle, half of the time less than",
    "asked_deviation_mean": "Away from the middle, on average",
    "asked_share_within_5": "Time within 5° of the middle",
    "asked_share_within_10": "Time within 10° of the middle",
    "asked_longest_within_5": "Longest stay within 5°",
    "asked_longest_within_10": "Longest stay within 10°",
    "rest_deviation_median": "At rest: away from the middle, half of the time less than",
    "rest_deviation_mean": "At rest: away from the middle, on average",
    "rest_share_within_5": "At rest: time within 5° of the middle",
    "rest_share_within_10": "At rest: time within 10° of the middle",
    "rest_longest_within_5": "At rest: longest stay within 5°",
    "rest_longest_within_10": "At rest: longest stay within 10°",
    "rest_drift": "At rest: the head creeps",
    "furthest_rotation_left": "Furthest turn to the left",
    "furthest_rotation_right": "Furthest turn to the right",
    "furthest_lateral_flexion_left": "Furthest tilt to the left",
    "furthest_lateral_flexion_right": "Furthest tilt to the right",
    "furthest_extension": "Furthest chin up",
    "furthest_flexion": "Furthest chin down",
    "movements": "Movements from one place to another",
    "peak_speed": "Fastest moment of a movement, half of them less than",
    "smoothness": "Smoothness of the movements (calm is −1.4, less is less smooth)",
    "tremor_frequency": "Tremor: how fast",
    "tremor_amplitude": "Tremor: how large, to each side of its middle",
    "tremor_rotation": "Tremor in turning",
    "tremor_lateral_flexion": "Tremor in tilting",
    "tremor_extension": "Tremor in nodding",
    "tremor_regularity": "Tremor: how regular (100 % is a steady beat)",
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
    """One number: of all moments, and of those without and with a hand near the face."""

    label: str
    whole: str
    without: str
    with_hand: str


def measure_lines(measures: Iterable[Measure]) -> list[MeasureLine]:
    """The numbers of one exercise in the order of the page; none where none were taken."""
    taken = {(one.name, one.hand): one.value for one in measures}
    return [
        MeasureLine(label, *(_cell(taken, name, hand) for hand in (Hand.ALL, Hand.WITHOUT, Hand.WITH)))
        for name, label in LABELS.items()
        if (name, Hand.ALL) in taken
    ]


def hand_seen(measures: Iterable[Measure]) -> bool:
    """Whether the numbers are split by a hand near the face."""
    return any(one.hand is Hand.WITH for one in measures)


def jitter(measures: Iterable[Measure]) -> str:
    """How much a still head jittered in a session, in one sentence."""
    taken = {one.name: one.value for one in measures}
    if not taken:
        return f"Jitter of a still head: {NOT_THEN}."
    axes = {"turn": "noise_rotation", "tilt": "noise_lateral_flexion", "chin": "noise_extension"}
    if any(taken[name].value is None for name in axes.values()):
        return "Jitter of a still head: the head was never still for long enough."
    sizes = ", ".join(f"{axis} {taken[name].value:.2f}°" for axis, name in axes.items())
    return f"Jitter of a still head in this session: {sizes} (one standard deviation)."


def _cell(taken: dict[tuple[str, Hand], Value], name: str, hand: Hand) -> str:
    value = taken.get((name, hand))
    if value is None:
        return words.NOTHING
    if value.value is None:
        return REASONS.get(value.reason, words.NOTHING)
    if name == "rest_drift":
        return _drift(value.value, value.standard_error)
    if value.unit == "share":
        seen = taken.get((f"{name.partition('_')[0]}_seen", hand))
        return " of ".join(_share(value.value, value.standard_error, seen))
    if name.startswith("furthest") and value.value < 0:
        return f"stayed {_told(replace(value, value=-value.value))} before the middle"
    return _told(value)


def _told(value: Value) -> str:
    written, digits = UNITS[value.unit]
    number = words.number(value.value, written, digits).replace("-", "−")
    return number + _give_or_take(value.standard_error, written, digits)


def _give_or_take(error: float | None, written: str, digits: int) -> str:
    return "" if error is None else f" ± {words.number(error, written, digits)}"


def _share(value: float, error: float | None, seen: Value | None) -> Iterator[str]:
    yield words.share(value) + _give_or_take(None if error is None else 100 * error, " %", 0)
    if seen is not None:
        yield words.seconds(seen.value)


def _drift(slope: float, error: float | None) -> str:
    where = "away from the middle" if slope >= 0 else "toward the middle"
    return f"{abs(slope):.1f}°{_give_or_take(error, '°', 1)} a minute {where}"
