"""The therapist's PIN: keeps the patient's own family and guests out of the therapist's pages.

The PIN is kept as an Argon2 hash. Wrong tries are counted in the store before they are checked, so neither a
restart nor a kill gives more of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from threading import Lock
from typing import TYPE_CHECKING, ParamSpec

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.services import launch, services, therapist_here

if TYPE_CHECKING:
    from coach.store import Store

bp = Blueprint("auth", __name__, url_prefix="/pin")

PIN = re.compile(r"[0-9]{6,64}")
EASY = ("01234567890123456789", "98765432109876543210")
#: Tries before the first wait. Then 5 s, doubling: a million PINs at the longest wait take 28 years.
FREE_TRIES = 3
FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 15 * 60.0
TRIES_SETTING = "pin_tries"

_hasher = PasswordHasher()
_one_at_a_time = Lock()  # exact counting, and Argon2's memory is used once
P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


@dataclass(frozen=True)
class Tries:
    """Wrong PINs in a row, and when the last one was, seconds on the wall clock."""

    wrong: int = 0
    last_s: float = 0.0

    def wait_s(self, now_s: float) -> float:
        """How long to wait before the next try; a clock set back waits no longer than one set right."""
        if self.wrong < FREE_TRIES:
            return 0.0
        wait_s = min(FIRST_WAIT_S * 2.0 ** min(self.wrong - FREE_TRIES, 20), LONGEST_WAIT_S)
        return max(0.0, min(self.last_s, now_s) + wait_s - now_s)


def therapist_only(view: View[P]) -> View[P]:
    """Shows the view only while a therapist sits before this browser; else asks for the PIN.

    :raise 403: for anything but a GET.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if therapist_here(touch=True):
            return view(*args, **kwargs)
        if request.method != "GET":
            abort(403, "The therapist's pages are locked. Please give the PIN again; nothing was changed.")
        return redirect(url_for("auth.ask", next=request.path), code=303)

    return guarded


@bp.get("")
def ask() -> ResponseReturnValue:
    """Asks for the PIN, or for a new one where there is none."""
    return _page("")


@bp.post("")
def give() -> ResponseReturnValue:
    """Takes the PIN, or sets it where there is none."""
    pin = request.form.get("pin", "")
    trouble = _enter(pin) if services().store.pin_hash() else _choose(pin, request.form.get("again", ""))
    if trouble:
        return _page(trouble), 403
    launch().sit(g.browser)
    return redirect(_next(), code=303)


@bp.post("/lock")
def lock() -> ResponseReturnValue:
    """Ends the therapist's sitting."""
    launch().stand(g.browser)
    return redirect(url_for("patient.home"), code=303)


def check_pin(store: Store, pin: str, now_s: float) -> str:
    """Empty where the PIN is right; else what to say."""
    with _one_at_a_time:
        tries = Tries(**json.loads(store.setting(TRIES_SETTING) or "{}"))
        wait_s = tries.wait_s(now_s)
        if wait_s > 0:
            return f"Please wait {_in_words(wait_s)}, then try again."
        _keep(store, Tries(tries.wrong + 1, now_s))
        if not _matches(store.pin_hash() or "", pin):
            return "That is not the PIN."
        _keep(store, Tries())
        return ""


def refused_pin(pin: str, again: str) -> str:
    """Empty where a new PIN will do; else what to say."""
    if not PIN.fullmatch(pin):
        return "A PIN has at least 6 digits, and digits only."
    if len(set(pin)) == 1 or any(pin in row for row in EASY):
        return "That PIN is among the first that anybody tries. Please choose another."
    if pin != again:
        return "The two entries differ. Please type the same PIN twice."
    return ""


def _enter(pin: str) -> str:
    return check_pin(services().store, pin, launch().clock())


def _choose(pin: str, again: str) -> str:
    trouble = refused_pin(pin, again)
    if not trouble:
        services().store.set_pin_hash(_hasher.hash(pin))
    return trouble


def _matches(pin_hash: str, pin: str) -> bool:
    try:
        return _hasher.verify(pin_hash, pin)
    except VerificationError:
        return False


def _keep(store: Store, tries: Tries) -> None:
    store.set_setting(TRIES_SETTING, json.dumps(asdict(tries)))


def _in_words(seconds: float) -> str:
    if seconds <= 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} minutes"


def _page(trouble: str) -> str:
    new = services().store.pin_hash() is None
    return render_template("auth/pin.html", new=new, trouble=trouble, next=_next())


def _next() -> str:
    """Where to go with the right PIN: only ever into the therapist's pages."""
    home = url_for("therapist.home")
    wanted = request.values.get("next", "")
    return wanted if wanted.startswith(home) and "\\" not in wanted else home
