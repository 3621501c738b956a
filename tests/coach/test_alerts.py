"""Each rule is raised by what it names, says its numbers, and stays away once it was put away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from coach.adherence import Agreed
from coach.alerts import Alert, alerts
from coach.diary import Flag
from coach.erasure import ErasureAnswer, ErasureRequest
from coach.facts import DEVIATION, Facts
from coach.letter import Letter, LetterKind
from coach.point import Point, Setting, Source
from coach.record import Ending
from coach.review import ReviewLine, answers, review_line
from coach.reviewed import Dismissal
from coach.session_head import SessionHead
from coach.trend_measures import BY_NAME
from coach.trends import Change, Kind, Trend
from tests.coach.builders import LIBRARY

NOW = datetime(2026, 6, 15, 18, tzinfo=UTC).astimezone()
TODAY = NOW.date()
FINE = SessionHead(
    id="",
    patient_id="p",
    started_at=NOW,
    ended_at=NOW,
    ending=Ending.DONE,
    resting_only=False,
    programme_id="personal",
    programme_version=1,
    done_reps=20,
    tried_reps=20,
    prescribed_reps=20,
    seen_share=0.95,
    pain_before=3,
    pain_after=3,
    effort=4,
    words="",
)
Differs = Callable[[int], dict[str, Any]]


def head(ago: int, **other: Any) -> SessionHead:
    """A session so many days ago, fine but for what is named."""
    at = NOW - timedelta(days=ago, hours=2)
    fine: dict[str, Any] = {"id": f"s{ago}", "started_at": at, "ended_at": at + timedelta(minutes=9)}
    return replace(FINE, **(fine | other))


def weeks(change: Differs = lambda _ago: {}, **facts: Any) -> Facts:
    """Four weeks with a session a day; ``change`` says what is different so many days ago."""
    heads = [head(ago, **change(ago)) for ago in range(28)]
    agreed = (Agreed(TODAY - timedelta(days=60), 20, 6),)
    return replace(Facts("p", NOW, heads=heads, agreed=agreed), **facts)


def deviations(*values: float, camera: str = "a camera") -> list[Point]:
    """One each day up to today."""
    setting = Setting("4", camera, 45.0, None)
    return [
        Point(DEVIATION, NOW - timedelta(days=len(values) - 1 - i), value, 1.5, Source.EXERCISE, "s", setting)
        for i, value in enumerate(values)
    ]


def raised(facts: Facts) -> tuple[Alert, ...]:
    return alerts(facts, LIBRARY.alerts)


def rules(facts: Facts) -> list[str]:
    return [one.rule for one in raised(facts)]


QUESTION = Letter("q", "p", LetterKind.QUESTION, "May I swim?", "Anna", NOW - timedelta(days=2))
ASKED = ErasureRequest("e", "p", "s", NOW - timedelta(days=7), NOW - timedelta(days=2))
EVERY_DAY_UP = {0: 7, 1: 6, 2: 6}

STORIES = {
    "swallowing_after_injection": (
        weeks(
            lambda ago: {"red_answers": ("swallowing",)} if ago == 3 else {},
            injections=[TODAY - timedelta(days=9)],
        ),
        "Trouble swallowing on 12 June, 6 days after an injection.",
    ),
    "red_answer": (
        weeks(lambda ago: {"red_answers": ("dizziness", "pain"), "pain_before": 8} if ago == 5 else {}),
        "Rest and breathing only on 10 June: dizziness, pain 8 of 10.",
    ),
    "pain_rising": (
        weeks(lambda ago: {"pain_before": EVERY_DAY_UP.get(ago, 3)}),
        "Pain 6, 6, 7 on the last 3 days with answers; the 7 days before averaged 3.0.",
    ),
    "deviation_rising": (
        weeks(points=deviations(*[10.0] * 7, 18, 19)),
        "Head 18, 19° from the middle at rest on the last 2 days; the 7 days before averaged 10.0°.",
    ),
    "adherence_low": (
        weeks(lambda ago: {"done_reps": 5} if ago < 8 else {}),
        "29 % of the agreed dose in 7 days; last session 15 June.",
    ),
    "aborted": (
        weeks(lambda ago: {"ending": Ending.STOPPED} if ago in {1, 4} else {}),
        "2 of 7 sessions in 7 days ended early.",
    ),
    "effort_high": (
        weeks(lambda ago: {"effort": 9 - ago} if ago < 2 else {}),
        "Effort up to 9 of 10; 2 sessions in 7 days took 8 or more.",
    ),
    "camera_poor": (
        weeks(lambda ago: {"seen_share": 0.5} if ago < 3 else {}),
        "The head was seen in 50 % of the last 3 sessions.",
    ),
    "question_waiting": (weeks(letters=[QUESTION]), "A question from the patient is waiting since 13 June."),
    "erasure_asked": (
        weeks(erasures=[ASKED, replace(ASKED, id="before", answer=ErasureAnswer.KEPT)]),
        "Asked on 13 June that the session of 8 June is erased.",
    ),
    "session_open": (
        weeks(lambda ago: {"ended_at": None, "ending": None} if ago == 1 else {}),
        "The session of 14 June was not closed.",
    ),
    "target_reached": (
        weeks(next_steps=("Slow turn",)),
        "Reached five days running: Slow turn. A next step is proposed.",
    ),
}


def test_whoever_trains_and_is_well_raises_nothing() -> None:
    assert raised(weeks()) == ()
    assert raised(Facts("p", NOW)) == ()


@pytest.mark.parametrize("rule", STORIES)
def test_each_rule_is_raised_alone_with_its_numbers(rule: str) -> None:
    facts, words = STORIES[rule]
    (alert,) = raised(facts)
    assert (alert.rule, alert.words) == (rule, words)


@pytest.mark.parametrize("rule", STORIES)
def test_what_was_put_away_stays_away_until_something_new_raises_it(rule: str) -> None:
    facts, _ = STORIES[rule]
    (alert,) = raised(facts)
    away = Dismissal(rule, alert.key, "Kim", "seen", NOW)
    assert raised(replace(facts, dismissals=[away])) == ()
    assert rules(replace(facts, dismissals=[replace(away, key="another")])) == [rule]


def test_every_rule_has_its_story() -> None:
    assert set(STORIES) == set(type(LIBRARY.alerts).model_fields)


def test_just_inside_the_edges_nothing_is_raised() -> None:
    assert rules(weeks(lambda ago: {"pain_before": 4 if ago < 3 else 3})) == []
    assert rules(weeks(points=deviations(*[10.0] * 7, 16, 17))) == []
    assert rules(weeks(lambda _ago: {"done_reps": 12})) == []
    assert rules(weeks(lambda ago: {"ending": Ending.STOPPED} if ago == 1 else {})) == []
    assert rules(weeks(lambda ago: {"effort": 8 if ago == 0 else 7})) == []
    assert rules(weeks(lambda _ago: {"seen_share": 0.61})) == []
    assert rules(weeks(lambda ago: {"ended_at": None, "ending": None} if ago == 0 else {})) == []


def test_what_is_usual_is_not_known_from_two_days() -> None:
    assert rules(weeks(points=deviations(10, 10, 18, 19))) == []
    assert rules(weeks(points=deviations(10, 10, 10, 18, 19))) == ["deviation_rising"]


def test_trouble_swallowing_long_after_an_injection_is_a_red_answer_like_others() -> None:
    facts = weeks(lambda ago: {"red_answers": ("swallowing",)} if ago == 3 else {})
    assert rules(facts) == ["red_answer"]
    assert rules(replace(facts, injections=[TODAY - timedelta(days=70)])) == ["red_answer"]


def test_a_clinic_that_looks_longer_after_an_injection_is_told_of_swallowing_once() -> None:
    swallowing = LIBRARY.alerts.swallowing_after_injection.model_copy(update={"days": 42})
    longer = LIBRARY.alerts.model_copy(update={"swallowing_after_injection": swallowing})
    facts = weeks(
        lambda ago: {"red_answers": ("swallowing",)} if ago == 3 else {},
        injections=[TODAY - timedelta(days=38)],
    )
    assert rules(facts) == ["red_answer"]
    assert [one.rule for one in alerts(facts, longer)] == ["swallowing_after_injection"]


def test_a_larger_deviation_is_expected_in_the_fading_weeks_and_told_of_one_camera_only() -> None:
    facts, _ = STORIES["deviation_rising"]
    assert rules(replace(facts, injections=[TODAY - timedelta(days=60)])) == []
    assert rules(replace(facts, injections=[TODAY - timedelta(days=30)])) == ["deviation_rising"]
    moved = [*deviations(*[10.0] * 7, 18, 19)[:7], *deviations(18, 19, camera="another")]
    assert rules(replace(facts, points=moved)) == []


def test_somebody_elses_session_raises_nothing() -> None:
    facts = weeks(lambda ago: {"effort": 9, "flags": (Flag.NOT_ME,)} if ago < 2 else {})
    assert rules(facts) == []


def test_the_worst_comes_first_and_needs_the_soonest_look() -> None:
    red, amber, green = (STORIES[rule][0] for rule in ("red_answer", "aborted", "target_reached"))
    both = replace(red, next_steps=("Slow turn",), letters=[QUESTION])
    assert rules(both) == ["red_answer", "question_waiting", "target_reached"]
    needs = [review_line(facts, LIBRARY.alerts).need for facts in (both, red, amber, green, weeks())]
    assert needs == sorted(needs, reverse=True)
    assert len(set(needs)) == len(needs)


def test_the_line_of_the_list_survives_as_text() -> None:
    note = replace(QUESTION, kind=LetterKind.NOTE, words="Look at the seat")
    facts = replace(STORIES["pain_rising"][0], letters=[note], injections=[date(2026, 5, 1)])
    line = review_line(facts, LIBRARY.alerts)
    assert ReviewLine.model_validate_json(line.model_dump_json()) == line
    assert (line.adherence_7, line.adherence_28) == (1.0, 1.0)
    assert line.injected_on == date(2026, 5, 1)
    assert line.pain_now == pytest.approx(31 / 7)
    assert line.pain_before == 3.0
    assert line.last_note
    assert line.last_note.words == "Look at the seat"


def test_the_four_answers() -> None:
    facts = weeks(next_steps=("Slow turn",), injections=[TODAY - timedelta(days=40)])
    told = answers(facts, raised(facts), (), LIBRARY.day)
    assert told.wrong == ()
    assert told.training[0] == "100 % of the agreed dose in 7 days."
    assert told.training[-1] == "Last session today."
    assert told.changing == ("Not enough to tell a change yet.",)
    assert told.next[0].startswith("Reached five days running")
    assert told.next[1].startswith("Day 40 after the injection. The time to progress.")


def test_what_changed_is_told_in_the_order_that_it_is_given() -> None:
    def of(name: str, kind: Kind) -> Trend:
        return Trend(BY_NAME[name], (), Change(kind, words=f"{kind}."))

    trends = [
        of("range_rotation_left", Kind.BETTER),
        of("pain", Kind.WORSE),
        of("longest", Kind.WITHIN_ERROR),
    ]
    assert answers(weeks(), (), trends, LIBRARY.day).changing == (
        "Turn to their left: better.",
        "Pain before a session: worse.",
        "No change that can be told: Longest stay within 10° in 60 seconds.",
    )


def test_a_day_of_rest_counts_in_full_and_no_day_counts_for_more_than_was_agreed() -> None:
    rest = weeks(lambda ago: {"resting_only": True, "done_reps": 2} if ago < 8 else {})
    assert review_line(rest, LIBRARY.alerts).adherence_7 == 1.0
    more = weeks(lambda ago: {"done_reps": 100 if ago == 1 else 0} if ago < 8 else {})
    assert review_line(more, LIBRARY.alerts).adherence_7 == pytest.approx(20 / 120)
