"""The bouts of a day: what to do in which, out of what was prescribed. Pure."""

from dataclasses import dataclass

from coach.findings import Camera
from coach.parts import Movement
from coach.programme import Prescribed, Task

#: A bout is to last this long, seconds: many short bouts tire less than a long one (clinical reference,
#: section 4.2). Judgement.
SHORTEST_S, LONGEST_S = 8 * 60.0, 12 * 60.0

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
        return max(1, round(self.length_s / 60))


def task_s(task: Task) -> float:
    """About how long an exercise takes with its words and rests, seconds."""
    plan = task.plan
    travel_s = 0.0 if task.exercise.movement is Movement.PRESENCE else TRAVEL_S
    reps_s = plan.sets * plan.reps * (plan.hold_s + plan.rest_s + travel_s)
    return task.exercise.prepare_s + reps_s + (plan.sets - 1) * task.exercise.dose.set_rest_s


def guides(prescribed: Prescribed) -> tuple[int, ...]:
    """The spoken guides, by their index, apart from the bouts; that before sleep comes last."""
    spoken = [i for i, task in enumerate(prescribed.tasks) if task.exercise.camera is Camera.NOTHING]
    return tuple(sorted(spoken, key=lambda i: prescribed.tasks[i].exercise.id == BEFORE_SLEEP))


BEFORE_SLEEP = "night_calm"


def bouts(prescribed: Prescribed, bouts_a_day: int) -> tuple[Bout, ...]:
    """The exercises that the camera sees, in their order, over the bouts of a day.

    Each comes at least once a day. A short programme is done whole in every bout; of a long one each bout
    goes on where the last one ended, and begins anew after the end.
    """
    apart = set(guides(prescribed))
    lengths = {i: task_s(task) for i, task in enumerate(prescribed.tasks) if i not in apart}
    if not lengths:
        return ()
    whole_s = sum(lengths.values())
    room_s = max(LONGEST_S, whole_s / bouts_a_day)
    order, at, found = list(lengths), 0, []
    for number in range(bouts_a_day):
        last = number == bouts_a_day - 1
        todo: list[int] = []
        while len(todo) < len(order):
            task = order[at % len(order)]
            needed = at < len(order)
            full = sum(lengths[i] for i in todo) + lengths[task] > room_s
            if todo and full and not (last and needed):
                break
            todo.append(task)
            at += 1
        found.append(Bout(tuple(sorted(todo)), sum(lengths[i] for i in todo)))
    return tuple(found)
