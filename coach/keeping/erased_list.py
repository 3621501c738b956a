"""Who was erased, in a small file beside the data, without names: it outlives the database, so that an older
backup does not bring them back. A line is the patient's id and the time, and of a session
that was erased alone its id."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from coach.errors import BackupError
from coach.store import Erased

NAME = "erased.txt"


def read_list(path: Path) -> tuple[Erased, ...]:
    """Who is on it; nobody where there is none.

    Raises:
        BackupError: it cannot be read.
    """
    if not path.exists():
        return ()
    try:
        return tuple(map(_read, path.read_text(encoding="utf-8").splitlines()))
    except (OSError, ValueError) as error:
        raise BackupError(
            f"{path} tells who was erased, and cannot be read: {error}. Nothing was changed."
        ) from error


def add_to_list(path: Path, erased: Iterable[Erased]) -> None:
    """Put them on it beside those that are on it already."""
    whom = {(one.patient_id, one.session_id): one for one in (*erased, *read_list(path))}
    half = path.with_name(f"{path.name}.part")
    half.write_text("".join(map(_line, whom.values())), "utf-8")
    half.replace(path)


def _line(one: Erased) -> str:
    return f"{one.patient_id} {one.at.isoformat()} {one.session_id}".rstrip() + "\n"


def _read(line: str) -> Erased:
    patient_id, at, *session = line.split()
    return Erased(patient_id, datetime.fromisoformat(at), session_id="".join(session))
