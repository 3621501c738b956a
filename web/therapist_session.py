"""One session as the therapist reads it: what was done, by exercise and by repetition. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from coach.goal import is_open
from coach.metrics import summarise
from coach.record import (
    CheckIn,
    Ending,
    ExercisePlan,
    ExerciseRecord,
    ExerciseSummary,
    Quality,
    RepRecord,
    SessionOpening,
)
from coach.state import Tally
from coach.store import SessionHead, StoredSession
from coach.supervised import Led
from pose.neutral import STEEP_DEG, camera_tilt_deg
from web import therapist_words as words
from web.led_words import account as led_account


@dataclass(frozen=True)
class ExerciseLine:
    """One exercise of a session, in words."""

    position: int
    name: str
    target: str
    done: str
    hold: str
    peak: str
    in_band: str
    compensations: str
    hand: str
    unseen: str
    ended: str
    effort: str


@dataclass(frozen=True)
class RepLine:
    """One repetition, in words."""

    label: str
    start: str
    held: str
    hold: str
    in_band: str
    peak: str
    steadiness: str
    speed: str
    unseen: str
    hand: str
    compensations: str


def exercise_lines(stored: StoredSession) -> list[ExerciseLine]:
    """The exercises in order."""
    exercises = enumerate(stored.record.exercises)
    return [exercise_line(i, exercise, ended=stored.record.ending is not None) for i, exercise in exercises]


def exercise_line(position: int, exercise: ExerciseRecord, *, ended: bool) -> ExerciseLine:
    """One exercise; ``ended`` tells whether its session has."""
    plan, total = exercise.plan, totals(exercise)
    done = sum(rep.completed for rep in exercise.reps)
    return ExerciseLine(
        position=position,
        name=plan.name,
        target=words.target(plan),
        done=f"{done} of {plan.sets * plan.reps}",
        hold=f"{total.best_hold_s:.1f} of {plan.hold_s:g} s"
        if exercise.reps and not is_open(plan)
        else words.NOTHING,
        peak=words.peak(plan, total.best_peak_deg),
        in_band=words.seconds(total.in_band_s) if exercise.reps and not is_open(plan) else words.NOTHING,
        compensations=words.compensations(total.compensations) if exercise.reps else words.NOTHING,
        hand=words.seconds(total.trick_s) if exercise.reps else words.NOTHING,
        unseen=words.seconds(total.unseen_s) if exercise.reps else words.NOTHING,
        ended=_ended(exercise, session_ended=ended),
        effort=words.number(total.effort),
    )


def totals(exercise: ExerciseRecord) -> ExerciseSummary:
    """The exercise's summary, made from its repetitions where it was cut off before there was one."""
    if exercise.summary:
        return exercise.summary
    unseen = Tally(unseen_s=sum(rep.unseen_s for rep in exercise.reps))
    return summarise(exercise.reps, unseen, Ending.INTERRUPTED)


def _ended(exercise: ExerciseRecord, *, session_ended: bool) -> str:
    if exercise.summary:
        times = ", ".join(words.clock(one_s) for one_s in exercise.summary.eased_s)
        eased = f"; easier version asked for at {times}" if times else ""
        return words.ENDINGS[exercise.summary.ending] + eased
    if not exercise.reps:
        return "not begun"
    return words.ENDINGS[Ending.INTERRUPTED] if session_ended else "under way"


def rep_lines(exercise: ExerciseRecord) -> list[RepLine]:
    """The repetitions of one exercise in order."""
    return [_rep_line(exercise.plan, rep) for rep in exercise.reps]


def rep_label(plan: ExercisePlan, rep: RepRecord) -> str:
    """Such as "3", or "2.3" for the third of the second set."""
    return f"{rep.set_number}.{rep.rep_number}" if plan.sets > 1 else f"{rep.rep_number}"


