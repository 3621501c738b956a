"""One repetition under way: what it has gathered, sample by sample. Pure."""

from dataclasses import dataclass, replace
from math import inf

from coach.compensation import Timers, look, too_fast, watch
from coach.events import Compensated, Event, Restless, TrickNoted
from coach.exercise import Exercise
from coach.gap import Looked, look_on
from coach.goal import Goal, hand_of
from coach.holding import Run, Step, note, share_inside, stay
from coach.motion import Motion
from coach.parts import AXES, Movement
from coach.programme import Task
from coach.record import Phase, RepRecord
from coach.rise import Unrest, risen, watch_rise

#: As far as the head likes: this much further is further, and this much less is turned back. Judgement: more
#: than a tremor of 4 degrees at 4 Hz leaves after the low pass, less than a tenth of a usual range.
FURTHER_DEG, TURNED_BACK_DEG = 1.5, 5.0

#: A hand near the face for this long is noted as a sensory trick; the same persistence as compensations.
TRICK_S = 0.7


@dataclass(frozen=True)
class Moment:
    """One seen sample in its place.

    Attributes:
        t_s, dt_s: its time, and the seen time since the one before.
        motion: the movement up to now.
        start, end: progress toward the target before and now, low-passed.
        hand: a hand is near the face.
    """

    t_s: float
    dt_s: float
    task: Task
    goal: Goal
    motion: Motion
    start: float
    end: float
    hand: bool

    @property
    def begun(self) -> bool:
        """Beyond the line at which a repetition has begun."""
        return self.end >= self.goal.begun_line(self.motion.home)

    @property
    def back(self) -> bool:
        """Back at the middle or in the patient's own rest posture."""
        return self.end <= self.goal.back_line(self.motion.home)

    @property
    def inside(self) -> bool:
        """In the band."""
        return self.goal.low <= self.end <= self.goal.high


NO_RUN, CALM, NOT_LOOKED = Run(), Unrest(), Looked()


@dataclass(frozen=True)
class Rep:
    """What one repetition has gathered; the names are those of `RepRecord`.

    Attributes:
        run, best: the stay in the band under way, and the longest one.
        asked_s: seen time of moving and holding.
        begun: it has gone beyond the line at which a repetition has begun.
        timers, hand_s: how long compensations and a hand near the face have lasted.
        furthest, stays_s: the furthest point so far, in progress, and how long the head has not gone further.
        half, past_s, patient: what has been announced: half of the hold, time past the band, taking time.
        stop: which of the exercise's stops, counted from 0.
        unrest: whether the head grows restless.
        drawn: which points of a path were passed.
        looked: where the head was with the eyes closed.
    """

    set_number: int
    rep_number: int
    started_s: float
    completed: bool = False
    run: Run | None = None
    best: Run = NO_RUN
    in_band_s: float = 0.0
    peak: float | None = None
    peak_speed: float | None = None
    unseen_s: float = 0.0
    trick_s: float = 0.0
    compensations: tuple[str, ...] = ()
    asked_s: float = 0.0
    begun: bool = False
    timers: Timers = ()
    hand_s: float = 0.0
    furthest: float = -inf
    stays_s: float = 0.0
    half: bool = False
    past_s: float = 0.0
    patient: bool = False
    stop: int = 0
    unrest: Unrest = CALM
    looked: Looked = NOT_LOOKED
    drawn: frozenset[int] = frozenset()

    @property
    def held_s(self) -> float:
        """Length of the stay in the band under way."""
        return self.run.held_s if self.run else 0.0


def gather(rep: Rep, moment: Moment, phase: Phase) -> tuple[Rep, tuple[Event, ...]]:
    """Take in one moment of moving, holding or going back."""
    rep = _hold(rep, moment, phase)
    rep = _peaks(rep, moment, phase)
    if moment.goal.open and phase is Phase.MOVE:
        rep = _further(rep, moment)
    if phase is Phase.HOLD and moment.task.exercise.eyes_closed:
        rep = replace(rep, looked=look_on(rep.looked, moment.motion.value, moment.dt_s))
    if phase is Phase.HOLD and moment.goal.path:
        value, near = moment.motion.value, moment.goal.high
        passed = moment.goal.path.passed(value.rotation, value.extension, near)
        rep = replace(rep, drawn=rep.drawn | passed)
    rep, restless = _unrest(rep, moment, phase)
    rep, moved = _compensate(rep, moment, phase)
    rep, touched = _touch(rep, moment)
    return rep, restless + moved + touched


def _hold(rep: Rep, moment: Moment, phase: Phase) -> Rep:
    goal = moment.goal
    hand = hand_of(moment.task, rep.stop)
    dt_s = moment.dt_s if hand in (None, moment.hand) else 0.0  # the clock waits for the hand
    run = stay(rep.run, Step(dt_s, moment.start, moment.end), goal.low, goal.high, goal.fringe)
    if run and phase is Phase.HOLD:
        run = note(run, goal.progress(moment.motion.raw))
    best = run if run and run.held_s > rep.best.held_s else rep.best
    in_band_s = rep.in_band_s + dt_s * share_inside(moment.start, moment.end, goal.low, goal.high)
    return replace(
        rep,
        run=run,
        best=best,
        in_band_s=in_band_s,
        begun=rep.begun or moment.begun,
        asked_s=rep.asked_s + (moment.dt_s if phase is not Phase.RETURN else 0.0),
    )


