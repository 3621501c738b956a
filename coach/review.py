"""One patient in one line of the list, and the four answers at the head of their page. Pure but for dates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean

from coach.adherence import adherence, days_of
from coach.alerts import NEWEST, Alert, AlertRules, Kept, Level, alerts
from coach.cycle import DayWords, cycle_day, words_of
from coach.event import newest_by
from coach.facts import Facts
from coach.letter import LetterKind
from coach.record import SessionKind
from coach.speech import percent
from coach.trends import Kind, Trend

#: Pain of the last week beside that of the three weeks before.
WEEK, BEFORE = 7, 28
#: So much of a need each level is; within a level more alerts need more, and newer ones come first.
WEIGHT = {Level.RED: 1_000_000, Level.AMBER: 10_000, Level.GREEN: 100}
#: Alerts older than so many days are equally old.
OLDEST = 60
#: The numbers whose change the page's head tells after that of the patient's goal.
MAIN = ("deviation", "within_10", "longest", "pain", "tension")


class LastNote(Kept):
    """The newest note or message."""

    on: date
    words: str


class ReviewLine(Kept):
    """One line of the list; what depends on the day of looking is counted from its dates.

    Attributes:
        injected_on: the newest injection.
        adherence_7, adherence_28: done of agreed, 0 to 1.
        pain_now, pain_before: means before sessions, 0 to 10: the last 7 days, the 21 before.
        seen_share: of the newest sessions, 0 to 1.
    """

    injected_on: date | None = None
    last_session_at: datetime | None = None
    adherence_7: float | None = None
    adherence_28: float | None = None
    pain_now: float | None = None
    pain_before: float | None = None
    seen_share: float | None = None
    last_note: LastNote | None = None
    alerts: tuple[Alert, ...] = ()
    need: int = 0


@dataclass(frozen=True)
class Answers:
    """The four questions of a patient's page, each answered in sentences."""

    wrong: tuple[str, ...]
    training: tuple[str, ...]
    changing: tuple[str, ...]
    next: tuple[str, ...]


def review_line(facts: Facts, rules: AlertRules) -> ReviewLine:
    """The line of the list."""
    found, own, days = alerts(facts, rules), facts.own, days_of(facts.heads)
    seen = [head.seen_share for head in own if head.seen_share is not None][:NEWEST]
    return ReviewLine(
        injected_on=newest_by(facts.injections, facts.today),
        last_session_at=own[0].started_at if own else None,
        adherence_7=adherence(days, facts.agreed, facts.today, 7).share,
        adherence_28=adherence(days, facts.agreed, facts.today, 28).share,
        pain_now=_pain(facts, 0, WEEK),
        pain_before=_pain(facts, WEEK, BEFORE),
        seen_share=mean(seen) if seen else None,
        last_note=_last_note(facts),
        alerts=found,
        need=need(found, facts.today),
    )


def need(found: Sequence[Alert], today: date) -> int:
    """Red before amber before green, more before fewer, newer before older."""
    weight = sum(WEIGHT[one.level] for one in found)
    newest = min((min(OLDEST, (today - one.since).days) for one in found), default=OLDEST)
    return weight + OLDEST - newest


def _pain(facts: Facts, after: int, before: int) -> float | None:
    """Mean pain of the sessions from ``before`` to ``after`` days ago."""
    first, last = facts.now - timedelta(days=before), facts.now - timedelta(days=after)
    found = [head.pain_before for head in facts.own if first < head.started_at <= last]
    return mean(found) if found else None


def _last_note(facts: Facts) -> LastNote | None:
    wrote = [one for one in facts.letters if one.kind is not LetterKind.QUESTION]
    return LastNote(on=wrote[0].written_at.astimezone().date(), words=wrote[0].words) if wrote else None


def answers(facts: Facts, found: Sequence[Alert], trends: Sequence[Trend], words: DayWords) -> Answers:
    """The four answers; ``found`` are the alerts that stand, ``trends`` in the order in which they are told,
    ``words`` those of the days around an injection."""
    return Answers(
        wrong=tuple(one.words for one in found if one.level is not Level.GREEN),
        training=tuple(_training(facts)),
        changing=tuple(_changing(trends)),
        next=(*(one.words for one in found if one.level is Level.GREEN), *_next(facts, words)),
    )


def _training(facts: Facts) -> Iterator[str]:
    days = days_of(facts.heads)
    for over in (7, 28):
        found = adherence(days, facts.agreed, facts.today, over)
        if found.share is not None:
            yield f"{percent(found.share)} of the agreed dose in {over} days."
    trained = [head for head in facts.own if head.kind is SessionKind.TRAINING]
    if trained:
        ago = (facts.today - trained[0].started_at.astimezone().date()).days
        if ago < 0:
            yield "The last session is dated ahead of today: a clock is or was wrong."
        else:
            yield f"Last session {('today', 'yesterday')[ago] if ago < 2 else f'{ago} days ago'}."
    else:
        yield "No session in the last two months."


def _changing(trends: Sequence[Trend]) -> Iterator[str]:
    """What changed by more than can be told apart; and of which numbers nothing can be told."""
    moved = [one for one in trends if one.change.kind not in {Kind.WITHIN_ERROR, Kind.TOO_LITTLE}]
    yield from (f"{one.measure.label}: {one.change.words}" for one in moved)
    still = [one.measure.label for one in trends if one.change.kind is Kind.WITHIN_ERROR]
    if still:
        yield f"No change that can be told: {'; '.join(still)}."
    if all(one.change.kind is Kind.TOO_LITTLE for one in trends):
        yield "Not enough to tell a change yet."


def _next(facts: Facts, words: DayWords) -> Iterator[str]:
    day = cycle_day(newest_by(facts.injections, facts.today), facts.today)
    if day is not None:
        yield f"Day {day} after the injection. {words_of(day, words).plan}"
    else:
        yield "No injection is written down."
