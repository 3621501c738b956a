"""What happened when in an exercise is told in words, and lies in the chart in lanes."""

from dataclasses import replace

import numpy as np

from coach.record import TRACE_COLUMNS, ExerciseRecord, Phase, SessionRecord, Trace
from coach.supervised import Intervention, Led
from tests.coach.store.builders import LED, MARKS, MIDLINE, OPENING, SUMMARY, TURN, a_rep, a_trace
from web.led_words import account
from web.session_moments import lanes, moments
from web.therapist_trace import figure_and_chart


def seen_but_for(start_s: float, end_s: float, *, phase: Phase = Phase.HOLD) -> Trace:
    """Ten seconds without a hand; in between nothing was seen."""
    trace = a_trace(0.0, frames=300)
    values = trace.values.copy()
    values[:, TRACE_COLUMNS.index("hand_near_face")] = 0
    values[-1] = values[-2]
    values[-1, 0] += 1 / 30
    gone = (values[:, 0] >= start_s) & (values[:, 0] <= end_s)
    values[gone, 1 : TRACE_COLUMNS.index("phase")] = np.nan
    values[gone, TRACE_COLUMNS.index("phase")] = list(Phase).index(phase)
    return Trace(values)


def done(trace: Trace) -> ExerciseRecord:
    still = replace(SUMMARY, eased_s=())
    return ExerciseRecord(TURN, (), still, trace)


def test_what_moved_along_and_what_was_asked_for_are_told_in_the_order_of_time() -> None:
    exercise = ExerciseRecord(TURN, (a_rep(1), a_rep(2, compensations=("too_fast", "too_fast"))), SUMMARY)
    assert [(moment.when, moment.words) for moment in moments(exercise)] == [
        ("0:10 to 0:18", "repetition 1.1: left shoulder raised 1×, too fast 1×"),
        ("0:20 to 0:28", "repetition 1.2: too fast 2×"),
        ("0:31", "an easier version asked for"),
        ("1:02", "an easier version asked for"),
    ]


def test_a_stretch_that_was_not_seen_is_told_with_its_length() -> None:
    (moment,) = moments(done(seen_but_for(3.0, 5.5)))
    assert (moment.when, moment.words) == ("0:03 to 0:05", "not seen, 2.5 s")
    assert lanes([moment]) == [{"name": "Not seen", "at": [[3.0, 5.5]]}]


def test_a_moment_as_short_as_a_dip_of_a_hold_is_not_told() -> None:
    assert moments(done(seen_but_for(3.0, 3.3))) == []


def test_a_pause_is_no_unseen_stretch() -> None:
    (moment,) = moments(done(seen_but_for(3.0, 5.5, phase=Phase.PAUSED)))
    assert moment.lane == "Paused"


def test_marks_and_changes_of_a_therapist_have_lanes_of_their_own() -> None:
    found = moments(ExerciseRecord(TURN, (), None), (*MARKS[:1], *LED))
    assert [(moment.when, moment.lane, moment.words) for moment in found] == [
        ("0:12", "Marked", "marked: left shoulder rises (Anna Weber)"),
        (
            "0:14",
            "Therapist",
            "target 30° to the right in place of 33° to the right, from the next repetition on (Anna Weber)",
        ),
        ("0:20", "Therapist", "said: “Let it sink.” (Anna Weber)"),
        (
            "0:22",
            "Therapist",
            "the middle measured anew: turned 4° ± 2° to their left, the chin 2° ± 3° higher, compared with "
            "the one at the start (91 pictures, in which the head moved by 0.4°; ± is the standard error) "
            "(Anna Weber)",
        ),
        ("0:40", "Therapist", "ended by the therapist (Anna Weber)"),
    ]


def test_the_band_changes_with_the_repetition_that_it_changes_for() -> None:
    exercise = ExerciseRecord(TURN, (a_rep(1), a_rep(2), a_rep(3)), SUMMARY, a_trace())
    nearer = Intervention(21.0, "Anna Weber", Led.TARGET, 1, before=24.0, after=6.0)
    bands = figure_and_chart(exercise, (nearer,))["bands"]
    assert bands == [{"edges": [19.0, 29.0], "until_s": 30.0}, {"edges": [3.0, 9.0], "until_s": None}]


def test_a_session_that_was_led_says_so_at_its_head() -> None:
    record = SessionRecord(OPENING, (), None, None, marked=MARKS, interventions=LED)
    assert next(iter(account(record))) == "Anna Weber led it: 2 moments marked, 1 change of what was asked."
    assert list(account(replace(record, marked=(), interventions=()))) == []


def test_a_new_middle_is_told_with_what_it_replaced_by_how_much_and_how_sure_that_is() -> None:
    assert MIDLINE.midline
    again = replace(MIDLINE.midline, rotation_deg=-1.2, extension_deg=0.0, replaced_s=22.5)
    second = replace(MIDLINE, at_s=260.0, midline=again)
    back = replace(MIDLINE, at_s=300.0, kind=Led.MIDLINE_BACK, midline=None)
    without_numbers = replace(MIDLINE, at_s=320.0, midline=None)
    led = (MIDLINE, second, back, without_numbers)
    told = list(account(SessionRecord(OPENING, (), None, None, interventions=led)))[1:]
    of = "on angles are counted from the middle"
    taken = "(91 pictures, in which the head moved by 0.4°; ± is the standard error)."
    assert told == [
        f"From 0:22 {of} measured anew: turned 4° ± 2° to their left, the chin 2° ± 3° higher, compared with "
        f"the one at the start {taken}",
        f"From 4:20 {of} measured anew: turned 1° ± 2° to their right, compared with the one set at 0:22, "
        f"which may be the error of the measurement {taken}",
        f"From 5:00 {of} from before, taken again; 4° from the one that was set.",
        f"From 5:20 {of} measured anew, 4° from the one before.",
    ]
