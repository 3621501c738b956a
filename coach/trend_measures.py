"""The main numbers that a therapist follows over months, in the order of the page. Pure.

A detectable change has its source beside it. From one session to another 7 degrees are the least that is
ever called a change, 5 degrees between means of several (clinical reference, section 3: the clinic's own
instrument has a minimal detectable change of 5.4 to 9.6 degrees). Where no source is named it is judgement.
"""

from dataclasses import dataclass
from enum import StrEnum

from coach.point import Source


class Better(StrEnum):
    """Which way is better for the patient."""

    LESS = "less"
    MORE = "more"
    NEARER = "nearer"  # nearer to zero, from either side
    NEITHER = "neither"


class Scale(StrEnum):
    """How the number is drawn and compared: by differences, or by ratios."""

    LINEAR = "linear"
    LOG = "log"


@dataclass(frozen=True)
class TrendMeasure:
    """One of the main numbers.

    Attributes:
        name: its own name; ``label``: as the therapist reads it.
        unit: as in `coach.record.Value`; ``of 10`` of a patient's own answer.
        check, exercise, report: its name among the numbers of that source, ``None`` where it has none.
        detectable: the least difference between two sessions that may be called a change, in the unit; of a
            number on a log scale the least ratio.
        patient_words: what a patient reads of it; ``None`` where it stays with the therapist.
    """

    name: str
    label: str
    unit: str
    check: str | None
    exercise: str | None
    report: str | None
    better: Better
    detectable: float
    scale: Scale = Scale.LINEAR
    patient_words: str | None = None

    def named(self, source: Source) -> str | None:
        """Its name among the numbers of a source."""
        names = {Source.CHECK: self.check, Source.EXERCISE: self.exercise, Source.REPORT: self.report}
        return names[source]


#: Degrees, from one session to another.
ONE_SESSION_DEG = 7.0
#: Means of several sessions may differ by this share of that: 5 degrees in place of 7.
OF_MEANS = 5 / 7
#: Tremor: a change is told from about a third or three times on, a reduction by 66 % (section 3).
TREMOR_RATIO = 3.0
#: Own answers, 0 to 10: two points are much better or worse (section 5).
MUCH = 2.0


def _angle(name: str, label: str, check: str | None, exercise: str | None = None) -> TrendMeasure:
    return TrendMeasure(name, label, "deg", check, exercise, None, Better.NEARER, ONE_SESSION_DEG)


def _range(side: str, label: str, patient_words: str) -> TrendMeasure:
    return TrendMeasure(
        f"range_{side}",
        label,
        "deg",
        f"range_{side}",
        None,  # the furthest point of an exercise follows what it asks for
        None,
        Better.MORE,
        ONE_SESSION_DEG,
        patient_words=patient_words,
    )


def _answer(name: str, label: str, better: Better, patient_words: str) -> TrendMeasure:
    return TrendMeasure(name, label, "of 10", None, None, name, better, MUCH, patient_words=patient_words)


