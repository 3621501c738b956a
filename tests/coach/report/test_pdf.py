"""The two pages for an injection visit: real text, drawings told in words, always two, always the same."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.report.pdf import NO_DEVICE, write_visit
from coach.report.pdf_fonts import Fonts
from coach.report.pdf_text import LEFT_OUT
from coach.report.visit import Block, Chart, Mark, Moment, Stretch, Visit
from tests.coach.report.reading_pdf import objects, parts, told

SINCE, ON = date(2026, 3, 2), date(2026, 6, 1)
MARKS = tuple(Mark(SINCE + timedelta(weeks=i), 12.0 - i, 1.5, poor=i == 3) for i in range(12))
CHART = Chart(
    "Away from the middle", (Stretch(MARKS[:6], (9.0, 15.0)), Stretch(MARKS[6:])), "Less, by 5 of 12."
)
VISIT = Visit(
    name="Anna B.",
    on=ON,
    head="Day 78 since the injection.",
    blocks=(Block("As assessed", ("Torticaput to the left.",)), Block("Training", ("82 percent.",))),
    since=SINCE,
    charts=(CHART, replace(CHART, title="Tremor", log=True)),
    moments=(Moment(date(2026, 3, 15), "injection"),),
    questions=("Can I swim?",),
)


def written(visit: Visit) -> bytes:
    out = io.BytesIO()
    write_visit(out, visit)
    return out.getvalue()


def texts(pdf: bytes, page: int) -> list[str]:
    return [part.text for part in parts(pdf) if part.page == page and part.text]


def test_the_first_page_is_words_in_their_order() -> None:
    first = texts(written(VISIT), 1)
    assert first[:6] == [
        "Anna B.",
        "Day 78 since the injection.",
        "As assessed",
        "Torticaput to the left.",
        "Training",
        "82 percent.",
    ]
    assert first[6].startswith(NO_DEVICE)


def test_the_second_page_has_charts_events_and_questions() -> None:
    pdf = written(VISIT)
    second = texts(pdf, 2)
    assert "1 15 Mar 2026: injection" in second
    assert "Can I swim?" in second
    assert second[-1].startswith(NO_DEVICE)
    assert told(pdf) == ["Away from the middle. Less, by 5 of 12.", "Tremor. Less, by 5 of 12."]


def test_its_parts_are_headings_paragraphs_and_figures() -> None:
    pdf = written(VISIT)
    assert {part.kind for part in parts(pdf)} == {"H1", "H2", "P", "Figure"}
    whole = b"".join(objects(pdf).values())
    assert b"/Marked true" in whole
    assert b"/Lang (en)" in whole
    assert b"/Title (For the injection visit)" in whole
    assert whole.count(b"/S /Figure") == len(VISIT.charts)
    assert b"Anna" not in whole.split(b"/Title")[1][:60]


def test_the_same_visit_is_the_same_file() -> None:
    assert written(VISIT) == written(VISIT)


@pytest.mark.parametrize("lines", [1, 30, 50, 300])
def test_there_are_two_pages_whatever_there_is_to_say(lines: int) -> None:
    many = Block(
        "Much", tuple(f"Sentence {i}, which is neither long nor short, of {lines}." for i in range(lines))
    )
    visit = replace(VISIT, blocks=(many,), questions=many.lines, charts=(CHART,) * 9)
    found = parts(written(visit))
    assert max(part.page for part in found) == 2
    assert min(part.y for part in found if part.text) > 20
    for page in (1, 2):
        foot = next(part for part in found if part.page == page and part.text.startswith(NO_DEVICE))
        above = [part for part in found if part.page == page and part.text and part is not foot]
        assert min(part.y for part in above) > foot.y + 5
    assert any(LEFT_OUT in part.text for part in found if part.page == 1) is (lines > 50)


@pytest.mark.parametrize(
    "stretches",
    [
        (Stretch((Mark(ON, 3.0),)),),
        (Stretch((Mark(ON, 0.0), Mark(SINCE, 0.0)), (0.0, 0.0)),),
        (Stretch((Mark(ON, -900.0, 2000.0), Mark(SINCE, 1e-9))),),
    ],
)
@pytest.mark.parametrize("log", [False, True])
def test_any_numbers_can_be_drawn(stretches: tuple[Stretch, ...], log: bool) -> None:  # noqa: FBT001
    pdf = written(replace(VISIT, charts=(Chart("Odd", stretches, "Odd.", log),), since=ON))
    assert told(pdf) == ["Odd. Odd."]


def test_somebody_without_anything_has_two_pages_too() -> None:
    pdf = written(Visit("N.", ON, "No injection.", (), SINCE))
    assert "None was written." in texts(pdf, 2)


def test_a_letter_that_no_face_has_is_a_question_mark() -> None:
    assert Fonts("plain", "bold", frozenset(map(ord, "ab "))).written("a容\n b") == "a? b"


@pytest.mark.parametrize("name", ["Łukasz Ğ.", "Ольга Ж.", "Αλέξης", "容易", "🙂", "a\x00b\nc"])
def test_a_name_in_any_script_does_not_stop_it(name: str) -> None:
    assert written(replace(VISIT, name=name)).startswith(b"%PDF")
