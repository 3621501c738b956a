"""Keeps a camera going: a slot of one picture, a thread that fills it, and another try when it fails.

Newest wins, nothing queues. A camera that vanishes, freezes or never answers is left behind with its own
thread (a call into a driver cannot be ended) and opened anew.
"""

from collections.abc import Callable
from threading import Condition, Event, Thread

from pose.errors import PoseError
from pose.frame import Frame
from web.sources import Source

#: Without a new picture for this long, the camera counts as lost.
LOST_AFTER_S = 2.0
#: Some drivers take this long to open a camera that works.
OPENING_PATIENCE_S = 20.0
#: A recording that is less late than this catches up by itself.
CATCH_UP_S = 0.05
#: How often a waiting recording looks whether it is to stop.
WANTED_S = 0.2
#: Waits before each new try; the last one repeats.
BACKOFF_S = (1.0, 2.0, 4.0)


class SittingClock:
    """Seconds since the sitting began. A recording may hold it up; a camera never does."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._zero_s = clock()

    def __call__(self) -> float:
        return self._clock() - self._zero_s

    def hold_at(self, t_s: float) -> None:
        """Now is ``t_s``, unless the difference is small enough to be caught up."""
        late_s = self() - t_s
        if late_s > CATCH_UP_S:
            self._zero_s += late_s


class Slot:
    """The newest picture. One thread puts, one takes, any number look."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._frame: Frame | None = None
        self._seq = 0
        self._taken = 0
        self._wanted = False
        self.dropped = 0

    def put(self, frame: Frame) -> None:
        """A new picture; the one before, if nobody took it, is dropped and counted."""
        with self._changed:
            self.dropped += self._seq > self._taken
            self._frame, self._seq, self._wanted = frame, self._seq + 1, False
            self._changed.notify_all()

    def take(self, timeout_s: float) -> Frame | None:
        """The newest picture that was not taken yet; ``None`` if none comes in time."""
        with self._changed:
            self._wanted = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._seq > self._taken, timeout_s)
            self._wanted = False
            fresh, self._taken = self._seq > self._taken, self._seq
            self._changed.notify_all()
            return self._frame if fresh else None

    def wait_until_wanted(self, timeout_s: float) -> bool:
        """Waits until somebody waits for a picture; whether somebody does."""
        with self._changed:
            return self._changed.wait_for(lambda: self._wanted, timeout_s)

    def newer_than(self, seq: int, timeout_s: float) -> tuple[int, Frame] | None:
        """The newest picture and its number, if it is newer than ``seq`` or comes in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._seq > seq, timeout_s)
            return (self._seq, self._frame) if self._frame is not None and self._seq > seq else None


class Capture:
    """One opening of the camera, with its own thread."""

    def __init__(self, open_source: Callable[[], Source], slot: Slot, clock: SittingClock) -> None:
        self._open_source, self._slot, self._clock = open_source, slot, clock
        self._stopped = Event()
        self.source: Source | None = None
        self.trouble = ""
        self._thread = Thread(target=self._run, name="capture", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            source = self.source = self._open_source()
        except PoseError as error:
            self.trouble = str(error)
            return
        try:
            while not self._stopped.is_set():
                frame = source.read()
                if frame is not None:
                    self._put(frame, waits=source.waits)
        finally:
            source.close()

    def _put(self, frame: Frame, *, waits: bool) -> None:
        """A recording waits until it can be measured, and its time with it: on a slow computer it runs
        slower, and loses nothing."""
        while waits and not self._stopped.is_set():
            if self._slot.wait_until_wanted(WANTED_S):
                self._clock.hold_at(frame.t_s)
                break
        if not self._stopped.is_set():
            self._slot.put(frame)

    def stop(self, timeout_s: float = 0.0) -> None:
        """Stops; the thread lets the camera go as soon as the driver answers."""
        self._stopped.set()
        self._thread.join(timeout_s)


class Camera:
    """The camera of one sitting, opened again for as long as it takes. Times are on the live clock."""

    def __init__(self, open_source: Callable[[], Source], slot: Slot, clock: SittingClock) -> None:
        self._open_source, self._slot, self._clock = open_source, slot, clock
        self._capture: Capture | None = Capture(open_source, slot, clock)
        self._since_s = clock()
        self._again_s = 0.0
        self._tries = 0
        self._pictures = False
        self._playing = False
        self.lost = False
        self.losses = 0
        self.trouble = ""

    @property
    def name(self) -> str:
        """The camera's own name; empty until it is open."""
        source = self._capture.source if self._capture else None
        return source.name if source else ""

    @property
    def opening(self) -> bool:
        """Whether no picture has come yet since it was (re)opened."""
        return not self._pictures

    def play(self, *, on: bool) -> None:
        """A recording runs or waits; a camera does not care."""
        self._playing = on
        source = self._capture.source if self._capture else None
        if source is not None:
            source.run() if on else source.hold()

    def go_to(self, t_s: float, *, within_s: float = 0.0) -> None:
        """A recording goes to this moment of it, unless it is that near; a camera does not care."""
        source = self._capture.source if self._capture else None
        if source is not None:
            source.go_to(t_s, within_s=within_s)

    def saw(self, now_s: float) -> bool:
        """A picture came; whether the camera is back from being lost."""
        back, self.lost = self.lost, False
        self._since_s, self._pictures, self._tries, self.trouble = now_s, True, 0, ""
        return back

    def check(self, now_s: float) -> bool:
        """No picture came just now; whether the camera has become lost. Opens it again when that is due."""
        if self._capture is None:
            if now_s >= self._again_s:
                self._reopen(now_s)
            return False
        patience_s = LOST_AFTER_S if self._pictures else OPENING_PATIENCE_S
        if not self._capture.trouble and now_s - self._since_s < patience_s:
            return False
        self._let_go(now_s)
        news = not self.lost
        self.lost = True
        self.losses += news
        return news

    def _let_go(self, now_s: float) -> None:
        if self._capture is not None:
            self.trouble = self._capture.trouble
            self._capture.stop()
        self._capture = None
        self._again_s = now_s + BACKOFF_S[min(self._tries, len(BACKOFF_S) - 1)]
        self._tries += 1

    def _reopen(self, now_s: float) -> None:
        self._capture = Capture(self._open_source, self._slot, self._clock)
        self._since_s, self._pictures = now_s, False

    def close(self) -> None:
        """Lets the camera go."""
        if self._capture is not None:
            self._capture.stop(timeout_s=1.0)
        self._capture = None
