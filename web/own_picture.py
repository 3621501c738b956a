"""What an assessment says that a drawn figure can show: the pull, the raised shoulder, the touch. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coach.assessment import Assessment, Touch

#: How far the figure goes for a pull, degrees: only a sign of the direction. Judgement.
SHOWN_DEG = {"mild": 12.0, "moderate": 22.0, "severe": 32.0}
#: How much higher a raised shoulder is drawn, shoulder widths. Judgement.
RAISED = 0.12

POSTURES = {
    "torticaput": ("rotation_deg", 1.0),
    "torticollis": ("rotation_deg", 0.8),
    "laterocaput": ("lateral_flexion_deg", 0.8),
    "laterocollis": ("lateral_flexion_deg", 0.8),
    "anterocaput": ("extension_deg", -0.8),
    "anterocollis": ("extension_deg", -0.8),
    "retrocaput": ("extension_deg", 0.8),
    "retrocollis": ("extension_deg", 0.8),
    "lateral_shift": ("lateral_shift", 1.0),
    "sagittal_shift": ("sagittal_shift", 1.0),
}
SHIFTS = ("lateral_shift", "sagittal_shift")

#: Words for where a touch helps, as therapists write them, and the place it is drawn at; the first that is
#: found counts.
PLACES = {
    "back_of_head": ("back of", "behind", "occiput", "nape"),
    "forehead": ("forehead", "brow"),
    "temple": ("temple",),
    "crown": ("crown", "top of"),
    "ear": ("ear", "ears"),
    "chin": ("chin", "jaw", "mouth", "lip", "lips"),
    "neck": ("neck", "throat"),
}


def posture(assessment: Assessment) -> dict[str, float]:
    """What was found as a posture of the drawn figure; left and up positive."""
    found = pull(assessment)
    for side in assessment.shoulders_raised:
        found[f"elevation_{side}"] = RAISED
    return found


def pull(assessment: Assessment) -> dict[str, float]:
    """Where the head is pulled to, degrees, for shifts shoulder widths; left and up positive."""
    found: dict[str, float] = {}
    for part in assessment.components:
        axis, sign = POSTURES[part.form]
        away = {"left": 1.0, "right": -1.0}[part.side] if part.side else 1.0
        size = SHOWN_DEG[part.strength] * sign * away
        found[axis] = found.get(axis, 0.0) + (size / 200 if axis in SHIFTS else size)
    return found


def own(assessment: Assessment | None) -> dict[str, Any] | None:
    """What is the patient's own in a picture; ``None`` where nothing is known."""
    if assessment is None:
        return None
    return {
        "pull": pull(assessment),
        "raised": [side.value for side in assessment.shoulders_raised],
        "touch": touch(assessment.trick) if assessment.trick else None,
    }


def touch(trick: Touch) -> dict[str, str]:
    """Which hand touches, at which side, and where; a place that no word tells is the cheek's."""
    said = set(re.findall(r"[a-z]+", trick.where.lower()))
    side = next((one for one in ("left", "right") if one in said), trick.hand.value)
    return {"hand": trick.hand.value, "side": side, "place": place(trick.where)}


def place(where: str) -> str:
    """The place that a therapist's words mean."""
    words = f" {' '.join(re.findall(r'[a-z]+', where.lower()))} "
    found = (name for name, said in PLACES.items() if any(f" {one} " in words for one in said))
    return next(found, "cheek")
