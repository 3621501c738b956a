"""What a therapist is told without asking, each by its rule and with the numbers behind it. Pure.

The rules, their edges and their words are data (`programmes/alerts.en.yaml`), starting values of the clinical
reference, section 6. An alert that was put away stays away until something new raises it: its ``key`` names
what raised it. Nothing here judges urgency beyond the three levels, and nothing ever changes a programme.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from statistics import mean
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from coach.adherence import adherence, days_of
from coach.cycle import CyclePhase, cycle_day, phase_of
from coach.event import newest_by
from coach.facts import Facts
from coach.letter import LetterKind
from coach.parts import Part, Words
from coach.point import Point
from coach.record import Ending
from coach.rising import rise
from coach.session_head import SessionHead
from coach.speech import percent


class Level(StrEnum):
    """The worst first."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class Rule(Part):
    """One rule: its level, and what it says with its numbers in braces."""

    level: Level
    words: Words


class RecentRule(Rule):
    """``days``: so far back is looked."""

    days: int = Field(ge=1, le=90)


class RisingRule(RecentRule):
    """``by``: so much above the mean of ``days`` before, at most 90, on ``running`` days running."""

    by: float = Field(gt=0, le=90)
    running: int = Field(ge=1, le=14)


class ShareRule(RecentRule):
    """``below``: a share, 0 to 1."""

    below: float = Field(gt=0, lt=1)


class OftenRule(RecentRule):
    """``times``: from so many sessions on."""

    times: int = Field(ge=1, le=20)


class EffortRule(OftenRule):
    """``least``: effort, 0 to 10."""

    least: int = Field(ge=1, le=10)


class AlertRules(Part):
    """Every rule; see programmes/README.md."""

    swallowing_after_injection: RecentRule
    red_answer: RecentRule
    pain_rising: RisingRule
    deviation_rising: RisingRule
    adherence_low: ShareRule
    aborted: OftenRule
    effort_high: EffortRule
    camera_poor: ShareRule
    question_waiting: Rule
    erasure_asked: Rule
    session_open: Rule
    target_reached: Rule


