"""`midline programme`: a published programme leaves, arrives and is checked as one signed file."""

from pathlib import Path

import click

from coach.library import load_library
from coach.prescription import Published
from coach.signed import accept, fingerprint, public_key_of
from web import travel
from web.cli_parts import A_FILE, DATA_DIR, database_in, kept_store
from web.clinic_list import clinic_refusals

PATIENT = click.option("--patient", required=True, metavar="NAME", help="The patient's name or id.")
FILE = click.argument("file", type=A_FILE)


@click.group()
def programme() -> None:
    """A published programme as one signed file, the way it travels without a network."""


@programme.command(name="export", short_help="Write a published programme as a signed file.")
@FILE
@PATIENT
@click.option("--version", type=int, help="Which version; without it the newest.")
@DATA_DIR
def export_programme(*, file: Path, patient: str, version: int | None, data_dir: Path | None) -> None:
    """Write a patient's published programme to FILE, signed with this clinic's key. It holds health data."""
    with kept_store(data_dir) as store:
        who = travel.patient_called(store, patient)
        published = travel.version_of(store, who, version)
        travel.write_signed(file, published, who, store)
        own = fingerprint(public_key_of(travel.private_key(store)))
    click.echo(f"Version {published.version} is written to {file}, signed by {own}.")


@programme.command(name="check", short_help="Say what is in a signed file and whether it may be done.")
@FILE
@DATA_DIR
def check_programme(*, file: Path, data_dir: Path | None) -> None:
    """Check the signature of FILE and, by this clinic's rules, everything that it asks for."""
    library, signed = load_library(), travel.read_file(file)
    rules, trusted = library.refusals, False
    if database_in(data_dir).is_file():
        with kept_store(data_dir) as store:
            rules = clinic_refusals(store, library)
            trusted = signed.public_key in travel.trusted_keys(store)
    published = accept(file.name, signed, {signed.public_key}, None, rules)
    click.echo(_in_words(published))
    known = "is trusted here" if trusted else "is not trusted here yet"
    click.echo(f"Signed by {fingerprint(signed.public_key)}, who {known}. Nothing in it is refused.")


@programme.command(name="import", short_help="Take a signed file in as a patient's programme.")
@FILE
@PATIENT
@click.option(
    "--trust", "trusting", metavar="FINGERPRINT", help="Take programmes of this signer from now on."
)
@DATA_DIR
def import_programme(*, file: Path, patient: str, trusting: str | None, data_dir: Path | None) -> None:
    """Check FILE and take it in as the newest version of a patient's programme. An older version never takes
    the place of a newer one."""
    with kept_store(data_dir) as store:
        who = travel.patient_called(store, patient)
        published = travel.take_in(file, who, store, load_library(), trusting)
    click.echo(_in_words(published))
    click.echo(f"It is {who.name}'s programme from now on.")


def _in_words(published: Published) -> str:
    """What a version is, and its exercises."""
    exercises = ", ".join(task.exercise.name for task in published.prescribed.tasks)
    return (
        f"{published.draft.title}: version {published.version} of {published.published_on}, by "
        f"{published.author}. {published.reason}\n{exercises}."
    )
