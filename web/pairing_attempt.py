"""One attempt of this laptop to join a clinic, from the page or the command line.

The answer may be lost on its way, and then the clinic has a place of which this laptop has not heard. So the
key of an attempt is kept until the clinic has answered: the same code, typed again, asks with the same key
and is given the same place.
"""

from __future__ import annotations

import json
import platform
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

from coach.accounts.codes import letters_of
from coach.errors import CodeError, TakenError
from coach.parts import canonical
from coach.store import Pairing, Patient, Store
from coach.sync.joining import Joining, join
from coach.sync.transport import checked_address, https
from web.form_text import Needed, text_of
from web.who_trains import PATIENT_SETTING

#: What was asked and with which key; empty while no answer is waited for.
ATTEMPT_SETTING = "pairing_attempt"

NEEDED = {
    "address": Needed(200, "Please type the address; it is on the therapist's screen, above the code."),
    "code": Needed(40, "Please type the code: eight letters."),
}
NAME = {"name": Needed(80, "Please give a name or initials; it stays on this laptop.")}


def paired(store: Store, patient: Patient | None, typed: Mapping[str, str]) -> Pairing:
    """Join with what was typed; a new patient is kept once the clinic has answered. Whoever shares already
    gets another key at the same clinic.

    Args:
        patient: who joins; ``None`` for somebody new, who is called as was typed.

    Raises:
        CodeError, ClinicError, TakenError: it was not joined, and what is shared here is as before.
    """
    address = checked_address(_with_scheme(text_of(typed, "address")))
    who = patient or Patient(str(uuid4()), text_of(typed, "name"))
    code = text_of(typed, "code")
    asked = Joining(who.id, address, code, platform.node() or "a laptop", _key(store, address, code))
    try:
        pairing = join(https(address), asked, datetime.now(UTC))
        _keep(store, pairing, None if patient else who)
    except (CodeError, TakenError):
        store.set_setting(ATTEMPT_SETTING, "")
        raise
    store.set_setting(ATTEMPT_SETTING, "")
    return pairing


def _keep(store: Store, pairing: Pairing, new: Patient | None) -> None:
    if new:
        store.add_patient(new)
        store.set_setting(PATIENT_SETTING, new.id)
    if store.pairing(pairing.patient_id):
        store.pair_again(pairing)
    else:
        store.pair(pairing)


def _key(store: Store, address: str, code: str) -> bytes:
    """The key of this attempt: the one that this code was asked with before, or a new one."""
    asked = {"address": address, "code": letters_of(code)}
    before = json.loads(store.setting(ATTEMPT_SETTING) or "{}")
    if asked.items() <= before.items():
        return bytes.fromhex(before["key"])
    key = secrets.token_bytes(32)
    store.set_setting(ATTEMPT_SETTING, canonical(asked | {"key": key.hex()}))
    return key


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"