class Kept(BaseModel):
    """A value that is kept as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Alert(Kept):
    """One alert.

    Attributes:
        rule: the rule's name.
        key: what raised it; another key is a new alert.
        since: the day on which it arose.
        words: a sentence with its numbers.
    """

    rule: str
    level: Level
    key: str
    since: date
    words: str


Raised = tuple[str, date, dict[str, object]]  # key, since, the numbers of the words


def alerts(facts: Facts, rules: AlertRules) -> tuple[Alert, ...]:
    """Everything that stands, the worst first, without what was put away."""
    away = {(one.rule, one.key) for one in facts.dismissals}
    found = []
    finders = RULES | {"red_answer": partial(_red, soon=rules.swallowing_after_injection.days)}
    for name, find in finders.items():
        rule: Rule = getattr(rules, name)
        for key, since, numbers in find(facts, rule):
            if (name, key) not in away:
                words = rule.words.format(**numbers)
                found.append(Alert(rule=name, level=rule.level, key=key, since=since, words=words))
    order = list(Level)
    return tuple(sorted(found, key=lambda one: (order.index(one.level), -one.since.toordinal())))


def _recent(facts: Facts, days: int) -> list[SessionHead]:
    since = facts.today - timedelta(days=days)
    return [head for head in facts.own if _on(head.started_at) > since]


def _on(at: datetime) -> date:
    return at.astimezone().date()


def _told(on: date) -> str:
    return f"{on.day} {on:%B}"


# Red answers


def _swallowing(facts: Facts, rule: RecentRule) -> Iterator[Raised]:
    """The newest answer that tells of trouble swallowing so soon after an injection."""
    for head in _recent(facts, rule.days):
        day = _since_injection(facts, _on(head.started_at))
        if "swallowing" in head.red_answers and day is not None and day <= rule.days:
            yield head.id, _on(head.started_at), {"on": _told(_on(head.started_at)), "day": day}
            return


def _since_injection(facts: Facts, on: date) -> int | None:
    return cycle_day(newest_by(facts.injections, on), on)


def _red(facts: Facts, rule: RecentRule, soon: int) -> Iterator[Raised]:
    """Other red answers, the newest of each kind; trouble swallowing so ``soon`` after an injection, in days,
    has a rule of its own."""
    told: set[str] = set()
    for head in _recent(facts, rule.days):
        on = _on(head.started_at)
        day = _since_injection(facts, on)
        apart = day is not None and day <= soon
        kinds = [kind for kind in head.red_answers if not (kind == "swallowing" and apart)]
        new = [kind for kind in kinds if kind not in told]
        told.update(new)
        if new:
            what = ", ".join(RED[kind].format(pain=head.pain_before) for kind in new)
            yield head.id, on, {"on": _told(on), "what": what}


RED = {
    "pain": "pain {pain} of 10",
    "swallowing": "trouble swallowing",
    "dizziness": "dizziness",
    "anything_new": "something new",
}


# What rises


def _pain(facts: Facts, rule: RisingRule) -> Iterator[Raised]:
    answers = [(_on(head.started_at), float(head.pain_before)) for head in facts.own]
    yield from _rising(answers, facts.today, rule)


def _deviation(facts: Facts, rule: RisingRule) -> Iterator[Raised]:
    """Not in the fading weeks, in which larger numbers are expected; only of one setting."""
    day = _since_injection(facts, facts.today)
    if facts.points and (day is None or phase_of(day) is not CyclePhase.FADING):
        same = [one for one in facts.points if _setting(one) == _setting(facts.points[-1])]
        yield from _rising([(_on(one.at), one.value) for one in same], facts.today, rule)


def _setting(point: Point) -> tuple[str, str, float] | None:
    one = point.setting
    return (one.measure_version, one.camera, one.vertical_fov_deg) if one else None


def _rising(values: Sequence[tuple[date, float]], today: date, rule: RisingRule) -> Iterator[Raised]:
    found = rise(values, today, by=rule.by, running=rule.running, days=rule.days)
    if found:
        lately = ", ".join(f"{value:.0f}" for value in found.lately)
        numbers = {"lately": lately, "usual": f"{found.usual:.1f}", "days": rule.days}
        yield f"{found.since:%G-W%V}", found.since, numbers | {"running": rule.running}


# Training


def _adherence(facts: Facts, rule: ShareRule) -> Iterator[Raised]:
    """Once a programme has held for as long as is looked back."""
    if not facts.agreed or (facts.today - facts.agreed[0].since).days < rule.days:
        return
    found = adherence(days_of(facts.heads), facts.agreed, facts.today, rule.days)
    if found.share is not None and found.share < rule.below:
        last = f"last session {_told(_on(facts.own[0].started_at))}" if facts.own else "no session lately"
        numbers = {"share": percent(found.share), "days": rule.days, "last": last}
        yield f"{facts.today:%G-W%V}", facts.today, numbers


def _aborted(facts: Facts, rule: OftenRule) -> Iterator[Raised]:
    recent = _recent(facts, rule.days)
    early = [head for head in recent if head.ending in {Ending.STOPPED, Ending.INTERRUPTED}]
    if len(early) >= rule.times:
        on = _on(early[0].started_at)
        yield early[0].id, on, {"times": len(early), "all": len(recent), "days": rule.days}


def _effort(facts: Facts, rule: EffortRule) -> Iterator[Raised]:
    hard = [head for head in _recent(facts, rule.days) if (head.effort or 0) >= rule.least]
    if len(hard) >= rule.times:
        most, edges = max(head.effort or 0 for head in hard), {"days": rule.days, "least": rule.least}
        yield hard[0].id, _on(hard[0].started_at), {"count": len(hard), "most": most, **edges}


def _camera(facts: Facts, rule: ShareRule) -> Iterator[Raised]:
    """Of the newest sessions together."""
    seen = [head for head in _recent(facts, rule.days) if head.seen_share is not None][:NEWEST]
    if seen and (share := mean(head.seen_share or 0.0 for head in seen)) < rule.below:
        on = _on(seen[0].started_at)
        numbers = {"share": percent(share), "sessions": len(seen)}
        yield f"{on:%G-W%V}", on, numbers


#: The camera's quality is that of so many sessions. Judgement.
NEWEST = 3


# What waits


def _question(facts: Facts, _rule: Rule) -> Iterator[Raised]:
    waiting = [one for one in facts.letters if one.kind is LetterKind.QUESTION and one.read_at is None]
    if waiting:
        on = _on(waiting[-1].written_at)
        count = "A question" if len(waiting) == 1 else f"{len(waiting)} questions"
        yield waiting[0].id, on, {"count": count, "on": _told(on)}


def _erasure(facts: Facts, _rule: Rule) -> Iterator[Raised]:
    for one in (one for one in facts.erasures if one.answer is None):
        yield one.id, _on(one.asked_at), {"on": _told(_on(one.asked_at)), "what": one.what}


def _open(facts: Facts, _rule: Rule) -> Iterator[Raised]:
    """One that began on an earlier day; today's may be under way."""
    for head in facts.own:
        on = _on(head.started_at)
        if head.ended_at is None and on < facts.today:
            yield head.id, on, {"on": _told(on)}


def _reached(facts: Facts, _rule: Rule) -> Iterator[Raised]:
    if facts.next_steps:
        yield ", ".join(facts.next_steps), facts.today, {"exercises": ", ".join(facts.next_steps)}


RULES: dict[str, Callable[[Facts, Any], Iterator[Raised]]] = {
    "swallowing_after_injection": _swallowing,
    "pain_rising": _pain,
    "deviation_rising": _deviation,
    "adherence_low": _adherence,
    "aborted": _aborted,
    "effort_high": _effort,
    "camera_poor": _camera,
    "question_waiting": _question,
    "erasure_asked": _erasure,
    "session_open": _open,
    "target_reached": _reached,
}
