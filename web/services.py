"""The parts one run of the local app works with, found from any view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app, g

from web.errors import AskedError

if TYPE_CHECKING:
    from coach.library import Library
    from coach.store import Store
    from coach.sync.courier import Rounds
    from web.config import Config
    from web.launch import Launch
    from web.live import Live
    from web.reviewing import Refresher

EXTENSION = "midline"
LAUNCH_EXTENSION = "midline-launch"
CLINIC_EXTENSION = "midline-clinic"
DESK_EXTENSION = "midline-desk"


@dataclass(frozen=True)
class Services:
    """One run: its settings, what it keeps, what it can prescribe, the live loop (none on a clinic's server),
    what keeps the lines of the therapist's list fresh, and what carries records to a clinic (none there)."""

    config: Config
    store: Store
    library: Library
    trains: Live | None
    reviews: Refresher
    carries: Rounds | None = None

    @property
    def live(self) -> Live:
        """The live loop of a computer on which somebody trains.

        Raises:
            AskedError: nobody does, this is a clinic's server.
        """
        if self.trains is None:
            raise AskedError("Nobody trains on this computer; it is a clinic's server.")
        return self.trains


def services() -> Services:
    """The services of the app that answers this request; on a clinic's server those of the clinic of whoever
    is logged in."""
    return cast("Services", g.get("services") or current_app.extensions[EXTENSION])


def launch() -> Launch:
    """Who may talk to the app that answers this request."""
    return cast("Launch", current_app.extensions[LAUNCH_EXTENSION])


def therapist_here(*, touch: bool = False) -> bool:
    """Whether a therapist is logged in, or has given the PIN before this browser and is still busy; ``touch``
    counts as being busy."""
    return "account" in g or launch().sitting(g.get("browser", ""), touch=touch)
