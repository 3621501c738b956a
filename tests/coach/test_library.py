"""Files that people write by hand: read strictly, and refused in words with every fault at once."""

import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from coach.errors import Fault, ProgrammeError
from coach.library import load_library, prescribe
from coach.programme import Assignment, Prescribed
from coach.record import Side
from tests.coach.builders import LIBRARY, REACH, assignment

SHIPPED = Path(str(files("programmes")))

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of everything that comes with the program."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "programmes"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replaces words in one of the files."""

    def replace(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))

    return replace


def refused(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(ProgrammeError) as refusal:
        load_library(folder)
    return refusal.value.faults


TURN = "exercises/slow_turn.yaml"
HOLD = "exercises/midline_hold.yaml"
NOD = "exercises/small_nod.yaml"
BREATH = "exercises/slow_breath.yaml"
CHECK, PART = "checks/two_minutes.yaml", "checks/parts/turn_left.yaml"
STARTER = "starters/starter.yaml"
CUES = "cues.en.yaml"


def test_the_exercises_of_the_reference_and_two_programmes_are_there() -> None:
    assert len(LIBRARY.exercises) == 31
    assert set(LIBRARY.programmes) == {"starter", "demo"}


# file, what is written, what is written instead; the fault's field, wanted and got
FAULTS = [
    (TURN, "reps: 8", "reps: eight", "dose.reps", "a whole number", '"eight"'),
    (TURN, "reps: 8", "reps: 8.5", "dose.reps", "a whole number", "8.5"),
    (TURN, "reps: 8", "reps: 400", "dose.reps", "at most 30", "400"),
    (TURN, "reps: 8", "reps: 0", "dose.reps", "at least 1", "0"),
    (TURN, "  reps: 8\n", "", "dose.reps", "a value", "nothing"),
    (TURN, "reps: 8", "reps: 8\n  rep: 9", "dose.rep", "no field of this name", "9"),
    (TURN, "reps: 8", "reps: 8\n  reps: 80", "reps, line 26", "each field once", "the same field again"),
    (TURN, "rest_s: 6", "rest_s: 1:30", "dose.rest_s", "a number, times in seconds", '"1:30"'),
    (TURN, "rest_s: 6", "rest_s: 010", "dose.rest_s", "a number, times in seconds", '"010"'),
    (TURN, "rest_s: 6", "rest_s: .inf", "dose.rest_s", "a number, times in seconds", '".inf"'),
    (TURN, "movement: rotation", "asks: [sleep]\nmovement: rotation", "asks", "without a guide", "sleep"),
    (TURN, "name: Slow turn", "name: no", "name", "text (in quotes", "false"),
    (TURN, "name: Slow turn", "name: ''", "name", "some text", '""'),
    (TURN, "version: 2", "version: '2'", "version", "a whole number", '"2"'),
    (TURN, "id: slow_turn", "id: turn", "id", "slow_turn, as the file is called", '"turn"'),
    (TURN, "id: slow_turn", "id: Slow Turn", "id", "lower-case letters", '"Slow Turn"'),
    (TURN, "movement: rotation", "movement: yaw", "movement", "one of 'rotation'", '"yaw"'),
    (
        TURN,
        "direction: corrective",
        "direction: flexion",
        "direction",
        "one of corrective, left, right",
        "flexion",
    ),
    (TURN, "share_of_reach: 0.7", "share_of_reach: 1.2", "target.share_of_reach", "at most 1", "1.2"),
    (
        TURN,
        "share_of_reach: 0.7",
        "share_of_reach: 0.7\n  at_deg: 30",
        "target",
        "at_deg and band_deg or",
        "at_deg and",
    ),
    (TURN, "share_of_reach: 0.7", "at_deg: 60", "target.at_deg", "at most 50", "60"),
    (NOD, "at_deg: 7.5", "at_deg: 40", "target.at_deg", "at most 30 for extension", "40"),
    (NOD, "at_deg: 7.5", "at_deg: 3", "target.at_deg", "at least 4.5, so that the band keeps clear", "3"),
    (
        HOLD,
        "movement: deviation",
        "movement: deviation\ndirection: left",
        "direction",
        "nothing for deviation",
        "left",
    ),
    (
        HOLD,
        "movement: trunk",
        "movement: shoulders",
        "keep_still",
        "each movement once",
        "shoulders, shoulders",
    ),
    (
        TURN,
        "movement: lateral_flexion",
        "movement: rotation",
        "keep_still",
        "only movements that are not",
        "rotation",
    ),
    (BREATH, "hold_s: 10", "hold_s: 12", "dose.hold_s", "10, the length of one breath", "12"),
    (BREATH, "pace:\n  in_s: 4\n  out_s: 6\n", "", "say", "hold, introduce", "breathe_in"),
    (TURN, "  hold: Stay here.\n", "", "say", "back, hold, introduce, move", "back, introduce, move"),
    (TURN, "turn to your {side}.", "turn to your {sid}.", "say.move", "no named place but {name}", "{sid}"),
    (TURN, "turn to your {side}.", "turn to your {side.", "say.move", "braces in pairs", "Slowly turn"),
    (
        NOD,
        "Let your chin",
        "Let your {side} chin",
        "say.move",
        "no named place but {name}, {reps}, {hold_s}",
        "{side}",
    ),
    (
        STARTER,
        "exercise: slow_turn",
        "exercise: slow_trun",
        "exercises.3.exercise",
        "one of anchor_gaze, arm_swing, back_of_head_support",
        "slow_trun",
    ),
    (
        STARTER,
        "  - exercise: slow_breath\n",
        "",
        "exercises",
        "at least one exercise of movement presence",
        "none",
    ),
    (
        STARTER,
        "- exercise: slow_breath",
        "- {exercise: slow_breath, dose: {sets: 1, reps: 2, hold_s: 9, rest_s: 0}}",
        "exercises.0.dose.hold_s",
        "10, the length of one breath",
        "9",
    ),
    (CHECK, "exercise: rest", "exercise: lie", "exercises.0.exercise", "one of chin_down, chin_up", "lie"),
    (PART, "ends: furthest", "ends: time", "ends", "held or furthest for rotation", "time"),
    (PART, "  back: And slowly back.\n", "", "say", "back, introduce, move", "introduce, move"),
    (CUES, 'paused: "', 'pausde: "', "paused", "a text", "nothing"),
    (CUES, 'paused: "', 'pausde: "', "pausde", "a cue that is known", "Paused."),
    (
        CUES,
        "your {side} shoulder",
        "your {shoulder}",
        "correct_shoulder",
        "no named place but {side}",
        "{shoulder}",
    ),
    (CUES, 'halfway: "Half way."', "halfway: 50", "halfway", "text", "50"),
    ("safety.en.yaml", "stop_now_do:", "stop_now_dont:", "stop_now_do", "a value", "nothing"),
]


@pytest.mark.parametrize(("file", "old", "new", "field", "wanted", "got"), FAULTS)
def test_a_fault_is_named_in_words(
    folder: Path, edit: Edit, file: str, old: str, new: str, field: str, wanted: str, got: str
) -> None:
    edit(file, old, new)

    named = {(fault.file, fault.field): fault for fault in refused(folder)}

    assert (file, field) in named
    fault = named[file, field]
    assert wanted in fault.wanted
    assert got in fault.got


def test_all_faults_of_all_files_come_at_once(folder: Path, edit: Edit) -> None:
    edit(TURN, "reps: 8", "reps: 99")
    edit(TURN, "rest_s: 6", "rest_s: soon")
    edit(NOD, "at_deg: 7.5", "at_deg: 3")
    edit(NOD, "hold: Stay here, jaw loose.", "holds: Stay here.")
    edit(STARTER, "exercise: slow_turn", "exercise: slow_trun")
    edit(CUES, 'rest: "', 'rset: "')
    edit(CUES, 'halfway: "Half way."', "halfway: 50")
    edit(HOLD, "id: midline_hold", "id: midline_hold\nid: hold")

    faults = refused(folder)

    assert {fault.file for fault in faults} == {TURN, NOD, STARTER, CUES, HOLD}
    assert {fault.field for fault in faults if fault.file == TURN} == {"dose.reps", "dose.rest_s"}
    assert {fault.field for fault in faults if fault.file == CUES} == {"rest", "rset", "halfway"}
    nod = {fault.field for fault in faults if fault.file == NOD}
    assert nod == {"say.holds", "target.at_deg"}  # a field that cannot be read hides no other fault


def test_a_part_of_a_check_needs_no_choice_of_a_therapist(folder: Path, edit: Edit) -> None:
    edit(PART, "direction: left", "direction: corrective")
    (fault,) = refused(folder)
    assert (fault.file, fault.field, fault.got) == (CHECK, "exercises.2.exercise", "turn_left")
    assert "to a side of its own" in fault.wanted


def test_the_refusal_reads_as_sentences(folder: Path, edit: Edit) -> None:
    edit(TURN, "reps: 8", "reps: 400")

    with pytest.raises(ProgrammeError, match=r"slow_turn\.yaml: dose\.reps: wanted at most 30, got 400"):
        load_library(folder)


def test_a_folder_without_words_is_refused(tmp_path: Path) -> None:
    assert {fault.file for fault in refused(tmp_path)} == {
        CUES,
        "safety.en.yaml",
        "refusals.en.yaml",
        "day.en.yaml",
        "alerts.en.yaml",
    }


def test_sides_and_reach_are_filled_in() -> None:
    plans = {task.plan.exercise_id: task.plan for task in prescribe(LIBRARY, assignment("demo")).tasks}

    turn, tilt, nod = plans["slow_turn"], plans["tilt"], plans["small_nod"]
    assert (turn.side, turn.target, turn.band) == (Side.RIGHT, -32.9, 5.0)  # 0.7 of 47 degrees
    assert (tilt.side, tilt.target) == (Side.LEFT, 21.0)  # 0.7 of 30 degrees
    assert (nod.side, nod.target, nod.band) == (None, -7.5, 2.5)
    assert plans["midline_hold"].band == 10.0


def test_a_target_never_leaves_the_comfortable_range_nor_what_the_camera_sees() -> None:
    wide = REACH.model_copy(update={"rotation_right_deg": 90.0, "flexion_deg": 5.0})
    plans = {
        task.plan.exercise_id: task.plan
        for task in prescribe(LIBRARY, assignment("demo").model_copy(update={"reach": wide})).tasks
    }

    assert plans["slow_turn"].target == -50
    assert plans["small_nod"].target == -5


def test_a_small_reach_narrows_the_band_and_a_tiny_one_is_refused() -> None:
    small = REACH.model_copy(update={"rotation_right_deg": 10.0})
    tiny = REACH.model_copy(update={"rotation_right_deg": 3.0, "flexion_deg": 1.0})

    turn = prescribe(LIBRARY, assignment("demo").model_copy(update={"reach": small})).tasks[3].plan
    with pytest.raises(ProgrammeError) as refusal:
        prescribe(LIBRARY, assignment("demo").model_copy(update={"reach": tiny}))

    assert (turn.target, turn.band) == (-7.0, 3.5)
    assert [fault.field for fault in refusal.value.faults] == [
        "reach.rotation_right_deg",
        "reach.flexion_deg",
    ]


@pytest.mark.parametrize("change", [{"programme_id": "other"}, {"programme_version": 7}])
def test_another_programme_or_version_is_refused_in_words(change: dict[str, object]) -> None:
    (field,) = change

    with pytest.raises(ProgrammeError, match=f"assignment: {field}: wanted"):
        prescribe(LIBRARY, assignment().model_copy(update=change))


def test_a_prescription_is_the_same_text_always_and_reads_back() -> None:
    once, again = prescribe(LIBRARY, assignment()), prescribe(LIBRARY, assignment())
    other = prescribe(LIBRARY, assignment().model_copy(update={"corrective_rotation": Side.LEFT}))

    assert once.sha256() == again.sha256()
    assert once.sha256() != other.sha256()
    assert Prescribed.model_validate_json(once.canonical_json()) == once


def test_an_assignment_reads_back_from_json() -> None:
    assert Assignment.model_validate_json(assignment().model_dump_json()) == assignment()
