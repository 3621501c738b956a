"""What a patient reads and hears of their own progress: sentences, never a score. Pure.

A change within the detectable one is never called a change; nothing here praises a range or blames a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coach.cycle import CyclePhase, phase_of
from coach.trend_measures import Better
from coach.trends import Kind, Trend

#: From so long ago on the month is told, below it how many weeks. Judgement.
MONTHS_AFTER = timedelta(days=56)
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")

#: What the first weeks after an injection mean for numbers. Judgement.
EARLY = {
    CyclePhase.SETTLE: "Your injection was less than a week ago, so this is no week to compare with others.",
    CyclePhase.RISING: "This is week two or three after your injection, when numbers may go up and down.",
}
#: The same of the weeks in which numbers usually drop, and of a number that usually rises in them.
LATE = "This week is late in your injection cycle, so less is expected."
LATE_OF_LESS = "This week is late in your injection cycle, so a little more is no surprise."
SAME = "That is about the same as {then}: a difference this small cannot be told from chance."
#: Behind the time that is compared with, where it is of the same days of the injection cycle.
LIKE = ", at the same time after an injection"
WORSE = "Numbers go up and down. Your therapist sees this one too, and looks at it with you."
TOO_LITTLE = (
    "There is not enough to compare yet. After a few more of {source} what changes is told and drawn here."
)
NO_GOAL = (
    "You and your therapist have not chosen a goal for this page yet. At the next visit you can choose one."
)
CHECKS, SESSIONS = "your two-minute checks", "your sessions"


@dataclass(frozen=True)
class Phrase:
    """How one number is told; ``{n}`` is an amount and ``{then}`` such as "in March".

    Attributes:
        now: where it stands.
        more, less: it is higher, or lower, than then.
        unit: what stands behind an amount of one, and of any other.
        times: what a number is multiplied by before it is told, such as a share by the seconds of a minute.
    """

    now: str
    more: str
    less: str
    unit: tuple[str, str]
    times: float = 1.0

    def amount(self, value: float) -> str:
        """Such as "12 seconds", in whole numbers."""
        whole = round(abs(value) * self.times)
        return f"{whole}{self.unit[whole != 1]}"


_DEG, _S, _OF_TEN = ("°", "°"), (" second", " seconds"), (" of 10", " of 10")
_MINUTE = Phrase(
    "You are in the middle for about {n} of each minute.",
    "You are in the middle for about {n} more of each minute than {then}.",
    "You are in the middle for about {n} less of each minute than {then}.",
    _S,
    times=60.0,
)


def _of_ten(what: str, higher: str = "higher", lower: str = "lower") -> Phrase:
    told = (f"{what} is about {{n}}.", f"{what} is about {{n}} {higher} than {{then}}.")
    return Phrase(*told, f"{what} is about {{n}} {lower} than {{then}}.", _OF_TEN)


def _reach(what: str) -> Phrase:
    """``what`` has a place for how far."""
    amounts = ("about {n}", "about {n} more", "about {n} less")
    now, more, less = (f"You can {what.format(amount)}" for amount in amounts)
    return Phrase(f"{now}.", f"{more} than {{then}}.", f"{less} than {{then}}.", _DEG)


PHRASES = {
    "deviation": Phrase(
        "At rest your head is about {n} from the middle.",
        "At rest your head is about {n} more from the middle than {then}.",
        "At rest your head is about {n} nearer to the middle than {then}.",
        _DEG,
    ),
    "within_5": _MINUTE,
    "within_10": _MINUTE,
    "longest": Phrase(
        "You can stay in the middle for about {n} at a time.",
        "You can stay in the middle about {n} longer than {then}.",
        "You stay in the middle for about {n} less than {then}.",
        _S,
    ),
    "range_rotation_left": _reach("turn {} to your left"),
    "range_rotation_right": _reach("turn {} to your right"),
    "range_lateral_flexion_left": _reach("tilt {} to your left"),
    "range_lateral_flexion_right": _reach("tilt {} to your right"),
    "range_extension": _reach("lift your chin {}"),
    "range_flexion": _reach("lower your chin {}"),
    "pain": _of_ten("Your pain"),
    "tension": _of_ten("The pulling in your neck"),
    "sleep": _of_ten("Your sleep", "better", "less good"),
    "effort": _of_ten("The effort of a session"),
}


def told(found: Trend, now: datetime) -> tuple[str, ...]:
    """A trend in sentences: where it stands or how it differs; a difference within chance is told as none.

    Args:
        now: aware, in the patient's own time.
    """
    change, phrase = found.change, PHRASES[found.measure.name]
    if change.from_value is None or change.to_value is None or change.since is None:
        return (TOO_LITTLE.format(source=SESSIONS if found.measure.report else CHECKS),)
    then, by = then_words(change.since, now.date()), change.to_value - change.from_value
    then += LIKE if change.alike else ""
    if change.kind is Kind.WITHIN_ERROR:
        return phrase.now.format(n=phrase.amount(change.to_value)), SAME.format(then=then)
    differs = (phrase.more if by > 0 else phrase.less).format(n=phrase.amount(by), then=then)
    return (differs, WORSE) if change.kind is Kind.WORSE else (differs,)


def then_words(on: date, today: date) -> str:
    """A day that is compared with, such as "in March" or "three weeks ago"."""
    weeks = round((today - on).days / 7)
    if today - on < MONTHS_AFTER:
        return f"{COUNTED[weeks]} weeks ago" if weeks > 1 else "a week ago"
    months = 12 * (today.year - on.year) + today.month - on.month
    return f"in {on:%B}" if months < 12 else f"in {on:%B %Y}"


def expected(day: int | None, better: Better, *, late: bool) -> tuple[str, ...]:
    """What the days since the injection mean for the numbers; nothing where nothing needs saying.

    Args:
        day: since the last injection; ``None`` without one.
        better: which way the number is better.
        late: the effect usually fades in these days.
    """
    if day is None:
        return ()
    fading = LATE_OF_LESS if better is Better.LESS else LATE
    told_of = fading if late else EARLY.get(phase_of(day))
    return (told_of,) if told_of else ()


def practised(days: int, span: str) -> str:
    """On how many days something was done; days without are not spoken of."""
    if days == 0:
        return "Each day on which you practise, check or rest with a guide is marked here."
    on = "one day" if days == 1 else f"{days} days"
    return f"In these {span} you did something for your neck on {on}."
