"""A patient's movement as named pieces, played to samples; and tasks with the numbers a story needs.

A story is a list of pieces: ``play([hold(2), glide(to=pose(rotation=-33), over_s=3), hold(6)])``. Each piece
starts from the pose that the one before ended in.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import pi, sin

import numpy as np

from coach.events import Event, RepFinished
from coach.library import load_library
from coach.programme import Assignment, Entry, Prescribed, Programme, Reach, Task
from coach.progress import step
from coach.record import RepRecord, Side
from coach.resolved import resolve
from coach.state import State
from pose.angles import HeadAngles
from pose.geometry import angle_between_deg, rotation_matrix
from pose.neutral import Sample, Trunk
from pose.reading import Unseen

LIBRARY = load_library()

REACH = Reach(
    rotation_left_deg=70,
    rotation_right_deg=47,
    lateral_flexion_left_deg=30,
    lateral_flexion_right_deg=25,
    extension_deg=35,
    flexion_deg=35,
)


def assignment(programme: str = "starter") -> Assignment:
    """Pulled to the left, so trained to the right; the slow turn then asks for 33 degrees to the right."""
    return Assignment(
        programme_id=programme,
        programme_version=LIBRARY.programmes[programme].version,
        corrective_rotation=Side.RIGHT,
        corrective_lateral_flexion=Side.LEFT,
        reach=REACH,
    )


def prescribed(programme: str = "starter") -> Prescribed:
    """What of it is done before the camera."""
    found = resolve(LIBRARY.programmes[programme], LIBRARY.exercises, assignment(programme))
    return found.before_the_camera


def whole(exercise: str) -> Task:
    """One exercise of the library with its own dose, for the patient of `assignment`."""
    one = Programme(
        id="one", version=1, title="One", about="One.", source="One.", exercises=(Entry(exercise=exercise),)
    )
    (found,) = resolve(one, LIBRARY.exercises, assignment().model_copy(update={"programme_version": 1})).tasks
    return found


def task(exercise: str, **numbers: float) -> Task:
    """The same; ``numbers`` replace those of its dose, and ``target`` or ``band``."""
    found = whole(exercise)
    plan = {name: value for name, value in numbers.items() if name in {"target", "band"}}
    dose = {name: value for name, value in numbers.items() if name not in plan}
    shared = {name: value for name, value in dose.items() if name != "set_rest_s"}
    return found.model_copy(
        update={
            "exercise": found.exercise.model_copy(
                update={"dose": found.exercise.dose.model_copy(update=dose)}
            ),
            "plan": replace(found.plan, **plan, **shared),  # type: ignore[arg-type]
        }
    )


def alone(exercise: str, **numbers: float) -> Prescribed:
    """A programme of this exercise only."""
    return Prescribed(id="alone", version=1, title="Alone", tasks=(task(exercise, **numbers),))


@dataclass(frozen=True)
class Pose:
    """Where the patient is; ``None`` as a head is not seen, ``None`` as a whole is no frame at all."""

    rotation: float = 0.0
    lateral_flexion: float = 0.0
    extension: float = 0.0
    shoulder_tilt: float = 0.0
    lean: float = 0.0
    elevation_left: float = 0.0
    elevation_right: float = 0.0
    ear_height: float = 0.0
    lateral_shift: float = 0.0
    hand: bool = False
    seen: bool = True
    unseen: Unseen | None = None


#: Everything of a pose that moves.
MOVING = tuple(name for name in Pose.__dataclass_fields__ if name not in {"hand", "seen", "unseen"})
STRAIGHT = Pose()
#: Turned to the left and tilted to the right, as the person of the clips rests.
RESTING = Pose(rotation=12, lateral_flexion=-6)
TURNED = Pose(rotation=-33)


@dataclass(frozen=True)
class Piece:
    """Some seconds of a story: the pose at a share (0 to 1) of it, given the pose before; or no frames."""

    for_s: float
    at: Callable[[Pose, float], Pose] | None


Story = Sequence[Piece]


def hold(for_s: float, at: Pose | None = None) -> Piece:
    """Stay, where the last piece ended or at once elsewhere."""
    return Piece(for_s, lambda before, _: at or before)


def glide(to: Pose, over_s: float) -> Piece:
    """Move there calmly, with the smooth start and stop of human movement (Flash and Hogan 1985)."""
    return Piece(
        over_s, lambda before, share: _between(before, to, share**3 * (10 - 15 * share + 6 * share**2))
    )


def unseen(for_s: float) -> Piece:
    """The camera gives pictures, but the face is not found."""
    return Piece(for_s, lambda before, share: replace(before, seen=share >= 1))


def frozen(for_s: float) -> Piece:
    """The camera gives no pictures."""
    return Piece(for_s, None)


def touching(for_s: float) -> Piece:
    """Stay, with a hand at the face."""
    return Piece(for_s, lambda before, share: replace(before, hand=share < 1))


def turn(
    to: Pose = TURNED, out_s: float = 3, hold_s: float = 6, back_s: float = 3, home: Pose = STRAIGHT
) -> list[Piece]:
    """One whole repetition."""
    return [glide(to, out_s), hold(hold_s), glide(home, back_s)]


def _between(start: Pose, end: Pose, share: float) -> Pose:
    values = {
        name: getattr(start, name) + share * (getattr(end, name) - getattr(start, name)) for name in MOVING
    }
    return replace(end, **values)


@dataclass(frozen=True)
class Camera:
    """How a story is filmed: frames a second, jitter of their times, noise and tremor of the rotation."""

    fps: float = 30
    jitter: float = 0.0
    noise_deg: float = 0.0
    tremor_deg: float = 0.0
    tremor_hz: float = 5.0


STEADY = Camera()


def play(story: Iterable[Piece], camera: Camera = STEADY, seed: int = 1) -> list[Sample]:
    """The story as samples from second 0 on."""
    return list(_play(list(story), camera, np.random.default_rng(seed)))


def _play(story: list[Piece], camera: Camera, chance: np.random.Generator) -> Iterator[Sample]:
    t_s, start_s, before = 0.0, 0.0, STRAIGHT
    for piece in story:
        end_s = start_s + piece.for_s
        while t_s < end_s - 1e-9:
            if piece.at:
                now = piece.at(before, (t_s - start_s) / piece.for_s)
                shake = (
                    camera.tremor_deg * sin(2 * pi * camera.tremor_hz * t_s)
                    + camera.noise_deg * chance.normal()
                )
                yield sample(t_s, replace(now, rotation=now.rotation + shake))
            t_s += (1 + camera.jitter * chance.uniform(-1, 1)) / camera.fps
        before = piece.at(before, 1.0) if piece.at else before
        start_s = end_s


def sample(t_s: float, pose: Pose = STRAIGHT) -> Sample:
    """One pose as the measuring side gives it."""
    if not pose.seen:
        return Sample(
            t_s, None, None, None, None, faces=0, hand_near_face=False, confidence=0.0, unseen=pose.unseen
        )
    head = HeadAngles(pose.rotation, pose.lateral_flexion, pose.extension)
    matrix = rotation_matrix(pose.rotation, pose.extension, pose.lateral_flexion)
    trunk = Trunk(
        shoulder_tilt_deg=pose.shoulder_tilt,
        elevation_left=pose.elevation_left,
        elevation_right=pose.elevation_right,
        lean_deg=pose.lean,
        lateral_shift=pose.lateral_shift,
        ear_height=pose.ear_height,
    )
    deviation = angle_between_deg(np.eye(3), matrix)
    return Sample(t_s, head, deviation, head, trunk, faces=1, hand_near_face=pose.hand, confidence=0.9)


#: A state that has prepared already, so that the first sample begins the first repetition.
READY = State(cut=True)


def judge(samples: Iterable[Sample], what: Task, start: State = READY) -> tuple[State, list[Event]]:
    """The state after all samples, and every event."""
    state = start
    events: list[Event] = []
    for one in samples:
        state, new = step(state, one, what)
        events += new
    return state, events


def reps(samples: Iterable[Sample], what: Task) -> list[RepRecord]:
    """The repetitions that ended."""
    return [event.rep for event in judge(samples, what)[1] if isinstance(event, RepFinished)]


def seconds_inside(samples: Sequence[Sample], low: float, high: float) -> float:
    """How long the rotation of exact samples lies between two edges, crossing times interpolated."""
    total = 0.0
    for a, b in pairwise(samples):
        if a.head and b.head:
            x, y = a.head.rotation_deg, b.head.rotation_deg
            span = abs(y - x)
            inside = max(0.0, min(max(x, y), high) - max(min(x, y), low))
            total += (b.t_s - a.t_s) * (inside / span if span else float(low <= x <= high))
    return total
