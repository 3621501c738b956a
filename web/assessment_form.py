"""The form of an assessment: what was typed to an `Assessment`, or every fault where it stands. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import ValidationError

from coach.assessment import SIDED_FORMS, Assessment, Component
from coach.errors import Fault
from coach.faults import faults
from coach.findings import Caution, Form
from coach.record import Hand, Measure
from web.prescribing_words import REACH_FIELDS

#: Rows for exercises that are not for this patient: those that are there, and so many empty ones.
EMPTY_ROWS = 2

CAUTIONS = {
    Caution.VASCULAR_RISK: "Vascular risk",
    Caution.OSTEOPOROSIS: "Osteoporosis",
    Caution.DBS_LEADS: "Leads of a brain stimulator in the neck",
    Caution.SWALLOWING_TROUBLE: "Trouble swallowing",
    Caution.DIZZINESS: "Dizziness",
}


#: In place of a day that could not be read, so that the other day is judged on its own.
NO_DAY = "9999-12-31"


@dataclass(frozen=True)
class Answered:
    """A form as it was sent: the assessment, or why there is none, field by field."""

    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    assessment: Assessment | None = None


def read(typed: Mapping[str, str], today: date) -> Answered:
    """What a sent form says, with every fault at once."""
    found = dict(_number_faults(typed)) | dict(_date_faults(typed, today)) | dict(_pair_faults(typed))
    data = _data(typed, found)
    try:
        assessment = Assessment.model_validate_json(json.dumps(data))
    except ValidationError as error:
        told = (_told(one, data) for one in faults("assessment", "", error))
        return Answered(typed, {name: words for name, words in told if name} | found)
    return Answered(typed, found, None if found else assessment)


def _data(typed: Mapping[str, str], found: Mapping[str, str]) -> dict[str, object]:
    """The assessment as data; a field with a fault of its own gets a value that is none."""
    number = {name: 0.0 if name in found else float(typed[name]) for name in REACH_FIELDS}
    tremor, trick, age = typed.get("tremor", ""), _text(typed, "trick_where"), _text(typed, "age")
    return {
        "assessed_on": NO_DAY if "assessed_on" in found else typed["assessed_on"],
        "injected_on": None if "injected_on" in found else _text(typed, "injected_on") or None,
        "components": list(_components(typed)),
        "shoulders_raised": [side for side in ("left", "right") if typed.get(f"raised_{side}")],
        "tremor": {"direction": tremor, "grain": typed.get("tremor_grain", "fine")} if tremor else None,
        "trick": {"where": trick, "hand": typed.get("trick_hand", "right")} if trick else None,
        "behaviour": typed.get("behaviour", "not_tested"),
        "cautions": [one for one in CAUTIONS if typed.get(f"caution_{one}")],
        "lost_midline": bool(typed.get("lost_midline")),
        "pain": bool(typed.get("pain")),
        "age": int(age) if age and "age" not in found else None,
        "reach": number,
        "blocked": [] if any(name.startswith("blocked") for name in found) else list(_blocked(typed)),
        "note": _text(typed, "note"),
    }


def _components(typed: Mapping[str, str]) -> Iterator[dict[str, object]]:
    for form in Form:
        found = typed.get(f"form_{form}", "")
        if found:
            side = found if form in SIDED_FORMS else None
            tone, strength = typed.get(f"tone_{form}", "tonic"), typed.get(f"strength_{form}", "moderate")
            yield {"form": form, "side": side, "tone": tone, "strength": strength}


def _blocked(typed: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for row in rows(typed):
        if exercise := _text(typed, f"blocked_{row}"):
            yield {"exercise": exercise, "reason": _text(typed, f"blocked_reason_{row}")}


def rows(typed: Mapping[str, str]) -> range:
    """The rows of the exercises that are not for this patient."""
    filled = [int(name.rpartition("_")[2]) for name, value in typed.items() if _is_row(name) and value]
    return range(min(max(filled, default=-1) + 1 + EMPTY_ROWS, 60))


def _is_row(name: str) -> bool:
    return name.startswith("blocked_") and name.rpartition("_")[2].isdecimal()


def _number_faults(typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, one in REACH_FIELDS.items():
        if not _fits(typed.get(name, ""), one.most_deg):
            yield name, f"Please give degrees, from 0 to {one.most_deg}."
    age = _text(typed, "age")
    if age and not (age.isdecimal() and 1 <= int(age) <= 120):
        yield "age", "Please give whole years, from 1 to 120, or leave it empty."


def _fits(text: str, most: int) -> bool:
    try:
        return 0 <= float(text) <= most
    except ValueError:
        return False


def _date_faults(typed: Mapping[str, str], today: date) -> Iterator[tuple[str, str]]:
    assessed, injected = _date(typed, "assessed_on"), _date(typed, "injected_on")
    if assessed is None or assessed > today:
        yield "assessed_on", "Please give the day of the assessment, today or before."
    if _text(typed, "injected_on") and (injected is None or injected > today):
        yield "injected_on", "Please give the day of the injection, or leave it empty."
    elif assessed and injected and injected > assessed:
        yield "injected_on", "The last injection lies before the assessment. Please look at both days again."


def _date(typed: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(_text(typed, name))
    except ValueError:
        return None


def _pair_faults(typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for row in rows(typed):
        exercise, reason = _text(typed, f"blocked_{row}"), _text(typed, f"blocked_reason_{row}")
        if exercise and not reason:
            yield f"blocked_reason_{row}", "Please say why, for whoever reads this later."
        if reason and not exercise:
            yield f"blocked_{row}", "Please choose the exercise that this is about."


#: What to say of a fault that the fields of the page cannot make, but a changed page can.
ODD = "Please choose one of what is offered."


def _told(fault: Fault, data: Mapping[str, object]) -> tuple[str, str]:
    """A fault of the model where the form has it, and in words."""
    head, _, rest = fault.field.partition(".")
    number, _, name = rest.partition(".")
    components: list[dict[str, str]] = data["components"]  # type: ignore[assignment]
    if head == "components" and number.isdecimal():
        return f"{'form' if name == 'side' else name}_{components[int(number)]['form']}", ODD
    where = {"trick.where": "trick_where", "trick.hand": "trick_hand", "tremor.grain": "tremor_grain"}
    known = where.get(fault.field, head)
    if head == "blocked":
        known = "blocked_0"
    return known, f"Please give {fault.wanted}." if "at most" in fault.wanted else ODD


def _text(typed: Mapping[str, str], name: str) -> str:
    return typed.get(name, "").strip()


def filled(before: Assessment | None, measured: Mapping[str, str], today: date) -> dict[str, str]:
    """The form as it opens: what was found last time, with today's date and the range as last measured."""
    typed = {"assessed_on": today.isoformat(), "behaviour": "not_tested"}
    if before:
        typed |= _typed(before)
    return typed | dict(measured)


