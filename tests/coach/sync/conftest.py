"""Both sides in real files; the migrations run once, and every test has a copy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.coach.sync.sides import Sides, make_sides, open_sides


@pytest.fixture(scope="session")
def made_sides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sides")
    make_sides(folder)
    return folder


@pytest.fixture
def folder(made_sides: Path, tmp_path: Path) -> Path:
    """A copy of both, closed."""
    return Path(shutil.copytree(made_sides, tmp_path / "sides"))


@pytest.fixture
def sides(folder: Path) -> Iterator[Sides]:
    both = open_sides(folder)
    yield both
    both.close()
