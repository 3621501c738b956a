"""One door for every request to a clinic's server: which host and page it came from, who is logged in,
whether the route is for them, and which clinic's store it sees. What is not in the table is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from coach.accounts.values import Role
from web.clinic_server.access import ACCESS, Access
from web.security import NOT_OURS, from_our_page
from web.services import CLINIC_EXTENSION

if TYPE_CHECKING:
    from coach.accounts import Stores
    from coach.accounts.logins import Visit
    from web.clinic_server.parts import Parts
    from web.clinic_server.settings import Settings

#: The prefix keeps other hosts and plain http from setting it (ASVS 5.0, 3.3.1); without TLS, on this very
#: machine only, browsers differ in whether they take it.
COOKIE = "__Host-midline"
PLAIN_COOKIE = "midline-clinic"
NOT_THERE = "There is no such page."
NOT_YOURS = "This page is for an admin of the clinic."
LOG_IN = "Please log in first; nothing was changed."


def parts() -> Parts:
    """What the server that answers this request works with."""
    return cast("Parts", current_app.extensions[CLINIC_EXTENSION])


def stores() -> Stores:
    """The accounts and the clinics' stores."""
    return parts().stores


def visit() -> Visit:
    """Who asks; only where somebody is logged in."""
    return cast("Visit", g.visit)


def now() -> datetime:
    """Aware UTC."""
    return datetime.now(UTC)


def cookie_of(settings: Settings) -> str:
    """The name of the login's cookie."""
    return COOKIE if settings.secure else PLAIN_COOKIE


def guard(app: Flask) -> None:
    """Put the door before every route of ``app``."""
    app.before_request(_door)


def _door() -> BaseResponse | None:
    access = ACCESS.get(request.endpoint or "")
    if request.endpoint is None or access is Access.LAPTOP:
        abort(404, NOT_THERE)
    if access is None:  # a new route whose line was forgotten
        abort(403, NOT_THERE)
    _check_origin(access)
    if access in {Access.EVERYBODY, Access.DEVICE}:
        return None
    return _let_in(access)


def _check_origin(access: Access) -> None:
    settings = parts().settings
    if request.endpoint in {"healthz", "readyz"}:
        return  # asked by the machine itself, under any name
    if request.headers.get("Host") != settings.host:
        abort(400, NOT_OURS)
    if access is Access.DEVICE:
        if "Sec-Fetch-Site" in request.headers:  # a page in a browser, not a laptop's Midline
            abort(403, NOT_OURS)
    elif not _from_our_page():
        abort(403, NOT_OURS)


def _from_our_page() -> bool:
    """Our own page, or a person who follows a link or opens an address: the cookie does not come along from
    another site, so that they see what they would without being logged in."""
    headers = request.headers
    opened = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"
    if request.method in {"GET", "HEAD"} and opened:
        return True
    return from_our_page(request.method, headers, address=parts().settings.public_address)


def _let_in(access: Access) -> BaseResponse | None:
    token = request.cookies.get(cookie_of(parts().settings), "")
    found = stores().accounts.visit_of(token, now()) if token else None
    if found is None or found.login.whole is (access is Access.HALF_WAY):
        return _ask_to_log_in()
    if access is Access.ADMIN and found.account.role is not Role.ADMIN:
        abort(403, NOT_YOURS)
    g.visit, g.account = found, found.account
    if access is not Access.HALF_WAY:
        g.services = parts().services_of(found.clinic)
    return None


def _ask_to_log_in() -> BaseResponse:
    if request.method not in {"GET", "HEAD"} or request.headers.get("Sec-Fetch-Dest") == "empty":
        abort(403, LOG_IN)
    asked = request.full_path if request.query_string else request.path
    return redirect(url_for("login.ask", next=asked), code=303)
