"""What the pages of accounts do in one breath: whose secret, whose address, what is noted, what is kept."""

from __future__ import annotations

import secrets
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from coach.accounts.audit import Noted
from coach.accounts.throttles import Throttle
from web.clinic_server.access import ACCESS, NO_PAGES, Access
from web.clinic_server.guard import cookie_of, now, parts, stores, visit

if TYPE_CHECKING:
    from datetime import timedelta

    from coach.accounts import Account
    from coach.accounts.audit import What

#: 256 bits (ASVS 5.0, 7.2.3: at least 128).
TOKEN_BYTES = 32
#: A provider gives a household a network of so many bits, not one address.
NETWORK_BITS = 64
#: Everybody behind one address; a clinic has one. Judgement.
FREE_FROM_AN_ADDRESS = 30


def server_secret() -> bytes:
    """The server's secret."""
    return parts().settings.secret.encode()


def asked_from() -> str:
    """Where the request comes from, as tries are counted: an address, or the network that it lies in."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "nowhere"
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return f"{int(address) >> NETWORK_BITS:x}::/{NETWORK_BITS}"
    return str(address)


def from_here(what: str) -> Throttle:
    """Tries of one kind from where the request comes from."""
    return Throttle(f"{what} from {asked_from()}", FREE_FROM_AN_ADDRESS)


def note(what: What, account: Account | None) -> None:
    """Keep what an account did on this page; nobody's where there is none."""
    clinic_id, account_id = (account.clinic_id, account.id) if account else (None, None)
    stores().accounts.note(Noted(now(), clinic_id, what, request.endpoint or "", account_id=account_id))


def note_about(what: What, account_id: str) -> None:
    """Keep what an admin did to somebody's account."""
    admin = visit().account
    where = f"{request.endpoint} {account_id}"
    stores().accounts.note(Noted(now(), admin.clinic_id, what, where, account_id=admin.id))


def new_token() -> str:
    """What a cookie holds."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def with_cookie(answer: BaseResponse, token: str) -> BaseResponse:
    """The answer, and the browser keeps the token until it is closed."""
    settings = parts().settings
    answer.set_cookie(
        cookie_of(settings), token, httponly=True, samesite="Strict", secure=settings.secure, path="/"
    )
    return answer


def without_cookie(answer: BaseResponse) -> BaseResponse:
    """The answer, and the browser forgets the token."""
    settings = parts().settings
    answer.delete_cookie(
        cookie_of(settings), httponly=True, samesite="Strict", secure=settings.secure, path="/"
    )
    return answer


def going_to() -> str:
    """Where somebody wanted to go before they were asked to log in: only ever a page of our own behind the
    login, so that no link of others leads anywhere else, and none makes a browser keep a file."""
    wanted = request.values.get("next", "")
    return wanted if _leads_to_a_page(wanted) else url_for("therapist.home")


def _leads_to_a_page(wanted: str) -> bool:
    """Whether a path, with or without a query, is one that is shown to whoever is logged in."""
    path = wanted.partition("?")[0]
    try:
        endpoint, _given = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:  # not found, or not asked for like this
        return False
    return ACCESS.get(endpoint) in {Access.THERAPIST, Access.ADMIN} and endpoint not in NO_PAGES


def wait_in_words(wait: timedelta) -> str:
    """How long to wait, rounded up."""
    seconds = max(1, round(wait.total_seconds()))
    if seconds <= 90:
        return f"{seconds} seconds"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes <= 90 else f"{-(-minutes // 60)} hours"
