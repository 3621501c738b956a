"""A record is read only if it is bounded, whole and of our own shape, or refused with every fault."""

import base64
import json
import zlib
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from coach.errors import ConflictError, RecordError
from coach.parts import canonical
from coach.record import Ending, SessionOpening, SessionRecord
from coach.store import Sealed
from coach.store.traces import FORMAT, MOST_FRAMES
from coach.wire import UP, Kind
from coach.wire.bodies import ExerciseBody, OpeningBody, SessionBody
from coach.wire.limits import LONGEST_RECORD
from coach.wire.reading import read, sha256_of
from tests.coach.faulty import nodes
from tests.coach.store.builders import (
    ANNA,
    CHECK_OUT,
    LED,
    MARKS,
    MEASURES,
    MIDLINE,
    MONDAY,
    OPENING,
    QUALITY,
    SUMMARY,
    a_rep,
    a_trace,
)
from tests.coach.sync.broken_records import changed
from tests.coach.sync.sides import NOW, Sides

#: What no field of a record may be, or what at least must do no harm.
JUNK: tuple[Any, ...] = (None, True, -1, 10**12, 0.5, 1e308, "", "\x00", "x" * 5000, "né", [], {}, [[]])


@pytest.fixture
def session(sides: Sides) -> dict[str, Any]:
    """A whole session as it is sent, read as plain data."""
    store = sides.laptop
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    store.save_rep("s", 0, a_rep(), a_trace(frames=5))
    store.end_exercise("s", 0, SUMMARY, a_trace(9.0, 5))
    store.save_measures("s", 0, MEASURES)
    store.add_mark("s", MARKS[0])
    store.add_intervention("s", LED[0])
    store.add_intervention("s", MIDLINE)
    store.close_session("s", Ending.DONE, QUALITY, CHECK_OUT, MONDAY + timedelta(hours=1))
    (line,) = store.waiting(ANNA.id, UP)
    whole: dict[str, Any] = json.loads(store.sealed(line.id).body)
    return whole


def faults(data: object, kind: Kind = Kind.SESSION) -> list[str]:
    with pytest.raises(RecordError) as refusal:
        read(kind, canonical(data).encode())
    return [fault.field for fault in refusal.value.faults]


def test_every_part_of_a_session_is_on_the_wire() -> None:
    on_the_wire = {*SessionBody.model_fields, *ExerciseBody.model_fields}
    assert {one.name for one in fields(SessionRecord)} <= on_the_wire
    assert {one.name for one in fields(SessionOpening)} == {one.name for one in fields(OpeningBody)}


def test_of_a_middle_nothing_is_said_where_none_was_set(session: dict[str, Any]) -> None:
    changed, middle = session["interventions"]
    assert "midline" not in changed  # a session from before middles were kept has the bytes it ever had
    assert middle["midline"]["rotation_deg"] == 4.2


def test_what_is_beyond_its_limit_is_named(session: dict[str, Any]) -> None:
    assert faults(session | {"check_out": {"pain": 11, "effort": 1, "words": ""}}) == ["check_out.pain"]
    assert faults(session | {"check_out": {"pain": 1, "effort": 1, "words": "x" * 2001}}) == [
        "check_out.words"
    ]
    assert faults(session | {"picture": "…"}) == ["picture"]
    assert faults({name: value for name, value in session.items() if name != "ending"}) == ["ending"]
    assert faults(session | {"started_at": "2026-03-02T09:30:00"}) == ["started_at"]
    assert faults(session | {"format": 2}) == ["format"]
    assert faults(session | {"measures": [None] * 5001}) == ["measures"]


def test_the_same_data_written_otherwise_is_no_record(session: dict[str, Any]) -> None:
    with pytest.raises(RecordError, match="written otherwise"):
        read(Kind.SESSION, json.dumps(session).encode())


def test_rules_between_fields_are_looked_at(session: dict[str, Any]) -> None:
    assert faults(session | {"exercises": session["exercises"][:1]}) == ["exercises"]
    opening = session["opening"]
    assert faults(session | {"opening": opening | {"programme_text": "{}"}}) == ["opening.programme_sha256"]
    plans = [opening["plans"][0] | {"movement": "swimming"}, opening["plans"][1]]
    assert faults(session | {"opening": opening | {"plans": plans}}) == ["opening.plans.0.movement"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"format":1,"format":1}',
        b'{"format":NaN}',
        b'{"format":Infinity}',
        b'{"format":1e999}',
        b'{"format": 1}',
        b'{"format":' + b"9" * 5000 + b"}",
        b"[" * 5000,
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b'{"format":"\\ud800"}',
        b'"' + b"x" * LONGEST_RECORD + b'"',
    ],
)
def test_what_is_no_record_is_refused(body: bytes) -> None:
    for kind in (Kind.SESSION, Kind.GUIDE):
        with pytest.raises(RecordError):
            read(kind, body)


def _chunk(raw: bytes, first: int = FORMAT) -> bytes:
    return bytes([first]) + zlib.compress(raw)


@pytest.mark.parametrize(
    "chunk",
    [
        b"",
        b"\x02",
        b"\x09" + zlib.compress(b""),
        b"\x02not packed",
        _chunk(b"x"),
        _chunk(bytes(42)) + b"more",
        _chunk(bytes(42))[:-3],
        _chunk(bytes(42 * (MOST_FRAMES + 1))),
        _chunk(b"\xff" * 42),
    ],
    ids=[
        "nothing",
        "a letter",
        "a format to come",
        "noise",
        "half a frame",
        "more",
        "less",
        "a bomb",
        "phase",
    ],
)
def test_a_trace_that_is_none_is_refused_before_anything_is_written(
    sides: Sides, session: dict[str, Any], chunk: bytes
) -> None:
    session["exercises"][0]["chunks"] = [base64.b64encode(chunk).decode()]
    body = canonical(session).encode()
    with pytest.raises(RecordError, match=r"exercises\.0\.chunks\.0"):
        sides.clinic.receive(sides.sender, Sealed("r", Kind.SESSION, 1, sha256_of(body), body), NOW)
    assert sides.clinic.sessions(sides.sender.patient_id) == ()


def test_junk_in_any_place_is_refused_or_kept_and_never_anything_else(
    sides: Sides, session: dict[str, Any]
) -> None:
    taken = 0
    for number, (path, _) in enumerate(nodes(session)):
        junk = JUNK[number % len(JUNK)]
        body = canonical(changed(session, path, junk)).encode()
        record = Sealed(f"r{number}", Kind.SESSION, 1, sha256_of(body), body)
        try:
            sides.clinic.receive(sides.sender, record, NOW)
            taken += 1
        except (RecordError, ConflictError):
            continue
    assert taken == 1  # the first that is a session still, with another number in it; the rest are others


@pytest.mark.soak
def test_all_junk_in_every_place(session: dict[str, Any]) -> None:
    for path, _ in nodes(session):
        for junk in JUNK:
            try:
                read(Kind.SESSION, canonical(changed(session, path, junk)).encode())
            except RecordError:
                continue