def _typed(before: Assessment) -> dict[str, str]:
    typed = {name: f"{getattr(before.reach, name):g}" for name in REACH_FIELDS}
    for part in before.components:
        typed |= _component(part)
    for row, one in enumerate(before.blocked):
        typed |= {f"blocked_{row}": one.exercise, f"blocked_reason_{row}": one.reason}
    if before.tremor:
        typed |= {"tremor": before.tremor.direction, "tremor_grain": before.tremor.grain}
    if before.trick:
        typed |= {"trick_where": before.trick.where, "trick_hand": before.trick.hand}
    ticked = [f"caution_{one}" for one in before.cautions]
    ticked += [f"raised_{side}" for side in before.shoulders_raised]
    ticked += [name for name in ("lost_midline", "pain") if getattr(before, name)]
    plain = {
        "injected_on": before.injected_on.isoformat() if before.injected_on else "",
        "behaviour": before.behaviour.value,
        "age": str(before.age or ""),
        "note": before.note,
    }
    return typed | dict.fromkeys(ticked, "yes") | plain


def _component(part: Component) -> dict[str, str]:
    found = {"form": part.side or "yes", "tone": part.tone, "strength": part.strength}
    return {f"{name}_{part.form}": value for name, value in found.items()}


def measured_reach(measures: tuple[Measure, ...]) -> dict[str, str]:
    """The comfortable range as a two-minute check measured it, whole degrees; only what was measured."""
    values = {f"{one.name}_deg": one.value.value for one in measures if one.hand is Hand.ALL}
    found = {name: values.get(f"range_{name}") for name in REACH_FIELDS}
    return {
        name: f"{min(max(value, 0.0), REACH_FIELDS[name].most_deg):.0f}"
        for name, value in found.items()
        if value is not None
    }
