"""The numbers of movement on a session's page: in words, with units, errors and reasons."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from coach.measures import measures_of
from coach.particular import every_measure
from coach.record import Ending, Hand, Measure, Value
from coach.store import Store
from tests.coach.store.builders import ANNA, CHECK_OUT, MONDAY, OPENING, QUALITY, SUMMARY, a_rep, a_trace
from tests.coach.test_measures import exercise
from tests.coach.test_particular import done
from tests.web.reading import Page
from web.measured import measure_everything
from web.services import Services
from web.therapist_measures import LINES, OF_A_REPETITION, REASONS, UNITS, jitter

HERE = "/therapist/sessions/s?exercise=1"


def measure(name: str, value: float | None, error: float | None, unit: str, **more: object) -> Measure:
    hand = more.get("hand", Hand.ALL)
    assert isinstance(hand, Hand)
    return Measure(name, hand, Value(value, error, unit, str(more.get("reason", ""))), 1)


@pytest.fixture
def store(services: Services) -> Store:
    """Anna did a slow turn; nothing was measured of its movement yet."""
    store = services.store
    store.add_patient(ANNA)
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    store.save_rep("s", 1, a_rep(1), a_trace(10.0))
    store.end_exercise("s", 1, SUMMARY, a_trace(14.0))
    store.close_session("s", Ending.DONE, QUALITY, CHECK_OUT, MONDAY + timedelta(minutes=9))
    return store


def lines(therapist: FlaskClient) -> dict[str, dict[str, str]]:
    return {row["What"]: row for row in Page(therapist.get(HERE).text).rows("Movement")}


def test_numbers_have_their_unit_and_how_sure_they_are(store: Store, therapist: FlaskClient) -> None:
    given = (
        measure("asked_seen", 80.0, None, "s"),
        measure("asked_deviation_median", 4.24, 1.5, "deg"),
        measure("asked_share_within_10", 0.62, 0.08, "share"),
        measure("rest_drift", -0.52, 0.2, "deg/min"),
        measure("furthest_rotation_right", -3.8, 1.5, "deg"),
        measure("peak_speed", 22.4, 1.1, "deg/s"),
        measure("smoothness", -1.53, 0.12, "SPARC"),
        measure("tremor_frequency", None, None, "Hz", reason="no_clear_peak"),
    )
    store.save_measures("s", 1, given)
    told = {label: row["Measured"] for label, row in lines(therapist).items()}
    assert told == {
        "Away from the middle": "median 4.2° ± 1.5°",
        "Within 10° of the middle": "62 % ± 8 % of 80 s",
        "At rest: the head creeps": "0.5° ± 0.2° a minute toward the middle",
        "Furthest turn": "right not past the middle (3.8° ± 1.5° before it)",
        "Movements": "fastest moment 22°/s ± 1°/s, smoothness −1.5 ± 0.1",
        "Tremor": "no clear tremor",
    }


def test_a_tremor_is_one_line(store: Store, therapist: FlaskClient) -> None:
    sizes = {"amplitude": 2.24, "rotation": 2.0, "lateral_flexion": 1.0, "extension": 0.04}
    given = [measure(f"tremor_{name}", size, 0.1 * size, "deg") for name, size in sizes.items()]
    frequency = measure("tremor_frequency", 4.21, 0.02, "Hz")
    regular = measure("tremor_regularity", 0.98, None, "share")
    store.save_measures("s", 1, (frequency, *given, regular))
    assert lines(therapist)["Tremor"]["Measured"] == (
        "4.2 Hz, 2.2° ± 0.2° to each side, turn 2.0° ± 0.2°, tilt 1.0° ± 0.1°, nod 0.0°, 98 % regular"
    )


def test_the_hand_has_columns_only_where_it_was_seen(store: Store, therapist: FlaskClient) -> None:
    store.save_measures("s", 1, (measure("rest_deviation_mean", 12.0, 1.5, "deg"),))
    assert "With a hand at the face" not in lines(therapist)["At rest: away from the middle"]

    split = [measure("rest_deviation_mean", size, 1.5, "deg", hand=hand)
             for hand, size in zip(Hand, (8.0, 3.0, 12.0), strict=True)]  # fmt: skip
    store.save_measures("s", 1, tuple(split))
    row = lines(therapist)["At rest: away from the middle"]
    assert (row["Measured"], row["With a hand at the face"], row["Without a hand at the face"]) == (
        "mean 8.0° ± 1.5°",
        "mean 3.0° ± 1.5°",
        "mean 12.0° ± 1.5°",
    )


@pytest.mark.usefixtures("store")
def test_a_session_of_before_says_that_it_was_not_measured_then(therapist: FlaskClient) -> None:
    words = Page(therapist.get(HERE).text).words
    assert "Speed, smoothness, tremor and time in the middle: not measured then." in words
    assert "nothing to measure, because there is no trace" in Page(therapist.get(HERE[:-1] + "0").text).words


def test_what_was_measured_is_shown(store: Store, therapist: FlaskClient) -> None:
    measure_everything(store, "s")
    shown = lines(therapist)
    assert shown["Furthest turn"]["Measured"].startswith("left 20.0° ± 1.5°, right not past the middle")
    assert "Jitter of a still head" in Page(therapist.get(HERE).text).words


def _particular(exercise_id: str) -> tuple[Measure, ...]:
    task, record = done(exercise_id, sets=1, reps=1)
    return every_measure(record, task)


def test_what_only_some_exercises_have_is_told_of_all_and_of_each_repetition(
    store: Store, therapist: FlaskClient
) -> None:
    given = (
        measure("rep_1_drawn", 0.9, 0.04, "share"),
        measure("rep_1_off_path", 2.14, 1.5, "deg"),
        measure("drawn", 0.9, 0.04, "share"),
        measure("off_path", 2.14, 1.5, "deg"),
        measure("less_deviation", -0.8, 2.1, "deg"),
    )
    store.save_measures("s", 1, given)
    assert {label: row["Measured"] for label, row in lines(therapist).items()} == {
        "Drawn paths": "90 % ± 4 % drawn, 2.1° ± 1.5° away from the path",
        "Away from the middle, against the time before": "−0.8° ± 2.1° less",
    }
    (first,) = Page(therapist.get(HERE).text).rows("Repetitions")
    assert first["The path"] == "90 % ± 4 % drawn, 2.1° ± 1.5° away from it"
    assert "Off the middle" not in first


def test_every_number_that_is_taken_has_its_words() -> None:
    some = ("find_middle_blind", "nose_trace", "arm_swing", "back_of_head_support")
    particular = [one for name in some for one in _particular(name)]
    of_one = [one for one in particular if one.name.startswith("rep_")]
    taken = (*measures_of(exercise(hand=True)), *(one for one in particular if one not in of_one))
    told = {name for _, parts in LINES for name in parts}
    told_of_one = {name for parts in OF_A_REPETITION.values() for name in parts}
    assert {one.name.removeprefix("rep_1_").removesuffix("_share") for one in of_one} == told_of_one
    assert {one.name for one in taken if not one.name.endswith("seen")} == told
    assert {one.value.unit for one in taken} <= UNITS.keys() | {"share", "deg/min"}
    assert {one.value.reason for one in taken if one.value.reason} <= REASONS.keys()


def test_the_noise_floor_is_one_sentence() -> None:
    sizes = {"rotation": 0.11, "lateral_flexion": 0.08, "extension": 0.2}
    noise = [measure(f"noise_{axis}", size, None, "deg") for axis, size in sizes.items()]
    assert jitter(noise) == (
        "Jitter of a still head in this session: turn 0.11°, tilt 0.08°, chin 0.20° (one standard deviation)."
    )
    assert jitter([]) == "Jitter of a still head: not measured then."
    restless = [measure(one.name, None, None, "deg", reason="no_still_seconds") for one in noise]
    assert jitter(restless).endswith("never still for long enough.")
