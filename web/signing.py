"""Who signs: a therapist's name is asked for once, then filled in wherever something is signed. On a clinic's
server it is always that of whoever is logged in."""

from flask import g

from web.services import services

AUTHOR_SETTING = "author"


def author() -> str:
    """The name that was signed with last; empty before the first time."""
    if "account" in g:
        return str(g.account.name)
    return services().store.setting(AUTHOR_SETTING) or ""


def name_is_known() -> str:
    """For the field of a name: on a clinic's server it can be read, not changed."""
    return "readonly" if "account" in g else ""


def remember(name: str) -> None:
    """Keep the name for the next time."""
    if "account" in g:
        return
    services().store.set_setting(AUTHOR_SETTING, name)
