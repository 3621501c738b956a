"""The state of the live session as the page reads it: plain values, angles rounded to what is shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from coach import session as rules
from coach.day import task_s
from coach.drawn_path import points
from coach.parts import Shape
from coach.prescription import PERSONAL
from coach.programme import Shown
from coach.record import ExercisePlan, RepRecord
from coach.speech import minutes
from pose.neutral import Neutral, Sample
from pose.smoothing import Smooth, smooth

if TYPE_CHECKING:
    from coach.programme import Prescribed, Task
    from pose.angles import Posture
    from pose.quality import Advice
    from web.live_capture import Camera
    from web.live_sitting import Brief, Sitting
    from web.live_writer import Writer
    from web.sources import Choice, Kind

#: The shoulder points are the joints; the base of the neck is this much higher, shoulder widths. An average
#: of drawings of the body, for a line on the screen only.
NECK_ABOVE_JOINTS = 0.2
#: Moving there and back in a check, where nothing is aimed at, for each repetition, seconds.
CHECK_TRAVEL_S = 4.0

#: The state while nothing is under way.
OFF: dict[str, Any] = {"stage": "off", "camera": {"on": False}}

SHOWN = (
    "rotation_deg",
    "lateral_flexion_deg",
    "extension_deg",
    "shoulder_tilt_deg",
    "elevation_left",
    "elevation_right",
    "lean_deg",
    "lateral_shift",
    "ear_height",
)


def check_minutes(check: Prescribed) -> int:
    """About how long a check takes with its words and rests, minutes."""
    seconds = sum(
        task.exercise.prepare_s
        + task.plan.sets
        * task.plan.reps
        * (task.plan.hold_s + task.plan.rest_s + CHECK_TRAVEL_S * (task.plan.movement != "presence"))
        for task in check.tasks
    )
    return round(seconds / 60)


def minutes_of(tasks: Sequence[Task]) -> int:
    """About how long these exercises take, as on the page of the day."""
    return minutes(sum(map(task_s, tasks)))


def meige_lines(neutral: Neutral, size_px: tuple[int, int]) -> dict[str, float]:
    """The three lines of the mirror exercise, as shares of the picture: one vertical through the face, one
    through the eyes, one at the base of the neck."""
    mid_x, mid_y = neutral.shoulder_mid_px
    width_px, height_px = size_px
    ears_y = mid_y + (neutral.shoulder_left + neutral.shoulder_right) / 2 * neutral.shoulder_width_px
    return {
        "face_x": round((mid_x + neutral.lateral_shift * neutral.shoulder_width_px) / width_px, 4),
        "eyes_y": round(ears_y / height_px, 4),
        "neck_y": round((mid_y - NECK_ABOVE_JOINTS * neutral.shoulder_width_px) / height_px, 4),
    }


def values_of(sample: Sample | None, posture: Posture) -> dict[str, float | None]:
    """The values the figure is drawn from; before there is a neutral, the head as the camera sees it."""
    head = sample.head if sample else posture.head_angles
    trunk = sample.trunk if sample else None
    return {name: getattr(head, name, getattr(trunk, name, None)) for name in SHOWN}


class Page:
    """Gathers what the page shows of one sitting."""

    def __init__(self, choice: Choice, brief: Brief) -> None:
        self._kind = choice.kind
        self._brief = brief
        self._smooth: dict[str, Smooth | None] = {}
        self._figure: dict[str, float | None] = {}
        self._seen = False
        self._head: tuple[float, float] | None = None
        self._size_px = (4, 3)

    def see(self, posture: Posture, sample: Sample | None, size_px: tuple[int, int]) -> None:
        """One more measured frame."""
        self._size_px, self._seen = size_px, posture.head is not None
        for name, value in values_of(sample, posture).items():
            self._smooth[name], shown = smooth(self._smooth.get(name), value, posture.t_s)
            self._figure[name] = None if shown is None else round(shown, 1 if name.endswith("_deg") else 3)

    def state(
        self, sitting: Sitting, camera: Camera | None, advised: tuple[Advice, ...], writer: Writer
    ) -> dict[str, Any]:
        """Everything, as plain values for JSON."""
        neutral, session = sitting.neutral, sitting.session
        return {
            "stage": sitting.stage.value,
            "step": sitting.step.value,
            "refusal": sitting.refusal,
            "measured_s": round(sitting.measured_s, 1),
            "camera": camera_state(camera, self._kind),
            "advice": [asdict(one) for one in advised],
            "figure": self._figure,
            "seen": self._seen,
            "size": self._size_px,
            "lines": meige_lines(neutral, self._size_px) if neutral else None,
            "resting": self._brief.opening.resting_only,
            "session": session_state(session) if session else None,
            "shown": shown_of(self._brief.prescribed, session).value,
            "saved": {"reps": writer.saved_reps, "trouble": writer.trouble},
            "done": done_words(sitting.plans, sitting.reps) if sitting.ending else [],
        }


def shown_of(prescribed: Prescribed, session: rules.Session | None) -> Shown:
    """What the therapist chose to show in the exercise under way; themselves while they set up, and in what
    was assigned as a whole."""
    task = session.task if session else None
    return task.shown if task and prescribed.id == PERSONAL else Shown.MIRROR


def camera_state(camera: Camera | None, kind: Kind) -> dict[str, Any]:
    """The camera for the page: whether it is on is always shown."""
    return {
        "on": camera is not None,
        "kind": kind.value,
        "name": camera.name if camera else "",
        "opening": camera is not None and camera.opening,
        "lost": camera is not None and camera.lost,
        "trouble": camera.trouble if camera else "",
    }


def done_words(plans: Sequence[ExercisePlan], reps: Sequence[tuple[int, RepRecord]]) -> list[dict[str, str]]:
    """What was done, in words; every attempt counts."""
    lines = []
    for index, plan in enumerate(plans):
        mine = [rep for at, rep in reps if at == index]
        if mine:
            whole = sum(rep.completed for rep in mine)
            asked = plan.sets * plan.reps
            breathing = plan.movement == "presence" and asked > 1
            words = f"{whole} of {asked} breaths" if breathing else _done(whole, len(mine), asked)
            lines.append({"name": plan.name, "words": words})
    return lines


def _done(whole: int, tried: int, asked: int) -> str:
    if whole == asked:
        return f"all {asked} done" if asked > 1 else "done"
    if whole == tried:
        return f"{whole} of {asked} done"
    held = f"{whole} of them held to the end" if whole else "each of them counts"
    return f"{tried} of {asked} done, {held}" if tried > 1 else "tried once, and that counts"


def session_state(session: rules.Session) -> dict[str, Any]:
    """The coach's view as plain values, with the pace of a breath and the points of a path."""
    pace, now = session.task.exercise.pace if session.task else None, rules.view(session)
    shown = {name: _plain(value) for name, value in asdict(now).items()}
    drawn = points(Shape(now.path), now.path_size) if now.path else ()
    return shown | {
        "pace": pace.model_dump() if pace else None,
        "points": [[round(turn, 1), round(nod, 1)] for turn, nod in drawn],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return round(value, 3) if isinstance(value, float) else value
