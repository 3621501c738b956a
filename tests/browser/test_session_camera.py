"""A session through the browser's own camera: Chromium's fake one, fed with a clip whose angles are known."""

from collections.abc import Iterator
from itertools import chain, cycle, islice
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Playwright, expect

from pose.camera import read_recording
from pose.frame import Frame
from tests.browser.conftest import launch
from tests.browser.serving import TURN, Served, serve
from tests.browser.steps import begin, camera_on, clip, known_turns, neutral, open_session

pytestmark = pytest.mark.browser

#: The clip's straight frames go to and fro for this long, for setting up and for the neutral.
STRAIGHT_S = 20
STRAIGHT_FRAMES = 120
#: Rest posture and two turns.
TURNING_FRAMES = 150 + 2 * 390
FPS = 30
TWO_TURNS = TURN.replace("reps: 6", "reps: 2")
TURNS_MS = 90_000


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path, "browser", TWO_TURNS) as served:
        yield served


def fake_camera(path: Path) -> Path:
    """The clip as Chromium's fake camera reads it: one JPEG after the other."""
    frames = list(islice(read_recording(clip("person-a/exercise.mp4")), STRAIGHT_FRAMES + TURNING_FRAMES))
    jpegs = [_jpeg(frame) for frame in frames]
    straight, turning = jpegs[:STRAIGHT_FRAMES], jpegs[STRAIGHT_FRAMES:]
    to_and_fro = islice(cycle(straight + straight[::-1]), STRAIGHT_S * FPS)
    path.write_bytes(b"".join(chain(to_and_fro, turning)))
    return path


def _jpeg(frame: Frame) -> bytes:
    return cv2.imencode(".jpg", cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 92])[
        1
    ].tobytes()


def test_two_turns_before_the_browsers_camera(
    player: Playwright, chromium_path: str, served: Served, tmp_path: Path
) -> None:
    known = known_turns(clip("person-a/exercise.csv"), r"rep[12]", low_deg=29.0, high_deg=39.0)
    camera = fake_camera(tmp_path / "camera.mjpeg")
    browser = launch(
        player,
        chromium_path,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
    )
    try:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        open_session(page, served.link())
        camera_on(page)
        assert page.locator("#own").evaluate("video => video.videoWidth") == 640
        neutral(page)
        begin(page)
        expect(page.locator("#exercise")).to_have_text("Slow breath, 2 of 2", timeout=TURNS_MS)
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Keep and finish")).to_be_visible()
        assert page.locator("#own").evaluate("video => video.srcObject") is None  # the camera is let go
    finally:
        browser.close()

    (head,) = served.store.sessions(served.patient_id)
    record = served.store.session(head.id).record
    assert record.opening.camera == "The browser's camera"
    reps = record.exercises[0].reps
    assert [rep.completed for rep in reps] == [True, True]
    assert [rep.peak_deg for rep in reps] == pytest.approx([turn.peak_deg for turn in known], abs=3.0)
    assert [rep.hold_s for rep in reps] == pytest.approx([turn.in_band_s for turn in known], abs=0.2)
