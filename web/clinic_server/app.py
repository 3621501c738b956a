"""The clinic's app: the shared therapist's pages behind logins, and what only a server has."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from flask import Flask, Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from coach.errors import CoachError
from web.clinic_server import (
    api,
    audit_page,
    erasure_requests,
    laptops,
    login,
    own_account,
    people,
    set_up,
    settling,
)
from web.clinic_server.guard import guard, parts
from web.clinic_server.noting import note_visits
from web.clinic_server.parts import Parts
from web.clinic_server.signed_form import SignedRequest
from web.logs import note_requests
from web.picture import picture_data
from web.security import MAX_REQUEST_BYTES, answer_safely
from web.services import CLINIC_EXTENSION
from web.shared_pages import SHARED
from web.signing import name_is_known

if TYPE_CHECKING:
    from coach.accounts import Stores
    from web.clinic_server.settings import Settings

#: What only a server has.
OWN = (api, laptops, erasure_requests, settling, login, set_up, own_account, people, audit_page)
#: A year, and for every name below ours (ASVS 5.0, 3.4.1).
HSTS = "max-age=31536000; includeSubDomains"


def create_clinic_app(settings: Settings, stores: Stores) -> Flask:
    """The app of a clinic's server.

    Args:
        stores: open; the app does not close them, whoever serves it does.
    """
    app = Flask("web")
    app.request_class = SignedRequest
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BYTES
    app.extensions[CLINIC_EXTENSION] = Parts(settings, stores)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)  # type: ignore[method-assign]
    note_requests(app)
    guard(app)
    answer_safely(app)
    note_visits(app)
    app.after_request(lambda answer: _only_tls(settings, answer))
    app.before_request(_read_together)
    app.teardown_request(_read_apart)
    app.context_processor(lambda: {"made_up": False, "account": g.get("account"), "therapist_here": False})
    app.jinja_env.filters["picture_data"] = picture_data
    app.jinja_env.globals["name_is_known"] = name_is_known
    for part in (*SHARED, *OWN):
        app.register_blueprint(part.bp)
    app.add_url_rule("/", "home", _home)
    app.add_url_rule("/healthz", "healthz", lambda: {"midline": "ok"})
    app.add_url_rule("/readyz", "readyz", _ready)
    return app


def _home() -> ResponseReturnValue:
    return redirect(url_for("therapist.home"), code=303)


def _ready() -> ResponseReturnValue:
    """Whether the database answers and is as this program keeps it."""
    try:
        good = parts().ready()
    except CoachError:
        good = False
    return ({"midline": "ready"}, 200) if good else ({"midline": "not ready"}, 503)


def _only_tls(settings: Settings, answer: Response) -> Response:
    if settings.secure:
        answer.headers["Strict-Transport-Security"] = HSTS
    return answer


def _read_together() -> None:
    """What a page shows is all of one moment."""
    if request.method == "GET" and "services" in g:
        g.reads = ExitStack()
        g.reads.enter_context(g.services.store.reads_together())


def _read_apart(_error: BaseException | None) -> None:
    if "reads" in g:
        g.reads.close()
