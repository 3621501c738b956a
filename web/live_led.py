"""A sitting that a therapist may lead: marks, changes, and a middle that is measured anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from coach import leading
from coach import session as rules
from coach.adjusting import TRACED_TO
from coach.events import Eased, Event, ExerciseFinished, Intervened
from coach.record import SECONDS_STEP, Ending, ExercisePlan, SessionKind
from coach.supervised import Intervention, MarkedMoment, NewMidline
from pose.geometry import angle_between_deg
from pose.neutral import Neutral, NeutralRefusal, place_from, take_neutral
from web.led_words import Beside, what
from web.live_feed import Said
from web.live_sitting import NEUTRAL_S, Brief, Keep, Sitting, Stage, only_if
from web.therapist_words import clock

if TYPE_CHECKING:
    from pose.angles import Posture

#: What a patient asked for on their own page, as the therapist reads it.
ASKED = {
    "easier": "asks for less",
    Ending.TOO_HARD: "says: too hard",
    Ending.STOPPED: "has ended the session",
}

Lead = Callable[[rules.Session, float, str], tuple[rules.Session, tuple[Event, ...]]]
MIDLINE = "the new midline"
#: Why a middle could not be measured, for the therapist.
NOT_SET = {
    "not_seen": "no new midline: the face was not seen all the time",
    "no_shoulders": "no new midline: both shoulders were not seen",
    "moved": "no new midline: the head moved",
}
#: So many of the latest things are told at the desk.
LATELY = 3
#: Longer words are cut there, and of so many authors is told what they can take back.
LONGEST_TOLD, MOST_AUTHORS = 160, 8


@dataclass(frozen=True)
class Undoable:
    """Something that its author can take back: what it was, in words, and how it is undone."""

    author: str
    words: str
    undo: Callable[[], None]


class LedSitting(Sitting):
    """One person before the camera, with or without a therapist beside them.

    Attributes:
        asked: what the patient last asked for, in words; empty after the therapist has acted.
    """

    def __init__(self, brief: Brief, say: Callable[[Said], None], keep: Keep) -> None:
        super().__init__(brief, say, keep)
        self.asked = ""
        self._beside: list[Beside] = []
        self._undo: list[Undoable] = []
        self._postures_anew: list[Posture] | None = None  # while the middle is measured anew
        #: Waits for the repetition under way to end; without numbers it is one from before.
        self._anew: tuple[Neutral, NewMidline | None] | None = None
        self._set_s: float | None = None  # when the middle that holds was set, where it was
        self._before: list[tuple[Neutral, float | None]] = []  # those replaced, and when set
        self._during: tuple[int, int, int] | None = None
        self._led_by = ""
        self._not_set = ""  # why there is no new middle

    def lead(self, rule: Lead, author: str) -> None:
        """Something that a therapist does; see `coach.leading`."""
        self.change(lambda session, t_s: rule(session, t_s, author))
        self.asked = ""

    def lead_training(self, rule: Lead, author: str) -> None:
        """The same where it changes what is asked; a check stays what it is."""
        self._only_in_training()
        only_if("There is no session under way.", allowed=self.session is not None)
        assert self.session is not None  # noqa: S101 - just looked
        index, before = self.session.index, leading.asked(self.session)
        self.lead(rule, author)
        after = leading.asked(self.session)
        if before and after and before != after:
            words = self._what(self._beside[-1])
            self._undo.append(Undoable(author, words, partial(self._back_to, author, index, before, after)))

    def _back_to(self, author: str, index: int, before: ExercisePlan, after: ExercisePlan) -> None:
        session = self.session
        same = session is not None and session.index == index and leading.asked(session) == after
        only_if("It was changed once more since then, so it stays as it is.", allowed=same)
        self.lead(partial(leading.back_to, plan=before), author)

    def undo(self, author: str) -> str:
        """Takes back the latest of what this author marked or changed; what it was, in words."""
        own = [one for one in self._undo if one.author == author]
        only_if("There is nothing of yours to take back.", allowed=bool(own) and self.stage is Stage.SESSION)
        self._undo.remove(own[-1])
        own[-1].undo()
        return own[-1].words

    @property
    def undoable(self) -> dict[str, str]:
        """What each author would take back next, in words."""
        return {one.author: one.words for one in self._undo[-MOST_AUTHORS:]}

    @property
    def lately(self) -> tuple[str, ...]:
        """What was marked and done, newest first, with when and by whom."""
        latest = self._beside[: -LATELY - 1 : -1]
        return tuple(f"{clock(one.at_s)} {self._what(one)} ({one.author})" for one in latest)

    def _what(self, one: Beside) -> str:
        words = what(one, self.plans[one.position or 0])
        return words if len(words) <= LONGEST_TOLD else f"{words[:LONGEST_TOLD]} …"

    def _only_in_training(self) -> None:
        training = self.brief.opening.kind is SessionKind.TRAINING
        only_if("The check is the same each time; nothing of it is changed.", allowed=training)

    def mark(self, author: str) -> MarkedMoment:
        """Marks this moment, and keeps it at once."""
        only_if("There is no session under way.", allowed=self.session is not None)
        assert self.session is not None  # noqa: S101 - just looked
        position = None if self.session.over else self.session.index
        marked = [one.at_s + SECONDS_STEP for one in self._beside if isinstance(one, MarkedMoment)]
        at_s = round(max([self.last_s, *marked]), TRACED_TO)  # two marks in one moment are two
        mark = MarkedMoment(at_s, author, position)
        session_id = self.brief.session_id
        self._keep(lambda store: store.add_mark(session_id, mark))
        self._beside.append(mark)
        words = f"the mark at {clock(mark.at_s)}"
        self._undo.append(Undoable(author, words, partial(self._take_back, mark)))
        return mark

    def _take_back(self, mark: MarkedMoment) -> None:
        session_id = self.brief.session_id
        self._keep(lambda store: store.take_back_mark(session_id, mark))
        self._beside = [one for one in self._beside if (one.at_s, one.author) != (mark.at_s, mark.author)]

    def word_mark(self, author: str, at_s: float, text: str) -> None:
        """The words of a mark, given after it."""
        session_id = self.brief.session_id
        self._keep(lambda store: store.word_mark(session_id, at_s, author, text))
        for at, one in enumerate(self._beside):
            if isinstance(one, MarkedMoment) and (one.at_s, one.author) == (at_s, author):
                self._beside[at] = replace(one, words=text)

    # A middle that is measured anew

    @property
    def midline(self) -> str:
        """How a middle that was asked for stands, in words; empty where there is nothing to say."""
        if self._postures_anew is not None:
            return "a new midline is measured"
        if self._anew:
            return f"{MIDLINE if self._anew[1] else 'the earlier midline'} from the next repetition on"
        return self._not_set

    def set_midline(self, author: str) -> None:
        """The clock stands still for three seconds of sitting still; the new middle holds from the end of the
        repetition under way, which is judged by the one that it began with."""
        self._only_in_training()
        only_if("This session has no middle.", allowed=self.neutral is not None)
        self.change(partial(rules.pause, reason="midline"))
        if self._postures_anew is None:
            self._undo.append(Undoable(author, MIDLINE, partial(self._midline_back, author)))
        self._postures_anew, self._led_by, self._not_set = [], author, ""

    def _midline_back(self, author: str) -> None:
        """The middle is the one from before again: at once where none was taken over yet, else from the end
        of the repetition under way."""
        self._led_by = author
        if self._postures_anew is not None:
            self._postures_anew = None
            self._go_on()
        elif self._anew and self._anew[1]:
            self._anew = None
        else:
            self._one_further_back()

    def _one_further_back(self) -> None:
        assert self.session is not None  # noqa: S101 - undo has looked
        waits = self._anew is not None
        only_if("There is no midline from before.", allowed=len(self._before) > waits)
        if waits:
            self._before.pop()
        self._anew, self._during = (self._before[-1][0], None), leading.repeating(self.session)
        self._take_over_between()

    def _go_on(self) -> None:
        if self.session is not None and self.session.paused == "midline":
            self.change(rules.resume)

    def see(self, posture: Posture) -> None:
        """One more measured frame."""
        if self._postures_anew is not None and self.stage is Stage.SESSION:
            self._measure_anew(self._postures_anew, posture)
        self._take_over_between()
        super().see(posture)

    def _take_over_between(self) -> None:
        if self._anew is not None and self.session is not None:
            under_way = leading.repeating(self.session)
            if under_way is None or under_way != self._during:
                self._take_over(*self._anew)

    def _measure_anew(self, postures: list[Posture], posture: Posture) -> None:
        postures.append(posture)
        if postures[-1].t_s - postures[0].t_s < NEUTRAL_S:
            return
        self._postures_anew = None
        result = take_neutral(postures)
        if isinstance(result, NeutralRefusal):
            self._say(Said("neutral_refused", result.advice, frame_s=posture.t_s))
            self._not_set = NOT_SET[result.key]
            self._undo.remove(next(one for one in reversed(self._undo) if one.words == MIDLINE))
        elif self.session is not None:
            self._anew, self._during = self._beside_before(result, postures), leading.repeating(self.session)
        self._go_on()

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

    def _take_over(self, anew: Neutral, midline: NewMidline | None) -> None:
        assert self.neutral is not None  # noqa: S101 - set_midline has looked
        from_before_deg = angle_between_deg(self.neutral.head, anew.head)
        if midline:
            self._before.append((self.neutral, self._set_s))
            self._set_s = round(self.last_s, TRACED_TO)
        else:
            _, self._set_s = self._before.pop()
        self.neutral, self._anew = anew, None
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
        self._beside.append(one)
        self._keep(lambda store: store.add_intervention(session_id, one))
