"""A backup that is not as it was written is refused in a sentence, and changes nothing."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from coach.errors import BackupError
from tests.coach.damaged import damaged
from tests.coach.store.backups import PUBLIC, SECRET, Files, bring_back, laptop, lines_in, made, sealed
from tests.coach.store.builders import ANNA

__all__ = ["laptop", "made"]


def refused_when_damaged(files: list[bytes], folder: Path, how_many: int) -> None:
    rng = np.random.default_rng(6)
    for number in range(how_many):
        file = io.BytesIO(damaged(files[number % 2], rng))
        with pytest.raises(BackupError, match=r"damaged or cut short|is no backup of Midline"):
            bring_back(file, folder, SECRET)
        assert not any(folder.iterdir())


def test_fifty_damaged_files_are_refused_in_a_sentence(made: Files, tmp_path: Path) -> None:
    refused_when_damaged(list(made.values()), tmp_path / "new", 50)


@pytest.mark.soak
def test_a_thousand_damaged_files_are_refused_in_a_sentence(made: Files, tmp_path: Path) -> None:
    refused_when_damaged(list(made.values()), tmp_path / "new", 1000)


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-1],
        lambda lines: [*lines[:2], *lines[3:]],
        lambda lines: [*lines, *lines],
        lambda lines: [line.replace(b'"patient"', b'"nobody"', 1) for line in lines],
        lambda lines: [line for line in lines if b'"Omar C."' not in line],
        lambda lines: [line.replace(b'["' + ANNA.id.encode(), b'["nobody', 1) for line in lines],
        lambda lines: [*lines[:-1], b"[1]\n", lines[-1]],
        lambda lines: [*lines[:-1], b"nonsense\n", lines[-1]],
    ],
)
def test_a_sealed_file_that_holds_something_else_changes_nothing(
    made: Files, tmp_path: Path, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    with pytest.raises(BackupError, match=r"Nothing was changed|nothing was changed"):
        bring_back(sealed(change(lines_in(made[PUBLIC]))), tmp_path / "new")
    assert not any((tmp_path / "new").iterdir())
