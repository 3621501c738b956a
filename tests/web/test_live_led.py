"""A therapist beside a sitting: what is kept, and a middle that is measured anew."""

from functools import partial
from pathlib import Path

import pytest

from coach import leading
from coach.adjusting import hold_by, target_by
from coach.library import Library, load_library
from coach.record import Phase
from coach.session import skip, start_exercise, too_hard, view
from coach.store import Store, open_store
from coach.supervised import Intervention, Led
from tests.web.test_live_sitting import FPS, Room, brief, posture
from web.desk_commands import text_in
from web.errors import AskedError
from web.live_check import check_out
from web.live_led import LedSitting

ANNA = "Anna Weber"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


class LedRoom(Room):
    """The same room with a therapist in it; the demo person turns to her right."""

    sitting: LedSitting

    def __init__(self, store: Store, library: Library) -> None:
        super().__init__(brief(store, library), store)
        self.sitting = LedSitting(self.sitting.brief, self.said.append, self._keep)
        self.begun()
        self.sit(0.3)
        while self.sitting.exercise_id != "slow_turn":
            self.sitting.change(skip)
        self.sit(0.3)
        self.sitting.change(start_exercise)
        self.sit(0.3)

    @property
    def phase(self) -> Phase:
        assert self.sitting.session is not None
        return view(self.sitting.session).phase

    @property
    def interventions(self) -> tuple[Intervention, ...]:
        return self.store.session(self.sitting.brief.session_id).record.interventions

    @property
    def kept(self) -> list[tuple[Led, float | None]]:
        return [(one.kind, one.after) for one in self.interventions]


@pytest.fixture
def room(store: Store, library: Library) -> LedRoom:
    return LedRoom(store, library)


def test_a_mark_is_kept_at_once_and_its_words_when_they_come(room: LedRoom) -> None:
    mark = room.sitting.mark(ANNA)
    record = room.store.session(room.sitting.brief.session_id).record
    assert record.marked == (mark,)

    room.sitting.word_mark(ANNA, mark.at_s, "the left shoulder")
    (kept,) = room.store.session(room.sitting.brief.session_id).record.marked
    assert (kept.words, kept.at_s, kept.position) == ("the left shoulder", mark.at_s, mark.position)


def test_changes_are_kept_as_they_are_made(room: LedRoom) -> None:
    room.sitting.lead_training(partial(leading.change, wanted=target_by(-1, None)), ANNA)
    room.sitting.lead(partial(leading.speak_up, words="Let it sink."), ANNA)
    assert room.kept == [(Led.TARGET, -27.1), (Led.SAID, None)]
    assert room.said[-1].text == "Let it sink."


def test_what_the_patient_asks_for_is_told_until_the_therapist_acts(room: LedRoom) -> None:
    room.sitting.easier()
    assert room.sitting.asked == "asks for less"
    room.sitting.lead(partial(leading.mute, muted=True), ANNA)
    assert room.sitting.asked == ""
    room.sitting.change(too_hard)
    assert room.sitting.asked == "says: too hard"


def test_the_middle_is_measured_anew_while_the_clock_stands_still(room: LedRoom) -> None:
    room.sitting.set_midline(ANNA)
    assert (room.phase, room.sitting.midline, room.keys[-1]) == (
        Phase.PAUSED,
        "a new midline is measured",
        "midline",
    )
    room.sit(3.2, rotation_deg=6.0)
    assert (room.phase, room.sitting.midline, room.keys[-1]) == (
        Phase.MOVE,
        "the new midline from the next repetition on",
        "midline_kept",
    )

    before = room.sitting.neutral
    room.sit(27.0, rotation_deg=6.0)  # the repetition under way ends, in the middle that it began with
    assert room.sitting.midline == ""
    assert room.sitting.neutral is not before
    (one,) = room.interventions
    assert one.kind is Led.MIDLINE
    assert one.after == pytest.approx(6.0, abs=0.1)
    assert one.midline
    assert one.midline.rotation_deg == pytest.approx(6.0, abs=0.1)
    assert one.midline.spread_deg == pytest.approx(0.0, abs=0.01)
    assert one.midline.replaced_s is None
    assert one.midline.frames >= 3 * FPS
    assert room.sitting.sample is not None
    assert room.sitting.sample.head is not None
    assert room.sitting.sample.head.rotation_deg == pytest.approx(0.0, abs=0.1)


def test_a_head_that_moves_gives_no_new_middle_and_the_session_goes_on(room: LedRoom) -> None:
    before = room.sitting.neutral
    room.sitting.set_midline(ANNA)
    for rotation_deg in (0.0, 15.0, 0.0, 15.0):
        room.sit(0.8, rotation_deg=rotation_deg)
    assert room.sitting.neutral is before
    assert room.sitting.midline == "no new midline: the head moved"
    assert "neutral_refused" in room.keys
    assert room.phase is not Phase.PAUSED


