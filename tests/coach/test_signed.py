"""A programme travels as a signed file, and is judged again where it arrives."""

import json
from typing import Any

import numpy as np
import pytest

from coach.errors import ProgrammeError, RefusedError
from coach.prescription import Choice, Published
from coach.signed import accept, fingerprint, public_key_of, read_signed, sealed, sign
from tests.coach.builders import LIBRARY
from tests.coach.clinic import draft, published
from tests.coach.damaged import damaged

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
PUBLIC = public_key_of(KEY)
VERSION = published(draft(Choice(exercise="slow_turn", note="Softly."), "midline_hold"))
TEXT = sign(VERSION, "anna", KEY)


def arrive(text: str, newest: Published | None = None) -> Published:
    return accept("a.json", read_signed("a.json", text.encode()), {PUBLIC}, newest, LIBRARY.refusals)


def faults(text: str, newest: Published | None = None) -> list[tuple[str, str]]:
    with pytest.raises(ProgrammeError) as refusal:
        arrive(text, newest)
    return [(fault.field, fault.got) for fault in refusal.value.faults]


def changed(where: str, value: object) -> str:
    """The version with another value, signed again with the clinic's own key."""
    data = json.loads(VERSION.model_dump_json())
    *path, last = where.split(".")
    part: Any = data
    for name in path:
        part = part[int(name)] if isinstance(part, list) else part[name]
    part[int(last) if isinstance(part, list) else last] = value
    return sealed(data, "anna", KEY)


def test_what_arrives_is_what_was_sent() -> None:
    assert arrive(TEXT) == VERSION
    assert sign(VERSION, "anna", KEY) == TEXT
    assert len(TEXT.splitlines()) == 1


@pytest.mark.parametrize("where", ["A. Therapist", "Slow turn", "0.7", '"midline-programme"'])
def test_a_file_that_was_changed_on_the_way_is_refused(where: str) -> None:
    found = faults(TEXT.replace(where, where[:-1] + ("8" if where == "0.7" else "x"), 1))

    assert {field for field, _ in found} & {"sha256", "signature", "format", "the whole file"}


def refused_when_damaged(how_many: int) -> None:
    """Refused in sentences, whatever happened to it, but for the blanks around it."""
    rng = np.random.default_rng(11)
    for _ in range(how_many):
        raw = damaged(TEXT.encode(), rng)
        if raw.strip() == TEXT.encode().strip():
            assert read_signed("a.json", raw).published == VERSION
            continue
        with pytest.raises(ProgrammeError) as refusal:
            read_signed("a.json", raw)
        assert all(fault.wanted and fault.got for fault in refusal.value.faults)


def test_fifty_damaged_files_are_refused() -> None:
    refused_when_damaged(50)


@pytest.mark.soak
def test_a_thousand_damaged_files_are_refused() -> None:
    refused_when_damaged(1000)


def test_another_hash_does_not_help_without_the_key() -> None:
    data = json.loads(TEXT)
    other = json.loads(sign(published(draft("midline_hold")), "anna", OTHER_KEY))

    assert faults(json.dumps(data | {"published": other["published"], "sha256": other["sha256"]})) == [
        ("signature", "another: the file was changed, or somebody else signed it")
    ]


def test_a_signer_who_is_not_trusted_here_is_named() -> None:
    text = sign(VERSION, "anna", OTHER_KEY)

    assert faults(text) == [("public_key", f"{fingerprint(public_key_of(OTHER_KEY))}, A. Therapist")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"format": "midline-session"}, "format"),
        ({"format_version": 2}, "format_version"),
        ({"format_version": True}, "format_version"),
        ({"public_key": PUBLIC.upper()}, "public_key"),
        ({"signature": "00"}, "signature"),
        ({"patient": ""}, "patient"),
        ({"patient": 7}, "patient"),
        ({"sha256": 7}, "sha256"),
        ({"sha256": "0" * 64}, "sha256"),
        ({"note": "more"}, "note"),
    ],
)
def test_what_is_no_signed_programme_is_refused(change: dict[str, object], field: str) -> None:
    assert [name for name, _ in faults(json.dumps(json.loads(TEXT) | change))] == [field]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "[]",
        "null",
        "1",
        '"a"',
        "{}",
        "[" * 100_000,
        '{"a": "\\ud800"}',
        "9" * 5000,
        TEXT[:-100],
        TEXT.replace('"author":', '"author":"B","author":', 1),
        " " * 4_000_001,
    ],
    ids=range(13),
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    assert faults(text)


