"""When a cue is said: one at a time, and never in haste. What it says is `coach.wording`. Pure.

Never before the last one has ended, and at most one in 4 s; only the exercise's own few words (turn, stay,
back) and whether the clock runs keep their time and wait for the last one's end alone. Safety and answers to
the patient's own command come at once; whoever speaks cuts off what is being said then. The same correction
comes at most twice in an exercise. In a hold nothing is begun that would run into the word that ends it: a
short hold is left in peace after its "stay here", and what moved along in it is spoken of in the rest.
Where a therapist leads by voice, only safety and answers to the patient's own command are left.
"""

from dataclasses import dataclass, replace

from coach.compensation import CORRECTIONS
from coach.cue import Cue, CueKind, Scene, Wish
from coach.events import Compensated, Event, ExerciseStarted, RepFinished
from coach.record import Phase
from coach.speech import spoken_s
from coach.wording import wishes

__all__ = ["Cue", "CueKind", "Cued", "Scene", "Voice", "hush", "listen", "say"]

#: At most one cue in this long (clinical reference: one cue at a time, not every frame).
QUIET_S = 4.0
#: The same correction at most this often in one exercise.
SAME_AT_MOST = 2
#: A word in a hold or a rest is to end this long before the next one is due. Judgement.
AFTERWARDS_S = 1.0
#: Between two cues at least this much silence. Judgement.
BREATH_S = 0.3

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
        ended_s: when the last cue has been said to its end.
        quiet_s: from when on the next cue may be said that is not the exercise's own.
        waiting: what could not be said yet; at most one.
        late: the first compensation of this repetition that has not been spoken of.
        counted: the limited cues that were said in this exercise.
        last: the cue that was said last.
    """

    ended_s: float = 0.0
    quiet_s: float = 0.0
    waiting: Wish | None = None
    late: Compensated | None = None
    counted: tuple[str, ...] = ()
    last: Cue | None = None


def listen(voice: Voice, events: tuple[Event, ...], scene: Scene) -> tuple[Voice, Cue | None]:
    """Choose what to say now, if anything, after the events of one moment."""
    voice = _notice(voice, events)
    waiting = (voice.waiting,) if voice.waiting else ()
    scene = replace(scene, late=_still_tosay(voice))
    possible = [wish for wish in (*waiting, *wishes(events, scene)) if _makes_sense(wish, voice, scene)]
    possible.sort(key=lambda wish: RANK[wish.cue.kind])
    best = next((wish for wish in possible if _may_be_said(wish, voice, scene)), None)
    left = next((wish for wish in possible if wish is not best), None)
    ended = any(isinstance(event, RepFinished) for event in events)
    voice = replace(voice, waiting=left, late=None if ended else voice.late)
    return (say(voice, best.cue, scene.t_s), best.cue) if best else (voice, None)


def _notice(voice: Voice, events: tuple[Event, ...]) -> Voice:
    for event in events:
        if isinstance(event, ExerciseStarted):
            voice = replace(voice, late=None, counted=())
        elif isinstance(event, Compensated) and voice.late is None:
            voice = replace(voice, late=event)
    return voice


def _still_tosay(voice: Voice) -> Compensated | None:
    """What moved along and was not spoken of, unless its correction has been said often enough."""
    if voice.late is None or voice.counted.count(CORRECTIONS[voice.late.kind]) >= SAME_AT_MOST:
        return None
    return voice.late


def _may_be_said(wish: Wish, voice: Voice, scene: Scene) -> bool:
    free_s = voice.ended_s if wish.cue.kind is CueKind.INSTRUCTION else voice.quiet_s
    if wish.cue.kind in AT_ONCE:
        return True
    return not scene.silent and scene.t_s >= max(free_s, wish.from_s) and _has_room(wish.cue, scene)


def _makes_sense(wish: Wish, voice: Voice, scene: Scene) -> bool:
    """Not stale, in its phase, and not said too often."""
    cue = wish.cue
    if cue.kind in AT_ONCE:
        return True
    if scene.muted:
        return False
    in_time = scene.t_s <= wish.until_s and (not wish.phases or scene.phase in wish.phases)
    often = voice.counted.count(cue.key) >= SAME_AT_MOST
    return in_time and not often and _is_true(cue, voice, scene)


def _is_true(cue: Cue, voice: Voice, scene: Scene) -> bool:
    """Whether the patient is seen or not has not changed since; only who was told is told again."""
    if cue.key == "not_seen":
        return scene.blind
    return cue.key != "seen_again" or (voice.last is not None and voice.last.key == "not_seen")


def _has_room(cue: Cue, scene: Scene) -> bool:
    """The word that ends a hold or a rest will not be late; unseen, a hold's clock stands still."""
    own = cue.kind is CueKind.INSTRUCTION
    needed_s = spoken_s(cue.text) + AFTERWARDS_S
    if scene.phase is Phase.HOLD and not scene.blind:
        return scene.hold_left_s >= needed_s
    return own or scene.phase is not Phase.REST or scene.rest_left_s >= needed_s


def say(voice: Voice, cue: Cue, t_s: float) -> Voice:
    """The voice once this has been said; the next cue waits for its end."""
    counted = (*voice.counted, cue.key) if cue.key.startswith(LIMITED) else voice.counted
    late = None if cue.kind is CueKind.CORRECTION else voice.late
    ended_s = t_s + spoken_s(cue.text) + BREATH_S
    quiet_s = max(t_s + QUIET_S, ended_s)
    return replace(voice, ended_s=ended_s, quiet_s=quiet_s, late=late, counted=counted, last=cue)


def hush(voice: Voice, t_s: float) -> Voice:
    """What is being said is cut off, and nothing waits."""
    return replace(voice, ended_s=t_s, quiet_s=t_s, waiting=None)
