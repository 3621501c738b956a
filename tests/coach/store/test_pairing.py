"""The clinic that a patient of this laptop shares with, and the ids of what is shared."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from coach.errors import NotFoundError, TakenError
from coach.letter import Letter, LetterKind
from coach.store import Comparison, Pairing, Receipt, Store
from coach.store.uuid7 import made_of, milliseconds_of, uuid7
from coach.wire import UP
from tests.coach.store.builders import ANNA, MONDAY, OMAR, on_both

PAIRED = Pairing(
    patient_id=ANNA.id,
    address="https://clinic.example",
    clinic_id="22222222-0000-4000-8000-000000000001",
    clinic_name="Clinic by the river",
    clinic_key="ab" * 32,
    device_id="33333333-0000-4000-8000-000000000001",
    device_key=b"k" * 32,
    patient_there="44444444-0000-4000-8000-000000000001",
    paired_at=MONDAY,
)


@on_both
def test_a_patient_shares_with_one_clinic_until_it_is_ended(store: Store) -> None:
    assert store.pairing(ANNA.id) is None
    store.pair(PAIRED)
    assert store.pairing(ANNA.id) == PAIRED
    assert store.pairing(OMAR.id) is None
    with pytest.raises(TakenError, match="already shares"):
        store.pair(replace(PAIRED, clinic_id="another"))
    store.unpair(ANNA.id)
    assert store.pairings() == ()
    with pytest.raises(NotFoundError, match="no sharing"):
        store.unpair(ANNA.id)


@on_both
def test_paired_again_at_the_same_place_what_was_delivered_stays_so(store: Store) -> None:
    tuesday = MONDAY + timedelta(days=1)
    anew = replace(PAIRED, device_id="another", device_key=b"n" * 32, paired_at=tuesday, paused_at=tuesday)
    with pytest.raises(NotFoundError, match="no sharing"):
        store.pair_again(anew)
    store.pair(PAIRED)
    store.note_down_to(ANNA.id, 7)
    store.note_comparison(ANNA.id, Comparison({}, (), (), 2, 0), MONDAY)
    store.note_contact(ANNA.id, MONDAY, "It does not know this laptop.")
    store.add_letter(Letter("q", ANNA.id, LetterKind.QUESTION, "Why?", "A. B.", MONDAY))
    (line,) = store.outgoing(ANNA.id, UP)
    store.acknowledge(Receipt(line.id, store.sealed(line.id).sha256, 1), MONDAY)
    delivered, before = store.outgoing(ANNA.id, UP), store.pairing(ANNA.id)
    for other in ({"clinic_id": "x"}, {"clinic_key": "cd" * 32}, {"patient_there": "x"}):
        with pytest.raises(TakenError, match="goes on with Clinic by the river"):
            store.pair_again(replace(anew, **other))  # type: ignore[arg-type]
    assert store.pairing(ANNA.id) == before
    store.pair_again(anew)
    assert store.pairing(ANNA.id) == replace(anew, last_revision=7, only_there=2)
    assert store.outgoing(ANNA.id, UP) == delivered


@on_both
def test_sharing_pauses_and_goes_on_and_what_the_clinic_said_is_known(store: Store) -> None:
    store.pair(PAIRED)
    store.pause_sharing(ANNA.id, MONDAY)
    store.pause_sharing(ANNA.id, MONDAY + timedelta(days=1))
    paused = store.pairing(ANNA.id)
    assert paused is not None
    assert paused.paused_at == MONDAY
    store.resume_sharing(ANNA.id)
    store.note_contact(ANNA.id, MONDAY)
    store.note_contact(ANNA.id, MONDAY + timedelta(hours=1), "The network is away.")
    store.note_down_to(ANNA.id, 7)
    store.note_down_to(ANNA.id, 5)
    assert store.pairing(ANNA.id) == replace(
        PAIRED, spoke_at=MONDAY, trouble="The network is away.", last_revision=7
    )
    with pytest.raises(NotFoundError, match="no sharing"):
        store.resume_sharing(OMAR.id)


def test_a_key_is_never_printed() -> None:
    assert "kkk" not in repr(PAIRED)


def test_an_id_is_of_version_7_and_tells_its_moment() -> None:
    made = [UUID(uuid7()) for _ in range(100)]
    assert len(set(made)) == 100
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}
    # The example of RFC 9562, appendix A.6.
    chance = 0xCC3 << 62 | 0x18C4DC0C0C07398F
    example = made_of(0x017F22E279B0, chance)
    assert example == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
    assert milliseconds_of(example) == 0x017F22E279B0
