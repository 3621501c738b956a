"""YAML as people write it: its traps are refused in words, and everything else is what it says."""

import json

import pytest

from coach.errors import ProgrammeError
from coach.written import as_json


def read(text: str) -> object:
    return json.loads(as_json("a.yaml", text)[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("a: 1", {"a": 1}),
        ("a: -1.5", {"a": -1.5}),
        ("a: 010", {"a": "010"}),
        ("a: 1:30", {"a": "1:30"}),
        ("a: 2026-01-01", {"a": "2026-01-01"}),
        ("a: .inf", {"a": ".inf"}),
        ("a: 'no'", {"a": "no"}),
        ("a: no", {"a": False}),
        ("no: 1", {"no": 1}),
        ("a: ~", {"a": None}),
        ("a:", {"a": None}),
        ("a: [1, {b: two}]", {"a": [1, {"b": "two"}]}),
        ("a: >-\n  one\n  two", {"a": "one two"}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
    ],
)
def test_a_text_is_what_it_says(text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "field", "got"),
    [
        ("a: &b 1\nc: *b", "line 1", "a tag or a reference"),
        ("a: 1\nb: !!python/name:os.system", "line 2", "a tag or a reference"),
        ("a: 1\n? [b]\n: 1", "line 2", "a field's name that is no plain word"),
        ("a: 1\n---\nb: 1", "line 2", "a second document"),
        ("[" * 10_000, "line 1", "too deep to be read"),
        ("a: [1", "line 2", "did not find"),
        ("a:\n\t- 1", "line 2", "cannot start any token"),
        ("a: \x00", "the whole file", "#x0000"),
        ("a: " + "9" * 5000, "the whole file", "digits"),
        ("a: " + "9" * 500 + ".0", "the whole file", "JSON"),
        ("a: \ud800", "the whole file", "surrogates"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, field: str, got: str) -> None:
    with pytest.raises(ProgrammeError) as refusal:
        read(text)

    (fault,) = refusal.value.faults
    assert (fault.file, fault.field, fault.wanted) == ("a.yaml", field, "readable YAML")
    assert got in fault.got


def test_a_field_that_is_written_twice_is_told_with_its_line() -> None:
    _, (fault,) = as_json("a.yaml", "a: 1\nb:\n  c: 2\n  c: 3")

    assert (fault.field, fault.got) == ("c, line 4", "the same field again")
