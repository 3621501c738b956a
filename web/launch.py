"""Who may talk to this run of Midline: launch links, browsers and therapist sittings.

Everything here lives in memory and is gone with the process.
"""

import secrets
import time
from collections.abc import Callable
from hashlib import sha256
from threading import Lock

from itsdangerous import BadSignature, TimestampSigner

#: A launch link is opened by a program within moments; two minutes leave time to copy it from a terminal.
LINK_LIFE_S = 120
#: A therapist who walks away leaves the pages open for no longer than this (ASVS 5.0, 7.3.1: an idle limit).
SITTING_IDLE_S = 15 * 60
TOKEN_BYTES = 32  # 256 bits

Clock = Callable[[], float]


class _Signer(TimestampSigner):
    """Signs launch tokens with a time from the given clock."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        super().__init__(key, salt="midline launch", digest_method=sha256)
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock())


def new_token(key: bytes, clock: Clock = time.time) -> str:
    """A launch token; any process that holds the run's key can make one."""
    return _Signer(key, clock).sign(secrets.token_urlsafe(TOKEN_BYTES)).decode()


class Launch:
    """Launch tokens (one use each), the browsers they let in, and which of those has a therapist before it.

    Args:
        key: secret of this run, 32 random bytes.
        clock: seconds on the wall clock, which goes on while a laptop sleeps.
    """

    def __init__(self, key: bytes, clock: Clock = time.time) -> None:
        self.clock = clock
        self.salt = sha256(b"midline whose" + key).digest()
        self._key = key
        self._lock = Lock()
        self._used: set[bytes] = set()
        self._browsers: set[str] = set()
        self._sittings: dict[str, float] = {}
        self._sent_away: set[str] = set()

    def token(self) -> str:
        """A new launch token."""
        return new_token(self._key, self.clock)

    def redeem(self, token: str) -> str | None:
        """A new browser id for a fresh, unused token; ``None`` for any other."""
        try:
            nonce = _Signer(self._key, self.clock).unsign(token, max_age=LINK_LIFE_S)
        except BadSignature:
            return None
        with self._lock:
            if nonce in self._used:  # not the token: several spellings of a signature are the same bits
                return None
            self._used.add(nonce)
            browser = secrets.token_urlsafe(TOKEN_BYTES)
            self._browsers.add(browser)
        return browser

    def knows(self, browser: str | None) -> bool:
        """Whether this browser came in by a launch link."""
        return browser in self._browsers

    def sit(self, browser: str) -> None:
        """A therapist has given the PIN in this browser."""
        with self._lock:
            self._sittings[browser] = self.clock()
            self._sent_away.discard(browser)

    def sitting(self, browser: str, *, touch: bool = False) -> bool:
        """Whether a therapist sits before this browser; ``touch`` counts as being busy."""
        with self._lock:
            idle_s = self.clock() - self._sittings.get(browser, float("-inf"))
            if not 0 <= idle_s < SITTING_IDLE_S:
                self._sittings.pop(browser, None)
                return False
            if touch:
                self._sittings[browser] = self.clock()
            return True

    def stand(self, browser: str) -> None:
        """The therapist has left."""
        with self._lock:
            self._sittings.pop(browser, None)

    def hand_over(self, keeping: str = "") -> None:
        """Somebody else is next before this computer: no therapist sits before it any more, but before the
        browser that is ``keeping`` its sitting."""
        with self._lock:
            gone = set(self._sittings) - {keeping}
            self._sittings = {keeping: self._sittings[keeping]} if keeping in self._sittings else {}
            self._sent_away |= gone

    def sent_away(self, browser: str) -> bool:
        """Whether a therapist sat before this browser when the computer was handed over."""
        return browser in self._sent_away
