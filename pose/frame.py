"""One picture with its time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture as the camera saw it.

    Attributes:
        t_s: seconds since the camera was opened, strictly rising from frame to frame.
        rgb: uint8, shape (height, width, 3), red green blue, not mirrored.
    """

    t_s: float
    rgb: NDArray[np.uint8]
