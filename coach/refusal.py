"""What must not be prescribed, and why, in words. Pure.

The list of what is never prescribed and the words of the rules are data that the clinic owns
(`programmes/refusals.en.yaml`); for whom an exercise is stands in the exercise itself (`needs`, `not_with`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from coach.assessment import Assessment, Behaviour
from coach.avoided import Avoided, prescribes, sentences
from coach.chosen import as_chosen, for_pull, side_of, toward_the_pull
from coach.errors import ProgrammeError, Refusal
from coach.exercise import Exercise, places_fit
from coach.findings import Need
from coach.parts import AXES, Broken, Direction, Ends, Part, Words, refuse
from coach.prescription import Choice, Draft
from coach.record import Side
from coach.resolved import comfortable_deg, task_of

__all__ = [
    "Refusal",
    "RefusalList",
    "Rule",
    "refusals_of",
    "refusals_of_choice",
    "refusals_of_exercise",
    "refusals_of_patient",
    "refusals_of_text",
]


class Rule(StrEnum):
    """The rules about one patient and one exercise; their words are data."""

    BLOCKED = "blocked"
    STABLE = "stable"
    UNSTABLE = "unstable"
    TRICK = "trick"
    CAUTION = "caution"
    FORM = "form"
    AGE = "age"
    THERAPIST = "therapist"
    TOWARD_THE_PULL = "toward_the_pull"
    BEYOND_THE_REACH = "beyond_the_reach"


#: Rules of the schema, whose words are in the code: no clinic can own that a programme is readable.
UNKNOWN, FIELDS, SIDE, NO_REST, ID_TAKEN = "unknown_exercise", "fields", "side", "no_rest", "id_taken"
TWICE = "twice"

#: Named places of a rule's sentence.
RULE_PLACES = ("exercise", "what")


class RuleWords(Part):
    """How one rule is told; ``told`` has the named places of `RULE_PLACES`."""

    told: Words
    reason: Words
    source: Words


class RefusalList(Part):
    """What is refused, and how it is told."""

    version: int = Field(ge=1, le=9999)
    avoided: tuple[Avoided, ...] = Field(max_length=60)
    rules: dict[Rule, RuleWords]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse(_broken(self))
        return self


def _broken(refusal_list: RefusalList) -> Iterator[Broken]:
    ids = [one.id for one in refusal_list.avoided]
    if len(set(ids)) != len(ids):
        yield Broken("avoided", "each id once", ", ".join(ids))
    for rule in Rule:
        if rule not in refusal_list.rules:
            yield Broken(f"rules.{rule}", "the words of this rule", "nothing")
    for rule, words in refusal_list.rules.items():
        yield from places_fit(f"rules.{rule}.told", words.told, RULE_PLACES)


def refusals_of(
    draft: Draft, assessment: Assessment, exercises: Mapping[str, Exercise], refusal_list: RefusalList
) -> tuple[Refusal, ...]:
    """Everything of a draft that must not be prescribed to this patient.

    Args:
        exercises: those that can be chosen, by id; the draft's own come on top.
    """
    known = dict(exercises) | {one.id: one for one in draft.own}
    found = [*refusals_of_text(draft.title, "title", refusal_list), *_ids_taken(draft, exercises)]
    found += _twice(draft)
    for choice in draft.choices:
        exercise = known.get(choice.exercise)
        if exercise is None:
            words = f"No exercise {choice.exercise} is known here."
            found.append(Refusal(UNKNOWN, choice.exercise, words))
            continue
        found += refusals_of_choice(choice, exercise, assessment, refusal_list)
    if not any(known[one.exercise].is_rest for one in draft.choices if one.exercise in known):
        words = "A programme needs an exercise of rest or breathing, for a day when only that is right."
        found.append(Refusal(NO_REST, "exercises", words))
    return tuple(dict.fromkeys(found))


def _ids_taken(draft: Draft, exercises: Mapping[str, Exercise]) -> Iterator[Refusal]:
    for own in draft.own:
        if exercises.get(own.id, own) != own:
            words = f"The name {own.id} is that of another exercise; an own exercise needs a name of its own."
            yield Refusal(ID_TAKEN, own.id, words)


def _twice(draft: Draft) -> Iterator[Refusal]:
    """Numbers of an exercise are drawn together by its id, whichever side it goes to."""
    ids = [choice.exercise for choice in draft.choices]
    for one in dict.fromkeys(ids):
        if ids.count(one) > 1:
            words = (
                "It is in the programme twice, and its records could not be told apart. More sets do the "
                "same; for another side make an exercise of your own from it."
            )
            yield Refusal(TWICE, one, words)


def refusals_of_text(text: str, where: str, refusal_list: RefusalList) -> tuple[Refusal, ...]:
    """What a text asks for that is never prescribed: a note, a title, a reason, a template."""
    read = tuple(sentences(text))
    return tuple(
        Refusal(one.id, where, f"{one.told} {one.reason}")
        for one in refusal_list.avoided
        if prescribes(read, one)
    )


def refusals_of_exercise(exercise: Exercise, refusal_list: RefusalList) -> tuple[Refusal, ...]:
    """What the texts of an exercise ask for that is never prescribed, whoever the patient is."""
    texts = _texts(exercise.model_dump(mode="json", exclude=NOT_TOLD), exercise.id)
    return tuple(refusal for where, text in texts for refusal in refusals_of_text(text, where, refusal_list))


#: Texts of an exercise that tell nobody to do anything.
NOT_TOLD = {"id", "source", "reference"}


def _texts(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Every text inside a value, with where it stands."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, f"{where}.{name}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _texts(part, f"{where}.{number}")


@dataclass(frozen=True)
class Case:
    """One exercise as chosen for one patient."""

    exercise: Exercise
    choice: Choice
    assessment: Assessment
    refusal_list: RefusalList

    @property
    def side(self) -> Side | None:
        return side_of(self.exercise, self.choice, self.assessment)

    def refused(self, rule: Rule, what: str = "") -> Refusal:
        """The rule's own words."""
        words = self.refusal_list.rules[rule]
        told = words.told.format(exercise=self.exercise.name, what=what)
        return Refusal(rule, self.exercise.id, f"{told} {words.reason}")


