"""The injection cycle: a patient's cycles laid over each other, as the therapist's page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import numpy as np
from flask import g, request, url_for

from coach.cycle import BEGINS, PhaseWords, cycle_day, phase_of, words_of
from coach.injection_cycle import Overlay, fades_now, overlay
from coach.point import Point, Source
from coach.trend_measures import BY_NAME, Better, Scale, TrendMeasure
from coach.trend_words import size
from coach.trends import poor
from web import cycle_words
from web.cycle_chart import figure, table
from web.prescribing_words import date_words
from web.security import csp
from web.services import services

#: The address's own name for the chosen number, and the one that is shown first.
CHOSEN, FIRST = "cycle", "deviation"
#: What is followed over a cycle (clinical reference, section 5).
MEASURES = tuple(
    BY_NAME[name]
    for name in (
        *(FIRST, "rotation", "lateral_flexion", "extension", "within_10", "longest"),
        *("range_rotation_left", "range_rotation_right"),
        *("range_lateral_flexion_left", "range_lateral_flexion_right"),
        *("tremor", "pain", "tension", "sleep"),
    )
)
#: What a number is taken from.
SOURCES = {
    Source.CHECK: "the two-minute checks",
    Source.EXERCISE: "the exercises",
    Source.REPORT: "the patient's own answers",
}


@dataclass(frozen=True)
class Choice:
    """A link to the cycles of another number."""

    words: str
    href: str
    chosen: bool


@dataclass(frozen=True)
class PhaseLine:
    """What was measured in one phase of the plan, over all cycles."""

    days: str
    plan: str
    measured: int
    mean: str
    now: bool


def context(patient_id: str, now: datetime) -> dict[str, Any]:
    """What ``review/cycle.html`` shows on a patient's page.

    Args:
        now: aware.
    """
    today = now.astimezone().date()
    injected = [on for on in services().store.injections(patient_id) if on <= today]
    day = cycle_day(injected[-1] if injected else None, today)
    return {"cycle": None if day is None else _cycle(patient_id, injected, day)}


def _cycle(patient_id: str, injected: Sequence[date], day: int) -> dict[str, Any]:
    g.csp = csp(style_src="'self' 'unsafe-inline'")  # Plotly styles its drawing in place
    measure = BY_NAME.get(request.args.get(CHOSEN, ""), BY_NAME[FIRST])
    measure = measure if measure in MEASURES else BY_NAME[FIRST]
    points = services().store.points(patient_id, names_of(measure))
    source, laid = laid_over(points, measure, injected)
    cycles, rows = table(measure, laid)
    return {
        "day": day,
        "plan": words_of(day, services().library.day),
        "own": None if laid.course is None else fades_now(day, laid.course),
        "label": measure.label,
        "source": SOURCES[source],
        "choices": [_choice(patient_id, one, measure) for one in MEASURES],
        "sentences": list(cycle_words.sentences(measure, laid)),
        "figure": figure(measure, laid, injected, day) if laid.days else None,
        "cycles": [date_words(injected[cycle]) for cycle in cycles],
        "rows": rows,
        "phases": _phases(measure, laid, day),
    }


def names_of(measure: TrendMeasure) -> frozenset[str]:
    """The names of a number's points, of all sources."""
    return frozenset(name for source in Source if (name := measure.named(source)))


def laid_over(
    points: Sequence[Point], measure: TrendMeasure, injected: Sequence[date]
) -> tuple[Source, Overlay]:
    """The cycles of a number and what they are taken from: the checks where these are enough, else whatever
    has most days. Sessions that were seen poorly are left out."""
    better: Literal["less", "more"] = "more" if measure.better is Better.MORE else "less"
    laid = []
    for source in (one for one in Source if measure.named(one)):
        values = [
            (point.at.astimezone().date(), cycle_words.compared(measure, point.value))
            for point in points
            if (point.source, point.name) == (source, measure.named(source))
            and not poor(point)
            and _fits(measure, point.value)
        ]
        laid.append((source, overlay(values, injected, better)))
    return max(laid, key=lambda one: (one[1].enough, 0 if one[1].enough else len(one[1].days)))


def _fits(measure: TrendMeasure, value: float) -> bool:
    return measure.scale is not Scale.LOG or value > 0


def _choice(patient_id: str, one: TrendMeasure, chosen: TrendMeasure) -> Choice:
    same: dict[str, Any] = request.args.to_dict() | {"patient_id": patient_id, CHOSEN: one.name}
    return Choice(one.label, url_for("therapist.patient", **same, _anchor="cycle"), chosen=one is chosen)


def _phases(measure: TrendMeasure, laid: Overlay, day: int) -> list[PhaseLine]:
    found = []
    for phase, first in BEGINS.items():
        inside = [one.value for one in laid.days if phase_of(one.day) is phase]
        mean = size(measure, cycle_words.shown(measure, float(np.mean(inside)))) if inside else "–"
        plan: PhaseWords = words_of(first, services().library.day)
        now = phase_of(day) is phase
        found.append(PhaseLine(cycle_words.days_of(phase), plan.plan, len(inside), mean, now))
    return found
