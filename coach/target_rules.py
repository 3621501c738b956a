"""The rules of where an exercise goes: direction, target, stops, path, and what ends a repetition."""

from collections.abc import Iterator

from coach.exercise_fields import Fields
from coach.parts import AXES, MIDDLES, SIDED, Broken, Direction, Ends, Movement, Target

#: Beyond these a front camera cannot be trusted to score a target. Judgement of the clinical reference;
#: fixed here and not in the files, because they belong to the camera and not to an exercise. Of a path, how
#: far it goes to either side.
CAP_DEG = {"rotation": 50.0, "lateral_flexion": 35.0, "extension": 30.0, "path": 25.0}

#: The near edge of a band must lie at least this far from the middle, or resting and reaching could not be
#: told apart. Judgement: the error of the measurement, held still, is about 2 degrees.
MIN_CLEAR_DEG = 2.0

#: The fewest stops that are worth being called so.
FEWEST_STOPS = 2

NOD = (Direction.FLEXION, Direction.EXTENSION)
DIRECTIONS: dict[Movement, tuple[Direction, ...]] = {
    Movement.ROTATION: SIDED,
    Movement.LATERAL_FLEXION: SIDED,
    Movement.EXTENSION: NOD,
    Movement.LATERAL_SHIFT: SIDED,
}

AT_A_PLACE: tuple[set[str], ...] = ({"at_deg", "band_deg"}, {"share_of_reach", "band_deg"})
IN_THE_MIDDLE: tuple[set[str], ...] = ({"band_deg"},)
#: How a target is given, for those movements whose direction does not matter.
GIVEN: dict[Movement, tuple[set[str], ...]] = {
    Movement.DEVIATION: IN_THE_MIDDLE,
    Movement.SHOULDERS: IN_THE_MIDDLE,
    Movement.LATERAL_SHIFT: ({"band_widths"},),
    Movement.PATH: ({"at_deg", "band_deg"},),
    Movement.EAR_HEIGHT: ({"at_widths", "band_widths"},),
    Movement.PRESENCE: (set(),),
}


def direction_fits(exercise: Fields) -> Iterator[Broken]:
    """Turns and tilts go to a side, nods up or down; without a direction an axis is kept in its middle."""
    allowed, got = DIRECTIONS.get(exercise.movement, ()), exercise.direction
    if got is not None and got not in allowed:
        wanted = f"one of {', '.join(allowed)} for {exercise.movement}" if allowed else ""
        yield Broken("direction", wanted or f"nothing for {exercise.movement}", got)
    if got is None and exercise.ends is Ends.FURTHEST and allowed:
        yield Broken("direction", f"one of {', '.join(allowed)} for {exercise.movement}", "nothing")


def ends_fits(exercise: Fields) -> Iterator[Broken]:
    """How far is asked of an axis, how long of the middle; stops come one after the other when held."""
    known = _endings(exercise)
    if exercise.ends not in known:
        yield Broken("ends", f"{' or '.join(known)} for {exercise.movement}", exercise.ends)


def _endings(exercise: Fields) -> tuple[Ends, ...]:
    if exercise.movement is Movement.PATH:
        return (Ends.TIME,)
    if exercise.stops:
        return (Ends.HELD,)
    if exercise.movement in AXES and (exercise.direction or exercise.ends is Ends.FURTHEST):
        return (Ends.HELD, Ends.FURTHEST)
    return (Ends.HELD, Ends.TIME) if exercise.of_the_middle else (Ends.HELD,)


def target_fits(exercise: Fields) -> Iterator[Broken]:
    """Each movement has its own way of giving a target; as far as the head likes has none, and with stops
    each stop has its own."""
    nowhere: tuple[set[str], ...] = (set(),)
    free = exercise.ends is Ends.FURTHEST or exercise.stops
    yield from _given("target", exercise, exercise.target, nowhere if free else _ways(exercise))
    for number, stop in enumerate(exercise.stops):
        middle = IN_THE_MIDDLE if exercise.movement in AXES else ()
        yield from _given(f"stops.{number}.target", exercise, stop.target, (*_ways(exercise), *middle))


def _ways(exercise: Fields) -> tuple[set[str], ...]:
    """In which ways a target may be given; a second axis may go along with a first that has a direction."""
    axis = AT_A_PLACE if exercise.direction else IN_THE_MIDDLE
    return GIVEN.get(exercise.movement, axis)


