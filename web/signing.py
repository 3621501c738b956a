"""Who signs: a therapist's name is asked for once, then filled in wherever something is signed."""

from web.form_text import Needed
from web.prescribing_case import AUTHOR_SETTING
from web.services import services

#: The field of a form that is signed, for `web.form_text.text_faults`.
SIGNED = {"author": Needed(80, "Please give your name, for whoever reads this later.")}


def author() -> str:
    """The name that was signed with last; empty before the first time."""
    return services().store.setting(AUTHOR_SETTING) or ""


def remember(name: str) -> None:
    """Keep the name for the next time."""
    services().store.set_setting(AUTHOR_SETTING, name)
