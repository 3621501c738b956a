"""The cast and their sessions. Every field differs from its default, so that none can be forgotten."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import inspect

from coach.programme import Assignment, Reach
from coach.record import (
    TRACE_COLUMNS,
    CheckIn,
    CheckOut,
    Ending,
    ExercisePlan,
    ExerciseSummary,
    Hand,
    Measure,
    Phase,
    Quality,
    RepRecord,
    SessionOpening,
    Side,
    Trace,
    Value,
)
from coach.store import Patient, Store
from coach.supervised import Intervention, Led, MarkedMoment, NewMidline
from pose.neutral import Neutral
from pose.trunk import Seat

#: For the tests of a module that say the same of every database.
on_both = pytest.mark.parametrize("place", [False, True], ids=["sqlite", "postgresql"], indirect=True)

ANNA = Patient("11111111-0000-4000-8000-000000000001", "Anna B.", made_up=True, note="prefers mornings")
OMAR = Patient("11111111-0000-4000-8000-000000000002", "Omar C.")
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

TURN = ExercisePlan(
    exercise_id="slow-turn",
    exercise_version=2,
    name="Slow turn",
    movement="rotation",
    side=Side.LEFT,
    target=24.0,
    band=5.0,
    sets=2,
    reps=3,
    hold_s=5.0,
    rest_s=20.0,
)
HOLD = ExercisePlan(
    exercise_id="midline-hold",
    exercise_version=1,
    name="Stay in the middle",
    movement="deviation",
    side=None,
    target=0.0,
    band=10.0,
    sets=1,
    reps=2,
    hold_s=10.0,
    rest_s=15.0,
)
ASSIGNED = Assignment(
    programme_id="starter",
    programme_version=3,
    corrective_rotation=Side.LEFT,
    corrective_lateral_flexion=Side.RIGHT,
    reach=Reach(
        rotation_left_deg=31.0,
        rotation_right_deg=58.5,
        lateral_flexion_left_deg=28.0,
        lateral_flexion_right_deg=19.0,
        extension_deg=41.0,
        flexion_deg=36.0,
    ),
    note="no turning to the right past 50",
)
NEUTRAL = Neutral(
    head=np.array([[0.8, 0.0, 0.6], [0.0, 1.0, 0.0], [-0.6, 0.0, 0.8]]),
    shoulder_tilt_deg=1.5,
    shoulder_left=0.91,
    shoulder_right=0.87,
    lateral_shift=0.03,
    shoulder_mid_px=(322.5, 401.25),
    shoulder_width_px=211.0,
    seat=Seat(
        tilt_deg=1.5,
        width_px=211.0,
        left_up=-0.76,
        right_up=-0.8,
        across=0.01,
        neck_up=0.31,
        neck_across=0.02,
        distance_m=0.71,
    ),
    frames=88,
    spread_deg=0.4,
)
CHECK_IN = CheckIn(pain=3, tension=4, swallowing_trouble=True, dizziness=True, anything_new=True)
CHECK_OUT = CheckOut(pain=2, effort=5, words="Easier than last week — thank you.")
QUALITY = Quality(
    frames=5400,
    seen_share=0.94,
    frames_per_s=29.7,
    dropped=12,
    second_person_s=1.5,
    camera_lost=1,
    notes=("too_dark", "off_centre"),
)
OPENING = SessionOpening(
    programme_id="starter",
    programme_version=3,
    programme_sha256=sha256(b'{"id":"starter"}').hexdigest(),
    programme_text='{"id":"starter"}',
    neutral=NEUTRAL,
    versions={"midline": "0.1.0", "face_landmarker": "cd" * 32},
    camera="Built-in",
    vertical_fov_deg=50.0,
    fov_assumed=True,
    check_in=CHECK_IN,
    resting_only=True,
    plans=(HOLD, TURN),
    bout=2,
)
MEASURES = (
    Measure("asked_deviation_mean", Hand.ALL, Value(4.25, 1.5, "deg"), 1),
    Measure("asked_deviation_mean", Hand.WITH, Value(2.5, None, "deg"), 1),
    Measure("tremor_frequency", Hand.ALL, Value(None, None, "Hz", "no_clear_peak"), 1),
)
SUMMARY = ExerciseSummary(
    ending=Ending.TOO_HARD,
    seen_s=81.5,
    unseen_s=2.25,
    paused_s=6.0,
    in_band_s=33.1,
    trick_s=1.75,
    best_hold_s=5.0,
    best_peak_deg=25.4,
    compensations=(("shoulder_hike_left", 2), ("too_fast", 1)),
    effort=4,
    eased_s=(31.5, 62.25),
)


def a_rep(number: int = 1, **other: Any) -> RepRecord:
    """A completed repetition with all its numbers."""
    rep = RepRecord(
        set_number=1,
        rep_number=number,
        started_s=10.0 * number,
        ended_s=10.0 * number + 8.25,
        completed=True,
        peak_deg=24.6,
        hold_s=5.03,
        in_band_s=6.4,
        steadiness_deg=0.81,
        peak_speed_deg_s=14.2,
        unseen_s=0.33,
        trick_s=0.5,
        compensations=("shoulder_hike_left", "too_fast"),
    )
    return replace(rep, **other)


def a_trace(start_s: float = 0.0, frames: int = 60, turned_deg: float = 20.0) -> Trace:
    """Two seconds at 30 fps, all columns different, the last frame not seen."""
    t_s = start_s + np.arange(frames) / 30
    given = {
        "t_s": t_s,
        "rotation_deg": np.full(frames, turned_deg),
        "hand_near_face": np.arange(frames) % 2,
        "confidence": np.full(frames, 0.75),
        "rotation_error_deg": np.full(frames, 1.5),
        "lateral_flexion_error_deg": np.full(frames, 1.25),
        "extension_error_deg": np.full(frames, 1.75),
        "phase": np.full(frames, list(Phase).index(Phase.HOLD)),
    }
    drawn = [given.get(name, 0.37 * (i + 1) + np.sin(t_s)) for i, name in enumerate(TRACE_COLUMNS)]
    values = np.column_stack(drawn)
    values[-1, 1 : TRACE_COLUMNS.index("phase")] = np.nan
    return Trace(values)


def file_of(store: Store) -> Path:
    """The file that a store is kept in."""
    assert isinstance(store.place, Path)
    return store.place


def directly(store: Store, statement: str) -> None:
    """Into the same data by another way than the store's own."""
    with store._writer.begin() as connection:
        connection.exec_driver_sql(statement)


def tables(store: Store) -> set[str]:
    """The names of its tables."""
    return set(inspect(store._engine).get_table_names())


MARKS = (
    MarkedMoment(12.5, "Anna Weber", 1, "left shoulder rises"),
    MarkedMoment(31.2, "Anna Weber", None),
)
MIDLINE = Intervention(
    22.5,
    "Anna Weber",
    Led.MIDLINE,
    1,
    after=4.4,
    midline=NewMidline(4.2, -0.3, 1.6, 1.9, 1.4, 2.6, frames=91, spread_deg=0.4),
)
LED = (
    Intervention(14.25, "Anna Weber", Led.TARGET, 1, before=-33.0, after=-30.0),
    Intervention(20.0, "Anna Weber", Led.SAID, 1, words="Let it sink."),
    MIDLINE,
    Intervention(40.0001, "Anna Weber", Led.ENDED),
)
