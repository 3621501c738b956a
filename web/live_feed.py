"""From the live loop to the pages: the newest state, and every sentence exactly once."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition
from typing import Any

#: Sentences kept for a page that was away for a moment.
SAID_KEPT = 100


@dataclass(frozen=True)
class Said:
    """One sentence or sound for the patient.

    Attributes:
        key: names the sentence, such as ``camera_on``.
        text: the words, spoken and shown; empty for a sound alone.
        kind: what it is, such as ``instruction``; pages choose the sound by it.
        frame_s: time of the frame that led to it, seconds on the live clock; ``None`` for a command.
    """

    key: str
    text: str
    kind: str = "instruction"
    frame_s: float | None = None


@dataclass(frozen=True)
class News:
    """What is new for one reader: the state (``None`` when unchanged) and the sentences since."""

    version: int
    state: dict[str, Any] | None
    said: tuple[tuple[int, Said], ...]


class Feed:
    """Newest state wins; sentences queue, numbered from 1. Any number of readers, none of them waited for."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._changed = Condition()
        self._version = 0
        self._state: dict[str, Any] = {}
        self._said: deque[tuple[int, Said]] = deque(maxlen=SAID_KEPT)
        self._count = 0

    @property
    def count(self) -> int:
        """How many sentences there were."""
        return self._count

    @property
    def newest(self) -> tuple[int, dict[str, Any]]:
        """The newest state and its number."""
        with self._changed:
            return self._version, self._state

    @property
    def state(self) -> dict[str, Any]:
        """The newest state."""
        return self._state

    def publish(self, state: dict[str, Any]) -> None:
        """Replaces the state."""
        with self._changed:
            self._version, self._state = self._version + 1, state
            self._changed.notify_all()

    def say(self, said: Said) -> None:
        """Adds a sentence."""
        with self._changed:
            self._count += 1
            self._said.append((self._count, said))
            self._changed.notify_all()

    def forget(self) -> None:
        """What was said is told to no page that asks later."""
        with self._changed:
            self._said.clear()

    def wait(self, version: int, count: int, *, not_before_s: float, timeout_s: float) -> News:
        """Waits for something new.

        Args:
            version, count: what the reader has: version of the state, number of its last sentence.
            not_before_s: the state is not sent before this time on the clock; sentences are, at once.
        """
        with self._changed:
            until_s = self._clock() + timeout_s
            while self._count <= count and (now_s := self._clock()) < until_s:
                if self._version > version and now_s >= not_before_s:
                    break
                due_s = min(until_s, not_before_s) if self._version > version else until_s
                self._changed.wait(max(0.001, due_s - now_s))
            fresh = tuple(entry for entry in self._said if entry[0] > count)
            due = self._version > version and self._clock() >= not_before_s
            return News(self._version if due else version, self._state if due else None, fresh)
