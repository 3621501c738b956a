"""What moves along: found after 0.7 s, in words that say which, and never in the rest posture."""

import pytest

from coach.events import Compensated
from tests.coach.builders import (
    RESTING,
    STRAIGHT,
    TURNED,
    Camera,
    Piece,
    Pose,
    glide,
    hold,
    judge,
    play,
    reps,
    task,
)

TURN = task("slow_turn", reps=1, hold_s=5, rest_s=2, target=-33)
PAUSE = hold(2)


def with_target(**more: float) -> Pose:
    return Pose(rotation=-33, **more)  # type: ignore[arg-type]


def held(pose: Pose) -> list[Piece]:
    return [hold(2), glide(pose, 3), hold(6), glide(STRAIGHT, 3), PAUSE]


def found(story: list[Piece]) -> tuple[str, ...]:
    (rep,) = reps(play(story), TURN)
    return rep.compensations


ALONG = {
    "a raised right shoulder": (
        with_target(elevation_right=0.09),
        ("shoulder_hike_right",),
    ),
    "a raised left shoulder": (with_target(elevation_left=0.09), ("shoulder_hike_left",)),
    "both shoulders raised": (
        with_target(elevation_left=0.14, elevation_right=0.13, ear_height=-0.13),
        ("shoulder_hike_both",),
    ),
    "a lean to the right, which slants the shoulders": (
        with_target(lean=-9, shoulder_tilt=9),
        ("trunk_lean_right",),
    ),
    "a lean, and the tilt that follows from it": (
        with_target(lean=-12, shoulder_tilt=12, lateral_flexion=12),
        ("trunk_lean_right",),
    ),
    "a tilted head": (with_target(lateral_flexion=-14), ("lateral_flexion",)),
    "a lifted chin": (with_target(extension=14), ("extension",)),
    "nothing": (with_target(lateral_flexion=6, extension=-5, elevation_left=0.03), ()),
}


@pytest.mark.parametrize("case", ALONG)
def test_what_moves_along_is_named(case: str) -> None:
    pose, kinds = ALONG[case]

    assert found(held(pose)) == kinds


def test_it_has_to_last_and_is_told_once_until_it_is_over() -> None:
    tilted = with_target(lateral_flexion=-15)
    short = [glide(TURNED, 3), hold(1), glide(tilted, 0.3), hold(0.2), glide(TURNED, 0.3)]
    near = [
        glide(tilted, 0.5),
        hold(2),
        glide(with_target(lateral_flexion=-9), 0.5),
        hold(1),
        glide(tilted, 0.5),
        hold(1),
    ]
    again = [glide(TURNED, 0.5), hold(1), glide(tilted, 0.5), hold(2), glide(STRAIGHT, 3), PAUSE]

    assert found([*short, hold(4), glide(STRAIGHT, 3), PAUSE]) == ()
    assert found([glide(TURNED, 3), *near, *again]) == ("lateral_flexion", "lateral_flexion")


def test_a_tilt_that_belongs_to_the_resting_head_is_no_compensation() -> None:
    tilted_at_rest = Pose(rotation=15, lateral_flexion=-18)
    turned = with_target(lateral_flexion=-16)
    upright = [hold(4), glide(turned, 3), hold(6), glide(STRAIGHT, 3), PAUSE]

    assert found([hold(4, tilted_at_rest), glide(turned, 3), hold(6), glide(tilted_at_rest, 3), PAUSE]) == ()
    assert found(upright) == ("lateral_flexion",)


def test_moving_about_before_the_turn_is_no_compensation() -> None:
    settling = [glide(Pose(lean=-9, shoulder_tilt=9), 1), hold(2), glide(STRAIGHT, 1)]

    assert found([hold(1), *settling, glide(TURNED, 3), hold(6), glide(STRAIGHT, 3), PAUSE]) == ()


def test_tremor_is_no_compensation() -> None:
    story = [hold(2, RESTING), glide(TURNED, 3), hold(6), glide(RESTING, 3), PAUSE]

    (rep,) = reps(play(story, Camera(tremor_deg=4)), TURN)

    assert rep.compensations == ()


def test_too_fast_is_spoken_of_when_it_lasts() -> None:
    assert found([hold(1), glide(TURNED, 1.2), hold(6), glide(STRAIGHT, 3), PAUSE]) == ()
    far = Pose(rotation=35)
    assert found([hold(2, far), glide(TURNED, 1.8), hold(6), glide(STRAIGHT, 3), PAUSE]) == ("too_fast",)


def test_the_event_says_which_side() -> None:
    _, events = judge(play(held(with_target(elevation_right=0.09))), TURN)

    (event,) = [event for event in events if isinstance(event, Compensated)]
    assert (event.kind, event.side) == ("shoulder_hike_right", "right")
