"""Events to the sentences that they ask for; whether and when one is said is `coach.feedback`. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from coach.compensation import CORRECTIONS
from coach.cue_texts import NOT_SEEN, PRAISES
from coach.events import (
    Compensated,
    Event,
    ExerciseStarted,
    HoldBroken,
    HoldHalf,
    NotSeen,
    Paced,
    PastTarget,
    Paused,
    PhaseChanged,
    RepFinished,
    Resumed,
    SeenAgain,
    SessionFinished,
    TakingTime,
)
from coach.parts import Movement
from coach.programme import Feedback, Task
from coach.record import Ending, Phase, Side

#: Repetitions with feedback as things happen; afterwards it comes after the repetition, so that control is
#: learned and not leaned on (clinical reference, section 7).
FULL_REPS = 3
#: The same for each strictness that a therapist can choose.
AS_IT_HAPPENS = {Feedback.FULL: inf, Feedback.FADING: FULL_REPS, Feedback.AFTERWARDS: 0}
#: After those, praise only after every so many repetitions. Judgement.
PRAISE_EVERY = 3
#: What happened longer ago than this is not spoken of any more. Judgement.
STALE_S = 3.0
#: Somebody who lets go of a hold and is on the way home is not asked to try again. Judgement.
COME_BACK_AFTER_S = 1.5


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
        blind: the patient has not been seen for a moment.
        silent: the clock stands still, and so do the words.
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
    blind: bool = False
    silent: bool = False
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
    places = {"name": plan.name, "reps": str(plan.reps), "hold_s": f"{plan.hold_s:g}"}
    if plan.side:
        other = Side.RIGHT if plan.side is Side.LEFT else Side.LEFT
        places |= {"side": plan.side.value, "other_side": other.value}
    return text.format(**places)


def wishes(events: tuple[Event, ...], scene: Scene) -> Iterator[Wish]:
    """Every cue that the events of one moment ask for."""
    broken = any(isinstance(event, HoldBroken) for event in events)
    for event in events:
        lost_the_hold = broken and isinstance(event, PhaseChanged)
        make = None if lost_the_hold else MAKE.get(type(event))
        if make:
            yield from make(event, scene)


def _introduce(_: ExerciseStarted, scene: Scene) -> Iterator[Wish]:
    task = scene.task
    if task is None:
        return
    exercise = task.exercise
    what = fill(task, exercise.say.introduce)
    kind = CueKind.REPLY if scene.opening.startswith("introduce_after") else CueKind.INSTRUCTION
    text = scene.cues[scene.opening].format(name=exercise.name, position=exercise.position, what=what)
    yield Wish(Cue("introduce", text, kind), phases=(Phase.PREPARE,))


def _phase(event: PhaseChanged, scene: Scene) -> Iterator[Wish]:
    until_s = event.t_s + STALE_S
    if event.phase is Phase.MOVE:
        yield from _own("move", scene, until_s, (Phase.MOVE,))
    elif event.phase is Phase.HOLD and (scene.as_it_happens or scene.reps_done < FULL_REPS):
        yield from _own("hold", scene, event.t_s + STALE_S / 2, (Phase.HOLD,))
    elif event.phase is Phase.RETURN:
        yield from _own("back", scene, until_s, (Phase.RETURN, Phase.REST, Phase.DONE))


def _own(name: str, scene: Scene, until_s: float, phases: tuple[Phase, ...]) -> Iterator[Wish]:
    """A sentence of the exercise itself."""
    text = getattr(scene.task.exercise.say, name) if scene.task else None
    if scene.task and text:
        yield Wish(Cue(name, fill(scene.task, text), CueKind.INSTRUCTION), until_s, phases=phases)


def _breath(event: Paced, scene: Scene) -> Iterator[Wish]:
    """Every breath, to the last: it is the pace, and the eyes may be closed."""
    yield from _own(f"breathe_{event.step}", scene, event.t_s + 1.0, (Phase.HOLD,))


def _after_rep(event: RepFinished, scene: Scene) -> Iterator[Wish]:
    """The way back where a movement has none of its own, then a word on the repetition."""
    task = scene.task
    if task is None or task.exercise.movement is Movement.PRESENCE:
        return
    if event.rep.completed and task.exercise.movement in (Movement.DEVIATION, Movement.EAR_HEIGHT):
        yield from _own("back", scene, event.t_s + STALE_S, (Phase.REST, Phase.DONE))
    cue = _word_on(event, scene, task)
    if cue:
        yield Wish(cue, phases=(Phase.REST,))


def _word_on(event: RepFinished, scene: Scene, task: Task) -> Cue | None:
    rep, fading = event.rep, task.feedback is Feedback.FADING and scene.reps_done > FULL_REPS
    if rep.rep_number == task.plan.reps and rep.set_number < task.plan.sets:
        return scene.said("next_set", CueKind.GUIDANCE)
    if scene.late:
        return _correction(scene.late, scene)
    if not rep.completed:
        return scene.said("not_reached", CueKind.PRAISE)
    if fading and scene.reps_done % PRAISE_EVERY:
        return None
    praise = "rest" if rep.compensations else PRAISES[scene.reps_done % len(PRAISES)]
    return scene.said(praise, CueKind.PRAISE)


def _correction(event: Compensated, scene: Scene) -> Cue:
    places = {"side": event.side.value} if event.side else {}
    return scene.said(CORRECTIONS[event.kind], CueKind.CORRECTION, **places)


def _compensated(event: Compensated, scene: Scene) -> Iterator[Wish]:
    if scene.as_it_happens:
        yield Wish(_correction(event, scene), event.t_s + STALE_S, phases=(Phase.MOVE, Phase.HOLD))


def _hold_broken(event: HoldBroken, scene: Scene) -> Iterator[Wish]:
    cue = scene.said("come_back", CueKind.GUIDANCE)
    from_s = event.t_s + COME_BACK_AFTER_S
    yield Wish(cue, from_s + STALE_S, from_s, phases=(Phase.MOVE,))


def _half(event: HoldHalf, scene: Scene) -> Iterator[Wish]:
    resting = scene.task is not None and scene.task.exercise.movement is Movement.PRESENCE
    if scene.as_it_happens and not resting:
        yield Wish(scene.said("halfway", CueKind.PRAISE), event.t_s + 1.0, phases=(Phase.HOLD,))


def _past(event: PastTarget, scene: Scene) -> Iterator[Wish]:
    if scene.task is None or scene.task.feedback is not Feedback.AFTERWARDS:
        yield Wish(scene.said("past_target", CueKind.CORRECTION), event.t_s + STALE_S, phases=(Phase.MOVE,))


def _taking_time(event: TakingTime, scene: Scene) -> Iterator[Wish]:
    yield Wish(scene.said("take_time", CueKind.GUIDANCE), event.t_s + STALE_S, phases=(Phase.MOVE,))


def _not_seen(event: NotSeen, scene: Scene) -> Iterator[Wish]:
    phases = (Phase.PREPARE, Phase.MOVE, Phase.HOLD, Phase.RETURN, Phase.REST)
    text = scene.cues[NOT_SEEN.get(event.why, "not_seen")]
    yield Wish(Cue("not_seen", text, CueKind.INSTRUCTION), phases=phases)


def _seen_again(event: SeenAgain, scene: Scene) -> Iterator[Wish]:
    yield Wish(scene.said("seen_again", CueKind.INSTRUCTION), event.t_s + STALE_S)


PAUSED = {
    "spasm": ("spasm", CueKind.SAFETY),
    "patient": ("paused", CueKind.REPLY),
    "camera": ("camera_lost", CueKind.SAFETY),
}
RESUMED = {
    "spasm": ("resumed", CueKind.INSTRUCTION),
    "patient": ("resumed", CueKind.REPLY),
    "camera": ("camera_back", CueKind.INSTRUCTION),
}


def _paused(event: Paused, scene: Scene) -> Iterator[Wish]:
    yield Wish(scene.said(*PAUSED[event.reason]))


def _resumed(event: Resumed, scene: Scene) -> Iterator[Wish]:
    yield Wish(scene.said(*RESUMED[event.reason]))


def _finished(event: SessionFinished, scene: Scene) -> Iterator[Wish]:
    key = "session_done" if event.ending is Ending.DONE else "session_stopped"
    yield Wish(scene.said(key, CueKind.REPLY))


MAKE: dict[type[Event], Callable[..., Iterator[Wish]]] = {
    ExerciseStarted: _introduce,
    PhaseChanged: _phase,
    Paced: _breath,
    RepFinished: _after_rep,
    Compensated: _compensated,
    HoldBroken: _hold_broken,
    HoldHalf: _half,
    PastTarget: _past,
    TakingTime: _taking_time,
    NotSeen: _not_seen,
    SeenAgain: _seen_again,
    Paused: _paused,
    Resumed: _resumed,
    SessionFinished: _finished,
}
