"""Events to the sentences that they ask for; whether and when one is said is `coach.feedback`. Pure."""

from collections.abc import Callable, Iterator

from coach.compensation import CORRECTIONS
from coach.cue import FULL_REPS, Cue, CueKind, Scene, Wish, fill
from coach.cue_texts import GAPS, NOT_SEEN, PRAISES
from coach.events import (
    Compensated,
    Eased,
    Event,
    ExerciseStarted,
    GapFound,
    HoldBroken,
    HoldHalf,
    NotSeen,
    Paced,
    PastTarget,
    Paused,
    PhaseChanged,
    RepFinished,
    Restless,
    Resumed,
    SeenAgain,
    SessionFinished,
    TakingTime,
)
from coach.goal import comes_back
from coach.parts import Movement
from coach.programme import Feedback, Task
from coach.record import Ending, Phase

#: After those, praise only after every so many repetitions. Judgement.
PRAISE_EVERY = 3
#: What happened longer ago than this is not spoken of any more. Judgement.
STALE_S = 3.0
#: Somebody who lets go of a hold and is on the way home is not asked to try again. Judgement.
COME_BACK_AFTER_S = 1.5
#: What has to wait for the way back, or for silence, may be said up to this much later. Judgement.
LATEST_S = 8.0


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
        yield from _move(scene, until_s)
    elif event.phase is Phase.HOLD and (scene.as_it_happens or scene.reps_done < FULL_REPS):
        yield from _own("hold", scene, event.t_s + STALE_S / 2, (Phase.HOLD,))
    elif event.phase is Phase.RETURN:
        yield from _own("back", scene, until_s, (Phase.RETURN, Phase.REST, Phase.DONE))


def _move(scene: Scene, until_s: float) -> Iterator[Wish]:
    """Where to go; each stop and each path has words of its own."""
    task = scene.task
    if task is None or not (task.exercise.stops or task.exercise.path):
        yield from _own("move", scene, until_s, (Phase.MOVE,))
        return
    exercise, turn = task.exercise, scene.reps_done % max(1, len(task.exercise.path))
    text = exercise.path[turn].say if exercise.path else exercise.stops[scene.stop].say
    yield Wish(Cue("move", fill(task, text), CueKind.INSTRUCTION), until_s, phases=(Phase.MOVE,))


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
    if event.rep.completed and not comes_back(task):
        yield from _own("back", scene, event.t_s + STALE_S, (Phase.REST, Phase.DONE))
    cue = None if task.exercise.eyes_closed and event.rep.completed else _word_on(event, scene, task)
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


def _gap(event: GapFound, scene: Scene) -> Iterator[Wish]:
    """Where the head was with the eyes closed, once they are open: news, and never a mark."""
    key = "gap_near" if event.near else GAPS[event.movement][0 if event.off_deg > 0 else 1]
    places = {} if event.near else {"side": "left" if event.off_deg > 0 else "right"}
    cue = scene.said(key, CueKind.PRAISE, **places)
    yield Wish(cue, event.t_s + LATEST_S, phases=(Phase.RETURN, Phase.REST))


def _restless(event: Restless, scene: Scene) -> Iterator[Wish]:
    yield Wish(scene.said("restless", CueKind.GUIDANCE), event.t_s + LATEST_S, phases=(Phase.HOLD,))


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
    "midline": ("midline", CueKind.REPLY),
}
RESUMED = {
    "spasm": ("resumed", CueKind.INSTRUCTION),
    "patient": ("resumed", CueKind.REPLY),
    "camera": ("camera_back", CueKind.INSTRUCTION),
    "midline": ("midline_kept", CueKind.REPLY),
}


def _paused(event: Paused, scene: Scene) -> Iterator[Wish]:
    yield Wish(scene.said(*PAUSED[event.reason]))


def _resumed(event: Resumed, scene: Scene) -> Iterator[Wish]:
    yield Wish(scene.said(*RESUMED[event.reason]))


def _eased(event: Eased, scene: Scene) -> Iterator[Wish]:
    if event.easiest or scene.task is None:
        yield Wish(scene.said("easiest", CueKind.REPLY))
        return
    text = scene.cues["easier"].format(what=fill(scene.task, scene.task.exercise.easier or ""))
    yield Wish(Cue("easier", text.strip(), CueKind.REPLY))


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
    GapFound: _gap,
    Restless: _restless,
    PastTarget: _past,
    TakingTime: _taking_time,
    NotSeen: _not_seen,
    SeenAgain: _seen_again,
    Paused: _paused,
    Resumed: _resumed,
    Eased: _eased,
    SessionFinished: _finished,
}
