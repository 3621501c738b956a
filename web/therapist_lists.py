"""The lists of the therapist's pages: who trains and why to look, a patient's sessions and weeks. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.record import Ending, SessionKind
from coach.store import Patient, SessionHead
from web import therapist_words as words

#: What is "lately" on these pages. Judgement: a week of training, and the time between two look-ins.
WEEK, FORTNIGHT = timedelta(days=7), timedelta(days=14)
#: Pain that a session should not end with: 6 of 10, or 2 more than before; the stop rules of
#: ``programmes/safety.en.yaml``.
MUCH_PAIN, MORE_PAIN = 6, 2
#: Seen in less than this share of frames, the numbers of a session are thin. Judgement.
SEEN_WELL = 0.8
#: So many of the last five sessions ended early are a pattern. Judgement.
OFTEN_EARLY = 3


@dataclass(frozen=True)
class PatientLine:
    """One patient in the list, in words; read from left to right as a sentence."""

    patient: Patient
    last: str
    trained: str
    hurting: str
    seen: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class SessionLine:
    """One session in a patient's list, in words."""

    id: str
    when: str
    done: str
    done_share: float
    ended: str
    pain: str
    effort: str
    seen: str
    words: str
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Week:
    """One week of a patient, for the drawing of the last half year and its table."""

    first_day: str
    sessions: int
    reps: int
    prescribed: int
    pain: float | None


@dataclass(frozen=True)
class Answers:
    """The four questions at the head of a patient's page."""

    wrong: tuple[str, ...]
    training: str
    hurting: str
    last: str


def patient_line(
    patient: Patient, heads: Sequence[SessionHead], now: datetime, next_steps: Sequence[str] = ()
) -> PatientLine:
    """One line of the list; ``heads`` newest first; ``next_steps`` of which exercises could go further."""
    heads = own(heads)
    return PatientLine(
        patient=patient,
        last=words.ago(heads[0].started_at, now) if heads else "not yet",
        trained=trained(heads, now),
        hurting=pain(heads[0]) if heads else words.NOTHING,
        seen=words.share(heads[0].seen_share) if heads else words.NOTHING,
        why=(*reasons(heads, now), *(f"{name} could go further" for name in next_steps)),
    )


def own(heads: Sequence[SessionHead]) -> list[SessionHead]:
    """Without the sessions of which the patient says that it was somebody else."""
    return [head for head in heads if head.own]


def most_needed_first(lines: Sequence[PatientLine]) -> list[PatientLine]:
    """Whoever has reasons to be looked at on top, the more the higher; the others by name."""
    return sorted(lines, key=lambda line: -len(line.why))


def reasons(heads: Sequence[SessionHead], now: datetime) -> Iterator[str]:
    """Why to look at a patient today, in words with numbers; nothing is hidden behind a score."""
    if not heads:
        return
    last = heads[0]
    for head in heads:
        if head.ended_at is None:
            yield f"the session of {words.day(head.started_at)} was not closed"
    for head in since(heads, now - FORTNIGHT):
        if head.resting_only:
            yield f"rest and breathing on {words.day(head.started_at)}, after a red answer"
    if last.pain_after is not None and (
        last.pain_after >= MUCH_PAIN or last.pain_after - last.pain_before >= MORE_PAIN
    ):
        yield f"pain {last.pain_before} before and {last.pain_after} after the last session"
    away = now - last.started_at
    if away > WEEK:
        yield f"no session for {away.days} days"
    early = sum(head.ending in {Ending.STOPPED, Ending.INTERRUPTED} for head in heads[:5])
    if early >= OFTEN_EARLY:
        yield f"{early} of the last {len(heads[:5])} sessions ended early"
    if last.seen_share is not None and last.seen_share < SEEN_WELL:
        yield f"seen in only {words.share(last.seen_share)} of the last session"


def since(heads: Sequence[SessionHead], start: datetime) -> list[SessionHead]:
    """The sessions that began at or after ``start``."""
    return [head for head in heads if head.started_at >= start]


def training(heads: Sequence[SessionHead]) -> list[SessionHead]:
    """Without the checks, which are no part of the dose."""
    return [head for head in heads if head.kind is SessionKind.TRAINING]


def trained(heads: Sequence[SessionHead], now: datetime) -> str:
    """The last seven days: how many sessions, how much of the dose."""
    week = training(since(heads, now - WEEK))
    if not week:
        return "no session in 7 days"
    done, prescribed = sum(h.done_reps for h in week), sum(asked(h) for h in week)
    dose = f", {words.share(done / prescribed)} of the dose" if prescribed else ""
    return f"{words.count(len(week), 'session')} in 7 days{dose}"


def asked(head: SessionHead) -> int:
    """Repetitions that were asked for; a day of rest asks for no more than was done and counts in full."""
    return head.done_reps if head.resting_only else head.prescribed_reps


def pain(head: SessionHead) -> str:
    """Pain before and after, 0 to 10."""
    after = "" if head.pain_after is None else f", {head.pain_after} after"
    return f"{head.pain_before} before{after}"


def answers(heads: Sequence[SessionHead], now: datetime) -> Answers:
    """Anything wrong, training, hurting, and what the last session was."""
    heads = own(heads)
    last = session_line(heads[0]) if heads else None
    return Answers(
        wrong=tuple(reasons(heads, now)),
        training=trained(heads, now),
        hurting=_hurting(heads, now),
        last=f"{last.when}: {last.done} repetitions, {last.ended}" if last else "none yet",
    )


def _hurting(heads: Sequence[SessionHead], now: datetime) -> str:
    """Mean pain before sessions, this fortnight beside the one before it."""
    this, earlier = since(heads, now - FORTNIGHT), since(heads, now - 2 * FORTNIGHT)
    before = earlier[len(this) :]
    if not this:
        return "not asked in 14 days"
    mean = f"{_mean_pain(this):.1f} of 10 before sessions in 14 days"
    return f"{mean}, {_mean_pain(before):.1f} in the 14 days before that" if before else mean


def _mean_pain(heads: Sequence[SessionHead]) -> float:
    return sum(head.pain_before for head in heads) / len(heads)


def weeks(heads: Sequence[SessionHead], now: datetime, how_many: int = 26) -> list[Week]:
    """The last weeks, oldest first, each ending now or seven days before the next."""
    starts = [now - WEEK * (how_many - i) for i in range(how_many)]
    return [_week(start, [h for h in own(heads) if start <= h.started_at < start + WEEK]) for start in starts]


def _week(start: datetime, heads: list[SessionHead]) -> Week:
    trained = training(heads)
    return Week(
        first_day=words.day(start),
        sessions=len(trained),
        reps=sum(head.done_reps for head in trained),
        prescribed=sum(asked(head) for head in trained),
        pain=_mean_pain(heads) if heads else None,
    )


def session_line(head: SessionHead) -> SessionLine:
    """One line of a patient's sessions."""
    return SessionLine(
        id=head.id,
        when=words.day_and_time(head.started_at),
        done=_done(head),
        done_share=head.done_reps / asked(head) if asked(head) else 0.0,
        ended=words.ENDINGS[head.ending],
        pain=pain(head),
        effort=words.number(head.effort),
        seen=words.share(head.seen_share),
        words=head.words,
        flags=tuple(words.FLAGS[flag] for flag in head.flags),
    )


def _done(head: SessionHead) -> str:
    if head.resting_only:
        return f"{head.done_reps}, a day of rest"
    check = "two-minute check, " if head.kind is SessionKind.CHECK else ""
    return f"{check}{head.done_reps} of {head.prescribed_reps}"