def _rep_line(plan: ExercisePlan, rep: RepRecord) -> RepLine:
    kinds = dict.fromkeys(rep.compensations, 0)
    for kind in rep.compensations:
        kinds[kind] += 1
    return RepLine(
        label=rep_label(plan, rep),
        start=words.clock(rep.started_s),
        held="yes" if rep.completed else "not to the end",
        hold=words.seconds(rep.hold_s, 1),
        in_band=words.seconds(rep.in_band_s, 1),
        peak=words.peak(plan, rep.peak_deg),
        steadiness=_spread(plan, rep.steadiness_deg),
        speed=words.number(rep.peak_speed_deg_s, "°/s"),
        unseen=words.seconds(rep.unseen_s, 1),
        hand=words.seconds(rep.trick_s, 1),
        compensations=words.compensations(kinds.items()),
    )


def _spread(plan: ExercisePlan, value: float | None) -> str:
    if plan.movement in words.IN_WIDTHS:
        return words.number(None if value is None else value * 100, " %", 1)
    return words.number(value, "°", 1)


def account(stored: StoredSession) -> list[str]:
    """What happened, in a few sentences."""
    head, record = stored.head, stored.record
    return [
        _done(head, by_therapist=any(one.kind is Led.ENDED for one in record.interventions)),
        *led_account(record),
        *_red(record.opening),
        _felt(head, record.opening.check_in),
        *_seen(record.quality),
        _camera(record.opening),
    ]


def _done(head: SessionHead, *, by_therapist: bool) -> str:
    dose = "" if head.resting_only else f"of {head.prescribed_reps} prescribed "
    reps = f"{head.done_reps} {dose}repetitions done"
    tried = head.tried_reps - head.done_reps
    more = f", {tried} more begun" if tried else ""
    length = words.length_s(head.started_at, head.ended_at)
    took = "" if length is None else f" in {words.seconds(length)}"
    who = "therapist" if by_therapist else "patient"
    how = {
        None: "The session is still open; everything up to here is kept.",
        Ending.DONE: "The session was done to the end.",
        Ending.STOPPED: f"The {who} ended it early, and what was done counts.",
        Ending.INTERRUPTED: "The session was cut off, and what was done counts.",
    }
    return f"{reps}{took}{more}. {how.get(head.ending, '')}"


def _red(opening: SessionOpening) -> Iterator[str]:
    if opening.resting_only:
        yield "A red answer before the session turned it into rest and breathing."


def _felt(head: SessionHead, before: CheckIn) -> str:
    trouble = {
        "swallowing was difficult": before.swallowing_trouble,
        "dizzy": before.dizziness,
        "something was new": before.anything_new,
    }
    said = [what for what, is_so in trouble.items() if is_so]
    after = "not asked" if head.pain_after is None else f"{head.pain_after}"
    effort = "" if head.effort is None else f", effort {head.effort}"
    told = f" Reported before: {', '.join(said)}." if said else ""
    return f"Pain {before.pain} before and {after} after, tension {before.tension}{effort}, of 10.{told}"


def _seen(quality: Quality | None) -> Iterator[str]:
    if quality is None or quality.frames == 0:
        return
    rate = f"{quality.frames_per_s:.0f} frames a second"
    trouble = {
        f"{words.count(quality.dropped, 'frame')} not measured": quality.dropped,
        f"somebody else in the picture for {quality.second_person_s:.0f} s": quality.second_person_s >= 1,
        f"the camera was lost {words.count(quality.camera_lost, 'time')}": quality.camera_lost,
    }
    rest = "".join(f"; {what}" for what, is_so in trouble.items() if is_so)
    yield f"The head was seen in {words.share(quality.seen_share)} of the frames, {rate}{rest}."
    if quality.notes:
        yield f"Noticed on the way: {', '.join(note.replace('_', ' ') for note in quality.notes)}."


def _camera(opening: SessionOpening) -> str:
    how = "assumed" if opening.fov_assumed else "known"
    camera = f"Camera: {opening.camera}, " if opening.camera else "Camera: "
    tilt_deg = camera_tilt_deg(opening.neutral) if opening.neutral else 0.0
    steep = f" {_steep(tilt_deg)}" if abs(tilt_deg) >= STEEP_DEG else ""
    return f"{camera}{opening.vertical_fov_deg:.3g}° high field of view ({how}).{steep}"


def _steep(tilt_deg: float) -> str:
    way, held = ("up", "raised") if tilt_deg > 0 else ("down", "bowed")
    return (
        f"In the straight position it seemed to look {way} at the patient by about {abs(tilt_deg):.0f}°, "
        f"or the head was held {held}."
    )
