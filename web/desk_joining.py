"""Stations and their desk in the clinic's network: paired by a code, ended on either side. Behind the PIN."""

from __future__ import annotations

import socket

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.accounts.codes import in_two
from coach.four_words import four_words
from web import lan_keys as keys
from web.auth import therapist_only
from web.desk import desk
from web.desk_link import certificate_at, introduced
from web.errors import AskedError
from web.lan_wire import LinkError
from web.services import services

bp = Blueprint("joining", __name__, url_prefix="/therapist/desk/stations")

LONGEST = {"address": 200, "name": 40, "certificate": 8000, "code": 20}


@bp.get("")
@therapist_only
def page() -> ResponseReturnValue:
    """The stations of this desk, and the desk of this station."""
    return _page({}, "")


@bp.post("/code")
@therapist_only
def code() -> ResponseReturnValue:
    """A code for one more station, in place of the one before."""
    listener = desk().listener
    if listener is None:
        raise AskedError("This computer is no desk: start it with midline run --desk-port 8766.")
    listener.make_code()
    return redirect(url_for(".page"), code=303)


@bp.post("/<station_id>/forget")
@therapist_only
def forget(station_id: str) -> ResponseReturnValue:
    """A station is not let in any more."""
    listener = desk().listener
    if listener is not None:
        listener.forget(station_id)
    else:
        keys.forget(services().store, station_id)
    return redirect(url_for(".page"), code=303)


@bp.post("/join")
@therapist_only
def join() -> ResponseReturnValue:
    """Asks who is at an address; then, with the words compared and the code typed, belongs to that desk."""
    typed = {name: request.form.get(name, "").strip() for name in LONGEST}
    try:
        _bounded(typed)
        if not typed["certificate"]:
            return _page(typed | {"certificate": certificate_at(typed["address"]).hex()}, "")
        found = keys.Joined(typed["address"], typed["certificate"], keys.new_key(), typed["name"])
        introduced(found, typed["code"]).close()
    except (LinkError, AskedError) as error:
        return _page(typed, str(error)), 422
    _belong(found)
    return redirect(url_for(".page"), code=303)


@bp.post("/leave")
@therapist_only
def leave() -> ResponseReturnValue:
    """This station belongs to no desk any more."""
    _belong(None)
    return redirect(url_for(".page"), code=303)


def _belong(to: keys.Joined | None) -> None:
    keys.join(services().store, to)
    link = desk().link
    if link is not None:
        link.look_again()


def _bounded(typed: dict[str, str]) -> None:
    for name, most in LONGEST.items():
        if len(typed[name]) > most:
            raise AskedError(f"The {name} can be up to {most} characters; these are {len(typed[name])}.")
    if typed["certificate"] and not (typed["name"] and typed["code"]):
        raise AskedError("A station needs a name, and the code that the desk shows.")


def _page(typed: dict[str, str], trouble: str) -> str:
    at, store = desk(), services().store
    listener, link = at.listener, at.link
    away = {one.id for one in at.stations if one.told()[1]["stage"] == "away"}
    return render_template(
        "desk/stations.html",
        listener=listener,
        host=socket.gethostname(),
        code=in_two(listener.code) if listener and listener.code else "",
        known=[(one, one.id in away) for one in keys.known_stations(store)],
        joined=keys.joined_desk(store),
        connected=link is not None and link.connected,
        link_trouble=link.trouble if link else "",
        typed=typed,
        there=_words(typed.get("certificate", "")),
        trouble=trouble,
    )


def _words(certificate: str) -> str:
    try:
        return four_words(bytes.fromhex(certificate)) if certificate else ""
    except ValueError:
        return ""
