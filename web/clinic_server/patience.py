"""Connections that nobody holds by saying nothing: a request that is being read takes one of the few threads.

A proxy in front reads whole heads before it passes them on, but bodies as they come; so a few clients that
begin a body and fall silent would keep everybody else out.
"""

from __future__ import annotations

import errno
import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

#: A line that says nothing for so long is gone. A laptop whose line stands still gives up a little sooner by
#: itself (10 s, `coach.sync.transport.TIMEOUT`), so it is never the server that cuts a slow one off.
SILENCE_S = 12.0
#: The longest record, 8 MB, on a line of 100 kilobits a second.
LONGEST_S = 600.0


class Patience(socket.socket):
    """A connection that is waited for, but not for ever; then it is as if the other side had left."""

    _ends_s = float("inf")
    _gone = False

    def setblocking(self, flag: bool) -> None:  # noqa: FBT001 - as it is called
        """From here on for one request, where ``flag`` is set."""
        self.settimeout(SILENCE_S if flag else 0.0)
        self._ends_s = time.monotonic() + LONGEST_S

    def recv(self, *args: Any) -> bytes:
        """The next bytes; never again any where there were none in time, so that closing waits for none."""
        if not self._gone and time.monotonic() < self._ends_s:
            with suppress(TimeoutError):
                return super().recv(*args)
        self._gone = True
        return b""

    def sendall(self, *args: Any) -> None:
        """
        Raises:
            BrokenPipeError: the other side does not take it.
        """
        try:
            super().sendall(*args)
        except TimeoutError as error:
            raise BrokenPipeError(errno.EPIPE, "the other side takes nothing") from error


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threads, on such connections."""

    def handle(self, conn: TConn) -> Any:
        """A request, in a thread."""
        if not isinstance(conn.sock, Patience):
            conn.sock = Patience(fileno=conn.sock.detach())
        return super().handle(conn)
