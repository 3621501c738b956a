"""The picture of the traces: what is drawn where."""

import numpy as np
import pytest
from numpy.typing import NDArray

from web.plot import BETWEEN, BOTTOM, GREYS, HAND, HEIGHT, LEFT, RIGHT, TOP, TRACE, WIDTH, Traces, draw

SECONDS, FPS = 20, 30
TALL = (HEIGHT - TOP - BOTTOM - 2 * BETWEEN) // 3
WIDE = WIDTH - LEFT - RIGHT


@pytest.fixture(scope="module")
def picture() -> NDArray[np.uint8]:
    """Twelve degrees to the left, two tilted to the right; not seen from 8 to 10 s, a hand from 14 to 18."""
    t_s = np.arange(SECONDS * FPS) / FPS
    angles = np.tile([12.0, -2.0, 0.0], (len(t_s), 1))
    angles[(t_s >= 8) & (t_s < 10)] = np.nan
    return draw(Traces(t_s, angles, np.ones_like(angles), (t_s >= 14) & (t_s < 18), "A title", ["A note"]))


def at(picture: NDArray[np.uint8], panel: int, t_s: float) -> NDArray[np.uint8]:
    """The column of one panel at a time, from above."""
    top = TOP + panel * (TALL + BETWEEN)
    return picture[top : top + TALL, LEFT + round(t_s / SECONDS * WIDE)]


def rows_of(column: NDArray[np.uint8], colour: tuple[int, int, int]) -> NDArray[np.intp]:
    return np.flatnonzero((np.abs(column.astype(int) - colour) <= 12).all(axis=1))


def test_left_is_above_and_right_is_below_the_middle(picture: NDArray[np.uint8]) -> None:
    turned, tilted = (rows_of(at(picture, panel, 4.0), TRACE).mean() / TALL for panel in (0, 1))
    assert turned == pytest.approx(0.5 - 12 / 30, abs=0.02)
    assert tilted == pytest.approx(0.5 + 2 / 30, abs=0.02)


def test_where_nothing_was_seen_there_is_no_line(picture: NDArray[np.uint8]) -> None:
    for panel in range(3):
        assert rows_of(at(picture, panel, 5.0), TRACE).size
        assert not rows_of(at(picture, panel, 9.0), TRACE).size


def test_a_hand_at_the_face_is_hatched(picture: NDArray[np.uint8]) -> None:
    hatched = [rows_of(at(picture, 0, t_s), HAND).size for t_s in (3.0, 15.0, 17.0, 19.0)]
    assert [size > 0 for size in hatched] == [False, True, True, False]


def test_the_bands_of_five_and_ten_degrees(picture: NDArray[np.uint8]) -> None:
    column = at(picture, 2, 9.0)
    for grey, share in zip(GREYS, (10 / 30, 10 / 30), strict=True):
        assert rows_of(column, grey).size / TALL == pytest.approx(share, abs=0.05)


def test_one_frame_and_nobody_seen_are_drawn_too() -> None:
    nothing = Traces(np.zeros(1), np.full((1, 3), np.nan), np.ones((1, 3)), np.zeros(1, bool), "", [])
    assert draw(nothing).shape == (HEIGHT, WIDTH, 3)
