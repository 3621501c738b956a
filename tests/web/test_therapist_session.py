"""One session: what was asked and done, the trace, the replay's data and the files."""

import csv
import io
import json
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from coach.record import TRACE_COLUMNS, CheckOut, Ending, ExercisePlan, Phase, RepRecord, Side
from coach.store import Store
from pose.geometry import rotation_matrix
from tests.coach.store.builders import (
    ANNA,
    CHECK_OUT,
    HOLD,
    MONDAY,
    OPENING,
    QUALITY,
    SUMMARY,
    TURN,
    a_rep,
    a_trace,
)
from tests.web.reading import Page
from web.services import Services

HERE = "/therapist/sessions/s"
REPS = (a_rep(1), a_rep(2, completed=False, hold_s=2.04, peak_deg=None, compensations=()))


@pytest.fixture
def store(services: Services) -> Store:
    """Anna has done some of the slow turn; the session is still open."""
    store = services.store
    store.add_patient(ANNA)
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    for number, rep in enumerate(REPS):
        store.save_rep("s", 1, rep, a_trace(10.0 + 2 * number))
    return store


@pytest.fixture
def closed(store: Store) -> Store:
    """It was too hard, and she ended."""
    store.end_exercise("s", 1, SUMMARY, a_trace(14.0))
    store.close_session("s", Ending.STOPPED, QUALITY, CHECK_OUT, MONDAY + timedelta(minutes=9))
    return store


def read(therapist: FlaskClient, path: str = HERE) -> Page:
    return Page(therapist.get(path).text)


def drawn(therapist: FlaskClient, position: int) -> dict[str, Any]:
    """What chart and replay get of one exercise."""
    data: dict[str, Any] = json.loads(therapist.get(f"{HERE}/exercises/{position}.json").data)
    return data


@pytest.mark.usefixtures("closed")
def test_dose_done_stands_against_dose_prescribed(therapist: FlaskClient) -> None:
    hold, turn = read(therapist).rows("Exercises")
    assert hold["Exercise"] == "Stay in the middle"
    assert (hold["Asked"], hold["Done"]) == ("within 10° of the middle", "0 of 2")
    assert hold["Ended"] == "not begun"
    assert (turn["Asked"], turn["Done"]) == ("24° to the left, ±5°", "1 of 6")
    assert (turn["Longest hold"], turn["Furthest"]) == ("5.0 of 5 s", "25° to the left")
    assert (turn["In the band"], turn["Not seen"], turn["Hand at the face"]) == ("33 s", "2 s", "2 s")
    assert turn["Moved along"] == "left shoulder raised 2×, too fast 1×"
    assert turn["Ended"] == "too hard; easier version asked for at 0:31, 1:02"


@pytest.mark.usefixtures("closed")
def test_what_happened_is_told_in_sentences(therapist: FlaskClient) -> None:
    words = read(therapist).words
    assert CHECK_OUT.words in words
    assert "1 repetitions done in 9 min, 1 more begun." in words
    assert "The patient ended it early, and what was done counts." in words
    assert "Pain 3 before and 2 after, tension 4, effort 5, of 10." in words
    assert "Reported before: swallowing was difficult, dizzy, something was new." in words
    assert "A red answer before the session turned it into rest and breathing." in words
    assert "The head was seen in 94 % of the frames, 30 frames a second; 12 frames not measured" in words
    assert "Noticed on the way: too dark, off centre." in words
    assert "50° high field of view (assumed)" in words
    assert "webcam's estimates" in words


@pytest.mark.parametrize(("nod_deg", "told"), [(20, "up at the patient by about 19°"), (6, "")])
def test_a_camera_that_stood_too_low_is_told_with_the_quality(
    store: Store, therapist: FlaskClient, nod_deg: float, told: str
) -> None:
    assert OPENING.neutral
    neutral = replace(OPENING.neutral, head=rotation_matrix(0, nod_deg, 0))
    store.open_session("low", ANNA.id, MONDAY, replace(OPENING, neutral=neutral))
    words = read(therapist, "/therapist/sessions/low").words
    assert told in words
    assert ("seemed to look" in words) == bool(told)


