"""A recording at its real speed, as a source of pictures: it waits, and goes to any of its moments."""

from collections.abc import Callable, Iterator

from pose.frame import Frame

#: A held recording repeats its picture at a camera's usual rate.
HELD_STEP_S = 1 / 30
#: On its way to another moment it leaves out this many pictures for each that it repeats, so that pictures
#: keep coming and nobody takes it for a lost camera.
LEFT_OUT_AT_ONCE = 10


class Recording:
    """A recording at its real speed. It waits: while held it repeats its picture with new time stamps, so
    that nothing of it is missed while somebody reads a page. At its end it holds the last picture."""

    waits = True

    def __init__(
        self,
        name: str,
        frames: Callable[[], Iterator[Frame]],
        clock: Callable[[], float],
        wait: Callable[[float], object],
    ) -> None:
        """
        Args:
            frames: starts the recording from its beginning.
            wait: sleeps for seconds.
        """
        self.name = name
        self._frames, self._clock, self._wait = frames, clock, wait
        # Set by the command's thread, read by the capture thread; each is one assignment.
        self._running = False
        self._goal = self._taken = (0.0, 0.0)
        self._heading_s: float | None = None
        self._iterator = frames()
        self._shown = self._next = next(self._iterator)
        self._more = True  # `_next` has not been shown while running
        self._due_s = clock()
        self._origin_s: float | None = None

    def run(self) -> None:
        self._running = True

    def hold(self) -> None:
        self._running = False

    def go_to(self, t_s: float, *, within_s: float = 0.0) -> None:
        self._goal = (t_s, within_s)

    def read(self) -> Frame:
        on_the_way = self._on_the_way()
        if self._running and self._more and not on_the_way:
            self._turn()
        else:
            self._repeat()
        self._wait(max(0.0, self._due_s - self._clock()))
        return Frame(self._due_s, self._shown.rgb)

    def _on_the_way(self) -> bool:
        """Some pictures nearer to where it was told to go; whether that is still ahead."""
        if self._goal is not self._taken:
            self._set_out()
        if self._heading_s is None:
            return False
        for _ in range(LEFT_OUT_AT_ONCE):
            if self._next.t_s < self._heading_s and self._more:
                self._follow()
        if self._next.t_s < self._heading_s and self._more:
            return True
        self._shown, self._heading_s = self._next, None
        return False

    def _set_out(self) -> None:
        self._taken = self._goal
        t_s, within_s = self._goal
        if abs(self._next.t_s - t_s) <= within_s:
            self._heading_s = None
            return
        self._heading_s, self._origin_s = t_s, None
        if self._next.t_s > t_s:
            self._iterator = self._frames()
            self._next, self._more = next(self._iterator), True

    def _turn(self) -> None:
        if self._origin_s is None:  # it starts to run: its next picture is due now
            self._origin_s = max(self._clock(), self._due_s + HELD_STEP_S) - self._next.t_s
        self._shown, self._due_s = self._next, self._origin_s + self._next.t_s
        self._follow()

    def _follow(self) -> None:
        following = next(self._iterator, None)
        self._next, self._more = following or self._next, following is not None

    def _repeat(self) -> None:
        self._origin_s = None
        self._due_s = max(self._due_s + HELD_STEP_S, self._clock() - HELD_STEP_S)

    def close(self) -> None:
        """Nothing to let go but the file, which goes with the reader."""
