"""What the builder shows: what was found, what fits and why, the programme with what it refuses. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from coach.assessment import Assessment
from coach.chosen import corrective_side
from coach.compose import chosen_task
from coach.cycle import DayWords, untimely, untimely_words
from coach.day import bouts, guides, task_s
from coach.errors import ProgrammeError, Refusal
from coach.exercise import Exercise
from coach.findings import Need, Pattern
from coach.parts import Direction
from coach.prescription import PERSONAL, Choice, Draft
from coach.programme import Prescribed, Task
from coach.proposal import WORDS, Proposal
from coach.refusal import RefusalList, Rule, refusals_of
from coach.speech import minutes as whole_minutes
from web import prescribing_words as say
from web.therapist_words import capital, count


@dataclass(frozen=True)
class Card:
    """One exercise of the programme."""

    place: int
    choice: Choice
    exercise: Exercise | None
    task: Task | None
    minutes: str
    target: str
    refusals: tuple[Refusal, ...]
    untimely: str = ""  # what the plan of the injection cycle says against it now

    @property
    def name(self) -> str:
        return self.exercise.name if self.exercise else self.choice.exercise

    @property
    def has_side(self) -> bool:
        return self.exercise is not None and self.exercise.direction is Direction.CORRECTIVE

    @property
    def has_goal(self) -> bool:
        """It says how far, in degrees or as a share of the reach."""
        target = self.exercise.target if self.exercise else None
        return target is not None and (target.at_deg is not None or target.share_of_reach is not None)

    @property
    def to_enable(self) -> bool:
        return self.exercise is not None and Need.THERAPIST in self.exercise.needs

    @property
    def asks_why(self) -> bool:
        """It goes toward the pull, and wants a reason."""
        against = any(one.rule == Rule.TOWARD_THE_PULL for one in self.refusals)
        return against or bool(self.choice.against)

    @property
    def fixed(self) -> bool:
        """A spoken guide has its own length."""
        return self.exercise is not None and bool(self.exercise.guide)


@dataclass(frozen=True)
class Programme:
    """The third column."""

    cards: tuple[Card, ...]
    refusals: tuple[Refusal, ...]  # those that are about no one exercise
    day: str

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """All of them."""
        return (*self.refusals, *(refusal for card in self.cards for refusal in card.refusals))


@dataclass(frozen=True)
class Cycle:
    """The day since the last injection, where one is known; what is done so far; and the plan's words."""

    day: int | None
    before: Prescribed | None
    words: DayWords


def programme(
    draft: Draft,
    assessment: Assessment,
    library: Mapping[str, Exercise],
    refusal_list: RefusalList,
    cycle: Cycle,
) -> Programme:
    """A draft as it stands, refusals and the plan of the cycle in place."""
    known = {**library, **{one.id: one for one in draft.own}}
    refused = refusals_of(draft, assessment, library, refusal_list)
    places = {one.exercise for one in draft.choices}
    about = {one: tuple(r for r in refused if r.where.partition(".")[0] == one) for one in places}
    cards = tuple(
        _card(place, choice, known.get(choice.exercise), assessment, about[choice.exercise])
        for place, choice in enumerate(draft.choices)
    )
    others = tuple(r for r in refused if r.where.partition(".")[0] not in places)
    tasks = [card.task for card in cards if card.task]
    return Programme(_in_time(cards, tasks, cycle), others, day_words(tasks, draft))


def _in_time(cards: tuple[Card, ...], tasks: list[Task], cycle: Cycle) -> tuple[Card, ...]:
    """The cards with what the plan of the cycle says."""
    if cycle.day is None:
        return cards
    found = untimely(tasks, cycle.before, cycle.day)
    told = {name: untimely_words(what, cycle.day, cycle.words) for name, what in found.items()}
    return tuple(replace(card, untimely=told.get(card.choice.exercise, "")) for card in cards)


def _card(
    place: int,
    choice: Choice,
    exercise: Exercise | None,
    assessment: Assessment,
    refusals: tuple[Refusal, ...],
) -> Card:
    task = _task(choice, exercise, assessment) if exercise else None
    minutes = f"about {whole_minutes(task_s(task))} min" if task else ""
    return Card(place, choice, exercise, task, minutes, say.target(task) if task else "", refusals)


def _task(choice: Choice, exercise: Exercise, assessment: Assessment) -> Task | None:
    """As the patient would do it; ``None`` where it cannot be done so, which its refusals tell."""
    if exercise.direction is Direction.CORRECTIVE and not (
        choice.side or corrective_side(exercise, assessment)
    ):
        return None
    try:
        return chosen_task(choice, exercise, assessment)
    except ProgrammeError:
        return None


def day_words(tasks: list[Task], draft: Draft) -> str:
    """How long a day of it takes."""
    if not tasks:
        return ""
    whole = Prescribed(id=PERSONAL, version=1, title=draft.title, tasks=tuple(tasks))
    found = bouts(whole, draft.bouts_a_day)
    each = say.listed(dict.fromkeys(f"{bout.minutes}" for bout in found))
    spoken = guides(whole)
    apart = f", and {count(len(spoken), 'spoken guide')} apart" if spoken else ""
    return f"{count(len(found), 'bout')} a day of about {each} min{apart}." if found else f"{apart[6:]}."


# What fits


@dataclass(frozen=True)
class Offer:
    """One exercise of the library, and what speaks for or against it."""

    exercise: Exercise
    proposal: Proposal
    chosen: bool

    @property
    def reason(self) -> str:
        return capital("; ".join(self.proposal.reasons)) + "."


FOR_EVERYONE = WORDS[Pattern.EVERYONE]


@dataclass(frozen=True)
class Offers:
    """The second column, in three parts."""

    fits: tuple[Offer, ...]
    others: tuple[Offer, ...]
    refused: tuple[Offer, ...]


def offers(proposals: Iterable[Proposal], exercises: Mapping[str, Exercise], draft: Draft) -> Offers:
    """Every exercise that could be chosen: what goes against a pull, what else is asked for, the rest."""
    chosen = {choice.exercise for choice in draft.choices}
    every = [Offer(exercises[one.exercise_id], one, one.exercise_id in chosen) for one in proposals]
    fits = [one for one in every if one.proposal.fits]
    return Offers(
        tuple(sorted(fits, key=_rank)),
        tuple(one for one in every if not one.proposal.fits and not one.proposal.refusals),
        tuple(one for one in every if one.proposal.refusals),
    )


def _rank(offer: Offer) -> int:
    if offer.proposal.side:
        return 0
    return 2 if offer.proposal.reasons == (FOR_EVERYONE,) else 1


def refused_words(refusals: Iterable[Refusal]) -> Iterator[tuple[str, str]]:
    """Each refusal as its rule's name and its words."""
    for one in refusals:
        yield capital(one.rule.replace("_", " ")), one.words