def refusals_of_choice(
    choice: Choice, exercise: Exercise, assessment: Assessment, refusal_list: RefusalList
) -> tuple[Refusal, ...]:
    """Everything of one choice that must not be prescribed to this patient."""
    found = list(refusals_of_exercise(exercise, refusal_list))
    found += refusals_of_text(choice.note, f"{exercise.id}.note", refusal_list)
    try:
        chosen = as_chosen(for_pull(exercise, assessment), choice)
        case = Case(chosen, choice, assessment, refusal_list)
    except ProgrammeError as error:
        found += [
            Refusal(FIELDS, f"{exercise.id}.{one.field}", f"Wanted {one.wanted}, got {one.got}.")
            for one in error.faults
        ]
        case = Case(exercise, choice, assessment, refusal_list)
    return (*found, *(refusal for rule in (*PATIENT, *CHOICE) for refusal in rule(case)))


def refusals_of_patient(
    exercise: Exercise, assessment: Assessment, refusal_list: RefusalList
) -> tuple[Refusal, ...]:
    """Why an exercise is not for this patient, whatever is chosen with it."""
    fitting = for_pull(exercise, assessment)
    case = Case(fitting, Choice(exercise=exercise.id, enabled=True), assessment, refusal_list)
    found = refusals_of_exercise(exercise, refusal_list)
    return (*found, *(refusal for rule in PATIENT for refusal in rule(case)))


def _blocked(case: Case) -> Iterator[Refusal]:
    for one in case.assessment.blocked:
        if one.exercise == case.exercise.id:
            yield case.refused(Rule.BLOCKED, one.reason)


def _needs(case: Case) -> Iterator[Refusal]:
    behaviour = case.assessment.behaviour
    told = behaviour.value.replace("_", " ")
    if Need.STABLE in case.exercise.needs and behaviour is not Behaviour.STABLE:
        yield case.refused(Rule.STABLE, told)
    if Need.UNSTABLE in case.exercise.needs and behaviour is not Behaviour.UNSTABLE:
        yield case.refused(Rule.UNSTABLE, told)
    if Need.TRICK in case.exercise.needs and case.assessment.trick is None:
        yield case.refused(Rule.TRICK)


def _not_with(case: Case) -> Iterator[Refusal]:
    without, assessment = case.exercise.not_with, case.assessment
    for caution in without.cautions:
        if caution in assessment.cautions:
            yield case.refused(Rule.CAUTION, caution.value.replace("_", " "))
    for form in without.forms:
        if assessment.has(form):
            yield case.refused(Rule.FORM, form.value.replace("_", " "))
    if without.older_than is None:
        return
    if assessment.age is None:
        yield case.refused(Rule.AGE, f"older than {without.older_than}; the assessment names no age")
    elif assessment.age > without.older_than:
        yield case.refused(Rule.AGE, f"older than {without.older_than}")


def _enabled(case: Case) -> Iterator[Refusal]:
    if Need.THERAPIST in case.exercise.needs and not case.choice.enabled:
        yield case.refused(Rule.THERAPIST)


def _side(case: Case) -> Iterator[Refusal]:
    """A side is chosen where the exercise has one, and nowhere else."""
    name, direction = case.exercise.name, case.exercise.direction
    if direction is Direction.CORRECTIVE and case.side is None:
        words = f"“{name}” goes to a side, and the assessment names no one pull to go against. Choose a side."
        yield Refusal(SIDE, case.exercise.id, words)
    if case.choice.side and direction is not Direction.CORRECTIVE and case.choice.side is not case.side:
        where = f"goes to the {case.side} for everybody" if case.side else "goes to no side"
        yield Refusal(SIDE, case.exercise.id, f"“{name}” {where}; no other side can be chosen.")


def _toward_the_pull(case: Case) -> Iterator[Refusal]:
    if toward_the_pull(case.exercise, case.side, case.assessment) and not case.choice.against.strip():
        where = f"to the patient's {case.side}" if case.side else f"into {case.exercise.direction}"
        yield case.refused(Rule.TOWARD_THE_PULL, where)


def _within_reach(case: Case) -> Iterator[Refusal]:
    """A target of the therapist's own lies where the patient can go, and every target leaves some room."""
    exercise, reach = case.exercise, case.assessment.reach
    if exercise.movement not in AXES or exercise.of_the_middle or exercise.ends is Ends.FURTHEST:
        return
    if exercise.direction is Direction.CORRECTIVE and case.side is None:
        return
    comfortable = comfortable_deg(exercise, case.side, reach)
    wanted = case.choice.target.at_deg if case.choice.target else None
    if wanted is not None and wanted > comfortable:
        yield case.refused(Rule.BEYOND_THE_REACH, f"{wanted:g} degrees of {comfortable:g}")
        return
    try:
        task_of(exercise, case.side, reach)
    except ProgrammeError as error:
        for fault in error.faults:
            yield case.refused(Rule.BEYOND_THE_REACH, f"a reach of {fault.wanted}, and it is {fault.got}")


PATIENT: tuple[Callable[[Case], Iterator[Refusal]], ...] = (_blocked, _needs, _not_with, _within_reach)
CHOICE: tuple[Callable[[Case], Iterator[Refusal]], ...] = (_enabled, _side, _toward_the_pull)
