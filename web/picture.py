"""What an exercise's picture is made from: a patient's task, or an exercise as it stands in the library.

A template puts a picture with the macro of ``picture.html``; ``static/pictures.js`` draws it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.cue import fill
from coach.exercise import CAP_DEG
from coach.parts import SIDED, Direction, Ends, Movement, Still
from coach.programme import Task
from coach.record import Side

if TYPE_CHECKING:
    from coach.exercise import Exercise

#: How far a share of a reach is drawn where no patient is meant, degrees. Judgement, an adult's easy reach.
EASY_REACH_DEG = {
    Movement.ROTATION: 50.0,
    Movement.LATERAL_FLEXION: 30.0,
    Movement.EXTENSION: 25.0,
}
#: What is left out, beside its crossed picture.
LEFT_OUT = {
    Still.SHOULDERS: "without raising a shoulder",
    Still.TRUNK: "without leaning",
    Still.ROTATION: "without turning the head",
    Still.LATERAL_FLEXION: "without tilting the head",
    Still.EXTENSION: "without raising the chin",
}


def picture_data(what: Task | Exercise, side: Side | str | None = None) -> dict[str, Any]:
    """The data of one picture, for ``data-picture``: of a patient's task, or of an exercise as it stands in
    the library, drawn to ``side`` or to the left.
    """
    exercise, plan = (what.exercise, what.plan) if isinstance(what, Task) else (what, None)
    asked = plan.side if plan else _side(exercise, Side(side) if side else None)
    return {
        "movement": exercise.movement.value,
        "side": asked.value if asked else None,
        "target": plan.target if plan else _target(exercise, asked),
        "band": plan.band if plan else _band(exercise),
        "hold_s": plan.hold_s if plan else exercise.dose.hold_s,
        "pace": exercise.pace.model_dump() if exercise.pace else None,
        "keep_still": [
            {"movement": still.movement.value, "words": LEFT_OUT[still.movement]}
            for still in exercise.keep_still
        ],
        "say": _said(what) if isinstance(what, Task) else {},
        **exercise.picture.model_dump(mode="json"),
    }


def _said(task: Task) -> dict[str, str]:
    """The exercise's sentences with the patient's side and numbers in them."""
    said = task.exercise.say.model_dump(exclude_none=True)
    return {name: fill(task, text) for name, text in said.items()}


def _side(exercise: Exercise, side: Side | None) -> Side | None:
    if exercise.direction in (Direction.LEFT, Direction.RIGHT):
        return Side(exercise.direction.value)
    return (side or Side.LEFT) if exercise.direction in SIDED else side


def _target(exercise: Exercise, side: Side | None) -> float:
    wanted = exercise.target
    sign = -1.0 if side is Side.RIGHT or exercise.direction is Direction.FLEXION else 1.0
    if exercise.ends is Ends.FURTHEST:
        return sign * CAP_DEG[exercise.movement]
    if wanted is None:
        return 0.0
    if wanted.at_widths is not None:
        return wanted.at_widths
    if wanted.at_deg is not None:
        return sign * wanted.at_deg
    return sign * (wanted.share_of_reach or 0.0) * EASY_REACH_DEG.get(exercise.movement, 0.0)


def _band(exercise: Exercise) -> float:
    wanted = exercise.target
    return (wanted.band_widths or wanted.band_deg or 0.0) if wanted else 0.0
