"""The real app on a clip: a programme made for it, a patient who has it, a server that can be stopped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from threading import Thread
from uuid import uuid4

import waitress

from coach.library import load_library
from coach.programme import Assignment, Reach
from coach.record import Side
from coach.store import Patient, Store, open_store
from web import create_app
from web.config import Config
from web.launch import Launch
from web.live import Live
from web.reviewing import Refresher
from web.server import THREADS, listen, stop_serving
from web.services import Services

#: The clip's own exercise: six slow turns to the right, for a patient who can turn there by 50 degrees.
TURN = """
id: clip_turn
version: 1
name: Slow turn
purpose: Head control
why: The turn of the clip.
source: Made for the clip, whose angles are known.
position: Sit.
movement: rotation
direction: right
target: {at_deg: 34, band_deg: 5}
dose: {sets: 1, reps: 6, hold_s: 5, rest_s: 3}
keep_still:
  - {movement: trunk, within_deg: 5}
  - {movement: shoulders, within_deg: 4}
max_speed_deg_s: 40
say:
  introduce: Turn.
  move: Slowly turn to your {side}.
  hold: Stay here.
  back: And slowly back to the middle.
"""
PROGRAMME = """
id: clip
version: 1
title: The clip's own exercise
about: Six turns, and one slow breath.
source: Made for the clip, whose angles are known.
exercises:
  - exercise: clip_turn
  - exercise: slow_breath
    dose: {sets: 1, reps: 1, hold_s: 10, rest_s: 0}
"""
REACH = Reach(
    rotation_left_deg=50.0,
    rotation_right_deg=50.0,
    lateral_flexion_left_deg=30.0,
    lateral_flexion_right_deg=30.0,
    extension_deg=30.0,
    flexion_deg=30.0,
)
CLIP = Assignment(
    programme_id="clip",
    programme_version=1,
    corrective_rotation=Side.RIGHT,
    corrective_lateral_flexion=Side.LEFT,
    reach=REACH,
)


@dataclass(frozen=True)
class Served:
    """The running app."""

    services: Services
    launch: Launch
    url: str
    patient_id: str

    @property
    def store(self) -> Store:
        return self.services.store

    @property
    def live(self) -> Live:
        return self.services.live

    def link(self) -> str:
        """A fresh launch link."""
        return f"{self.url}/launch?token={self.launch.token()}"


@contextmanager
def serve(folder: Path, camera: str, turn: str = TURN) -> Iterator[Served]:
    """Serves the app on a clip, with its programme assigned to one patient."""
    listener = listen(0)
    config = Config(folder / "data", camera, vertical_fov_deg=50.0, port=listener.getsockname()[1])
    services = services_for(folder, config, turn)
    patient_id = assigned(services.store)
    launch = Launch(b"k" * 32)
    app = create_app(config, services, launch)
    server = waitress.create_server(app, sockets=[listener], threads=THREADS, channel_request_lookahead=1)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Served(services, launch, f"http://127.0.0.1:{config.port}", patient_id)
    finally:
        services.live.close()
        services.reviews.stop()
        stop_serving(server, thread)
        services.store.close()


def services_for(folder: Path, config: Config, turn: str) -> Services:
    """Real parts, with the clip's programme beside the installed ones."""
    programmes = folder / "programmes"
    shutil.copytree(Path(str(files("programmes"))), programmes, ignore=shutil.ignore_patterns("__pycache__"))
    (programmes / "exercises" / "clip_turn.yaml").write_text(turn)
    (programmes / "starters" / "clip.yaml").write_text(PROGRAMME)
    config.data_dir.mkdir(parents=True)
    store, library = open_store(config.data_dir), load_library(programmes)
    reviews = Refresher(store, library.alerts)
    return Services(config, store, library, Live(config, store, library), reviews)


def assigned(store: Store) -> str:
    """A patient with the clip's programme."""
    patient = Patient(str(uuid4()), "A. B.")
    store.add_patient(patient)
    store.assign(patient.id, CLIP, datetime.now(UTC))
    return patient.id
