"""What `midline doctor` looks at: is everything here that a session needs, and is it fast enough?"""

import os
import platform
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from importlib import metadata
from itertools import cycle
from pathlib import Path

import cv2

from coach.errors import CoachError
from coach.keeping import last_backup
from coach.library import load_library
from pose.camera import list_cameras, read_recording
from pose.errors import PoseError
from pose.frame import Frame
from pose.landmarker import MODEL_SHA256, check_library_version, load_models
from pose.measure import Measurer
from web.cli_parts import database_in
from web.config import ASSUMED_VERTICAL_FOV_DEG
from web.errors import WebError
from web.lenses import lens_of
from web.server import listen
from web.sources import DEMO_CLIP, DEMO_FOLDER, DEMO_FOV_DEG

#: A hold is timed to a fifth of a second from ten frames a second on; a camera gives thirty.
SLOW_FPS, TOO_SLOW_FPS = 20.0, 10.0
SPEED_S = 3.0
#: A year of daily sessions is about a hundred megabytes.
LOW_DISK_BYTES, NO_DISK_BYTES = 1_000_000_000, 100_000_000
#: Judgement: what a month of exercises costs to lose.
OLD_BACKUP_DAYS = 31
OLDEST_PYTHON = (3, 11)
QUICKER = "Close other programs and plug in the charger, then look again."
NOTHING = "Nothing to do."
BACK_UP = "Write one with: midline backup FILE, to another disk."


class Level(IntEnum):
    """How bad a finding is; also the exit code."""

    FINE = 0
    LOOK = 1
    BROKEN = 2

    @property
    def word(self) -> str:
        """For the terminal."""
        return {Level.FINE: "fine", Level.LOOK: "look", Level.BROKEN: "broken"}[self]


@dataclass(frozen=True)
class Finding:
    """One thing looked at, what was found, and what to do about it."""

    name: str
    level: Level
    found: str
    advice: str = NOTHING


def examine(data_dir: Path) -> tuple[Finding, ...]:
    """Every check, in the order in which a person would mend things."""
    return (
        python(sys.version_info[:2]),
        library(),
        opencv(cv2.__version__),
        models(),
        programmes(),
        cameras(),
        speed(),
        writing(data_dir),
        disk(shutil.disk_usage(_existing(data_dir)).free),
        backed_up(data_dir, datetime.now(UTC)),
        port(),
    )


def python(version: tuple[int, ...]) -> Finding:
    """The interpreter and the system."""
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if version < OLDEST_PYTHON:
        return Finding("Python", Level.BROKEN, found, "Please install Python 3.11 or newer.")
    return Finding("Python", Level.FINE, found)


def library() -> Finding:
    """The one mediapipe that may be used."""
    try:
        check_library_version()
    except PoseError as error:
        return Finding("mediapipe", Level.BROKEN, metadata.version("mediapipe"), str(error))
    return Finding("mediapipe", Level.FINE, f"{metadata.version('mediapipe')}, opens no connection")


def opencv(version: str) -> Finding:
    """OpenCV 5 gives arrays of other shapes."""
    if version.split(".", maxsplit=1)[0] != "4":
        advice = 'Please run: pip install "opencv-python>=4.12,<5"'
        return Finding("OpenCV", Level.BROKEN, version, advice)
    return Finding("OpenCV", Level.FINE, version)


def models() -> Finding:
    """The model files, and whether they are the ones that were checked."""
    try:
        load_models()
    except PoseError as error:
        return Finding("models", Level.BROKEN, "not usable", str(error))
    hashes = ", ".join(f"{name} {sha[:12]}…" for name, sha in MODEL_SHA256.items())
    return Finding("models", Level.FINE, f"as checked by SHA-256: {hashes}")


def programmes() -> Finding:
    """The exercises and programmes."""
    try:
        found = load_library()
    except CoachError as error:
        return Finding("programmes", Level.BROKEN, "a file is refused", str(error))
    return Finding(
        "programmes", Level.FINE, f"{len(found.exercises)} exercises, {len(found.programmes)} programmes"
    )


