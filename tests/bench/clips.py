"""Moving pictures with exactly known angles: the whole way from frame to sample, beside plain MediaPipe."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from re import fullmatch

import numpy as np
from numpy.typing import NDArray

from pose.angles import Posture
from pose.camera import read_recording
from pose.geometry import angles_deg, mean_rotation
from pose.landmarker import Models, load_models
from pose.measure import Measurer
from pose.neutral import NeutralRefusal, Sample, relative_to, take_neutral
from tests.bench.plain import PlainFace
from tests.bench.shared import DATA, FOV_DEG, Truth, people, truths

TITLE = "Clips: place in the picture, trunk, shoulders, stillness, tremor, hands"
#: In a `place` clip these labels are straight heads held still.
STILL_PLACE = "place_"
#: Of a segment that is held, the first frames are left out: the shoulders are smoothed by their model.
SETTLE = 6
#: A neutral is taken from at most so many frames.
NEUTRAL_FRAMES = 60
#: Of (rotation, extension, lateral flexion), by the words in the labels of `tremor` clips.
AXES = {"yaw": 0, "pitch": 1, "roll": 2}

Head = NDArray[np.float64] | None


@dataclass(frozen=True, eq=False)
class Clip:
    """A clip as both methods read it; one entry a frame.

    Attributes:
        truth: the rows.
        samples: ours, relative to the neutral taken from the rows so labelled.
        postures: ours, absolute.
        plain: MediaPipe's own matrices.
    """

    truth: list[Truth]
    samples: list[Sample]
    postures: list[Posture]
    plain: list[Head]

    def held(self, label: str) -> Iterator[slice]:
        """The segments with this label, settled."""
        at = 0
        for name, rows in groupby(self.truth, key=lambda row: row.row["label"]):
            length = len(list(rows))
            if name.startswith(label):
                yield slice(at + min(SETTLE, length // 2), at + length)
            at += length


def lines() -> Iterator[str]:
    """The tables."""
    folders = people("clips")
    if not folders:
        yield f"The shared clips are not at {DATA}; nothing to measure."
        return
    models = load_models()
    off: list[NDArray[np.float64]] = []
    for folder in folders:
        place = _read(models, folder.name, "place")
        yield f"\n{folder.name}"
        yield from _place_lines(place)
        yield from _trunk_lines(place)
        yield from _still_lines(place)
        yield from _tremor_lines(_read(models, folder.name, "tremor"))
        trick = _read(models, folder.name, "trick")
        yield from _hand_lines(trick)
        moved = [_read(models, folder.name, name) for name in ("range", "exercise")]
        off += [_off(clip) for clip in (place, trick, *moved)]
    yield from _honest_lines(np.concatenate(off))


def _read(models: Models, person: str, name: str) -> Clip:
    path = DATA / "clips" / person / f"{name}.mp4"
    truth = truths(path.with_suffix(".csv"))
    postures, plain, face = [], [], PlainFace(models)
    with Measurer(models, vertical_fov_deg=FOV_DEG) as measurer:
        for frame in read_recording(path):
            postures.append(measurer.measure(frame))
            plain.append(face.head(frame))
    face.close()
    straight = [p for p, row in zip(postures, truth, strict=True) if _is_neutral(row)]
    neutral = take_neutral(straight[:NEUTRAL_FRAMES] or postures[:NEUTRAL_FRAMES])
    assert not isinstance(neutral, NeutralRefusal), neutral
    return Clip(truth, [relative_to(neutral, posture) for posture in postures], postures, plain)


def _place_lines(clip: Clip) -> Iterator[str]:
    ours, plain = [posture.head for posture in clip.postures], clip.plain
    middle = next(clip.held("neutral"))
    for distance in ("0.5", "0.8", "1.2", "1.5"):
        held = list(clip.held(STILL_PLACE + distance))
        texts = []
        for heads in (ours, plain):
            straight = mean_rotation(np.array([head for head in heads[middle] if head is not None]))
            seen = [head @ straight.T for part in held for head in heads[part] if head is not None]
            asked = sum(part.stop - part.start for part in held)
            worst = np.max([np.abs(angles_deg(head)) for head in seen], axis=0) if seen else [np.nan] * 3
            texts.append(f"{len(seen) / asked:4.0%} {worst[0]:4.1f} {worst[2]:4.1f} {worst[1]:4.1f}")
        yield f"straight head at {distance} m: found, worst rot lat ext   {texts[0]}   plain {texts[1]}"


def _trunk_lines(clip: Clip) -> Iterator[str]:
    for label in ("lean_with_head", "lean_head_upright", "shrug_sh_l", "shrug_sh_r", "trunk_turn_head_front"):
        for part in clip.held(label):
            row = clip.truth[part.start]
            trunks = [sample.trunk for sample in clip.samples[part] if sample.trunk is not None]
            heads = [sample.head for sample in clip.samples[part] if sample.head is not None]
            tilt = np.mean([head.lateral_flexion_deg for head in heads])
            turn = np.mean([head.rotation_deg for head in heads])
            true_tilt = row["head_lateral_flexion_deg"] - row["trunk_lean_left_deg"]
            lean = np.mean([trunk.lean_deg for trunk in trunks])
            left = np.mean([trunk.elevation_left for trunk in trunks])
            right = np.mean([trunk.elevation_right for trunk in trunks])
            yield (
                f"{label:24}head on trunk: tilt {tilt:+5.1f} (true {true_tilt:+5.1f}) rotation {turn:+5.1f}; "
                f"lean {lean:+5.1f} (true {row['trunk_lean_left_deg']:+5.1f}); "
                f"shoulders {left:+.3f} {right:+.3f}"
            )


def _still_lines(clip: Clip) -> Iterator[str]:
    part = next(clip.held("neutral"))
    ours = _noise([posture.head for posture in clip.postures[part]])
    plain = _noise(clip.plain[part])
    yield f"still head, frame to frame noise, rot lat ext:  {ours}   plain {plain}"


def _noise(heads: Sequence[Head]) -> str:
    """Root mean square of the steps between neighbouring frames, over the square root of two."""
    turned = np.array([angles_deg(head) for head in heads if head is not None])
    rotation, extension, lateral_flexion = np.sqrt((np.diff(turned, axis=0) ** 2).mean(axis=0) / 2)
    return f"{rotation:.2f} {lateral_flexion:.2f} {extension:.2f}"


def _tremor_lines(clip: Clip) -> Iterator[str]:
    """Amplitudes of the tones that the labels name, as read."""
    for label in dict.fromkeys(row.row["label"] for row in clip.truth):
        for tone in label.split("+"):
            named = fullmatch(r"(yaw|pitch|roll)_([\d.]+)deg_([\d.]+)Hz", tone)
            if named is None:
                continue
            axis, hertz = AXES[named[1]], float(named[3])
            part = next(clip.held(label))
            t_s = np.array([row["t_s"] for row in clip.truth[part]])
            ours, plain = (
                _amplitude_deg(
                    [angles_deg(head)[axis] for head in heads[part] if head is not None], t_s, hertz
                )
                for heads in ([posture.head for posture in clip.postures], clip.plain)
            )
            yield f"tremor {tone:18} amplitude read {ours:.2f}   plain {plain:.2f}"


def _amplitude_deg(values: Sequence[float], t_s: NDArray[np.float64], hertz: float) -> float:
    """Amplitude of a tone over a slow drift, by least squares; NaN where frames are missing."""
    if len(values) != len(t_s):
        return float("nan")
    turn = 2 * np.pi * hertz * t_s
    slow = np.vander((t_s - t_s.mean()) / np.ptp(t_s), 7)
    found = np.linalg.lstsq(np.column_stack([np.sin(turn), np.cos(turn), slow]), np.array(values))[0]
    return float(np.hypot(found[0], found[1]))


def _hand_lines(clip: Clip) -> Iterator[str]:
    there = np.array([row["hand_at_face"] for row in clip.truth])
    noted = np.array([sample.hand_near_face for sample in clip.samples])
    seen = np.array([sample.seen for sample in clip.samples])
    yield (
        f"hand at the face: noted in {noted[there >= 1].mean():4.0%} of its frames, "
        f"{noted[there <= 0].mean():4.0%} of the others; head seen in {seen[there >= 1].mean():4.0%}"
    )


def _off(clip: Clip) -> NDArray[np.float64]:
    """How many standard errors rotation, lateral flexion and extension are off, shape (frames, 3)."""
    pairs = list(zip(clip.postures, clip.truth, strict=True))
    straight = [posture.head for posture, row in pairs if _is_neutral(row) and posture.head is not None]
    zero, off = mean_rotation(np.array(straight[:NEUTRAL_FRAMES])), []
    for posture, row in pairs:
        if posture.head is not None and posture.standard_error is not None:
            rotation, extension, lateral_flexion = angles_deg(posture.head @ zero.T)
            error = posture.standard_error
            sizes = [error.rotation_deg, error.lateral_flexion_deg, error.extension_deg]
            off.append((np.array([rotation, lateral_flexion, extension]) - row.angles_deg) / sizes)
    return np.abs(off)


def _is_neutral(row: Truth) -> bool:
    return row.row["label"] == "neutral"


def _honest_lines(off: NDArray[np.float64]) -> Iterator[str]:
    """The shares of errors within one and two standard errors."""
    yield "\nErrors within one and two standard errors, all frames with a neutral (honest: 68% and 95%)"
    for axis, name in enumerate(("rotation", "lateral flexion", "extension")):
        yield f"{name:20}{np.mean(off[:, axis] < 1):4.0%} {np.mean(off[:, axis] < 2):4.0%}"
    yield f"{'all axes':20}{np.mean(off < 1):4.0%} {np.mean(off < 2):4.0%}"
