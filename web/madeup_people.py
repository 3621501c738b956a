"""The six people of the made-up clinic, and how each of them is on a given day. Nobody here is real.

All numbers are invention. They follow what is known of such courses in general: injections that take hold in
the second week and wear off from the eighth, progress that is slow and uneven, days that differ.
"""

from dataclasses import dataclass
from math import exp
from uuid import NAMESPACE_URL, uuid5

import numpy as np

from coach.programme import Reach, Task
from coach.record import Side
from coach.store import Patient

#: What they write to their therapist, after a good session and after a hard one.
GOOD_WORDS = (
    "The turn felt easier today.",
    "Could look over my shoulder while parking.",
    "Short but good. The long holds are getting calmer.",
    "Held the middle through the whole news.",
    "Slept well, and it shows.",
)
HARD_WORDS = (
    "Neck tired after work, took it slowly.",
    "It pulls more again this week.",
    "The tilt was hard today, the rest went well.",
    "A lot of trembling, calmer after the breathing.",
    "Stopped when the phone rang.",
)

CYCLE_DAYS = 84
TAKES_HOLD_DAYS, WEARS_OFF_FROM_DAYS, WORN_OFF_DAYS = 9.0, 50.0, 80.0


@dataclass(frozen=True)
class Pull:
    """Where the head goes by itself on a bad day, relative to the neutral; units and signs as in `pose`."""

    rotation_deg: float = 0.0
    lateral_flexion_deg: float = 0.0
    extension_deg: float = 0.0
    lateral_shift: float = 0.0


@dataclass(frozen=True)
class Person:
    """Somebody made up.

    Attributes:
        name, note: as a therapist would write them.
        pull: of the head, on a bad day.
        turn_to, tilt_to: the corrective sides.
        reach: comfortable range a year ago.
        reach_gain: how much of it more after a year, as a share.
        wander_deg: how far the head strays while it is held, standard deviation on a bad day.
        gain: share of pull and straying that a year of training takes away.
        tremor_deg, tremor_hz, tremor_axis: amplitude on a bad day, and where.
        raises: the shoulder that comes up along, and how often.
        trick: how often a hand goes to the face, a share of repetitions.
        hidden: share of the time that their camera does not see them.
        lag_s: time constant of a movement; smaller is faster.
        a_week: sessions a week.
        stops_after_days: how long they keep it up, and then less and less.
        pain: on a bad day, 0 to 10.
        cycle_day: day of the injection cycle a year ago.
    """

    name: str
    note: str
    pull: Pull
    turn_to: Side
    tilt_to: Side
    reach: Reach
    reach_gain: float = 0.12
    wander_deg: float = 2.6
    gain: float = 0.3
    tremor_deg: float = 0.0
    tremor_hz: float = 4.0
    tremor_axis: str = "rotation"
    raises: tuple[Side, float] = (Side.LEFT, 0.06)
    trick: float = 0.04
    hidden: float = 0.01
    lag_s: float = 0.7
    a_week: float = 4.0
    stops_after_days: float = 1000.0
    pain: float = 4.0
    cycle_day: int = 20

    @property
    def patient(self) -> Patient:
        """As the store knows them; the same id in every made-up clinic."""
        known = str(uuid5(NAMESPACE_URL, f"midline:made-up:{self.name}"))
        return Patient(known, self.name, made_up=True, note=self.note)


@dataclass(frozen=True)
class Day:
    """How somebody is on one day.

    Attributes:
        severity: share of the bad day's pull, straying and tremor.
        pain: 0 to 10, before rounding.
    """

    severity: float
    pain: float


@dataclass(frozen=True)
class Doing:
    """Somebody on a day, about to do one exercise."""

    person: Person
    day: Day
    task: Task
    rng: np.random.Generator


def day_of(person: Person, day: int, rng: np.random.Generator) -> Day:
    """How ``person`` is ``day`` days after the beginning of the year."""
    progress = 1 - person.gain * (1 - exp(-day / 150)) / (1 - exp(-365 / 150))
    severity = progress * (1 - 0.45 * relief(person.cycle_day + day)) * rng.normal(1, 0.12)
    severity = float(np.clip(severity, 0.15, 1.3))
    return Day(severity, float(np.clip(person.pain * (0.35 + 0.65 * severity) + rng.normal(0, 0.9), 0, 10)))