def cameras() -> Finding:
    """Cameras by name; none is switched on."""
    names = [f"{camera.index} {camera.name} ({field_of_view(camera.name)})" for camera in list_cameras()]
    if not names:
        advice = "Plug one in, use the browser's own (--camera browser) or look around with --camera demo."
        return Finding("cameras", Level.LOOK, "none", advice)
    return Finding("cameras", Level.FINE, "; ".join(names))


def field_of_view(camera: str) -> str:
    """What a camera of this name is measured with where ``--vertical-fov`` does not say otherwise."""
    lens = lens_of(camera)
    if lens is None:
        return f"{ASSUMED_VERTICAL_FOV_DEG:g}° high assumed; --vertical-fov if you know it"
    return f"{lens.vertical_fov_deg:.1f}° high: {lens.source}"


def speed(clock: Callable[[], float] = time.perf_counter) -> Finding:
    """Frames a second over three seconds of measuring the demo clip."""
    try:
        fps = _frames_per_s(clock)
    except PoseError as error:
        return Finding("speed", Level.BROKEN, "nothing could be measured", str(error))
    return judge_speed(fps)


def judge_speed(fps: float) -> Finding:
    """Whether so many frames a second are enough."""
    found = f"{fps:.0f} frames a second"
    if fps < TOO_SLOW_FPS:
        return Finding(
            "speed",
            Level.BROKEN,
            found,
            "This computer is too slow; close other programs or use another one.",
        )
    if fps < SLOW_FPS:
        return Finding(
            "speed", Level.LOOK, found, "Close other programs and plug in the charger, then look again."
        )
    return Finding("speed", Level.FINE, found)


def writing(data_dir: Path) -> Finding:
    """Whether a file can be written to the data folder and reach the disk."""
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data_dir) as file:
            file.write(b"midline")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        advice = "Choose a folder that you may write to, with --data-dir."
        return Finding("data folder", Level.BROKEN, f"{data_dir}: {error.strerror}", advice)
    return Finding("data folder", Level.FINE, f"{data_dir} can be written")


def disk(free: int) -> Finding:
    """Free space where the data are kept, bytes."""
    found = f"{free / 1e9:.1f} GB free"
    if free < NO_DISK_BYTES:
        return Finding("disk", Level.BROKEN, found, "Make some room; new sessions cannot be kept.")
    if free < LOW_DISK_BYTES:
        return Finding("disk", Level.LOOK, found, "Make some room soon.")
    return Finding("disk", Level.FINE, found)


def backed_up(data_dir: Path, now: datetime) -> Finding:
    """When the data were last copied to somewhere else."""
    database = database_in(data_dir)
    if not database.is_file():
        return Finding("backup", Level.FINE, "there are no data yet")
    try:
        made = last_backup(database)
    except (OSError, sqlite3.Error) as error:
        return Finding("backup", Level.BROKEN, f"{database}: {error}", "Bring back the last backup.")
    if made is None:
        return Finding("backup", Level.LOOK, "none was made yet", BACK_UP)
    days = (now - made).days
    found = f"made {days} days ago"
    if not 0 <= days <= OLD_BACKUP_DAYS:
        return Finding("backup", Level.LOOK, found if days > 0 else "made in the future", BACK_UP)
    return Finding("backup", Level.FINE, found)


def port() -> Finding:
    """Whether a page can be served on the loopback address."""
    try:
        listen(0).close()
    except WebError as error:
        return Finding("port", Level.BROKEN, str(error), "Look for a firewall that blocks 127.0.0.1.")
    return Finding("port", Level.FINE, "127.0.0.1 can be used")


def _frames_per_s(clock: Callable[[], float]) -> float:
    frames = list(read_recording(DEMO_FOLDER / DEMO_CLIP))[:30]
    with Measurer(load_models(), vertical_fov_deg=DEMO_FOV_DEG) as measurer:
        measurer.measure(frames[0])  # the first one loads the models
        started, count = clock(), 0
        for frame in _on_and_on(frames[1:]):
            if clock() - started >= SPEED_S:
                break
            measurer.measure(frame)
            count += 1
        return count / (clock() - started)


def _on_and_on(frames: list[Frame]) -> Iterator[Frame]:
    """The same pictures over and over, at thirty a second by their own stamps."""
    for number, frame in enumerate(cycle(frames), start=31):
        yield Frame(number / 30, frame.rgb)


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())
