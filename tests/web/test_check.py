"""The two-minute check from the patient's page to the therapist's, in the real store with a known head."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from coach import session as rules
from coach.adherence import days_of
from coach.checkup import CHECK
from coach.goal import is_open
from coach.library import Library, load_library
from coach.record import CheckOut, Ending, Hand, Phase, Quality, SessionKind
from coach.store import Patient, Store, open_store
from pose.angles import Posture, Shoulders, head_angles
from pose.geometry import rotation_matrix
from tests.web.reading import Page
from tests.web.test_live_pages import head, with_camera
from tests.web.test_live_sitting import DIZZY, NOON, WELL
from web.errors import AskedError
from web.live_brief import check_brief
from web.live_sitting import Sitting, Stage
from web.services import Services
from web.sources import Choice, Kind
from web.therapist_lists import session_line
from web.today import check_due, done_words
from web.who_trains import Today, demo_today

FPS = 20
ANNA = Patient("11111111-0000-4000-8000-000000000001", "Anna B.")
WEBCAM = Choice(Kind.WEBCAM, "0", 50.0, fov_assumed=False)
#: Where she goes: rotation, lateral flexion, extension, degrees.
Place = tuple[float, float, float]
REST: Place = (15.0, 0.0, 0.0)
PLACES: dict[str, Place] = {
    "middle": (4.0, 0.0, 0.0),
    "turn_left": (55.0, 0.0, 0.0),
    "turn_right": (-40.0, 0.0, 0.0),
    "tilt_left": (15.0, 22.0, 0.0),
    "tilt_right": (15.0, -30.0, 0.0),
    "chin_up": (15.0, 0.0, 33.0),
    "chin_down": (15.0, 0.0, -25.0),
    "with_hand": (5.0, 0.0, 0.0),
}


def posture(t_s: float, place: Place, *, hand: bool) -> Posture:
    turn, tilt, up = place
    matrix = rotation_matrix(turn, up, tilt)
    return Posture(
        t_s=t_s,
        faces=1,
        head=matrix,
        head_angles=head_angles(matrix),
        head_px=(320.0, 200.0),
        distance_m=0.8,
        shoulders=Shoulders((420.0, 380.0), (220.0, 380.0), 200.0, 0.0, (320.0, 210.0)),
        hand_near_face=hand,
        confidence=1.0,
        neck_px=(320.0, 290.0),
    )


class Visit:
    """Anna before the camera: she does what the check asks, 20 degrees a second."""

    def __init__(self, store: Store, library: Library) -> None:
        self.said: list[str] = []
        self.t_s, self.at = 0.0, (0.0, 0.0, 0.0)
        who = Today(ANNA, None)
        self.sitting = Sitting(check_brief(who, library, WELL, WEBCAM), self._say, self._keep)
        self.store = store

    def _say(self, said: object) -> None:
        self.said.append(getattr(said, "text", ""))

    def _keep(self, job: Callable[[Store], None], *, rep: bool = False) -> None:  # noqa: ARG002
        job(self.store)

    def begin(self) -> None:
        self.sitting.ask_neutral()
        for _ in range(round(3.3 * FPS)):
            self._frame((0.0, 0.0, 0.0))
        self.sitting.accept()
        self.sitting.begin(self.t_s, NOON, "bench")

    def go_on(self, until: Callable[[rules.SessionView], bool] = lambda _: False) -> None:
        """To the end of the session, or until its view is so."""
        while self.sitting.stage is Stage.SESSION and self.sitting.session is not None:
            view = rules.view(self.sitting.session)
            if until(view):
                return
            if view.phase is Phase.PREPARE and view.prepare_left_s < 8:
                self.sitting.change(rules.start_exercise)
            asked = view.phase in (Phase.MOVE, Phase.HOLD)
            wanted = PLACES.get(self.sitting.exercise_id, REST) if asked else REST
            self._frame(wanted, hand=asked and self.sitting.exercise_id == "with_hand")

    def _frame(self, wanted: Place, *, hand: bool = False) -> None:
        self.t_s += 1 / FPS
        step = 20.0 / FPS
        turn, tilt, up = (
            now + max(-step, min(step, to - now)) for now, to in zip(self.at, wanted, strict=True)
        )
        self.at = (turn, tilt, up)
        self.sitting.see(posture(self.t_s, self.at, hand=hand))

    def close(self) -> str:
        ended_at = NOON + timedelta(seconds=self.t_s)
        self.sitting.close(Quality(frames=100, seen_share=1.0, frames_per_s=FPS), ended_at)
        return self.sitting.brief.session_id


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, library: Library) -> tuple[Store, str, list[str]]:
    """A whole check, done once: the store, the session and what was said."""
    store = open_store(tmp_path_factory.mktemp("check"))
    store.add_patient(ANNA)
    visit = Visit(store, library)
    visit.begin()
    visit.go_on()
    return store, visit.close(), visit.said


def test_a_whole_check_is_kept_with_its_known_numbers(kept: tuple[Store, str, list[str]]) -> None:
    store, session_id, _ = kept
    stored = store.session(session_id)
    numbers = {m.name: m.value.value for m in stored.record.measures if m.hand is Hand.ALL}
    assert (stored.head.kind, stored.head.ending) == (SessionKind.CHECK, Ending.DONE)
    known = {
        "rest_rotation": 15,
        "rest_deviation_mean": 15,
        "middle_1_deviation_mean": 4,
        "middle_2_deviation_mean": 4,
        "range_rotation_left": 55,
        "range_rotation_right": 40,
        "range_rotation_difference": 15,
        "range_lateral_flexion_left": 22,
        "range_lateral_flexion_right": 30,
        "range_extension": 33,
        "range_flexion": 25,
        "trick_gain": 10,
    }
    assert {name: numbers[name] for name in known} == pytest.approx(known, abs=0.6)
    assert numbers["middle_share_within_5"] == pytest.approx(1.0, abs=0.03)


def test_it_says_what_it_is_before_it_begins(kept: tuple[Store, str, list[str]]) -> None:
    _, _, said = kept
    (ready,) = [text for text in said if text.startswith("The two-minute check, about")]
    assert "The space bar pauses at any time." in ready


def test_a_check_that_is_paused_and_ended_early_is_kept(tmp_path: Path, library: Library) -> None:
    store = open_store(tmp_path)
    store.add_patient(ANNA)
    visit = Visit(store, library)
    visit.begin()
    visit.go_on(lambda view: view.exercise_index == 1 and view.phase is Phase.HOLD and view.hold_s > 20)
    visit.sitting.pause("patient")
    for _ in range(5 * FPS):
        visit._frame(REST)
    visit.sitting.change(rules.resume)
    visit.go_on(lambda view: view.hold_s > 30)
    with pytest.raises(AskedError, match="The check is the same each time"):
        visit.sitting.easier()
    visit.sitting.change(rules.too_hard)
    visit.sitting.change(rules.stop)
    stored = store.session(visit.close())
    numbers = {m.name: m.value.value for m in stored.record.measures}
    assert stored.record.ending is Ending.STOPPED
    assert numbers["rest_rotation"] == pytest.approx(15, abs=0.3)
    assert numbers["middle_1_seen"] == pytest.approx(30, abs=0.5)
    assert "middle_2_seen" not in numbers


def test_a_red_answer_makes_it_a_day_of_rest(store: Store, library: Library) -> None:
    who = demo_today(store, library, NOON)
    opening = check_brief(who, library, DIZZY, WEBCAM).opening
    assert (opening.kind, opening.resting_only) == (SessionKind.TRAINING, True)


def test_the_demo_person_does_no_check(store: Store, library: Library) -> None:
    demo = replace(WEBCAM, kind=Kind.DEMO)
    with pytest.raises(AskedError, match="exercises only"):
        check_brief(demo_today(store, library, NOON), library, WELL, demo)


@pytest.fixture
def store(services: Services) -> Store:
    return services.store


# The patient's page


@pytest.mark.parametrize(
    ("days_ago", "ending", "due"),
    [
        ((), Ending.DONE, True),
        ((3,), Ending.DONE, False),
        ((3,), Ending.STOPPED, True),
        ((15,), Ending.DONE, True),
    ],
)
def test_a_check_is_due_after_two_weeks(days_ago: tuple[float, ...], ending: Ending, *, due: bool) -> None:
    heads = tuple(replace(head(days), kind=SessionKind.CHECK, ending=ending) for days in days_ago)
    assert check_due((head(1), *heads), NOON) is due


def test_today_offers_the_check_where_there_is_a_camera(
    client: FlaskClient, app: object, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "/session?kind=check" not in client.get("/").text  # the demo person's page
    monkeypatch.setattr("web.patient.camera_found", lambda _: True)
    store.add_patient(ANNA)
    page = with_camera(app, "0").get("/").text  # type: ignore[arg-type]
    assert "The two-minute check" in page
    assert 'href="/session?kind=check"' in page
    assert 'data-kind="check"' in client.get("/session?kind=check").text


# The therapist's page


@pytest.fixture
def page(services: Services, therapist: FlaskClient, kept: tuple[Store, str, list[str]]) -> Page:
    known, session_id, _ = kept
    here, stored = services.store, known.session(session_id)
    here.add_patient(ANNA)
    here.open_session("s", ANNA.id, datetime(2026, 5, 4, tzinfo=UTC), stored.record.opening)
    for index, one in enumerate(stored.record.exercises):
        assert one.summary is not None
        assert one.trace is not None
        here.end_exercise("s", index, one.summary, one.trace)
    here.save_measures("s", None, stored.record.measures)
    here.close_session("s", Ending.DONE, Quality(), CheckOut(), NOON)
    return Page(therapist.get("/therapist/sessions/s").text)


def test_the_therapist_reads_each_part_in_words(page: Page) -> None:
    told = {row["What"]: row["Measured"] for row in page.rows("The two-minute check")}
    assert told["At rest, eyes open"].startswith("15.0° ± ")
    assert "turned to the left 15.0° ± " in told["At rest, eyes open"]
    assert "not tilted; chin level" in told["At rest, eyes open"]
    assert told["At rest: tremor"] == "no clear tremor"
    assert told["The middle, the better try"].startswith("within 10° for 100 % of 60 s")
    assert "left 55.0° ± " in told["Furthest turn"]
    assert "further to the left" in told["Furthest turn"]
    assert "nearer to the middle with the hand" in told["With a hand that helps"]
    assert len(told) == 13


def test_a_range_has_no_band_and_no_hold(page: Page, therapist: FlaskClient, library: Library) -> None:
    rows = {row["Exercise"]: row for row in page.rows("Exercises")}
    turn = rows["Turn to your left"]
    assert turn["Asked"] == "as far as is comfortable to the left"
    assert (turn["Longest hold"], turn["In the band"]) == ("–", "–")
    drawn = therapist.get("/therapist/sessions/s/exercises/2.json").get_json()
    assert (drawn["bands"], drawn["target"]) == ([], {"movement": "rotation"})
    assert is_open(library.checks[CHECK].tasks[2].plan)


def test_a_check_is_named_in_the_list_and_is_no_part_of_the_dose() -> None:
    check = replace(head(1), kind=SessionKind.CHECK)
    assert session_line(check).done == "two-minute check, 1 of 1"
    assert days_of([check]) == ()
    assert [day.sessions for day in days_of([check, head(2)])] == [1]
    assert done_words((replace(check, started_at=NOON),), NOON) == ""
