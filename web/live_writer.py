"""Writes to the store off the measuring thread, in order. Nothing counts as saved before it is on disk."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Condition, Thread
from typing import TYPE_CHECKING

from coach.errors import StoreError

if TYPE_CHECKING:
    from coach.store import Store

#: A write that was refused (a full disk) is tried again after this.
AGAIN_S = 1.0

Job = Callable[["Store"], None]


class Writer:
    """One thread, one queue. A refused write stays first in line, so that the order is kept."""

    def __init__(self, store: Store, done: Callable[[], None]) -> None:
        """
        Args:
            done: called after each write or refusal, from the writer's thread.
        """
        self._store, self._done = store, done
        self._changed = Condition()
        self._jobs: deque[tuple[Job, bool]] = deque()
        self._closed = False
        self.saved_reps = 0
        self.trouble = ""
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def put(self, job: Job, *, rep: bool = False) -> None:
        """Queues a write.

        Args:
            rep: it is a repetition, to be counted once it is on disk.
        """
        with self._changed:
            self._jobs.append((job, rep))
            self._changed.notify_all()

    def flush(self, timeout_s: float) -> bool:
        """Waits until everything is on disk; whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._jobs, timeout_s)

    def close(self, timeout_s: float = 5.0) -> bool:
        """Writes what is left and stops; whether everything is on disk."""
        clean = self.flush(timeout_s)
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join(timeout_s)
        return clean

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._jobs or self._closed)
                if self._closed:
                    return
                job, rep = self._jobs[0]
            self._write(job, rep=rep)
            self._done()

    def _write(self, job: Job, *, rep: bool) -> None:
        try:
            job(self._store)
        except StoreError as error:
            with self._changed:
                self.trouble = str(error)
                self._changed.wait_for(lambda: self._closed, AGAIN_S)
            return
        with self._changed:
            self.trouble = ""
            self.saved_reps += rep
            self._jobs.popleft()
            self._changed.notify_all()
