"""The help page for therapists: every figure of the bench is on it, and it can be found."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from pose.version import MEASURE_VERSION
from tests.bench import report
from tests.web.reading import Page
from web import therapist_help
from web.sync_words import SILENT_DAYS
from web.therapist_help import MOVEMENTS, axis_lines, method_lines, range_lines, version_words

ROOT = Path(__file__).parents[2]
HERE = "/therapist/help"
CELL = {"found": 0.5, "mean_abs_deg": 1.26, "signed_deg": -0.4, "geodesic_deg": 2.0}
UNFOUND = {"found": 0.0, "mean_abs_deg": None, "signed_deg": None, "geodesic_deg": None}


@pytest.fixture
def data() -> dict[str, Any]:
    return therapist_help.figures()


@pytest.fixture
def page(therapist: FlaskClient) -> Page:
    return Page(therapist.get(HERE).text)


def test_the_bench_writes_where_the_page_reads() -> None:
    assert report.FILE == therapist_help.FILE


def test_every_row_of_the_bench_is_on_the_page(page: Page, data: dict[str, Any]) -> None:
    shown = page.rows("Each range")
    assert len(shown) == len(data["ranges"])
    for row, line in zip(data["ranges"], shown, strict=True):
        assert (line["Movement"], line["Range"]) == (
            MOVEMENTS[row["movement"]],
            f"{row['from']} to {row['to']}°",
        )
        assert line["Found"] == f"{100 * row['cells']['ours']['found']:.0f} %"
        assert line["Error"] == f"{row['cells']['ours']['mean_abs_deg']:.1f}°"
        assert line["MediaPipe: found"] == f"{100 * row['cells']['plain MediaPipe']['found']:.0f} %"
    methods = [line["Method"] for line in page.rows("Other methods")]
    assert methods[:2] == ["Midline", "MediaPipe's own angles"]
    assert methods[2:] == [one["method"] for one in data["others"]]


def test_each_axis_has_its_detectable_change(page: Page, data: dict[str, Any]) -> None:
    turn = page.rows("Each axis")[0]
    rms = data["in_range"][0]["rms"]["rotation"]
    assert turn["Standard error"] == f"{rms:.1f}°"
    assert float(turn["Detectable change"].rstrip("°")) == pytest.approx(2.77 * rms, abs=0.06)


def test_what_is_not_found_and_what_reads_too_little_is_said_in_words() -> None:
    row = {"movement": "flexion", "from": 55, "to": 60, "cells": {"ours": CELL, "plain MediaPipe": UNFOUND}}
    (line,) = range_lines({"ranges": [row]})
    assert (line.found, line.error, line.reads) == ("50 %", "1.3°", "0.4° too little")
    assert (line.plain_found, line.plain_error) == ("0 %", "–")


def test_the_page_says_what_a_camera_cannot_see(page: Page) -> None:
    for words in ("Torticaput or torticollis", "sagittal shift", "A turn of the trunk", "one standard error"):
        assert words in page.words


def test_the_page_says_what_a_laptop_shares(page: Page) -> None:
    for words in ("What never comes", "A pause", "A silent laptop", "A lost laptop", "A contradiction"):
        assert words in page.words
    assert f"from {SILENT_DAYS} days on" in page.words


def test_figures_of_another_version_are_told_as_such(data: dict[str, Any]) -> None:
    assert "not of today's" in version_words(data | {"measure_version": MEASURE_VERSION - 1}, MEASURE_VERSION)
    same = version_words(data | {"measure_version": MEASURE_VERSION}, MEASURE_VERSION)
    assert same == f"Measuring code: version {MEASURE_VERSION}."


def test_the_page_is_one_step_from_the_therapists_pages_and_from_the_read_me(therapist: FlaskClient) -> None:
    assert Page(therapist.get("/therapist/").text).links["What the numbers mean"] == HERE
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for linked in (ROOT / "web" / "templates" / "therapist" / "help.html", therapist_help.FILE):
        assert f"({linked.relative_to(ROOT).as_posix()})" in readme


def test_without_the_pin_it_is_not_shown(client: FlaskClient) -> None:
    assert client.get(HERE).status_code == 303


def test_the_figures_have_all_that_the_page_needs(data: dict[str, Any]) -> None:
    assert json.loads(json.dumps(data)) == data
    assert (len(axis_lines(data)), len(method_lines(data))) == (3, 2 + len(data["others"]))
    assert data["people"] >= 4
