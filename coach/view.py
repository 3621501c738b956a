"""All that a page needs to know of a session, as plain values. Pure."""

from dataclasses import dataclass
from math import isnan

from coach.goal import Goal, hand_of
from coach.programme import Task
from coach.record import Phase, Side
from coach.state import State, goal_now, held_s, hold_now_s


@dataclass(frozen=True)
class Second:
    """A second axis that goes along: signed target, half the band's width, where it is now; degrees."""

    movement: str
    target: float
    band: float
    value: float | None


@dataclass(frozen=True)
class SessionView:
    """What is now.

    Attributes:
        exercise_index, exercise_count: counted from 0; how many there are.
        exercise_name: as the patient reads it.
        phase: where in the exercise; ``paused`` in the patient's own pause or that of a lost camera.
        paused: ``patient``, ``camera``, ``midline`` or ``spasm`` while the clock stands still.
        set_number, rep_number: counted from 1.
        hold_s, hold_target_s: the hold so far, never more than its target, and its target.
        rest_left_s, prepare_left_s: what is left of a rest, or of the time before the first movement.
        movement: the axis that is scored, such as ``rotation``; ``presence`` where nothing is scored.
        side: the side it goes to.
        open: as far as the head likes; then the target is only a direction, and there is no band.
        target, band: where to go, signed, and half the width of the band; degrees or the movement's unit.
        value: where the patient is on that axis, low-passed; ``None`` when not seen. Height is counted from
            the patient's own rest posture, all else from the neutral.
        middle: the band lies around the middle of the axis, and either side counts alike.
        also: a second axis that goes along: its movement, target, band and value.
        path, path_size: the shape that is drawn, and how far it goes to either side, degrees; then the value
            is the distance from it.
        stop, stops: which stop is under way, counted from 0, and how many there are; 0 of 0 without.
        hand: the hold counts only with a hand near the face, or only without; ``None`` where it is not asked.
        eyes_closed: nothing is to be shown or heard of where the head is while the patient looks for it.
        in_band: within the band now.
        breath: ``in`` or ``out`` in a breathing exercise, else ``None``.
        breath_left_s: what is left of that half of the breath.
        seen: the patient is seen.
        sentence: the words that were said last.
        remaining: names of the exercises still to come.
    """

    exercise_index: int
    exercise_count: int
    exercise_name: str
    phase: Phase
    paused: str | None
    set_number: int
    sets: int
    rep_number: int
    reps: int
    hold_s: float
    hold_target_s: float
    rest_left_s: float
    prepare_left_s: float
    movement: str
    side: Side | None
    open: bool
    target: float
    band: float
    value: float | None
    middle: bool
    also: Second | None
    path: str | None
    path_size: float
    stop: int
    stops: int
    hand: bool | None
    eyes_closed: bool
    in_band: bool
    breath: str | None
    breath_left_s: float
    seen: bool
    sentence: str
    remaining: tuple[str, ...]


def look_at(
    tasks: tuple[Task, ...], index: int, now: State, paused: str | None, sentence: str
) -> SessionView:
    """The view of a session at one exercise; past the last one it is that of the last."""
    task = tasks[min(index, len(tasks) - 1)]
    plan = task.plan
    goal, hold_s = goal_now(now, task), hold_now_s(now, task)
    done_s = min(held_s(now, task), hold_s)
    breath, breath_left_s = _breath(task, now, done_s)
    value, stop = _value(now, goal), now.rep.stop if now.rep else 0
    target, band = _target(task, stop)
    path = goal.path
    return SessionView(
        exercise_index=min(index, len(tasks) - 1),
        exercise_count=len(tasks),
        exercise_name=plan.name,
        phase=Phase.PAUSED if paused else now.phase,
        paused=paused or ("spasm" if now.spasm else None),
        set_number=now.set_number,
        sets=plan.sets,
        rep_number=now.rep_number,
        reps=plan.reps,
        hold_s=done_s,
        hold_target_s=hold_s,
        rest_left_s=max(0.0, now.rest_s - now.phase_s) if now.phase is Phase.REST else 0.0,
        prepare_left_s=_prepare_left_s(task, now),
        movement=plan.movement,
        side=plan.side,
        open=goal.open,
        target=target,
        band=band,
        value=None if value is None else value * goal.sign,
        middle=goal.around,
        also=_also(task, now),
        path=path.shape.value if path else None,
        path_size=path.size_deg if path else 0.0,
        stop=stop,
        stops=len(task.marks),
        hand=hand_of(task, stop),
        eyes_closed=task.exercise.eyes_closed,
        in_band=value is not None and goal.low <= goal.progress(now.motion.value) <= goal.high,
        breath=breath,
        breath_left_s=breath_left_s,
        seen=now.motion.seen,
        sentence=sentence,
        remaining=tuple(task.plan.name for task in tasks[index + 1 :]),
    )


def _value(now: State, goal: Goal) -> float | None:
    """How far on the exercise's own axis; ``None`` when not seen, or where nothing is measured."""
    if goal.channel is None or isnan(goal.progress(now.motion.raw)):
        return None
    return goal.along(now.motion.value)


def _target(task: Task, stop: int) -> tuple[float, float]:
    """Where to go now and how near counts; of a path only how near."""
    if task.marks:
        return task.marks[stop].target, task.marks[stop].band
    return 0.0 if task.exercise.path else task.plan.target, task.plan.band


def _also(task: Task, now: State) -> Second | None:
    if task.also is None:
        return None
    value = float(getattr(now.motion.value, task.also.movement))
    unseen = isnan(getattr(now.motion.raw, task.also.movement))
    return Second(task.also.movement.value, task.also.target, task.also.band, None if unseen else value)


def _prepare_left_s(task: Task, now: State) -> float:
    if now.phase is not Phase.PREPARE or now.cut:
        return 0.0
    return max(0.0, task.exercise.prepare_s - now.phase_s)


def _breath(task: Task, now: State, hold_s: float) -> tuple[str | None, float]:
    pace = task.exercise.pace
    if pace is None or now.phase is not Phase.HOLD:
        return None, 0.0
    if hold_s < pace.in_s:
        return "in", pace.in_s - hold_s
    return "out", max(0.0, task.plan.hold_s - hold_s)
