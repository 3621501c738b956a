"""Anna in a real store."""

from collections.abc import Iterator

import pytest

from coach.store import Store, open_store
from tests.coach.report.people import fill


@pytest.fixture(scope="package")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An open store with Anna and some of everything; nothing here writes to it."""
    store = open_store(tmp_path_factory.mktemp("data"))
    fill(store)
    yield store
    store.close()
