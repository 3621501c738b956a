"""A draft, an assessment and the exercises to what a patient does. Pure."""

from collections.abc import Mapping

from coach.assessment import Assessment
from coach.chosen import as_chosen, for_pull, side_of
from coach.errors import Refusal, RefusedError
from coach.exercise import Exercise
from coach.prescription import PERSONAL, Choice, Draft, Published
from coach.programme import Prescribed, Task
from coach.refusal import RefusalList, refusals_of, refusals_of_text
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
    tasks = tuple(chosen_task(choice, known[choice.exercise], assessment) for choice in draft.choices)
    return Prescribed(id=PERSONAL, version=version, title=draft.title, tasks=tasks)


#: The rule that a published version is what its own draft and assessment come to.
NOT_AS_COMPOSED = "not_as_composed"


def refusals_of_published(published: Published, refusal_list: RefusalList) -> tuple[Refusal, ...]:
    """Everything of a version from elsewhere that must not be prescribed, by its own assessment and its own
    exercises; and whether its sides, targets and doses are what these come to."""
    own = {one.id for one in published.draft.own}
    carried = {task.exercise.id: task.exercise for task in published.prescribed.tasks}
    exercises = {name: one for name, one in carried.items() if name not in own}
    refusals = (
        *refusals_of_text(published.reason, "reason", refusal_list),
        *refusals_of(published.draft, published.assessment, exercises, refusal_list),
    )
    if refusals:
        return refusals
    again = compose(published.draft, published.assessment, exercises, refusal_list, published.version)
    if again == published.prescribed:
        return ()
    words = "What is to be done is not what its choices and its assessment come to in this program."
    return (Refusal(NOT_AS_COMPOSED, "prescribed", words),)


def chosen_task(choice: Choice, exercise: Exercise, assessment: Assessment) -> Task:
    """One exercise as this patient would do it; nothing is refused here.

    Raises:
        ProgrammeError: its dose or target does not fit the exercise, or the reach leaves no room for it.
    """
    chosen = as_chosen(for_pull(exercise, assessment), choice)
    task = task_of(chosen, side_of(chosen, choice, assessment), assessment.reach)
    own = {"note": choice.note, "feedback": choice.feedback, "shown": choice.shown}
    return task.model_copy(update=own)
