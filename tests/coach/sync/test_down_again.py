"""What a laptop refused is judged again once its program or its rules are others, and not before."""

from dataclasses import replace

import pytest

from coach.errors import Fault, ProgrammeError
from coach.prescription import Choice, Published
from coach.signed import Signed, accept
from coach.store import WaitsFor
from coach.sync import down
from coach.sync.down import Judge, take_again
from tests.coach.builders import LIBRARY
from tests.coach.clinic import draft, published
from tests.coach.store.builders import ANNA
from tests.coach.sync.proxy import Server
from tests.coach.sync.sides import JUDGE, NOW, THERE, Sides
from tests.coach.sync.test_courier import courier
from tests.coach.sync.test_serving import MESSAGE

#: A list that has nothing against collars, and a program that can read more.
OTHER_RULES = replace(JUDGE, rules=LIBRARY.refusals.model_copy(update={"avoided": ()}))
NEWER = replace(JUDGE, version="2")
FINE = published(draft("midline_hold"), version=3)


def collar(version: int = 1) -> Published:
    """What the list of today refuses."""
    made = published(draft(Choice(exercise="slow_turn", note="Softly.")), version=version)
    return type(made).model_validate_json(made.model_dump_json().replace("Softly.", "Wear a collar."))


def waits(sides: Sides) -> list[WaitsFor]:
    return [one.waits_for for one in sides.laptop.waiting_to_be_taken(ANNA.id)]


def holds(sides: Sides) -> int:
    newest = sides.laptop.newest_published(ANNA.id)
    return newest.version if newest else 0


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for every programme that was looked at."""
    found: list[str] = []

    def noting(file: str, signed: Signed, *rest: object) -> Published:
        found.append(file)
        return accept(file, signed, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(down, "accept", noting)
    return found


def test_what_the_rules_refused_is_taken_once_they_are_others(sides: Sides, looked_at: list[str]) -> None:
    for version in (1, 2):
        sides.clinic.publish(THERE.id, collar(version))
    sides.down()
    assert (waits(sides), holds(sides)) == ([WaitsFor.RULES] * 2, 0)
    looked_at.clear()
    take_again(sides.laptop, sides.pairing, JUDGE, NOW)
    assert looked_at == []
    for _ in range(2):  # it refuses them too, and that is kept
        take_again(sides.laptop, sides.pairing, NEWER, NOW)
        assert len(looked_at) == 2
    take_again(sides.laptop, sides.pairing, OTHER_RULES, NOW)
    assert sides.laptop.published(ANNA.id) == (collar(1), collar(2))
    assert (waits(sides), sides.laptop.quarantined()) == ([], ())


def test_what_this_program_cannot_read_is_taken_by_one_that_can(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_new(file: str, _: bytes) -> Signed:
        raise ProgrammeError((Fault(file, "sway", "a field that is known", "sway"),))

    sides.clinic.publish(THERE.id, FINE)
    with monkeypatch.context() as older:
        older.setattr(down, "read_signed", too_new)
        sides.down()
        assert waits(sides) == [WaitsFor.PROGRAM]
        take_again(sides.laptop, sides.pairing, NEWER, NOW)
        assert "sway" in sides.laptop.quarantined()[0].reason
    take_again(sides.laptop, sides.pairing, replace(NEWER, version="3"), NOW)
    assert (waits(sides), holds(sides)) == ([], FINE.version)


def test_a_newer_programme_that_holds_ends_the_waiting_of_those_before_it(sides: Sides) -> None:
    sides.clinic.publish(THERE.id, collar())
    sides.clinic.add_letter(MESSAGE)
    sides.down()
    assert waits(sides) == [WaitsFor.RULES]
    sides.clinic.publish(THERE.id, FINE)
    sides.down()
    assert waits(sides) == []
    take_again(sides.laptop, sides.pairing, OTHER_RULES, NOW)
    assert sides.laptop.published(ANNA.id) == (FINE,)


def test_the_courier_judges_again_what_waits_but_not_during_a_session(sides: Sides) -> None:
    sides.clinic.publish(THERE.id, collar())
    server = Server(lambda: sides.clinic, lambda: NOW)
    assert courier(sides, server).visit_all()
    assert waits(sides) == [WaitsFor.RULES]
    delivered = server.delivered
    courier(sides, server, busy=True, judge=OTHER_RULES).visit_all()
    assert holds(sides) == 0
    courier(sides, server, judge=OTHER_RULES).visit_all()
    assert (holds(sides), server.delivered) == (1, delivered)  # it is not sent again


def test_a_judge_is_another_one_with_its_version_and_with_every_rule() -> None:
    assert len({one.name for one in (JUDGE, NEWER, OTHER_RULES, Judge("1", LIBRARY.refusals))}) == 3