def _given(
    field: str, exercise: Fields, target: Target | None, ways: tuple[set[str], ...]
) -> Iterator[Broken]:
    given = target.given() if target else set()
    goes = exercise.movement in AXES and exercise.direction is not None
    if given - ({"also"} if goes else set()) not in ways:
        names = " or ".join(" and ".join(sorted(way)) or "nothing" for way in ways)
        yield Broken(field, f"{names} for {exercise.movement}", " and ".join(sorted(given)) or "nothing")


def targets_are_within_what_the_camera_sees(exercise: Fields) -> Iterator[Broken]:
    """A target in degrees keeps to the cap and can be told from the middle."""
    places = [("target", exercise.target)]
    places += [(f"stops.{number}.target", stop.target) for number, stop in enumerate(exercise.stops)]
    for field, target in places:
        if target is not None:
            yield from _seen(field, exercise.movement, target)


def _seen(field: str, movement: Movement, target: Target) -> Iterator[Broken]:
    cap = CAP_DEG.get(movement)
    if cap is None or target.at_deg is None or target.band_deg is None:
        return
    if target.at_deg > cap:
        yield Broken(f"{field}.at_deg", f"at most {cap:g} for {movement}", f"{target.at_deg:g}")
    if target.at_deg < target.band_deg + MIN_CLEAR_DEG:
        wanted = f"at least {target.band_deg + MIN_CLEAR_DEG:g}, so that the band keeps clear of the middle"
        yield Broken(f"{field}.at_deg", wanted, f"{target.at_deg:g}")


def also_fits(exercise: Fields) -> Iterator[Broken]:
    """A second axis is another one, with a direction of its own, within what the camera sees."""
    also = exercise.target.also if exercise.target else None
    if also is None:
        return
    others = [axis for axis in AXES if axis is not exercise.movement]
    if also.movement not in others:
        yield Broken("target.also.movement", f"{' or '.join(others)}", also.movement)
        return
    allowed = DIRECTIONS[also.movement]
    if also.direction not in allowed or (also.direction in SIDED) > (exercise.direction in SIDED):
        yield Broken("target.also.direction", f"one of {', '.join(allowed)}", also.direction)
    if also.at_deg > CAP_DEG[also.movement]:
        wanted = f"at most {CAP_DEG[also.movement]:g} for {also.movement}"
        yield Broken("target.also.at_deg", wanted, f"{also.at_deg:g}")


def stops_fit(exercise: Fields) -> Iterator[Broken]:
    """Stops lie on one axis to one side and back, or are bands around the middle."""
    if not exercise.stops:
        return
    movement = exercise.movement
    if movement is not Movement.DEVIATION and (movement not in AXES or exercise.direction is None):
        yield Broken("stops", "an axis with a direction, or deviation", movement)
    if len(exercise.stops) < FEWEST_STOPS:
        yield Broken("stops", f"at least {FEWEST_STOPS}", str(len(exercise.stops)))
    for number, stop in enumerate(exercise.stops):
        if stop.target.also:
            yield Broken(f"stops.{number}.target.also", "nothing in a stop", "a second axis")


def path_fits(exercise: Fields) -> Iterator[Broken]:
    """A drawn path has its shapes, one for each repetition in turn."""
    if (exercise.movement is Movement.PATH) != bool(exercise.path):
        got = ", ".join(drawing.shape for drawing in exercise.path) or "nothing"
        yield Broken("path", "shapes for movement path, and for no other", got)


def middle_fits(exercise: Fields) -> Iterator[Broken]:
    """Closed eyes, a watch for a head that grows restless, and a time before to compare with are for time in
    the middle; a speed is in degrees."""
    timed = exercise.movement is Movement.DEVIATION and exercise.ends is Ends.TIME
    if exercise.eyes_closed and not timed:
        yield Broken("eyes_closed", "deviation that ends by time", f"{exercise.movement}, {exercise.ends}")
    for field in ("rise", "baseline_s"):
        if getattr(exercise, field) is not None and not timed:
            yield Broken(field, "deviation that ends by time", f"{exercise.movement}, {exercise.ends}")
    slow = exercise.movement in MIDDLES and exercise.movement is not Movement.DEVIATION
    if slow and exercise.max_speed_deg_s is not None:
        yield Broken("max_speed_deg_s", f"nothing for {exercise.movement}", f"{exercise.max_speed_deg_s:g}")
