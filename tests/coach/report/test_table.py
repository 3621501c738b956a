"""Tables as text: numbers stay numbers, and no spreadsheet runs what a person typed."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from coach.record import Ending
from coach.report.table import Column, Table, cell

WORDS: Table[object] = Table(
    "words", "one row a word", (Column("said", "what was said, in their own words", lambda w: w),)
)


@pytest.mark.parametrize("typed", ["=1+2", "+44 20", "-5 since Monday", "@home", "\t=1+2", "\n=1", "＝1+2"])
def test_what_a_spreadsheet_would_run_stays_a_text(typed: str) -> None:
    (row,) = csv.reader(io.StringIO(WORDS.text([typed])))
    assert row == [f"'{typed}"]


@pytest.mark.parametrize(
    "typed", ["Better = less pain", "łatwiej — 容易", 'said "so", twice', "two\nlines", ""]
)
def test_other_texts_come_back_as_they_were_typed(typed: str) -> None:
    (row,) = csv.reader(io.StringIO(WORDS.text([typed])))
    assert row == [typed]


def test_an_end_of_a_line_from_another_system_is_one_of_ours() -> None:
    assert WORDS.text(["one\r\ntwo\rthree"]) == '"one\ntwo\nthree"\n'


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (-12.34567, -12.3457),
        (-3, -3),
        (True, 1),
        (None, None),
        (Ending.TOO_HARD, "too_hard"),
        (("too_dark", "off_centre"), "too_dark off_centre"),
        ((31.5, 62.25), "31.5 62.25"),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, 9, 30, tzinfo=UTC), "2026-03-02T09:30:00+00:00"),
    ],
)
def test_values_stand_in_a_cell_as_what_they_are(value: object, kept: object) -> None:
    assert cell(value) == kept


def test_a_table_tells_what_its_columns_mean() -> None:
    assert list(WORDS.told()) == ["words.csv: one row a word", "    said: what was said, in their own words"]
