"""The angle traces of a recording as a picture that can be printed. Pure.

Left and right, up and down stand in words beside the axes. The bands of 5 and 10 degrees are lines and greys,
a hand near the face is hatched, where the head was not seen the trace has a gap: nothing is told by colour
alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.measures import BANDS_DEG
from coach.motion import LONGEST_GAP_S
from coach.movement import AXES

Array = NDArray[np.float64]
Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]

#: A4 across at 200 dots an inch, as red, green, blue.
WIDTH, HEIGHT = 2338, 1654
LEFT, RIGHT, TOP, BOTTOM, BETWEEN = 330, 60, 190, 330, 60
INK: Colour = (34, 31, 26)
SOFT: Colour = (95, 90, 82)
TRACE: Colour = (0, 90, 160)
UNSURE: Colour = (176, 205, 228)
GREYS: tuple[Colour, Colour] = ((240, 238, 233), (225, 222, 214))
HAND: Colour = (213, 94, 0)
FONT = cv2.FONT_HERSHEY_DUPLEX
#: Sixteenths of a pixel, for smooth lines.
SHIFT = 4
#: Each axis: its name, and the words for its positive and its negative side.
WORDS = {
    "rotation": ("Turn", "left", "right"),
    "lateral_flexion": ("Tilt", "left", "right"),
    "extension": ("Nod", "up", "down"),
}
#: At least so much is shown to both sides, degrees.
LEAST_SHOWN_DEG = 15.0
STEPS_DEG = (5, 10, 20, 30)
STEPS_S = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600)


@dataclass(frozen=True, eq=False)
class Traces:
    """What is drawn.

    Attributes:
        t_s: shape (n,), rising.
        angles_deg, error_deg: shape (n, 3), in the order of `coach.movement.AXES`; NaN where not seen.
        hand: shape (n,), whether a hand was near the face.
        title, notes: the lines above and below.
    """

    t_s: Array
    angles_deg: Array
    error_deg: Array
    hand: NDArray[np.bool_]
    title: str
    notes: Sequence[str]


@dataclass(frozen=True)
class Panel:
    """One axis in the picture: its rectangle in pixels and what it spans in seconds and degrees."""

    top: int
    bottom: int
    t_s: tuple[float, float]
    span_deg: tuple[float, float]

    def x(self, t_s: Array) -> Array:
        """Pixels from the left."""
        first, last = self.t_s
        return LEFT + (t_s - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(self, angle_deg: Array) -> Array:
        """Pixels from above; left and up are above."""
        low, high = self.span_deg
        return self.bottom - (angle_deg - low) / (high - low) * (self.bottom - self.top)


def draw(traces: Traces) -> Picture:
    """The picture, uint8, shape (HEIGHT, WIDTH, 3), red green blue."""
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    _text(picture, traces.title, (LEFT, 75), 1.4)
    _key(picture, 140)
    tall = (HEIGHT - TOP - BOTTOM - 2 * BETWEEN) // len(AXES)
    span_s = (float(traces.t_s[0]), max(float(traces.t_s[-1]), float(traces.t_s[0]) + 1e-3))
    for index, axis in enumerate(AXES):
        top = TOP + index * (tall + BETWEEN)
        panel = Panel(top, top + tall, span_s, _span_deg(traces.angles_deg[:, index]))
        _panel(picture, panel, axis, traces, index)
    _times(picture, panel)
    for number, note in enumerate(traces.notes):
        _text(picture, note, (LEFT, HEIGHT - BOTTOM + 150 + 52 * number), 1.0, SOFT)
    return picture


def _span_deg(angles_deg: Array) -> tuple[float, float]:
    seen = angles_deg[~np.isnan(angles_deg)]
    low, high = (float(seen.min()), float(seen.max())) if seen.size else (0.0, 0.0)
    return min(-LEAST_SHOWN_DEG, low - 3), max(LEAST_SHOWN_DEG, high + 3)


def _panel(picture: Picture, panel: Panel, axis: str, traces: Traces, index: int) -> None:
    _bands(picture, panel)
    for start, end in _runs(traces.hand):
        _hatch(picture, panel, traces.t_s[[start, end - 1]])
    _scale(picture, panel, axis)
    for one in _pieces(traces.t_s, traces.angles_deg[:, index]):
        angles, errors = traces.angles_deg[one, index], np.nan_to_num(traces.error_deg[one, index])
        around = np.concatenate([angles + errors, (angles - errors)[::-1]])
        times = np.concatenate([traces.t_s[one], traces.t_s[one][::-1]])
        _blend(picture, _points(panel, times, around), UNSURE)
    for one in _pieces(traces.t_s, traces.angles_deg[:, index]):
        line = _points(panel, traces.t_s[one], traces.angles_deg[one, index])
        cv2.polylines(
            picture, [line], isClosed=False, color=TRACE, thickness=3, lineType=cv2.LINE_AA, shift=SHIFT
        )
    cv2.rectangle(picture, (LEFT, panel.top), (WIDTH - RIGHT, panel.bottom), INK, 2)


def _bands(picture: Picture, panel: Panel) -> None:
    """The wider one first, so that the narrower lies on it."""
    for band_deg, grey in zip(sorted(BANDS_DEG, reverse=True), GREYS, strict=True):
        above, below = (round(y) for y in panel.y(np.array([band_deg, -band_deg])))
        cv2.rectangle(picture, (LEFT, above), (WIDTH - RIGHT, below), grey, -1)
        for y in (above, below):
            cv2.line(picture, (LEFT, y), (WIDTH - RIGHT, y), (180, 176, 166), 1)


def _hatch(picture: Picture, panel: Panel, t_s: Array) -> None:
    """Slanted lines from when to when."""
    left, right = (round(x) for x in panel.x(t_s))
    tall = panel.bottom - panel.top
    inside = np.ascontiguousarray(picture[panel.top : panel.bottom, left : max(right, left + 3)])
    for x in range(-tall, inside.shape[1], 22):
        cv2.line(inside, (x, tall), (x + tall, 0), HAND, 2, cv2.LINE_AA)
    picture[panel.top : panel.bottom, left : max(right, left + 3)] = inside


def _scale(picture: Picture, panel: Panel, axis: str) -> None:
    name, positive, negative = WORDS[axis]
    _text(picture, name, (50, panel.top + 40), 1.4)
    low, high = panel.span_deg
    step = next((one for one in STEPS_DEG if (high - low) / one <= 7), STEPS_DEG[-1])
    for angle in range(-180, 181, step):
        if low <= angle <= high:
            y = round(float(panel.y(np.array(float(angle)))))
            cv2.line(picture, (LEFT - 12, y), (LEFT, y), INK, 2)
            side = positive if angle > 0 else negative
            _text(
                picture, f"{abs(angle)} {side}" if angle else "middle", (LEFT - 24, y + 12), 0.95, right=True
            )
    middle = round(float(panel.y(np.array(0.0))))
    cv2.line(picture, (LEFT, middle), (WIDTH - RIGHT, middle), SOFT, 2)


def _times(picture: Picture, panel: Panel) -> None:
    first, last = panel.t_s
    step = next((one for one in STEPS_S if (last - first) / one <= 12), STEPS_S[-1])
    for t_s in np.arange(np.ceil(first / step) * step, last + 1e-9, step):
        x = round(float(panel.x(np.array(t_s))))
        cv2.line(picture, (x, panel.bottom), (x, panel.bottom + 14), INK, 2)
        _text(picture, f"{t_s:g}", (x - 14, panel.bottom + 54), 0.95)
    _text(picture, "seconds", (WIDTH - RIGHT, panel.bottom + 96), 0.95, right=True)


def _key(picture: Picture, y: int) -> None:
    """What the marks mean, in one line."""
    x = LEFT
    cv2.rectangle(picture, (x, y - 24), (x + 60, y + 4), UNSURE, -1)
    cv2.line(picture, (x, y - 10), (x + 60, y - 10), TRACE, 3, cv2.LINE_AA)
    _text(picture, "angle +- one standard error; gap: not seen", (x + 75, y), 0.95)
    for at, grey in ((x + 800, GREYS[1]), (x + 1015, GREYS[0])):
        cv2.rectangle(picture, (at, y - 28), (at + 50, y + 6), grey, -1)
        cv2.rectangle(picture, (at, y - 28), (at + 50, y + 6), (180, 176, 166), 1)
    _text(picture, "within 5", (x + 860, y), 0.95)
    _text(picture, "within 10 degrees", (x + 1075, y), 0.95)
    for start in range(x + 1420, x + 1470, 18):
        cv2.line(picture, (start, y + 6), (start + 30, y - 28), HAND, 2, cv2.LINE_AA)
    _text(picture, "hand at the face", (x + 1510, y), 0.95)


def _text(
    picture: Picture,
    words: str,
    at: tuple[int, int],
    size: float,
    colour: Colour = INK,
    *,
    right: bool = False,
) -> None:
    (width, _), _ = cv2.getTextSize(words, FONT, size, 2)
    place = (at[0] - width, at[1]) if right else at
    cv2.putText(picture, words, place, FONT, size, colour, 2, cv2.LINE_AA)


def _pieces(t_s: Array, angles_deg: Array) -> Iterator[slice]:
    """The unbroken parts of a trace: seen, and without a long gap."""
    broken = np.flatnonzero(np.diff(t_s) > LONGEST_GAP_S) + 1
    for start, end in _runs(~np.isnan(angles_deg)):
        cuts = [start, *broken[(broken > start) & (broken < end)].tolist(), end]
        yield from (slice(a, b) for a, b in pairwise(cuts))


def _runs(mask: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """First and one past last of each run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    yield from ((int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _points(panel: Panel, t_s: Array, angles_deg: Array) -> NDArray[np.int32]:
    points = np.column_stack([panel.x(t_s), panel.y(angles_deg)])
    return np.asarray(np.round(points * 2**SHIFT), dtype=np.int32)


def _blend(picture: Picture, outline: NDArray[np.int32], colour: Colour) -> None:
    """Fills an outline so that what lies under it is still seen."""
    over = picture.copy()
    cv2.fillPoly(over, [outline], colour, cv2.LINE_AA, SHIFT)
    cv2.addWeighted(over, 0.75, picture, 0.25, 0, picture)


def png(picture: Picture) -> bytes:
    """The picture as a PNG file's bytes."""
    _, data = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    return data.tobytes()
