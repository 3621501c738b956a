"""Every route and method of a clinic's server against everybody who may ask: one table.

A route has its line in `web.clinic_server.access`, which says whom it is for; what each of the visitors then
meets follows from that line alone. A route without a line, or with an argument that is not known here, fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import inspect
from werkzeug.routing import Rule

from coach.accounts import Stores
from tests.coach.accounts.builders import NORTH
from tests.coach.store.builders import ANNA
from tests.web.clinic_server.visitors import (
    DEVICE,
    EVENT,
    MIA,
    MIAS_LOGIN,
    OWN_EXERCISE,
    REQUEST,
    SCORE,
    SESSION,
    Visitor,
    furnish,
    visitors,
)
from web.clinic_server.access import ACCESS, Access
from web.clinic_server.api import OPEN

#: An example of each argument: what belongs to the north clinic, or what belongs to nobody.
ARGUMENTS = {
    "patient_id": ANNA.id,
    "session_id": SESSION,
    "event_id": EVENT,
    "score_id": SCORE,
    "exercise_id": OWN_EXERCISE,
    "device_id": DEVICE,
    "request_id": REQUEST,
    "number": "1",
    "account_id": MIA.id,
    "login_id": MIAS_LOGIN,
    "version": "1",
    "position": "0",
    "file": "fhir.json",
    "rule": "pain",
    "record_id": "01980000-0000-7000-8000-0000000000e2",
    "anything": "anything",
    "filename": "midline.css",
}
#: Those that name nothing of any clinic.
OF_NOBODY = {"filename", "record_id", "anything"}

IN, LOG_IN, REFUSED, NOT_THERE = "let in", "asked to log in", "refused", "not there"
OUT = {LOG_IN, REFUSED}
BROWSERS = ("nobody", "half-way", "therapist", "admin", "other therapist", "other admin")
SHUT_OUT = ("nobody", "closed", "waiting", "ended")
LAPTOPS = ("laptop", "other laptop", "revoked laptop")
EVERYBODY = (*BROWSERS, "closed", "waiting", "ended", *LAPTOPS)
#: Where a form without anything in it is refused like a stranger, and where there is nothing behind the door.
WITHOUT_PASSWORD = {"login.give": {REFUSED}, "login.give_digits": {REFUSED}, "api.nothing": {NOT_THERE}}
#: Mia's login is no own one of theirs; Anna has no alert, no step that is due, and only one version.
NOT_THEIRS = {"own.end", "dismissing.dismiss", "advancing.answer", "versions.compare"}


@dataclass(frozen=True)
class Case:
    """One route by one of its methods."""

    endpoint: str
    method: str
    path: str
    access: Access
    named: bool  # names something that belongs to the north clinic

    def expected(self, who: str) -> set[str]:
        """What one of `EVERYBODY` may meet."""
        if self.access is Access.LAPTOP:
            return {NOT_THERE, REFUSED}
        if self.access is Access.DEVICE:
            return self._for_laptops(who)
        if who in LAPTOPS:
            return {IN, *OUT} if self.access is Access.EVERYBODY else OUT
        return self._for_people(who)

    def _for_laptops(self, who: str) -> set[str]:
        if who not in LAPTOPS:
            return {REFUSED}
        let_in = self.endpoint in OPEN or who != "revoked laptop"
        return WITHOUT_PASSWORD.get(self.endpoint, {IN}) if let_in else {REFUSED}

    def _for_people(self, who: str) -> set[str]:
        if self.access is Access.EVERYBODY:
            return WITHOUT_PASSWORD.get(self.endpoint, {IN})
        if self.access is Access.HALF_WAY:
            return WITHOUT_PASSWORD.get(self.endpoint, {IN}) if who == "half-way" else OUT
        if who in {"half-way", *SHUT_OUT}:
            return OUT
        if self.access is Access.ADMIN and who in {"therapist", "other therapist"}:
            return {REFUSED}
        if who in {"other therapist", "other admin"} and self.named:
            return {NOT_THERE}
        return {IN, NOT_THERE} if self.endpoint in NOT_THEIRS else {IN}


def cases(app: Flask) -> Iterator[Case]:
    """Every route by every method; HEAD is GET without its body, and passes the same door."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            named = bool(rule.arguments - OF_NOBODY)
            yield Case(rule.endpoint, method, _path(app, rule), ACCESS[rule.endpoint], named)


def _path(app: Flask, rule: Rule) -> str:
    given = {name: ARGUMENTS[name] for name in rule.arguments}
    return app.url_map.bind("").build(rule.endpoint, given)


def met(status: int, location: str) -> str:
    """What an answer is for whoever asked."""
    if status == 303 and location.startswith("/login?next="):
        return LOG_IN
    if status in {400, 401, 403}:
        return REFUSED
    return NOT_THERE if status in {404, 405} else IN if status < 500 else f"broken: {status}"


@pytest.fixture(scope="module")
def everybody(app: Flask, stores: Stores) -> dict[str, Visitor]:
    furnish(stores)
    return visitors(app, stores)


def surprises(app: Flask, visitor: Visitor) -> dict[str, str]:
    """Where a visitor meets something else than the table says."""
    found = {}
    for case in sorted(cases(app), key=lambda one: (one.method not in {"GET", "HEAD"}, one.path)):
        answer = met(*visitor.ask(case.method, case.path))
        if answer not in case.expected(visitor.name):
            found[f"{case.method} {case.path}"] = f"{answer}, not {case.expected(visitor.name)}"
    return found


#: What changes by being asked: tries, logins, notes, and what a laptop is to sign.
BY_ASKING = {"throttle", "login", "audit", "challenge"}


def kept(stores: Stores) -> dict[str, str]:
    """A fingerprint of every table of the north clinic and of the accounts."""
    found = {}
    for name, part in (("accounts", stores.accounts), ("north", stores.of(NORTH))):
        with part.moment() as db:
            for table in sorted(set(inspect(db).get_table_names()) - BY_ASKING):
                query = f'SELECT md5(string_agg(t::text, $$|$$ ORDER BY t::text)) FROM "{table}" t'  # noqa: S608
                found[f"{name}.{table}"] = str(db.exec_driver_sql(query).scalar())
    return found


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one not in {"therapist", "admin"}])
def test_whoever_may_not_meets_what_the_table_says_and_changes_nothing(
    app: Flask, stores: Stores, everybody: dict[str, Visitor], who: str
) -> None:
    before = kept(stores)
    assert surprises(app, everybody[who]) == {}
    assert {name for name, hashed in kept(stores).items() if before[name] != hashed} == set()


def test_a_therapist_and_an_admin_are_let_in(
    app: Flask, everybody: dict[str, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert surprises(app, everybody["therapist"]) == {}
    for name in ("event_id", "score_id", "device_id"):
        monkeypatch.setitem(ARGUMENTS, name, ARGUMENTS[name] + " again")
    assert surprises(app, everybody["admin"]) == {}


def test_every_argument_of_a_route_is_tried(app: Flask) -> None:
    assert {name for rule in app.url_map.iter_rules() for name in rule.arguments} == set(ARGUMENTS)
