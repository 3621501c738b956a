"""When a cue is said: one at a time, and never in haste. What it says is `coach.wording`. Pure.

At most one cue in 4 s, and never before the last one has ended. Only safety and answers to the patient's own
command come at once; whoever speaks cuts off what is being said then. The same correction comes at most twice
in an exercise. In a hold nothing is begun that would run into the word that ends it.
"""

from dataclasses import dataclass, replace

from coach.events import Compensated, Event, ExerciseStarted
from coach.exercise import spoken_s
from coach.record import Phase
from coach.wording import CUE_PLACES, Cue, CueKind, Scene, Wish, wishes

__all__ = ["CUE_PLACES", "Cue", "CueKind", "Cued", "Scene", "Voice", "listen"]

#: At most one cue in this long (clinical reference: one cue at a time, not every frame).
QUIET_S = 4.0
#: The same correction at most this often in one exercise.
SAME_AT_MOST = 2
#: A word in a rest needs this much of it left, so that the next instruction is not late. Judgement.
REST_FOR_WORDS_S = 3.0

AT_ONCE = (CueKind.SAFETY, CueKind.REPLY)
#: Instructions come before corrections, corrections before praise; safety before all.
RANK = {kind: rank for rank, kind in enumerate(CueKind)}
#: Which cues are counted, by the beginning of their keys.
LIMITED = ("correct_", "past_target", "take_time", "not_seen", "seen_again")


@dataclass(frozen=True)
class Cued(Event):
    """A cue is to be said now."""

    cue: Cue


@dataclass(frozen=True)
class Voice:
    """What has been said and what is waiting.

    Attributes:
        free_s: from when on the next ordinary cue may be said.
        waiting: what could not be said yet; at most one.
        late: the first compensation that has not been spoken of.
        counted: the limited cues that were said in this exercise.
        last: the cue that was said last.
    """

    free_s: float = 0.0
    waiting: Wish | None = None
    late: Compensated | None = None
    counted: tuple[str, ...] = ()
    last: Cue | None = None


def listen(voice: Voice, events: tuple[Event, ...], scene: Scene) -> tuple[Voice, Cue | None]:
    """Choose what to say now, if anything, after the events of one moment."""
    voice = _notice(voice, events)
    waiting = (voice.waiting,) if voice.waiting else ()
    scene = replace(scene, late=voice.late)
    possible = [wish for wish in (*wishes(events, scene), *waiting) if _makes_sense(wish, voice, scene)]
    possible.sort(key=lambda wish: RANK[wish.cue.kind])
    best = next((wish for wish in possible if _may_be_said(wish, voice, scene.t_s)), None)
    left = next((wish for wish in possible if wish is not best), None)
    voice = replace(voice, waiting=left)
    return (_say(voice, best.cue, scene.t_s), best.cue) if best else (voice, None)


def _notice(voice: Voice, events: tuple[Event, ...]) -> Voice:
    for event in events:
        if isinstance(event, ExerciseStarted):
            voice = replace(voice, late=None, counted=())
        elif isinstance(event, Compensated) and voice.late is None:
            voice = replace(voice, late=event)
    return voice


def _may_be_said(wish: Wish, voice: Voice, t_s: float) -> bool:
    return wish.cue.kind in AT_ONCE or (t_s >= voice.free_s and t_s >= wish.from_s)


def _makes_sense(wish: Wish, voice: Voice, scene: Scene) -> bool:
    """Not stale, in its phase, not said too often, and not in the way of what has to be said next."""
    cue = wish.cue
    if cue.kind in AT_ONCE:
        return True
    in_time = scene.t_s <= wish.until_s and (not wish.phases or scene.phase in wish.phases)
    often = voice.counted.count(cue.key) >= SAME_AT_MOST
    return in_time and not often and _is_true(cue, voice, scene) and _has_room(cue, scene)


def _is_true(cue: Cue, voice: Voice, scene: Scene) -> bool:
    """Whether the patient is seen or not has not changed since; only who was told is told again."""
    if cue.key == "not_seen":
        return scene.blind
    return cue.key != "seen_again" or (voice.last is not None and voice.last.key == "not_seen")


def _has_room(cue: Cue, scene: Scene) -> bool:
    """The word that ends a hold or a rest will not be late."""
    if scene.phase is Phase.HOLD:
        return scene.hold_left_s >= max(QUIET_S, spoken_s(cue.text))
    return scene.phase is not Phase.REST or cue.key == "back" or scene.rest_left_s >= REST_FOR_WORDS_S


def _say(voice: Voice, cue: Cue, t_s: float) -> Voice:
    counted = (*voice.counted, cue.key) if cue.key.startswith(LIMITED) else voice.counted
    late = None if cue.kind is CueKind.CORRECTION else voice.late
    return replace(voice, free_s=t_s + max(QUIET_S, spoken_s(cue.text)), late=late, counted=counted, last=cue)


def hush(voice: Voice, t_s: float) -> Voice:
    """What is being said is cut off, and nothing waits."""
    return replace(voice, free_s=t_s, waiting=None)
