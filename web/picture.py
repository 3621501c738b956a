"""What an exercise's picture is made from: a patient's task, or an exercise as it stands in the library.

A template puts a picture with the macro of ``picture.html``; ``static/pictures.js`` draws it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.cue import fill
from coach.drawn_path import PIECES, points
from coach.parts import SIDED, Eyes, Movement, Still
from coach.programme import Reach, Task
from coach.record import Side
from coach.resolved import fixed_side, task_of
from web.own_picture import own

if TYPE_CHECKING:
    from coach.assessment import Assessment
    from coach.exercise import Exercise

#: How far an exercise is drawn where no patient is meant. Judgement, an adult's easy reach.
EASY = Reach(
    rotation_left_deg=50,
    rotation_right_deg=50,
    lateral_flexion_left_deg=30,
    lateral_flexion_right_deg=30,
    extension_deg=25,
    flexion_deg=25,
)
#: Of the points of a path every so many is enough to draw it.
EVERY = PIECES // 16
#: What is left out, beside its crossed picture.
LEFT_OUT = {
    Still.SHOULDERS: "without raising a shoulder",
    Still.TRUNK: "without leaning",
    Still.ROTATION: "without turning the head",
    Still.LATERAL_FLEXION: "without tilting the head",
    Still.EXTENSION: "without raising the chin",
}

#: Of what may move along, what tells most is drawn first (clinical reference, section 4.4).
FIRST = {
    Movement.ROTATION: Still.LATERAL_FLEXION,
    Movement.LATERAL_FLEXION: Still.SHOULDERS,
    Movement.LATERAL_SHIFT: Still.LATERAL_FLEXION,
    Movement.DEVIATION: Still.SHOULDERS,
}


def picture_data(
    what: Task | Exercise, side: Side | str | None = None, found: Assessment | None = None
) -> dict[str, Any]:
    """The data of one picture, for ``data-picture``.

    It is that of a patient's task, or of an exercise as it stands in the library, to ``side`` or to the left;
    with what was ``found`` the figure begins in the patient's own posture. Angles are in degrees, signed, as
    in a plan.
    """
    task = what if isinstance(what, Task) else task_of(what, _side(what, side), EASY)
    exercise, plan, movement = task.exercise, task.plan, task.exercise.movement.value
    return {
        "movement": movement,
        "side": plan.side.value if plan.side else None,
        "target": plan.target,
        "band": plan.band,
        "also": {task.also.movement.value: task.also.target} if task.also else None,
        "stops": [
            {movement: mark.target, "hand": bool(stop.hand), "say": fill(task, stop.say)}
            for stop, mark in zip(exercise.stops, task.marks, strict=True)
        ],
        "path": [
            {"points": points(drawing.shape, plan.target)[::EVERY], "say": drawing.say}
            for drawing in exercise.path
        ],
        "hold_s": plan.hold_s,
        "pace": exercise.pace.model_dump() if exercise.pace else None,
        "keep_still": [{"movement": still.value, "words": LEFT_OUT[still]} for still in left_out(exercise)],
        "say": _said(task),
        "own": own(found),
        **exercise.picture.model_dump(mode="json"),
        "eyes": Eyes.CLOSED.value if exercise.eyes_closed else exercise.picture.eyes,
    }


def left_out(exercise: Exercise) -> list[Still]:
    """What is better left out, what tells most first."""
    stills = [still.movement for still in exercise.keep_still]
    return sorted(stills, key=lambda still: still is not FIRST.get(exercise.movement))


def _side(exercise: Exercise, side: Side | str | None) -> Side | None:
    """The side to draw to; of an exercise that names its side that one."""
    return fixed_side(exercise) or (Side(side or Side.LEFT) if exercise.direction in SIDED else None)


def _said(task: Task) -> dict[str, str]:
    """The exercise's sentences with the patient's side and numbers in them."""
    said = task.exercise.say.model_dump(exclude_none=True)
    return {name: fill(task, text) for name, text in said.items()}
