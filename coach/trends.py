"""The course of one main number: its unbroken stretches, and what may be called a change. Pure.

A line breaks where the setting changed: another version of the measuring code, another camera, or a straight
head that stands elsewhere in the picture. A change is told within the newest stretch only, from the checks
where there are enough of them, else from the means of weeks. Like is compared with like: the same part of the
day where most values are of one, and the same days of the injection cycle where they are known. Two means
differ when they do so by more than the detectable change (`coach.scatter`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import exp, log

from coach.point import Point, Setting, Source
from coach.same_days import Mean, earlier_values
from coach.scatter import detectable
from coach.trend_measures import OF_MEANS, TREND_MEASURES, Better, Scale, TrendMeasure
from coach.trend_words import TOO_LITTLE, told

#: Seen in less than this share of its frames, a session is a poor one; the alert's edge (section 6).
POOR_SEEN = 0.6
#: A straight head that stands so much elsewhere in the picture is another seat or screen, degrees. Judgement.
MOVED_DEG = 15.0
#: With so many checks in the newest stretch the change is told from them alone. Judgement.
ENOUGH_CHECKS = 4
#: Up to so many values make the earlier mean and the later one; fewer where there are fewer.
MOST_IN_A_MEAN = 3
#: Days in which values of exercises and answers are one.
WEEK = timedelta(days=7)
#: Hours at which the parts of a day begin.
AFTERNOON, EVENING = 12, 17
#: From this share on, values of one part of the day stand for all. Judgement.
MOSTLY = 0.6


class PartOfDay(StrEnum):
    """By the local hour at which a session began."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Kind(StrEnum):
    """What may be said of the course."""

    BETTER = "better"
    WORSE = "worse"
    CHANGED = "changed"  # where neither way is better
    WITHIN_ERROR = "within_error"
    TOO_LITTLE = "too_little"


@dataclass(frozen=True)
class Segment:
    """An unbroken stretch.

    Attributes:
        points: by time, of all sources.
        why_broken: what changed before it, in words; ``None`` of the first.
        baseline: the mean at its beginning; ``None`` where there is too little to tell.
        detectable: what the later mean must differ by, in the unit; a ratio on a log scale.
        band: lower and upper edge around the baseline, within which nothing is called a change.
    """

    points: tuple[Point, ...]
    why_broken: str | None = None
    baseline: float | None = None
    detectable: float | None = None
    band: tuple[float, float] | None = None


@dataclass(frozen=True)
class Change:
    """What may be said of the course.

    Attributes:
        from_value, to_value: the earlier and the later mean; ``None`` with too little data.
        detectable: what they must differ by; a ratio on a log scale.
        source: what it is told from.
        since: the day in the middle of the earlier mean.
        alike: both means are of the same days of the injection cycle; ``None`` where none is known.
        words: the same as a sentence, with its numbers.
    """

    kind: Kind
    from_value: float | None = None
    to_value: float | None = None
    detectable: float | None = None
    source: Source | None = None
    since: date | None = None
    alike: bool | None = None
    words: str = ""


@dataclass(frozen=True)
class Trend:
    """The course of one number."""

    measure: TrendMeasure
    segments: tuple[Segment, ...]
    change: Change


def trends(points: Sequence[Point], **how: object) -> tuple[Trend, ...]:
    """Every main number that there are points of, in the page's order; see `trend`."""
    by_name: dict[str, list[Point]] = {}
    for point in points:
        by_name.setdefault(point.name, []).append(point)
    found = []
    for measure in TREND_MEASURES:
        names = {measure.named(source) for source in Source} - {None}
        own = sorted((p for name in names for p in by_name.get(name or "", ())), key=lambda p: p.at)
        one = trend(measure, own, **how)  # type: ignore[arg-type]
        if one.segments:
            found.append(one)
    return tuple(found)


def trend(
    measure: TrendMeasure,
    points: Iterable[Point],
    *,
    source: Source | None = None,
    part_of_day: PartOfDay | None = None,
    leave_out_poor: bool = False,
    injections: Sequence[date] = (),
) -> Trend:
    """The course of one number.

    Args:
        points: of any names, by time.
        source, part_of_day: only these.
        leave_out_poor: without sessions that were seen poorly.
        injections: their days, by time.
    """
    own = [
        point
        for point in points
        if point.name == measure.named(point.source)
        and (source is None or point.source is source)
        and (part_of_day is None or part_of(point.at) is part_of_day)
        and not (leave_out_poor and poor(point))
        and (measure.scale is Scale.LINEAR or point.value > 0)
    ]
    parts = list(_parts(own))
    if not parts:
        return Trend(measure, (), Change(Kind.TOO_LITTLE, words=TOO_LITTLE))
    compared = [_compared(measure, part) for part, _ in parts]
    banded = [
        _banded(measure, part, why, values) for (part, why), (_, values) in zip(parts, compared, strict=True)
    ]
    return Trend(measure, tuple(banded), _change(measure, *compared[-1], injections))


def poor(point: Point) -> bool:
    """Its session was seen poorly."""
    return point.seen_share is not None and point.seen_share < POOR_SEEN


