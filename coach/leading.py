"""What a therapist does beside a session under way; each is kept with it. Pure; times are session seconds.

Every function gives the session after it and the events, as those of `coach.session` do.
"""

from dataclasses import replace

from coach.adjusting import TRACED_TO, Change, UnchangedError, asked_at, led
from coach.cue import Cue, CueKind, fill
from coach.events import Intervened
from coach.feedback import Cued, say
from coach.record import ExercisePlan, Phase
from coach.session import Changed, Session, pause, resume, skip, stop
from coach.supervised import Intervention, Led, NewMidline


def change(session: Session, t_s: float, author: str, wanted: Change) -> Changed:
    """Another target, band or hold, from the next repetition on.

    Raises:
        UnchangedError: no exercise is under way, or it would be more than may be asked.
    """
    state, task = session.state, session.task
    if state is None or task is None:
        raise UnchangedError("No exercise is under way.")
    kind, before, after = wanted(state.coming or task)
    one = _kept(session, t_s, author, kind, before=before, after=after)
    return replace(session, state=led(state, task, one)), (Intervened(t_s, one),)


def asked(session: Session) -> ExercisePlan | None:
    """What is asked from the next repetition on."""
    task = session.state.coming or session.task if session.state else session.task
    return task.plan if task else None


def back_to(session: Session, t_s: float, author: str, plan: ExercisePlan) -> Changed:
    """Target, band and hold as they were asked for before a change; each that differs is kept as a change."""
    events: list[Intervened] = []
    for kind, field in ((Led.TARGET, "target"), (Led.BAND, "band"), (Led.HOLD, "hold_s")):
        state, task, now = session.state, session.task, asked(session)
        if state is None or task is None or now is None or getattr(now, field) == getattr(plan, field):
            continue
        one = _kept(session, t_s, author, kind, before=getattr(now, field), after=getattr(plan, field))
        session = replace(session, state=led(state, task, one))
        events.append(Intervened(t_s, one))
    return session, tuple(events)


def new_midline(
    session: Session, t_s: float, author: str, from_before_deg: float, midline: NewMidline | None = None
) -> Changed:
    """From the next sample on everything is measured from another middle. Not while a repetition is under
    way: `repeating` tells.

    Args:
        from_before_deg: how far it lies from the one before, one angle.
        midline: its numbers; without them it is the one before the newest, taken again.
    """
    kind = Led.MIDLINE if midline else Led.MIDLINE_BACK
    one = replace(_kept(session, t_s, author, kind, after=round(from_before_deg, 2)), midline=midline)
    state, task = session.state, session.task
    after = replace(session, state=led(state, task, one)) if state and task else session
    return after, (Intervened(t_s, one),)


def next_sentence(session: Session) -> str:
    """What the coach will say next where all goes well: what waits to be said, else the exercise's own words
    for what comes next; empty where it has none."""
    task, state = session.task, session.state
    if task is None or session.muted:
        return ""
    if session.voice.waiting:
        return session.voice.waiting.cue.text
    phase = state.phase if state else Phase.PREPARE
    text = getattr(task.exercise.say, NEXT[phase], None) if phase in NEXT else None
    return fill(task, text) if text else ""


def repeating(session: Session) -> tuple[int, int, int] | None:
    """Exercise, set and number of the repetition under way; ``None`` between two."""
    state = session.state
    return (session.index, state.set_number, state.rep_number) if state and state.rep else None


def mute(session: Session, t_s: float, author: str, *, muted: bool) -> Changed:
    """The coach is silent but for safety and answers to the patient, or speaks again."""
    if session.muted is muted or session.over:
        return session, ()
    one = _kept(session, t_s, author, Led.MUTED if muted else Led.UNMUTED)
    return replace(session, muted=muted), (Intervened(t_s, one),)


def speak_up(session: Session, t_s: float, author: str, words: str) -> Changed:
    """A sentence of the therapist's, said at once; the coach waits until it has ended."""
    if session.over:
        return session, ()
    cue = Cue("therapist", words, CueKind.REPLY)
    one = _kept(session, t_s, author, Led.SAID, words=words)
    return replace(session, voice=say(session.voice, cue, t_s)), (Intervened(t_s, one), Cued(t_s, cue))


#: Which words of an exercise come after each phase.
NEXT = {
    Phase.PREPARE: "move",
    Phase.MOVE: "hold",
    Phase.HOLD: "back",
    Phase.RETURN: "move",
    Phase.REST: "move",
}
#: What the patient can do too, and how it is kept when the therapist does it.
COMMANDS = {Led.PAUSED: pause, Led.RESUMED: resume, Led.SKIPPED: skip, Led.ENDED: stop}


def command(session: Session, t_s: float, author: str, kind: Led) -> Changed:
    """Pause, go on, skip or end; nothing is kept where it changes nothing."""
    one = _kept(session, t_s, author, kind)
    after, events = COMMANDS[kind](session, t_s)
    return after, (Intervened(t_s, one), *events) if after is not session else events


def _kept(
    session: Session,
    t_s: float,
    author: str,
    kind: Led,
    *,
    before: float | None = None,
    after: float | None = None,
    words: str = "",
) -> Intervention:
    at_s = asked_at(session.state, t_s) if session.state else round(t_s, TRACED_TO)
    position = None if session.over else session.index
    return Intervention(at_s, author, kind, position, before, after, words)
