"""How much a number differs from time to time when nothing has changed, and what that leaves to be told.

What the camera misreads is alike in two sessions with the same setting and falls out of their difference;
what differs from time to time is in the scatter of the patient's own values, taken from neighbours, so that a
slow course does not count as scatter. A few values say little about their scatter: where it looks small, the
usual one counts beside them as if it had been seen `USUAL_COUNTS` times. Pure.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

#: So many differences the usual scatter counts for. Judgement.
USUAL_COUNTS = 3
#: Two-sided 95 % of a normal distribution.
Z = 1.959964
#: A detectable change is this many times the standard error of measurement: 1.96 times the root of 2.
TIMES_SEM = Z * sqrt(2)


def detectable(values: Sequence[Sequence[float]], earlier: int, later: int, least: float) -> float:
    """The least difference between the mean of ``earlier`` and that of ``later`` values that chance alone
    exceeds in fewer than 1 of 20 patients; never less than ``least``.

    That holds where each value scatters for itself. Where good and bad spells last over several values,
    neighbours are alike, the scatter looks smaller than it is, and chance exceeds it more often.

    Args:
        values: the patient's own values in the order of time, in stretches of one setting.
        earlier, later: how many values are in each mean, 1 or more.
        least: below it nothing is ever called a change.
    """
    usual = least / TIMES_SEM
    squares = [(b - a) ** 2 / 2 for part in values for a, b in pairwise(part)]
    own = sum(squares) / len(squares) if squares else 0.0
    pooled = (USUAL_COUNTS * usual**2 + sum(squares)) / (USUAL_COUNTS + len(squares))
    known = max(USUAL_COUNTS, len(squares) / 2)  # two neighbouring differences share a value
    return max(least, quantile(known) * sqrt(max(own, pooled) * (1 / earlier + 1 / later)))


def quantile(known: float) -> float:
    """Two-sided 95 % of Student's t with so many degrees of freedom, 3 or more: the series of Cornish and
    Fisher, within 2 % from 3 on."""
    first = (Z**3 + Z) / 4
    second = (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96
    third = (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384
    return Z + first / known + second / known**2 + third / known**3
