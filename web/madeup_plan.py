"""What the sessions of the made-up people followed: the version that held on the day, bout by bout."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from importlib.metadata import version

import numpy as np

from coach.cycle import CyclePhase, phase_of
from coach.day import bouts
from coach.prescription import Published
from coach.programme import Prescribed
from coach.record import CheckIn, SessionKind, SessionOpening
from pose.geometry import rotation_matrix
from pose.neutral import Neutral
from pose.trunk import Seat
from pose.version import MEASURE_VERSION
from web.day_plan import new_that_waits
from web.madeup_people import Camera, Person, day_ago

#: Said in every made-up session, so that no number of one is taken for a measured one.
VERSIONS = {"midline": f"{version('midline')}, made up", "measure": str(MEASURE_VERSION)}
SEAT = Seat(
    tilt_deg=0.0,
    width_px=210.0,
    left_up=-0.9,
    right_up=-0.9,
    across=0.0,
    neck_up=0.3,
    neck_across=0.0,
    distance_m=0.7,
)


@dataclass(frozen=True)
class Followed:
    """What one session followed; its text and its hash are made once."""

    prescribed: Prescribed
    bout: int | None = None
    kind: SessionKind = SessionKind.TRAINING

    @cached_property
    def text(self) -> str:
        return self.prescribed.canonical_json()

    @cached_property
    def sha256(self) -> str:
        return self.prescribed.sha256()

    def opening(self, camera: Camera, check_in: CheckIn, *, resting: bool = False) -> SessionOpening:
        """What is known when it starts."""
        return SessionOpening(
            programme_id=self.prescribed.id,
            programme_version=self.prescribed.version,
            programme_sha256=self.sha256,
            programme_text=self.text,
            neutral=neutral(camera.turned_deg, camera.nodded_deg),
            versions=VERSIONS,
            camera=camera.name,
            vertical_fov_deg=camera.vertical_fov_deg,
            fov_assumed=False,
            check_in=check_in,
            resting_only=resting,
            plans=tuple(task.plan for task in self.prescribed.tasks),
            kind=self.kind,
            bout=self.bout,
        )


@cache
def neutral(turned_deg: float, nodded_deg: float) -> Neutral:
    """A straight position; where the head is in the camera's picture depends on where that stands."""
    return Neutral(
        head=np.array(rotation_matrix(turned_deg, nodded_deg, 0.0)),
        shoulder_tilt_deg=0.0,
        shoulder_left=0.9,
        shoulder_right=0.9,
        lateral_shift=0.0,
        shoulder_mid_px=(320.0, 400.0),
        shoulder_width_px=210.0,
        seat=SEAT,
        frames=90,
        spread_deg=0.4,
    )


class Plans:
    """What was to be done on each day of a person's year."""

    def __init__(self, person: Person, versions: Sequence[Published], today: date) -> None:
        """
        Args:
            versions: oldest first; the first holds from their first session on.
        """
        self.person, self.versions, self.today = person, tuple(versions), today
        self._made: dict[tuple[int, bool], tuple[Followed, ...]] = {}

    def of(self, ago: int) -> tuple[Followed, ...]:
        """The bouts of a day. In the first days after an injection what is new waits."""
        held = max(1, sum(one.published_on <= day_ago(self.today, ago) for one in self.versions))
        key = held, self._settling(ago)
        if key not in self._made:
            self._made[key] = self._bouts(*key)
        return self._made[key]

    def whole(self, ago: int) -> Followed:
        """Everything of a day in one: what a day of rest goes by."""
        found = self.of(ago)
        tasks = {task.exercise.id: task for one in found for task in one.prescribed.tasks}
        together = found[0].prescribed.model_copy(update={"tasks": tuple(tasks.values())})
        return replace(found[0], prescribed=together)

    def _settling(self, ago: int) -> bool:
        since = [one - ago for one in self.person.injected() if one >= ago]
        return bool(since) and phase_of(since[-1]) is CyclePhase.SETTLE

    def _bouts(self, held: int, settling: bool) -> tuple[Followed, ...]:  # noqa: FBT001  from a key
        whole = self.versions[held - 1].prescribed
        left_out = new_that_waits(self.versions[:held]) if settling else ()
        tasks = tuple(task for i, task in enumerate(whole.tasks) if i not in left_out)
        whole = whole.model_copy(update={"tasks": tasks})
        return tuple(
            Followed(whole.model_copy(update={"tasks": tuple(tasks[i] for i in bout.todo)}), number)
            for number, bout in enumerate(bouts(whole, self.person.bouts_a_day), start=1)
        )
