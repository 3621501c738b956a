"""The bouts of a day: what to do in which, out of what was prescribed. Pure."""

from dataclasses import dataclass

from coach.findings import Camera
from coach.parts import Movement
from coach.programme import Prescribed, Task
from coach.speech import minutes

#: A bout is to last at most this long, seconds: many short bouts tire less than a long one. The clinical
#: reference, section 4.2, says 8 to 12 minutes, which are told in whole minutes. Judgement.
LONGEST_S = 12.4 * 60

#: Where a programme has no room in its bouts they are all made longer by this share, again and again.
WIDER = 0.05

#: There and back in one repetition, seconds. Judgement.
TRAVEL_S = 6.0


@dataclass(frozen=True)
class Bout:
    """One bout: which tasks, by their index in what was prescribed, and about how long it takes."""

    todo: tuple[int, ...]
    length_s: float

    @property
    def minutes(self) -> int:
        """About how many minutes, at least 1."""
        return minutes(self.length_s)


def task_s(task: Task) -> float:
    """About how long an exercise takes with its words and rests, seconds."""
    plan = task.plan
    held_s = sum(mark.hold_s for mark in task.marks) or plan.hold_s
    reps_s = plan.sets * plan.reps * (held_s + plan.rest_s + _travel_s(task))
    return task.exercise.prepare_s + reps_s + (plan.sets - 1) * task.exercise.dose.set_rest_s


def _travel_s(task: Task) -> float:
    """There and back, or to every stop; looking for the middle with closed eyes takes three times that."""
    if task.exercise.movement is Movement.PRESENCE:
        return 0.0
    ways = 6 if task.exercise.eyes_closed else max(2, len(task.marks))
    return ways * TRAVEL_S / 2


def guides(prescribed: Prescribed) -> tuple[int, ...]:
    """The spoken guides, by their index, apart from the bouts; that before sleep comes last."""
    spoken = [i for i, task in enumerate(prescribed.tasks) if task.exercise.camera is Camera.NOTHING]
    return tuple(sorted(spoken, key=lambda i: prescribed.tasks[i].exercise.before_sleep))


def bouts(prescribed: Prescribed, bouts_a_day: int) -> tuple[Bout, ...]:
    """The exercises that the camera sees, in their order, over the bouts of a day.

    Each comes at least once a day. A short programme is done whole in every bout. Of a long one each bout
    takes those first that came least often today, as many as there is room for.
    """
    apart = guides(prescribed)
    lengths = {i: task_s(task) for i, task in enumerate(prescribed.tasks) if i not in apart}
    if not lengths:
        return ()
    room_s = max(LONGEST_S, sum(lengths.values()) / bouts_a_day)
    while True:  # ends when there is room for everything in one bout at the latest
        found = _with_room(room_s, lengths, bouts_a_day)
        if {i for bout in found for i in bout.todo} == set(lengths):
            return found
        room_s *= 1 + WIDER


def _with_room(room_s: float, lengths: dict[int, float], bouts_a_day: int) -> tuple[Bout, ...]:
    found: tuple[Bout, ...] = ()
    for _ in range(bouts_a_day):
        often = {i: sum(i in bout.todo for bout in found) for i in lengths}
        found = (*found, _filled(sorted(lengths, key=lambda i: (often[i], i)), lengths, room_s))
    return found


def _filled(order: list[int], lengths: dict[int, float], room_s: float) -> Bout:
    """As many as there is room for, those that are in turn first."""
    todo: list[int] = []
    for i in order:
        if sum(lengths[one] for one in todo) + lengths[i] <= room_s:
            todo.append(i)
    return Bout(tuple(sorted(todo)), sum(lengths[i] for i in todo))
