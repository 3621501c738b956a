"""What a therapist did beside a session, in words. Pure."""

from collections.abc import Iterable

from coach.record import ExercisePlan, SessionRecord
from coach.supervised import CHANGES, Intervention, Led, MarkedMoment
from web import therapist_words as words

Beside = Intervention | MarkedMoment

#: What was done where no number changed.
DONE = {
    Led.MUTED: "the coach is silent",
    Led.UNMUTED: "the coach speaks again",
    Led.PAUSED: "paused by the therapist",
    Led.RESUMED: "gone on by the therapist",
    Led.SKIPPED: "left out by the therapist",
    Led.ENDED: "ended by the therapist",
}


def beside_exercise(record: SessionRecord, position: int) -> tuple[Beside, ...]:
    """What was marked and done in one exercise."""
    return tuple(one for one in _all(record) if one.position == position)


def _all(record: SessionRecord) -> tuple[Beside, ...]:
    return (*record.marked, *record.interventions)


def told(one: Beside, plan: ExercisePlan) -> str:
    """One of them, with who."""
    return f"{_what(one, plan)} ({one.author})"


def _what(one: Beside, plan: ExercisePlan) -> str:
    if isinstance(one, MarkedMoment):
        return f"marked: {one.words}" if one.words else "marked"
    if one.kind is Led.SAID:
        return f"said: “{one.words}”"
    if one.kind is Led.MIDLINE:
        return f"the middle measured anew, {one.after or 0:.0f}° from the one before"
    return DONE[one.kind] if one.kind in DONE else change(one, plan.movement)


def change(one: Intervention, movement: str) -> str:
    """A number that changed, from and to."""
    before, after = one.before or 0.0, one.after or 0.0
    if one.kind is Led.HOLD:
        return f"hold {after:g} s in place of {before:g} s, from the next repetition on"
    if one.kind is Led.BAND:
        return f"band ±{after:g}° in place of ±{before:g}°, from the next repetition on"
    where = words.place(movement, after)
    return f"target {where} in place of {words.place(movement, before)}, from the next repetition on"


def account(record: SessionRecord) -> Iterable[str]:
    """That a therapist led it, for the head of a session's page; nothing where none did."""
    authors = dict.fromkeys(one.author for one in _all(record))
    if not authors:
        return
    marks = words.count(len(record.marked), "moment")
    changes = words.count(sum(one.kind in CHANGES for one in record.interventions), "change")
    elsewhere = [one for one in record.marked if one.position is None and one.words]
    noted = "".join(f" Marked outside an exercise: {one.words}." for one in elsewhere)
    yield f"{' and '.join(authors)} led it: {marks} marked, {changes} of what was asked.{noted}"
