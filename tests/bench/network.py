"""A small network and how it is trained: layers with a leaky bend between, and Adam (Kingma and Ba 2015)."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pose.turned import LEAK

Array = NDArray[np.float32]


class Network:
    """Fully connected layers; a call gives the answers of inputs of shape (n, inputs)."""

    def __init__(self, sizes: Sequence[int], rng: np.random.Generator) -> None:
        pairs = list(pairwise(sizes))
        self.matrices = [rng.normal(0, np.sqrt(2 / a), (a, b)).astype(np.float32) for a, b in pairs]
        self.matrices[-1] *= 0.1
        self.biases = [np.zeros(b, np.float32) for _, b in pairs]

    @property
    def layers(self) -> tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]:
        """Matrix and bias of each layer."""
        pairs = zip(self.matrices, self.biases, strict=True)
        return tuple((matrix.astype(np.float64), bias.astype(np.float64)) for matrix, bias in pairs)

    def values(self, inputs: NDArray[np.floating]) -> list[Array]:
        """The inputs, what comes out of each layer, and the answers last."""
        values = [inputs.astype(np.float32)]
        for depth, (matrix, bias) in enumerate(zip(self.matrices, self.biases, strict=True)):
            out = values[-1] @ matrix + bias
            values.append(out if depth == len(self.matrices) - 1 else np.where(out > 0, out, LEAK * out))
        return values

    def __call__(self, inputs: NDArray[np.floating]) -> NDArray[np.float64]:
        return self.values(inputs)[-1].astype(np.float64)


class Adam:
    """Makes a network's answers more like the goals, a batch at a time."""

    def __init__(self, network: Network) -> None:
        self._network, self._steps = network, 0
        parts = network.matrices + network.biases
        self._mean, self._square = ([np.zeros_like(part) for part in parts] for _ in range(2))

    def step(
        self,
        inputs: NDArray[np.floating],
        goal: NDArray[np.floating],
        *,
        rate: float,
        decay: float,
        most: float,
    ) -> None:
        """One batch.

        Args:
            rate: of learning.
            decay: pulls large weights back.
            most: an error beyond this counts no more than it.
        """
        self._steps += 1
        net, slopes = self._network, self._slopes(inputs, goal, decay, most)
        for at, (part, slope) in enumerate(zip(net.matrices + net.biases, slopes, strict=True)):
            self._mean[at] += 0.1 * (slope - self._mean[at])
            self._square[at] += 0.001 * (slope**2 - self._square[at])
            size = np.sqrt(self._square[at] / (1 - 0.999**self._steps)) + 1e-8
            part[...] -= rate * self._mean[at] / (1 - 0.9**self._steps) / size

    def _slopes(
        self, inputs: NDArray[np.floating], goal: NDArray[np.floating], decay: float, most: float
    ) -> list[Array]:
        net, values = self._network, self._network.values(inputs)
        pull = np.clip(values[-1] - goal.astype(np.float32), -most, most) / len(inputs)
        matrices: list[Array] = []
        biases: list[Array] = []
        for depth in reversed(range(len(net.matrices))):
            matrices.insert(0, values[depth].T @ pull + decay / len(inputs) * net.matrices[depth])
            biases.insert(0, pull.sum(axis=0))
            pull = pull @ net.matrices[depth].T * np.where(values[depth] > 0, 1, LEAK).astype(np.float32)
        return matrices + biases
