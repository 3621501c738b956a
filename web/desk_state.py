"""The state of a live session as the therapist beside it reads it: plain values for JSON. Pure.

It is the patient's own state without a picture, with what the coach will say next, what was changed and is
still to come, how well the camera sees, and what the patient asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach import leading
from coach.compensation import WORDS
from coach.record import SessionKind
from web import therapist_words as words
from web.lan_messages import SessionTold

if TYPE_CHECKING:
    from coach.programme import Task
    from coach.record import Quality
    from coach.session import Session
    from web.live_led import LedSitting

#: What of the patient's state the therapist reads too, and what of where they are in their session.
SHARED = ("stage", "figure", "seen", "frame_s")
OF_SESSION = tuple(SessionTold.model_fields)


def telling(shown: dict[str, Any], sitting: LedSitting, quality: Quality) -> dict[str, Any]:
    """What the therapist reads of a sitting.

    Args:
        shown: the state as the patient's page has it.
    """
    session, there = sitting.session, shown["session"]
    return {name: shown[name] for name in SHARED} | {
        "camera": {name: shown["camera"][name] for name in ("on", "lost")},
        "session": {name: there[name] for name in OF_SESSION} if there else None,
        "advice": [one["text"] for one in shown["advice"]],
        "patient_id": sitting.brief.patient_id,
        "check": sitting.brief.opening.kind is SessionKind.CHECK,
        "asked": sitting.asked,
        "midline": sitting.midline,
        "lately": list(sitting.lately),
        "undo": sitting.undoable,
        "quality": _quality(quality),
        **(_of(session) if session else {}),
    }


def _of(session: Session) -> dict[str, Any]:
    task, state = session.task, session.state
    rep = state.rep if state else None
    return {
        "next": leading.next_sentence(session),
        "muted": session.muted,
        "along": [WORDS.get(kind, kind) for kind in rep.compensations] if rep else [],
        "target": words.target(task.plan) if task else "",
        "hold": f"{task.plan.hold_s:g} s" if task else "",
        "coming": _coming(task, state.coming) if task and state and state.coming else "",
    }


def _coming(task: Task, coming: Task) -> str:
    """What is asked from the next repetition on, where it is another than now."""
    found = []
    if (coming.plan.target, coming.plan.band) != (task.plan.target, task.plan.band):
        found.append(words.target(coming.plan))
    if coming.plan.hold_s != task.plan.hold_s:
        found.append(f"{coming.plan.hold_s:g} s")
    return ", ".join(found)


def _quality(quality: Quality) -> str:
    if not quality.frames:
        return ""
    return f"seen {words.share(quality.seen_share)} of the time, {quality.frames_per_s:.0f} pictures a second"
