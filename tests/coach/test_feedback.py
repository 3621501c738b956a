"""What is said in a session, and when."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from coach import session as coach
from coach.feedback import CueKind
from coach.programme import Feedback
from coach.record import Phase
from coach.session import SessionView
from coach.speech import spoken_s
from pose.reading import Unseen
from tests.coach.builders import LIBRARY, Pose, prescribed
from tests.coach.patient import Course, willing

AT_ONCE = (CueKind.SAFETY, CueKind.REPLY)


def course(*only: str, programme: str = "starter") -> Course:
    """A session of some of the programme's exercises."""
    whole = prescribed(programme)
    tasks = tuple(task for task in whole.tasks if not only or task.exercise.id in only)
    return Course(coach.begin(whole.model_copy(update={"tasks": tasks}), LIBRARY.cues))


def raising_a_shoulder(view: SessionView) -> Pose:
    """The right shoulder goes up with every turn."""
    turning = view.phase in (Phase.MOVE, Phase.HOLD)
    return replace(willing(view), elevation_right=0.09 if turning else 0.0)


def strict(feedback: Feedback, *only: str) -> Course:
    """A session of some exercises with this strictness."""
    tasks = tuple(
        task.model_copy(update={"feedback": feedback})
        for task in prescribed().tasks
        if task.exercise.id in only
    )
    return Course(coach.begin(prescribed().model_copy(update={"tasks": tasks}), LIBRARY.cues))


def keys(course: Course) -> list[str]:
    return [cue.key for _, cue in course.said]


def test_nobody_is_interrupted_and_nothing_comes_in_haste() -> None:
    said = course(programme="demo").go(300).said + course("slow_turn").go(50).said

    for (t_s, cue), (next_s, following) in pairwise(said):
        if following.kind in AT_ONCE or next_s < t_s:
            continue
        assert next_s - t_s > spoken_s(cue.text), (cue, following)
        if following.kind is not CueKind.INSTRUCTION:
            assert next_s - t_s >= 4, (cue, following)


def test_a_repetition_in_words() -> None:
    said = course("slow_turn").until(Phase.REST).go(5).said

    assert [cue.text for _, cue in said[1:]] == [
        "Slowly turn to your right.",
        "Stay here.",
        "And slowly back to the middle.",
        "Calm and steady. Rest.",
    ]


def test_an_exercise_is_announced_with_its_place_and_what_to_do() -> None:
    ((t_s, cue),) = course("slow_turn").go(5).said

    assert t_s == 0
    assert cue.text.startswith("We begin. Slow turn. Sit tall")
    assert "to your right, stay for 5 seconds" in cue.text


def test_the_same_correction_comes_at_most_twice_in_an_exercise() -> None:
    said = Counter(keys(course("slow_turn").go(100, raising_a_shoulder)))

    assert said["correct_shoulder"] == 2
    assert said["rest"] >= 1  # the others are closed with a word of rest


def test_corrections_name_the_patients_own_side_and_go_from_the_core_outward() -> None:
    def leaning_too(view: SessionView) -> Pose:
        turning = view.phase in (Phase.MOVE, Phase.HOLD)
        along = replace(willing(view), lean=9.0, shoulder_tilt=-9.0, lateral_flexion=-14.0)
        return along if turning else willing(view)

    shoulder, lean = course("slow_turn").go(60, raising_a_shoulder), course("slow_turn").go(60, leaning_too)

    assert "Let your right shoulder be heavy." in [cue.text for _, cue in shoulder.said]
    assert next(key for key in keys(lean) if key.startswith("correct")) == "correct_trunk_lean"


def test_after_three_repetitions_feedback_comes_after_the_repetition() -> None:
    early = course("slow_turn").until(Phase.REST).until(Phase.REST).until(Phase.REST)
    faded = early.until(Phase.REST, raising_a_shoulder)
    corrected_s = [t_s for t_s, cue in faded.go(5).said if cue.key == "correct_shoulder"]

    assert keys(early).count("hold") == 3
    assert corrected_s
    assert min(corrected_s) > _last_beginning_of(faded, Phase.REST)


@pytest.mark.parametrize(
    ("feedback", "halfway", "praised"),
    [(Feedback.FULL, 6, 5), (Feedback.FADING, 3, 3), (Feedback.AFTERWARDS, 0, 5)],
)
def test_how_much_is_said_is_the_therapists_choice(feedback: Feedback, halfway: int, praised: int) -> None:
    """Six long holds; after the last one comes the next exercise and no word."""
    said = Counter(keys(strict(feedback, "grow_tall").go(200)))

    assert said["halfway"] == halfway
    assert sum(count for key, count in said.items() if key.startswith("praise")) == praised


