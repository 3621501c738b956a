"""Trains the networks of `pose/turned.py`: `python -m tests.bench.fit_turned` writes `pose/turned.npz`, about
20 minutes, and prints the errors on people who were left out of the training.

34 rendered people, 100 pictures each, 16 looks a picture, half of them in a mirror, half of them at a picture
with other light, hair or a hand. Each person has a constant of their own, as in `fit_bias`; it is found along
the way and is no part of what is kept. Half of the networks correct the mesh's own fit, which holds them near
it on real faces; the other half stand alone, which is better where the mesh collapses.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import pose
from pose.geometry import MIRROR, nearest_rotation
from pose.models import load_models
from pose.turned import FIT_SCALE, Weights, run, seen
from tests.bench.network import Adam, Network
from tests.bench.shared import people
from tests.bench.turned_looks import Example, Looker

Array = NDArray[np.float64]
#: Activations and other inputs, row by row.
Covered = tuple[Array, Array]

WEIGHTS_FILE = Path(pose.__file__).parent / "turned.npz"
#: For each network whether it is added to the mesh's own fit.
ON_FIT = (True, False, True, False, True, False)
#: Found by leaving people out: more activations or larger layers learn the training people by heart.
KEPT, LAYERS = 120, (128, 64)
EPOCHS, BATCH, RATE = 45, 256, 2e-3
#: Noise on the inputs, and how strongly large weights are pulled back: what makes it hold for other people.
#: Noise makes a network answer too little, so in the second half it falls to a tenth.
NOISE, LEAST_NOISE, DECAY = 0.3, 0.1, 0.1
#: An error larger than this pulls no stronger.
LARGEST_PULL = 0.25
#: The network that tells a face from what covers it, and the score it is to give, a log of the odds.
SEEN_LAYERS, SURE = (32, 16), 4.0
#: People left out for the printed figures.
LEFT_OUT = 8
#: Above this score, 0 to 1, a face counts as seen in them.
SURELY = 0.5
#: People are looked at side by side.
PROCESSES = 2
STEPS_DEG = (0, 15, 30, 45, 60, 75, 90)


@dataclass(frozen=True, eq=False)
class Examples:
    """Examples as arrays, row by row."""

    person: NDArray[np.str_]
    straight: NDArray[np.bool_]
    mirrored: NDArray[np.bool_]
    activations: Array
    others: Array
    head: Array
    move: Array

    def of(self, rows: NDArray[np.bool_]) -> "Examples":
        """Some of the rows."""
        return Examples(*(values[rows] for values in vars(self).values()))


def gathered(examples: Sequence[Example]) -> Examples:
    """One array for each field."""
    names = Examples.__annotations__
    return Examples(*(np.array([getattr(one, name) for one in examples]) for name in names))


def train(examples: Examples, covered: Covered, on_fit: tuple[bool, ...] = ON_FIT) -> Weights:
    """The networks, trained on all of these people."""
    reduce, shift = _reduction(examples.activations)
    inputs = np.concatenate([examples.activations @ reduce + shift, examples.others], axis=1)
    layers = tuple(_train_one(inputs, examples, seed, added=added) for seed, added in enumerate(on_fit))
    hidden = np.concatenate([covered[0] @ reduce + shift, covered[1]], axis=1)
    return Weights(reduce, shift, layers, on_fit, _train_seen(inputs, hidden))


def _train_seen(clear: Array, hidden: Array) -> tuple[tuple[Array, Array], ...]:
    """As often covered as clear; an answer of `SURE` or more is as good as `SURE`."""
    rng = np.random.default_rng(len(ON_FIT))
    network = Network((clear.shape[1], *SEEN_LAYERS, 1), rng)
    adam, steps = Adam(network), EPOCHS * len(clear) // BATCH // 2
    for step in range(steps):
        some = [rows[rng.integers(len(rows), size=BATCH // 2)] for rows in (clear, hidden)]
        noisy = np.concatenate(some) + rng.normal(0, NOISE, (BATCH // 2 * 2, clear.shape[1]))
        goal = np.repeat([[SURE], [-SURE]], BATCH // 2, axis=0)
        rate = RATE * (1 + np.cos(np.pi * step / steps)) / 2
        adam.step(noisy, goal, rate=rate, decay=DECAY, most=LARGEST_PULL)
    return network.layers


def _reduction(activations: Array) -> tuple[Array, Array]:
    """The strongest directions of the activations, weaker ones weighted less."""
    mean, spread = activations.mean(axis=0), activations.std(axis=0) + 1e-3
    _, strength, directions = np.linalg.svd((activations[::4] - mean) / spread, full_matrices=False)
    strength, directions = strength[:KEPT], directions[:KEPT]
    size = strength / np.sqrt(len(activations[::4]))
    scale = np.minimum(1.0, 4 * np.sqrt(strength / strength[0])) / size
    reduce = directions.T * scale / spread[:, None]
    return reduce, -mean @ reduce


def _train_one(
    inputs: Array, examples: Examples, seed: int, *, added: bool
) -> tuple[tuple[Array, Array], ...]:
    rng = np.random.default_rng(seed)
    network = Network((inputs.shape[1], *LAYERS, 12), rng)
    adam, wanted, batches = Adam(network), examples.head, len(inputs) // BATCH
    fitted = examples.others[:, :9] / FIT_SCALE * added
    for epoch in range(EPOCHS):
        order = rng.permutation(len(inputs))[: batches * BATCH].reshape(batches, BATCH)
        for number, rows in enumerate(order):
            share = (epoch * batches + number) / (EPOCHS * batches)
            noise = NOISE * max(LEAST_NOISE, min(1.0, 2 * (1 - share)))
            noisy = inputs[rows] + rng.normal(0, noise, inputs[rows].shape)
            goal = np.concatenate([wanted[rows].reshape(-1, 9) - fitted[rows], examples.move[rows]], axis=1)
            rate = RATE * (1 + np.cos(np.pi * share)) / 2
            adam.step(noisy, goal, rate=rate, decay=DECAY, most=LARGEST_PULL)
        if epoch % 2 == 1 and epoch < EPOCHS - 4:
            read = nearest_rotation((network(inputs)[:, :9] + fitted).reshape(-1, 3, 3))
            wanted = _without_constants(read, examples)
    return network.layers


def _without_constants(read: Array, examples: Examples) -> Array:
    """The true heads, each less its person's constant; the constants' own mean is none."""
    names = np.unique(examples.person)
    own = {name: constant(read, examples, examples.person == name) for name in names}
    mean = nearest_rotation(np.mean(list(own.values()), axis=0))
    each = np.array([own[name] @ mean.T for name in examples.person])
    return np.asarray(np.einsum("nij,nkj->nik", examples.head, _as_seen(each, examples.mirrored)))


def _as_seen(heads: Array, mirrored: NDArray[np.bool_]) -> Array:
    return np.where(mirrored[:, None, None], MIRROR @ heads @ MIRROR, heads)


def constant(read: Array, examples: Examples, rows: NDArray[np.bool_]) -> Array:
    """What one person's true heads are turned from the read ones, wild readings aside."""
    apart = np.einsum("nji,njk->nik", read[rows], examples.head[rows])
    weights = np.exp(-((_angles_deg(apart) / 6) ** 2))
    return nearest_rotation(np.average(_as_seen(apart, examples.mirrored[rows]), axis=0, weights=weights))


