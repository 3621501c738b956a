"""The page that shows a new key for an authenticator app, as a picture and in letters.

What waits for the first six digits is sealed in the page itself, so that nothing is kept before they are
right, and any process can go on.
"""

from __future__ import annotations

import json
from typing import Any

import segno
from flask import render_template, request
from markupsafe import Markup

from coach.accounts.codes import LASTS, Purpose
from coach.accounts.second_factor import address, in_fours
from coach.accounts.secret import SET_UP, seal, unseal
from web.clinic_server import doing
from web.clinic_server.guard import now

#: How long there is for putting the key into an app (ASVS 5.0, 6.5.5).
TIME = LASTS[Purpose.RESET]
NOT_THESE = (
    "These are not the digits of this key just now. Please take those that the app shows at this moment."
)
TOO_LATE = "This took longer than ten minutes. Please begin again."


def key_page(action: str, key: str, login_name: str, trouble: str = "", **waiting: str) -> str:
    """A new key with whatever else waits for its digits; or the same one again, where there is trouble."""
    told = {"key": key, "login_name": login_name, "action": action, **waiting}
    sealed = seal(json.dumps(told), SET_UP, doing.server_secret(), now())
    return _shown(told, sealed, trouble)


def key_page_again() -> str:
    """The page that was just sent, for other digits."""
    sealed = request.form.get("chosen", "")
    return _shown(waiting_for_digits() or {}, sealed, NOT_THESE)


def waiting_for_digits() -> dict[str, Any] | None:
    """What waited on the page that was sent; ``None`` where this server did not make it, or too long ago."""
    opened = unseal(request.form.get("chosen", ""), SET_UP, doing.server_secret(), now(), TIME)
    return json.loads(opened) if opened else None


def key_picture(key: str, login_name: str) -> Markup:
    """A QR code as SVG, dark on light in any theme, with its quiet edge of four."""
    drawn = segno.make(address(key, login_name), error="m", micro=False)
    return Markup(  # noqa: S704  of digits, drawn here
        drawn.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="key-picture", lineclass=None)
    )


def _shown(told: dict[str, Any], sealed: str, trouble: str) -> str:
    return render_template(
        "clinic_server/key.html",
        action=told["action"],
        chosen=sealed,
        picture=key_picture(told["key"], told["login_name"]),
        fours=in_fours(told["key"]),
        trouble=trouble,
    )
