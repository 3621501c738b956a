"""Every exercise of the library: for whom it is, and a whole session of it by a patient who listens."""

import re
from dataclasses import replace
from functools import cache
from math import radians, tan
from time import process_time

import pytest

from coach import session as coach
from coach.day import task_s
from coach.events import Compensated, GapFound, HoldBroken, RepFinished, SessionFinished
from coach.findings import Camera, Need
from coach.library import load_library
from coach.parts import Ends, KeepStill, Movement, Still
from coach.record import Ending, Phase
from tests.coach.builders import LIBRARY, Pose, alone, whole
from tests.coach.patient import Course, willing
from tests.coach.test_words import NEVER

#: Section 4.3 of the clinical reference, by the numbers of its section 4.4.
PATTERNS = {
    "rotation": "3 4 10 11 14 15 24",
    "lateral_flexion": "4 5 10 13",
    "retro": "6 14 16 21",
    "antero": "7 8 15 16 21",
    "lateral_shift": "9 19 25",
    "sagittal_shift": "8 18 21",
    "shoulder_raise": "13 17 18",
    "tremor": "20 21 22 26",
    "unstable": "23",
    "pain": "13 14 17 26 27 28 29",
    "lost_midline": "1 2 11 12",
    "trick": "31",
    "everyone": "1 16 26 28 29 30",
}
NUMBERED = (
    "midline_hold",
    "find_middle_blind",
    "slow_turn",
    "release_control",
    "tilt",
    "small_nod",
    "look_to_horizon",
    "glide_back",
    "side_glide",
    "step_stops",
    "follow_hand",
    "nose_trace",
    "side_neck_lengthen",
    "nose_to_armpit",
    "front_neck_open",
    "grow_tall",
    "heavy_shoulder",
    "blade_slide",
    "trunk_turn_soft",
    "arm_swing",
    "back_of_head_support",
    "null_to_middle",
    "calm_arm",
    "eyes_lead",
    "anchor_gaze",
    "slow_breath",
    "let_go_scan",
    "day_rest",
    "night_calm",
    "move_freely",
    "touch_and_release",
)
GUIDES = {"let_go_scan", "day_rest", "night_calm", "move_freely"}
BEFORE_THE_CAMERA = [name for name in NUMBERED if name not in GUIDES]


def test_there_is_one_file_for_each() -> None:
    assert sorted(NUMBERED) == sorted(LIBRARY.exercises)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_an_exercise_is_for_the_patterns_of_the_reference(pattern: str) -> None:
    meant = {NUMBERED[int(number) - 1] for number in PATTERNS[pattern].split()}

    assert {one.id for one in LIBRARY.exercises.values() if pattern in one.patterns} == meant


def test_what_an_exercise_asks_for_and_whom_it_is_not_for() -> None:
    needs = {one.id: one.needs for one in LIBRARY.exercises.values() if one.needs}
    front = LIBRARY.exercises["front_neck_open"].not_with
    without = {
        (one.id, caution.value) for one in LIBRARY.exercises.values() for caution in one.not_with.cautions
    }

    assert needs == {
        "front_neck_open": (Need.THERAPIST,),
        "arm_swing": (Need.STABLE,),
        "calm_arm": (Need.UNSTABLE,),
        "touch_and_release": (Need.TRICK,),
    }
    assert front.older_than == 70
    assert {"retrocollis", "retrocaput"} == set(front.forms)
    assert {name for name, caution in without if caution == "dbs_leads"} == {
        "side_neck_lengthen",
        "nose_to_armpit",
        "front_neck_open",
    }
    assert {
        ("small_nod", "swallowing_trouble"),
        ("find_middle_blind", "dizziness"),
        *(("front_neck_open", caution) for caution in ("vascular_risk", "dizziness", "osteoporosis")),
    } < without
    assert set(LIBRARY.exercises["nose_to_armpit"].not_with.forms) == {"anterocollis", "anterocaput"}


def test_the_camera_is_off_for_the_guides_alone() -> None:
    off = {one.id for one in LIBRARY.exercises.values() if one.camera is Camera.NOTHING}
    minutes = {name: LIBRARY.exercises[name].guide_s / 60 for name in GUIDES}

    assert off == GUIDES
    assert 5 <= minutes["let_go_scan"] <= 6
    assert 5 <= minutes["day_rest"] <= 10
    assert 8 <= minutes["night_calm"] <= 10
    assert 10 <= minutes["move_freely"] <= 20


