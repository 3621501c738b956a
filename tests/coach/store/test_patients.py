"""Patients, what they are asked to do and since when, and the settings of the installation."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from coach.errors import NotFoundError, StoreError
from coach.record import Side
from coach.store import Assigned, Patient, Store
from tests.coach.store.builders import ANNA, ASSIGNED, MONDAY, OMAR, on_both

pytestmark = on_both

SOFTER = ASSIGNED.model_copy(update={"note": "a little less", "corrective_rotation": Side.RIGHT})


def test_patients_come_by_name(store: Store) -> None:
    zoe, ben = Patient("z", "Zoë"), Patient("b", "ben")
    store.add_patient(zoe)
    store.add_patient(ben)
    assert store.patients() == (ANNA, ben, OMAR, zoe)
    assert store.patient(ANNA.id) == ANNA


def test_a_patient_is_renamed_and_stays_the_same_patient(store: Store) -> None:
    store.change_patient(replace(ANNA, name="A. B.", note="new note"))
    assert store.patient(ANNA.id) == Patient(ANNA.id, "A. B.", made_up=True, note="new note")


def test_nobody_is_nobody(store: Store) -> None:
    for attempt in (store.patient, lambda who: store.assign(who, ASSIGNED, MONDAY)):
        with pytest.raises(NotFoundError, match="no patient nobody"):
            attempt("nobody")
    with pytest.raises(StoreError, match="Nothing was changed"):
        store.add_patient(ANNA)


def test_the_newest_assignment_holds_and_the_older_ones_are_history(store: Store) -> None:
    assert store.assignment(ANNA.id) is None
    store.assign(ANNA.id, ASSIGNED, MONDAY)
    store.assign(ANNA.id, SOFTER, MONDAY + timedelta(days=3))
    assert store.assignment(ANNA.id) == SOFTER
    assert store.assignments(ANNA.id) == (
        Assigned(MONDAY, ASSIGNED),
        Assigned(MONDAY + timedelta(days=3), SOFTER),
    )
    assert store.assignment(OMAR.id) is None


def test_a_time_of_another_zone_is_the_same_moment(store: Store) -> None:
    store.assign(ANNA.id, ASSIGNED, MONDAY.astimezone(timezone(timedelta(hours=5, minutes=30))))
    (assigned,) = store.assignments(ANNA.id)
    assert assigned.at == MONDAY
    assert assigned.at.utcoffset() == timedelta(0)


def test_the_pin_and_other_settings_are_kept(store: Store) -> None:
    assert store.pin_hash() is None
    store.set_pin_hash("$argon2id$one")
    store.set_pin_hash("$argon2id$two")
    store.set_setting("voice", "off")
    assert (store.pin_hash(), store.setting("voice"), store.setting("unknown")) == (
        "$argon2id$two",
        "off",
        None,
    )


def test_of_two_first_values_of_a_setting_the_first_counts(store: Store) -> None:
    assert store.first_setting("key", "one") == "one"
    assert store.first_setting("key", "two") == "one"
    assert store.setting("key") == "one"