def at_next_stop(rep: Rep) -> Rep:
    """On to the next stop; the time that may be taken begins anew."""
    return replace(
        rep, stop=rep.stop + 1, run=None, begun=False, asked_s=0.0, half=False, past_s=0.0, patient=False
    )


def _peaks(rep: Rep, moment: Moment, phase: Phase) -> Rep:
    """Furthest point and fastest movement. On an axis both are low-passed twice: the largest of hundreds of
    trembling values would else be the tremor's. A hold of the middle keeps what its band was judged by."""
    movement, holds_the_middle = moment.task.exercise.movement, moment.task.exercise.of_the_middle
    if movement is Movement.PRESENCE:
        return rep
    if phase is Phase.HOLD if holds_the_middle else not moment.goal.around:
        now = moment.end if holds_the_middle else moment.goal.along(moment.motion.slow)
        rep = replace(rep, peak=now if rep.peak is None else max(rep.peak, now))
    if movement in AXES or movement is Movement.DEVIATION:
        rep = replace(rep, peak_speed=max(rep.peak_speed or 0.0, abs(moment.motion.speed(movement))))
    return rep


def _further(rep: Rep, moment: Moment) -> Rep:
    if moment.end > rep.furthest + FURTHER_DEG or not rep.begun:
        return replace(rep, furthest=max(rep.furthest, moment.end), stays_s=0.0)
    return replace(rep, stays_s=rep.stays_s + moment.dt_s)


def at_the_end(rep: Rep, moment: Moment) -> bool:
    """As far as the head likes: it stays there for the dose's ``hold_s``, or turns back."""
    turned = moment.end < rep.furthest - TURNED_BACK_DEG
    return rep.begun and (turned or rep.stays_s >= moment.task.plan.hold_s)


def _compensate(rep: Rep, moment: Moment, phase: Phase) -> tuple[Rep, tuple[Event, ...]]:
    """What moves along counts while the movement is under way, never on the way to or in the rest posture."""
    exercise, motion = moment.task.exercise, moment.motion
    under_way = moment.begun if moment.goal.returns else phase is Phase.HOLD
    speed = 0.0 if exercise.max_speed_deg_s is None else _speed(exercise, motion)
    found = (*(look(exercise, motion) if under_way else ()), *too_fast(exercise, speed))
    timers, fresh = watch(rep.timers, found, moment.dt_s)
    events = tuple(Compensated(moment.t_s, one.kind, one.side) for one in fresh)
    kinds = rep.compensations + tuple(one.kind for one in fresh)
    return replace(rep, timers=timers, compensations=kinds), events


def _speed(exercise: Exercise, motion: Motion) -> float:
    return 0.0 if exercise.movement is Movement.PRESENCE else motion.speed(exercise.movement)


def _unrest(rep: Rep, moment: Moment, phase: Phase) -> tuple[Rep, tuple[Event, ...]]:
    """A head that grows restless in its time is spoken of once, and nothing is ended by it."""
    rise = moment.task.exercise.rise
    if rise is None or phase is not Phase.HOLD or rep.unrest.told:
        return rep, ()
    motion = moment.motion
    unrest = watch_rise(rep.unrest, moment.dt_s, motion.raw.deviation, motion.value.deviation)
    grown = risen(unrest, rise)
    return replace(rep, unrest=replace(unrest, told=grown)), (Restless(moment.t_s),) if grown else ()


def _touch(rep: Rep, moment: Moment) -> tuple[Rep, tuple[Event, ...]]:
    """A sensory trick is noted, once each time, and is never an error."""
    if not moment.hand:
        return replace(rep, hand_s=0.0), ()
    hand_s = rep.hand_s + moment.dt_s
    noted = rep.hand_s < TRICK_S <= hand_s
    return (
        replace(rep, hand_s=hand_s, trick_s=rep.trick_s + moment.dt_s),
        (TrickNoted(moment.t_s),) if noted else (),
    )


def record(rep: Rep, ended_s: float, movement: Movement) -> RepRecord:
    """The repetition as it is kept."""
    return RepRecord(
        set_number=rep.set_number,
        rep_number=rep.rep_number,
        started_s=rep.started_s,
        ended_s=ended_s,
        completed=rep.completed,
        peak_deg=rep.peak,
        hold_s=rep.best.held_s,
        in_band_s=rep.in_band_s,
        steadiness_deg=None if movement is Movement.PRESENCE else rep.best.spread,
        peak_speed_deg_s=rep.peak_speed,
        unseen_s=rep.unseen_s,
        trick_s=rep.trick_s,
        compensations=rep.compensations,
    )
