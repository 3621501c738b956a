"""Where the pictures come from: a webcam, a recording that waits, or the page's own camera.

A source is read by one thread of its own. `read` blocks until a picture is due and stamps it with seconds on
the live loop's clock, strictly rising.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Condition, Event
from typing import Protocol

import cv2
import numpy as np

from pose.camera import CameraInfo, Webcam, list_cameras, read_recording
from pose.errors import CameraError
from pose.frame import Frame
from web.config import Config
from web.lenses import lens_of
from web.recording import Recording

#: A webcam that is read in vain is asked again after this.
RETRY_S = 0.05
#: The demo person and the test clips are rendered with this vertical field of view, degrees.
DEMO_FOV_DEG = 50.0
DEMO_FOLDER = Path(__file__).parent / "demo"
DEMO_CLIP = "demo.mp4"


class Kind(StrEnum):
    """What kind of source."""

    WEBCAM = "webcam"
    RECORDING = "recording"
    DEMO = "demo"
    BROWSER = "browser"


class Source(Protocol):
    """Gives pictures until it is closed.

    Attributes:
        name: the camera's own name.
        waits: it can wait for whoever measures it, as a recording can and a person cannot.
    """

    @property
    def name(self) -> str: ...

    @property
    def waits(self) -> bool: ...

    def read(self) -> Frame | None:
        """The next picture; ``None`` when there is none just now."""

    def run(self) -> None:
        """A recording plays on (a camera always does)."""

    def hold(self) -> None:
        """A recording waits."""

    def go_to(self, t_s: float, *, within_s: float = 0.0) -> None:
        """A recording goes to this moment of it, unless it is that near already."""

    def close(self) -> None:
        """Lets the device go; a waiting `read` returns."""


@dataclass(frozen=True)
class Choice:
    """Which source one sitting uses, and how it sees.

    Attributes:
        spec: number or name of a webcam; path of a recording; empty for the page's camera.
        fov_deg, fov_assumed: vertical field of view, degrees, and whether it is an assumption.
    """

    kind: Kind
    spec: str
    fov_deg: float
    fov_assumed: bool
    mirrored: bool = False


def choose(config: Config, wanted: str = "") -> Choice:
    """The source of a sitting.

    Args:
        wanted: what the page asked for: ``demo``, ``browser`` or nothing; never a path.

    Raises:
        CameraError: no camera was found where one was to be found.
    """
    camera = wanted or config.camera
    fov_deg, assumed = config.fov_deg, config.vertical_fov_deg is None
    if camera == Kind.DEMO:
        return Choice(Kind.DEMO, str(demo_clip()), DEMO_FOV_DEG, fov_assumed=False)
    if camera == Kind.BROWSER:
        return Choice(Kind.BROWSER, "", fov_deg, assumed)
    if camera != "auto" and Path(camera).exists():
        return Choice(Kind.RECORDING, camera, fov_deg, assumed, config.mirrored)
    spec, name = _webcam(camera)
    lens = lens_of(name) if assumed else None
    if lens is not None:
        fov_deg, assumed = lens.vertical_fov_deg, False
    return Choice(Kind.WEBCAM, spec, fov_deg, assumed, config.mirrored)


def _webcam(camera: str) -> tuple[str, str]:
    """What to open, and the name of it, as far as the system tells."""
    cameras = list_cameras()
    if camera != "auto":
        return camera, next((one.name for one in cameras if _is_meant(camera, one)), camera)
    if not cameras:
        raise CameraError("I found no camera on this computer.")
    return str(cameras[0].index), cameras[0].name


def _is_meant(camera: str, one: CameraInfo) -> bool:
    if camera.isdecimal():
        return int(camera) in {one.index, one.index % 100}
    return camera.casefold() in one.name.casefold()


def camera_found(config: Config) -> bool:
    """Whether a sitting can start without asking for the demo or the page's own camera."""
    return config.camera != "auto" or bool(list_cameras())


def demo_clip() -> Path:
    """The demo recording that is part of the program."""
    return DEMO_FOLDER / DEMO_CLIP


def open_source(choice: Choice, clock: Callable[[], float], inbox: "Inbox") -> Source:
    """Opens what was chosen; may take long with a webcam.

    Args:
        clock: seconds on the live loop's clock.
        inbox: where the page's own pictures arrive.

    Raises:
        CameraError, RecordingError: nothing can be read.
    """
    if choice.kind is Kind.BROWSER:
        return BrowserCamera(inbox)
    if choice.kind is Kind.WEBCAM:
        spec = int(choice.spec) if choice.spec.isdecimal() else choice.spec
        return LiveWebcam(Webcam(spec, mirrored=choice.mirrored), clock)
    name = "Demo person" if choice.kind is Kind.DEMO else Path(choice.spec).name
    return Recording(
        name, lambda: read_recording(Path(choice.spec), mirrored=choice.mirrored), clock, Event().wait
    )


OpenWith = Callable[[Choice, Callable[[], float], "Inbox"], Source]


class LiveWebcam:
    """A webcam; the same picture twice, to the last bit, is no new picture."""

    waits = False

    def __init__(self, webcam: Webcam, clock: Callable[[], float]) -> None:
        self.name = webcam.name
        self._webcam = webcam
        self._clock = clock
        self._closed = Event()
        self._last = np.zeros(0, dtype=np.uint8)

    def read(self) -> Frame | None:
        frame = self._webcam.read(self._clock())
        if frame is None:
            self._closed.wait(RETRY_S)
            return None
        sparse = frame.rgb[::16, ::16].copy()
        still, self._last = np.array_equal(sparse, self._last), sparse
        return None if still else Frame(self._clock(), frame.rgb)

    def run(self) -> None:
        """Nothing to do."""

    def hold(self) -> None:
        """Nothing to do."""

    def go_to(self, t_s: float, *, within_s: float = 0.0) -> None:
        """Nothing to do."""

    def close(self) -> None:
        self._closed.set()
        self._webcam.close()


class Inbox:
    """The page's own pictures, newest wins."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._frame: Frame | None = None

    def put(self, jpeg: bytes, t_s: float) -> None:
        """Takes one JPEG.

        Raises:
            CameraError: it is no picture.
        """
        bgr = cv2.imdecode(np.frombuffer(jpeg, dtype=np.uint8), cv2.IMREAD_COLOR) if jpeg else None
        if bgr is None:
            raise CameraError("The page sent a picture that cannot be read.")
        rgb = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), dtype=np.uint8)
        with self._changed:
            self._frame = Frame(t_s, rgb)
            self._changed.notify_all()

    def take(self, timeout_s: float) -> Frame | None:
        """The newest picture that was not taken yet."""
        with self._changed:
            self._changed.wait_for(lambda: self._frame is not None, timeout_s)
            frame, self._frame = self._frame, None
            return frame


class BrowserCamera:
    """The page's own camera."""

    name = "The browser's camera"
    waits = False

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def read(self) -> Frame | None:
        return self._inbox.take(RETRY_S)

    def run(self) -> None:
        """Nothing to do."""

    def hold(self) -> None:
        """Nothing to do."""

    def go_to(self, t_s: float, *, within_s: float = 0.0) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to let go: the page does it."""
