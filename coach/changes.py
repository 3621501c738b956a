"""What is different between two versions of a personal programme, in the patient's words. Pure.

One sentence a change, exercise by exercise in the order of the newer version; the therapist's own reason
stands beside them on the page.
"""

from collections.abc import Iterator

from coach.parts import AXES
from coach.prescription import Choice, Published
from coach.programme import Task

TIMES = {1: "once", 2: "twice"}


def changes(before: Published, after: Published) -> tuple[str, ...]:
    """Every change; none where only the therapist's reason is new."""
    return tuple(_changes(before, after))


def _changes(before: Published, after: Published) -> Iterator[str]:
    old, new = _tasks(before), _tasks(after)
    yield from (f"New: {task.plan.name}." for name, task in new.items() if name not in old)
    yield from (f"Not for now: {task.plan.name}." for name, task in old.items() if name not in new)
    notes = _choices(before), _choices(after)
    for name, task in new.items():
        if name in old:
            yield from (f"{task.plan.name}: {words}." for words in _task(old[name], task))
            yield from (f"{task.plan.name}: {words}." for words in _choice(notes[0][name], notes[1][name]))
    yield from _order(list(old), list(new))
    yield from _day(before, after)


def _tasks(published: Published) -> dict[str, Task]:
    return {task.exercise.id: task for task in published.prescribed.tasks}


def _choices(published: Published) -> dict[str, Choice]:
    """Each exercise's choice; one that was made without a choice has that of its defaults."""
    plain = {name: Choice(exercise=name) for name in _tasks(published)}
    return plain | {choice.exercise: choice for choice in published.draft.choices}


def _task(old: Task, new: Task) -> Iterator[str]:
    was, now = old.plan, new.plan
    if now.side is not was.side and now.side:
        yield f"now to your {now.side.value}"
    if now.movement in AXES and now.side is was.side and (now.target, now.band) != (was.target, was.band):
        yield "another place to go to, which the figure shows"
    if now.reps != was.reps:
        yield f"{times(now.reps)} instead of {times(was.reps)}"
    if now.sets != was.sets:
        yield f"{_rounds(now.sets)} instead of {_rounds(was.sets)}"
    if now.hold_s != was.hold_s:
        what = "about {} in all" if new.exercise.guide else "stay for {}"
        yield f"{what.format(seconds(now.hold_s))} instead of {seconds(was.hold_s)}"
    if now.rest_s != was.rest_s:
        yield f"rest for {seconds(now.rest_s)} instead of {seconds(was.rest_s)}"
    if new.exercise.say != old.exercise.say or new.exercise.guide != old.exercise.guide:
        yield "new words"


def _choice(old: Choice, new: Choice) -> Iterator[str]:
    if new.note != old.note and new.note:
        yield "a new note from your therapist"
    if new.shown is not old.shown:
        yield f"you see {'yourself' if new.shown == 'mirror' else 'the drawn figure'} in it now"
    if new.feedback is not old.feedback:
        yield "the voice speaks at other moments"


def _order(old: list[str], new: list[str]) -> Iterator[str]:
    both = [name for name in new if name in old]
    if both != [name for name in old if name in new]:
        yield "The exercises come in another order."


def _day(before: Published, after: Published) -> Iterator[str]:
    was, now = before.draft, after.draft
    if now.bouts_a_day != was.bouts_a_day:
        yield f"{times(now.bouts_a_day).capitalize()} a day instead of {times(was.bouts_a_day)}."
    if now.days_a_week != was.days_a_week:
        yield f"On {_days(now.days_a_week)} a week instead of {was.days_a_week}."


def times(number: int) -> str:
    """How often, as a person says it."""
    return TIMES.get(number, f"{number} times")


def seconds(length_s: float) -> str:
    """A length of time as a person says it; from two minutes on in minutes."""
    if length_s >= 120:
        return f"{round(length_s / 60)} minutes"
    return "1 second" if length_s == 1 else f"{length_s:g} seconds"


def _rounds(sets: int) -> str:
    return "one round" if sets == 1 else f"{sets} rounds"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
