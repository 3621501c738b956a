"""The people of the made-up clinic: their stories are data, in ``demo/people.en.yaml``. Nobody there is real.

Days are counted back: ``ago`` 0 is today, 1 is yesterday. All numbers are invention.
"""

from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import BaseModel, Field, TypeAdapter

from coach.assessment import Behaviour
from coach.diary import Flag
from coach.event import EventKind
from coach.findings import Caution
from coach.letter import LetterKind
from coach.parts import Movement, Part
from coach.programme import Reach
from coach.record import Side
from coach.store import Patient
from coach.written import as_json

STORIES = "people.en.yaml"
AUTHOR = "Made-up therapist"


class Told(BaseModel):
    """What the file tells; as strict as what therapists write, but no field of a programme."""

    model_config = Part.model_config


class Pull(Told):
    """Where the head goes by itself on a bad day, relative to the neutral; units and signs as in `pose`."""

    rotation_deg: float = 0.0
    lateral_flexion_deg: float = 0.0
    extension_deg: float = 0.0
    lateral_shift: float = 0.0


class Injected(Told):
    """One muscle of every injection."""

    name: str
    side: Side | None = None
    units: float | None = None


class Injections(Told):
    """Injections over the whole year: the last one, and ``every`` so many days one before it.

    Attributes:
        takes_hold_days: until the effect is whole.
        lasts_days, gone_days: until it begins to wear off, and until nothing of it is left.
        relief: share of the bad day that a whole effect takes away.
    """

    last_ago: int = Field(ge=0)
    every: int = 86
    product: str = "Toxin A (made-up)"
    units: float = 180.0
    muscles: tuple[Injected, ...] = ()
    takes_hold_days: float = 9.0
    lasts_days: float = 56.0
    gone_days: float = 82.0
    relief: float = 0.45


class Chapter(Told):
    """Days that were unlike the usual ones, from ``first_ago`` until ``last_ago``.

    Attributes:
        pain, severity: added to the pain, and times the bad day's severity.
        rising: ``pain`` and ``severity`` grow from nothing over the chapter in place of being there at once.
        effort: the answer after each session, in place of the usual one.
        a_day: sessions each day in place of those agreed; 0 is none.
        swallowing, dizziness, new: answered with yes before the first session of each day.
        stops: every session is stopped after a few repetitions.
        reaches: every repetition is completed, so that targets are reached.
        hidden: share of the time that the camera does not see them.
        notes: advice that the camera's page gave.
        words: what they wrote, one after the other.
    """

    first_ago: int
    last_ago: int = 1
    pain: float = 0.0
    severity: float = 1.0
    rising: bool = False
    effort: int | None = None
    a_day: int | None = None
    swallowing: bool = False
    dizziness: bool = False
    new: bool = False
    stops: bool = False
    reaches: bool = False
    hidden: float | None = None
    notes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Version(Told):
    """One version of their programme, with what came in and what went; ``seen``: assessed anew for it."""

    ago: int
    reason: str
    more: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    seen: bool = False


class Camera(Told):
    """From ``ago`` days back on: which camera, and where the straight head is in its picture, degrees."""

    ago: int
    name: str = "Built-in camera"
    vertical_fov_deg: float = 45.0
    turned_deg: float = 0.0
    nodded_deg: float = 0.0


class Happened(Told):
    """An event beside the injections."""

    ago: int
    kind: EventKind
    words: str = ""


class Wrote(Told):
    """A note, message or question; ``session`` is about that of the day, ``read`` that it was opened."""

    ago: int
    kind: LetterKind
    words: str
    session: bool = False
    read: bool = False


class Chose(Told):
    """The goal that the patient sees."""

    ago: int
    measure: str
    words: str


class Scored(Told):
    """A score of the clinic."""

    ago: int
    name: str
    value: float
    highest: float | None = None
    words: str = ""


class PutAway(Told):
    """An alert that the first session of a day raised and that was dismissed, and why."""

    ago: int
    rule: str
    session_ago: int
    note: str


