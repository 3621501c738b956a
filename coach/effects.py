"""What an exercise does to this one neck: its before-and-after differences as a personal effect. Pure.

A difference is after minus before in one session, so what is misread alike in both falls out: degrees away
from the middle, or tension of 0 to 10; negative is better. Days are the blocks: all sessions of a day are one
mean, because they share the day. What a number here cannot tell: whether the exercise was the cause. Whoever
exercises in a bad moment is better a little later with or without it (regression to the mean).

The interval that is shown is a 95 % interval at any one look. Its middle is the mean of the days, shrunk
toward zero as if effects were spread around zero by `PRIOR`; its width is that of the unshrunk mean, so what
the shrinking moves costs no cover for effects up to several times the prior's size. Neighbouring days are
alike, so so many days are worth fewer: their number is divided by (1 + r) / (1 - r), where r is the
correlation of neighbouring days, corrected for its bias and taken `CAUTION` standard errors higher.

A claim ("helps", "looks worse") needs more, because the therapist looks every week at ten exercises and no
look may be the one too many. Of each exercise a Bayes factor is kept of "some effect" (of an unknown size,
spread by 1 / sqrt(`EFFECT_DAYS`) in units of the days' own spread) against "none", the spread unknown. With
no effect, such a factor ever passes 1 / a with a chance of at most a, however often it is looked at (Ville's
inequality; for an unknown spread by invariance, Lai 1976). Sharing 5 % out over the exercises in the order
of their first days keeps the chance of any false claim in a patient at 5 %: by 10 / ((k + 9)(k + 10)) for
the k-th, which adds up to 1 however many there are. That holds exactly for normal independent days; for days
that are alike and for heavy tails simulated patients show it (tests/coach/test_effects.py): 0.1
to 3.7 % of them ever saw a false claim in a year, and 95 to 98 % of the intervals covered. The price is
patience: an effect as large as the days differ from each other is claimed in 4 of 10 patients by the 30th day
and in nearly all by the 60th, one of half that size in 8 of 10 by the 120th.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.paired import Kind, Pair

Array = NDArray[np.float64]

#: Fewer days give no answer. Judgement: below it the spread and the likeness of days are guesses.
LEAST_DAYS = 14
#: The chance that a patient ever sees a false claim.
FALSE_CLAIMS = 0.05
#: How surprising an effect is before any day: the Bayes factor's prior is worth so many days without one.
#: Judgement, by simulation: a smaller number claims sooner and more often falsely where days are alike.
EFFECT_DAYS = 4.0
#: Standard errors by which the likeness of neighbouring days is taken higher than it was found, and the most
#: that it is taken for. Judgement, by simulation.
CAUTION, MOST_ALIKE = 0.75, 0.8
#: Two sides of 95 %, of a normal value.
Z = 1.959964


class Answer(StrEnum):
    """What can be said of an exercise, in the order of the page."""

    HELPS = "helps"
    LOOKS_WORSE = "looks_worse"
    NO_VISIBLE_EFFECT = "no_visible_effect"
    NOT_ENOUGH_DATA = "not_enough_data"


class Scale(NamedTuple):
    """Of one unit: the spread of effects before any day, the least that is called an effect, and how narrow
    an interval around zero says that none is visible."""

    prior: float
    least: float
    hidden: float


#: Judgement. Degrees: exercises that move a resting head by more than 4 at once are rare; 1 is below what
#: anybody sees; 3 is well inside the 5 that a weekly mean can tell (clinical reference, section 3). Tension:
#: 2 of 10 is "much better", 1 "slightly better" for pain (section 5).
SCALES = {
    Kind.AFTER: Scale(4.0, 1.0, 3.0),
    Kind.WHILE: Scale(4.0, 1.0, 3.0),
    Kind.TENSION: Scale(2.0, 0.5, 1.0),
}


@dataclass(frozen=True)
class Effect:
    """The effect of one exercise on one patient; negative is better.

    Attributes:
        days: with a difference.
        mean, low, high: the shrunk mean and its 95 % interval; ``None`` below `LEAST_DAYS`.
    """

    exercise_id: str
    kind: Kind
    days: int
    answer: Answer
    mean: float | None = None
    low: float | None = None
    high: float | None = None


class Weighed(NamedTuple):
    """What days give: shape (...) each, of days of shape (..., n); ``log_factor`` natural."""

    mean: Array
    low: Array
    high: Array
    log_factor: Array


def effects(pairs: Iterable[Pair]) -> tuple[Effect, ...]:
    """The effect of every exercise that has a pair, by answer, then by how large it is."""
    found: dict[str, list[Pair]] = {}
    for pair in sorted(pairs, key=lambda pair: pair.on):
        found.setdefault(pair.exercise_id, []).append(pair)
    every = [_effect(of_one, place) for place, of_one in enumerate(found.values(), start=1)]
    order = list(Answer)
    return tuple(sorted(every, key=lambda one: (order.index(one.answer), -abs(one.mean or 0.0), -one.days)))


def _effect(pairs: list[Pair], place: int) -> Effect:
    """``pairs`` of one exercise, oldest first; ``place`` counted from 1 by their first day."""
    exercise_id, kind = pairs[0].exercise_id, pairs[0].kind
    days = day_means(pairs)
    if len(days) < LEAST_DAYS:
        return Effect(exercise_id, kind, len(days), Answer.NOT_ENOUGH_DATA)
    scale, weighed = SCALES[kind], weigh(days, SCALES[kind].prior)
    mean, low, high = (float(one) for one in weighed[:3])
    answer = _answer(mean, low, high, scale, claimed=bool(claims(weighed.log_factor, place)))
    return Effect(exercise_id, kind, len(days), answer, mean, low, high)


def day_means(pairs: Iterable[Pair]) -> Array:
    """One mean a day, in order; shape (days,)."""
    days: dict[date, list[float]] = {}
    for pair in pairs:
        days.setdefault(pair.on, []).append(pair.after - pair.before)
    return np.array([np.mean(values) for values in days.values()])


def _answer(mean: float, low: float, high: float, scale: Scale, *, claimed: bool) -> Answer:
    if claimed and abs(mean) >= scale.least:
        return Answer.HELPS if mean < 0 else Answer.LOOKS_WORSE
    if max(-low, high) <= scale.hidden:
        return Answer.NO_VISIBLE_EFFECT
    return Answer.NOT_ENOUGH_DATA


def claims(log_factor: Array, place: int | NDArray[np.int_]) -> NDArray[np.bool_]:
    """Whether the days say more than chance ever would, for the exercise of this place."""
    share = 10 / ((place + 9) * (place + 10))
    return np.asarray(log_factor > -np.log(FALSE_CLAIMS * share))


def weigh(days: Array, prior: float) -> Weighed:
    """The shrunk mean, its interval and the Bayes factor of some effect against none.

    Args:
        days: one difference a day, in order, shape (..., n), n 3 or more.
        prior: the spread of effects before any day, in the unit of the differences.
    """
    mean, spread = days.mean(axis=-1), days.std(axis=-1, ddof=1)
    worth = days.shape[-1] / likeness(days)
    error = np.maximum(spread, 1e-9) / np.sqrt(worth)
    freedom = np.maximum(worth - 1, 2.0)
    shrunk, half = mean * prior**2 / (prior**2 + error**2), _student(freedom) * error
    return Weighed(shrunk, shrunk - half, shrunk + half, _log_factor((mean / error) ** 2, worth, freedom))


def likeness(days: Array) -> Array:
    """By how much neighbouring days that are alike make a mean less sure, 1 or more.

    Args:
        days: shape (..., n), in order.
    """
    count, off = days.shape[-1], days - days.mean(axis=-1, keepdims=True)
    squares = np.maximum((off**2).sum(axis=-1), 1e-12)
    alike = (off[..., 1:] * off[..., :-1]).sum(axis=-1) / squares
    # A correlation around a mean of the same days comes out too low by so much (Kendall 1954).
    alike = alike + (1 + 3 * np.clip(alike, 0, 1)) / count + CAUTION / np.sqrt(count)
    alike = np.clip(alike, 0, MOST_ALIKE)
    return np.asarray((1 + alike) / (1 - alike))


def _log_factor(t_squared: Array, worth: Array, freedom: Array) -> Array:
    """Of a t statistic, with an effect size that is normal around zero; natural logarithm."""
    rest = EFFECT_DAYS / (EFFECT_DAYS + worth)
    grows = np.log1p(t_squared / freedom) - np.log1p(rest * t_squared / freedom)
    return np.asarray((np.log(rest) + (freedom + 1) * grows) / 2)


def _student(freedom: Array) -> Array:
    """The 97.5 % point of Student's distribution, to 1 in 100 from 3 degrees of freedom on (Fisher and
    Cornish 1960)."""
    terms = (
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
    )
    return np.asarray(Z + sum(term / freedom**power for power, term in enumerate(terms, start=1)))
