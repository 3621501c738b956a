"""Who signs: a therapist's name is asked for once, then filled in wherever something is signed."""

from web.prescribing_case import AUTHOR_SETTING
from web.services import services


def author() -> str:
    """The name that was signed with last; empty before the first time."""
    return services().store.setting(AUTHOR_SETTING) or ""


def remember(name: str) -> None:
    """Keep the name for the next time."""
    services().store.set_setting(AUTHOR_SETTING, name)
