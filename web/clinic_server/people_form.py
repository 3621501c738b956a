"""The names of somebody who gets an account. Pure."""

from collections.abc import Mapping

from web.form_text import too_long

#: Letters; a login name is typed every day.
LONGEST_NAME, LONGEST_LOGIN_NAME = 80, 120


def name_fault(name: str) -> str | None:
    """What is the matter with a name, as a person or a clinic signs with it."""
    name = name.strip()
    if not name or not name.isprintable():
        return "Please give a name, in letters that can be printed."
    return too_long(name, LONGEST_NAME)


def login_name_fault(name: str) -> str | None:
    """What is the matter with a login name."""
    name = name.strip()
    if len(name) < 3 or not name.isprintable() or " " in name:
        return "Please give a login name of 3 letters or more without blanks, such as an address at work."
    return too_long(name, LONGEST_LOGIN_NAME)


def faults(form: Mapping[str, str]) -> dict[str, str]:
    """What is the matter with the form of a new account, by its field."""
    told = {
        "name": name_fault(form.get("name", "")),
        "login_name": login_name_fault(form.get("login_name", "")),
    }
    return {field: words for field, words in told.items() if words}
