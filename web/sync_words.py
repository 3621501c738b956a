"""Records that travel, in words: for the patient's page, and for the table of `midline sync status`. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coach.store import Settlement, WaitsFor
from coach.store.uuid7 import milliseconds_of
from coach.wire import Kind
from web.letter_words import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.store import NamedSession, Outgoing, Pairing, Quarantined

#: A laptop comes in whenever Midline runs on it with a network; a fortnight without may be a journey, and a
#: longer silence is worth a question. Judgement.
SILENT_DAYS = 14
KINDS = {
    Kind.SESSION: "A session",
    Kind.ANSWERS: "Your answers after a session",
    Kind.FLAG: "What you said about a session",
    Kind.GUIDE: "A spoken guide",
    Kind.QUESTION: "A question of yours",
    Kind.ERASURE: "That you ask your clinic to erase something",
}


NAMES = {Kind.PROGRAMME: "programme", Kind.MESSAGE: "message"}
WAITS = {
    WaitsFor.RULES: "the safety rules on this computer do not allow all of it.",
    WaitsFor.PROGRAM: "this Midline cannot read it; it may be made for a newer one.",
}
AGAIN = (
    "It is tried again by itself when Midline or its safety rules are updated here. Please tell your "
    "therapist."
)


SETTLED = {
    Settlement.HERE: "kept here; your clinic has looked into it and keeps the form that it has",
    Settlement.BOTH: "kept here; your clinic has looked into it and has both forms now, as two sessions",
}


@dataclass(frozen=True)
class Line:
    """One record in words; ``state`` begins small, as it follows a comma or a column."""

    id: str
    what: str
    when: str
    state: str


def line(one: Outgoing, sessions: Mapping[str, NamedSession], now: datetime) -> Line:
    """A record for the patient who made it.

    Args:
        sessions: what is known of sessions, by their ids.
        now: aware, in the patient's own zone.
    """
    session = sessions.get(one.about) if one.kind is Kind.SESSION else None
    what = KINDS[one.kind] + (f": {', '.join(session.names)}" if session and session.names else "")
    at = session.started_at if session else made_at(one)
    return Line(one.id, what, written(at, now), state(one, now))


def state(one: Outgoing, now: datetime) -> str:
    """Where a record is."""
    if one.receipt is not None and one.received_at is not None:
        return f"with your clinic since {written(one.received_at, now)}"
    if one.settlement is not None:
        return SETTLED[one.settlement]
    if one.conflicting:
        return "kept here, and the clinic has it in another form; your clinic looks at it"
    if one.refused:
        return "kept here; the clinic’s program could not take it yet, and is asked again every day"
    return "waits here to be sent"


def made_at(one: Outgoing) -> datetime:
    """When a record was made, which its id begins with."""
    return datetime.fromtimestamp(milliseconds_of(one.id) / 1000, UTC)


def how_it_stands(pairing: Pairing, waiting: int, now: datetime) -> str:
    """Whether everything is with the clinic, in one or two sentences."""
    if pairing.words_open:
        return "Nothing is shared until you have seen the same four words here and on the therapist’s screen."
    if pairing.paused_at:
        kept = f" {_things(waiting)} kept here meanwhile." if waiting else ""
        return f"You paused sharing {written(pairing.paused_at, now)}.{kept}"
    if waiting:
        return f"{_things(waiting)} waiting to be sent. This happens by itself, also later."
    if pairing.spoke_at is None:
        return "Your clinic has not been reached yet. This happens by itself, also later."
    return f"Everything is with your clinic, as of {written(pairing.spoke_at, now)}."


def waits_here(one: Quarantined, now: datetime) -> str:
    """Something of the clinic's that is not taken over yet, and why."""
    what = f"A {NAMES[Kind(one.kind)]} came from your clinic {written(one.at, now)} and waits:"
    return f"{what} {WAITS[one.waits_for]} What you had stays as it was. {AGAIN}"


def in_short(pairing: Pairing | None) -> str:
    """The same beside a link."""
    if pairing is None:
        return "nothing is shared"
    return f"with {pairing.clinic_name}, paused" if pairing.paused_at else f"with {pairing.clinic_name}"


def _things(count: int) -> str:
    return "One thing is" if count == 1 else f"{count} things are"


def table_row(one: Outgoing, sessions: Mapping[str, NamedSession]) -> tuple[str, ...]:
    """A record for the table of the command: its time in UTC, kind, what it is about, receipt, state."""
    session = sessions.get(one.about)
    at = session.started_at if session else made_at(one)
    receipt = "-" if one.receipt is None else str(one.receipt)
    settled = f"settled: {one.settlement}" if one.settlement else ""
    plain = "received" if one.receipt is not None else settled or one.refused or "waiting"
    sha = (one.sha256 or "-")[:12]
    return f"{at:%Y-%m-%d %H:%M}", one.kind.value, one.about, receipt, sha, plain.replace("\n", "; ")
