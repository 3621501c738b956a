"""Where a patient is in an exercise: samples in, phases and repetitions out. Pure, in seconds, never frames.

    prepare -> move -> hold -> return -> rest -> move ... -> done

Unseen time earns nothing and costs nothing, and is counted. All timers but those of preparing and resting
run in seen time only. Every threshold has two edges or a persistence. All times without another source are
judgement.
"""

from collections.abc import Callable
from dataclasses import replace
from math import isnan

from coach.drawn_path import is_drawn
from coach.events import (
    Event,
    GapFound,
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
    TakingTime,
)
from coach.gap import gap_of
from coach.goal import comes_back
from coach.motion import LONGEST_GAP_S, follow, kept
from coach.parts import Ends, Movement
from coach.programme import Task
from coach.record import Phase
from coach.rep import Moment, Rep, at_next_stop, at_the_end, gather, record
from coach.spasm import Spasm, calms, strikes
from coach.state import State, goal_now, held_s, hold_now_s
from pose.neutral import Sample

#: In the band for this long is a hold; passing through is not.
ENTER_S = 0.3
#: At the line for this long is back; beyond it for this long, in a rest, is the next repetition.
BACK_S = 0.3
BEGUN_S = 0.15
#: Seen time on the way back before the rest begins anyway; time to open the eyes and to be told, too.
RETURN_LIMIT_S = 10.0
#: A repetition that is not completed is closed, kindly, after this much seen time plus two holds.
REACH_LIMIT_S = 15.0
#: Seen time of moving after which the patient hears that there is no hurry.
TAKING_TIME_S = 8.0
#: Past the band for this long is spoken of; the persistence of compensations.
PAST_S = 0.7
#: Where time is what ends a repetition, it runs from the band, or at the latest after this much seen time.
COMING_S = 8.0
#: Half of a hold is announced from this length on.
HALF_FROM_S = 8.0
#: Not seen for this long is said; seen again for this long is said.
NOT_SEEN_S = 1.0
SEEN_AGAIN_S = 0.3


Stepped = tuple[State, tuple[Event, ...]]


def step(state: State, sample: Sample, task: Task, *, waiting: bool = False) -> Stepped:
    """Take in one sample; ``waiting`` is the patient's pause or that of a lost camera."""
    sample, before = kept(sample), state.motion
    dt_s = 0.0 if before.t_s is None else max(0.0, sample.t_s - before.t_s)
    resting = state.phase in (Phase.PREPARE, Phase.REST)
    state = replace(state, motion=follow(before, sample, resting=resting and not waiting))
    if waiting:
        return _paused(state, dt_s), ()
    goal = goal_now(state, task)
    if isnan(goal.progress(state.motion.raw)) or not sample.seen or dt_s > LONGEST_GAP_S:
        return _unseen(state, sample, dt_s)
    end = goal.progress(state.motion.value)
    known = not isnan(goal.progress(before.raw) + goal.progress(before.value))
    start = goal.progress(before.value) if known else end
    moment = Moment(sample.t_s, dt_s, task, goal, state.motion, start, end, sample.hand_near_face)
    return _seen(state, moment)


def _paused(state: State, dt_s: float) -> State:
    return replace(state, tally=replace(state.tally, paused_s=state.tally.paused_s + dt_s))


def _unseen(state: State, sample: Sample, dt_s: float) -> Stepped:
    """Preparing and resting go on; all else stands still. Who rests may turn away; it is said when the rest
    is over and nothing goes on."""
    timed = state.phase in (Phase.PREPARE, Phase.REST)
    resting = state.phase is Phase.REST and state.phase_s + dt_s < state.rest_s
    blind_s = 0.0 if sample.seen else state.blind_s + dt_s
    said = not state.blind and not resting and blind_s >= NOT_SEEN_S
    after = replace(
        state,
        phase_s=state.phase_s + (dt_s if timed else 0.0),
        rep=replace(state.rep, unseen_s=state.rep.unseen_s + dt_s) if state.rep else None,
        blind_s=blind_s,
        seen_s=0.0,
        blind=state.blind or said,
        tally=replace(state.tally, unseen_s=state.tally.unseen_s + dt_s),
    )
    return after, (NotSeen(sample.t_s, sample.unseen),) if said else ()


