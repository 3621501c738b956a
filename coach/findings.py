"""The words that findings and exercises share: forms of posture, patterns, cautions, needs."""

from enum import StrEnum


class Form(StrEnum):
    """The forms of the posture; *-collis* is the neck's, *-caput* the head's on the neck."""

    TORTICOLLIS = "torticollis"
    TORTICAPUT = "torticaput"
    LATEROCOLLIS = "laterocollis"
    LATEROCAPUT = "laterocaput"
    ANTEROCOLLIS = "anterocollis"
    ANTEROCAPUT = "anterocaput"
    RETROCOLLIS = "retrocollis"
    RETROCAPUT = "retrocaput"
    LATERAL_SHIFT = "lateral_shift"
    SAGITTAL_SHIFT = "sagittal_shift"


class Pattern(StrEnum):
    """What an exercise is proposed for (clinical reference, section 4.3)."""

    ROTATION = "rotation"
    LATERAL_FLEXION = "lateral_flexion"
    RETRO = "retro"
    ANTERO = "antero"
    LATERAL_SHIFT = "lateral_shift"
    SAGITTAL_SHIFT = "sagittal_shift"
    SHOULDER_RAISE = "shoulder_raise"
    TREMOR = "tremor"
    UNSTABLE = "unstable"
    PAIN = "pain"
    LOST_MIDLINE = "lost_midline"
    TRICK = "trick"  # a touch that helps is known (section 4.4, after the thirty)
    EVERYONE = "everyone"


class Caution(StrEnum):
    """What keeps some exercises from being safe."""

    VASCULAR_RISK = "vascular_risk"
    OSTEOPOROSIS = "osteoporosis"
    DBS_LEADS = "dbs_leads"
    SWALLOWING_TROUBLE = "swallowing_trouble"
    DIZZINESS = "dizziness"


class Need(StrEnum):
    """What an exercise asks for before it may be prescribed."""

    STABLE = "stable"  # moving the arms in turn calms this patient's dystonia
    UNSTABLE = "unstable"  # it worsens it; the exercise is made for that
    THERAPIST = "therapist"  # the therapist enables it for this patient
    TRICK = "trick"  # a touch that helps is known


class Camera(StrEnum):
    """What the camera checks of an exercise."""

    ANGLE = "angle"  # head angles are scored as they happen
    POSE = "pose"  # shoulders, trunk or arms are scored
    PRESENCE = "presence"  # only that somebody is there, calmly
    NOTHING = "nothing"  # it stays off: a spoken guide
