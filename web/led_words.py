"""What a therapist did beside a session, in words. Pure."""

from collections.abc import Iterable, Iterator

from coach.record import ExercisePlan, SessionRecord
from coach.supervised import BY_ITSELF, CHANGES, MIDLINES, Intervention, Led, MarkedMoment, NewMidline
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
#: Where a new middle lies as seen from the one before, positive first.
FROM_BEFORE = {
    "rotation": ("turned {} to their left", "turned {} to their right"),
    "lateral_flexion": ("tilted {} to their left", "tilted {} to their right"),
    "extension": ("the chin {} higher", "the chin {} lower"),
}
#: Within so many standard errors a difference may be chance, in 95 of 100.
SURE = 1.96


def beside_exercise(record: SessionRecord, position: int) -> tuple[Beside, ...]:
    """What was marked and done in one exercise."""
    return tuple(one for one in _all(record) if one.position == position)


def _all(record: SessionRecord) -> tuple[Beside, ...]:
    return (*record.marked, *record.interventions)


def told(one: Beside, plan: ExercisePlan) -> str:
    """One of them, with who."""
    later = isinstance(one, Intervention) and one.kind in CHANGES
    return f"{what(one, plan)}{', from the next repetition on' if later else ''} ({one.author})"


def what(one: Beside, plan: ExercisePlan) -> str:
    """One of them in few words."""
    if isinstance(one, MarkedMoment):
        return f"marked: {one.words}" if one.words else "marked"
    if one.kind is Led.SAID:
        return f"said: “{one.words}”"
    if one.kind in MIDLINES:
        return f"the middle {_middle(one)}"
    return DONE[one.kind] if one.kind in DONE else change(one, plan.movement)


def _middle(one: Intervention) -> str:
    """From where angles are counted, and how well that is known."""
    from_deg = f"{one.after or 0:.0f}°"
    if one.kind is Led.MIDLINE_BACK:
        return f"from before, taken again; {from_deg} from the one that was set"
    return f"measured anew{_numbers(one.midline) if one.midline else f', {from_deg} from the one before'}"


def _numbers(midline: NewMidline) -> str:
    replaced_s = midline.replaced_s
    before = "the one at the start" if replaced_s is None else f"the one set at {words.clock(replaced_s)}"
    where = ", ".join(_beside(midline)) or "in the same place"
    chance = "" if _sure(midline) else ", which may be the error of the measurement"
    taken = f"{midline.frames} pictures, in which the head moved by {midline.spread_deg:.1f}°"
    return f": {where}, compared with {before}{chance} ({taken}; ± is the standard error)"


def _beside(midline: NewMidline) -> Iterator[str]:
    """Its place on each axis on which it is another one, with the standard error."""
    for axis, sides in FROM_BEFORE.items():
        deg, error_deg = _on(midline, axis)
        if round(abs(deg)):
            yield sides[deg < 0].format(f"{abs(deg):.0f}° ± {error_deg:.0f}°")


def _sure(midline: NewMidline) -> bool:
    """Whether it is another place than before by more than the error of the measurement."""
    axes = (_on(midline, axis) for axis in FROM_BEFORE)
    return any(abs(deg) > SURE * error_deg for deg, error_deg in axes)


def _on(midline: NewMidline, axis: str) -> tuple[float, float]:
    return getattr(midline, f"{axis}_deg"), getattr(midline, f"{axis}_error_deg")


def change(one: Intervention, movement: str) -> str:
    """A number that changed, from and to."""
    before, after = one.before or 0.0, one.after or 0.0
    if one.kind is Led.HOLD:
        return f"hold {after:g} s in place of {before:g} s"
    if one.kind is Led.BAND:
        return f"band ±{after:g}° in place of ±{before:g}°"
    where = words.place(movement, after)
    return f"target {where} in place of {words.place(movement, before)}"


def account(record: SessionRecord) -> Iterable[str]:
    """That a therapist led it, for the head of a session's page; nothing where none did."""
    authors = dict.fromkeys(one.author for one in _all(record) if one.author != BY_ITSELF)
    if not authors:
        return
    marks = words.count(len(record.marked), "moment")
    changes = words.count(sum(one.kind in CHANGES for one in record.interventions), "change")
    elsewhere = [one for one in record.marked if one.position is None and one.words]
    noted = "".join(f" Marked outside an exercise: {one.words}." for one in elsewhere)
    yield f"{' and '.join(authors)} led it: {marks} marked, {changes} of what was asked.{noted}"
    for one in record.interventions:
        if one.kind in MIDLINES:
            yield f"From {words.clock(one.at_s)} on angles are counted from the middle {_middle(one)}."
