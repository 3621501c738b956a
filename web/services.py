"""The parts one run of the local app works with, found from any view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app, g

if TYPE_CHECKING:
    from coach.library import Library
    from coach.store import Store
    from web.config import Config
    from web.launch import Launch
    from web.live import Live
    from web.reviewing import Refresher

EXTENSION = "midline"
LAUNCH_EXTENSION = "midline-launch"


@dataclass(frozen=True)
class Services:
    """One run: its settings, what it keeps, what it can prescribe, the live loop, and what keeps the lines of
    the therapist's list fresh."""

    config: Config
    store: Store
    library: Library
    live: Live
    reviews: Refresher


def services() -> Services:
    """The services of the app that answers this request."""
    return cast("Services", current_app.extensions[EXTENSION])


def launch() -> Launch:
    """Who may talk to the app that answers this request."""
    return cast("Launch", current_app.extensions[LAUNCH_EXTENSION])


def therapist_here() -> bool:
    """Whether a therapist has given the PIN before this browser and is still busy."""
    return launch().sitting(g.get("browser", ""))
