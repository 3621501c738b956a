"""Which page listens to the live session: one at a time, and whether it still does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

#: The camera goes off when no page has listened for this long.
HEARTBEAT_S = 10.0
#: How long pages are given to hear that all is over.
GOODBYE_S = 2.0


class Listened:
    """What pages listen to; safe in any thread."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """
        Args:
            clock: monotonic seconds.
        """
        self.clock = clock
        self.tab = ""
        self._streams = 0
        self._streams_changed = Condition()
        self._beat_s = clock()

    @contextmanager
    def listening(self, tab: str) -> Iterator[None]:
        """A page listens, and has the session from now on; the page before is told so."""
        with self._streams_changed:
            self.tab, self._streams = tab, self._streams + 1
        try:
            yield
        finally:
            with self._streams_changed:
                self._streams -= 1
                self._streams_changed.notify_all()

    def beat(self) -> None:
        """The page still listens."""
        self._beat_s = self.clock()

    def _listened_to(self) -> bool:
        return self.clock() - self._beat_s < HEARTBEAT_S

    def _all_told(self) -> None:
        """Waits until every page has heard that all is over."""
        with self._streams_changed:
            self._streams_changed.wait_for(lambda: self._streams == 0, GOODBYE_S)
