"""The wall points to who needs a look, for a reason that lasts, and does not flicker."""

import pytest

from coach.attention import AFTER_S, ASKED_STAYS_S, STAYS_S, Glance, Watched, answered, needs, pressing, watch

WELL = Glance()


def seen(*glances: tuple[Glance, float]) -> tuple[Watched, float]:
    """Each glance for so many seconds, four a second."""
    watched, t_s = Watched(), 0.0
    for glance, for_s in glances:
        for _ in range(round(for_s * 4)):
            watched = watch(watched, glance, t_s)
            t_s += 0.25
    return watched, t_s


@pytest.mark.parametrize(
    ("glance", "told"),
    [
        (Glance(seen=False), "not seen for 20 s"),
        (Glance(reaching=True), "out of the band for 20 s"),
        (Glance(paused=True), "paused for 20 s"),
        (Glance(camera_lost=True, seen=False), "the camera is lost for 20 s"),
        (Glance(spasm=True), "the head pulls strongly, the coach waits"),
        (Glance(along=("too fast", "too fast")), "moves along: too fast"),
        (Glance(asked="says: too hard", paused=True), "says: too hard"),
        (Glance(away=True), "the station does not answer for 20 s"),
        (WELL, ""),
    ],
)
def test_each_reason_is_told_in_words_the_most_pressing_first(glance: Glance, told: str) -> None:
    assert needs(*seen((glance, 20.0))) == told


def test_who_can_help_themselves_is_less_pressing_than_who_cannot() -> None:
    assert not pressing(seen((Glance(seen=False, paused=True), 20.0))[0])
    for glance in (
        Glance(away=True),
        Glance(asked="asks for less"),
        Glance(camera_lost=True),
        Glance(spasm=True),
    ):
        assert pressing(seen((glance, 1.0))[0])


def test_what_lasts_a_moment_is_not_told() -> None:
    assert needs(*seen((Glance(seen=False), AFTER_S["not_seen"] - 1))) == ""
    assert needs(*seen((Glance(reaching=True), AFTER_S["out"] - 1))) == ""
    assert needs(*seen((Glance(along=("too fast",)), 5.0))) == ""


def test_a_reason_stays_for_a_while_so_that_nothing_flickers() -> None:
    unseen = (Glance(seen=False), 6.0)
    assert needs(*seen(unseen, (WELL, STAYS_S - 1))) == "a moment ago: not seen"
    assert needs(*seen(unseen, (WELL, STAYS_S + 1))) == ""


def test_what_a_patient_asked_for_stays_until_the_therapist_does_something() -> None:
    watched, t_s = seen((Glance(asked="asks for less"), 1.0), (WELL, STAYS_S + 10))
    assert needs(watched, t_s) == "asks for less"
    assert needs(answered(watched), t_s) == ""
    assert needs(*seen((Glance(asked="asks for less"), 1.0), (WELL, ASKED_STAYS_S + 1))) == ""
