"""Numbers as a therapist reads them: sides in words, rounded to what a webcam can tell. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from coach.compensation import WORDS
from coach.diary import Flag
from coach.goal import is_open
from coach.record import Ending, ExercisePlan, Phase
from coach.speech import percent

if TYPE_CHECKING:
    from coach.assessment import Assessment
    from coach.programme import Assignment

NOTHING = "–"
#: Nothing that is done in one go takes longer. Judgement.
LONGEST_S = 86_400.0
#: The reason of an approved next step, until the therapist writes another one; the patient reads it.
REACHED = "You reached this on five days running, so here is a little more."

#: Each movement's two directions, positive first (signs in `pose`).
SIDES = {
    "rotation": ("to the left", "to the right"),
    "lateral_flexion": ("to the left", "to the right"),
    "extension": ("up", "down"),
    "deviation": ("from the middle", "from the middle"),
    "ear_height": ("taller", "lower"),
    "lateral_shift": ("to the left", "to the right"),
    "shoulders": ("left one higher", "right one higher"),
}
#: What is measured in shoulder widths, said in hundredths of one.
IN_WIDTHS = ("ear_height", "lateral_shift")
#: What is kept near its middle, where how far off is told and not to which side.
OFF = {"lateral_shift": "off the middle", "shoulders": "out of level", "path": "from the path"}
#: What is asked where it is no place on an axis.
ASKED = {
    "ear_height": "taller than at rest by {least_hundredths:.0f} % or more",
    "lateral_shift": "within {band_hundredths:.0f} % of a shoulder's width of the middle",
    "shoulders": "shoulders level to {band:.0f}°",
    "path": "along a path of {target:.0f}° to each side, ±{band:.0f}°",
}
ENDINGS = {
    None: "still open",
    Ending.DONE: "to the end",
    Ending.SKIPPED: "left out",
    Ending.TOO_HARD: "too hard",
    Ending.STOPPED: "ended early",
    Ending.INTERRUPTED: "cut off",
}
FLAGS = {
    Flag.NOT_ME: "Says: this was not me; left out of every count.",
    Flag.NOT_GOOD: "Says: not a good session.",
}
PHASES = {
    Phase.PREPARE: "getting ready",
    Phase.MOVE: "going there",
    Phase.HOLD: "holding",
    Phase.RETURN: "coming back",
    Phase.REST: "resting",
    Phase.DONE: "done",
    Phase.PAUSED: "paused",
}


def place(movement: str, value: float | None) -> str:
    """Where the head was, such as "12° to the left"; ``value`` signed as in `pose`."""
    if value is None or movement not in SIDES:
        return NOTHING
    side = SIDES[movement][0 if value >= 0 else 1]
    if movement in IN_WIDTHS:
        return f"{abs(value) * 100:.0f} % {side}"
    whole = round(abs(value))
    return "in the middle" if whole == 0 else f"{whole}° {side}"


def peak(plan: ExercisePlan, toward: float | None) -> str:
    """The furthest point of a repetition; ``toward`` is positive toward the target, whatever its side."""
    if toward is None:
        return NOTHING
    if of_the_middle(plan):
        size = f"{toward * 100:.0f} %" if plan.movement in IN_WIDTHS else f"{toward:.0f}°"
        return f"{size} {OFF.get(plan.movement, 'from the middle')}"
    return place(plan.movement, -toward if plan.target < 0 else toward)


def of_the_middle(plan: ExercisePlan) -> bool:
    """What is scored is how far off its own middle it is, to whichever side."""
    return plan.movement in OFF or (plan.movement in SIDES and plan.target == 0)


def target(plan: ExercisePlan) -> str:
    """What was asked, such as "24° to the left, ±5°"."""
    if plan.movement in ASKED:
        hundredths = {"band_hundredths": 100 * plan.band, "least_hundredths": 100 * (plan.target - plan.band)}
        return ASKED[plan.movement].format(target=plan.target, band=plan.band, **hundredths)
    if plan.movement not in SIDES:
        return NOTHING
    if of_the_middle(plan):
        return f"within {plan.band:.0f}° of the middle"
    if is_open(plan):
        return f"as far as is comfortable {SIDES[plan.movement][0 if plan.target > 0 else 1]}"
    return f"{place(plan.movement, plan.target)}, ±{plan.band:.3g}°"


def seconds(value: float | None, digits: int = 0) -> str:
    """A length of time."""
    if value is None:
        return NOTHING
    if value >= 120:
        return f"{value / 60:.0f} min"
    return f"{value:.{digits}f} s"


def clock(t_s: float) -> str:
    """Minutes and seconds into the session."""
    return f"{int(t_s) // 60}:{int(t_s) % 60:02d}"


def share(value: float | None) -> str:
    """A share of 1 in percent."""
    return NOTHING if value is None else percent(value)


def number(value: float | None, unit: str = "", digits: int = 0) -> str:
    """A number with its unit, or a dash."""
    return NOTHING if value is None else f"{value:.{digits}f}{unit}"


def day(moment: datetime) -> str:
    """A day in the local time of this computer."""
    local = moment.astimezone()
    return f"{local:%a} {local.day} {local:%b %Y}"


def day_and_time(moment: datetime) -> str:
    """A moment in the local time of this computer."""
    return f"{day(moment)}, {moment.astimezone():%H:%M}"


def capital(text: str) -> str:
    """The same with a capital letter at its head."""
    return text[:1].upper() + text[1:]


def ago(moment: datetime, now: datetime) -> str:
    """How long ago a day was, such as "yesterday"; a clock that was wrong may have put it ahead of today."""
    days = (now.astimezone().date() - moment.astimezone().date()).days
    if days < 0:
        return "dated ahead of today"
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def length_s(begun: datetime, ended: datetime | None) -> float | None:
    """Seconds from beginning to end; ``None`` while there is no end, and where a clock that was set in
    between makes it less than nothing or more than a day."""
    seconds = (ended - begun).total_seconds() if ended else -1.0
    return seconds if 0 <= seconds <= LONGEST_S else None


def count(how_many: int, what: str) -> str:
    """Such as "1 session" or "3 sessions"."""
    return f"{how_many} {what}" if how_many == 1 else f"{how_many} {what}s"


def compensations(kinds: Iterable[tuple[str, int]]) -> str:
    """What moved along and how often."""
    words = [f"{WORDS.get(kind, kind)} {times}×" for kind, times in kinds]
    return ", ".join(words) or "none"


def reach(assignment: Assignment | Assessment) -> str:
    """The comfortable range in one sentence."""
    r = assignment.reach
    return (
        f"turning {r.rotation_left_deg:.0f}° to the left and {r.rotation_right_deg:.0f}° to the right, "
        f"tilting {r.lateral_flexion_left_deg:.0f}° to the left and {r.lateral_flexion_right_deg:.0f}° "
        f"to the right, chin {r.extension_deg:.0f}° up and {r.flexion_deg:.0f}° down"
    )
