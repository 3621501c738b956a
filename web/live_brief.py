"""Who trains and what, before a sitting begins: from the store and the library to a `Brief`."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING
from uuid import uuid4

from coach.checkup import CHECK
from coach.day import bouts
from coach.programme import Prescribed
from coach.record import CheckIn, SessionKind, SessionOpening
from coach.safety import red_answers
from coach.store import SessionHead
from pose.landmarker import MODEL_SHA256
from pose.version import MEASURE_VERSION
from web.errors import AskedError
from web.live_sitting import Brief
from web.sources import Choice, Kind

if TYPE_CHECKING:
    from coach.library import Library
    from coach.store import Store
    from web.who_trains import Today


def new_brief(
    who: Today, library: Library, check_in: CheckIn, choice: Choice, bout: tuple[int, int] | None = None
) -> Brief:
    """A new session.

    Args:
        bout: which of how many bouts of the day; else the whole programme.

    Raises:
        AskedError: nothing was assigned, or nothing of it is for the camera.
    """
    if who.patient is None or who.prescribed is None:
        raise AskedError("Your therapist has not chosen exercises for you on this computer yet.")
    prescribed = _part(who.prescribed, bout or (1, 1), resting=bool(red_answers(check_in)))
    opening = _opening(prescribed, check_in, choice, SessionKind.TRAINING)
    opening = replace(opening, bout=bout[0] if bout else None)
    return Brief(str(uuid4()), who.patient.id, prescribed, library.cues, opening)


def _part(whole: Prescribed, bout: tuple[int, int], *, resting: bool) -> Prescribed:
    """The exercises of one bout, under the number of the whole; on a day of rest all that are for it."""
    number, each = bout
    found = bouts(whole, each)
    if not found:
        raise AskedError(
            "Your exercises are spoken guides, which are heard without the camera. See today's page."
        )
    if not 1 <= number <= len(found):
        raise AskedError(f"Today has {len(found)} practices; there is no practice {number}.")
    todo = found[number - 1].todo
    if resting:
        todo = tuple(sorted({i for one in found for i in one.todo}))
        if not any(whole.tasks[i].exercise.is_rest for i in todo):
            raise AskedError(
                "Today is a day to rest. What can be heard with the camera off is on today's page."
            )
    return whole.model_copy(update={"tasks": tuple(whole.tasks[i] for i in todo)})


def check_brief(who: Today, library: Library, check_in: CheckIn, choice: Choice) -> Brief:
    """A new two-minute check. After a red answer it waits, and the day is one of rest.

    Raises:
        AskedError: nobody is known here, or the camera is the demo person.
    """
    if red_answers(check_in):
        return new_brief(who, library, check_in, choice)
    if choice.kind is Kind.DEMO:
        raise AskedError("The demo person does exercises only. The check needs a camera of this computer.")
    if who.patient is None:
        raise AskedError("Your therapist has not added you on this computer yet.")
    check = library.checks[CHECK]
    opening = _opening(check, check_in, choice, SessionKind.CHECK)
    return Brief(str(uuid4()), who.patient.id, check, library.cues, opening)


def _opening(prescribed: Prescribed, check_in: CheckIn, choice: Choice, kind: SessionKind) -> SessionOpening:
    return SessionOpening(
        programme_id=prescribed.id,
        programme_version=prescribed.version,
        programme_sha256=prescribed.sha256(),
        programme_text=prescribed.canonical_json(),
        neutral=None,
        versions={"midline": version("midline"), "measure": str(MEASURE_VERSION), **MODEL_SHA256},
        camera="",
        vertical_fov_deg=choice.fov_deg,
        fov_assumed=choice.fov_assumed,
        check_in=check_in,
        resting_only=bool(red_answers(check_in)),
        plans=tuple(task.plan for task in prescribed.tasks),
        kind=kind,
    )


def brief_of_open(head: SessionHead, store: Store, library: Library) -> Brief:
    """The rest of a session that was cut off: what was done stays done, what has begun is not repeated.

    Raises:
        AskedError: nothing is left to do.
    """
    record = store.session(head.id).record
    begun = [i for i, exercise in enumerate(record.exercises) if exercise.reps or exercise.summary]
    first = begun[-1] + 1 if begun else 0
    if first >= len(record.exercises) or record.opening.resting_only:
        raise AskedError("Nothing is left to do in that session. It can be closed.")
    ends = [rep.ended_s for exercise in record.exercises for rep in exercise.reps]
    prescribed = Prescribed.model_validate_json(record.opening.programme_text)
    opening = record.opening
    return Brief(
        head.id,
        head.patient_id,
        prescribed,
        library.cues,
        opening,
        first,
        max(ends, default=0.0),
        opened=True,
    )
