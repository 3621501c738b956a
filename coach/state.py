"""Where a patient is in an exercise, as one value. Pure."""

from dataclasses import dataclass
from math import isnan, nan

from coach.goal import Goal, goal_of, hold_s_of
from coach.motion import Motion
from coach.parts import Ends
from coach.programme import Task
from coach.record import Phase, RepRecord
from coach.rep import Rep
from coach.spasm import Spasm


@dataclass(frozen=True)
class Tally:
    """Seconds of one exercise: seen and unpaused, unseen, paused."""

    seen_s: float = 0.0
    unseen_s: float = 0.0
    paused_s: float = 0.0


STILL, NOTHING = Motion(), Tally()


@dataclass(frozen=True)
class State:
    """Where the patient is.

    Attributes:
        index: the exercise's place in the session.
        set_number, rep_number: counted from 1; in a rest those of the next repetition.
        phase_s: how long the phase has lasted, as its timer counts.
        rest_s: how long the rest is to be.
        line_s: how long a line that ends or begins a phase has been passed.
        armed: the patient has been back since the last repetition, so a new one may begin early.
        rep: the repetition under way; done: the finished ones.
        spasm: a spasm under way.
        blind_s, seen_s: how long the patient has not been seen, and has been seen again.
        blind: it has been said that the patient is not seen.
        cut: the rest of the preparing is left out.
        slump: the least height at which the patient sat before a repetition, shoulder widths; NaN before one.
        eased_s: when the patient asked for the easier version, session seconds.
        asked_s: when patient or therapist last asked for another form of it, session seconds.
        coming: the task as a therapist wants it from the next repetition on; ``None`` where nothing changes.
        coming_after: set and number of the repetition that was under way when it was asked.
    """

    index: int = 0
    phase: Phase = Phase.PREPARE
    set_number: int = 1
    rep_number: int = 1
    phase_s: float = 0.0
    rest_s: float = 0.0
    line_s: float = 0.0
    armed: bool = False
    motion: Motion = STILL
    rep: Rep | None = None
    done: tuple[RepRecord, ...] = ()
    spasm: Spasm | None = None
    blind_s: float = 0.0
    seen_s: float = 0.0
    blind: bool = False
    cut: bool = False
    tally: Tally = NOTHING
    slump: float = nan
    eased_s: tuple[float, ...] = ()
    asked_s: float = 0.0
    coming: Task | None = None
    coming_after: tuple[int, int] | None = None

    @property
    def seat(self) -> float:
        """How high the patient sits at rest, shoulder widths; NaN while not known."""
        known = [height for height in (self.slump, self.motion.home.ear_height) if not isnan(height)]
        resting = self.phase in (Phase.PREPARE, Phase.REST)
        return min(known, default=nan) if resting else self.slump


def goal_now(state: State, task: Task) -> Goal:
    """Where to go now: the stop and the shape that are under way, or next."""
    stop = state.rep.stop if state.rep else 0
    return goal_of(task, state.seat, stop=stop, rep_number=state.rep_number)


def hold_now_s(state: State, task: Task) -> float:
    """How long is to be held now."""
    return hold_s_of(task, state.rep.stop if state.rep else 0)


def held_s(state: State, task: Task) -> float:
    """How long the hold under way has lasted: in the band, or since its time began to run."""
    if task.exercise.ends is Ends.TIME:
        return state.phase_s if state.phase is Phase.HOLD else 0.0
    return state.rep.held_s if state.rep else 0.0
