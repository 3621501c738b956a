"""The list of what must not be prescribed: the clinic's own, or the one that comes with the program."""

from coach.library import Library
from coach.refusal import RefusalList
from coach.store import Store


def clinic_refusals(store: Store, library: Library) -> RefusalList:
    """What holds here."""
    text = store.refusal_list()
    return RefusalList.model_validate_json(text) if text else library.refusals