def test_without_a_session_nothing_is_led(store: Store, library: Library) -> None:
    room = Room(brief(store, library), store)
    sitting = LedSitting(room.sitting.brief, room.said.append, room._keep)
    sitting.see(posture(0.1))
    for act in (sitting.mark, sitting.set_midline):
        with pytest.raises(AskedError):
            act(ANNA)


def test_half_a_letter_is_no_reason_to_keep_nothing(room: LedRoom) -> None:
    assert text_in({"words": "calm \ud83d\0 and slow"}, "words", 40) == "calm and slow"
    answers = check_out({"words": "thank you \ud83d"})
    room.sitting.word_mark(ANNA, room.sitting.mark(ANNA).at_s, answers.words)
    (mark,) = room.store.session(room.sitting.brief.session_id).record.marked
    assert mark.words == "thank you"


def test_a_wrong_mark_is_taken_back_and_the_words_of_another_stay(room: LedRoom) -> None:
    kept = room.sitting.mark("Ben Ode")
    room.sitting.word_mark("Ben Ode", kept.at_s, "the chin")
    room.sit(1.0)
    room.sitting.mark(ANNA)
    assert room.sitting.undo(ANNA).startswith("the mark at 0:0")
    (mark,) = room.store.session(room.sitting.brief.session_id).record.marked
    assert (mark.author, mark.words) == ("Ben Ode", "the chin")
    assert room.sitting.lately == ("0:00 marked: the chin (Ben Ode)",)

    twice = [room.sitting.mark("Ben Ode") for _ in range(2)]  # while no time goes by
    room.sitting.undo("Ben Ode")
    assert room.store.session(room.sitting.brief.session_id).record.marked == (mark, twice[0])
    with pytest.raises(AskedError, match="nothing of yours"):
        room.sitting.undo(ANNA)


def test_a_wrong_change_is_taken_back_with_all_that_it_brought_along(room: LedRoom) -> None:
    assert room.sitting.session
    before = leading.asked(room.sitting.session)
    for _ in range(8):  # near the middle the band has to become narrower
        room.sitting.lead_training(partial(leading.change, wanted=target_by(-1, None)), ANNA)
    room.sitting.lead_training(partial(leading.change, wanted=hold_by(1)), "Ben Ode")
    assert room.sitting.undoable[ANNA].startswith("target 6° to the right in place of 9° to the right")
    room.sitting.undo("Ben Ode")
    for _ in range(8):
        room.sitting.undo(ANNA)
    assert leading.asked(room.sitting.session) == before
    assert room.sitting.undoable == {}
    assert [kind for kind, _ in room.kept].count(Led.TARGET) == 16


def test_what_was_changed_once_more_is_not_taken_back_in_between(room: LedRoom) -> None:
    room.sitting.lead_training(partial(leading.change, wanted=hold_by(1)), ANNA)
    room.sitting.easier()
    with pytest.raises(AskedError, match="once more since then"):
        room.sitting.undo(ANNA)


def test_a_new_middle_is_taken_back_while_it_is_measured_and_after_it_holds(room: LedRoom) -> None:
    before = room.sitting.neutral
    room.sitting.set_midline(ANNA)
    room.sit(1.0)
    assert room.sitting.undo(ANNA) == "the new midline"
    assert (room.sitting.midline, room.phase) == ("", Phase.MOVE)

    room.sitting.set_midline(ANNA)
    room.sit(32.0, rotation_deg=6.0)
    assert room.sitting.neutral is not before
    room.sitting.undo(ANNA)
    room.sit(27.0, rotation_deg=6.0)  # the repetition under way is judged by the middle that it began with
    assert room.sitting.neutral is before
    assert [kind for kind, _ in room.kept] == [Led.MIDLINE, Led.MIDLINE_BACK]
    assert "from before, taken again; 6° from" in room.sitting.lately[0]


def test_middles_are_taken_back_one_by_one_also_while_the_first_still_waits(room: LedRoom) -> None:
    before = room.sitting.neutral
    for rotation_deg in (6.0, 12.0):
        room.sitting.set_midline(ANNA)
        room.sit(1.0, rotation_deg)
        room.sitting.set_midline(ANNA)  # pressed twice is measured once more, from the start
        room.sit(31.0, rotation_deg)
    room.sitting.change(start_exercise)
    while room.phase is not Phase.MOVE:
        room.sit(0.5)
    room.sitting.undo(ANNA)
    assert room.sitting.midline == "the earlier midline from the next repetition on"
    room.sitting.undo(ANNA)
    with pytest.raises(AskedError, match="nothing of yours"):
        room.sitting.undo(ANNA)
    room.sit(30.0)
    assert room.sitting.neutral is before


def test_a_middle_that_could_not_be_measured_leaves_nothing_to_take_back(room: LedRoom) -> None:
    room.sitting.set_midline(ANNA)
    for rotation_deg in (0.0, 15.0, 0.0, 15.0):
        room.sit(0.8, rotation_deg=rotation_deg)
    assert room.sitting.undoable == {}
