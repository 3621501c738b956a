"""The list of what must not be prescribed: the clinic's own, or the one that comes with the program."""

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
