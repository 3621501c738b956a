"""Two sessions with the same exercise side by side: which are offered, and the numbers of both. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from coach.goal import is_open
from coach.record import ExerciseRecord, Hand, Value
from coach.store import SessionHead
from coach.trend_measures import BY_NAME, TREND_MEASURES, Scale, TrendMeasure
from coach.trends import part_of
from web import therapist_words as words
from web.chart_words import give_or_take, size
from web.therapist_session import totals

#: What a difference between two sessions tells; one within the detectable change is none.
WITHIN = "none that can be told; from {least} on it could"
BEYOND = "more than the {least} that can be told apart"
#: As many of the other sessions can be chosen from, the newest ones.
MOST = 200
#: What a patient answers in every session, by the name of its trend.
ANSWERS: dict[str, Callable[[SessionHead], Value]] = {
    "pain": lambda head: Value(head.pain_before, None, "of 10"),
    "effort": lambda head: Value(head.effort, None, "of 10"),
}


@dataclass(frozen=True)
class Offer:
    """A session that can be put beside another one."""

    session_id: str
    words: str
    when: str


@dataclass(frozen=True)
class BesideLine:
    """One number of both sessions, and what their difference tells."""

    label: str
    here: str
    there: str
    difference: str
    tells: str


def named_offers(head: SessionHead, others: Sequence[SessionHead]) -> list[Offer]:
    """Those that say most: the one before, of the same part of the day, before the programme changed.

    Args:
        others: the other sessions with this exercise, newest first.
    """
    earlier = [other for other in others if other.started_at < head.started_at]
    same_part = [o for o in earlier if part_of(o.started_at) is part_of(head.started_at)]
    followed = head.programme_id, head.programme_version
    before = [o for o in earlier if (o.programme_id, o.programme_version) != followed]
    kinds = {
        "the one before": earlier,
        f"the one before in the {part_of(head.started_at)}": same_part,
        "the last one before the programme changed": before,
    }
    first = {said: found[0] for said, found in kinds.items() if found}
    return [_offer(other, said) for said, other in first.items()]


def every_offer(others: Iterable[SessionHead]) -> list[Offer]:
    """All of them."""
    return [_offer(other, "") for other in others][:MOST]


def _offer(other: SessionHead, said: str) -> Offer:
    return Offer(other.id, said, words.day_and_time(other.started_at))


def position_of(exercise: ExerciseRecord, others: Sequence[ExerciseRecord]) -> int | None:
    """Where the same exercise is in another session, to the same side where there is one."""
    same = [i for i, o in enumerate(others) if o.plan.exercise_id == exercise.plan.exercise_id and o.reps]
    sided = [i for i in same if others[i].plan.side is exercise.plan.side]
    return next(iter([*sided, *same]), None)


def beside_lines(here: ExerciseRecord, there: ExerciseRecord) -> list[BesideLine]:
    """What was done, and every main number that both have."""
    return [*_done(here, there), *filter(None, (_measured(one, here, there) for one in TREND_MEASURES))]


def session_lines(here: SessionHead, there: SessionHead) -> list[BesideLine]:
    """How well both sessions were seen, and what the patient answered in both."""
    seen = BesideLine(
        "Seen", words.share(here.seen_share), words.share(there.seen_share), words.NOTHING, words.NOTHING
    )
    answers = (_compared(BY_NAME[name], of(here), of(there)) for name, of in ANSWERS.items())
    return [seen, *filter(None, answers)]


def _done(here: ExerciseRecord, there: ExerciseRecord) -> Iterator[BesideLine]:
    pairs = zip(_counted(here), _counted(there), strict=True)
    for (label, ours), (_, theirs) in pairs:
        yield BesideLine(label, ours, theirs, words.NOTHING, words.NOTHING)


def _counted(exercise: ExerciseRecord) -> Iterator[tuple[str, str]]:
    plan, total = exercise.plan, totals(exercise)
    done = sum(rep.completed for rep in exercise.reps)
    yield "Asked", words.target(plan)
    yield "Held to the end", f"{done} of {plan.sets * plan.reps}"
    yield "Longest hold", words.NOTHING if is_open(plan) else words.seconds(total.best_hold_s, 1)
    yield "Furthest", words.peak(plan, total.best_peak_deg)
    yield "In the band", words.NOTHING if is_open(plan) else words.seconds(total.in_band_s)
    yield "Moved along", words.compensations(total.compensations)
    yield "Hand at the face", words.seconds(total.trick_s)
    yield "Not seen", words.seconds(total.unseen_s)
    yield "Effort of this exercise", words.number(total.effort, " of 10")


def _measured(one: TrendMeasure, here: ExerciseRecord, there: ExerciseRecord) -> BesideLine | None:
    ours, theirs = _value(one, here), _value(one, there)
    return _compared(one, ours, theirs) if ours and theirs else None


def _compared(one: TrendMeasure, ours: Value, theirs: Value) -> BesideLine | None:
    if ours.value is None or theirs.value is None:
        return None
    within = _difference(one, ours.value, theirs.value) <= one.detectable
    return BesideLine(
        one.label,
        _told(one, ours),
        _told(one, theirs),
        f"{size(one.unit, abs(ours.value - theirs.value))} {'more' if ours.value > theirs.value else 'less'}",
        (WITHIN if within else BEYOND).format(least=_least(one)),
    )


def _difference(one: TrendMeasure, ours: float, theirs: float) -> float:
    """As the measure's detectable change counts it: of a log scale a ratio."""
    if one.scale is Scale.LOG:
        return max(ours, theirs) / min(ours, theirs) if min(ours, theirs) > 0 else inf
    return abs(ours - theirs)


def _least(one: TrendMeasure) -> str:
    return f"{one.detectable:g} times" if one.scale is Scale.LOG else size(one.unit, one.detectable)


def _value(one: TrendMeasure, exercise: ExerciseRecord) -> Value | None:
    found = (m.value for m in exercise.measures if m.name == one.exercise and m.hand is Hand.ALL)
    return next(found, None)


def _told(one: TrendMeasure, value: Value) -> str:
    return size(one.unit, value.value or 0.0) + give_or_take(one.unit, value.standard_error)
