"""A spoken guide as the steps that a page reads out, with the camera off. Pure.

Exercises with a guide of their own have its steps; a paced breath is guided by its pace, so that it can also
be done with closed eyes and no camera.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from coach.cue import fill
from coach.exercise import Exercise
from coach.programme import Task
from coach.speech import spoken_s

#: Quiet after the introduction, before the first step. Judgement.
SETTLE_S = 4.0


@dataclass(frozen=True)
class Step:
    """One sentence.

    Attributes:
        say: the words.
        spoken_s: about how long they take, seconds.
        wait_s: the quiet after them, seconds.
        paced: spoken and quiet time together are kept to, however fast the voice is.
    """

    say: str
    spoken_s: float
    wait_s: float
    paced: bool = False


def can_be_spoken(exercise: Exercise) -> bool:
    """Whether it can be done by ear alone."""
    return bool(exercise.guide or exercise.pace)


def steps(task: Task) -> tuple[Step, ...]:
    """All that is said, in order; nothing for an exercise that needs the camera."""
    return tuple(_steps(task))


def _steps(task: Task) -> Iterator[Step]:
    exercise = task.exercise
    if can_be_spoken(exercise):
        yield _step(task, f"{exercise.position} {exercise.say.introduce}", SETTLE_S)
    for step in exercise.guide:
        yield _step(task, step.say, step.wait_s)
    if exercise.pace:
        say, pace = exercise.say, exercise.pace
        breath = ((say.breathe_in, pace.in_s), (say.breathe_out, pace.out_s))
        for _ in range(task.plan.sets * task.plan.reps):
            yield from (_paced(task, text or "", half_s) for text, half_s in breath)


def _step(task: Task, text: str, wait_s: float) -> Step:
    words = fill(task, text)
    return Step(words, spoken_s(words), wait_s)


def _paced(task: Task, text: str, half_s: float) -> Step:
    words = fill(task, text)
    return Step(words, spoken_s(words), max(0.0, half_s - spoken_s(words)), paced=True)


def length_s(task: Task) -> float:
    """About how long all of it takes, seconds."""
    return sum(step.spoken_s + step.wait_s for step in steps(task))
