"""The networks' correction of the mesh, taken slowly, so that a tremor is told by the mesh alone. Pure.

The networks also go by the body's points, which the library smooths and finds in every second frame: they
read about 0.7 of a tremor of 3.5 Hz (three people: 0.6 to 0.8), the mesh all of it. What the mesh reads wrong
hangs on how the head is turned, and changes only as far as that does.
"""

from dataclasses import dataclass, replace
from math import exp

import numpy as np
from numpy.typing import NDArray

from pose.geometry import Fit, angle_between_deg, mean_rotation
from pose.reading import Reading
from pose.turned import Turned, rise

#: The correction follows with this time constant, seconds: a tremor of 2 Hz is then read by the mesh to 98 %.
SLOW_S = 0.5
#: A head that has left its mean of that time by more is turning, not trembling, and the correction follows at
#: once, degrees. Judgement; larger tremors are rare (clinical reference, section 3).
TURNING_DEG = (3.0, 6.0)
#: So it does when the head has moved in its place by more, centimetres: it is seen from another side.
#: Judgement.
MOVED_CM = (1.5, 3.0)
#: What the mesh in and beside the mirror, two looks, and that of the networks' one look count for.
LOOKS_AT_NEAR = np.array([2.0, 1.0])
#: Where the networks count for more than this the mesh has little to say, also of a tremor. Judgement.
LITTLE_SAID = (0.6, 0.95)


@dataclass(frozen=True, eq=False)
class Slow:
    """What the frame before leaves for the next: the mesh's mean head, shape (3, 3), and place, (3,),
    centimetres, and the correction, (3, 3)."""

    t_s: float
    head: NDArray[np.float64]
    place: NDArray[np.float64]
    correction: NDArray[np.float64]


def quick_head(near: Fit, turned: Turned | None) -> NDArray[np.float64]:
    """The head by all meshes, shape (3, 3): each errs its own way in movements of less than a degree, by the
    place of its square is cut out of the picture."""
    if turned is None:
        return near.head
    return mean_rotation(np.array([near.head, turned.mesh_head]), LOOKS_AT_NEAR)


def steadied(
    before: Slow | None, t_s: float, quick: NDArray[np.float64] | None, reading: Reading
) -> tuple[Slow | None, Reading]:
    """A reading with the correction of the mesh taken slowly; without a mesh it stays as it is.

    Args:
        before: from the frame before, ``None`` where there was none.
        t_s: time of this frame, seconds.
        quick: shape (3, 3), the head by the meshes alone, see `quick_head`.
        reading: what mesh and networks read.
    """
    if quick is None:
        return None, reading
    now = Slow(t_s, quick, reading.fit.place, reading.fit.head @ quick.T)
    if before is not None:
        at_once = max(
            rise(angle_between_deg(before.head, quick), *TURNING_DEG),
            rise(float(np.linalg.norm(now.place - before.place)), *MOVED_CM),
            rise(reading.turned_share, *LITTLE_SAID),
        )
        now = _toward(before, now, max(at_once, 1 - exp((before.t_s - t_s) / SLOW_S)))
    return now, replace(reading, fit=replace(reading.fit, head=now.correction @ quick))


def _toward(before: Slow, now: Slow, share: float) -> Slow:
    weights = np.array([1 - share, share])
    head = mean_rotation(np.array([before.head, now.head]), weights)
    correction = mean_rotation(np.array([before.correction, now.correction]), weights)
    return Slow(now.t_s, head, weights @ np.array([before.place, now.place]), correction)
