"""What is never prescribed is refused whichever way its text comes in."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.compose import compose
from coach.errors import ProgrammeError, RefusedError
from coach.exercise import Exercise
from coach.library import load_library, read_exercise
from coach.prescription import Choice, Draft
from coach.refusal import refusals_of
from tests.coach.builders import LIBRARY
from tests.coach.clinic import assessment, draft
from tests.coach.test_library import SHIPPED

#: One text for each rule of the list.
TEXTS = {
    "strength_training": "Take a dumbbell in each hand.",
    "neck_shoulder_massage": "Massage your neck.",
    "neck_manipulation": "Have your neck manipulated.",
    "neck_collar": "Wear a collar.",
}


def own_exercise(text: str) -> Exercise:
    return LIBRARY.exercises["slow_turn"].model_copy(update={"id": "my_turn", "why": text})


#: Every place of a draft that a text can come in by, with where the refusal says that it stands.
PLACES: dict[str, Callable[[str], Draft]] = {
    "title": lambda text: draft("slow_turn", title=text),
    "slow_turn.note": lambda text: draft(Choice(exercise="slow_turn", note=text)),
    "my_turn.why": lambda text: draft("my_turn", own=(own_exercise(text),)),
}


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("rule", TEXTS)
def test_no_text_of_a_draft_may_ask_for_what_is_never_prescribed(rule: str, where: str) -> None:
    made = PLACES[where](TEXTS[rule])

    (refusal,) = refusals_of(made, assessment(), LIBRARY.exercises, LIBRARY.refusals)
    with pytest.raises(RefusedError, match=rule):
        compose(made, assessment(), LIBRARY.exercises, LIBRARY.refusals, 1)

    assert (refusal.rule, refusal.where) == (rule, where)


FIELDS = [
    ("name: Slow turn", "name"),
    ("purpose: Head control", "purpose"),
    ("position: Sit tall and leave your hands in your lap.", "position"),
    ("- Only as far as is comfortable; the hands do not help.", "cautions.0"),
    ("move: Slowly turn to your {side}.", "say.move"),
    ("hold: Stay here.", "say.hold"),
    ("back: And slowly back to the middle.", "say.back"),
]


@pytest.mark.parametrize(("line", "field"), FIELDS)
@pytest.mark.parametrize("rule", TEXTS)
def test_an_own_exercise_that_asks_for_it_is_refused(rule: str, line: str, field: str) -> None:
    text = (SHIPPED / "exercises" / "slow_turn.yaml").read_text()

    with pytest.raises(ProgrammeError) as refusal:
        read_exercise("my_turn.yaml", text.replace(line, f"{line} {TEXTS[rule]}"), LIBRARY.refusals)

    (fault,) = refusal.value.faults
    assert (fault.file, fault.field) == ("my_turn.yaml", field)
    assert rule in fault.wanted
    assert "not prescribed" in fault.got


def test_files_that_ask_for_it_are_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "programmes"))
    names = ("slow_turn", "tilt", "small_nod", "midline_hold")
    for name, text in zip(names, TEXTS.values(), strict=True):
        path = folder / "exercises" / f"{name}.yaml"
        path.write_text(path.read_text().replace("easier: ", f"easier: {text} "))

    with pytest.raises(ProgrammeError) as refusal:
        load_library(folder)

    told = {(fault.file, fault.wanted) for fault in refusal.value.faults if fault.field == "easier"}
    assert told == {
        (f"exercises/{name}.yaml", f"nothing that the rule {rule} refuses")
        for name, rule in zip(names, TEXTS, strict=True)
    }


def test_a_programme_file_that_asks_for_it_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "programmes"))
    path = folder / "starters" / "starter.yaml"
    path.write_text(path.read_text().replace("title: First steps", "title: First steps with a collar"))

    with pytest.raises(
        ProgrammeError, match=r"starter\.yaml: title: wanted nothing that the rule neck_collar"
    ):
        load_library(folder)
