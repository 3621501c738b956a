"""A sitting that a therapist may lead: marks, changes, and a middle that is measured anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from coach import leading
from coach import session as rules
from coach.adjusting import TRACED_TO
from coach.events import Eased, Event, ExerciseFinished, Intervened
from coach.record import Ending, SessionKind
from coach.supervised import Intervention, MarkedMoment, NewMidline
from pose.geometry import angle_between_deg
from pose.neutral import Neutral, NeutralRefusal, place_from, take_neutral
from web.live_feed import Said
from web.live_sitting import NEUTRAL_S, Sitting, Stage, only_if

if TYPE_CHECKING:
    from pose.angles import Posture

#: What a patient asked for on their own page, as the therapist reads it.
ASKED = {
    "easier": "asks for less",
    Ending.TOO_HARD: "says: too hard",
    Ending.STOPPED: "has ended the session",
}

Lead = Callable[[rules.Session, float, str], tuple[rules.Session, tuple[Event, ...]]]


class LedSitting(Sitting):
    """One person before the camera, with or without a therapist beside them.

    Attributes:
        asked: what the patient last asked for, in words; empty after the therapist has acted.
    """

    asked = ""
    _postures_anew: list[Posture] | None = None  # while the middle is measured anew
    _anew: tuple[Neutral, NewMidline] | None = None  # waits for the repetition under way to end
    _set_s: float | None = None  # when the middle that holds was set, where it was
    _during: tuple[int, int, int] | None = None
    _led_by = ""

    def lead(self, rule: Lead, author: str) -> None:
        """Something that a therapist does; see `coach.leading`."""
        self.change(lambda session, t_s: rule(session, t_s, author))
        self.asked = ""

    def lead_training(self, rule: Lead, author: str) -> None:
        """The same where it changes what is asked; a check stays what it is."""
        self._only_in_training()
        self.lead(rule, author)

    def _only_in_training(self) -> None:
        training = self.brief.opening.kind is SessionKind.TRAINING
        only_if("The check is the same each time; nothing of it is changed.", allowed=training)

    def mark(self, author: str) -> MarkedMoment:
        """Marks this moment, and keeps it at once."""
        only_if("There is no session under way.", allowed=self.session is not None)
        assert self.session is not None  # noqa: S101 - just looked
        position = None if self.session.over else self.session.index
        mark = MarkedMoment(round(self.last_s, TRACED_TO), author, position)
        session_id = self.brief.session_id
        self._keep(lambda store: store.add_mark(session_id, mark))
        return mark

    def word_mark(self, author: str, at_s: float, text: str) -> None:
        """The words of a mark, given after it."""
        session_id = self.brief.session_id
        self._keep(lambda store: store.word_mark(session_id, at_s, author, text))

    # A middle that is measured anew

    @property
    def midline(self) -> str:
        """Empty, ``measuring`` or ``waiting`` for the repetition under way to end."""
        return "measuring" if self._postures_anew is not None else "waiting" if self._anew else ""

    def set_midline(self, author: str) -> None:
        """The clock stands still for three seconds of sitting still; the new middle holds from the end of the
        repetition under way, which is judged by the one that it began with."""
        self._only_in_training()
        only_if("This session has no middle.", allowed=self.neutral is not None)
        self.change(partial(rules.pause, reason="midline"))
        self._postures_anew, self._led_by = [], author

    def see(self, posture: Posture) -> None:
        """One more measured frame."""
        if self._postures_anew is not None and self.stage is Stage.SESSION:
            self._measure_anew(self._postures_anew, posture)
        if self._anew is not None and self.session is not None:
            under_way = leading.repeating(self.session)
            if under_way is None or under_way != self._during:
                self._take_over(*self._anew)
        super().see(posture)

    def _measure_anew(self, postures: list[Posture], posture: Posture) -> None:
        postures.append(posture)
        if postures[-1].t_s - postures[0].t_s < NEUTRAL_S:
            return
        self._postures_anew = None
        result = take_neutral(postures)
        if isinstance(result, NeutralRefusal):
            self._say(Said("neutral_refused", result.advice, frame_s=posture.t_s))
        elif self.session is not None:
            self._anew, self._during = self._beside_before(result, postures), leading.repeating(self.session)
        if self.session is not None and self.session.paused == "midline":
            self.change(rules.resume)

    def _beside_before(self, anew: Neutral, postures: list[Posture]) -> tuple[Neutral, NewMidline]:
        assert self.neutral is not None  # noqa: S101 - set_midline has looked
        place, error = place_from(self.neutral, postures)
        return anew, NewMidline(
            rotation_deg=place.rotation_deg,
            lateral_flexion_deg=place.lateral_flexion_deg,
            extension_deg=place.extension_deg,
            rotation_error_deg=error.rotation_deg,
            lateral_flexion_error_deg=error.lateral_flexion_deg,
            extension_error_deg=error.extension_deg,
            frames=anew.frames,
            spread_deg=round(anew.spread_deg, 2),
            replaced_s=self._set_s,
        )

    def _take_over(self, anew: Neutral, midline: NewMidline) -> None:
        assert self.neutral is not None  # noqa: S101 - set_midline has looked
        from_before_deg = angle_between_deg(self.neutral.head, anew.head)
        self.neutral, self._anew, self._set_s = anew, None, round(self.last_s, TRACED_TO)
        rule = partial(leading.new_midline, from_before_deg=from_before_deg, midline=midline)
        self.lead(rule, self._led_by)

    # What happens

    def _follow(self, events: tuple[Event, ...], frame_s: float | None) -> None:
        led = any(isinstance(event, Intervened) for event in events)
        for event in events:
            match event:
                case Intervened(one=one):
                    self._keep_intervention(one)
                case Eased():
                    self.asked = ASKED["easier"]
                case ExerciseFinished(summary=summary) if not led:
                    self.asked = ASKED.get(summary.ending, self.asked)
        super()._follow(events, frame_s)

    def _keep_intervention(self, one: Intervention) -> None:
        session_id = self.brief.session_id
        self._keep(lambda store: store.add_intervention(session_id, one))
