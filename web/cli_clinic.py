"""`midline clinic`: a clinic's server and its upkeep."""

import os

import click

from coach.accounts import open_stores
from web.cli_clinic_admin import init_admin
from web.cli_clinic_keeping import backup_key, clinic_backup, clinic_maintain, clinic_restore
from web.cli_clinic_parts import DATABASE
from web.clinic_server.settings import settings_from


@click.group(invoke_without_command=True)
@click.pass_context
def clinic(ctx: click.Context) -> None:
    """Serve a clinic. The settings are MIDLINE_DATABASE_URL, MIDLINE_SECRET and MIDLINE_PUBLIC_ADDRESS;
    without a further command the server starts."""
    if ctx.invoked_subcommand is None:
        serve()


@clinic.command()
@DATABASE
def migrate(*, database: str) -> None:
    """Make the tables, or bring them up to date. Back up before."""
    with open_stores(database) as stores:
        stores.migrate()
        number = len(stores.accounts.clinics())
    click.echo(f"The accounts and the data of {number} clinics are up to date.")


for command in (init_admin, clinic_backup, clinic_restore, clinic_maintain, backup_key):
    clinic.add_command(command)


def serve() -> None:
    """The server, until it is stopped.

    Raises:
        SettingsError: it must not start as it is set.
        StoreError: the database does not answer.
    """
    from web.clinic_server.run import ClinicServer, check  # noqa: PLC0415  gunicorn is there on Unix only

    settings = settings_from(os.environ)
    check(settings)
    click.echo(f"Midline's clinic is at {settings.public_address}, listening on {settings.listen}.")
    ClinicServer(settings).run()