def test_what_json_calls_a_number_and_is_none_is_named() -> None:
    assert faults('{"a": NaN}') == [("the whole file", "NaN, which is no number")]


@pytest.mark.parametrize(
    ("where", "value", "field"),
    [
        ("version", 0, "version"),
        ("draft.choices.1.side", "up", "draft.choices.1.side"),
        ("draft.choices.1.weights", 3, "draft.choices.1.weights"),
        ("prescribed.tasks.1.plan.weights", 3, "prescribed.tasks.1.plan.weights"),
        ("prescribed.tasks.1.exercise.dose.reps", 400, "prescribed.tasks.1.exercise.dose.reps"),
        ("assessment.injected_on", "2027-01-01", "assessment.injected_on"),
    ],
)
def test_a_programme_that_is_signed_but_faulty_is_refused(where: str, value: object, field: str) -> None:
    assert [name for name, _ in faults(changed(where, value))] == [field]


@pytest.mark.parametrize(
    ("where", "value", "rule"),
    [
        ("draft.title", "With dumbbells", "strength_training"),
        ("draft.choices.1.note", "Massage your neck.", "neck_shoulder_massage"),
        ("prescribed.tasks.1.exercise.why", "Have your neck manipulated.", "neck_manipulation"),
        ("reason", "Wear a collar.", "neck_collar"),
        ("draft.choices.1.side", "left", "toward_the_pull"),
        ("draft.choices.1.exercise", "lift_off", "unknown_exercise"),
        ("draft.choices.2.exercise", "slow_turn", "twice"),
        ("draft.choices", [{"exercise": "slow_turn"}], "no_rest"),
        ("assessment.blocked", [{"exercise": "slow_turn", "reason": "Dizzy"}], "blocked"),
        ("prescribed.tasks.1.exercise.needs", ["stable"], "stable"),
        ("prescribed.tasks.1.exercise.needs", ["unstable"], "unstable"),
        ("prescribed.tasks.1.exercise.needs", ["therapist"], "therapist"),
        ("prescribed.tasks.1.exercise.needs", ["trick"], "trick"),
        ("prescribed.tasks.1.exercise.not_with", {"forms": ["torticaput"]}, "form"),
        ("prescribed.tasks.1.exercise.not_with", {"older_than": 70}, "age"),
        ("assessment.reach.rotation_right_deg", 3.0, "beyond_the_reach"),
        ("prescribed.tasks.1.plan.target", 40.0, "not_as_composed"),
        ("prescribed.tasks.1.plan.reps", 80, "not_as_composed"),
        ("prescribed.tasks.1.note", "Wear a collar.", "not_as_composed"),
        ("prescribed.id", "starter", "not_as_composed"),
    ],
)
def test_what_must_not_be_prescribed_is_refused_though_it_is_signed(
    where: str, value: object, rule: str
) -> None:
    with pytest.raises(RefusedError) as refusal:
        arrive(changed(where, value))

    assert [one.rule for one in refusal.value.refusals] == [rule]


def test_a_caution_noted_with_it_is_looked_at() -> None:
    data = json.loads(VERSION.model_dump_json())
    data["assessment"]["cautions"] = ["dizziness"]
    data["prescribed"]["tasks"][1]["exercise"]["not_with"] = {"cautions": ["dizziness"]}

    with pytest.raises(RefusedError, match="rule caution"):
        arrive(sealed(data, "anna", KEY))


@pytest.mark.parametrize("newest", [1, 2])
def test_an_older_version_or_the_same_never_takes_the_place_of_a_newer_one(newest: int) -> None:
    has = VERSION.model_copy(update={"version": newest})

    assert faults(TEXT, has) == [("published.version", "version 1")]


def test_a_newer_version_does() -> None:
    second = published(draft("midline_hold"), version=2)

    assert arrive(sign(second, "anna", KEY), VERSION) == second


def test_an_own_exercise_travels_whole() -> None:
    own = LIBRARY.exercises["slow_turn"].model_copy(update={"id": "my_turn", "name": "My turn"})
    version = published(
        draft(Choice(exercise="my_turn", dose=own.dose.model_copy(update={"reps": 4})), own=(own,))
    )

    assert arrive(sign(version, "anna", KEY)) == version


def test_a_file_of_before_a_field_was_added_is_read() -> None:
    data = json.loads(VERSION.model_dump_json())
    for task in data["prescribed"]["tasks"]:
        del task["exercise"]["reference"], task["shown"]

    assert arrive(sealed(data, "anna", KEY)) == VERSION
