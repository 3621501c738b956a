"""`midline maintain`: what is to be done now and then, first of all erasing what was kept long enough."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from coach.keeping import (
    NAME,
    add_to_list,
    apply_retention,
    outlived,
    retention_months,
    set_retention,
)
from coach.store import Store
from web.cli_parts import DATA_DIR, database_in, kept_store, together

WANTED = together(
    click.option(
        "--keep-months",
        type=click.IntRange(0, 1200),
        metavar="MONTHS",
        help="From now on erase patients so many months after their last session; 0 is never, as at first.",
    ),
    click.option("--dry-run", is_flag=True, help="Only say who would be erased."),
    click.option(
        "--clock-is-right", is_flag=True, help="Erase although nothing was entered here for two months."
    ),
)


@click.command(short_help="Erase what was kept as long as was asked for.")
@WANTED
@DATA_DIR
def maintain(*, keep_months: int | None, dry_run: bool, clock_is_right: bool, data_dir: Path | None) -> None:
    """Erase the patients whose last session lies as many months back as was asked for with --keep-months.
    Without that nobody is ever erased. Write a backup, or export what is to stay, before."""
    with kept_store(data_dir) as store:
        keep(store, keep_months, click.echo, dry_run=dry_run, clock_is_right=clock_is_right)
        add_to_list(database_in(data_dir).with_name(NAME), store.erased() + store.erased_sessions())


def keep(
    store: Store,
    keep_months: int | None,
    say: Callable[[str], None],
    *,
    dry_run: bool,
    clock_is_right: bool,
) -> None:
    """Set what is asked for and erase by it, or only say who would be; people are named by their id.

    Raises:
        ClockError: the clock is far from everything that is kept.
    """
    now = datetime.now(UTC)
    if keep_months is not None:
        set_retention(store, keep_months or None)
    months = retention_months(store)
    if months is None:
        say("Data are kept for ever; --keep-months says otherwise.")
        return
    if dry_run:
        gone, word = outlived(store, now), "would be erased"
    else:
        gone, word = apply_retention(store, now, clock_is_right=clock_is_right), "erased"
    for one in gone:
        say(f"{one.patient.id} {word}; last session {one.last:%Y-%m-%d}.")
    say(f"Patients {word}, {months} months after their last session: {len(gone)}.")
