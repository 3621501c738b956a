"""A whole session: exercise after exercise, with everything that is said. Pure; times are session seconds.

    begin -> advance(sample) ... -> SessionFinished

Each function gives the session after it and the events, in their order; `Cued` is among them. A command may
come at any time. `view` is all that a page needs.
"""

from dataclasses import dataclass, replace
from typing import Self

from coach.adjusting import asked_at, due, eased
from coach.easier import MOST_TIMES
from coach.errors import CoachError
from coach.events import (
    Eased,
    Event,
    ExerciseFinished,
    ExerciseStarted,
    Paused,
    PhaseChanged,
    Resumed,
    SessionFinished,
)
from coach.feedback import Cued, Scene, Voice, hush, listen
from coach.metrics import summarise
from coach.programme import Prescribed, Task
from coach.progress import end_rep, step
from coach.record import Ending, Phase
from coach.state import State
from coach.view import SessionView, look_at
from pose.neutral import Sample

__all__ = [
    "Session",
    "SessionView",
    "advance",
    "begin",
    "easier",
    "pause",
    "resume",
    "skip",
    "speak",
    "start_exercise",
    "stop",
    "too_hard",
    "view",
]

SILENT = Voice()


@dataclass(frozen=True)
class Session:
    """One session under way.

    Attributes:
        tasks: the programme's exercises in order.
        todo: which of them, by their index, are to be done; with ``resting_only`` rest and breathing only.
        place: the one under way or next, counted in ``todo``.
        state: where the patient is in it; ``None`` before it has begun.
        paused: ``patient``, ``camera`` or ``midline`` while the clock stands still for them.
        ending: set when the session is over.
        muted: a therapist leads by voice; see `coach.feedback`.
    """

    tasks: tuple[Task, ...]
    cues: dict[str, str]
    todo: tuple[int, ...]
    place: int = 0
    state: State | None = None
    voice: Voice = SILENT
    paused: str | None = None
    opening: str = "introduce_first"
    ending: Ending | None = None
    muted: bool = False

    @property
    def over(self) -> bool:
        """Nothing is left to be done."""
        return self.ending is not None or self.place >= len(self.todo)

    @property
    def index(self) -> int:
        """The exercise under way or next, as an index of ``tasks``; at the end that of the last."""
        return self.todo[min(self.place, len(self.todo) - 1)]

    @property
    def task(self) -> Task | None:
        """The exercise under way or next; ``None`` when the session is over."""
        return None if self.over else self.tasks[self.index]

    def with_task(self, task: Task) -> Self:
        """With another form of the exercise under way."""
        if task is self.tasks[self.index]:
            return self
        return replace(self, tasks=(*self.tasks[: self.index], task, *self.tasks[self.index + 1 :]))


Changed = tuple[Session, tuple[Event, ...]]


def begin(prescribed: Prescribed, cues: dict[str, str], *, resting_only: bool = False) -> Session:
    """A session that has not seen a sample yet. After a red answer only rest and breathing are left; spoken
    guides have the camera off and are no part of it.

    Raises:
        CoachError: nothing is left to be done.
    """
    tasks = prescribed.tasks
    seen = [i for i, task in enumerate(tasks) if not task.exercise.guide]
    todo = tuple(i for i in seen if not resting_only or tasks[i].exercise.is_rest)
    if not todo:
        raise CoachError(f"The programme {prescribed.id} has no exercise for this session.")
    opening = "introduce_resting" if resting_only else "introduce_first"
    return Session(tasks, cues, todo, opening=opening)


def advance(session: Session, sample: Sample) -> Changed:
    """Take in one sample, with ``t_s`` in session seconds."""
    task, t_s = session.task, sample.t_s
    if task is None:
        return session, ()
    events: tuple[Event, ...] = ()
    if session.state is None:
        session, events = _start(session, t_s)
    state, task = due(_state(session), task)
    session = session.with_task(task)
    state, stepped = step(state, sample, task, waiting=session.paused is not None)
    session = replace(session, state=state)
    if state.phase is not Phase.DONE:
        return speak(session, session, events + stepped, t_s)
    after, finished = _leave(session, Ending.DONE, t_s)
    return speak(session, after, events + stepped + finished, t_s)


def _start(session: Session, t_s: float) -> Changed:
    session = replace(session, state=State(index=session.index))
    return session, (ExerciseStarted(t_s, session.index), PhaseChanged(t_s, Phase.PREPARE))


def _leave(session: Session, ending: Ending, t_s: float) -> Changed:
    """The exercise is over, however it ended; the session goes on, or is over with the last one."""
    session, events = _close(session, ending, t_s)
    if session.place < len(session.todo):
        return session, events
    return replace(session, ending=Ending.DONE), (*events, SessionFinished(t_s, Ending.DONE))


