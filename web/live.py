"""The live session of this run: at most one person before one camera, one page that listens.

    capture thread -> slot of one -> measuring thread -> feed -> pages
                                          |-> writer thread -> store

Newest wins and nothing queues on the way to the screen; on the way to the store nothing is dropped. The
clock is read here and handed down.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from coach.record import CheckOut, Ending, Quality, SessionKind
from pose.frame import Frame
from pose.landmarker import Models, load_models
from web import live_brief, live_check
from web.day_plan import day_plan
from web.desk_commands import LEADING
from web.desk_feed import DeskFeed
from web.errors import AskedError
from web.live_commands import COMMANDS, LAST
from web.live_feed import Feed
from web.live_listened import Listened
from web.live_loop import Loop
from web.live_sitting import Brief, Stage
from web.live_state import OFF
from web.live_writer import Writer
from web.sources import Choice, Kind, OpenWith, choose, open_source
from web.who_trains import DEMO_PATIENT, demo_today, own_open_sessions, reach_of, today

if TYPE_CHECKING:
    from coach.library import Library
    from coach.programme import Task
    from coach.store import SessionHead, Store
    from web.config import Config

A = TypeVar("A")

#: How long a therapist waits for what was done to be on the disk, before somebody else is next.
FLUSH_S = 2.0
UNDER_WAY = "A session is under way. It can be gone on with or ended."
#: What a page may ask for as its camera; never a path.
WANTED = ("", Kind.DEMO.value, Kind.BROWSER.value)


class Live(Listened):
    """Commands and answers for the pages; safe in any thread. A command that does not fit the moment raises
    `AskedError` with a sentence."""

    def __init__(
        self,
        config: Config,
        store: Store,
        library: Library,
        clock: Callable[[], float] = time.perf_counter,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        open_with: OpenWith = open_source,
    ) -> None:
        """
        Args:
            clock: monotonic seconds.
            now: the time of day, aware.
            open_with: opens the camera that was chosen.
        """
        self._config, self._store, self._library = config, store, library
        super().__init__(clock)
        self._now, self._open_with = now, open_with
        self.feed = Feed(clock)
        self.desk = DeskFeed(clock)
        self._tell_off()
        self._lock = RLock()
        self._loop: Loop | None = None
        self._writer: Writer | None = None
        self._models: Models | None = None

    # Who listens, and to what

    @property
    def asked(self) -> tuple[str, Task] | None:
        """Whose exercise is under way, and which; ``None`` where there is none, and in a check, which asks
        for no posture."""
        sitting = self._loop.sitting if self._loop else None
        if sitting is None or sitting.session is None or sitting.session.task is None:
            return None
        if sitting.brief.opening.kind is SessionKind.CHECK:
            return None
        return sitting.brief.patient_id, sitting.session.task

    @property
    def on(self) -> bool:
        """Whether a sitting is under way; everything but starting is refused while not."""
        return self._loop is not None and not self._loop.over

    @property
    def session_id(self) -> str:
        """The session under way, or nothing."""
        loop = self._loop
        return loop.sitting.brief.session_id if loop else ""

    # Commands

    def start(self, body: dict[str, Any]) -> None:
        """Starts a sitting: the answers before it, which camera where there is a choice, and ``kind`` as
        ``check`` for the two-minute check.

        Raises:
            AskedError: answers are missing, or nothing was assigned.
            CameraError: no camera was found.
        """
        wanted = str(body.get("camera") or "")
        if wanted not in WANTED:
            raise AskedError(f"The camera can be one of {', '.join(WANTED[1:])}; {wanted} is none of them.")
        with self._lock:
            self._clear_quiet()
            if "session_id" in body:
                self._go_on(str(body["session_id"]), wanted)
            else:
                choice = choose(self._config, wanted)
                self._begin(self._new_brief(body, choice), choice)

    def _go_on(self, session_id: str, wanted: str) -> None:
        """The rest of a session that was cut off; the demo person goes on with her own clip."""
        head = self._open_head(session_id)
        hers = head.patient_id == DEMO_PATIENT.id
        choice = choose(self._config, Kind.DEMO if hers else wanted)
        self._begin(live_brief.brief_of_open(head, self._store, self._library), choice)

    def _open_head(self, session_id: str) -> SessionHead:
        for head in own_open_sessions(self._config, self._store):
            if head.id == session_id:
                return head
        raise AskedError("That session is closed already.")

    def _new_brief(self, body: dict[str, Any], choice: Choice) -> Brief:
        answers = live_check.check_in(body)
        if choice.kind is Kind.DEMO:
            who = demo_today(self._store, self._library, self._now())
        else:
            who = today(self._config, self._store, self._library)
        if body.get("kind") == SessionKind.CHECK:
            return live_brief.check_brief(who, self._library, answers, choice)
        plan = day_plan(self._store, who, self._now().astimezone().date())
        bout = live_check.bout(body.get("bout"), plan.bouts_a_day)
        return live_brief.new_brief(plan.who, self._library, answers, choice, bout)

    def _begin(self, brief: Brief, choice: Choice) -> None:
        brief = replace(brief, reach=reach_of(self._store, brief.patient_id))
        self._models = self._models or load_models(self._config.models_dir)
        self.beat()
        self._writer = Writer(self._store, self._tell)
        loop = Loop(
            brief,
            choice,
            models=self._models,
            feed=self.feed,
            desk=self.desk,
            writer=self._writer,
            clock=self.clock,
            now=self._now,
            wanted=self._listened_to,
            open_with=self._open_with,
        )
        loop.wake()
        self._loop = loop
        loop.tell()

    def _clear_quiet(self) -> None:
        """A sitting that has not begun its session, or has ended it, makes room for a new one."""
        if self._loop and self._loop.sitting.stage is Stage.SESSION:
            raise AskedError(UNDER_WAY)
        self._drop()

    def _tell(self) -> None:
        loop = self._loop
        if loop is not None:
            loop.tell()

    def command(self, name: str, body: dict[str, Any]) -> None:
        """Anything but starting.

        Raises:
            AskedError: there is no such command, nothing is under way, or it does not fit the moment.
        """
        act = _known(COMMANDS, name)
        with self._lock:
            with self._acting() as loop:
                act(loop, body)
            if act in LAST:
                self._drop()

    def lead(self, name: str, author: str, body: dict[str, Any]) -> dict[str, Any]:
        """What a therapist does beside the session, and what they get back.

        Raises:
            CoachError, AskedError: it would ask for too much, or does not fit the moment.
        """
        act = _known(LEADING, name)
        self.desk.beat()
        with self._lock, self._acting() as loop:
            return act(loop, author, body)

    @contextmanager
    def _acting(self) -> Iterator[Loop]:
        if self._loop is None or self._loop.over:
            raise AskedError("Nothing is under way.")
        with self._loop.lock:
            yield self._loop
            self._loop.follow_up()
            self._loop.tell()

    def hand_over(self, to_the_next: Callable[[], None], ended_by: str = "") -> None:
        """Somebody else is next here: a session under way ends where a therapist ends it, all else does
        anyway, and nothing that was said is said again.

        Args:
            to_the_next: makes somebody else the one who trains here, before a page is told that all is over.
            ended_by: the therapist who ends the session; what was done in it is kept.

        Raises:
            AskedError: a session is under way and nobody ends it, or what was done is not on the disk yet.
        """
        with self._lock:
            loop = self._loop
            if loop and ended_by and loop.sitting.stage is Stage.SESSION:
                self.lead("end", ended_by, {})
            if loop and loop.sitting.stage is Stage.SESSION:
                raise AskedError(UNDER_WAY)
            if loop and not loop.writer.flush(FLUSH_S):
                raise AskedError(f"What was done is not on the disk yet. {loop.writer.trouble}")
            to_the_next()
            self._drop()
            self.feed.forget()

    def close_open(self, session_id: str) -> None:
        """Closes a session that was cut off; what was done in it is kept."""
        if self._loop and self._loop.sitting.brief.session_id == session_id:
            raise AskedError("That session is under way.")
        head = self._open_head(session_id)
        self._store.close_session(head.id, Ending.INTERRUPTED, Quality(), CheckOut(), self._now())

    # Pictures

    def picture(self, after: int, timeout_s: float) -> tuple[int, Frame, float] | None:
        """The newest picture beyond number ``after``, its number and its age in seconds."""
        loop = self._loop
        if loop is None or loop.camera is None:
            raise AskedError("The camera is off.")
        newest = loop.slot.newer_than(after, timeout_s)
        return None if newest is None else (newest[0], newest[1], loop.now_s() - newest[1].t_s)

    def take_picture(self, jpeg: bytes) -> None:
        """A picture from the page's own camera."""
        loop = self._loop
        if loop is None or loop.camera is None or loop.choice.kind is not Kind.BROWSER:
            raise AskedError("The page's camera is not in use.")
        loop.inbox.put(jpeg, loop.now_s())

    def age_s(self, t_s: float) -> float:
        """How long ago a moment on the sitting's clock was, seconds."""
        loop = self._loop
        return loop.now_s() - t_s if loop else 0.0

    def close(self) -> None:
        """Ends whatever is under way, in good order; an open session stays open and is offered again."""
        with self._lock:
            self._drop()
        self._all_told()

    def _drop(self) -> None:
        loop, self._loop = self._loop, None
        if loop is not None:
            loop.sleep()
            loop.writer.close()
        self._tell_off()

    def _tell_off(self) -> None:
        self.feed.publish(OFF)
        self.desk.publish(OFF)


def _known(commands: Mapping[str, A], name: str) -> A:
    if name not in commands:
        raise AskedError(f"There is no command {name}.")
    return commands[name]
