"""`midline sync`: what this laptop shares with a clinic, record by record, and sending it now."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from coach.library import load_library
from coach.store import LastRequest, Pairing, Patient, Store
from coach.wire import UP
from web.carrying import make_courier
from web.cli_parts import DATA_DIR, PlainGroup, kept_store
from web.errors import AskedError
from web.sync_words import table_row

HEADER = ("when (UTC)", "kind", "about", "receipt", "sha256", "state")
WIDTHS = (16, 8, 36, 7, 12, 0)


@click.group(cls=PlainGroup)
def sync() -> None:
    """What this laptop shares with a clinic."""


@sync.command(short_help="Every session and whatever else is shared, with its receipt.")
@DATA_DIR
def status(*, data_dir: Path | None) -> None:
    """Say of every session, and of whatever else is shared, whether the clinic has it: with the number of its
    receipt, or why not."""
    with kept_store(data_dir) as store:
        for patient in store.patients():
            for text in told(store, patient):
                click.echo(text)
        for request in store.last_requests():
            click.echo(still_asked(request))


@sync.command(short_help="Send what waits and fetch what is new.")
@DATA_DIR
def now(*, data_dir: Path | None) -> None:
    """Compare with the clinic, send what waits and fetch what is new, once and now."""
    with kept_store(data_dir) as store:
        pairings = store.pairings()
        if not pairings and not store.last_requests():
            raise AskedError("Nobody here shares with a clinic.")
        courier = make_courier(store, load_library())
        for pairing in pairings:
            if pairing.paused_at is None:
                courier.compare(pairing)
        courier.visit_all()
        pairings, requests = store.pairings(), store.last_requests()
        failed = [*filter(None, (one.trouble for one in pairings)), *(one.trouble for one in requests)]
        for pairing in pairings:
            click.echo(summary(store, pairing))
        for request in requests:
            click.echo(still_asked(request))
        if failed:
            raise AskedError(failed[0])


def told(store: Store, patient: Patient) -> Iterator[str]:
    """A patient's part of the table; people are named by their id."""
    pairing, lines = store.pairing(patient.id), store.outgoing(patient.id, UP)
    yield f"Patient {patient.id}: " + (summary(store, pairing) if pairing else "not shared with a clinic.")
    sessions = store.named_sessions([one.about for one in lines])
    if lines:
        yield row(HEADER)
    yield from (row(table_row(one, sessions)) for one in lines)


def summary(store: Store, pairing: Pairing) -> str:
    """How a patient's sharing stands, in one line."""
    lines = store.outgoing(pairing.patient_id, UP)
    received = sum(one.receipt is not None for one in lines)
    refused = sum(bool(one.refused) for one in lines)
    said = [f"{received} of {len(lines)} records are with {pairing.clinic_name}"]
    said += [f"{refused} it did not take"] if refused else []
    said += [f"{pairing.only_there} only it has"] if pairing.only_there else []
    said += ["sharing is paused"] if pairing.paused_at else []
    return "; ".join(said) + "." + (f" {pairing.trouble}" if pairing.trouble else "")


def still_asked(request: LastRequest) -> str:
    """What somebody who was erased here still asks, in one line."""
    asked = f"{request.asked_at:%Y-%m-%d %H:%M} UTC"
    said = f"Patient {request.patient_id}: erased here; that {request.clinic_name} erases too"
    return f"{said} was asked {asked} and waits to be sent. {request.trouble}".rstrip()


def row(cells: Iterable[str]) -> str:
    """One row of the table."""
    pairs = zip(cells, WIDTHS, strict=True)
    return "  ".join(f"{cell:<{width}}" for cell, width in pairs).rstrip()
