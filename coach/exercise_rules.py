"""The rules that the fields of an exercise keep together, each broken one in words."""

from collections.abc import Callable, Iterator, Set

from coach.exercise_fields import Fields
from coach.findings import Camera
from coach.parts import LONGEST_HOLD_S, SIDED, Broken, Direction, Ends, Movement
from coach.speech import places
from coach.target_rules import (
    also_fits,
    direction_fits,
    ends_fits,
    middle_fits,
    path_fits,
    stops_fit,
    target_fits,
    targets_are_within_what_the_camera_sees,
)

#: The dose of a spoken guide tells its length to within this. Judgement: half a minute is nothing in ten.
GUIDE_SLACK_S = 30.0

#: Named places that a spoken sentence may have.
PLACES = ("name", "reps", "hold_s", "side", "other_side", "go")


def broken(exercise: Fields, unreadable: Set[str] = frozenset()) -> Iterator[Broken]:
    """The rules that an exercise breaks, but for those that need a field that could not be read."""
    for needed, rule in RULES:
        if not needed & unreadable:
            yield from rule(exercise)


def pace_fits(exercise: Fields) -> Iterator[Broken]:
    """Breathing has a pace, and one repetition is one breath; presence without a pace is just sitting."""
    pace = exercise.pace
    if pace and exercise.movement is not Movement.PRESENCE:
        yield Broken("pace", "a pace for presence and for no other movement", "a pace")
    if pace and exercise.dose.hold_s != pace.in_s + pace.out_s:
        wanted = f"{pace.in_s + pace.out_s:g}, the length of one breath of the pace"
        yield Broken("dose.hold_s", wanted, f"{exercise.dose.hold_s:g}")


def guide_fits(exercise: Fields) -> Iterator[Broken]:
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


def words_fit(exercise: Fields) -> Iterator[Broken]:
    """Every moment that is spoken has its sentence, with named places that can be filled."""
    wanted = _sentences(exercise)
    if exercise.say.given() != wanted:
        yield Broken("say", ", ".join(sorted(wanted)), ", ".join(sorted(exercise.say.given())))
    sided, either = exercise.direction in SIDED, exercise.or_movement is not None
    known = tuple(p for p in PLACES if (sided or "side" not in p) and (either or p != "go"))
    for name in sorted(exercise.say.given()):
        yield from places_fit(f"say.{name}", getattr(exercise.say, name), known)
    for name, steps in (("guide", exercise.guide), ("stops", exercise.stops), ("path", exercise.path)):
        for number, said in enumerate([step.say for step in steps]):
            yield from places_fit(f"{name}.{number}.say", said, known)


def _sentences(exercise: Fields) -> set[str]:
    """The moments that an exercise has."""
    if exercise.guide:
        return {"introduce"}
    if exercise.movement is Movement.PRESENCE:
        return {"introduce", "breathe_in", "breathe_out"} if exercise.pace else {"introduce", "hold"}
    if exercise.ends is Ends.FURTHEST:
        return {"introduce", "move", "back"}
    if exercise.stops or exercise.path:
        return {"introduce", "hold", "back"}
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


def still_fits(exercise: Fields) -> Iterator[Broken]:
    """What is asked to move is not asked to keep still, and nothing is asked twice."""
    still = [entry.movement.value for entry in exercise.keep_still]
    also = exercise.target.also if exercise.target else None
    for asked in (exercise.movement, *((also.movement,) if also else ())):
        if asked.value in still:
            yield Broken("keep_still", "only movements that are not asked for", asked)
    if len(set(still)) != len(still):
        yield Broken("keep_still", "each movement once", ", ".join(still))


def either_fits(exercise: Fields) -> Iterator[Broken]:
    """Only a turn may be a tilt for others, to the corrective side, as far as a tilt can go."""
    if exercise.or_movement is None:
        return
    turn, tilt = Movement.ROTATION, Movement.LATERAL_FLEXION
    pair = (exercise.movement, exercise.or_movement)
    if pair != (turn, tilt) or exercise.direction is not Direction.CORRECTIVE:
        yield Broken("or_movement", f"{tilt} for a corrective {turn}", f"{pair[1]} for {pair[0]}")


#: Each rule with the fields that it needs.
RULES: tuple[tuple[Set[str], Callable[[Fields], Iterator[Broken]]], ...] = (
    ({"movement", "direction", "ends"}, direction_fits),
    ({"movement", "direction", "ends", "stops"}, ends_fits),
    ({"movement", "direction", "ends", "target", "stops"}, target_fits),
    ({"movement", "target", "stops"}, targets_are_within_what_the_camera_sees),
    ({"movement", "direction", "target"}, also_fits),
    ({"movement", "direction", "stops"}, stops_fit),
    ({"movement", "direction", "or_movement"}, either_fits),
    ({"movement", "path"}, path_fits),
    ({"movement", "ends", "eyes_closed", "rise", "baseline_s", "max_speed_deg_s"}, middle_fits),
    ({"movement", "pace", "dose"}, pace_fits),
    ({"camera", "movement", "dose", "pace", "guide", "asks"}, guide_fits),
    ({"movement", "direction", "or_movement", "ends", "pace", "guide", "stops", "path", "say"}, words_fit),
    ({"movement", "target", "keep_still"}, still_fits),
)
