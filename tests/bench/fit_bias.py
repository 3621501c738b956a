"""Fits the coefficients of `pose/bias.py`: `python -m tests.bench.fit_bias` prints them, with the errors on
people who were left out of the fit.

Every person has a constant of their own (the shape of the face): the straight heads of each say what it is,
and it is no part of what is fitted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pose import bias
from pose.frame import Frame
from pose.geometry import Fit, angle_between_deg, angles_deg, mean_rotation
from pose.landmarker import Models, load_models
from pose.measure import Measurer
from tests.bench.shared import Truth, people, picture, truths

Array = NDArray[np.float64]

#: The first pictures of each person are straight heads.
STRAIGHT = 6
#: Each round knows the personal constants better.
ROUNDS = 6
#: A picture that is off by more is a wrong find, not a bias, degrees.
WRONG_DEG = 25.0
#: From this error on a picture counts less, degrees.
OUTLIER_DEG = 6.0
#: Keeps coefficients small where pictures say little.
RIDGE = 1e-5
GROUPS = 6


@dataclass(frozen=True, eq=False)
class Seen:
    """One person's found pictures: fits as they are before any correction, and true heads."""

    fits: list[Fit]
    true: Array
    straight: int


@dataclass(frozen=True, eq=False)
class Coefficients:
    """See `pose/bias.py`."""

    nod: Array
    turn: Array
    tilt: Array

    def correct(self, fit: Fit) -> Array:
        """The head, corrected but for the average nod."""
        return bias.corrected(fit, self.nod, self.turn, self.tilt)


NOTHING = Coefficients(np.zeros_like(bias.NOD), np.zeros_like(bias.TURN), np.zeros_like(bias.TILT))


def see(models: Models, person: Sequence[tuple[Frame, Truth]]) -> Seen:
    """Fits of one person's pictures, each found afresh and then looked at as if it were followed."""
    fits, true, straight = [], [], 0
    for number, (frame, row) in enumerate(person):
        fov_deg = np.degrees(2 * np.arctan(frame.rgb.shape[0] / 2 / row["focal_length_px"]))
        fit = _found(models, frame, float(fov_deg))
        if fit is not None and (number < STRAIGHT or angle_between_deg(fit.head, row.head) < WRONG_DEG):
            fits.append(fit)
            true.append(row.head)
            straight += number < STRAIGHT
    return Seen(fits, np.array(true), straight)


def _found(models: Models, frame: Frame, fov_deg: float) -> Fit | None:
    with Measurer(models, vertical_fov_deg=fov_deg) as measurer:
        measurer.fit(frame)
        return measurer.fit(Frame(frame.t_s + 1.0, frame.rgb))


def constant(person: Seen, coefficients: Coefficients) -> Array:
    """What this person's straight head reads."""
    read = [
        true.T @ coefficients.correct(fit)
        for fit, true in zip(person.fits[: person.straight], person.true, strict=False)
    ]
    return mean_rotation(np.array(read))


def fitted(persons: Sequence[Seen]) -> Coefficients:
    """Coefficients by least squares, outliers weighted down."""
    found = NOTHING
    for _ in range(ROUNDS):
        even, odd, wanted, weights = _equations(persons, found)
        found = Coefficients(
            _solved(even, wanted[:, 0], weights),
            _solved(odd, wanted[:, 1], weights),
            _solved(odd, wanted[:, 2], weights),
        )
    return found


def _equations(persons: Sequence[Seen], known: Coefficients) -> tuple[Array, Array, Array, Array]:
    even: list[Array] = []
    odd: list[Array] = []
    wanted, weights = [], []
    for person in persons:
        own = constant(person, known)
        for fit, true in zip(person.fits, person.true, strict=True):
            for terms, term in zip((even, odd), bias.terms(fit), strict=True):
                terms.append(term)
            wanted.append(cv2.Rodrigues(fit.head.T @ true @ own)[0][:, 0])
            weights.append(1 / max(1.0, angle_between_deg(known.correct(fit), true @ own) / OUTLIER_DEG))
    return np.array(even), np.array(odd), np.array(wanted), np.array(weights)


def _solved(terms: Array, wanted: Array, weights: Array) -> Array:
    weighted = terms * weights[:, None]
    ridge = RIDGE * len(terms) * np.eye(terms.shape[1])
    return np.asarray(np.linalg.solve(weighted.T @ terms + ridge, weighted.T @ wanted), dtype=np.float64)


def errors(persons: Sequence[Seen], coefficients: Coefficients) -> Array:
    """Geodesic error after neutral of every picture but the straight ones, degrees."""
    return np.array(
        [
            angle_between_deg(coefficients.correct(fit) @ own.T, true)
            for person in persons
            for own in [constant(person, coefficients)]
            for fit, true in zip(person.fits[person.straight :], person.true[person.straight :], strict=True)
        ]
    )


def main() -> None:
    """Prints the errors on people left out, then the coefficients from all."""
    models = load_models()
    persons = []
    for folder in people("training"):
        rows = truths(folder / "truth.csv")
        persons.append(see(models, [(picture(folder / row.row["file"], 0.0), row) for row in rows]))
        print(folder.name, len(persons[-1].fits), "of", len(rows), flush=True)
    persons = [person for person in persons if person.straight]
    left_out, before = [], []
    for group in range(GROUPS):
        others = [person for i, person in enumerate(persons) if i % GROUPS != group]
        left_out.append(errors(persons[group::GROUPS], fitted(others)))
        before.append(errors(persons[group::GROUPS], NOTHING))
    for name, found in (("uncorrected", before), ("corrected, people left out", left_out)):
        every = np.concatenate(found)
        print(f"{name}: median {np.median(every):.2f} mean {every.mean():.2f} degrees geodesic")
    final = fitted(persons)
    nods = [angles_deg(constant(person, final))[1] for person in persons]
    print(f"straight heads read an extension of {np.mean(nods):.2f}, standard deviation {np.std(nods):.2f}")
    for name, values in (("NOD", final.nod), ("TURN", final.turn), ("TILT", final.tilt)):
        print(f"{name} = np.array([{', '.join(f'{value:.4f}' for value in values)}])")
    print(f"STRAIGHT_NOD_DEG = {np.mean(nods):.2f}")


if __name__ == "__main__":
    main()
