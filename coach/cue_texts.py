"""Which texts the cue file has; the words themselves are data, in `programmes/`."""

from pose.reading import Unseen

INTRODUCTION = ("name", "position", "what")

#: Every text of the cue file, with the named places that it may have.
CUE_PLACES: dict[str, tuple[str, ...]] = {
    "introduce_first": INTRODUCTION,
    "introduce_next": INTRODUCTION,
    "introduce_resting": INTRODUCTION,
    "introduce_after_skip": INTRODUCTION,
    "introduce_after_too_hard": INTRODUCTION,
    "praise_1": (),
    "praise_2": (),
    "praise_3": (),
    "rest": (),
    "not_reached": (),
    "next_set": (),
    "come_back": (),
    "halfway": (),
    "past_target": (),
    "take_time": (),
    "restless": (),
    "gap_near": (),
    "gap_turned": ("side",),
    "gap_tilted": ("side",),
    "gap_up": (),
    "gap_down": (),
    "correct_trunk_lean": (),
    "correct_shoulder": ("side",),
    "correct_shoulders": (),
    "correct_rotation": (),
    "correct_lateral_flexion": (),
    "correct_extension": (),
    "correct_too_fast": (),
    "not_seen": (),
    "not_seen_turned": (),
    "not_seen_covered": (),
    "not_seen_outside": (),
    "seen_again": (),
    "spasm": (),
    "paused": (),
    "resumed": (),
    "easier": ("what",),
    "easiest": (),
    "midline": (),
    "midline_kept": (),
    "camera_lost": (),
    "camera_back": (),
    "session_done": (),
    "session_stopped": (),
}

#: Where it helps to know why nothing is seen; the cue's own key stays ``not_seen``.
NOT_SEEN: dict[Unseen | None, str] = {
    Unseen.TURNED: "not_seen_turned",
    Unseen.COVERED: "not_seen_covered",
    Unseen.OUTSIDE: "not_seen_outside",
}

#: Where the head was with the eyes closed: for each axis the words of its positive and of its negative side.
GAPS = {
    "rotation": ("gap_turned", "gap_turned"),
    "lateral_flexion": ("gap_tilted", "gap_tilted"),
    "extension": ("gap_up", "gap_down"),
}

PRAISES = ("praise_1", "praise_2", "praise_3")