@pytest.mark.usefixtures("store")
def test_a_session_still_open_counts_as_far_as_it_went(therapist: FlaskClient) -> None:
    page = read(therapist)
    assert "This session was not closed" in page.words
    turn = page.rows("Exercises")[1]
    assert (turn["Done"], turn["Ended"]) == ("1 of 6", "under way")
    assert (turn["Longest hold"], turn["Furthest"]) == ("5.0 of 5 s", "25° to the left")
    assert turn["Moved along"] == "left shoulder raised 1×, too fast 1×"


def test_an_exercise_that_was_cut_off_says_so(store: Store, therapist: FlaskClient) -> None:
    store.close_session("s", Ending.INTERRUPTED, QUALITY, CheckOut(), MONDAY)
    page = read(therapist)
    assert "The session was cut off, and what was done counts." in page.words
    assert page.rows("Exercises")[1]["Ended"] == "cut off"


@pytest.mark.usefixtures("closed")
def test_each_repetition_has_its_line(therapist: FlaskClient) -> None:
    first, second = read(therapist).rows("Repetitions")
    assert (first["No."], first["Begins"], first["Held to the end"]) == ("1.1", "0:10", "yes")
    assert (first["Longest hold"], first["In the band"], first["Furthest"]) == (
        "5.0 s",
        "6.4 s",
        "25° to the left",
    )
    assert (first["Steady within"], first["Fastest"]) == ("0.8°", "14°/s")
    assert (second["Held to the end"], second["Furthest"]) == ("not to the end", "–")
    assert second["Moved along"] == "none"


def test_sides_follow_the_target(services: Services, therapist: FlaskClient) -> None:
    right = replace(TURN, target=-24.0, side=Side.RIGHT)
    down = replace(TURN, movement="extension", target=-7.5, band=2.5, side=None)
    tall = replace(HOLD, movement="ear_height", target=0.02, band=0.01)
    services.store.add_patient(ANNA)
    services.store.open_session("s", ANNA.id, MONDAY, replace(OPENING, plans=(right, down, tall)))
    for index, peak in enumerate((24.6, 8.2, 0.034)):
        services.store.save_rep("s", index, a_rep(peak_deg=peak), a_trace())
    rows = read(therapist).rows("Exercises")
    assert [row["Asked"] for row in rows] == [
        "24° to the right, ±5°",
        "8° down, ±2.5°",
        "taller than at rest by 1 % or more",
    ]
    assert [row["Furthest"] for row in rows] == ["25° to the right", "8° down", "3 % taller"]


@pytest.mark.usefixtures("closed")
def test_the_trace_is_a_table_too(therapist: FlaskClient) -> None:
    rows = read(therapist).rows("Trace")
    assert [row["Time"] for row in rows] == ["0:10", "0:11", "0:12", "0:13", "0:14", "0:15"]
    assert rows[0] | {"Tilt": "", "Chin": ""} == {
        "Time": "0:10",
        "Doing": "holding",
        "Turn": "20° to the left",
        "Tilt": "",
        "Chin": "",
        "Hand at the face": "",
    }


@pytest.mark.usefixtures("closed")
def test_an_exercise_that_was_not_begun_has_no_trace_to_show(therapist: FlaskClient) -> None:
    assert "This exercise was not begun" in read(therapist, f"{HERE}?exercise=0").words
    assert "Slow turn: the trace" in read(therapist, f"{HERE}?exercise=9").words


def test_a_patients_words_are_only_words(store: Store, therapist: FlaskClient) -> None:
    store.set_check_out("s", CheckOut(words="<script>alert(1)</script> & “ouch”"))
    text = therapist.get(HERE).text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “ouch”" in text


