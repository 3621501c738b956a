"""A real store in a real file, its tables made by the real migrations."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.store import Store, open_store
from tests.coach.store.builders import ANNA, OMAR


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """An open store that knows Anna and Omar."""
    store = open_store(folder)
    store.add_patient(ANNA)
    store.add_patient(OMAR)
    yield store
    store.close()