def _seen(state: State, moment: Moment) -> Stepped:
    state, again = _seen_again(state, moment)
    if state.spasm or _struck(state, moment):
        state, events = _spasm(state, moment)
        return state, again + events
    state = replace(
        state,
        phase_s=state.phase_s + moment.dt_s,
        tally=replace(state.tally, seen_s=state.tally.seen_s + moment.dt_s),
    )
    gathered: tuple[Event, ...] = ()
    if state.rep:
        rep, gathered = gather(state.rep, moment, state.phase)
        state = replace(state, rep=rep)
    state, events = PHASES[state.phase](state, moment)
    return state, again + gathered + events


def _seen_again(state: State, moment: Moment) -> Stepped:
    seen_s = state.seen_s + moment.dt_s
    again = state.blind and seen_s >= SEEN_AGAIN_S
    state = replace(state, blind_s=0.0, seen_s=seen_s, blind=state.blind and not again)
    return state, (SeenAgain(moment.t_s),) if again else ()


def _struck(state: State, moment: Moment) -> bool:
    exercise = moment.task.exercise
    watched = state.rep is not None and exercise.movement is not Movement.PRESENCE
    watched = watched and exercise.ends is not Ends.TIME  # time goes on whatever the head does
    return watched and strikes(moment.goal, moment.motion)


def _spasm(state: State, moment: Moment) -> Stepped:
    """The clock stands still; the repetition goes on afterwards, with a new hold."""
    state = _paused(state, moment.dt_s)
    if state.spasm is None:
        rep = replace(state.rep, run=None, begun=False) if state.rep else None
        phase = Phase.MOVE if state.phase is Phase.HOLD else state.phase
        return replace(state, spasm=Spasm(), rep=rep, phase=phase), (Paused(moment.t_s, "spasm"),)
    spasm = calms(state.spasm, moment.motion, moment.dt_s)
    if spasm.over:
        return replace(state, spasm=None), (Resumed(moment.t_s, "spasm"),)
    return replace(state, spasm=spasm), ()


# One function a phase


def _prepare(state: State, moment: Moment) -> Stepped:
    if state.cut or state.phase_s >= moment.task.exercise.prepare_s:
        return _begin_rep(state, moment)
    return state, ()


def _begin_rep(state: State, moment: Moment) -> Stepped:
    still = moment.task.exercise.movement is Movement.PRESENCE
    rep = Rep(state.set_number, state.rep_number, moment.t_s)
    state, events = _enter(
        replace(state, rep=rep, slump=state.seat), Phase.HOLD if still else Phase.MOVE, moment
    )
    return state, (*events, *((Paced(moment.t_s, "in"),) if moment.task.exercise.pace else ()))


def _enter(state: State, phase: Phase, moment: Moment) -> Stepped:
    return replace(state, phase=phase, phase_s=0.0, line_s=0.0), (PhaseChanged(moment.t_s, phase),)


def _move(state: State, moment: Moment) -> Stepped:
    rep = _rep(state)
    exercise = moment.task.exercise
    late = exercise.ends is Ends.TIME and state.phase_s >= COMING_S
    if late or (rep.held_s >= ENTER_S and not exercise.eyes_closed):
        return _enter(state, Phase.HOLD, moment)
    if moment.goal.open:
        if at_the_end(rep, moment):
            return _enter(replace(state, rep=replace(rep, completed=True)), Phase.RETURN, moment)
    elif rep.begun and moment.goal.returns:
        state = _at_line(state, moment.dt_s, passed=moment.back)
        if state.line_s >= BACK_S:
            return _close_rep(state, moment)
    return _close_rep(state, moment) if _too_long(state, moment) else _encourage(state, moment)


def _too_long(state: State, moment: Moment) -> bool:
    return _rep(state).asked_s >= REACH_LIMIT_S + 2 * hold_now_s(state, moment.task)


def _encourage(state: State, moment: Moment) -> Stepped:
    """Past the band, or taking time: each said once in a repetition."""
    rep = _rep(state)
    beyond = moment.end > moment.goal.high and moment.goal.returns and rep.stop == 0  # later ones lie inward
    past_s = rep.past_s + moment.dt_s if beyond else 0.0
    patient = rep.patient or rep.asked_s >= TAKING_TIME_S
    events: tuple[Event, ...] = ()
    if rep.past_s < PAST_S <= past_s:
        events = (PastTarget(moment.t_s),)
    elif patient and not rep.patient:
        events = (TakingTime(moment.t_s),)
    return replace(state, rep=replace(rep, past_s=past_s, patient=patient)), events


