"""`midline pair`: this computer joins a clinic from the command line, with the steps of the page."""

from contextlib import closing
from pathlib import Path

import click

from coach.store import Pairing, Patient, Store, open_store
from coach.sync.joining import words_of
from web.cli_parts import DATA_DIR, own_folder
from web.errors import AskedError
from web.form_text import text_faults
from web.pairing_attempt import NAME, NEEDED, paired
from web.travel import patient_called

NOBODY = (
    "Nobody trains on this computer yet. Please say with --patient what the patient is called here, such as "
    "initials; it stays on this computer."
)
SEVERAL = "Several people train on this computer. Please say with --patient who joins, by name or id."
LATER = (
    "Nothing is shared yet. To answer later, give the same command again, or start Midline and choose “Look "
    "at the words”."
)
DIFFERED = (
    "Nothing was shared, and this computer is not connected with {clinic} now. Please tell the therapist, so "
    "that they take this computer off their list. Then try again with a new code, best in another network."
)
NEXT = """\
Once the therapist has said yes too, what is done here goes to {clinic} by itself while Midline runs, and the
programme comes from there. It can be paused, and looked at before it is sent, on the page “Sharing with your
clinic”.

midline run          begins
midline sync now     sends what waits and fetches what is new, at once
midline sync status  says of everything whether the clinic has it"""


@click.command(name="pair", short_help="Share with a clinic, with its address and a code from there.")
@click.argument("address")
@click.argument("code")
@click.option(
    "--patient",
    metavar="NAME",
    help="Who joins, by name or id; on a computer that holds nothing yet, what the patient is called here.",
)
@DATA_DIR
def pair(*, address: str, code: str, patient: str | None, data_dir: Path | None) -> None:
    """Join the clinic at ADDRESS with the CODE that its therapist has made for this patient. Both screens
    then show four words; nothing is shared until you have said here that they are the same, and the therapist
    there. A computer that shares already gets another key at the same clinic."""
    typed = {"address": address, "code": code, "name": patient or ""}
    with closing(open_store(data_dir or own_folder())) as store:
        who = _who(store, patient)
        for _, fault in text_faults(typed, NEEDED if who else NEEDED | NAME):
            raise AskedError(fault)
        pairing = store.pairing(who.id) if who else None
        _compare(store, pairing if pairing and pairing.words_open else paired(store, who, typed))


def _who(store: Store, called: str | None) -> Patient | None:
    """Who joins; ``None`` for somebody new.

    Raises:
        AskedError: it is not said, or nobody is called so.
    """
    here = [one for one in store.patients() if not one.made_up]
    if here and called:
        return patient_called(store, called)
    if len(here) > 1 or not (here or called):
        raise AskedError(SEVERAL if here else NOBODY)
    return here[0] if here else None


def _compare(store: Store, pairing: Pairing) -> None:
    """Show the four words and ask for them.

    Raises:
        AskedError: they are others, or it was not said.
    """
    click.echo(f"{pairing.clinic_name} answers. The four words of this computer:\n")
    click.echo(f"    {'   '.join(words_of(pairing).split())}\n")
    click.echo("The therapist's screen shows four words too. Where they are the same, nobody sits between.")
    try:
        same = click.prompt("Are they the same?", type=click.Choice(["yes", "no"]))
    except click.Abort as error:
        click.echo()
        raise AskedError(LATER) from error
    if same == "no":
        store.unpair(pairing.patient_id)
        raise AskedError(DIFFERED.format(clinic=pairing.clinic_name))
    store.resume_sharing(pairing.patient_id)
    click.echo(NEXT.format(clinic=pairing.clinic_name))
