"""A therapist beside a session under way: what holds from when, how far it may go, and what is kept."""

from functools import partial

import pytest

from coach import leading
from coach import session as coach
from coach.adjusting import TARGET_STEP_DEG, UnchangedError, hold_by, target_by
from coach.cue import CueKind
from coach.easier import easier
from coach.events import ExerciseFinished, Intervened, RepFinished
from coach.exercise import CAP_DEG
from coach.metrics import recompute, trace
from coach.record import Ending, Phase
from coach.resolved import comfortable_deg
from coach.supervised import Intervention, Led
from tests.coach.builders import LIBRARY, REACH, alone, task, whole
from tests.coach.patient import FPS, Course
from tests.coach.test_easier import course, ease

ANNA = "Anna Weber"
TURN = task("slow_turn")


def led(now: Course, rule: object, *args: object, **named: object) -> Course:
    """The therapist does something, after the newest frame and before the next."""
    return now.do(lambda session, t_s: rule(session, t_s - 0.5 / FPS, ANNA, *args, **named))  # type: ignore[operator]


def kept(now: Course) -> tuple[Intervention, ...]:
    return tuple(event.one for event in now.all(Intervened))


def reps(now: Course) -> list[RepFinished]:
    return now.all(RepFinished)


def test_a_repetition_under_way_is_judged_by_what_held_when_it_began() -> None:
    now = course("slow_turn").until(Phase.MOVE)
    before = coach.view(now.session).target

    led(now, leading.change, target_by(-1, None))
    now.until(Phase.HOLD)
    assert coach.view(now.session).target == before

    now.until(Phase.REST)
    now.until(Phase.MOVE)
    assert coach.view(now.session).target == before + TARGET_STEP_DEG  # to the right is negative


def test_a_change_asked_for_in_a_rest_holds_for_the_next_repetition() -> None:
    now = course("slow_turn").until(Phase.REST)

    led(now, leading.change, hold_by(-1)).until(Phase.MOVE)

    assert coach.view(now.session).hold_target_s == TURN.plan.hold_s - 1
    now.until(Phase.REST)
    assert reps(now)[-1].rep.completed
    assert TURN.plan.hold_s - 1 <= reps(now)[-1].rep.hold_s < TURN.plan.hold_s


def test_two_steps_asked_for_in_one_repetition_are_two_steps() -> None:
    now = course("slow_turn").until(Phase.MOVE)

    led(led(now, leading.change, target_by(-1, None)), leading.change, target_by(-1, None))

    first, second = kept(now)
    assert (first.before, first.after) == (TURN.plan.target, TURN.plan.target + TARGET_STEP_DEG)
    assert (second.before, second.after) == (first.after, TURN.plan.target + 2 * TARGET_STEP_DEG)
    assert (first.kind, first.author, first.position) == (Led.TARGET, ANNA, 0)


def test_no_step_goes_beyond_the_comfortable_reach_or_the_camera() -> None:
    comfortable = comfortable_deg(TURN.exercise, TURN.plan.side, REACH)
    assert target_by(9, comfortable)(TURN) == (Led.TARGET, TURN.plan.target, -comfortable)
    assert target_by(9, 90.0)(TURN) == (Led.TARGET, TURN.plan.target, -CAP_DEG["rotation"])

    with pytest.raises(UnchangedError, match="stays"):
        target_by(1, 90.0)(task("slow_turn", target=-CAP_DEG["rotation"]))
    with pytest.raises(UnchangedError, match="stays"):
        target_by(1, None)(TURN)  # a reach that is not known leaves what was prescribed
    with pytest.raises(UnchangedError, match="middle"):
        target_by(-1, None)(task("slow_turn", target=-4.0, band=2.0))


def test_a_small_target_keeps_its_band_clear_of_the_middle() -> None:
    now = Course(coach.begin(alone("slow_turn", target=-10.0, band=5.0), LIBRARY.cues)).until(Phase.REST)

    led(now, leading.change, target_by(-1, None)).until(Phase.MOVE)

    view = coach.view(now.session)
    assert (view.target, view.band) == (-7.0, 3.5)


