"""`midline recompute`: every stored number derived again."""

from pathlib import Path

import click

from web.cli_parts import DATA_DIR, own_folder
from web.recompute import recompute as recompute_numbers


@click.command(short_help="Derive every stored number again from the stored traces.")
@click.option("--write", is_flag=True, help="Keep the new numbers; without it nothing is changed.")
@DATA_DIR
def recompute(*, write: bool, data_dir: Path | None) -> None:
    """Derive every stored number again from the stored traces and print what changes."""
    recompute_numbers(data_dir or own_folder(), click.echo, write=write)