def test_feedback_afterwards_waits_for_the_end_of_a_repetition() -> None:
    course = strict(Feedback.AFTERWARDS, "slow_turn").until(Phase.REST, raising_a_shoulder)
    before = keys(course)
    course.go(5, raising_a_shoulder)

    assert not any(key.startswith("correct") for key in before)
    assert "correct_shoulder" in keys(course)


def test_feedback_afterwards_has_its_word_after_every_repetition() -> None:
    course = strict(Feedback.AFTERWARDS, "slow_turn")
    for _ in range(6):
        course.until(Phase.REST).go(5)

    assert sum(key.startswith("praise") for key in keys(course)) == 6
    assert keys(course).count("hold") == 3


def test_who_moved_along_is_not_called_well_controlled() -> None:
    said = keys(course("slow_turn").until(Phase.REST, raising_a_shoulder).go(5, raising_a_shoulder))

    assert not any(key.startswith("praise") for key in said)


def test_a_repetition_that_was_not_completed_is_closed_kindly() -> None:
    def half_way(view: SessionView) -> Pose:
        wanted = willing(view)
        return replace(wanted, rotation=max(wanted.rotation, -20))

    said = course("slow_turn").until(Phase.REST, half_way).go(5, half_way)

    assert "Thank you, that counts too. Rest." in [cue.text for _, cue in said.said]
    assert "take_time" in keys(said)


def test_every_breath_is_said_also_for_closed_eyes() -> None:
    said = Counter(keys(course("slow_breath").go(80)))

    assert (said["breathe_in"], said["breathe_out"]) == (7, 7)


def test_the_patients_own_pause_is_answered_at_once_and_then_it_is_quiet() -> None:
    calm = course("slow_turn").until(Phase.HOLD)
    paused = calm.do(coach.pause).go(30)
    resumed = Course(paused.session, paused.t_s, paused.pose).do(coach.resume)

    assert paused.said[-1][1].text == "Paused. Take all the time you need."
    assert [cue.key for _, cue in resumed.said] == ["resumed"]


def test_what_was_waiting_is_not_said_into_a_pause() -> None:
    paused = course("slow_turn").until(Phase.REST).do(coach.pause).go(5)  # the praise still waits for quiet

    assert keys(paused)[-1] == "paused"
    assert keys(paused.do(coach.resume).go(4))[-2:] == ["paused", "resumed"]


def test_a_correction_that_found_no_room_is_not_said_of_the_next_repetition() -> None:
    def at_once_again(view: SessionView) -> Pose:
        resting = view.phase is Phase.REST and view.rep_number == 2
        moving_along = view.rep_number == 1 and view.hold_s > 2
        return replace(
            Pose(rotation=view.target) if resting else willing(view),
            elevation_right=0.09 if moving_along else 0.0,
        )

    two = course("slow_turn").until(Phase.REST, at_once_again).until(Phase.REST, at_once_again).go(5, willing)

    assert not any(key.startswith("correct") for key in keys(two))
    assert keys(two)[-1].startswith("praise")


def test_not_being_seen_is_said_without_blame() -> None:
    def hidden(view: SessionView) -> Pose:
        return replace(willing(view), seen=False)

    said = course("slow_turn").until(Phase.HOLD).go(6, hidden).go(6)

    assert [key for key in keys(said) if "seen" in key] == ["not_seen", "seen_again"]


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (None, "I cannot see you"),
        (Unseen.NOBODY, "I cannot see you"),
        (Unseen.TURNED, "turned out of my sight"),
        (Unseen.COVERED, "hides your face"),
        (Unseen.OUTSIDE, "outside my picture"),
    ],
)
def test_why_it_is_not_seen_is_said_where_it_is_known(why: Unseen | None, words: str) -> None:
    def hidden(view: SessionView) -> Pose:
        return replace(willing(view), seen=False, unseen=why)

    told = course("slow_turn").until(Phase.HOLD).go(6, hidden).said[-1][1]

    assert told.key == "not_seen"
    assert words in told.text
    assert told.text.endswith("The clock waits.")


def test_the_last_word_of_a_whole_and_of_a_short_session() -> None:
    whole, short = course("slow_breath", programme="demo").go(60), course("slow_turn").go(20).do(coach.stop)

    assert whole.said[-1][1].text.startswith("That is all for today")
    assert short.said[-1][1].text == "We stop here. What you did counts."


def _last_beginning_of(course: Course, phase: Phase) -> float:
    return [event.t_s for event in course.events if getattr(event, "phase", None) is phase][-1]