def part_of(at: datetime) -> PartOfDay:
    """The part of the day of a moment, in local time."""
    hour = at.astimezone().hour
    if hour < AFTERNOON:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if hour < EVENING else PartOfDay.EVENING


# Stretches


def _parts(points: Sequence[Point]) -> Iterator[tuple[list[Point], str | None]]:
    """The points in stretches of one setting, each with why it is a new one. A patient's own answers and
    points without a setting go on with the stretch."""
    part: list[Point] = []
    why, last = None, None
    for point in points:
        broken = _why_broken(last, point.setting)
        if broken and part:
            yield part, why
            part, why = [], broken
        part.append(point)
        last = point.setting or last
    if part:
        yield part, why


def _why_broken(before: Setting | None, now: Setting | None) -> str | None:
    if before is None or now is None or before == now:
        return None
    if before.measure_version != now.measure_version:
        return "measured by another version"
    if (before.camera, before.vertical_fov_deg) != (now.camera, now.vertical_fov_deg):
        return "another camera"
    if before.head_deg and now.head_deg:
        moved = max(abs(a - b) for a, b in zip(before.head_deg, now.head_deg, strict=True))
        if moved > MOVED_DEG:
            return "another seat or screen"
    return None


def _banded(
    measure: TrendMeasure, points: Sequence[Point], why: str | None, values: Sequence[Mean]
) -> Segment:
    if len(values) < 2:
        return Segment(tuple(points), why)
    many = _in_a_mean(len(values))
    baseline = _mean(values[:many])
    by = _detectable(measure, values, many, many)
    band = (baseline - by, baseline + by)
    if measure.scale is Scale.LOG:
        baseline, by = exp(baseline), exp(by)
        band = (baseline / by, baseline * by)
    return Segment(tuple(points), why, baseline, by, band)


# What is compared


def _compared(measure: TrendMeasure, points: Sequence[Point]) -> tuple[Source, list[Mean]]:
    """The values that a change is told from, and of which source they are."""
    checks = [point for point in points if point.source is Source.CHECK]
    if len(checks) >= ENOUGH_CHECKS or len(checks) == len(points):
        return Source.CHECK, [Mean(_day(one), _scaled(measure, one.value)) for one in _alike(checks)]
    others = [point for point in points if point.source is not Source.CHECK]
    return others[0].source, list(_weeks(measure, _alike(others)))


def _day(point: Point) -> date:
    return point.at.astimezone().date()


def _alike(points: Sequence[Point]) -> Sequence[Point]:
    """Those of the part of the day that most are of; all where no part has most."""
    for part in PartOfDay:
        same = [point for point in points if part_of(point.at) is part]
        if len(same) >= max(2, MOSTLY * len(points)):
            return same
    return points


def _weeks(measure: TrendMeasure, points: Sequence[Point]) -> Iterator[Mean]:
    """Means of weeks that end with the newest point; a week without points is none."""
    last = _day(points[-1])
    weeks: dict[int, list[float]] = {}
    for point in points:
        ago = (last - _day(point)).days // WEEK.days
        weeks.setdefault(ago, []).append(_scaled(measure, point.value))
    for ago in sorted(weeks, reverse=True):
        yield Mean(last - ago * WEEK, sum(weeks[ago]) / len(weeks[ago]))


def _scaled(measure: TrendMeasure, value: float) -> float:
    return log(value) if measure.scale is Scale.LOG else value


def _in_a_mean(values: int) -> int:
    return max(1, min(MOST_IN_A_MEAN, values // 2))


def _mean(values: Sequence[Mean]) -> float:
    return sum(one.value for one in values) / len(values)


def _detectable(measure: TrendMeasure, values: Sequence[Mean], earlier: int, later: int) -> float:
    least = log(measure.detectable) if measure.scale is Scale.LOG else measure.detectable
    if min(earlier, later) >= MOST_IN_A_MEAN and measure.scale is Scale.LINEAR:
        least *= OF_MEANS
    return detectable([[one.value for one in values]], earlier, later, least)


# The change


def _change(
    measure: TrendMeasure, source: Source, values: Sequence[Mean], injections: Sequence[date]
) -> Change:
    if len(values) < 2:
        return Change(Kind.TOO_LITTLE, source=source, words=TOO_LITTLE)
    many = _in_a_mean(len(values))
    later = values[-many:]
    earlier, alike = earlier_values(values[:-many], later, injections)
    by = _detectable(measure, values, len(earlier), len(later))
    was, now = _mean(earlier), _mean(later)
    kind = Kind.WITHIN_ERROR if abs(now - was) <= by else _kind(measure, was, now)
    values_told = (was, now, by) if measure.scale is Scale.LINEAR else (exp(was), exp(now), exp(by))
    days = (earlier[0].on, earlier[-1].on), (later[0].on, later[-1].on)
    words = told(measure, kind, values_told, source, days, alike=alike)
    return Change(kind, *values_told, source, earlier[len(earlier) // 2].on, alike, words)


def _kind(measure: TrendMeasure, was: float, now: float) -> Kind:
    if measure.better is Better.NEITHER:
        return Kind.CHANGED
    rises = abs(now) < abs(was) if measure.better is Better.NEARER else now > was
    wanted = measure.better is not Better.LESS
    return Kind.BETTER if rises == wanted else Kind.WORSE
