"""The angles of every moment as a file, one row a picture. Left and up are positive, in words as well."""

import csv
import io
from collections.abc import Iterator

import numpy as np

from coach.record import TRACE_COLUMNS, Phase
from coach.report.session_tables import POSITION, Done, exercises_of
from coach.report.table import DECIMALS, cell, lines
from coach.store import StoredSession

PHASES = tuple(Phase)
#: What each column of a trace means; left and up in words.
TRACE = {
    "t_s": "seconds since the session began",
    "camera_rotation_deg": "the head before the camera, no straight position taken off: turn, degrees, "
    "positive is to the patient's left",
    "camera_lateral_flexion_deg": "the same: tilt, degrees, positive is the left ear to its shoulder",
    "camera_extension_deg": "the same: nod, degrees, positive is chin up",
    "rotation_deg": "turn of the head on the trunk from the patient's straight position, degrees, "
    "positive is to the patient's left",
    "lateral_flexion_deg": "tilt, degrees, positive is the left ear toward the left shoulder",
    "extension_deg": "nod, degrees, positive is chin up, negative chin down",
    "deviation_deg": "away from the straight position as one angle, degrees, never negative",
    "shoulder_tilt_deg": "slant of the shoulders, degrees, positive is the left one higher",
    "elevation_left": "rise of the patient's left shoulder, shoulder widths",
    "elevation_right": "rise of the patient's right shoulder, shoulder widths",
    "lean_deg": "lean of the trunk, degrees, positive is to the patient's left",
    "lateral_shift": "head beside the shoulders' middle, shoulder widths, positive is to the patient's left",
    "ear_height": "height of the ears, shoulder widths, positive is taller than the straight position",
    "hand_near_face": "1: a hand was near the face",
    "confidence": "how sure the finding of the face is, 0 to 1",
    "rotation_error_deg": "standard error of the turn, degrees",
    "lateral_flexion_error_deg": "standard error of the tilt, degrees",
    "extension_error_deg": "standard error of the nod, degrees",
    "phase": f"what was going on: {', '.join(PHASES)}",
}


def header() -> str:
    """The first line of a file of angles."""
    return lines([["exercise_position", "exercise_id", *TRACE_COLUMNS]])


def session_text(session: StoredSession) -> str:
    """The angles of a whole session as a file."""
    return header() + "".join(text(done) for done in exercises_of(session))


def text(done: Done) -> str:
    """The angles of an exercise: one line a picture, an empty cell is "not seen"."""
    trace, plan = done.exercise.trace, done.exercise.plan
    if trace is None:
        return ""
    rows = np.round(trace.values, DECIMALS).astype(object)
    rows[np.isnan(trace.values)] = None
    rows[:, -1] = [PHASES[int(phase)].value for phase in trace.values[:, -1]]
    file = io.StringIO()
    here = cell(done.position), cell(plan.exercise_id)
    csv.writer(file, lineterminator="\n").writerows([*here, *row] for row in rows.tolist())
    return file.getvalue()


def told() -> Iterator[str]:
    """What the files are, one line, and then one line a column."""
    yield "traces/SESSION/POSITION-EXERCISE.csv: one row a picture of an exercise; an empty cell is not seen"
    yield f"    exercise_position: {POSITION}"
    yield "    exercise_id: which exercise"
    yield from (f"    {name}: {words}" for name, words in TRACE.items())