def test_of_the_middle_the_band_is_changed_and_of_a_hold_its_length() -> None:
    middle = task("midline_hold", band=7.0)
    assert target_by(1, None)(middle) == (Led.BAND, 7.0, 5.0)
    assert target_by(-1, None)(middle) == (Led.BAND, 7.0, 9.0)
    assert hold_by(1)(task("slow_turn", hold_s=8.0)) == (Led.HOLD, 8.0, 10.0)
    with pytest.raises(UnchangedError, match="120"):
        hold_by(1)(task("slow_turn", hold_s=120.0))
    with pytest.raises(UnchangedError, match="time of its own"):
        hold_by(1)(task("slow_breath"))
    with pytest.raises(UnchangedError, match="more than one place"):
        target_by(1, None)(whole("step_stops"))


def test_a_muted_coach_speaks_of_safety_and_to_the_patient_only() -> None:
    now = led(course("slow_turn"), leading.mute, muted=True).go(30)
    assert not now.said

    now.do(coach.pause, "patient").do(coach.resume)
    assert [cue.kind for _, cue in now.said] == [CueKind.REPLY, CueKind.REPLY]
    led(now, leading.mute, muted=False).until(Phase.HOLD)
    assert now.said[-1][1].kind is CueKind.INSTRUCTION


def test_a_sentence_of_the_therapist_is_said_at_once_and_the_coach_waits() -> None:
    now = course("slow_turn").until(Phase.MOVE)
    led(now, leading.speak_up, "Let your shoulders sink, and breathe out slowly.")

    at_s, cue = now.said[-1]
    assert (cue.key, cue.text) == ("therapist", "Let your shoulders sink, and breathe out slowly.")
    now.go(20)
    after_s = next(t_s for t_s, one in now.said if t_s > at_s)
    assert after_s - at_s > 3.0
    assert kept(now)[-1].words == cue.text


def test_pausing_and_ending_are_kept_once_and_only_where_they_do_something() -> None:
    now = course("slow_turn").go(5)
    for kind in (Led.RESUMED, Led.PAUSED, Led.PAUSED, Led.RESUMED, Led.ENDED, Led.ENDED):
        led(now, leading.command, kind)

    assert [one.kind for one in kept(now)] == [Led.PAUSED, Led.RESUMED, Led.ENDED]
    assert now.session.ending is Ending.STOPPED


def test_a_trace_with_changes_in_it_is_judged_again_alike() -> None:
    now = course("slow_turn").until(Phase.MOVE)
    led(now, leading.change, target_by(-1, None)).until(Phase.HOLD)
    led(now, leading.change, hold_by(-1)).until(Phase.REST)
    led(now, leading.new_midline, 2.5).until(Phase.HOLD)
    led(now, leading.change, target_by(-1, None))
    ease(now).go(400)
    (finished,) = now.all(ExerciseFinished)

    again = partial(recompute, TURN, trace(now.rows), Ending.DONE, finished.summary.eased_s)

    assert again(kept(now)).reps == tuple(event.rep for event in reps(now))
    assert again(kept(now)).summary == finished.summary
    assert again(()).reps != tuple(event.rep for event in reps(now))  # without them it would be another story


def test_the_patient_s_own_less_takes_from_what_the_therapist_has_asked_for_next() -> None:
    now = led(course("slow_turn").until(Phase.MOVE), leading.change, hold_by(3))
    ease(now).until(Phase.REST)

    assert (
        coach.view(now.until(Phase.MOVE).session).hold_target_s
        == easier(task("slow_turn", hold_s=8)).plan.hold_s
    )


def test_a_new_middle_forgets_where_the_head_was_before() -> None:
    now = course("slow_turn").until(Phase.REST)
    led(now, leading.new_midline, 12.0)

    assert now.session.state is not None
    assert now.session.state.motion.t_s is None
    assert leading.repeating(now.session) is None
    now.until(Phase.MOVE)
    assert leading.repeating(now.session) == (0, 1, 2)
