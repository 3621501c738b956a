"""Every sentence a patient may hear or read keeps to the rules of words."""

import re
from collections.abc import Iterator

import pytest

from coach.compensation import WORDS
from coach.cue_texts import CUE_PLACES
from coach.exercise import Exercise
from coach.parts import Part
from coach.record import CheckIn
from coach.safety import RED_PAIN, red_answers
from coach.speech import spoken_s
from tests.coach.builders import LIBRARY
from tests.coach.test_library import SHIPPED

NEVER = {
    "blame": r"\b(wrong|fail\w*|bad|badly|should|must|error|incorrect|poor|not good|don't|stop it)\b",
    "a screen": r"\b(screen|click|press|mouse|button|watch|look at)\b",
    "a colour": r"\b(red|green|blue|yellow|amber|orange)\b",
    "a diagnosis": r"\b(dystoni\w*|\w*collis|\w*caput|tremor|spasm)\b",
    "a range praised": r"\b(further|farther|a bit more|bigger|wider|great|perfect)\b",
    "a bare sign": r"[-−+]\s?\d",
    "an axis": r"\b(yaw|pitch|roll|rotation|flexion|extension|degrees?)\b",
}


def spoken() -> Iterator[tuple[str, str]]:
    for key, text in LIBRARY.cues.items():
        yield f"cues: {key}", text
    for phase in type(LIBRARY.day.phases).model_fields:
        words = getattr(LIBRARY.day.phases, phase)
        yield f"day: {phase}: name", words.title
        yield f"day: {phase}", words.words
    yield "day: no injection", LIBRARY.day.no_injection
    yield "day: questions", LIBRARY.day.questions
    parts = [task.exercise for check in LIBRARY.checks.values() for task in check.tasks]
    for exercise in (*LIBRARY.exercises.values(), *parts):
        yield f"{exercise.id}: name", exercise.name
        yield f"{exercise.id}: position", exercise.position
        yield f"{exercise.id}: why", exercise.why
        for name in sorted(exercise.say.given()):
            yield f"{exercise.id}: {name}", getattr(exercise.say, name)
        for name, texts in lists_of(exercise).items():
            yield from ((f"{exercise.id}: {name} {number}", text) for number, text in enumerate(texts))


def lists_of(exercise: Exercise) -> dict[str, tuple[str, ...]]:
    """What a patient hears or reads of an exercise that may come more than once, or not at all."""
    return {
        "stop": tuple(stop.say for stop in exercise.stops),
        "path": tuple(drawing.say for drawing in exercise.path),
        "step": tuple(step.say for step in exercise.guide),
        "caution": exercise.cautions,
        "easier": (exercise.easier,) if exercise.easier else (),
    }


SPOKEN = dict(spoken())


@pytest.mark.parametrize("where", SPOKEN)
def test_a_sentence_keeps_to_the_rules(where: str) -> None:
    text = SPOKEN[where]

    for what, pattern in NEVER.items():
        assert not re.search(pattern, text, re.IGNORECASE), f"{what} in: {text}"
    assert text[0].isupper() or text[0] == "{"
    assert where.endswith(": name") or text[-1] in ".?" or text.endswith("{what}")


@pytest.mark.parametrize("key", [key for key in CUE_PLACES if not key.startswith(("introduce", "session"))])
def test_what_is_said_in_an_exercise_is_short(key: str) -> None:
    limit_s = 2.5 if key.startswith(("correct", "praise", "past", "halfway")) else 5
    assert spoken_s(LIBRARY.cues[key]) <= limit_s


def test_an_introduction_is_over_in_a_quarter_of_a_minute() -> None:
    moved = [exercise for exercise in LIBRARY.exercises.values() if not exercise.guide]
    assert max(exercise.prepare_s - (exercise.baseline_s or 0) for exercise in moved) < 18


def test_the_therapists_words_name_no_diagnosis() -> None:
    assert not any(re.search(NEVER["a diagnosis"], text, re.IGNORECASE) for text in WORDS.values())


WELL = CheckIn(pain=2, tension=9, swallowing_trouble=False, dizziness=False, anything_new=False)


@pytest.mark.parametrize(
    ("answers", "red"),
    [
        ({}, ()),
        ({"pain": RED_PAIN - 1}, ()),
        ({"pain": RED_PAIN}, ("pain",)),
        ({"swallowing_trouble": True}, ("swallowing",)),
        ({"dizziness": True}, ("dizziness",)),
        ({"anything_new": True}, ("anything_new",)),
        ({"pain": 10, "dizziness": True}, ("pain", "dizziness")),
    ],
)
def test_a_red_answer_is_named(answers: dict[str, int], red: tuple[str, ...]) -> None:
    found = red_answers(CheckIn(**{**vars(WELL), **answers}))

    assert found == red
    assert all(getattr(LIBRARY.safety.red, name) for name in found)


def test_the_stop_rules_name_no_illness() -> None:
    texts = [
        *LIBRARY.safety.stop_now,
        *LIBRARY.safety.tell_therapist,
        *LIBRARY.safety.red.model_dump().values(),
    ]

    assert len(texts) >= 10
    for text in texts:
        assert not re.search(r"stroke|dissection|myelopathy|infection|dystoni", text, re.IGNORECASE), text


#: The two pages that explain every field.
README = "\n".join(
    (SHIPPED / name).read_text(encoding="utf-8") for name in ("README.md", "EXERCISES.md", "PRESCRIBING.md")
)


def parts(model: type[Part]) -> Iterator[type[Part]]:
    for kind in model.__subclasses__():
        yield kind
        yield from parts(kind)


PARTS = tuple(parts(Part))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_field_is_explained(part: type[Part]) -> None:
    assert not [name for name in part.model_fields if f"`{name}`" not in README]


def test_every_choice_and_every_cue_is_explained() -> None:
    schema = Exercise.model_json_schema()["$defs"]
    names = ("Movement", "Direction", "Still", "Arms", "Eyes", "Support", "Body")
    choices = [value for name in names for value in schema[name]["enum"]]

    assert not [name for name in (*choices, *CUE_PLACES) if f"`{name}`" not in README]
