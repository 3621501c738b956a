"""A patient erases on their laptop and asks the clinic to do so too: the request is never lost, and never
erases anything by itself."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from coach.diary import Flag
from coach.erasure import ErasureAnswer, ErasureRequest
from coach.errors import NotFoundError, RecordError, TakenError
from coach.keeping import Home, add_to_list, read_list, restore
from coach.letter import Letter, LetterKind
from coach.store import Erased, Sealed, Sender, Store, open_store
from coach.store.database import migrate
from coach.wire import DOWN, UP, Kind
from coach.wire.bodies import ErasureBody
from coach.wire.reading import read, sha256_of, written
from tests.coach.store.backups import SECRET, backup_of
from tests.coach.store.builders import ANNA, CHECK_OUT, MONDAY, OMAR, on_both
from tests.coach.store.test_outbox import ASKED, trained
from tests.coach.store.test_pairing import PAIRED
from tests.coach.store.test_travelling_records import LAPTOP, THERE

LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def shared(store: Store) -> Store:
    """Anna, who shares, with two sessions; of the first everything was sent but a flag."""
    store.pair(PAIRED)
    for name in ("s", "other"):
        trained(store, name)
    for line in store.waiting(ANNA.id, UP):
        store.sealed(line.id)
    store.set_check_out("s", replace(CHECK_OUT, pain=1))
    store.set_flag("s", Flag.NOT_GOOD, LATER)
    store.add_letter(replace(ASKED, session_id="s", position=0))
    return store


def told(store: Store) -> list[tuple[Kind, str]]:
    return [(one.kind, one.about) for one in store.outgoing(ANNA.id, UP)]


@on_both
def test_a_session_goes_and_the_request_is_to_be_sent(shared: Store) -> None:
    shared.erase_session("s", LATER, ask=True)
    line = shared.outgoing(ANNA.id, UP)[-1]
    assert told(shared) == [("session", "other"), ("question", "q"), ("erasure", line.about)]
    assert read(Kind.ERASURE, shared.sealed(line.id).body) == ErasureBody(
        id=line.about, asked_at=LATER, session="s", started_at=MONDAY
    )
    assert shared.erasure_requests(ANNA.id) == ()  # nothing that is asked of whoever looks here
    assert [head.id for head in shared.sessions(ANNA.id)] == ["other"]
    assert shared.letters(ANNA.id)[0].session_id is None
    with pytest.raises(NotFoundError):
        shared.session("s")


@on_both
def test_nobody_is_asked_where_nobody_is_to_be_or_nobody_shares(shared: Store) -> None:
    shared.erase_session("s", LATER)
    assert told(shared)[-1] == ("question", "q")
    trained(shared, "omars", OMAR.id)
    with pytest.raises(NotFoundError, match="sharing of patient"):
        shared.erase_session("omars", LATER, ask=True)
    with pytest.raises(NotFoundError, match="sharing of patient"):
        shared.erase_patient(OMAR.id, LATER, ask=True)
    assert [head.id for head in shared.sessions(OMAR.id)] == ["omars"]
    assert shared.last_requests() == ()


@on_both
def test_where_everything_goes_the_request_outlives_it_until_it_is_received(shared: Store) -> None:
    before = shared.outgoing(ANNA.id, UP)[-1].sequence
    shared.erase_patient(ANNA.id, LATER, ask=True)
    (last,) = shared.last_requests()
    assert (last.address, last.device_key) == (PAIRED.address, PAIRED.device_key)
    assert (last.record.sequence, last.record.sha256) == (before + 1, sha256_of(last.record.body))
    body = read(Kind.ERASURE, last.record.body)
    assert isinstance(body, ErasureBody)
    assert (body.asked_at, body.session) == (LATER, None)
    assert ANNA not in shared.patients()
    assert shared.pairings() == ()
    shared.note_last_request(ANNA.id, "no network")
    assert [one.trouble for one in shared.last_requests()] == ["no network"]
    shared.end_last_request(ANNA.id)
    assert shared.last_requests() == ()


def asked(session: str | None = "s", request_id: str = "r", sequence: int = 9) -> Sealed:
    """A request as it comes in at the clinic."""
    started = MONDAY if session else None
    body = written(ErasureBody(id=request_id, asked_at=LATER, session=session, started_at=started))
    return Sealed(f"record {request_id}", Kind.ERASURE, sequence, sha256_of(body), body)


@on_both
def test_at_the_clinic_it_is_kept_once_and_erases_nothing(store: Store) -> None:
    store.add_patient(THERE)
    trained(store, "s", THERE.id)
    for record in (asked(), asked(None, "all"), asked("never-came", "odd")):
        first = store.receive(LAPTOP, record, LATER)
        assert store.receive(LAPTOP, record, LATER) == replace(first, duplicate=True)
    assert {one.session_id for one in store.erasure_requests(THERE.id)} == {"s", None, "never-came"}
    assert all(one.answer is None for one in store.erasure_requests(THERE.id))
    assert [head.id for head in store.sessions(THERE.id)] == ["s"]


@on_both
def test_what_was_erased_is_not_taken_in_again_under_any_id(store: Store) -> None:
    trained(store)
    records = [store.sealed(one.id) for one in store.outgoing(ANNA.id, UP)]
    store.set_check_out("s", replace(CHECK_OUT, pain=1))
    records.append(store.sealed(store.outgoing(ANNA.id, UP)[-1].id))
    store.erase_session("s", LATER)
    for record in records:
        store.receive(Sender("laptop", ANNA.id), replace(record, id=f"again {record.kind}"), LATER)
    assert store.sessions(ANNA.id) == ()
    assert store.quarantined() == ()


@on_both
def test_a_therapist_answers_once_and_the_patient_gets_a_message(store: Store) -> None:
    store.add_patient(THERE)
    for name in ("s", "other"):
        trained(store, name, THERE.id)
        store.receive(LAPTOP, asked(name, f"about-{name}"), LATER)
    letter = Letter("m", THERE.id, LetterKind.MESSAGE, "It is erased.", "Kim", LATER)
    store.answer_erasure("about-s", ErasureAnswer.ERASED, "", letter)
    with pytest.raises(TakenError, match="Kim has answered this already"):
        store.answer_erasure("about-s", ErasureAnswer.KEPT, "no", replace(letter, id="n"))
    store.answer_erasure("about-other", ErasureAnswer.KEPT, "by law", replace(letter, id="k"))

    answered = {one.session_id: one for one in store.erasure_requests(THERE.id)}
    assert answered["s"].answer is ErasureAnswer.ERASED
    assert answered["other"] == ErasureRequest(
        "about-other", THERE.id, "other", MONDAY, LATER, ErasureAnswer.KEPT, LATER, "Kim", "by law"
    )
    trained(store, "omars", OMAR.id)
    store.receive(LAPTOP, asked("omars", "nosy"), LATER)
    store.answer_erasure("nosy", ErasureAnswer.ERASED, "", replace(letter, id="o"))
    assert store.sessions(OMAR.id)
    assert [head.id for head in store.sessions(THERE.id)] == ["other"]
    assert store.erased_sessions() == (Erased(THERE.id, LATER, "Kim", "s"),)
    assert [one.about for one in store.outgoing(THERE.id, DOWN)] == ["m", "k", "o"]


@on_both
def test_an_erased_session_does_not_come_back_with_an_older_backup(store: Store, place: str) -> None:
    for name in ("s", "other"):
        trained(store, name)
    older = backup_of(store)
    trained(store, "newer")
    for name in ("s", "newer"):
        store.erase_session(name, LATER, "Kim")
    gone = store.erased_sessions()
    store.close()
    migrate(store.place, "base", down=True)
    restore(older, SECRET, {"clinic": Home(store.place)}.get, {"clinic": gone})
    again = open_store(place)
    assert [head.id for head in again.sessions(ANNA.id)] == ["other"]
    assert again.erased_sessions() == gone
    again.close()


def test_the_list_beside_the_data_names_sessions_too(tmp_path: Path) -> None:
    gone = (Erased("p", LATER), Erased("p", LATER, session_id="s"), Erased("q", LATER, session_id="t"))
    add_to_list(tmp_path / "erased.txt", gone[:2])
    add_to_list(tmp_path / "erased.txt", gone[1:])
    assert set(read_list(tmp_path / "erased.txt")) == set(gone)


@pytest.mark.parametrize("change", ['"session":null', '"started_at":null'])
def test_a_request_names_a_session_whole_or_none(change: str) -> None:
    name = change.partition(":")[0]
    body = asked().body.decode()
    value = body.split(f"{name}:")[1].split(",")[0].rstrip("}")
    with pytest.raises(RecordError, match="started_at"):
        read(Kind.ERASURE, body.replace(f"{name}:{value}", change).encode())