@pytest.mark.usefixtures("closed")
def test_chart_and_replay_get_the_record(therapist: FlaskClient) -> None:
    data = drawn(therapist, 1)
    assert data["t_s"][:2] == [10.0, 10.033]
    assert len(data["t_s"]) == 180
    assert data["figure"]["rotation_deg"][58:60] == [20.0, None]
    assert data["target"] == {"movement": "rotation", "value": 24.0, "band": 5.0}
    assert data["bands"] == [{"edges": [19.0, 29.0], "until_s": None}]
    assert [(line["name"], line["main"]) for line in data["lines"]][:2] == [
        ("Turn (up is left)", True),
        ("Tilt (up is left)", False),
    ]
    assert data["reps"] == [
        {"label": "1.1", "start_s": 10.0, "end_s": 18.25, "held": True},
        {"label": "1.2", "start_s": 20.0, "end_s": 28.25, "held": False},
    ]
    assert data["holds"] == [[10.0, 15.97]]
    assert {mark["words"] for mark in data["marks"]} >= {"in the middle", "20° to the left"}
    assert data["phase"][0] == "holding"


@pytest.mark.usefixtures("closed")
def test_an_exercise_without_a_trace_draws_nothing(therapist: FlaskClient) -> None:
    data = drawn(therapist, 0)
    assert (data["t_s"], data["holds"], data["bands"][0]["edges"]) == ([], [], [0.0, 10.0])
    assert therapist.get(f"{HERE}/exercises/2.json").status_code == 404


@pytest.mark.usefixtures("closed")
def test_the_repetitions_come_back_from_their_file(therapist: FlaskClient) -> None:
    answer = therapist.get(f"{HERE}/reps.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert tuple(_rep(row) for row in rows) == REPS
    assert {row["session_started_at"] for row in rows} == {MONDAY.isoformat()}
    plan = {f.name: rows[0].get(f.name) or rows[0].get(f"plan_{f.name}") for f in fields(ExercisePlan)}
    assert plan["name"] == "Slow turn"
    assert (float(plan["target"] or 0), plan["side"], plan["exercise_version"]) == (24.0, "left", "2")


def _rep(row: dict[str, str]) -> RepRecord:
    """One row as the repetition it was."""
    whole = {"set_number", "rep_number"}
    numbers = {f.name: row[f.name] for f in fields(RepRecord) if f.name not in {"compensations", "completed"}}
    values = {
        name: int(text) if name in whole else float(text) if text else None for name, text in numbers.items()
    }
    return RepRecord(
        **values,  # type: ignore[arg-type]
        completed=row["completed"] == "1",
        compensations=tuple(row["compensations"].split()),
    )


@pytest.mark.usefixtures("closed")
def test_the_trace_comes_back_from_its_file(therapist: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(therapist.get(f"{HERE}/trace.csv").text)))
    back = np.array([[_number(row, name) for name in TRACE_COLUMNS] for row in rows])
    given = np.concatenate([a_trace(10.0 + 2 * i).values for i in range(3)])
    np.testing.assert_allclose(back, given, atol=0.0051)
    assert {row["exercise_id"] for row in rows} == {"slow-turn"}


def _number(row: dict[str, str], name: str) -> float:
    if name == "phase":
        return float(list(Phase).index(Phase(row[name])))
    return float(row[name]) if row[name] else float("nan")


@pytest.mark.usefixtures("closed")
def test_a_files_name_tells_nobodys_name(therapist: FlaskClient) -> None:
    for name in ("reps", "trace"):
        headers = therapist.get(f"{HERE}/{name}.csv").headers
        assert headers["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in headers["Content-Disposition"]
        assert "Anna" not in headers["Content-Disposition"]


@pytest.mark.usefixtures("closed")
def test_the_charts_script_is_served_from_the_installed_package(therapist: FlaskClient) -> None:
    page = therapist.get(HERE)
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "default-src 'self';" in page.headers["Content-Security-Policy"]
    assert "http://" not in page.text.replace("http://www.w3.org", "")
    script = therapist.get("/therapist/plotly.js")
    assert (script.status_code, script.mimetype) == (200, "text/javascript")
    assert len(script.data) > 1_000_000
    assert script.headers["Cache-Control"] == "private, max-age=86400"
    assert page.headers["Cache-Control"] == "no-store"
    script.close()
