"""Samples to the values that are judged: lightly low-passed, with speeds and the resting posture. Pure.

Judging uses low-passed values so that tremor is not punished; the raw samples go to the trace.
"""

from dataclasses import dataclass, replace
from math import atan, degrees, exp, isnan, nan
from typing import NamedTuple

from coach.record import DEGREES_STEP, SECONDS_STEP, WIDTHS_STEP
from pose.angles import HeadAngles
from pose.neutral import Sample

#: Time constant of the low pass for judging: 1 Hz, as the clinical reference asks for feedback under tremor
#: (4 degrees at 5 Hz become 0.8). Start and end of a hold are late by the same 0.16 s, so its length is true.
LOW_PASS_S = 0.16

#: Time constant for the posture that the patient rests in, between repetitions. Judgement.
RESTING_S = 1.5

#: A longer gap between two frames counts as unseen: a frozen camera earns nothing. Cameras slower than
#: 3 pictures a second cannot be used.
LONGEST_GAP_S = 0.3


class Channels(NamedTuple):
    """Everything that is judged, each in the unit and sign of `pose`; NaN where not seen."""

    rotation: float = nan
    lateral_flexion: float = nan
    extension: float = nan
    deviation: float = nan
    lean: float = nan
    elevation_left: float = nan
    elevation_right: float = nan
    ear_height: float = nan
    lateral_shift: float = nan
    shoulders: float = nan


#: Nothing seen yet.
UNSEEN = Channels()

HEAD_AXES = ("rotation", "lateral_flexion", "extension")


def kept(sample: Sample) -> Sample:
    """A sample as finely as a trace keeps it, so that a stored trace judged again gives the same numbers."""
    head, trunk, deviation_deg = sample.head, sample.trunk, sample.deviation_deg
    return replace(
        sample,
        t_s=_to(sample.t_s, SECONDS_STEP),
        head=HeadAngles(
            rotation_deg=_to(head.rotation_deg, DEGREES_STEP),
            lateral_flexion_deg=_to(head.lateral_flexion_deg, DEGREES_STEP),
            extension_deg=_to(head.extension_deg, DEGREES_STEP),
        )
        if head
        else None,
        deviation_deg=None if deviation_deg is None else _to(deviation_deg, DEGREES_STEP),
        trunk=replace(
            trunk,
            shoulder_tilt_deg=_to(trunk.shoulder_tilt_deg, DEGREES_STEP),
            lean_deg=_to(trunk.lean_deg, DEGREES_STEP),
            elevation_left=_to(trunk.elevation_left, WIDTHS_STEP),
            elevation_right=_to(trunk.elevation_right, WIDTHS_STEP),
            ear_height=_to(trunk.ear_height, WIDTHS_STEP),
            lateral_shift=_to(trunk.lateral_shift, WIDTHS_STEP),
        )
        if trunk
        else None,
    )


def _to(value: float, finest: float) -> float:
    return round(value / finest) * finest


def channels(sample: Sample) -> Channels:
    """The raw values of one sample."""
    head, trunk = sample.head, sample.trunk
    return Channels(
        rotation=head.rotation_deg if head else nan,
        lateral_flexion=head.lateral_flexion_deg if head else nan,
        extension=head.extension_deg if head else nan,
        deviation=nan if sample.deviation_deg is None else sample.deviation_deg,
        lean=trunk.lean_deg if trunk else nan,
        elevation_left=trunk.elevation_left if trunk else nan,
        elevation_right=trunk.elevation_right if trunk else nan,
        ear_height=trunk.ear_height if trunk else nan,
        lateral_shift=trunk.lateral_shift if trunk else nan,
        shoulders=slant_deg(trunk.elevation_left - trunk.elevation_right) if trunk else nan,
    )


def slant_deg(rise: float) -> float:
    """The slant, at its true size, that the rise of one shoulder over the other gives their line, degrees;
    ``rise`` in shoulder widths, the left one higher positive. A lean has been taken off by `pose.trunk`."""
    return degrees(atan(rise))


@dataclass(frozen=True)
class Motion:
    """What is known of the movement up to now.

    Attributes:
        t_s, seen_t_s: times of the last sample and of the last seen one.
        raw: the last sample as it was measured, NaN where not seen.
        value: low-passed; the last known value where not seen.
        slow: ``value`` low-passed once more, from which speeds are taken.
        home: the posture the patient rests in.
    """

    t_s: float | None = None
    seen_t_s: float | None = None
    raw: Channels = UNSEEN
    value: Channels = UNSEEN
    slow: Channels = UNSEEN
    home: Channels = UNSEEN

    @property
    def seen(self) -> bool:
        """Whether the last sample was seen."""
        return self.t_s is not None and self.t_s == self.seen_t_s

    def speed(self, channel: str) -> float:
        """Low-passed speed, channel units a second; 0 where not known."""
        value: float = getattr(self.value, channel)
        slow: float = getattr(self.slow, channel)
        # The rate of change of a first-order low pass is (input - output) / time constant.
        return 0.0 if isnan(value - slow) else (value - slow) / LOW_PASS_S


def follow(motion: Motion, sample: Sample, *, resting: bool) -> Motion:
    """Take in one sample; while ``resting`` the resting posture is learned too."""
    raw = channels(sample)
    if not sample.seen:
        return Motion(sample.t_s, motion.seen_t_s, raw, motion.value, motion.slow, motion.home)
    dt_s = 0.0 if motion.seen_t_s is None else max(0.0, sample.t_s - motion.seen_t_s)
    value = _low_pass(motion.value, raw, dt_s, LOW_PASS_S)
    slow = _low_pass(motion.slow, value, dt_s, LOW_PASS_S)
    home = _low_pass(motion.home, raw, dt_s, RESTING_S) if resting else motion.home
    return Motion(sample.t_s, sample.t_s, raw, value, slow, home)


def _low_pass(state: Channels, new: Channels, dt_s: float, time_constant_s: float) -> Channels:
    """First-order low pass, right for any frame rate; a channel that is new starts where it is."""
    share = 1.0 - exp(-dt_s / time_constant_s)
    return Channels(*(_blend(old, fresh, share) for old, fresh in zip(state, new, strict=True)))


def _blend(old: float, fresh: float, share: float) -> float:
    if isnan(fresh):
        return old
    return fresh if isnan(old) else old + share * (fresh - old)
