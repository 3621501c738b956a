"""Files as bad luck makes them."""

import numpy as np


def damaged(whole: bytes, rng: np.random.Generator) -> bytes:
    """The same file with one bit the other way, cut, with something in between, or with a piece twice."""
    at = int(rng.integers(len(whole)))
    kind = rng.integers(6)
    if kind < 3:
        return whole[:at] + bytes([whole[at] ^ (1 << rng.integers(8))]) + whole[at + 1 :]
    if kind == 3:
        return whole[:at]
    return whole[:at] + (rng.bytes(7) if kind == 4 else whole[at // 2 : at + 1]) + whole[at:]
