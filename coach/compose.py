"""A draft, an assessment and the exercises to what a patient does. Pure."""

from collections.abc import Mapping

from coach.assessment import Assessment
from coach.chosen import as_chosen, side_of
from coach.errors import RefusedError
from coach.exercise import Exercise
from coach.prescription import PERSONAL, Choice, Draft
from coach.programme import Prescribed, Task
from coach.refusal import RefusalList, refusals_of
from coach.resolved import task_of


def compose(
    draft: Draft,
    assessment: Assessment,
    exercises: Mapping[str, Exercise],
    refusal_list: RefusalList,
    version: int,
) -> Prescribed:
    """The draft with this patient's sides, targets and doses, word for word, as one version.

    Raises:
        RefusedError: something of it must not be prescribed, with every refusal.
    """
    refusals = refusals_of(draft, assessment, exercises, refusal_list)
    if refusals:
        raise RefusedError(refusals)
    known = dict(exercises) | {one.id: one for one in draft.own}
    tasks = tuple(_task(choice, known[choice.exercise], assessment) for choice in draft.choices)
    return Prescribed(id=PERSONAL, version=version, title=draft.title, tasks=tasks)


def _task(choice: Choice, exercise: Exercise, assessment: Assessment) -> Task:
    chosen = as_chosen(exercise, choice)
    task = task_of(chosen, side_of(chosen, choice, assessment), assessment.reach)
    own = {"note": choice.note, "feedback": choice.feedback, "shown": choice.shown}
    return task.model_copy(update=own)
