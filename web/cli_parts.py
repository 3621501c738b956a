"""What every command needs: a refusal in one sentence, the data folder, options together."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
import platformdirs

from coach.errors import CoachError
from coach.store import Store, open_store
from coach.store.database import database_file
from pose.errors import PoseError
from web.errors import AskedError, WebError

T = TypeVar("T")


class Refusal(click.ClickException):
    """One plain sentence and exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"midline: {self.format_message()}", file=file, err=file is None)


class PlainGroup(click.Group):
    """Our own errors end a command with their sentence; anything else is a fault of the program."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (PoseError, CoachError, WebError) as error:
            raise Refusal(str(error)) from error


def together(*options: Callable[[T], T]) -> Callable[[T], T]:
    """Several options as one decorator, in this order in the help."""

    def decorate(command: T) -> T:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


DATA_DIR = click.option(
    "--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Folder that keeps the data."
)
A_FILE = click.Path(path_type=Path, dir_okay=False)


def own_folder() -> Path:
    """Where this system keeps an application's data."""
    return platformdirs.user_data_path("midline", appauthor=False)


def database_in(data_dir: Path | None) -> Path:
    """The file of the store in a folder, the usual one where none is given; it need not be there."""
    folder = data_dir or own_folder()
    return database_file(folder) if folder.exists() else folder


@contextmanager
def kept_store(data_dir: Path | None) -> Iterator[Store]:
    """The store of a folder while it is worked with.

    Raises:
        AskedError: there is none.
    """
    path = database_in(data_dir)
    if not path.is_file():
        raise AskedError(f"There are no data in {data_dir or own_folder()}.")
    with closing(open_store(path)) as store:
        yield store