def _close(session: Session, ending: Ending, t_s: float) -> Changed:
    """Keep what was done of the exercise under way."""
    state, task = session.state, session.task
    after = replace(session, place=session.place + 1, state=None, paused=None)
    if state is None or task is None:
        return after, ()
    state, events = end_rep(state, task, t_s)
    summary = replace(summarise(state.done, state.tally, ending), eased_s=state.eased_s)
    return after, (*events, ExerciseFinished(t_s, session.index, summary))


def speak(at: Session, after: Session, events: tuple[Event, ...], t_s: float) -> Changed:
    """Add what is said to the events; ``at`` is where the patient was when they happened."""
    voice, cue = listen(after.voice, events, _scene(at, t_s))
    started = any(isinstance(event, ExerciseStarted) for event in events)
    after = replace(after, voice=voice, opening="introduce_next" if started else after.opening)
    return after, (*events, Cued(t_s, cue)) if cue else events


def view(session: Session) -> SessionView:
    """All that a page needs."""
    sentence = session.voice.last.text if session.voice.last else ""
    tasks = tuple(session.tasks[index] for index in session.todo)
    between = State(phase=Phase.DONE if session.over else Phase.PREPARE)
    return look_at(tasks, session.place, session.state or between, session.paused, sentence)


# Commands of the patient and of the live loop, each at any time; without effect once the session is over.


def start_exercise(session: Session, t_s: float) -> Changed:
    """Leave out what is left of the preparing; what is being said is cut off."""
    state = session.state
    if state is None or state.phase is not Phase.PREPARE:
        return session, ()
    return replace(session, state=replace(state, cut=True), voice=hush(session.voice, t_s)), ()


def pause(session: Session, t_s: float, reason: str = "patient") -> Changed:
    """The clock stands still until `resume`; ``reason`` is ``patient``, ``camera``, or ``midline`` while that
    is measured anew. The patient's own pause stays theirs when the camera is lost in it."""
    if session.ending or session.paused in (reason, "patient"):
        return session, ()
    return speak(session, replace(session, paused=reason), (Paused(t_s, reason),), t_s)


def resume(session: Session, t_s: float) -> Changed:
    """The clock runs again."""
    if session.paused is None:
        return session, ()
    after = replace(session, paused=None)
    return speak(after, after, (Resumed(t_s, session.paused),), t_s)


def skip(session: Session, t_s: float) -> Changed:
    """On to the next exercise."""
    return _drop(session, Ending.SKIPPED, "introduce_after_skip", t_s)


def too_hard(session: Session, t_s: float) -> Changed:
    """On to the next exercise; the therapist will see why."""
    return _drop(session, Ending.TOO_HARD, "introduce_after_too_hard", t_s)


def easier(session: Session, t_s: float) -> Changed:
    """The exercise under way goes on with less asked of it; the therapist will see from when."""
    state, task = session.state, session.task
    if state is None or task is None:
        return session, ()
    if len(state.eased_s) >= MOST_TIMES:
        return speak(session, session, (Eased(t_s, easiest=True),), t_s)
    state, less = eased(state, task, asked_at(state, t_s))
    after = replace(session.with_task(less), state=state)
    return speak(after, after, (Eased(t_s),), t_s)


def stop(session: Session, t_s: float) -> Changed:
    """The session ends here; what was done counts and is kept."""
    if session.ending:
        return session, ()
    after, events = _close(session, Ending.STOPPED, t_s)
    after = replace(after, ending=Ending.STOPPED)
    return speak(session, after, (*events, SessionFinished(t_s, Ending.STOPPED)), t_s)


def _drop(session: Session, ending: Ending, opening: str, t_s: float) -> Changed:
    if session.ending:
        return session, ()
    after, events = _leave(session, ending, t_s)
    after = replace(
        after, opening=opening if session.state else session.opening, voice=hush(after.voice, t_s)
    )
    return speak(session, after, events, t_s)


def _scene(session: Session, t_s: float) -> Scene:
    now = view(session)
    state = session.state
    return Scene(
        t_s=t_s,
        task=session.task,
        cues=session.cues,
        phase=state.phase if state else Phase.DONE,
        hold_left_s=max(0.0, now.hold_target_s - now.hold_s),
        rest_left_s=now.rest_left_s,
        reps_done=len(state.done) if state else 0,
        stop=state.rep.stop if state and state.rep else 0,
        blind=bool(state and state.blind),
        silent=now.paused is not None,
        muted=session.muted,
        opening=session.opening,
    )


def _state(session: Session) -> State:
    if session.state is None:
        raise AssertionError("no exercise under way")
    return session.state
