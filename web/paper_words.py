"""One exercise on paper: how it goes and how much, for somebody who counts without help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.changes import seconds, times
from coach.cue import fill
from coach.findings import Camera
from coach.parts import Ends
from web.picture import LEFT_OUT, left_out
from web.therapist_words import capital

if TYPE_CHECKING:
    from coach.programme import Task

#: So much of a spoken guide is printed, characters; its first sentences say what to do. Judgement.
GUIDE_CHARACTERS = 320

#: What the voice says of itself has no place on paper.
OF_ITSELF = re.compile(r"\bI\b")


@dataclass(frozen=True)
class Still:
    """One small picture: what it shows of the exercise, and the words below it."""

    shows: str
    words: str


@dataclass(frozen=True)
class Line:
    """One exercise on paper."""

    task: Task
    how: str
    dose: str
    stills: tuple[Still, ...]


def line_of(task: Task) -> Line:
    """One exercise with its pictures, its sentences and its dose in words."""
    return Line(task, how_words(task), capital(dose_words(task)), stills_of(task))


def stills_of(task: Task) -> tuple[Still, ...]:
    """Start, hold and what is left out; a guide, in which nothing is to be reached, has one picture."""
    exercise = task.exercise
    if exercise.camera is Camera.NOTHING:
        return (Still("hold", ""),)
    names = ("In", "Out") if exercise.pace else ("Start", "Then" if exercise.ends is Ends.TIME else "Stay")
    shown = tuple(Still(shows, words) for shows, words in zip(("start", "hold"), names, strict=True))
    avoided = tuple(Still("avoid", capital(LEFT_OUT[still])) for still in left_out(exercise)[:1])
    return shown + avoided


def how_words(task: Task) -> str:
    """The exercise's own explanation, with what is drawn; of a spoken guide its first sentences."""
    exercise = task.exercise
    drawn = [drawing.say for drawing in exercise.path]
    said = " ".join([exercise.say.introduce, *drawn, *(step.say for step in exercise.guide)])
    kept: list[str] = []
    for sentence in re.split(r"(?<=[.!?]) ", fill(task, said)):
        if len(" ".join([*kept, sentence])) > GUIDE_CHARACTERS and exercise.guide:
            break
        if not OF_ITSELF.search(sentence):
            kept.append(sentence)
    return " ".join(kept)


def dose_words(task: Task) -> str:
    """How much, such as "8 times to your left, staying 5 seconds, then 6 seconds of rest"."""
    plan, exercise = task.plan, task.exercise
    if exercise.camera is Camera.NOTHING:
        return f"about {seconds(plan.hold_s)}"
    single = plan.reps == 1  # a set of one repetition is no round
    rounds = "" if plan.sets == 1 or single else f"{plan.sets} rounds of "
    if exercise.pace:
        pace = f"{exercise.pace.in_s:g} seconds in, {exercise.pace.out_s:g} seconds out"
        return f"{rounds}{plan.reps} slow breath{'s' if plan.reps > 1 else ''}, {pace}"
    side = f" to your {plan.side.value}" if plan.side else ""
    rest_s = exercise.dose.set_rest_s if single and plan.sets > 1 else plan.rest_s
    rest = f", then {seconds(rest_s)} of rest" if rest_s >= 1 else ""
    return f"{rounds}{times(plan.sets if single else plan.reps)}{side}{_stay_words(task)}{rest}"


def _stay_words(task: Task) -> str:
    length = seconds(task.plan.hold_s)
    ways = {
        Ends.FURTHEST: ", as far as is comfortable",
        Ends.TIME: f", {length} each",
        Ends.HELD: f", staying {length}",
    }
    return ways[task.exercise.ends]
