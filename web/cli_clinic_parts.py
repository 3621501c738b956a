"""What the commands of a clinic's server share: the address of its database."""

import os

import click

from web.clinic_server.settings import database_url


def _database(_ctx: click.Context, _parameter: click.Parameter, given: str | None) -> str:
    return database_url(os.environ | ({"MIDLINE_DATABASE_URL": given} if given else {}))


DATABASE = click.option(
    "--database",
    metavar="URL",
    callback=_database,
    help="The server's database, postgresql+psycopg://…; without it MIDLINE_DATABASE_URL.",
)
