"""One exercise as data, and the rules its fields must keep together. The pieces are in `coach.parts`."""

from collections.abc import Callable, Iterator, Set
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from coach.findings import Camera, Need, Pattern
from coach.parts import (
    AXES,
    LONGEST_HOLD_S,
    SIDED,
    Asked,
    Broken,
    Direction,
    Dose,
    Ends,
    GuideStep,
    Id,
    KeepStill,
    Movement,
    NotWith,
    Pace,
    Part,
    Picture,
    Say,
    Target,
    Words,
)
from coach.speech import places, spoken_s

#: Beyond these a front camera cannot be trusted to score a target. Judgement of the clinical reference;
#: fixed here and not in the files, because they belong to the camera and not to an exercise.
CAP_DEG = {"rotation": 50.0, "lateral_flexion": 35.0, "extension": 30.0}

#: The near edge of a band must lie at least this far from the middle, or resting and reaching could not be
#: told apart. Judgement: the error of the measurement, held still, is about 2 degrees.
MIN_CLEAR_DEG = 2.0

#: Quiet time after an exercise has been explained, before its first movement is asked for. Judgement.
COUNTDOWN_S = 3.0

#: The dose of a spoken guide tells its length to within this. Judgement: half a minute is nothing in ten.
GUIDE_SLACK_S = 30.0

#: Named places that a spoken sentence may have.
PLACES = ("name", "reps", "hold_s", "side", "other_side")


class Exercise(Part):
    """One exercise, the same for every patient."""

    id: Id
    version: int = Field(ge=1, le=9999)
    name: Words
    purpose: Words
    why: Words
    source: Words
    position: Words
    cautions: tuple[Words, ...] = ()
    camera: Camera = Camera.ANGLE
    patterns: tuple[Pattern, ...] = ()
    needs: tuple[Need, ...] = ()
    not_with: NotWith = NotWith()
    progression: Words | None = None
    easier: Words | None = None
    reference: str | None = Field(default=None, min_length=1, max_length=40)
    movement: Movement
    direction: Direction | None = None
    target: Target | None = None
    ends: Ends = Ends.HELD
    dose: Dose
    keep_still: tuple[KeepStill, ...] = ()
    max_speed_deg_s: float | None = Field(default=None, ge=10, le=120)
    pace: Pace | None = None
    picture: Picture = Picture()
    guide: tuple[GuideStep, ...] = Field(default=(), max_length=80)
    asks: tuple[Asked, ...] = ()
    say: Say

    @property
    def prepare_s(self) -> float:
        """Seconds from the announcement to the first movement: time to hear it and to settle."""
        return spoken_s(f"{self.name} {self.position} {self.say.introduce}") + COUNTDOWN_S

    @property
    def guide_s(self) -> float:
        """Seconds that a spoken guide takes, words and quiet times; 0 for every other exercise."""
        return sum(spoken_s(step.say) + step.wait_s for step in self.guide)

    @model_validator(mode="after")
    def _fields_fit_together(self) -> Self:
        found = list(broken(self))
        if found:
            raise PydanticCustomError("rules", "fields do not fit together", {"broken": found})
        return self


def broken(exercise: Exercise, unreadable: Set[str] = frozenset()) -> Iterator[Broken]:
    """The rules that an exercise breaks, but for those that need a field that could not be read."""
    for needed, rule in RULES:
        if not needed & unreadable:
            yield from rule(exercise)


def direction_fits(exercise: Exercise) -> Iterator[Broken]:
    """Turns and tilts go to a side, nods up or down, the rest nowhere."""
    nod = (Direction.FLEXION, Direction.EXTENSION)
    allowed = {Movement.ROTATION: SIDED, Movement.LATERAL_FLEXION: SIDED, Movement.EXTENSION: nod}
    wanted = allowed.get(exercise.movement, ())
    got = exercise.direction
    if wanted and got not in wanted:
        yield Broken("direction", f"one of {', '.join(wanted)} for {exercise.movement}", got or "nothing")
    if not wanted and got is not None:
        yield Broken("direction", f"nothing for {exercise.movement}", got)


def ends_fits(exercise: Exercise) -> Iterator[Broken]:
    """How far is asked of an axis, how long of the middle."""
    known = {Movement.DEVIATION: (Ends.HELD, Ends.TIME)} | dict.fromkeys(AXES, (Ends.HELD, Ends.FURTHEST))
    allowed = known.get(exercise.movement, (Ends.HELD,))
    if exercise.ends not in allowed:
        yield Broken("ends", f"{' or '.join(allowed)} for {exercise.movement}", exercise.ends)


def target_fits(exercise: Exercise) -> Iterator[Broken]:
    """Each movement has its own way of giving a target; as far as the head likes has none."""
    fixed: dict[Movement, tuple[set[str], ...]] = {
        Movement.DEVIATION: ({"band_deg"},),
        Movement.EAR_HEIGHT: ({"at_widths", "band_widths"},),
        Movement.PRESENCE: (set(),),
    }
    axis: tuple[set[str], ...] = ({"at_deg", "band_deg"}, {"share_of_reach", "band_deg"})
    wanted = (set(),) if exercise.ends is Ends.FURTHEST else fixed.get(exercise.movement, axis)
    given = exercise.target.given() if exercise.target else set()
    if given not in wanted:
        names = " or ".join(" and ".join(sorted(names)) or "nothing" for names in wanted)
        yield Broken("target", f"{names} for {exercise.movement}", " and ".join(sorted(given)) or "nothing")