class Person(Told):
    """Somebody made up.

    Attributes:
        name, note: as a therapist would write them.
        story: in one line, for whoever reads the file.
        alerts: the rules that raise an alert today, and no others.
        says: what their page says of it.
        pull: of the head, on a bad day.
        turn_to, tilt_to: the corrective sides.
        reach_deg: comfortable range on the first day: turn left, right; tilt left, right; chin up, down.
        reach_gain: how much more of it to the corrective side of the larger pull today, as a share.
        wander_deg: how far the head strays while it is held, standard deviation on a bad day.
        gain: share of pull and straying that training takes away from the first day to today.
        tremor_deg, tremor_hz, tremor_axis: amplitude on a bad day, and where.
        raises: the shoulder that comes up along, and how often.
        trick: how often a hand goes to the face, a share of repetitions.
        hidden: share of the time that their camera does not see them.
        lag_s: time constant of a movement; smaller is faster.
        pain: on a bad day, 0 to 10.
        began_ago: the first session.
        bouts_a_day, days_a_week: as agreed.
        keeps: share of the agreed sessions that they do.
        check_every: days between two checks; the last one was ``check_ago``.
        flags: on which of their sessions, counted from the newest, 0.
        helps: what an exercise changes of the deviation from before to after it, degrees; negative is better.
        traced: how many of the newest sessions have a trace; one takes seconds.
    """

    name: str
    note: str
    story: str
    alerts: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    pull: Pull
    turn_to: Side
    tilt_to: Side
    reach_deg: tuple[float, float, float, float, float, float]
    reach_gain: float = 0.12
    wander_deg: float = 2.6
    gain: float = 0.2
    tremor_deg: float = 0.0
    tremor_hz: float = 4.0
    tremor_axis: Movement = Movement.ROTATION
    raises: tuple[Side, float] = (Side.LEFT, 0.06)
    trick: float = 0.04
    hidden: float = 0.01
    lag_s: float = 0.7
    pain: float = 4.0
    behaviour: Behaviour = Behaviour.STABLE
    cautions: tuple[Caution, ...] = ()
    lost_midline: bool = False
    age: int | None = None
    began_ago: int = 180
    bouts_a_day: int = 1
    days_a_week: int = 5
    keeps: float = 0.9
    check_every: int = 21
    check_ago: int = 6
    injections: Injections | None = None
    versions: tuple[Version, ...] = Field(min_length=1)
    cameras: tuple[Camera, ...] = (Camera(ago=400),)
    chapters: tuple[Chapter, ...] = ()
    events: tuple[Happened, ...] = ()
    letters: tuple[Wrote, ...] = ()
    goal: Chose | None = None
    scores: tuple[Scored, ...] = ()
    put_away: tuple[PutAway, ...] = ()
    flags: dict[int, Flag] = {}
    helps: dict[str, float] = {}
    traced: int = 0

    @property
    def patient(self) -> Patient:
        """As the store knows them; the same id in every made-up clinic."""
        known = str(uuid5(NAMESPACE_URL, f"midline:made-up:{self.name}"))
        return Patient(known, self.name, made_up=True, note=self.note)

    def reach(self, share: float) -> dict[str, float]:
        """Comfortable range, degrees, after that share of the time; more is won against the larger pull."""
        turned = abs(self.pull.rotation_deg) >= abs(self.pull.lateral_flexion_deg)
        won = f"rotation_{self.turn_to}_deg" if turned else f"lateral_flexion_{self.tilt_to}_deg"
        named = dict(zip(Reach.model_fields, self.reach_deg, strict=True))
        return named | {won: named[won] * (1 + self.reach_gain * share)}

    def id_of(self, what: str) -> str:
        """The id of something of theirs, the same in every made-up clinic."""
        return str(uuid5(UUID(self.patient.id), what))

    def injected(self) -> tuple[int, ...]:
        """Days ago of each injection of the last fifteen months, the oldest first."""
        given = self.injections
        return tuple(range(given.last_ago, 450, given.every))[::-1] if given else ()

    def chapter(self, ago: int) -> Chapter:
        """The chapter of a day; an empty one on usual days."""
        found = (one for one in self.chapters if one.last_ago <= ago <= one.first_ago)
        return next(found, Chapter(first_ago=ago, last_ago=ago))

    def camera(self, ago: int) -> Camera:
        """What was in use on a day."""
        return [one for one in self.cameras if one.ago >= ago][-1]


def day_ago(today: date, ago: int) -> date:
    """The date so many days back."""
    return today - timedelta(days=ago)


@cache
def people() -> tuple[Person, ...]:
    """Everybody, in the order of the file."""
    text = (files("web.demo") / STORIES).read_text(encoding="utf-8")
    read, _ = as_json(STORIES, text)
    return TypeAdapter(tuple[Person, ...]).validate_json(read)
