"""What a page is told of the newer ways to go."""

from coach import session as coach
from coach.record import Phase
from coach.session import SessionView
from tests.coach.builders import LIBRARY, STRAIGHT, Pose, alone
from tests.coach.patient import Course
from web.live_state import session_state


def moving(exercise: str, pose: Pose = STRAIGHT, for_s: float = 4) -> Course:
    """Some seconds into the first repetition."""
    course = Course(coach.begin(alone(exercise), LIBRARY.cues))
    return course.until(Phase.MOVE, lambda _: STRAIGHT).go(for_s, lambda _: pose)


def seen(exercise: str, pose: Pose = STRAIGHT, for_s: float = 4) -> SessionView:
    return coach.view(moving(exercise, pose, for_s).session)


def test_of_two_axes_both_are_told() -> None:
    now = seen("nose_to_armpit", Pose(rotation=-35, extension=-5))

    assert now.also is not None
    assert (now.movement, now.target) == ("rotation", -35)
    assert (now.also.movement, now.also.target) == ("extension", -20)
    assert (round(now.value or 0), round(now.also.value or 0)) == (-35, -5)
    assert not now.in_band
    assert seen("nose_to_armpit", Pose(rotation=-35, extension=-20)).in_band


def test_a_stop_has_its_own_target_and_its_place_among_the_others() -> None:
    first, second = seen("step_stops", Pose(rotation=-30), 4), seen("step_stops", Pose(rotation=-30), 8)

    assert (first.target, first.stop, first.stops) == (-30, 0, 3)
    assert (second.target, second.stop, second.phase) == (-15, 1, Phase.MOVE)


def test_the_hand_that_is_asked_for_is_told() -> None:
    assert [seen("touch_and_release", STRAIGHT, for_s).hand for for_s in (1, 6)] == [None, True]


def test_of_the_middle_either_side_counts_alike_and_keeps_its_sign() -> None:
    now = seen("look_to_horizon", Pose(extension=-6))

    assert (now.middle, now.target, now.in_band) == (True, 0, True)
    assert round(now.value or 0) == -6


def test_a_path_comes_with_its_points_and_how_far_the_nose_is_from_it() -> None:
    course = moving("nose_trace", Pose(rotation=5, extension=4))
    shown = session_state(course.session)

    assert (shown["path"], shown["path_size"], shown["points"][0]) == ("line", 15, [15.0, 0.0])
    assert round(shown["value"]) == 4
    assert session_state(moving("slow_turn").session)["points"] == []


def test_with_closed_eyes_the_page_knows() -> None:
    assert seen("find_middle_blind").eyes_closed
    assert not seen("midline_hold").eyes_closed
