"""A change of a main number as a sentence for a therapist, with its numbers. Pure but for dates."""

from datetime import date

from coach.point import Source
from coach.trend_measures import Scale, TrendMeasure

Days = tuple[date, date]

#: Of a number that has a side, what a positive and a negative one are.
SIDES = {
    "rotation": ("to their left", "to their right"),
    "lateral_flexion": ("to their left", "to their right"),
    "extension": ("up", "down"),
    "rotation_difference": ("more to their left", "more to their right"),
    "lateral_flexion_difference": ("more to their left", "more to their right"),
    "shoulders": ("with the left one higher", "with the right one higher"),
}
#: How a unit is written, what a number is multiplied by, and its decimals.
UNITS = {
    "deg": ("°", 1, 0),
    "deg/s": ("°/s", 1, 0),
    "share": (" %", 100, 0),
    "s": (" s", 1, 0),
    "Hz": (" Hz", 1, 1),
    "SPARC": ("", 1, 2),
    "of 10": (" of 10", 1, 1),
}
#: A tremor is small: tenths of a degree are told.
FINE = ("tremor",)
SOURCES = {Source.CHECK: "checks", Source.EXERCISE: "exercises, week by week", Source.REPORT: "own answers"}
TOO_LITTLE = "Not enough to tell a change yet."
VERDICTS = {
    "better": "better, by more than the {by} that can be told apart",
    "worse": "worse, by more than the {by} that can be told apart",
    "changed": "changed, by more than the {by} that can be told apart",
    "within_error": "no change that can be told; from {by} on it could",
}
UNLIKE = " The two lie at different times of the injection cycle."


def number(measure: TrendMeasure, value: float) -> str:
    """A number with its unit, and with its side in words where it has one."""
    written, times, digits = UNITS[measure.unit]
    digits += measure.name in FINE
    sides = SIDES.get(measure.name)
    size = f"{(abs(value) if sides else value) * times:.{digits}f}"
    told = size.replace("-", "−") + written
    return f"{told} {sides[0 if value > 0 else 1]}" if sides and float(size) else told


def size(measure: TrendMeasure, by: float) -> str:
    """A difference, without a side; of a log scale a ratio."""
    if measure.scale is Scale.LOG:
        return f"{by:.1f} times"
    written, times, digits = UNITS[measure.unit]
    return f"{by * times:.{digits}f}{written}"


def told(
    measure: TrendMeasure,
    kind: str,
    values: tuple[float, float, float],
    source: Source,
    days: tuple[Days, Days],
    *,
    alike: bool | None,
) -> str:
    """The sentence.

    Args:
        values: the earlier mean, the later one, and what they must differ by.
        days: first and last day of each.
        alike: whether both lie at the same days of the injection cycle; ``None`` where none is known.
    """
    was, now, by = values
    first, last = (
        f"{number(measure, value)} ({_days(*when)})" for value, when in zip((was, now), days, strict=True)
    )
    verdict = VERDICTS[kind].format(by=size(measure, by))
    return f"From {first} to {last}: {verdict}. From {SOURCES[source]}.{UNLIKE if alike is False else ''}"


def _days(first: date, last: date) -> str:
    if first == last:
        return _day(last)
    same_year = first.year == last.year
    return f"{first.day} {first:%b}{'' if same_year else f' {first.year}'} to {_day(last)}"


def _day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"
