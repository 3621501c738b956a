"""How much a number differs from time to time when nothing has changed, and what that leaves to be told.

What the camera misreads is alike in two sessions with the same setting and falls out of their difference;
what differs from time to time is in the scatter of the patient's own values, taken from neighbours, so that a
slow course does not count as scatter; the largest step is left out, so that a sudden change does not hide
itself. A few values say little about their scatter: where it looks small, the usual one counts beside them as
if it had been seen `USUAL_COUNTS` times. Pure.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import log, sqrt

#: So many differences the usual scatter counts for. Judgement.
USUAL_COUNTS = 3
#: Two neighbouring differences share a value, and one is left out: so many of them count. Simulated.
KNOWN_SHARE = 0.4
#: How much neighbouring values resemble each other, as a correlation. Judgement: a good or bad spell may last
#: over two checks. At 0.3 chance is called a change in 0 to 7 % of simulated patients, at 0.5 in up to 18.
ALIKE = 0.2
#: Two-sided 95 % of a normal distribution.
Z = 1.959964
#: A detectable change is this many times the standard error of measurement: 1.96 times the root of 2.
TIMES_SEM = Z * sqrt(2)


def detectable(values: Sequence[Sequence[float]], earlier: int, later: int, least: float) -> float:
    """The least difference between the mean of ``earlier`` and that of ``later`` values that chance alone
    exceeds in fewer than 1 of 20 patients; never less than ``least``.

    Neighbours that are alike make the scatter look smaller than it is, and means less certain; both are
    counted with `ALIKE`. Where good and bad spells last longer, chance exceeds it more often.

    Args:
        values: the patient's own values in the order of time, in stretches of one setting.
        earlier, later: how many values are in each mean, 1 or more.
        least: below it nothing is ever called a change.
    """
    usual = least / TIMES_SEM
    squares = [(b - a) ** 2 / 2 for part in values for a, b in pairwise(part)]
    own, count = _own(squares) / (1 - ALIKE), len(squares)
    pooled = (USUAL_COUNTS * usual**2 + own * count) / (USUAL_COUNTS + count)
    known = max(USUAL_COUNTS, KNOWN_SHARE * count)
    return max(least, quantile(known) * sqrt(max(own, pooled) * (_of_mean(earlier) + _of_mean(later))))


def _own(squares: Sequence[float]) -> float:
    """Their mean as it is without a sudden change: that of all but the largest, made larger by what the
    largest of so many usually is (a fit to simulated values, a little too large between 4 and 20)."""
    count = len(squares)
    if count < 3:  # too few to leave one out
        return sum(squares) / max(1, count)
    largest = (0.56 + 1.47 * log(count)) / count
    return (sum(squares) - max(squares)) / count / (1 - largest)


def _of_mean(values: int) -> float:
    """The variance of a mean of so many neighbours, as a share of that of one value."""
    steps = range(1 - values, values)
    return sum((values - abs(step)) * ALIKE ** abs(step) for step in steps) / values**2


def quantile(known: float) -> float:
    """Two-sided 95 % of Student's t with so many degrees of freedom, 3 or more: the series of Cornish and
    Fisher, within 2 % from 3 on."""
    first = (Z**3 + Z) / 4
    second = (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96
    third = (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384
    return Z + first / known + second / known**2 + third / known**3
