"""The patient's day in words: its practices, what is done, what can be heard with the camera off. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coach.day import bouts
from coach.diary import GuideRecord
from coach.programme import Prescribed, Task
from coach.record import Ending, ExercisePlan, SessionKind
from coach.speech import minutes
from coach.spoken import can_be_spoken, length_s
from coach.store import SessionHead

#: A check is offered when there was none for so long. Judgement.
CHECK_EVERY = timedelta(days=14)
#: Before this hour it is still last night. Judgement.
MORNING = timedelta(hours=5)


@dataclass(frozen=True)
class Line:
    """One exercise in words.

    Attributes:
        note: why the therapist chose it for this patient, in their own words; may be empty.
        spoken: it can be done by ear, with the camera off; guide: it is done so only.
    """

    id: str
    name: str
    dose: str
    why: str
    note: str
    position: str
    easier: str
    spoken: bool
    guide: bool
    task: Task


@dataclass(frozen=True)
class Practice:
    """One bout of the day; ``done_at`` is empty until it is done."""

    number: int
    lines: tuple[Line, ...]
    minutes: int
    done_at: str


@dataclass(frozen=True)
class Quiet:
    """One spoken guide of the programme; ``done_at`` is empty until it is done today."""

    line: Line
    minutes: int
    before_sleep: bool
    done_at: str


def line_of(task: Task) -> Line:
    """One exercise in words."""
    exercise = task.exercise
    return Line(
        id=exercise.id,
        name=task.plan.name,
        dose=_guide_words(task) if exercise.guide else dose_words(task.plan),
        why=exercise.why,
        note=task.note,
        position=exercise.position,
        easier=exercise.easier or "",
        spoken=can_be_spoken(exercise),
        guide=bool(exercise.guide),
        task=task,
    )


def _guide_words(task: Task) -> str:
    length = minutes(length_s(task))
    return f"About {'1 minute' if length == 1 else f'{length} minutes'}, with the voice alone"


def dose_words(plan: ExercisePlan) -> str:
    """The dose as a person says it, with the patient's own side."""
    side = f"to your {plan.side.value}, " if plan.side else ""
    if plan.movement == "presence":
        breaths = "one slow breath" if plan.reps == 1 else f"{plan.reps} slow breaths"
        words = breaths if plan.sets == 1 else f"{plan.sets} times {breaths}"
        return words[0].upper() + words[1:]
    times = "once" if plan.reps == 1 else f"{plan.reps} times"
    sets = "" if plan.sets == 1 else f", {plan.sets} rounds"
    words = f"{side}{times}, {plan.hold_s:g} seconds each{sets}"
    return words[0].upper() + words[1:]


def practices(
    prescribed: Prescribed, bouts_a_day: int, heads: Sequence[SessionHead], now: datetime
) -> list[Practice]:
    """The day's bouts in order. Where there is but one, any session of the day is it."""
    found = bouts(prescribed, bouts_a_day)
    today = [head for head in heads if _counts(head) and _day(head.started_at, now) == now.date()]
    return [
        Practice(
            number,
            tuple(line_of(prescribed.tasks[i]) for i in bout.todo),
            bout.minutes,
            _at([head.started_at for head in today if len(found) == 1 or head.bout == number], now),
        )
        for number, bout in enumerate(found, start=1)
    ]


def quiet(prescribed: Prescribed, guides: Sequence[GuideRecord], now: datetime) -> list[Quiet]:
    """What can be heard with the camera off, that for the time before sleep last."""
    found = [
        Quiet(
            line_of(task),
            minutes(length_s(task)),
            task.exercise.before_sleep,
            _at([g.begun_at for g in guides if _heard(g, task, now)], now),
        )
        for task in prescribed.tasks
        if can_be_spoken(task.exercise)
    ]
    return sorted(found, key=lambda one: (one.before_sleep, not one.line.guide))


def _heard(guide: GuideRecord, task: Task, now: datetime) -> bool:
    same = guide.opening.exercise_id == task.exercise.id and guide.ended_at is not None
    return same and _day(guide.begun_at, now) == now.date()


def night_to_ask(prescribed: Prescribed, guides: Sequence[GuideRecord], now: datetime) -> GuideRecord | None:
    """The guide of last night whose sleep has not been told yet; asked on the morning after and no later."""
    ids = {task.exercise.id for task in prescribed.tasks if task.exercise.before_sleep}
    for guide in guides:
        nights = (now - MORNING).date() - _day(guide.begun_at - MORNING, now)
        if guide.opening.exercise_id in ids and nights == timedelta(days=1):
            return guide if guide.answers.sleep is None else None
    return None


def check_due(heads: Sequence[SessionHead], at: datetime) -> bool:
    """No two-minute check was done to its end lately."""
    checks = (head for head in heads if head.kind is SessionKind.CHECK and head.ending is Ending.DONE)
    return not any(at - head.started_at < CHECK_EVERY for head in checks if head.own)


def done_words(heads: Sequence[SessionHead], at: datetime) -> str:
    """What is done, in one sentence; empty before the first session. Days without one are not counted."""
    ended = [head for head in heads if _counts(head)]
    today_count = sum(_day(head.started_at, at) == at.date() for head in ended)
    if today_count:
        return "One session is done today." if today_count == 1 else f"{today_count} sessions are done today."
    if not ended:
        return ""
    days = (at.date() - _day(ended[0].started_at, at)).days
    return "The last session was yesterday." if days == 1 else "Good to have you here."


def _counts(head: SessionHead) -> bool:
    """Training that has ended, however early, and was the patient's own."""
    return head.kind is SessionKind.TRAINING and head.own and head.ended_at is not None


def _day(moment: datetime, now: datetime) -> date:
    return moment.astimezone(now.tzinfo).date()


def _at(moments: Sequence[datetime], now: datetime) -> str:
    """The latest of these as a time of day; empty where there is none."""
    return f"{max(moments).astimezone(now.tzinfo):%H:%M}" if moments else ""
