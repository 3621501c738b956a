"""Messages between a station and a desk over TLS: each a length of four bytes and so many bytes of JSON.

Nothing longer than `LONGEST` is read, and nothing is waited for without an end.
"""

import json
import select
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from web.errors import WebError

#: More than the longest state with its sentences, and little enough that nobody can fill the memory.
LONGEST = 32_768
#: Before somebody is known: a key, a code and a name.
LONGEST_AT_FIRST = 2_048
#: A side that says nothing for this long is gone; each says something every second.
SILENCE_S = 5.0


class LinkError(WebError):
    """The other side is gone, or says what cannot be understood."""


def send(link: socket.socket, message: Mapping[str, Any]) -> None:
    """Say something.

    Raises:
        LinkError: it could not be sent.
    """
    body = json.dumps(message, separators=(",", ":"), allow_nan=False).encode()
    if len(body) > LONGEST:
        raise LinkError(f"A message of {len(body)} bytes is longer than {LONGEST}.")
    try:
        link.sendall(len(body).to_bytes(4, "big") + body)
    except OSError as error:
        raise LinkError("The other side is gone.") from error


def receive(link: socket.socket, longest: int = LONGEST, ends_s: float | None = None) -> dict[str, Any]:
    """What the other side says next.

    Args:
        ends_s: until when all of it has to be there, monotonic seconds; without it from now on so long as a
            side may be silent.

    Raises:
        LinkError: it is gone, silent for too long, or says something too long or no JSON object.
    """
    ends_s = time.monotonic() + SILENCE_S if ends_s is None else ends_s
    length = int.from_bytes(_exactly(link, 4, ends_s), "big")
    if length > longest:
        raise LinkError(f"A message of {length} bytes is longer than {longest}.")
    try:
        message = json.loads(_exactly(link, length, ends_s), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise LinkError("The other side says what is no message.") from error
    if not isinstance(message, dict):
        raise LinkError("The other side says what is no message.")
    return message


def can_read(link: ssl.SSLSocket, wait_s: float) -> bool:
    """Whether the other side has begun to say something; waits for it for a moment. One thread alone may use
    a connection, so it has to look after both directions."""
    return link.pending() > 0 or bool(select.select([link], [], [], wait_s)[0])


def _exactly(link: socket.socket, count: int, ends_s: float) -> bytes:
    """So many bytes, all of them in time: nobody holds a place by saying one now and then."""
    found, usual_s = b"", link.gettimeout()
    while len(found) < count:
        left_s = ends_s - time.monotonic()
        if left_s <= 0.0:
            raise LinkError("The other side is too slow.")
        link.settimeout(left_s)
        try:
            piece = link.recv(count - len(found))
        except OSError as error:
            raise LinkError("The other side is silent.") from error
        if not piece:
            raise LinkError("The other side is gone.")
        found += piece
    link.settimeout(usual_s)
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def close(link: socket.socket) -> None:
    """Whoever waits on it is woken."""
    with suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
    link.close()