@cache
def course(exercise: str) -> Course:
    """A whole session of one exercise, to its end."""
    return Course(coach.begin(alone(exercise), LIBRARY.cues)).go(900)


@pytest.mark.parametrize("exercise", BEFORE_THE_CAMERA)
def test_a_willing_patient_does_a_whole_session_of_it(exercise: str) -> None:
    what, done = LIBRARY.exercises[exercise], course(exercise)
    reps = [event.rep for event in done.all(RepFinished)]
    asked_s = max((mark.hold_s for mark in whole(exercise).marks), default=what.dose.hold_s)
    kept_s = 0.0 if what.movement is Movement.PATH else asked_s  # a path is drawn by moving

    assert [event.ending for event in done.all(SessionFinished)] == [Ending.DONE]
    assert len(reps) == what.dose.sets * what.dose.reps
    assert all(rep.completed for rep in reps)
    assert all(rep.hold_s >= kept_s - 0.1 for rep in reps)
    assert not done.all(Compensated)
    assert not done.all(HoldBroken)
    assert len(done.all(GapFound)) == (len(reps) if what.eyes_closed else 0)


@pytest.mark.parametrize("exercise", BEFORE_THE_CAMERA)
def test_it_takes_about_as_long_as_the_plan_of_the_day_says(exercise: str) -> None:
    """A willing patient is quick, so the plan allows for more."""
    assert 0.95 <= task_s(whole(exercise)) / course(exercise).t_s <= 1.7


#: Moved along by so much more than the limit, degrees; the kind that it is called.
STRAYS = {
    Still.TRUNK: ("lean", "trunk_lean_left"),
    Still.SHOULDERS: ("elevation_left", "shoulder_hike_left"),
    Still.ROTATION: ("rotation", "rotation"),
    Still.LATERAL_FLEXION: ("lateral_flexion", "lateral_flexion"),
    Still.EXTENSION: ("extension", "extension"),
}


@pytest.mark.parametrize(
    ("exercise", "still"),
    [(name, one) for name in BEFORE_THE_CAMERA for one in LIBRARY.exercises[name].keep_still],
    ids=lambda one: one if isinstance(one, str) else one.movement.value,
)
def test_what_moves_along_is_noticed(exercise: str, still: KeepStill) -> None:
    field, kind = STRAYS[still.movement]
    off_deg = still.within_deg + 4
    off = tan(radians(off_deg)) if still.movement is Still.SHOULDERS else off_deg
    course = Course(coach.begin(alone(exercise), LIBRARY.cues))

    def strays(view: coach.SessionView) -> Pose:
        asked = view.phase in (Phase.MOVE, Phase.HOLD)
        return replace(willing(view), **{field: off if asked else 0.0})  # type: ignore[arg-type]

    while not course.all(Compensated) and course.t_s < 60:
        course.frame(strays)

    assert [event.kind for event in course.all(Compensated)] == [kind]


@pytest.mark.parametrize("exercise", BEFORE_THE_CAMERA)
def test_all_that_is_said_of_it_keeps_to_the_rules(exercise: str) -> None:
    said = course(exercise).said

    assert "introduce" in {cue.key for _, cue in said}
    for _, cue in said:
        assert "{" not in cue.text
        for what, pattern in NEVER.items():
            assert not re.search(pattern, cue.text, re.IGNORECASE), f"{what} in: {cue.text}"


def test_time_ends_only_what_is_of_the_middle() -> None:
    timed = {one.id for one in LIBRARY.exercises.values() if one.ends is Ends.TIME}

    assert timed == {
        "find_middle_blind",
        "nose_trace",
        "blade_slide",
        "trunk_turn_soft",
        "arm_swing",
        "back_of_head_support",
        "calm_arm",
        "anchor_gaze",
    }


def test_the_whole_library_is_read_in_150_ms() -> None:
    def once() -> float:
        before = process_time()
        load_library()
        return process_time() - before

    assert min(once() for _ in range(3)) <= 0.15
