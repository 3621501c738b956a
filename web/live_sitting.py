"""One sitting, from setting up the camera to the goodbye. No thread, no clock, no device: times come in.

    camera -> neutral (asked, measuring, refused or shown, accepted) -> session -> after

Nothing moves on by itself but the session's own rules; the neutral is taken by the explicit step only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import numpy as np

from coach import session as rules
from coach.events import Event, ExerciseFinished, RepFinished, SessionFinished
from coach.feedback import Cued
from coach.metrics import trace_row
from coach.record import (
    TRACE_COLUMNS,
    CheckOut,
    Ending,
    ExercisePlan,
    ExerciseSummary,
    Phase,
    Quality,
    RepRecord,
    SessionKind,
    SessionOpening,
    Trace,
)
from pose.angles import Posture
from pose.neutral import Neutral, NeutralRefusal, Sample, camera_advice, relative_to, take_neutral
from web import live_words as words
from web.errors import AskedError
from web.live_feed import Said
from web.live_state import check_minutes, minutes_of
from web.live_writer import Job
from web.measured import measure_exercise, measure_session

if TYPE_CHECKING:
    from coach.programme import Prescribed, Reach

#: The neutral is the mean of this many seconds of sitting still.
NEUTRAL_S = 3.0


class Stage(StrEnum):
    """Where the sitting is."""

    OFF = "off"
    CAMERA = "camera"
    NEUTRAL = "neutral"
    SESSION = "session"
    AFTER = "after"


class Step(StrEnum):
    """Where the neutral is."""

    ASKED = "asked"
    MEASURING = "measuring"
    REFUSED = "refused"
    SHOWN = "shown"
    ACCEPTED = "accepted"


@dataclass(frozen=True, eq=False)
class Brief:
    """What one sitting is to do, for whom.

    Attributes:
        opening: everything of the session's opening but the neutral, which is still to come.
        first: the exercise to begin with; those before it were done before the session was cut off.
        from_s: session seconds that were used before it was cut off.
        opened: its opening is in the store already.
        reach: how far the patient goes in comfort; ``None`` where that is not known.
    """

    session_id: str
    patient_id: str
    prescribed: Prescribed
    cues: dict[str, str]
    opening: SessionOpening
    first: int = 0
    from_s: float = 0.0
    opened: bool = False
    reach: Reach | None = None


class Keep(Protocol):
    """Takes a write to the store; writes are done in order."""

    def __call__(self, job: Job, *, rep: bool = False) -> None:
        """``rep``: it is a repetition, to be counted once it is on disk."""


class Sitting:
    """One person before the camera. The live loop holds a lock around every call."""

    def __init__(self, brief: Brief, say: Callable[[Said], None], keep: Keep) -> None:
        """
        Args:
            say: takes a sentence for the patient.
            keep: takes each write to the store.
        """
        self.brief = brief
        self.stage = Stage.CAMERA
        self.step = Step.ASKED
        self.refusal = ""
        self.neutral: Neutral | None = None
        self.session: rules.Session | None = None
        self.last_s = 0.0  # session seconds of the newest sample
        self._say, self._keep = say, keep
        self._postures: list[Posture] = []
        self._zero_s = 0.0
        self._rows: list[tuple[float, ...]] = []
        self.sample: Sample | None = None  # the newest, once there is a neutral
        self.ending: Ending | None = None
        self.reps: list[tuple[int, RepRecord]] = []

    # Setting up

    def ask_neutral(self) -> None:
        """The camera sees well: on to the neutral."""
        only_if(
            "The middle is measured before the session.", allowed=self.stage in {Stage.CAMERA, Stage.NEUTRAL}
        )
        self.stage, self.step, self.neutral = Stage.NEUTRAL, Step.MEASURING, None
        self._postures = []
        self._say(words.MEASURE)

    def accept(self) -> None:
        """The neutral that was shown is kept for this session."""
        only_if("There is no measured middle to keep yet.", allowed=self.step is Step.SHOWN)
        self.step = Step.ACCEPTED
        tasks = self.brief.prescribed.tasks[self.brief.first :]
        check = self.brief.opening.kind is SessionKind.CHECK and not self.brief.first
        ready = words.ready(len(tasks), minutes_of(tasks))
        self._say(words.ready_for_check(check_minutes(self.brief.prescribed)) if check else ready)

    @property
    def measured_s(self) -> float:
        """How long the neutral has been measured."""
        return self._postures[-1].t_s - self._postures[0].t_s if self._postures else 0.0

    def _measure_neutral(self, posture: Posture) -> None:
        self._postures.append(posture)
        if self.measured_s < NEUTRAL_S:
            return
        result = take_neutral(self._postures)
        if isinstance(result, NeutralRefusal):
            self.step, self.refusal = Step.REFUSED, result.advice
            self._say(Said("neutral_refused", result.advice, frame_s=posture.t_s))
        else:
            self.step, self.neutral, self.refusal = Step.SHOWN, result, ""
            self._say(words.measured(camera_advice(result), posture.t_s))

    # The session

    def begin(self, now_s: float, started_at: datetime, camera: str) -> None:
        """The session begins: its opening is kept first."""
        resting = self.brief.opening.resting_only
        kept = self.stage is Stage.NEUTRAL and self.step is Step.ACCEPTED
        ready = kept or (resting and self.stage is Stage.CAMERA)
        only_if("The session begins when the middle has been measured and kept.", allowed=ready)
        self.stage, self._zero_s, self.last_s = Stage.SESSION, now_s - self.brief.from_s, self.brief.from_s
        self.session = rules.begin(self.brief.prescribed, self.brief.cues, resting_only=resting)
        if not self.brief.opened:
            opening = replace(self.brief.opening, neutral=self.neutral, camera=camera)
            ids = (self.brief.session_id, self.brief.patient_id)
            self._keep(lambda store: store.open_session(*ids, started_at, opening))
        for _ in range(self.brief.first):  # done before the session was cut off, and kept then
            self.session, _ = rules.skip(self.session, self.last_s)

    def see(self, posture: Posture) -> None:
        """One more measured frame."""
        if self.stage is Stage.NEUTRAL and self.step is Step.MEASURING:
            self._measure_neutral(posture)
        self.sample = relative_to(self.neutral, posture) if self.neutral else None
        if self.stage is Stage.SESSION and self.session is not None:
            t_s = posture.t_s - self._zero_s
            if t_s > self.last_s:
                self._back_from_camera(t_s)
                self._judge(replace(self.sample or unmeasured(posture), t_s=t_s), posture.t_s)

    def _back_from_camera(self, t_s: float) -> None:
        if self.session is not None and rules.view(self.session).paused == "camera":
            self.last_s = t_s
            self.change(rules.resume)

    def _judge(self, sample: Sample, frame_s: float) -> None:
        assert self.session is not None  # noqa: S101 - see() has looked
        self.last_s = sample.t_s
        self.session, events = rules.advance(self.session, sample)
        self._rows.append(trace_row(sample, rules.view(self.session).phase))
        self._follow(events, frame_s)

    def change(self, rule: Callable[[rules.Session, float], tuple[rules.Session, tuple[Event, ...]]]) -> None:
        """Applies one of the session's own commands, such as `coach.session.skip`, at the newest sample."""
        if self.stage is not Stage.SESSION or self.session is None:
            raise AskedError("There is no session under way.")
        self.session, events = rule(self.session, self.last_s)
        self._follow(events, None)

    def easier(self) -> None:
        """Less of the exercise under way; a check stays what it is, so that its numbers can be compared."""
        training = self.brief.opening.kind is SessionKind.TRAINING
        only_if("The check is the same each time. A part of it can be left out.", allowed=training)
        self.change(rules.easier)

    def pause(self, reason: str) -> None:
        """The clock stands still; a pause that stands already keeps its reason."""
        session = self.session
        if session is not None and session.ending is None and rules.view(session).paused is None:
            self.change(lambda session, t_s: rules.pause(session, t_s, reason))

    def _follow(self, events: tuple[Event, ...], frame_s: float | None) -> None:
        for event in events:
            match event:
                case Cued(cue=cue):
                    self._say(Said(cue.key, cue.text, cue.kind.value, frame_s))
                case RepFinished(index=index, rep=rep):
                    self._keep_rep(index, rep)
                case ExerciseFinished(index=index, summary=summary):
                    self._keep_summary(index, summary)
                case SessionFinished(ending=ending):
                    self.stage, self.ending = Stage.AFTER, ending

    def _trace(self) -> Trace:
        rows, self._rows = self._rows, []
        return Trace(np.array(rows, dtype=np.float64).reshape(len(rows), len(TRACE_COLUMNS)))

    def _keep_rep(self, index: int, rep: RepRecord) -> None:
        self.reps.append((index, rep))
        session_id, trace = self.brief.session_id, self._trace()
        self._keep(lambda store: store.save_rep(session_id, index, rep, trace), rep=True)

    def _keep_summary(self, index: int, summary: ExerciseSummary) -> None:
        session_id, trace = self.brief.session_id, self._trace()
        self._keep(lambda store: store.end_exercise(session_id, index, summary, trace))
        self._keep(lambda store: measure_exercise(store, session_id, index))

    @property
    def plans(self) -> tuple[ExercisePlan, ...]:
        """The exercises as they are asked for now, made easier where the patient wished it."""
        return tuple(task.plan for task in self.session.tasks) if self.session else self.brief.opening.plans

    @property
    def exercise_id(self) -> str:
        """The exercise under way or next; empty where there is none."""
        return self.session.task.exercise.id if self.session and self.session.task else ""

    @property
    def playing(self) -> bool:
        """Whether a recording runs: while something is measured, not while somebody reads or listens."""
        if self.session is None or self.stage is not Stage.SESSION:
            return self.stage is Stage.NEUTRAL and self.step is Step.MEASURING
        now = rules.view(self.session)
        return now.phase is not Phase.PREPARE and now.paused not in {"patient", "camera"}

    def close(self, quality: Quality, ended_at: datetime) -> None:
        """The session is over, however it ended; everything is kept."""
        session_id, ending = self.brief.session_id, self.ending or Ending.INTERRUPTED
        # The numbers first: a session that is closed may be sent at any time.
        self._keep(lambda store: measure_session(store, session_id))
        self._keep(lambda store: store.close_session(session_id, ending, quality, CheckOut(), ended_at))

    def check_out(self, answers: CheckOut) -> None:
        """The answers afterwards."""
        only_if("The questions afterwards come after the session.", allowed=self.stage is Stage.AFTER)
        session_id = self.brief.session_id
        self._keep(lambda store: store.set_check_out(session_id, answers))


def only_if(why: str, *, allowed: bool) -> None:
    """Refuses a command that does not fit the moment, with the reason in words."""
    if not allowed:
        raise AskedError(why)


def unmeasured(posture: Posture) -> Sample:
    """A sample where there is no neutral: rest and breathing need only that somebody is there."""
    return Sample(
        t_s=posture.t_s,
        head=posture.head_angles,
        deviation_deg=None,
        camera_head=posture.head_angles,
        trunk=None,
        faces=posture.faces,
        hand_near_face=posture.hand_near_face,
        confidence=posture.confidence,
    )
