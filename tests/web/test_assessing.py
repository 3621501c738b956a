"""The assessment comes first: what was found is kept whole, every fault stands beside its field."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from coach.assessment import (
    Assessment,
    Behaviour,
    Blocked,
    Component,
    HeadTremor,
    Strength,
    Tone,
    Touch,
    TremorDirection,
    TremorGrain,
)
from coach.diary import Flag
from coach.findings import Caution, Form
from coach.programme import Reach
from coach.record import CheckOut, Ending, Hand, Measure, Quality, SessionKind, Side, Value
from coach.store import Store
from tests.coach.store.builders import OPENING
from tests.web.prescribing import ANNA, TODAY, Fields, assess, in_clinic
from tests.web.reading import Page
from web.assessment_form import measured_reach
from web.services import Services

PAGE = f"/therapist/patients/{ANNA.id}/assessment"
WHOLE = Assessment(
    assessed_on=TODAY,
    injected_on=TODAY - timedelta(days=30),
    components=(
        Component(form=Form.TORTICAPUT, side=Side.LEFT, tone=Tone.PHASIC, strength=Strength.SEVERE),
        Component(form=Form.RETROCOLLIS),
    ),
    shoulders_raised=(Side.LEFT,),
    tremor=HeadTremor(direction=TremorDirection.NO_NO, grain=TremorGrain.FINE),
    trick=Touch(where="right cheek", hand=Side.RIGHT),
    behaviour=Behaviour.STABLE,
    cautions=(Caution.DIZZINESS,),
    lost_midline=True,
    pain=True,
    age=61,
    reach=Reach(
        rotation_left_deg=58.5,
        rotation_right_deg=31,
        lateral_flexion_left_deg=28,
        lateral_flexion_right_deg=19,
        extension_deg=41,
        flexion_deg=36,
    ),
    blocked=(Blocked(exercise="tilt", reason="hurt last time"),),
    note="tires after ten minutes",
)
MORE = {
    "form_retrocollis": "yes",
    "caution_dizziness": "yes",
    "lost_midline": "yes",
    "pain": "yes",
    "blocked_0": "tilt",
    "blocked_reason_0": "hurt last time",
}


@pytest.fixture
def store(services: Services) -> Store:
    in_clinic(services, ANNA)
    return services.store


def test_everything_found_is_kept_and_the_builder_follows(therapist: FlaskClient, store: Store) -> None:
    answer = assess(therapist, **MORE)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/therapist/patients/{ANNA.id}/programme",
    )
    assert store.assessments(ANNA.id) == (WHOLE,)


def test_the_next_assessment_opens_as_the_last_one_was_found(therapist: FlaskClient, store: Store) -> None:
    store.add_assessment(ANNA.id, WHOLE.model_copy(update={"assessed_on": TODAY - timedelta(days=3)}))
    answer = therapist.post(PAGE, data=Fields(therapist.get(PAGE).text).typed)
    assert answer.status_code == 303
    assert store.assessments(ANNA.id)[-1] == WHOLE


def test_every_fault_stands_beside_its_field_and_nothing_typed_is_lost(
    therapist: FlaskClient, store: Store
) -> None:
    answer = assess(
        therapist,
        assessed_on=(TODAY + timedelta(days=1)).isoformat(),
        extension_deg="200",
        flexion_deg="nan",
        age="old",
        blocked_0="tilt",
    )
    assert answer.status_code == 422
    page = Page(answer.text)
    assert "Nothing was saved yet. 5 answers need another look" in page.words
    assert "Please give the day of the assessment, today or before." in page.words
    assert page.words.count("Please give degrees, from 0 to 80.") == 2
    assert "Please give whole years" in page.words
    assert "Please say why, for whoever reads this later." in page.words
    for name in ("assessed_on", "extension_deg", "flexion_deg", "age", "blocked_reason_0"):
        assert f'id="fault-{name}"' in answer.text
    typed = Fields(answer.text).typed
    assert (typed["trick_where"], typed["form_torticaput"], typed["age"]) == ("right cheek", "left", "old")
    assert store.assessments(ANNA.id) == ()


def test_an_injection_after_the_assessment_is_asked_about(therapist: FlaskClient, store: Store) -> None:
    answer = assess(therapist, assessed_on=(TODAY - timedelta(days=40)).isoformat())
    assert answer.status_code == 422
    assert "Please look at both days again." in Page(answer.text).words
    assert store.assessments(ANNA.id) == ()


@pytest.mark.parametrize(
    "odd",
    [
        {"form_torticaput": "up"},
        {"behaviour": "wild"},
        {"tremor": "maybe"},
        {"trick_hand": "third"},
        {"strength_torticaput": "huge"},
        {"blocked_0": "no such thing", "blocked_reason_0": "why"},
        {"note": "n" * 2001},
        {"trick_where": "w" * 81},
    ],
)
def test_a_changed_page_is_answered_in_words(
    therapist: FlaskClient, store: Store, odd: dict[str, str]
) -> None:
    answer = assess(therapist, **odd)
    assert answer.status_code == 422
    assert "Nothing was saved yet. One answer needs another look" in Page(answer.text).words
    assert 'class="fault"' in answer.text
    assert store.assessments(ANNA.id) == ()


def test_an_empty_form_is_no_assessment(therapist: FlaskClient, store: Store) -> None:
    assert therapist.post(PAGE, data={}).status_code == 422
    assert store.assessments(ANNA.id) == ()


def test_an_assessment_older_than_a_cycle_says_so_everywhere(therapist: FlaskClient, store: Store) -> None:
    old = WHOLE.model_copy(update={"assessed_on": TODAY - timedelta(days=85), "injected_on": None})
    store.add_assessment(ANNA.id, old)
    for path in ("", "/programme"):
        page = Page(therapist.get(f"/therapist/patients/{ANNA.id}{path}").text)
        assert "The assessment is 85 days old, longer than one injection cycle" in page.words


def test_the_range_comes_from_the_last_check_where_there_is_one() -> None:
    def measure(name: str, value: float | None) -> Measure:
        return Measure(name, Hand.ALL, Value(value, 2.0, "deg"), 1)

    taken = (
        measure("range_rotation_left", 31.4),
        measure("range_flexion", 93.0),
        measure("range_extension", None),
    )
    assert measured_reach(taken) == {"rotation_left_deg": "31", "flexion_deg": "80"}


def test_the_day_of_the_cycle_is_told(therapist: FlaskClient, store: Store) -> None:
    store.add_assessment(ANNA.id, WHOLE)
    assert "Day 30 of the cycle at the assessment" in Page(therapist.get(PAGE).text).words


def test_earlier_assessments_stay_readable(therapist: FlaskClient, store: Store) -> None:
    first = WHOLE.model_copy(update={"assessed_on": TODAY - timedelta(days=40), "injected_on": None})
    store.add_assessment(ANNA.id, first)
    page = Page(therapist.get(f"/therapist/patients/{ANNA.id}").text).words
    assert "earlier assessment" not in page
    store.add_assessment(ANNA.id, WHOLE.model_copy(update={"components": ()}))
    page = Page(therapist.get(f"/therapist/patients/{ANNA.id}").text).words
    assert "1 earlier assessment" in page
    assert page.count("Torticaput to the left, phasic, severe") == 1


def checked(store: Store, session_id: str, turned_deg: float, now: datetime | None = None) -> None:
    """Anna did the two-minute check just now, and turned to her right so far."""
    now = now or datetime.now(UTC)
    store.open_session(session_id, ANNA.id, now, replace(OPENING, kind=SessionKind.CHECK))
    store.save_measures(
        session_id, None, (Measure("range_rotation_right", Hand.ALL, Value(turned_deg, 2.0, "deg"), 1),)
    )
    store.close_session(session_id, Ending.DONE, Quality(), CheckOut(), now)


def test_the_range_opens_as_the_patients_own_check_measured_it(therapist: FlaskClient, store: Store) -> None:
    store.add_assessment(ANNA.id, WHOLE)
    checked(store, "s", 38.4)
    checked(store, "not hers", 80.0)
    store.set_flag("not hers", Flag.NOT_ME, datetime.now(UTC))
    text = therapist.get(PAGE).text
    assert "Filled in from the two-minute check of" in Page(text).words
    typed = Fields(text).typed
    assert (typed["rotation_right_deg"], typed["rotation_left_deg"]) == ("38", "58.5")


@pytest.fixture
def far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer whose day begins fourteen hours before that of UTC."""
    monkeypatch.setenv("TZ", "Etc/GMT-14")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("far_east")
def test_the_day_of_a_check_is_the_day_on_this_computer(therapist: FlaskClient, store: Store) -> None:
    store.add_assessment(
        ANNA.id, WHOLE.model_copy(update={"assessed_on": date(2026, 3, 2), "injected_on": None})
    )
    checked(store, "that afternoon", 38.4, datetime(2026, 3, 1, 23, 30, tzinfo=UTC))

    assert Fields(therapist.get(PAGE).text).typed["rotation_right_deg"] == "38"