TREND_MEASURES: tuple[TrendMeasure, ...] = (
    TrendMeasure(
        "deviation",
        "Away from the middle at rest",
        "deg",
        "rest_deviation_mean",
        "rest_deviation_mean",
        None,
        Better.LESS,
        ONE_SESSION_DEG,
        patient_words="how far my head is from the middle at rest",
    ),
    _angle("rotation", "Turn at rest", "rest_rotation"),
    _angle("lateral_flexion", "Tilt at rest", "rest_lateral_flexion"),
    _angle("extension", "Chin at rest", "rest_extension"),
    TrendMeasure(
        "within_5",
        "Within 5° of the middle, when asked",
        "share",
        "middle_share_within_5",
        "asked_share_within_5",
        None,
        Better.MORE,
        0.25,
        patient_words="how much of the time I stay close to the middle",
    ),
    TrendMeasure(
        "within_10",
        "Within 10° of the middle, when asked",
        "share",
        "middle_share_within_10",
        "asked_share_within_10",
        None,
        Better.MORE,
        0.2,
        patient_words="how much of the time I stay in the middle",
    ),
    TrendMeasure(
        "longest",
        "Longest stay within 10° in 60 seconds",
        "s",
        "middle_longest_within_10",
        "asked_longest_within_10",
        None,
        Better.MORE,
        10.0,
        patient_words="how long I can stay in the middle",
    ),
    _range("rotation_left", "Turn to their left", "how far I can turn to my left"),
    _range("rotation_right", "Turn to their right", "how far I can turn to my right"),
    _range("lateral_flexion_left", "Tilt to their left", "how far I can tilt to my left"),
    _range("lateral_flexion_right", "Tilt to their right", "how far I can tilt to my right"),
    _range("extension", "Chin up", "how far I can lift my chin"),
    _range("flexion", "Chin down", "how far I can lower my chin"),
    _angle("rotation_difference", "Turn: left more than right", "range_rotation_difference"),
    _angle("lateral_flexion_difference", "Tilt: left more than right", "range_lateral_flexion_difference"),
    TrendMeasure(
        "speed_left",
        "Fastest turn to their left",
        "deg/s",
        "range_rotation_left_speed",
        None,
        None,
        Better.NEITHER,
        15.0,
    ),
    TrendMeasure(
        "speed_right",
        "Fastest turn to their right",
        "deg/s",
        "range_rotation_right_speed",
        None,
        None,
        Better.NEITHER,
        15.0,
    ),
    TrendMeasure(
        "speed",
        "Fastest movement in exercises",
        "deg/s",
        None,
        "peak_speed",
        None,
        Better.NEITHER,
        15.0,
    ),
    TrendMeasure(
        "smoothness_left",
        "Smoothness of the turn to their left",
        "SPARC",
        "range_rotation_left_smoothness",
        None,
        None,
        Better.MORE,
        0.3,
    ),
    TrendMeasure(
        "smoothness_right",
        "Smoothness of the turn to their right",
        "SPARC",
        "range_rotation_right_smoothness",
        None,
        None,
        Better.MORE,
        0.3,
    ),
    TrendMeasure(
        "tremor",
        "Tremor, to each side",
        "deg",
        "tremor_amplitude",
        "tremor_amplitude",
        None,
        Better.LESS,
        TREMOR_RATIO,
        Scale.LOG,
    ),
    TrendMeasure(
        "tremor_frequency",
        "Tremor, how fast",
        "Hz",
        "tremor_frequency",
        "tremor_frequency",
        None,
        Better.NEITHER,
        1.0,
    ),
    TrendMeasure(
        "shoulders",
        "Shoulders out of level at rest",
        "deg",
        "rest_shoulder_tilt",
        "rest_shoulder_tilt",
        None,
        Better.NEARER,
        ONE_SESSION_DEG,
    ),
    TrendMeasure(
        "hand",
        "Hand at the face",
        "share",
        None,
        "hand_share",
        None,
        Better.NEITHER,
        0.25,
    ),
    TrendMeasure(
        "trick_gain",
        "What a hand brings nearer to the middle",
        "deg",
        "trick_gain",
        None,
        None,
        Better.NEITHER,
        ONE_SESSION_DEG,
    ),
    _answer("pain", "Pain before a session", Better.LESS, "my pain"),
    _answer("tension", "Tension before a session", Better.LESS, "the pulling in my neck"),
    _answer("sleep", "Sleep", Better.MORE, "my sleep"),
    _answer("effort", "Effort of a session", Better.LESS, "how hard a session feels"),
)

BY_NAME = {measure.name: measure for measure in TREND_MEASURES}
#: Every name that a trend is drawn from.
NAMES = frozenset(
    name for one in TREND_MEASURES for name in (one.check, one.exercise, one.report) if name is not None
)
