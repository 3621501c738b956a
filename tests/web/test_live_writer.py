"""Writing in order, off the measuring thread; a refused write is tried again and nothing overtakes it."""

from pathlib import Path
from threading import Event

import pytest

from coach.errors import StoreError
from coach.store import Store, open_store
from web.live_writer import Job, Writer


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def adding(letter: str) -> Job:
    return lambda store: store.set_setting("last", (store.setting("last") or "") + letter)


def test_writes_keep_their_order_and_are_counted_on_disk(store: Store) -> None:
    writer = Writer(store, lambda: None)
    for number in range(5):
        writer.put(adding(str(number)), rep=True)
    assert writer.close()
    assert store.setting("last") == "01234"
    assert writer.saved_reps == 5


def test_a_full_disk_is_said_and_tried_again(store: Store) -> None:
    told, full = Event(), [True]

    def fails_once(_: Store) -> None:
        if full.pop():
            full.append(False)
            raise StoreError("No space is left.")

    writer = Writer(store, told.set)
    writer.put(fails_once, rep=True)
    writer.put(lambda store: store.set_setting("after", "yes"))
    assert told.wait(5)
    assert writer.flush(10)
    assert (writer.trouble, writer.saved_reps, store.setting("after")) == ("", 1, "yes")
    writer.close()


def test_what_cannot_be_written_is_not_waited_for_without_end(store: Store) -> None:
    def never(_: Store) -> None:
        raise StoreError("No space is left.")

    told = Event()
    writer = Writer(store, told.set)
    writer.put(never)
    assert not writer.close(timeout_s=0.05)
    assert writer.trouble == "No space is left."