def relief(day: float) -> float:
    """What is left of an injection's effect, 0 to 1."""
    since = day % CYCLE_DAYS
    wearing = (since - WEARS_OFF_FROM_DAYS) / (WORN_OFF_DAYS - WEARS_OFF_FROM_DAYS)
    return float(min(1.0, since / TAKES_HOLD_DAYS) * (1 - np.clip(wearing, 0, 1)))


def trains(person: Person, day: int, rng: np.random.Generator) -> bool:
    """Whether they train on that day; who loses heart trains ever less."""
    past = max(0.0, day - person.stops_after_days)
    return bool(rng.random() < person.a_week / 7 * exp(-past / 40) * (past < 130))


def _reach(turn: tuple[float, float], tilt: tuple[float, float], up: float, down: float) -> Reach:
    """Degrees; turn and tilt to the left and to the right."""
    return Reach(
        rotation_left_deg=turn[0],
        rotation_right_deg=turn[1],
        lateral_flexion_left_deg=tilt[0],
        lateral_flexion_right_deg=tilt[1],
        extension_deg=up,
        flexion_deg=down,
    )


PEOPLE = (
    Person(
        name="Elena M.",
        note="Turned to her left; the right side is the one to win back. Wants to reverse the car again.",
        pull=Pull(rotation_deg=24, lateral_flexion_deg=-4, extension_deg=2),
        turn_to=Side.RIGHT,
        tilt_to=Side.LEFT,
        reach=_reach((62, 36), (30, 32), 40, 38),
        reach_gain=0.25,
        gain=0.45,
        a_week=5,
        pain=3.5,
    ),
    Person(
        name="Tomas O.",
        note="Turned to his right and tilted to his left. Trains in a dark room; a lamp was talked about.",
        pull=Pull(rotation_deg=-18, lateral_flexion_deg=11, lateral_shift=0.04),
        turn_to=Side.LEFT,
        tilt_to=Side.RIGHT,
        reach=_reach((40, 58), (34, 24), 42, 36),
        raises=(Side.LEFT, 0.2),
        wander_deg=3.0,
        hidden=0.22,
        cycle_day=57,
    ),
    Person(
        name="Ruth L.",
        note="Tilted to her right, and the right shoulder comes up with it.",
        pull=Pull(lateral_flexion_deg=-17, rotation_deg=5, lateral_shift=-0.03),
        turn_to=Side.LEFT,
        tilt_to=Side.LEFT,
        reach=_reach((52, 55), (22, 36), 40, 34),
        raises=(Side.RIGHT, 0.45),
        a_week=4.5,
        pain=5.0,
        cycle_day=70,
    ),
    Person(
        name="Samuel P.",
        note="Pulled backward. Tires quickly; short sessions, more of them.",
        pull=Pull(extension_deg=16, rotation_deg=-4),
        turn_to=Side.LEFT,
        tilt_to=Side.RIGHT,
        reach=_reach((48, 52), (26, 28), 50, 24),
        wander_deg=3.2,
        gain=0.2,
        a_week=3.5,
        pain=7.4,
        cycle_day=5,
    ),
    Person(
        name="Inès D.",
        note="Trembling no-no, turned a little to her left; a finger on the chin calms it.",
        pull=Pull(rotation_deg=13, lateral_flexion_deg=-3),
        turn_to=Side.RIGHT,
        tilt_to=Side.LEFT,
        reach=_reach((58, 46), (30, 34), 42, 36),
        tremor_deg=2.6,
        tremor_hz=4.3,
        trick=0.3,
        a_week=4,
        pain=3.0,
        cycle_day=40,
    ),
    Person(
        name="Karl W.",
        note="Head shifted to his left and tilted to his right. Found it hard to keep going.",
        pull=Pull(lateral_flexion_deg=-8, rotation_deg=7, lateral_shift=0.09),
        turn_to=Side.RIGHT,
        tilt_to=Side.LEFT,
        reach=_reach((54, 44), (26, 30), 36, 32),
        wander_deg=3.4,
        gain=0.05,
        a_week=4,
        stops_after_days=210,
        pain=4.5,
        cycle_day=30,
    ),
)
