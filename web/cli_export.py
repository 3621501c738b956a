"""`midline export`: what is kept of a patient leaves as tables, as FHIR, or as two pages on paper."""

from datetime import UTC, datetime
from pathlib import Path

import click

from coach.report.kept import Wanted
from coach.store import Store
from web.cli_parts import A_FILE, DATA_DIR, kept_store, together
from web.errors import AskedError
from web.leaving import FORMS
from web.new_file import new_file
from web.travel import patient_called

FORM = together(
    *(click.option(f"--{name}", "form", flag_value=name, help=form.words) for name, form in FORMS.items())
)


@click.command(name="export", short_help="Write what is kept of a patient to a file.")
@click.argument("patient", required=False)
@FORM
@click.option("--out", type=A_FILE, metavar="FILE", help="File to write to.")
@click.option("--with-name", is_flag=True, help="Put the patient's name in; without it there is an id only.")
@click.option("--with-notes", is_flag=True, help="Put therapists' own notes in.")
@click.option("--overwrite", is_flag=True, help="Put it in the place of a file that is there.")
@click.option("--patients", is_flag=True, help="List the patients with their ids and write nothing.")
@DATA_DIR
def export(
    *,
    patient: str | None,
    form: str | None,
    out: Path | None,
    with_name: bool,
    with_notes: bool,
    overwrite: bool,
    patients: bool,
    data_dir: Path | None,
) -> None:
    """Write what is kept of PATIENT (a name or an id) to a file that only you may read. It holds health
    data."""
    with kept_store(data_dir) as store:
        if patients:
            _list(store)
            return
        if not (patient and form and out):
            raise AskedError(_missing(patient, form))
        who = patient_called(store, patient)
        wanted = Wanted(name=with_name, notes=with_notes)
        with new_file(out, overwrite=overwrite) as file:
            FORMS[form].write(file, store, who.id, datetime.now(UTC), wanted)
    click.echo(f"The health data of {who.name} are written to {out}.")


def _missing(patient: str | None, form: str | None) -> str:
    if not patient:
        return "Please say whose data are wanted; --patients lists who is here."
    if not form:
        return f"Please say what is wanted: {', '.join(f'--{name}' for name in FORMS)}."
    return "Please name a file to write to, with --out."


def _list(store: Store) -> None:
    for one in store.patients():
        click.echo(f"{one.id}  {one.name}")
