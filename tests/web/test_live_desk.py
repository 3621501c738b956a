"""What a therapist at a desk is told of the live loop, from the camera to the goodbye."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.library import load_library
from coach.store import open_store
from tests.web.test_live_loop import Clock, Scene, TestCamera
from web.config import Config
from web.desk_feed import LEFT_S
from web.desk_link import told
from web.desk_stations import OwnStation
from web.launch import Launch
from web.live import Live
from web.reviewing import Refresher
from web.services import Services


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    clock, camera = Clock(), TestCamera()
    live = Live(Config(tmp_path, "demo"), open_store(tmp_path), load_library(), clock, open_with=camera.open)
    yield Scene(live, clock, camera)
    live.close()


def test_a_coach_that_was_muted_speaks_again_where_the_therapist_has_left(scene: Scene) -> None:
    scene.begin()
    scene.live.lead("mute", "Anna Weber", {})
    for _ in range(3):
        scene.show(LEFT_S / 2)
        scene.live.desk.beat()  # a link that breaks for a while is no leaving
        assert scene.live.desk.state["muted"]
    scene.show(LEFT_S + 1)
    assert not scene.live.desk.state["muted"]
    assert scene.live.desk.state["lately"][0].endswith("the coach speaks again (by itself)")


def test_what_a_therapist_is_told_of_each_stage_can_travel(tmp_path: Path) -> None:
    store, library, config = open_store(tmp_path), load_library(), Config(tmp_path, "demo")
    clock, camera = Clock(), TestCamera()
    live = Live(config, store, library, clock, open_with=camera.open)
    scene = Scene(live, clock, camera)
    station = OwnStation(
        Services(config, store, library, live, Refresher(store, library.alerts)), Launch(b"k" * 32)
    )

    def stage() -> str:
        _, state, age_s = station.told()
        return str(told(state, age_s)["told"]["stage"])

    stages = [stage()]
    scene.start()
    stages.append(stage())
    live.hand_over(lambda: None)
    scene.begin()
    scene.show()
    live.lead("say", "Anna Weber", {"words": "Let it sink."})
    live.command("skip", {})
    stages.append(stage())
    live.command("stop", {})
    stages.append(stage())
    assert stages == ["off", "camera", "session", "after"]
    live.close()
