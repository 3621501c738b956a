"""The builder's form: what stands in its fields to a `Draft` and back, and what one press changes. Pure."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from coach.chosen import as_chosen
from coach.dosing import easier, harder
from coach.errors import ProgrammeError
from coach.exercise import Exercise
from coach.faults import faults
from coach.parts import Dose
from coach.prescription import Choice, Draft

Exercises = Mapping[str, Exercise]

DOSE = ("sets", "reps", "hold_s", "rest_s")
#: A target's fields as the form shows them: degrees as they are, shares in percent.
SHOWN_AS = {"at_deg": 1.0, "share_of_reach": 100.0, "band_deg": 1.0, "at_widths": 100.0, "band_widths": 100.0}
PLAIN = ("side", "feedback", "shown", "note", "against")


@dataclass(frozen=True)
class Answered:
    """What was sent: a draft, or why there is none, field by field."""

    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    draft: Draft | None = None


def filled(draft: Draft, exercises: Exercises) -> dict[str, str]:
    """The fields as the draft has them."""
    typed = {
        "title": draft.title,
        "bouts_a_day": f"{draft.bouts_a_day}",
        "days_a_week": f"{draft.days_a_week}",
    }
    typed["choices"] = f"{len(draft.choices)}"
    for place, choice in enumerate(draft.choices):
        fields = _filled(choice, exercises.get(choice.exercise))
        typed |= {f"{name}_{place}": value for name, value in fields.items()}
    return typed


def _filled(choice: Choice, exercise: Exercise | None) -> dict[str, str]:
    typed = {name: str(getattr(choice, name) or "") for name in PLAIN}
    typed |= {"exercise": choice.exercise, "enabled": "yes" if choice.enabled else ""}
    dose = choice.dose or (exercise.dose if exercise else None)
    target = choice.target or (exercise.target if exercise else None)
    if dose:
        typed |= {name: f"{getattr(dose, name):g}" for name in DOSE}
    if target:
        given = {name: getattr(target, name) for name in SHOWN_AS if getattr(target, name) is not None}
        typed |= {name: f"{value * SHOWN_AS[name]:g}" for name, value in given.items()}
        if goal := next((name for name in GOALS if name in given), None):
            typed |= {"goal": f"{given[goal] * SHOWN_AS[goal]:g}", "unit": goal}
    return typed


#: Two ways to say how far along an axis; the form has one number and its unit.
GOALS = {"share_of_reach": "% of their reach", "at_deg": "degrees"}


def read(typed: Mapping[str, str], exercises: Exercises) -> Answered:
    """The draft that stands in the fields, with every fault at once.

    Args:
        exercises: everything that can be chosen, by id; what is not in it stays as it is named.
    """
    found: dict[str, str] = {}
    choices = [_choice(place, typed, exercises, found) for place in _places(typed)]
    data = {
        "title": typed.get("title", "").strip(),
        "choices": choices,
        "bouts_a_day": _whole(typed, "bouts_a_day", found),
        "days_a_week": _whole(typed, "days_a_week", found),
    }
    try:
        draft = Draft.model_validate_json(json.dumps(data))
    except ValidationError as error:
        told = {_where(one.field): f"Please give {one.wanted}." for one in faults("draft", "", error)}
        return Answered(typed, told | found)
    return Answered(typed, found, None if found else draft)


def _places(typed: Mapping[str, str]) -> range:
    count = typed.get("choices", "0")
    return range(min(int(count), 20) if count.isdecimal() else 0)


def _where(path: str) -> str:
    """``choices.2.dose.reps`` as the form's field ``reps_2``."""
    parts = path.split(".")
    name = {"at_deg": "goal", "share_of_reach": "goal"}.get(parts[-1], parts[-1])
    return f"{name}_{parts[1]}" if parts[0] == "choices" and len(parts) > 2 else parts[0]


def _choice(
    place: int, typed: Mapping[str, str], exercises: Exercises, found: dict[str, str]
) -> dict[str, object]:
    """One exercise as data; what equals the exercise's own is left to the exercise."""
    fields = {name: typed.get(f"{name}_{place}", "").strip() for name in ("exercise", "enabled", *PLAIN)}
    exercise = exercises.get(fields["exercise"])
    data: dict[str, object] = {name: value for name, value in fields.items() if value}
    data["enabled"] = bool(fields["enabled"])
    if exercise:
        dose = {name: _number(typed, f"{name}_{place}", found) for name in DOSE}
        own = exercise.dose.model_dump()
        if dose != {name: own[name] for name in DOSE}:
            data["dose"] = own | _whole_numbers(dose)
        if target := _target(place, typed, exercise, found):
            data["target"] = target
    return data


