"""Every page that only a clinic's server has, by a name, with its address on the made-up one; and those that
a laptop has only once it shares."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.coach.accounts.builders import ADA, GRACE


@dataclass(frozen=True)
class Ids:
    """What is on the made-up server.

    Attributes:
        shares: the patient who shares, on the laptop and there.
        compares: another one, whose laptop's four words are not compared yet.
        laptop: of the one who shares.
        session: one that was delivered.
    """

    shares: str
    compares: str
    laptop: str
    session: str


Address = Callable[[Ids], str]


def _at(path: str) -> Address:
    return lambda _: path


def _of_patient(end: str = "") -> Address:
    return lambda found: f"/therapist/patients/{found.shares}{end}"


#: Before a login.
DOOR = {"login": "/login", "set-up": "/set-up", "set-up-done": "/set-up/done"}
#: With an admin logged in; some that a laptop has too, in the clinic's own frame.
PAGES: dict[str, Address] = {
    "patients": _at("/therapist/"),
    "patient": _of_patient(),
    "programme": _of_patient("/programme"),
    "session": lambda found: f"/therapist/sessions/{found.session}",
    "numbers": _at("/therapist/help"),
    "laptops": _of_patient("/laptops"),
    "laptops-words": lambda found: f"/therapist/patients/{found.compares}/laptops",
    "laptop-off": lambda found: f"/therapist/patients/{found.shares}/laptops/{found.laptop}/off",
    "erasure-requests": _of_patient("/erasure-requests"),
    "looked": _of_patient("/looked"),
    "people": _at("/people"),
    "new-person": _at("/people/new"),
    "person": _at(f"/people/{GRACE.id}"),
    "person-own": _at(f"/people/{ADA.id}"),
    "account": _at("/account"),
    "account-password": _at("/account/password"),
    "account-app": _at("/account/app"),
    "audit": _at("/audit"),
}
#: Of the laptop that shares.
LAPTOP: dict[str, Address] = {
    "today": _at("/"),
    "sharing": _at("/sharing"),
    "your-data": _at("/your-data"),
    "pairing-again": _at("/pairing/again"),
    "pairing-words": lambda found: f"/pairing/{found.compares}",
    "patient": _of_patient(),
    "programme": _of_patient("/programme"),
}
#: What is answered with data or another page, what stands only between two others, and what a form makes.
NO_PAGES = {"readyz", "home", "login.ask_digits", "laptops.waiting"}
