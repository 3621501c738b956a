"""Programmes that leave and arrive as signed files, with the keys that are kept for it."""

import secrets
from pathlib import Path

from coach.library import Library
from coach.prescription import Published
from coach.signed import LONGEST, Signed, accept, fingerprint, public_key_of, read_signed, sign
from coach.store import Patient, Store
from web.clinic_list import clinic_refusals
from web.errors import AskedError
from web.new_file import new_file

#: The clinic's own private key, hexadecimal, and the public ones that it trusts besides.
KEY_SETTING, TRUSTED_SETTING = "signing_key", "trusted_keys"


def private_key(store: Store) -> bytes:
    """The key that this clinic signs with; made the first time."""
    kept = store.setting(KEY_SETTING) or store.first_setting(KEY_SETTING, secrets.token_hex(32))
    return bytes.fromhex(kept)


def trusted_keys(store: Store) -> set[str]:
    """The public keys, hexadecimal, of whom programmes are taken from, its own included."""
    own = store.setting(KEY_SETTING)
    kept = set((store.setting(TRUSTED_SETTING) or "").split())
    return kept | ({public_key_of(bytes.fromhex(own))} if own else set())


def trust(store: Store, public_key: str) -> None:
    """Programmes of this signer are taken from now on."""
    store.set_setting(TRUSTED_SETTING, " ".join(sorted(trusted_keys(store) | {public_key})))


def patient_called(store: Store, name: str) -> Patient:
    """The patient of this name or id.

    Raises:
        AskedError: there is none, or more than one.
    """
    patients = store.patients()
    found = [one for one in patients if name in {one.id, one.name}]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(one.id for one in found)
        raise AskedError(f"More than one patient is called {name}. Please name one by its id: {ids}.")
    known = ", ".join(one.name for one in patients) or "nobody"
    raise AskedError(f"There is no patient {name} here. Known here: {known}.")


def version_of(store: Store, patient: Patient, number: int | None) -> Published:
    """A published version of a patient; without a number the newest.

    Raises:
        AskedError: there is none.
    """
    if number is None:
        found = store.newest_published(patient.id)
    else:
        found = store.published_version(patient.id, number)
    if found:
        return found
    known = ", ".join(str(one.version) for one in store.published(patient.id))
    which = "programme" if number is None else f"version {number}"
    had = f" Published are: {known}." if known else ""
    raise AskedError(f"{patient.name} has no published {which}.{had}")


def write_signed(path: Path, published: Published, patient: Patient, store: Store) -> None:
    """A version as a file that only its owner may read: it holds health data.

    Raises:
        AskedError: a file of this name is there, or it cannot be written.
    """
    text = sign(published, patient.id, private_key(store))
    with new_file(path) as file:
        file.write(text.encode())


def read_file(path: Path) -> Signed:
    """A version from a file, whole and unchanged.

    Raises:
        AskedError: there is no such file.
        ProgrammeError: it is no signed programme, or was changed.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LONGEST + 1)
    except OSError as error:
        raise AskedError(f"{path} cannot be read: {error.strerror}.") from None
    return read_signed(path.name, raw)


def take_in(path: Path, patient: Patient, store: Store, library: Library, trusting: str | None) -> Published:
    """`take` from a file.

    Raises:
        AskedError, ProgrammeError, RefusedError: it is not taken, and nothing was changed.
    """
    return take(read_file(path), path.name, patient, store, library, trusting=trusting)


def take(
    signed: Signed, name: str, patient: Patient, store: Store, library: Library, *, trusting: str | None
) -> Published:
    """A version that arrived, for a patient, with the assessment that it was made from.

    Args:
        name: what the file is called.
        trusting: the fingerprint of a signer whose programmes are taken from now on.

    Raises:
        AskedError, ProgrammeError, RefusedError: it is not taken, and nothing was changed.
    """
    shown = fingerprint(signed.public_key)
    trusted = trusted_keys(store)
    if trusting == shown:
        trusted |= {signed.public_key}
    if signed.public_key not in trusted:
        raise AskedError(
            f"The programme is signed by {shown}, who is not trusted here. Ask the clinic that sent it for "
            f"its fingerprint, and if it is the same, say so (on the command line: --trust {shown})."
        )
    others = [one.name for one in store.patients() if one.id == signed.patient != patient.id]
    if others:
        raise AskedError(f"{name} is a programme of {others[0]}, not of {patient.name}.")
    newest, rules = store.newest_published(patient.id), clinic_refusals(store, library)
    published = accept(name, signed, trusted, newest, rules)
    if trusting == shown:
        trust(store, signed.public_key)
    if published.assessment not in store.assessments(patient.id):
        store.add_assessment(patient.id, published.assessment)
    store.publish(patient.id, published)
    return published
