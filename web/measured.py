"""Numbers of movement from stored traces: taken when an exercise has ended, and again by `midline recompute`.

They are always taken from the trace as it was stored, so that they come out the same whenever they are taken.
"""

from contextlib import suppress

from pydantic import ValidationError

from coach.checkup import whole_measures
from coach.particular import every_measure
from coach.programme import Prescribed, Task
from coach.store import Store

#: What arithmetic on odd data raises. A number that cannot be taken costs nothing that was saved.
ODD_DATA = (ArithmeticError, LookupError, ValueError)


def measure_exercise(store: Store, session_id: str, index: int) -> None:
    """Takes and keeps the numbers of an exercise that has ended."""
    with suppress(*ODD_DATA):
        tasks = tasks_of(store.programme_text(session_id))
        task = tasks[index] if tasks else None
        store.save_measures(session_id, index, every_measure(store.exercise(session_id, index), task))


def tasks_of(programme_text: str) -> tuple[Task, ...] | None:
    """What a session followed; ``None`` where this version cannot read it."""
    try:
        return Prescribed.model_validate_json(programme_text).tasks
    except ValidationError:
        return None


def measure_session(store: Store, session_id: str) -> None:
    """Takes and keeps the numbers of a session as a whole."""
    with suppress(*ODD_DATA):
        store.save_measures(session_id, None, whole_measures(store.session(session_id).record))


def measure_everything(store: Store, session_id: str) -> None:
    """All numbers of a session that is over."""
    for index in range(len(store.session(session_id).record.exercises)):
        measure_exercise(store, session_id, index)
    measure_session(store, session_id)
