"""Whether the camera sees well enough to measure: light, distance, place, speed, a second person. Pure.

Fold `watch` over the frames of a stream; `advice` says what to change now, `summary` what it was like.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from pose.angles import Posture
from pose.reading import Unseen

#: Brightness is judged on every eighth pixel of every eighth line.
STRIDE = 8
#: Half the width of the square around the head that counts as the face, of the picture's height.
FACE_HALF = 0.08
#: A gap between two frames longer than this is a pause of the camera, not of the person, seconds.
LONGEST_GAP_S = 1.0
#: Over how long the frame rate is averaged, seconds.
RATE_OVER_S = 1.0


@dataclass(frozen=True)
class Light:
    """Brightness, 0 (black) to 255 (white).

    Attributes:
        picture: mean of the whole picture.
        face: mean around the head; ``None`` where no head was seen.
    """

    picture: float
    face: float | None


@dataclass(frozen=True)
class Advice:
    """One thing to change.

    Attributes:
        key: which, see `SENTENCES`.
        text: one plain sentence for the patient.
        blocking: a session cannot start like this.
    """

    key: str
    text: str
    blocking: bool


@dataclass(frozen=True)
class Limit:
    """A threshold with two edges and persistence.

    Attributes:
        on, off: the advice appears beyond `on` and goes when the value is back inside `off`.
        after_s: how long the value must stay beyond an edge before anything changes.
    """

    on: float
    off: float
    after_s: float = 1.0


#: Every value grows as things get worse.
LIMITS = {
    # Seen or not is 0 or 1. A blink of the model is not worth a word.
    "not_seen": Limit(0.5, 0.5),
    "shoulders_hidden": Limit(0.5, 0.5),
    "second_person": Limit(0.5, 0.5),
    # 255 less the face's brightness. Below 40 the noise of a webcam rivals the face's own contrast.
    "too_dark": Limit(215.0, 205.0),
    # How much brighter the whole picture is than the face.
    "light_behind": Limit(70.0, 55.0),
    # Metres. Every face is lost from 1.6 m and a face nearer than 0.45 m leaves no room to move; measured
    # with the clips' 50 degree camera, so both keep a reserve.
    "too_far": Limit(1.35, 1.25),
    "too_near": Limit(-0.45, -0.50),
    # Distance of the head from the picture's middle, in half widths or half heights.
    "off_centre": Limit(0.6, 0.5),
    # Seconds a frame: 10 and 12 frames a second. At 10, a 3 s hold still has 30 samples.
    "slow_camera": Limit(1 / 10, 1 / 12, 2.0),
}
SENTENCES = {
    "not_seen": "I cannot see your face. Please sit facing the camera.",
    "shoulders_hidden": "I cannot see both shoulders. Please move back a little, or tilt the camera down.",
    "second_person": "I see a second person. I follow the one who is nearest to the camera.",
    "too_dark": "It is rather dark. Please switch on a lamp in front of you.",
    "light_behind": "The light is behind you. Please turn away from the window, or close the curtain.",
    "too_far": "You are rather far away. Please come a little closer.",
    "too_near": "You are very close. Please move back a little.",
    "off_centre": "Please move to the middle, so that there is room on both sides of your head.",
    "slow_camera": "The camera is slow. More light helps, and so does closing other programs.",
}
#: Instead of the sentence for ``not_seen`` where it is known why.
NOT_SEEN = {
    Unseen.TURNED: "Your face is turned out of my sight. Please turn the screen or the chair toward it.",
    Unseen.COVERED: "Something hides your face from me. Please let the camera see it.",
    Unseen.OUTSIDE: "Your head is outside the picture. Please move, or tilt the camera, until you see it.",
}
#: Without a face or shoulders there is nothing to measure; the rest only makes it harder.
BLOCKING = frozenset({"not_seen", "shoulders_hidden"})


@dataclass(frozen=True)
class Watch:
    """What was seen so far; start with `Watch()`.

    Attributes:
        t_s: time of the newest frame, or ``None`` before the first.
        frame_s: mean seconds between the newest frames, or ``None`` before the second.
        shown: the advice that stands now, by key.
        turning_s: for how long each value has been beyond the edge that would change its advice.
        frames, seen_frames: counted so far.
        watched_s, second_person_s: seconds so far, without pauses of the camera.
        notes: every advice that ever stood, in order, each once.
        unseen: why the newest frame showed no head; ``None`` where it did.
    """

    t_s: float | None = None
    frame_s: float | None = None
    shown: frozenset[str] = frozenset()
    turning_s: Mapping[str, float] = field(default_factory=dict)
    frames: int = 0
    seen_frames: int = 0
    watched_s: float = 0.0
    second_person_s: float = 0.0
    notes: tuple[str, ...] = ()
    unseen: Unseen | None = None


@dataclass(frozen=True)
class Summary:
    """How well the camera saw: shares 0 to 1, seconds, frames a second, advice keys."""

    frames: int
    seen_share: float
    frames_per_s: float
    second_person_s: float
    notes: tuple[str, ...]


def light(rgb: NDArray[np.uint8], head_px: tuple[float, float] | None = None) -> Light:
    """Brightness of a picture, uint8 (height, width, 3), and around the head where its place is given."""
    green = rgb[::STRIDE, ::STRIDE, 1]
    if head_px is None:
        return Light(float(green.mean()), None)
    x, y = (round(at / STRIDE) for at in head_px)
    half = max(1, round(FACE_HALF * green.shape[0]))
    around = green[max(0, y - half) : y + half, max(0, x - half) : x + half]
    return Light(float(green.mean()), float(around.mean()) if around.size else None)


def watch(state: Watch, posture: Posture, seen_light: Light, t_s: float, size_px: tuple[int, int]) -> Watch:
    """One more frame.

    Args:
        state: of the frames before.
        posture: measured in this frame.
        seen_light: of this frame.
        t_s: its time, seconds, rising.
        size_px: (width, height) of the picture.
    """
    gap_s = 0.0 if state.t_s is None else t_s - state.t_s
    passed_s = min(gap_s, LONGEST_GAP_S)
    frame_s = _mean_gap_s(state, gap_s)
    values = _values(posture, seen_light, frame_s, size_px)
    shown, turning_s = _judged(state, values, passed_s)
    return replace(
        state,
        t_s=t_s,
        frame_s=frame_s,
        shown=shown,
        turning_s=turning_s,
        frames=state.frames + 1,
        seen_frames=state.seen_frames + (posture.head is not None),
        watched_s=state.watched_s + passed_s,
        second_person_s=state.second_person_s + (passed_s if posture.faces > 1 else 0.0),
        unseen=posture.unseen,
        notes=state.notes + tuple(key for key in LIMITS if key in shown and key not in state.notes),
    )


def _mean_gap_s(state: Watch, gap_s: float) -> float | None:
    if state.t_s is None:
        return None
    if state.frame_s is None:
        return gap_s
    share = min(1.0, gap_s / RATE_OVER_S)
    return state.frame_s + share * (gap_s - state.frame_s)


def _values(
    posture: Posture, seen_light: Light, frame_s: float | None, size_px: tuple[int, int]
) -> dict[str, float | None]:
    """A value for each limit; ``None`` where this frame says nothing about it."""
    face, away = seen_light.face, posture.distance_m
    dark = seen_light.picture if face is None else face
    return {
        "not_seen": float(posture.head is None),
        "shoulders_hidden": float(posture.shoulders is None),
        "second_person": float(posture.faces > 1),
        "too_dark": 255.0 - dark,
        "light_behind": None if face is None else seen_light.picture - face,
        "too_far": away,
        "too_near": None if away is None else -away,
        "off_centre": None if posture.head_px is None else _off_centre(posture.head_px, size_px),
        "slow_camera": frame_s,
    }


def _off_centre(head_px: tuple[float, float], size_px: tuple[int, int]) -> float:
    return max(abs(2 * at / size - 1) for at, size in zip(head_px, size_px, strict=True))


def _judged(
    state: Watch, values: Mapping[str, float | None], passed_s: float
) -> tuple[frozenset[str], dict[str, float]]:
    shown, turning_s = set(state.shown), {}
    for key, value in values.items():
        limit, on = LIMITS[key], key in shown
        beyond = value is not None and value > (limit.off if on else limit.on)
        since_s = state.turning_s.get(key, 0.0) + passed_s if beyond != on else 0.0
        if beyond != on and since_s >= limit.after_s:
            shown ^= {key}
            since_s = 0.0
        turning_s[key] = since_s
    return frozenset(shown), turning_s


def advice(state: Watch) -> tuple[Advice, ...]:
    """What to change now, the most important first."""
    return tuple(Advice(key, _sentence(key, state), key in BLOCKING) for key in LIMITS if key in state.shown)


def _sentence(key: str, state: Watch) -> str:
    why = NOT_SEEN.get(state.unseen) if key == "not_seen" and state.unseen else None
    return why or SENTENCES[key]


def summary(state: Watch) -> Summary:
    """How well the camera saw so far."""
    return Summary(
        frames=state.frames,
        seen_share=state.seen_frames / state.frames if state.frames else 0.0,
        frames_per_s=(state.frames - 1) / state.watched_s if state.watched_s else 0.0,
        second_person_s=state.second_person_s,
        notes=state.notes,
    )
