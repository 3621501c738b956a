"""The trends of a patient's main numbers on one axis of time, as the therapist's page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from coach.event import Event, EventKind
from coach.point import Point, Source
from coach.trend_measures import NAMES, Scale
from coach.trend_words import SIDES
from coach.trends import PartOfDay, Trend, poor, trends
from web import chart_words
from web.auth import therapist_only
from web.chart_dots import DAYS_APART, dots
from web.chart_values import Chart, Line, Stretch, Window
from web.charts import figure
from web.security import csp
from web.services import services

bp = Blueprint("trends", __name__, url_prefix="/therapist/patients/<patient_id>")

#: How far back, in days, by the name in the address; ``None`` is everything.
PERIODS: dict[str, int | None] = {"3": 91, "6": 182, "12": 365, "all": None}
#: What can be chosen, by the name in the address: words for each value, the first where none is chosen.
CHOICES: dict[str, dict[str, str]] = {
    "months": {"3": "3 months", "6": "6 months", "12": "a year", "all": "everything"},
    "part": {"": "all day"} | {part.value: part.value for part in PartOfDay},
    "from": {"": "checks and exercises", "checks": "checks only"},
    "poor": {"": "poorly seen ones marked", "without": "poorly seen ones left out"},
}
LABELS = {"months": "Period", "part": "Time of day", "from": "From", "poor": "Quality"}


#: What is said shorter on an axis than in a sentence.
SHORT = {
    "rotation_difference": SIDES["rotation"],
    "lateral_flexion_difference": SIDES["lateral_flexion"],
    "shoulders": ("left higher", "right higher"),
}
#: What an event is called beside its line; any other in the words that were written down.
EVENTS = {
    EventKind.INJECTION: "injection",
    EventKind.DBS_SURGERY: "DBS surgery",
    EventKind.DBS_SETTING: "DBS setting",
    EventKind.MEDICINE: "medicine",
    EventKind.ILLNESS: "illness",
    EventKind.VISIT: "visit",
    EventKind.FALL: "fall",
}


@dataclass(frozen=True)
class Shown:
    """One number: its chart, and what changed in words."""

    name: str
    chart: Chart
    change: str


@dataclass(frozen=True)
class Choice:
    """A link that looks at the same otherwise."""

    words: str
    href: str
    chosen: bool


def context(patient_id: str, now: datetime) -> dict[str, Any]:
    """What ``review/trends.html`` shows on a patient's page.

    Args:
        now: aware.
    """
    g.csp = csp(style_src="'self' 'unsafe-inline'")  # Plotly styles its drawing in place
    window, shown, lines = _looked_at(patient_id, now)
    return {
        "charting": chart_words,
        "trends": {
            "figures": url_for("trends.figures", patient_id=patient_id, **_asked()),
            "choices": {LABELS[name]: list(_links(patient_id, name)) for name in CHOICES},
            "bucket": "a day's" if window.days <= DAYS_APART else "a week's",
            "lines": lines,
            "charts": shown,
            "narrowed": bool(_asked()),
        },
    }


@bp.get("/trends.json")
@therapist_only
def figures(patient_id: str) -> ResponseReturnValue:
    """The charts of the same numbers, for the page's script.

    :raise 404: no such patient.
    """
    window, shown, lines = _looked_at(services().store.patient(patient_id).id, datetime.now(UTC))
    return {"axis": window.ends, "charts": {one.name: figure(one.chart, window, lines) for one in shown}}


# What was chosen


def _asked() -> dict[str, Any]:
    """What the address says, as far as it is known."""
    return {name: request.args[name] for name in CHOICES if request.args.get(name) in CHOICES[name]}


def _links(patient_id: str, name: str) -> Iterator[Choice]:
    chosen = _asked().get(name, next(iter(CHOICES[name])))
    for value, words in CHOICES[name].items():
        same: dict[str, Any] = request.args.to_dict() | {"patient_id": patient_id, name: value}
        href = url_for("therapist.patient", **same, _anchor="trends")
        yield Choice(words, href, chosen=value == chosen)


# What is looked at


def points_since(patient_id: str, since: datetime | None) -> tuple[Point, ...]:
    """Every main number since then, oldest first; the parts of a page that look as far back ask once."""
    asked: dict[datetime | None, tuple[Point, ...]] = g.setdefault("points", {})
    if since not in asked:
        asked[since] = services().store.points(patient_id, NAMES, since)
    return asked[since]


def _looked_at(patient_id: str, now: datetime) -> tuple[Window, list[Shown], list[Line]]:
    asked = _asked()
    days = PERIODS[asked.get("months", "3")]
    since = None if days is None else now - timedelta(days=days)
    store = services().store
    points = points_since(patient_id, since)
    begins = points[0].at if points else since or now
    window = Window(begins.astimezone().date(), now.astimezone().date())
    if asked.get("from") == "checks":
        points = tuple(point for point in points if point.source is not Source.EXERCISE)
    found = trends(points, injections=store.injections(patient_id), **_narrowed(asked))
    shown = [_shown(one, window.days) for one in found]
    return window, shown, list(_lines(store.events(patient_id), window))


def _narrowed(asked: dict[str, str]) -> dict[str, Any]:
    part = asked.get("part")
    return {
        "part_of_day": PartOfDay(part) if part else None,
        "leave_out_poor": asked.get("poor") == "without",
    }


def _shown(found: Trend, days: int) -> Shown:
    one = found.measure
    stretches = tuple(
        Stretch(tuple(dots(segment.points, poor, days)), segment.why_broken, segment.band)
        for segment in found.segments
    )
    chart = Chart(one.label, one.unit, stretches, (SIDES | SHORT).get(one.name), log=one.scale is Scale.LOG)
    return Shown(one.name, chart, found.change.words)


def _lines(events: Iterable[Event], window: Window) -> Iterator[Line]:
    """Events of the time that is shown; several of a day are one line."""
    inside = (event for event in events if window.first <= event.on <= window.last)
    for on, of_a_day in groupby(sorted(inside, key=lambda event: event.on), key=lambda event: event.on):
        yield Line(on, ", ".join(_named(event) for event in of_a_day))


def _named(event: Event) -> str:
    return EVENTS.get(event.kind) or event.words.rstrip(".")
