"""What one process of a clinic's server works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from coach.library import load_library
from web.config import Config
from web.reviewing import Refresher
from web.services import Services

if TYPE_CHECKING:
    from coach.accounts import Clinic, Stores
    from coach.library import Library
    from web.clinic_server.settings import Settings


@dataclass
class Parts:
    """Settings, stores and the exercise library; for each clinic the services of the therapist's pages, made
    when the first of its people comes."""

    settings: Settings
    stores: Stores
    library: Library = field(default_factory=load_library)
    _services: dict[str, Services] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _up_to_date: bool = False

    def services_of(self, clinic: Clinic) -> Services:
        """What the therapist's pages work with for one clinic."""
        with self._lock:
            if clinic.id not in self._services:
                self._services[clinic.id] = self._made(clinic)
            return self._services[clinic.id]

    def _made(self, clinic: Clinic) -> Services:
        store = self.stores.of(clinic)
        reviews = Refresher(store, self.library.alerts)
        return Services(Config(data_dir=Path()), store, self.library, None, reviews)

    def ready(self) -> bool:
        """Whether the database answers, and is as this program keeps it; that is looked at until it was so
        once.

        Raises:
            StoreError: the database does not answer, or a newer version wrote it.
        """
        self.stores.accounts.clinics()
        self._up_to_date = self._up_to_date or self.stores.up_to_date()
        return self._up_to_date

    def close(self) -> None:
        """End what works in the background and give the connections back."""
        for services in self._services.values():
            services.reviews.stop()
        self.stores.close()
