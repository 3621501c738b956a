"""Clocks that are wrong: years off, set back in the middle of a session, in the hour that is missing or comes
twice, past 2038, in another zone. Every page answers, every session is there, and no length is negative."""

import os
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.diary import GuideOpening
from coach.letter import Letter, LetterKind
from coach.record import CheckOut, Ending, Quality
from coach.store import Store
from tests.coach.store.builders import MEASURES, OPENING, SUMMARY, a_rep, a_trace
from tests.web.prescribed import OMAR, omars
from tests.web.reading import Page
from web.reviewing import facts_of, refresh
from web.services import EXTENSION, Services

TODAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
#: What a clock says, and the zone it is read in.
ODD = {
    "ten years ahead": (TODAY + timedelta(days=3653), "Europe/Berlin"),
    "ten years behind": (TODAY - timedelta(days=3653), "Europe/Berlin"),
    "the hour that is missing": (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "Europe/Berlin"),
    "the hour that comes twice": (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/Berlin"),
    "a second past 2038": (datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), "UTC"),
    "the battery is empty": (datetime(1970, 1, 1, tzinfo=UTC), "America/New_York"),
    "a leap day, tomorrow already": (datetime(2028, 2, 29, 11, 0, tzinfo=UTC), "Pacific/Kiritimati"),
    "yesterday still": (datetime(2026, 3, 2, 9, 30, tzinfo=UTC), "Pacific/Pago_Pago"),
}
ZONES = sorted({zone for _, zone in ODD.values()} | {"Asia/Kathmandu", "Australia/Lord_Howe"})
PAGES = (
    "/",
    "/done",
    "/progress",
    "/messages",
    "/your-data",
    "/therapist/",
    f"/therapist/patients/{OMAR.id}?all",
    f"/therapist/patients/{OMAR.id}/export/fhir.json",
    f"/therapist/patients/{OMAR.id}/export/visit.pdf",
)
#: A number with a sign where a length or a count stands.
NEGATIVE = re.compile(r"[-−]\d+(\.\d+)? ?(s|min|minutes?|seconds?|days?|hours?)\b")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot be told another zone")


class Clock:
    """What `datetime.now` says in the pages."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        clock = self

        class Told(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                at = clock.at.astimezone(tz)
                return cls.fromtimestamp(at.timestamp(), tz)

        self.at = TODAY
        for name, module in list(sys.modules.items()):
            if name.startswith("web.") and getattr(module, "datetime", None) is datetime:
                monkeypatch.setattr(module, "datetime", Told)

    def say(self, at: datetime, zone: str) -> None:
        self.at = at
        os.environ["TZ"] = zone
        time.tzset()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    before = os.environ.get("TZ")
    yield Clock(monkeypatch)
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def train(store: Store, begun: datetime, ended: datetime) -> str:
    """A session, a guide and a question by these clocks."""
    session_id = str(uuid4())
    store.open_session(session_id, OMAR.id, begun, OPENING)
    store.save_rep(session_id, 1, a_rep(), a_trace())
    store.end_exercise(session_id, 1, SUMMARY, a_trace(2.0))
    store.save_measures(session_id, 1, MEASURES)
    store.close_session(session_id, Ending.DONE, Quality(), CheckOut(), ended)
    guide = str(uuid4())
    store.begin_guide(guide, OMAR.id, begun, GuideOpening("let_go_scan", 1, "Let go", "personal", 1, 6))
    store.end_guide(guide, Ending.DONE, ended)
    store.add_letter(Letter(str(uuid4()), OMAR.id, LetterKind.QUESTION, "When?", OMAR.name, ended))
    return session_id


def therapist(app: Flask) -> FlaskClient:
    client = omars(app)
    client.post("/pin", data={"pin": "271828", "again": "271828"})
    return client


def test_every_page_answers_whatever_the_clock_says(app: Flask, services: Services, clock: Clock) -> None:
    client = therapist(app)
    odd = list(ODD.values())
    # each session ends by the next clock, so that many of them end before they began
    ended = [*odd[1:], odd[0]]
    ids = [train(services.store, begun, at) for (begun, _), (at, _) in zip(odd, ended, strict=True)]
    assert {head.id for head in services.store.sessions(OMAR.id)} == set(ids)
    for what, (at, zone) in ODD.items():
        clock.say(at, zone)
        for path in (*PAGES, f"/therapist/sessions/{ids[0]}"):
            answer = client.get(path, buffered=True)
            assert answer.status_code == 200, (what, path)
            if answer.mimetype == "text/html":
                found = NEGATIVE.search(Page(answer.text).words)
                assert not found, (what, path, found)
        refresh(services.store, services.library.alerts, OMAR.id, at)
    assert all(services.store.exercise(one, 1).summary == SUMMARY for one in ids)


moments = st.datetimes(datetime(2010, 1, 1), datetime(2045, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
sessions = st.lists(st.tuples(moments, moments), max_size=4)


@pytest.mark.soak
@settings(
    max_examples=2000,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(trained=sessions, now=moments, zone=st.sampled_from(ZONES))
def test_two_thousand_clocks(
    app: Flask, clock: Clock, trained: list[tuple[datetime, datetime]], now: datetime, zone: str
) -> None:
    services: Services = app.extensions[EXTENSION]
    client = app.extensions.setdefault("client", None) or therapist(app)
    app.extensions["client"] = client
    clock.say(now, zone)
    ids = {train(services.store, *one) for one in trained}
    assert ids <= {head.id for head in services.store.sessions(OMAR.id)}
    facts_of(services.store, OMAR.id, now)
    refresh(services.store, services.library.alerts, OMAR.id, now)
    for path in PAGES[:7]:
        assert client.get(path).status_code == 200
    _forget(services.store)


def _forget(store: Store) -> None:
    """The next example begins with an empty diary."""
    with store._writer.begin() as connection:
        for table in (
            "session_number",
            "measure",
            "trace_chunk",
            "rep",
            "exercise",
            "session",
            "guide",
            "letter",
        ):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
        connection.exec_driver_sql("DELETE FROM outbox")
