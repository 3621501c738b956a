"""Thousands of faulty files: each is answered in words, none is accepted, none crashes the program.

The long form: ``MIDLINE_JUNK=100000 pytest -m soak -s tests/coach/test_faulty_files.py``, each kind.
"""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np
import pytest
import yaml
from pydantic import BaseModel

from coach.alerts import AlertRules
from coach.errors import ProgrammeError, RefusedError
from coach.exercise import Exercise
from coach.faults import exercise_faults
from coach.library import Explain, Reading
from coach.prescription import Choice
from coach.programme import Programme
from coach.refusal import RefusalList
from coach.signed import accept, public_key_of, read_signed, sealed, sign
from tests.coach.builders import LIBRARY
from tests.coach.clinic import draft, published
from tests.coach.faulty import broken_data, broken_json, broken_yaml, changed_on_the_way, dumped, one_of
from tests.coach.test_library import SHIPPED

KEY = bytes(range(32))
VERSION = published(draft(Choice(exercise="slow_turn", note="Softly."), "midline_hold", "small_nod"))
TEXT = sign(VERSION, "anna", KEY)
EXERCISES = [
    yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
    for path in sorted((SHIPPED / "exercises").glob("*.yaml"))
]
STARTER = yaml.safe_load((SHIPPED / "starters" / "starter.yaml").read_text())
ALERTS = yaml.safe_load((SHIPPED / "alerts.en.yaml").read_text())
REFUSALS = yaml.safe_load((SHIPPED / "refusals.en.yaml").read_text())

Refuse = Callable[[np.random.Generator, Path], None]


def read_one(folder: Path, raw: bytes, parse: Callable[[str], BaseModel], *explain: Explain) -> None:
    """As a clinic's folder is read, with nothing else in it."""
    (folder / "a.yaml").write_bytes(raw)
    reading = Reading(folder)
    reading.one("a.yaml", parse, *explain)
    if reading.faults:
        raise ProgrammeError(tuple(reading.faults))


def exercise(rng: np.random.Generator, folder: Path) -> None:
    raw = broken_yaml(one_of(rng, EXERCISES), rng, needed="say:")
    read_one(folder, raw, Exercise.model_validate_json, exercise_faults)


def programme(rng: np.random.Generator, folder: Path) -> None:
    read_one(folder, broken_yaml(STARTER, rng, needed="exercises:"), Programme.model_validate_json)


def refusal_list(rng: np.random.Generator, folder: Path) -> None:
    read_one(folder, broken_yaml(REFUSALS, rng, needed="rules:"), RefusalList.model_validate_json)


def alert_rules(rng: np.random.Generator, folder: Path) -> None:
    read_one(folder, broken_yaml(ALERTS, rng, needed="target_reached:"), AlertRules.model_validate_json)


def arrives(raw: bytes) -> None:
    signed = read_signed("a.json", raw)
    accept("a.json", signed, {public_key_of(KEY)}, None, LIBRARY.refusals)


def changed_and_signed_again(rng: np.random.Generator) -> bytes:
    """Somebody at the clinic changed an assessment, a draft or what is to be done."""
    data = json.loads(TEXT)["published"]
    part = one_of(rng, ["assessment", "draft", "prescribed"])
    return sealed(data | broken_data({part: data[part]}, rng), "anna", KEY).encode()


def no_signed_file(rng: np.random.Generator) -> bytes:
    kind = rng.random()
    if kind < 0.4:
        return json.dumps(broken_data(json.loads(TEXT), rng)).encode()
    return broken_json(TEXT, rng) if kind < 0.7 else changed_on_the_way(TEXT, rng)


def signed_by_the_clinic(rng: np.random.Generator, _: Path) -> None:
    arrives(changed_and_signed_again(rng))


def signed_file(rng: np.random.Generator, _: Path) -> None:
    arrives(no_signed_file(rng))


KINDS: tuple[Refuse, ...] = (exercise, exercise, programme, refusal_list, signed_by_the_clinic, signed_file)
EACH_KIND = (exercise, programme, refusal_list, alert_rules, signed_by_the_clinic, signed_file)

#: What no sentence for a person has in it.
NOT_IN_WORDS = re.compile(r"<class|object at 0x|Traceback|Error\b|errors\.pydantic|\{ge|\{le")


def answer(seed: int, folder: Path, refuse: Refuse | None = None) -> str:
    """What is said to the faulty file of this number; nothing where it is accepted."""
    try:
        (refuse or KINDS[seed % len(KINDS)])(np.random.default_rng(seed), folder)
    except (ProgrammeError, RefusedError) as refusal:
        return str(refusal)
    return ""


def not_in_words(seeds: range, folder: Path, refuse: Refuse | None = None) -> list[int]:
    told = ((seed, answer(seed, folder, refuse)) for seed in seeds)
    return [seed for seed, words in told if not words.strip() or NOT_IN_WORDS.search(words)]


@pytest.mark.parametrize("hundred", range(15))
def test_a_faulty_file_is_refused_in_words(hundred: int, tmp_path: Path) -> None:
    assert not not_in_words(range(100 * hundred, 100 * (hundred + 1)), tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("refuse", EACH_KIND)
def test_a_hundred_thousand_of_each_kind_are_refused_in_words(refuse: Refuse, tmp_path: Path) -> None:
    count, begun = int(os.environ.get("MIDLINE_JUNK", "100000")), process_time()
    assert not not_in_words(range(count), tmp_path, refuse)
    rate = count / (process_time() - begun)
    print(f"{count} of {refuse.__name__}, {rate:.0f} in a second of its own time")


def test_the_same_files_unbroken_are_accepted(tmp_path: Path) -> None:
    for data, parse in (
        *((one, Exercise.model_validate_json) for one in EXERCISES),
        (STARTER, Programme.model_validate_json),
        (REFUSALS, RefusalList.model_validate_json),
        (ALERTS, AlertRules.model_validate_json),
    ):
        (tmp_path / "a.yaml").write_text(dumped(data))
        reading = Reading(tmp_path)
        assert reading.one("a.yaml", parse)
        assert not reading.faults
    arrives(TEXT.encode())