def _angles_deg(heads: Array) -> Array:
    cosines = (np.trace(heads, axis1=1, axis2=2) - 1) / 2
    return np.asarray(np.degrees(np.arccos(np.clip(cosines, -1, 1))))


def errors_deg(weights: Weights, examples: Examples) -> Array:
    """Geodesic error of each example, each person's straight heads taken as neutral."""
    answers = run(weights, examples.activations, examples.others)[..., :9].mean(axis=0)
    read = nearest_rotation(answers.reshape(-1, 3, 3))
    errors = np.zeros(len(read))
    for name in np.unique(examples.person):
        rows = examples.person == name
        own = constant(read, examples, rows & examples.straight)
        seen = _as_seen(np.repeat(own[None], rows.sum(), axis=0), examples.mirrored[rows])
        errors[rows] = _angles_deg(np.einsum("nji,njk->nik", read[rows] @ seen, examples.head[rows]))
    return errors


#: Examples of a person, and the networks' inputs where the face was covered.
Seen = tuple[list[Example], list[tuple[Array, Array]]]


def _seen_of(folder: Path) -> Seen:
    rng, looker = np.random.default_rng(sum(folder.name.encode())), Looker(load_models())
    return list(looker.examples(folder, rng)), list(looker.covered(folder, rng))


def main() -> None:
    """Looks, leaves people out once, trains on all, writes the file."""
    folders = people("training")
    with ProcessPoolExecutor(PROCESSES) as pool:
        looked = list(pool.map(_seen_of, folders))
    examples = gathered([one for seen_of, _ in looked for one in seen_of])
    kept, others = (
        _stacked([one for _, covered in part for one in covered])
        for part in (looked[:-LEFT_OUT], looked[-LEFT_OUT:])
    )
    left_out = np.isin(examples.person, [folder.name for folder in folders[-LEFT_OUT:]])
    _print_left_out(train(examples.of(~left_out), kept, on_fit=(True, False)), examples.of(left_out), others)
    write(train(examples, _joined(kept, others)))


def _print_left_out(weights: Weights, examples: Examples, covered: Covered) -> None:
    clear = np.mean(seen(weights, examples.activations, examples.others) > SURELY)
    hidden = np.mean(seen(weights, *covered) > SURELY)
    print(f"seen on people left out: {clear:.1%} of the clear, {hidden:.1%} of the covered")
    errors, forward = errors_deg(weights, examples), examples.head[:, :, 2]
    rotation = np.abs(np.degrees(np.arctan2(forward[:, 0], forward[:, 2])))
    for low, high in pairwise(STEPS_DEG):
        rows = (rotation >= low) & (rotation < high)
        print(f"rotation {low}-{high}: geodesic {errors[rows].mean():.1f} degrees on people left out")


def _stacked(inputs: Sequence[Covered]) -> Covered:
    return np.array([one for one, _ in inputs]), np.array([other for _, other in inputs])


def _joined(one: Covered, other: Covered) -> Covered:
    return np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])


def write(weights: Weights) -> None:
    """Half precision changes no reading by more than 0.1 degrees, and keeps the file small."""
    arrays: dict[str, Any] = {"reduce": weights.reduce, "shift": weights.shift}
    arrays["on_fit"] = np.array(weights.on_fit)
    for number, layers in enumerate((*weights.layers, weights.seen)):
        for depth, (matrix, bias) in enumerate(layers):
            arrays |= {f"matrix_{number}_{depth}": matrix, f"bias_{number}_{depth}": bias}
    np.savez_compressed(WEIGHTS_FILE, **{name: array.astype(np.float16) for name, array in arrays.items()})


if __name__ == "__main__":
    main()
