"""One sitting, running: a camera, a measuring thread, the sitting's rules, and what the page is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import RLock, Thread
from typing import TYPE_CHECKING

from coach import leading
from coach.diary import Flag
from coach.record import CheckOut, Quality
from coach.supervised import BY_ITSELF
from pose.angles import Posture
from pose.frame import Frame
from pose.landmarker import Models
from pose.measure import Measurer
from pose.quality import Light, Watch, advice, light, summary, watch
from web import live_words as words
from web.demo import NEAR_S, starts_s
from web.desk_feed import DeskFeed
from web.desk_state import telling
from web.live_capture import Camera, SittingClock, Slot
from web.live_feed import Feed, Said
from web.live_led import LedSitting
from web.live_sitting import Brief, Stage
from web.live_state import OFF, Page
from web.live_writer import Writer
from web.sources import Choice, Inbox, Kind, OpenWith, Source

if TYPE_CHECKING:
    from coach.store import Store

#: A frame that waited longer than this is shown and not scored.
TOO_OLD_S = 0.2
#: The page is told the state at most this often.
STATE_EVERY_S = 1 / 15
#: Frames never come exactly in time; half a frame of a 30 fps camera is close enough.
HALF_FRAME_S = 1 / 60
#: Brightness changes slowly; it is looked at this often.
LIGHT_EVERY_S = 0.25
#: While setting up, the same advice is spoken again after this.
ADVICE_AGAIN_S = 15.0
#: Models and cameras are slow at first; that is no fault of the light.
WARM_UP_S = 1.0
#: How long the measuring thread waits for a picture before it looks after the camera.
PATIENCE_S = 0.1


class Loop:
    """One sitting, running. Commands come from other threads and hold `lock`."""

    def __init__(
        self,
        brief: Brief,
        choice: Choice,
        *,
        models: Models,
        feed: Feed,
        desk: DeskFeed,
        writer: Writer,
        clock: Callable[[], float],
        now: Callable[[], datetime],
        wanted: Callable[[], bool],
        open_with: OpenWith,
    ) -> None:
        """
        Args:
            clock: monotonic seconds; time 0 of this sitting is now.
            desk: where a therapist beside the session reads it.
            wanted: whether a page still listens; when not, the camera goes off.
        """
        self.choice, self.feed, self.desk, self.writer = choice, feed, desk, writer
        self.lock = RLock()
        self.slot, self.inbox = Slot(), Inbox()
        self._models, self._now, self._wanted, self._open_with = models, now, wanted, open_with
        self.now_s = SittingClock(clock)
        self.sitting = LedSitting(brief, feed.say, writer.put)
        self.camera: Camera | None = None
        self._thread: Thread | None = None
        self._page = Page(choice, brief)
        self._watch, self._dropped, self._too_old, self._losses = Watch(), 0, 0, 0
        self._light = Light(0.0, None)
        self._light_s = self._told_s = self._seen_s = -1.0
        self._warm_s = 0.0
        self._exercise = ""
        self._advised_s: dict[str, float] = {}
        self._greeted = self._closed = self._neutral_wanted = False

    @property
    def over(self) -> bool:
        """The page went away before a session had begun: nothing is left to go on with."""
        return self.camera is None and self.sitting.stage in {Stage.CAMERA, Stage.NEUTRAL}

    # On and off

    def wake(self) -> None:
        """Switches the camera on."""
        with self.lock:
            if self.camera is None:
                self.camera = Camera(self._open, self.slot, self.now_s)
                self._thread = Thread(target=self._run, args=(self.camera,), name="measure", daemon=True)
                self._thread.start()

    def _open(self) -> Source:
        return self._open_with(self.choice, self.now_s, self.inbox)

    def sleep(self) -> None:
        """Switches the camera off; the sitting stays as it is."""
        with self.lock:
            self.camera = None
        if self._thread is not None:
            self._thread.join(timeout=5.0)

    def _run(self, camera: Camera) -> None:
        try:
            with Measurer(self._models, vertical_fov_deg=self.choice.fov_deg) as measurer:
                while self.camera is camera and self._wanted():
                    self._turn(camera, measurer)
        finally:
            camera.close()
            self._off(camera)

    def _turn(self, camera: Camera, measurer: Measurer) -> None:
        frame = self.slot.take(PATIENCE_S)
        with self.lock:
            self._look_after(camera, seen=frame is not None)
        if frame is None:
            return self.tell()
        if self.now_s() - frame.t_s > TOO_OLD_S:
            self._too_old += 1
            return None
        posture = measurer.measure(frame)
        with self.lock:
            if self.camera is camera:
                self._see(frame, posture)
        return None

    def _look_after(self, camera: Camera, *, seen: bool) -> None:
        now_s = self.now_s()
        if seen and camera.saw(now_s):
            self._camera_back()
        if not seen and camera.check(now_s):
            self._camera_lost()

    def _camera_lost(self) -> None:
        self.sitting.pause("camera")
        self.feed.say(words.CAMERA_LOST if self._greeted else words.CAMERA_MISSING)

    def _camera_back(self) -> None:
        if self._greeted:  # else it is greeted as usual
            self.feed.say(words.CAMERA_BACK)

    def _off(self, camera: Camera) -> None:
        """The measuring thread has ended: by a command, or because no page listens any more."""
        with self.lock:
            if self.camera is camera:
                self.camera = None
            self.sitting.pause("camera")
        self.tell()

    # One frame

    def _see(self, frame: Frame, posture: Posture) -> None:
        size_px = (frame.rgb.shape[1], frame.rgb.shape[0])
        self._warm_s = self._warm_s or frame.t_s + WARM_UP_S
        if frame.t_s - self._light_s >= LIGHT_EVERY_S:
            self._light, self._light_s = light(frame.rgb, posture.head_px), frame.t_s
        if frame.t_s > self._warm_s:
            self._watch = watch(self._watch, posture, self._light, frame.t_s, size_px)
        self.sitting.see(posture)
        self._page.see(posture, self.sitting.sample, size_px)
        self._greet()
        self._seen_s = frame.t_s
        self._advise(frame.t_s)
        self._neutral_when_seen()
        self._speak_again()
        self.follow_up()
        if frame.t_s - self._told_s >= STATE_EVERY_S - HALF_FRAME_S:
            self._told_s = frame.t_s
            self.tell()

    def _speak_again(self) -> None:
        """A coach that a therapist has muted speaks again where nobody at a desk looks on any more."""
        session = self.sitting.session
        if session is not None and session.muted and self.desk.left and self.sitting.stage is Stage.SESSION:
            self.sitting.change(lambda now, t_s: leading.mute(now, t_s, BY_ITSELF, muted=False))

    def follow_up(self) -> None:
        """What the world must do after the sitting has moved on: the recording plays or waits, the session
        that has ended is closed and the camera goes off."""
        if self.camera is not None:
            self._find_the_place(self.camera)
            self.camera.play(on=self.sitting.playing)
        if self.sitting.stage is Stage.AFTER and not self._closed:
            self._closed = True
            self.sitting.close(self.quality(), self._now())
            self.camera = None  # the measuring thread sees it and lets the camera go
            self.feed.say(words.GOODBYE)

    def _find_the_place(self, camera: Camera) -> None:
        """The demo person goes on with the exercise that is asked, also when one was left out before it."""
        exercise = self.sitting.exercise_id
        if self.choice.kind is Kind.DEMO and exercise not in {"", self._exercise}:
            start_s = starts_s().get(exercise)
            if start_s is not None:
                camera.go_to(start_s, within_s=NEAR_S)
        self._exercise = exercise

    def ask_neutral(self) -> None:
        """The neutral is measured now, or as soon as the camera sees enough for it."""
        self._neutral_wanted = self.sitting.stage is Stage.CAMERA and not self._sees_enough()
        if self._neutral_wanted:
            self.feed.say(words.WHEN_SEEN)
            return
        self.sitting.ask_neutral()
        if self.camera is not None:
            self.camera.go_to(0.0)
            self.camera.play(on=True)

    def _neutral_when_seen(self) -> None:
        if self._neutral_wanted and self._sees_enough():
            self.ask_neutral()

    def _sees_enough(self) -> bool:
        return self._seen_s >= 0 and not any(one.blocking for one in advice(self._watch))

    def begin(self) -> None:
        """The session begins; from here on the quality is counted."""
        self.sitting.begin(self.now_s(), self._now(), self.camera.name if self.camera else "")
        self._watch, self._too_old = Watch(), 0
        self._dropped = self.slot.dropped
        self._losses = self.camera.losses if self.camera else 0

    def check_out(self, answers: CheckOut, flags: tuple[Flag, ...]) -> None:
        """The answers after the session."""
        self.sitting.check_out(answers)
        session_id, at = self.sitting.brief.session_id, self._now()
        for flag in flags:
            self.writer.put(partial(_set_flag, session_id=session_id, flag=flag, at=at))

    def quality(self) -> Quality:
        """How well the camera saw since the session began."""
        seen = summary(self._watch)
        return Quality(
            frames=seen.frames,
            seen_share=seen.seen_share,
            frames_per_s=seen.frames_per_s,
            dropped=self.slot.dropped - self._dropped + self._too_old,
            second_person_s=seen.second_person_s,
            camera_lost=self.camera.losses - self._losses if self.camera else 0,
            notes=seen.notes,
        )

    def _greet(self) -> None:
        if not self._greeted:
            self._greeted = True
            self.feed.say(words.camera_on(self.choice.kind))

    def _advise(self, t_s: float) -> None:
        """While setting up, what would help is spoken too, the most important first."""
        if self.sitting.stage is not Stage.CAMERA:
            return
        for one in advice(self._watch)[:1]:
            if t_s - self._advised_s.get(one.key, -ADVICE_AGAIN_S) >= ADVICE_AGAIN_S:
                self._advised_s[one.key] = t_s
                self.feed.say(Said(one.key, one.text, "advice", t_s))

    def tell(self) -> None:
        """Publishes the state."""
        with self.lock:
            shown = self._page.state(self.sitting, self.camera, advice(self._watch), self.writer)
            shown |= {"frame_s": round(self._seen_s, 3), "led": self.desk.watched}
            self.feed.publish(OFF if self.over else shown)
            self.desk.publish(OFF if self.over else telling(shown, self.sitting, self.quality()))


def _set_flag(store: Store, session_id: str, flag: Flag, at: datetime) -> None:
    store.set_flag(session_id, flag, at)