def _hold(state: State, moment: Moment) -> Stepped:
    rep, asked_s = _rep(state), hold_now_s(state, moment.task)
    timed = moment.task.exercise.ends is Ends.TIME
    done_s = held_s(state, moment.task)
    if rep.run is None and not timed:
        state, events = _enter(state, Phase.MOVE, moment)
        return state, (HoldBroken(moment.t_s), *events)
    if done_s >= asked_s:
        return _held(state, moment)
    if (
        rep.run and rep.run.outside_s > 0 and _too_long(state, moment)
    ):  # just outside, where nothing is earned
        return _close_rep(state, moment)
    pace = moment.task.exercise.pace
    half_s = pace.in_s if pace else asked_s / 2
    if rep.half or done_s < half_s or (pace is None and asked_s < HALF_FROM_S):
        return state, ()
    event = Paced(moment.t_s, "out") if pace else HoldHalf(moment.t_s)
    return replace(state, rep=replace(rep, half=True)), (event,)


def _held(state: State, moment: Moment) -> Stepped:
    """On to the next stop where there is one, else the way back or a rest."""
    rep = _rep(state)
    if rep.stop < len(moment.task.marks) - 1:
        return _enter(replace(state, rep=at_next_stop(rep)), Phase.MOVE, moment)
    done = moment.goal.path is None or is_drawn(rep.drawn)
    state = replace(state, rep=replace(rep, completed=done))
    if not comes_back(moment.task):
        return _close_rep(state, moment)
    state, events = _enter(state, Phase.RETURN, moment)
    found = gap_of(rep.looked)
    return state, (*events, GapFound(moment.t_s, *found)) if found else events


def _return(state: State, moment: Moment) -> Stepped:
    state = _at_line(state, moment.dt_s, passed=moment.back)
    if state.line_s >= BACK_S or state.phase_s >= RETURN_LIMIT_S:
        return _close_rep(state, moment)
    return state, ()


def _rest(state: State, moment: Moment) -> Stepped:
    """The next repetition begins when the rest is over, or when the patient begins it."""
    armed = state.armed or moment.back
    state = _at_line(replace(state, armed=armed), moment.dt_s, passed=armed and moment.begun)
    early = moment.goal.returns and not moment.goal.open and state.line_s >= BEGUN_S
    return _begin_rep(state, moment) if early or state.phase_s >= state.rest_s else (state, ())


PHASES: dict[Phase, Callable[[State, Moment], Stepped]] = {
    Phase.PREPARE: _prepare,
    Phase.MOVE: _move,
    Phase.HOLD: _hold,
    Phase.RETURN: _return,
    Phase.REST: _rest,
    Phase.DONE: lambda state, _moment: (state, ()),
}


def _at_line(state: State, dt_s: float, *, passed: bool) -> State:
    return replace(state, line_s=state.line_s + dt_s if passed else 0.0)


def _rep(state: State) -> Rep:
    if state.rep is None:
        raise AssertionError(f"phase {state.phase} without a repetition")
    return state.rep


def _close_rep(state: State, moment: Moment) -> Stepped:
    """Keep the repetition; then rest, the next one at once, or done."""
    state, closed = end_rep(state, moment.task, moment.t_s)
    dose = moment.task.exercise.dose
    last_of_set = state.rep_number == dose.reps
    if last_of_set and state.set_number == dose.sets:
        state, events = _enter(state, Phase.DONE, moment)
        return state, closed + events
    set_number = state.set_number + last_of_set
    rep_number = 1 if last_of_set else state.rep_number + 1
    rest_s = dose.set_rest_s if last_of_set else dose.rest_s
    state = replace(state, set_number=set_number, rep_number=rep_number, rest_s=rest_s, armed=False)
    state, events = _enter(state, Phase.REST, moment) if rest_s > 0 else _begin_rep(state, moment)
    return state, closed + events


def end_rep(state: State, task: Task, t_s: float) -> Stepped:
    """Keep the repetition under way as it stands; nothing where there is none."""
    if state.rep is None:
        return state, ()
    kept = record(state.rep, t_s, task.exercise.movement)
    return replace(state, rep=None, done=(*state.done, kept)), (RepFinished(t_s, state.index, kept),)
