"""A sentence to be said, when it makes sense, and what the choice of words depends on. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from math import inf

from coach.events import Compensated
from coach.parts import other
from coach.programme import Feedback, Task
from coach.record import Phase

#: Repetitions with feedback as things happen; afterwards it comes after the repetition, so that control is
#: learned and not leaned on (clinical reference, section 7).
FULL_REPS = 3
#: The same for each strictness that a therapist can choose.
AS_IT_HAPPENS = {Feedback.FULL: inf, Feedback.FADING: FULL_REPS, Feedback.AFTERWARDS: 0}


class CueKind(StrEnum):
    """What a cue is for, most pressing first. ``safety`` and ``reply`` come at once."""

    SAFETY = "safety"
    REPLY = "reply"
    INSTRUCTION = "instruction"  # the exercise's own words, and whether the clock runs
    GUIDANCE = "guidance"
    CORRECTION = "correction"
    PRAISE = "praise"


@dataclass(frozen=True)
class Cue:
    """One sentence to be said and shown. ``key`` names it, such as ``move`` or ``correct_too_fast``."""

    key: str
    text: str
    kind: CueKind


@dataclass(frozen=True)
class Wish:
    """A cue, from when until when it makes sense, and in which phases (none given: in any)."""

    cue: Cue
    until_s: float = inf
    from_s: float = -inf
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True)
class Scene:
    """What the choice of words depends on.

    Attributes:
        task: the exercise under way; ``None`` when the session is over.
        phase, hold_left_s, rest_left_s: where the patient is in it.
        reps_done: repetitions of this exercise that have ended.
        stop: which of the exercise's stops is under way, counted from 0.
        blind: the patient has not been seen for a moment.
        silent: the clock stands still, and so do the words.
        muted: a therapist leads by voice.
        opening: which introduction the next exercise gets.
        late: the first compensation that has not been spoken of.
    """

    t_s: float
    task: Task | None
    cues: dict[str, str]
    phase: Phase
    hold_left_s: float = 0.0
    rest_left_s: float = 0.0
    reps_done: int = 0
    stop: int = 0
    blind: bool = False
    silent: bool = False
    muted: bool = False
    opening: str = "introduce_next"
    late: Compensated | None = None

    @property
    def as_it_happens(self) -> bool:
        """Whether what happens in this repetition is spoken of at once."""
        return self.task is not None and self.reps_done < AS_IT_HAPPENS[self.task.feedback]

    def said(self, key: str, kind: CueKind, **places: str) -> Cue:
        """A text of the cue file."""
        return Cue(key, self.cues[key].format(**places), kind)


def fill(task: Task, text: str) -> str:
    """A sentence of the exercise with its named places filled in."""
    plan = task.plan
    places = {"name": plan.name, "reps": str(plan.reps), "hold_s": f"{plan.hold_s:g}", "go": "turn"}
    if plan.side:
        places |= {"side": plan.side.value, "other_side": other(plan.side).value}
    return text.format(**places)