def target_is_within_what_the_camera_sees(exercise: Exercise) -> Iterator[Broken]:
    """A target in degrees keeps to the cap and can be told from the middle."""
    cap, target = CAP_DEG.get(exercise.movement), exercise.target
    if cap is None or target is None or target.at_deg is None or target.band_deg is None:
        return
    if target.at_deg > cap:
        yield Broken("target.at_deg", f"at most {cap:g} for {exercise.movement}", f"{target.at_deg:g}")
    if target.at_deg < target.band_deg + MIN_CLEAR_DEG:
        wanted = f"at least {target.band_deg + MIN_CLEAR_DEG:g}, so that the band keeps clear of the middle"
        yield Broken("target.at_deg", wanted, f"{target.at_deg:g}")


def pace_fits(exercise: Exercise) -> Iterator[Broken]:
    """Breathing has a pace, and one repetition is one breath; presence without a pace is just sitting."""
    pace = exercise.pace
    if pace and exercise.movement is not Movement.PRESENCE:
        yield Broken("pace", "a pace for presence and for no other movement", "a pace")
    if pace and exercise.dose.hold_s != pace.in_s + pace.out_s:
        wanted = f"{pace.in_s + pace.out_s:g}, the length of one breath of the pace"
        yield Broken("dose.hold_s", wanted, f"{exercise.dose.hold_s:g}")


def guide_fits(exercise: Exercise) -> Iterator[Broken]:
    """With the camera off there is a spoken guide and nothing else: presence, once, as long as it takes."""
    off, dose = exercise.camera is Camera.NOTHING, exercise.dose
    if off != bool(exercise.guide):
        wanted = "the steps of a spoken guide for camera: nothing, and for nothing else"
        yield Broken("guide", wanted, "steps" if exercise.guide else "nothing")
    if off and exercise.movement is not Movement.PRESENCE:
        yield Broken("movement", "presence for camera: nothing", exercise.movement)
    if off and (dose.sets, dose.reps) != (1, 1):
        yield Broken("dose", "1 set of 1 repetition for camera: nothing", f"{dose.sets} of {dose.reps}")
    if off and exercise.pace:
        yield Broken("pace", "nothing for camera: nothing", "a pace")
    if not off and dose.hold_s > LONGEST_HOLD_S:
        yield Broken("dose.hold_s", f"at most {LONGEST_HOLD_S}", f"{dose.hold_s:g}")
    if exercise.asks and not exercise.guide:
        yield Broken("asks", "nothing without a guide", ", ".join(exercise.asks))
    if exercise.guide and abs(dose.hold_s - exercise.guide_s) > GUIDE_SLACK_S:
        wanted = f"about {exercise.guide_s:.0f}, the length of the guide"
        yield Broken("dose.hold_s", wanted, f"{dose.hold_s:g}")


def words_fit(exercise: Exercise) -> Iterator[Broken]:
    """Every moment that is spoken has its sentence, with named places that can be filled."""
    wanted = _sentences(exercise)
    if exercise.say.given() != wanted:
        yield Broken("say", ", ".join(sorted(wanted)), ", ".join(sorted(exercise.say.given())))
    known = PLACES if exercise.direction in SIDED else tuple(p for p in PLACES if "side" not in p)
    for name in sorted(exercise.say.given()):
        yield from places_fit(f"say.{name}", getattr(exercise.say, name), known)
    for number, step in enumerate(exercise.guide):
        yield from places_fit(f"guide.{number}.say", step.say, known)


def _sentences(exercise: Exercise) -> set[str]:
    """The moments that an exercise has."""
    if exercise.guide:
        return {"introduce"}
    if exercise.movement is Movement.PRESENCE:
        return {"introduce", "breathe_in", "breathe_out"} if exercise.pace else {"introduce", "hold"}
    if exercise.ends is Ends.FURTHEST:
        return {"introduce", "move", "back"}
    return {"introduce", "move", "hold", "back"}


def places_fit(field: str, text: str, known: tuple[str, ...]) -> Iterator[Broken]:
    """A sentence has no named places but the known ones."""
    try:
        unknown = sorted(set(places(text)) - set(known))
    except ValueError:
        yield Broken(field, "braces in pairs", text)
        return
    if unknown:
        wanted = f"no named place but {', '.join('{' + name + '}' for name in known) or 'none'}"
        yield Broken(field, wanted, ", ".join("{" + name + "}" for name in unknown))


def still_fits(exercise: Exercise) -> Iterator[Broken]:
    """What is asked to move is not asked to keep still, and nothing is asked twice."""
    still = [entry.movement.value for entry in exercise.keep_still]
    if exercise.movement.value in still:
        yield Broken("keep_still", "only movements that are not asked for", exercise.movement)
    if len(set(still)) != len(still):
        yield Broken("keep_still", "each movement once", ", ".join(still))


#: Each rule with the fields that it needs.
RULES: tuple[tuple[Set[str], Callable[[Exercise], Iterator[Broken]]], ...] = (
    ({"movement", "direction"}, direction_fits),
    ({"movement", "ends"}, ends_fits),
    ({"movement", "ends", "target"}, target_fits),
    ({"movement", "target"}, target_is_within_what_the_camera_sees),
    ({"movement", "pace", "dose"}, pace_fits),
    ({"camera", "movement", "dose", "pace", "guide", "asks"}, guide_fits),
    ({"movement", "direction", "ends", "pace", "guide", "say"}, words_fit),
    ({"movement", "keep_still"}, still_fits),
)
