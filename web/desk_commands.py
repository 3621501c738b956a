"""What a therapist can do beside a sitting, by name; each acts on a loop whose lock is held."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from coach import leading
from coach.adjusting import hold_by, target_by
from coach.parts import AXES
from coach.resolved import comfortable_deg
from coach.supervised import Led
from web.errors import AskedError
from web.form_text import whole_letters

if TYPE_CHECKING:
    from web.live_loop import Loop

#: As long as a sentence that is listened to. Judgement.
LONGEST_SAID, LONGEST_MARK = 200, 400
#: No session is longer than a day.
LONGEST_SESSION_S = 86_400

Act = Callable[["Loop", str, dict[str, Any]], dict[str, Any]]


def _target(steps: int) -> Act:
    def act(loop: Loop, author: str, _: dict[str, Any]) -> dict[str, Any]:
        change = target_by(steps, _comfortable_deg(loop))
        loop.sitting.lead_training(partial(leading.change, wanted=change), author)
        return {}

    return act


def _comfortable_deg(loop: Loop) -> float | None:
    """How far this patient goes in comfort where the exercise under way goes; ``None`` where not known."""
    task = loop.sitting.session.task if loop.sitting.session else None
    reach = loop.sitting.brief.reach
    if task is None or reach is None or task.exercise.movement not in AXES or not task.exercise.direction:
        return None
    return comfortable_deg(task.exercise, task.plan.side, reach)


def _hold(steps: int) -> Act:
    def act(loop: Loop, author: str, _: dict[str, Any]) -> dict[str, Any]:
        loop.sitting.lead_training(partial(leading.change, wanted=hold_by(steps)), author)
        return {}

    return act


def _midline(loop: Loop, author: str, _: dict[str, Any]) -> dict[str, Any]:
    loop.sitting.set_midline(author)
    return {}


def _mute(*, muted: bool) -> Act:
    def act(loop: Loop, author: str, _: dict[str, Any]) -> dict[str, Any]:
        loop.sitting.lead(partial(leading.mute, muted=muted), author)
        return {}

    return act


def _say(loop: Loop, author: str, body: dict[str, Any]) -> dict[str, Any]:
    words = text_in(body, "words", LONGEST_SAID)
    if not words:
        raise AskedError("There is nothing to say yet.")
    loop.sitting.lead(partial(leading.speak_up, words=words), author)
    return {}


def _mark(loop: Loop, author: str, _: dict[str, Any]) -> dict[str, Any]:
    return {"at_s": loop.sitting.mark(author).at_s}


def _word_mark(loop: Loop, author: str, body: dict[str, Any]) -> dict[str, Any]:
    at_s = body.get("at_s")
    if isinstance(at_s, bool) or not isinstance(at_s, int | float) or not 0 <= at_s <= LONGEST_SESSION_S:
        raise AskedError("Which moment the words belong to is a number of seconds.")
    loop.sitting.word_mark(author, float(at_s), text_in(body, "words", LONGEST_MARK))
    return {}


def _undo(loop: Loop, author: str, _: dict[str, Any]) -> dict[str, Any]:
    return {"undone": loop.sitting.undo(author)}


def _command(kind: Led) -> Act:
    def act(loop: Loop, author: str, _: dict[str, Any]) -> dict[str, Any]:
        if kind is Led.RESUMED and loop.camera is None:
            loop.wake()  # it goes on with the first picture
        else:
            loop.sitting.lead(partial(leading.command, kind=kind), author)
        return {}

    return act


def text_in(body: dict[str, Any], name: str, longest: int) -> str:
    """A text of one line that was given.

    Raises:
        AskedError: it is none, or too long.
    """
    text = body.get(name, "")
    if not isinstance(text, str) or len(text) > longest:
        raise AskedError(f"The {name} can be up to {longest} characters.")
    return " ".join(whole_letters(text).split())


LEADING: dict[str, Act] = {
    "easier": _target(-1),
    "harder": _target(1),
    "shorter": _hold(-1),
    "longer": _hold(1),
    "midline": _midline,
    "mute": _mute(muted=True),
    "unmute": _mute(muted=False),
    "say": _say,
    "mark": _mark,
    "word_mark": _word_mark,
    "undo": _undo,
    "pause": _command(Led.PAUSED),
    "resume": _command(Led.RESUMED),
    "skip": _command(Led.SKIPPED),
    "end": _command(Led.ENDED),
}
