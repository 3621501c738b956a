"""What comes between: not being seen, a camera that freezes, a spasm, a hand at the face."""

import pytest

from coach.events import (
    HoldBroken,
    NotSeen,
    Paused,
    PhaseChanged,
    Resumed,
    SeenAgain,
    TrickNoted,
)
from coach.record import Phase
from tests.coach.builders import (
    RESTING,
    STRAIGHT,
    TURNED,
    Pose,
    frozen,
    glide,
    hold,
    judge,
    play,
    reps,
    seconds_inside,
    task,
    touching,
    turn,
    unseen,
)

TURN = task("slow_turn", reps=3, hold_s=5, rest_s=2, target=-33)
PAUSE = hold(2.5)


def test_unseen_time_earns_nothing_costs_nothing_and_is_counted() -> None:
    seen = play([*turn(), PAUSE])
    blind = play([glide(TURNED, 3), hold(2), unseen(2), hold(4), glide(STRAIGHT, 3), PAUSE])

    (plain,), (rep,) = reps(seen, TURN), reps(blind, TURN)

    assert rep.completed
    assert rep.unseen_s == pytest.approx(2, abs=0.1)
    assert rep.hold_s == pytest.approx(plain.hold_s, abs=0.1)
    assert _time_of(blind, Phase.RETURN) == pytest.approx(_time_of(seen, Phase.RETURN) + 2, abs=0.1)


def test_a_frozen_camera_earns_no_hold() -> None:
    (rep,) = reps(play([glide(TURNED, 3), hold(1), frozen(6), hold(1), glide(STRAIGHT, 3), PAUSE]), TURN)

    assert not rep.completed
    assert rep.unseen_s == pytest.approx(6, abs=0.2)
    assert rep.hold_s == pytest.approx(seconds_inside(play([*turn(hold_s=2)]), -38, -28), abs=0.1)


def test_not_being_seen_is_said_once_and_so_is_the_return() -> None:
    _, events = judge(play([hold(1), unseen(0.5), hold(1), unseen(3), hold(1)]), TURN)

    told = [type(event) for event in events if isinstance(event, NotSeen | SeenAgain)]
    assert told == [NotSeen, SeenAgain]


def test_who_turns_away_in_a_rest_is_told_when_the_rest_is_over() -> None:
    story = play([glide(TURNED, 3), hold(6), glide(STRAIGHT, 3), hold(0.2), unseen(8), hold(3)])
    _, events = judge(story, TURN)

    resting = next(e.t_s for e in events if isinstance(e, PhaseChanged) and e.phase is Phase.REST)
    told = [(type(event), event.t_s) for event in events if isinstance(event, NotSeen | SeenAgain)]
    assert [kind for kind, _ in told] == [NotSeen, SeenAgain]
    assert told[0][1] == pytest.approx(resting + 2, abs=0.1)


def test_a_short_look_away_in_a_rest_is_nobodys_business() -> None:
    long_rest = task("slow_turn", reps=3, hold_s=5, rest_s=8, target=-33)
    story = play([glide(TURNED, 3), hold(6), glide(STRAIGHT, 3), hold(0.2), unseen(4), hold(3)])
    assert not [event for event in judge(story, long_rest)[1] if isinstance(event, NotSeen | SeenAgain)]


def test_a_spasm_stops_the_clock_until_it_is_calm() -> None:
    pulled = Pose(rotation=40, extension=20)
    story = [
        glide(TURNED, 3),
        hold(2),
        glide(pulled, 0.4),
        hold(4),
        glide(TURNED, 3),
        hold(6),
        glide(STRAIGHT, 3),
        PAUSE,
    ]

    state, events = judge(play(story), TURN)
    (rep,) = reps(play(story), TURN)

    stops = [event for event in events if isinstance(event, Paused | Resumed)]
    assert [getattr(event, "reason", "") for event in stops] == ["spasm", "spasm"]
    assert rep.completed
    assert state.tally.paused_s == pytest.approx(stops[1].t_s - stops[0].t_s, abs=0.1)
    assert not any(isinstance(event, HoldBroken) for event in events)


@pytest.mark.parametrize("back_s", [3, 0.6])
def test_letting_go_after_a_hold_is_no_spasm(back_s: float) -> None:
    _, events = judge(play([hold(1, RESTING), *turn(home=RESTING, back_s=back_s), PAUSE]), TURN)

    assert not any(isinstance(event, Paused) for event in events)


def test_falling_a_little_past_the_rest_posture_is_no_spasm() -> None:
    past = Pose(rotation=22)
    story = [hold(2, RESTING), glide(TURNED, 3), hold(6), glide(past, 0.5), hold(2)]

    _, events = judge(play(story), TURN)

    assert not any(isinstance(event, Paused) for event in events)


def test_the_way_back_is_not_cut_short_by_not_being_seen() -> None:
    story = [glide(TURNED, 3), hold(6), unseen(12), hold(1), glide(STRAIGHT, 3), PAUSE]

    (rep,) = reps(play(story), TURN)

    assert rep.unseen_s == pytest.approx(12, abs=0.1)
    assert rep.ended_s > 3 + 6 + 12 + 2


def test_a_hand_at_the_face_is_noted_and_costs_nothing() -> None:
    samples = play([glide(TURNED, 3), hold(1), touching(3), hold(2), glide(STRAIGHT, 3), PAUSE])

    _, events = judge(samples, TURN)
    (rep,) = reps(samples, TURN)

    assert sum(isinstance(event, TrickNoted) for event in events) == 1
    assert rep.completed
    assert rep.compensations == ()
    assert rep.trick_s == pytest.approx(3, abs=0.1)


def _time_of(samples: list, phase: Phase) -> float:  # type: ignore[type-arg]
    _, events = judge(samples, TURN)
    return next(event.t_s for event in events if isinstance(event, PhaseChanged) and event.phase is phase)
