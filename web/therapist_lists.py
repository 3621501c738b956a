"""A patient's sessions as the lines of a list. Pure."""

from dataclasses import dataclass

from coach.record import SessionKind
from coach.store import SessionHead
from web import therapist_words as words


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


def asked(head: SessionHead) -> int:
    """Repetitions that were asked for; a day of rest asks for no more than was done and counts in full."""
    return head.done_reps if head.resting_only else head.prescribed_reps


def pain(head: SessionHead) -> str:
    """Pain before and after, 0 to 10."""
    after = "" if head.pain_after is None else f", {head.pain_after} after"
    return f"{head.pain_before} before{after}"
