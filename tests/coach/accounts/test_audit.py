"""What somebody did is remembered, by clinic, patient and person, a page at a time."""

from dataclasses import replace
from datetime import timedelta

from coach.accounts import Stores
from coach.accounts.audit import PAGE, Noted, What
from tests.coach.accounts.builders import ADA, GRACE, MONDAY, NORTH, SOUTH
from tests.coach.store.builders import ANNA, OMAR

LOOKED = Noted(MONDAY, NORTH.id, What.SAW, "patient", account_id=GRACE.id, patient_id=ANNA.id)


def test_notes_are_found_by_clinic_patient_person_and_time(stores: Stores) -> None:
    later = MONDAY + timedelta(hours=1)
    others = (
        replace(LOOKED, patient_id=OMAR.id),
        replace(LOOKED, account_id=ADA.id, what=What.CHANGED, at=later),
        replace(LOOKED, clinic_id=SOUTH.id),
    )
    for noted in (LOOKED, *others):
        stores.accounts.note(noted)

    def found(patient_id: str | None = None, account_id: str | None = None, **more: object) -> list[Noted]:
        return [replace(one, id=0) for one in stores.accounts.audit(NORTH.id, patient_id, account_id, **more)]  # type: ignore[arg-type]

    assert found() == [others[1], others[0], LOOKED]
    assert found(ANNA.id) == [others[1], LOOKED]
    assert found(ANNA.id, GRACE.id) == [LOOKED]
    assert found(since=later) == [others[1]]
    assert found("nobody") == []


def test_a_page_follows_the_one_before_without_a_gap(stores: Stores) -> None:
    for minute in range(PAGE + 3):
        stores.accounts.note(replace(LOOKED, at=MONDAY + timedelta(minutes=minute)))
    first = stores.accounts.audit(NORTH.id)
    second = stores.accounts.audit(NORTH.id, before=first[-1].id)
    assert (len(first), len(second)) == (PAGE, 3)
    assert len({one.at for one in first + second}) == PAGE + 3


def test_a_note_waits_for_no_other_writer(stores: Stores) -> None:
    with stores.accounts._writing():
        stores.accounts.note(LOOKED)
    assert len(stores.accounts.audit(NORTH.id)) == 1
