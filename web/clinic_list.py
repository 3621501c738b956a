"""What the clinic owns beside what comes with the program: its exercises, its list of what is refused."""

from coach.exercise import Exercise
from coach.library import Library, read_refusals
from coach.refusal import RefusalList
from coach.store import Store


def clinic_refusals(store: Store, library: Library) -> RefusalList:
    """What holds here.

    Raises:
        ProgrammeError: the clinic's own list cannot be read by this version of Midline.
    """
    text = store.refusal_list()
    return read_refusals("the clinic's own list", text) if text else library.refusals


def every_exercise(store: Store, library: Library) -> dict[str, Exercise]:
    """Those of the library and the clinic's own, by id; a name of the library stays the library's."""
    return {one.id: one for one in store.own_exercises()} | library.exercises
