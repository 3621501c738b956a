"""The rules of a program that listens on the user's own machine, on every route.

Any page in any browser tab, and any other local program, can send requests to this port. Chromium sends even
``SameSite=Strict`` cookies from another port of the same host (measured), so three things are checked on each
request: which host was asked for, which page asked, and whether its browser came in by a launch link.
"""

import base64
import hashlib
from dataclasses import dataclass

from flask import Flask, Response, abort, g, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from coach.errors import CoachError, NotFoundError, StoreError, TakenError
from web.errors import WebError
from web.launch import Launch

#: The biggest request that is ever due is one picture of the browser's own camera.
MAX_REQUEST_BYTES = 1_000_000
HOSTS = ("127.0.0.1", "localhost")

CSP = {
    "default-src": "'self'",
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    "form-action": "'self'",
    "frame-src": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
}
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

_STYLE = (
    "body{font:1.25rem/1.6 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem;"
    "color-scheme:light dark}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

START_AGAIN = (
    "Please start Midline from its own window: run the command midline, and it opens the page for you."
)
NOT_OURS = "This request did not come from Midline's own page, so nothing was done."


#: What a request is answered with when it meets an error of ours; of several kinds the narrowest counts.
STATUS: dict[type[Exception], int] = {
    NotFoundError: 404,
    TakenError: 409,
    StoreError: 503,
    CoachError: 422,
    WebError: 409,
}


def status_of(error: Exception) -> int:
    """The status of an error of ours."""
    return next(code for kind, code in STATUS.items() if isinstance(error, kind))


def csp(**wider: str) -> str:
    """The content security policy, with some directives replaced, such as ``style_src="'self' …"``.

    A view sets it for its own page with ``flask.g.csp = csp(…)``.
    """
    directives = CSP | {name.replace("_", "-"): value for name, value in wider.items()}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


@dataclass(frozen=True)
class Own:
    """Our own address."""

    port: int

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every Host header that means us."""
        return tuple(f"{host}:{self.port}" for host in HOSTS)

    @property
    def cookie(self) -> str:
        """Name of the cookie; ports share cookies, so it says ours."""
        return f"midline-{self.port}"


def from_our_page(method: str, headers: Headers, *, address: str = "", open_to_tools: bool = False) -> bool:
    """Whether the request was made by our own page or by a person who opened it. The host is checked before.

    ``address`` is our own, where it is not the Host over http; ``open_to_tools`` lets in a plain GET that
    names no page at all, such as one by ``curl``.
    """
    origin = headers.get("Origin")
    if origin not in {None, "null", address or f"http://{headers.get('Host')}"}:
        return False
    site = headers.get("Sec-Fetch-Site")
    reading = method in {"GET", "HEAD"}
    if site is None:
        page = "text/html" in headers.get("Accept", "") or open_to_tools
        return (origin is None and reading and page) or origin not in {None, "null"}
    opened_by_person = site == "none" and reading and headers.get("Sec-Fetch-Mode") == "navigate"
    return site == "same-origin" or opened_by_person


def secure(app: Flask, launch: Launch, port: int) -> None:
    """Puts the rules on every route of ``app``; adds ``/launch`` and ``/healthz``."""
    own = Own(port)
    app.config["TRUSTED_HOSTS"] = list(HOSTS)
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BYTES
    app.before_request(lambda: _check(own, launch))
    answer_safely(app)
    app.add_url_rule("/launch", "launch", lambda: _let_in(own, launch))
    app.add_url_rule("/healthz", "healthz", lambda: {"midline": "ok"})


def answer_safely(app: Flask) -> None:
    """The headers of every answer, and any refusal in a sentence."""
    app.after_request(_headers)
    app.register_error_handler(HTTPException, _sorry)
    for kind in STATUS:
        app.register_error_handler(kind, lambda error: say(status_of(error), str(error)))


def _check(own: Own, launch: Launch) -> None:
    if request.headers.get("Host") not in own.hosts:
        abort(400, NOT_OURS)
    if not from_our_page(request.method, request.headers, open_to_tools=request.endpoint == "healthz"):
        abort(403, NOT_OURS)
    if request.endpoint in {"healthz", "launch"}:
        return
    g.browser = request.cookies.get(f"__Host-{own.cookie}") or request.cookies.get(own.cookie)
    if not launch.knows(g.browser):
        abort(403, START_AGAIN)


def _let_in(own: Own, launch: Launch) -> BaseResponse:
    """Swaps a launch token for a cookie."""
    browser = launch.redeem(request.args.get("token", ""))
    if browser is None:
        abort(403, "This link was used before or is too old. " + START_AGAIN)
    response = redirect(url_for("patient.home"), code=303)
    # Safari refuses Secure cookies on http://localhost, Chromium takes them.
    prefixed = "Chrome/" in request.headers.get("User-Agent", "")
    name = f"__Host-{own.cookie}" if prefixed else own.cookie
    response.set_cookie(name, browser, httponly=True, samesite="Strict", secure=prefixed, path="/")
    return response


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    if "cached" in g:  # a library that is the same for everybody
        response.headers["Cache-Control"] = g.cached
    response.headers["Content-Security-Policy"] = g.get("csp") or csp()
    return response


def _sorry(error: HTTPException) -> BaseResponse:
    """Any refusal in a sentence; redirects pass."""
    if error.code is None or error.code < 400:
        return error.get_response()
    return say(error.code, error.description or "")


def say(code: int, sentence: str) -> Response:
    """An answer that is one sentence, for a person or for a script of ours."""
    if request.headers.get("Sec-Fetch-Dest") == "empty":  # a script of ours asked, not a person
        return make_response({"error": sentence}, code)
    g.csp = csp(style_src=f"'sha256-{_STYLE_HASH}'")
    return make_response(render_template("auth/sorry.html", style=_STYLE, sentence=sentence), code)
