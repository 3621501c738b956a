"""An exercise as a therapist chose it for a patient: its own dose and target, and where it goes. Pure."""

import json

from pydantic import ValidationError

from coach.assessment import TILTS, TURNS, Assessment
from coach.errors import ProgrammeError
from coach.exercise import Exercise
from coach.faults import exercise_faults
from coach.findings import Form
from coach.parts import Direction, Movement, other
from coach.prescription import Choice
from coach.record import Side
from coach.resolved import fixed_side

#: Which forms pull along a movement that has a side.
PULLING = {
    Movement.ROTATION: TURNS,
    Movement.LATERAL_FLEXION: TILTS,
    Movement.LATERAL_SHIFT: (Form.LATERAL_SHIFT,),
}
FORWARD = (Form.ANTEROCOLLIS, Form.ANTEROCAPUT)
BACKWARD = (Form.RETROCOLLIS, Form.RETROCAPUT)


def for_pull(exercise: Exercise, assessment: Assessment) -> Exercise:
    """The exercise as a tilt where it may be one and the head is pulled into a tilt and not into a turn."""
    to = exercise.or_movement
    if to is None or not assessment.has(*PULLING[to]) or assessment.has(*PULLING[exercise.movement]):
        return exercise
    still = {to.value: exercise.movement.value}
    data = exercise.model_dump(mode="json") | {"movement": to.value, "or_movement": None}
    for one in data["keep_still"]:
        one["movement"] = still.get(one["movement"], one["movement"])
    return Exercise.model_validate_json(json.dumps(data).replace("{go}", "tilt"))


def as_chosen(exercise: Exercise, choice: Choice) -> Exercise:
    """The exercise with the dose and the target of the choice.

    Raises:
        ProgrammeError: they do not fit the exercise, with every fault.
    """
    own = {name: getattr(choice, name) for name in ("dose", "target") if getattr(choice, name) is not None}
    if not own:
        return exercise
    text = json.dumps(exercise.model_copy(update=own).model_dump(mode="json"))
    try:
        return Exercise.model_validate_json(text)
    except ValidationError as error:
        raise ProgrammeError(exercise_faults(exercise.id, text, error)) from error


def side_of(exercise: Exercise, choice: Choice, assessment: Assessment) -> Side | None:
    """The side it goes to: its own, the chosen one, else the corrective one; ``None`` where there is none."""
    if exercise.direction is not Direction.CORRECTIVE:
        return fixed_side(exercise)
    return choice.side or corrective_side(exercise, assessment)


def corrective_side(exercise: Exercise, assessment: Assessment) -> Side | None:
    """The side away from the pull; ``None`` where nothing pulls to a side, or something to both. Where the
    head does not tilt, one raised shoulder is what a tilt goes away from."""
    forms = PULLING.get(exercise.movement, ())
    pull = assessment.pull(*forms)
    raised = assessment.shoulders_raised
    if exercise.movement is Movement.LATERAL_FLEXION and not assessment.has(*forms) and len(raised) == 1:
        pull = raised[0]
    return other(pull) if pull else None


def toward_the_pull(exercise: Exercise, side: Side | None, assessment: Assessment) -> bool:
    """Whether it trains the way the dystonia already pulls; where it pulls both ways, either is."""
    if exercise.movement is Movement.EXTENSION:
        ahead, behind = assessment.has(*FORWARD), assessment.has(*BACKWARD)
        against = {Direction.FLEXION: ahead and not behind, Direction.EXTENSION: behind and not ahead}
        return exercise.direction is not None and against.get(exercise.direction, False)
    forms = PULLING.get(exercise.movement, ())
    return side is not None and any(one.side is side for one in assessment.components if one.form in forms)