def _whole_numbers(dose: Mapping[str, float]) -> dict[str, float]:
    """Counts as whole numbers where they are; where not, the schema says so."""
    return {name: int(n) if name in {"sets", "reps"} and n % 1 == 0 else n for name, n in dose.items()}


def _target(
    place: int, typed: Mapping[str, str], exercise: Exercise, found: dict[str, str]
) -> dict[str, object] | None:
    """The target in the fields as data; ``None`` where it is the exercise's own."""
    if exercise.target is None:
        return None
    own = exercise.target.model_dump(mode="json", exclude_none=True)
    data = {name: value for name, value in own.items() if name not in GOALS}
    for name, scale in SHOWN_AS.items():
        if name in data:
            data[name] = round(_number(typed, f"{name}_{place}", found) / scale, 4)
    if any(name in GOALS for name in own):
        unit = typed.get(f"unit_{place}", "")
        name = unit if unit in GOALS else "share_of_reach"
        data[name] = round(_number(typed, f"goal_{place}", found) / SHOWN_AS[name], 4)
    return data if data != own else None


def _number(typed: Mapping[str, str], name: str, found: dict[str, str]) -> float:
    try:
        value = float(typed.get(name, ""))
        if abs(value) < 1e6:
            return value
    except ValueError:
        pass
    found[name] = "Please give a number."
    return 1.0


def _whole(typed: Mapping[str, str], name: str, found: dict[str, str]) -> int:
    text = typed.get(name, "").strip()
    if text.isdecimal() and len(text) < 5:
        return int(text)
    found[name] = "Please give a whole number."
    return 1


# What one press changes


def pressed(draft: Draft, press: str, exercises: Exercises) -> Draft:
    """The draft after a press such as ``up-2`` or ``add-slow_turn``; an unknown one changes nothing."""
    name, _, about = press.partition("-")
    if name == "add" and about in exercises:
        return _with(draft, [*draft.choices, Choice(exercise=about)])
    if name in PRESSES and about.isdecimal() and int(about) < len(draft.choices):
        choices = list(draft.choices)
        PRESSES[name](choices, int(about), exercises)
        return _with(draft, choices)
    return draft


def _with(draft: Draft, choices: list[Choice]) -> Draft:
    return draft.model_copy(update={"choices": tuple(choices[:20])})


def _swap(choices: list[Choice], place: int, other: int) -> None:
    if 0 <= other < len(choices):
        choices[place], choices[other] = choices[other], choices[place]


def _dosed(
    choices: list[Choice], place: int, exercises: Exercises, step: Callable[[Exercise], Dose | None]
) -> None:
    choice = choices[place]
    exercise = exercises.get(choice.exercise)
    if exercise is None:
        return
    try:
        dose = step(as_chosen(exercise, choice))
    except ProgrammeError:  # told at the field, which a step does not mend
        return
    if dose:
        choices[place] = choice.model_copy(update={"dose": dose if dose != exercise.dose else None})


PRESSES: dict[str, Callable[[list[Choice], int, Exercises], None]] = {
    "up": lambda choices, place, _: _swap(choices, place, place - 1),
    "down": lambda choices, place, _: _swap(choices, place, place + 1),
    "remove": lambda choices, place, _: choices.__delitem__(place),
    "block": lambda choices, place, _: choices.__delitem__(place),
    "easier": lambda choices, place, exercises: _dosed(choices, place, exercises, easier),
    "harder": lambda choices, place, exercises: _dosed(choices, place, exercises, harder),
}


def with_own(draft: Draft, exercises: Exercises, library: Exercises) -> Draft:
    """The draft with the clinic's own exercises that it uses, whole, and no others."""
    used = dict.fromkeys(one.exercise for one in draft.choices)
    own = tuple(exercises[one] for one in used if one in exercises and one not in library)
    return draft.model_copy(update={"own": own})


def for_another(draft: Draft) -> Draft:
    """A draft without what was said and allowed for one patient alone: sides, notes, the therapist's say."""
    apart = {"side": None, "note": "", "against": "", "enabled": False}
    return _with(draft, [choice.model_copy(update=apart) for choice in draft.choices])
