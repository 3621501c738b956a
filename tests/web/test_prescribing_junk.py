"""Whatever is sent to the forms of prescribing is answered in words: nothing crashes, nothing odd is kept."""

import random

import pytest

from tests.web.conftest import Clinic
from tests.web.prescribing import ANNA, FOUND, OMAR, Fields, assess, builder_of, in_clinic

ODD = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e309",
        "nan",
        "inf",
        "9" * 400,
        "½",
        "٣",
        "x" * 5000,
        "\x00",
        "\n\n",
        "}{",
        "{side}",
    ),
    *("{", "null", "true", "[1, 2]", "2026-02-30", "left", "up", "slow_turn", "own_x", "\u202e\u0000"),
    *("<script>alert(1)</script>", "': !!python/object"),
)
PRESSES = (
    *(
        "keep",
        "publish",
        "undo",
        "starter",
        "copy",
        "put_away",
        "add-slow_turn",
        "up-0",
        "down-1",
        "remove-0",
        "allow-slow_turn",
        "block-0",
    ),
    *(
        "easier-2",
        "harder-2",
        "add-",
        "easier-²",
        "up-٣",
        "remove-99999999999999999999",
        "block-²",
        "block-99",
        "allow-",
    ),
)
ANSWERED = {303, 400, 404, 409, 422}


def some_odd(chance: random.Random, typed: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """The form with a few fields odd, left out or made up."""
    sent = dict(typed)
    for _ in range(chance.randint(1, 5)):
        sent[chance.choice(names)] = chance.choice(ODD)
    for name in chance.sample(sorted(sent), chance.randint(0, 3)):
        del sent[name]
    return sent


@pytest.fixture
def chance() -> random.Random:
    return random.Random(4)  # noqa: S311 - the same every time


def test_the_assessment(clinic: Clinic, chance: random.Random) -> None:
    therapist, services = clinic.therapist, clinic.services
    in_clinic(services, ANNA)
    names = (*FOUND, "blocked_0", "blocked_reason_0", "blocked_77", "blocked_²", "form_x", "tone_torticaput")
    for _ in range(30):
        sent = some_odd(chance, FOUND, names)
        answer = therapist.post(f"/therapist/patients/{ANNA.id}/assessment", data=sent)
        assert answer.status_code in ANSWERED, sent
    for found in services.store.assessments(ANNA.id):
        assert found.reach.rotation_left_deg <= 90


def test_the_builder(clinic: Clinic, chance: random.Random) -> None:
    therapist, services = clinic.therapist, clinic.services
    in_clinic(services, OMAR)
    assess(therapist, OMAR)
    typed = builder_of(therapist, OMAR).typed | {"reason": "To begin with.", "author": "Dr. Kim"}
    names = (*typed, "unit_3", "side_0", "enabled_4", "against_3", "copy_from", "exercise_7", "band_deg_0")
    presses = [(press, typed) for press in PRESSES]
    presses += [("keep", typed | {"choices": odd, "holds": odd}) for odd in ("²", "9" * 400, "-1")]
    presses += [(chance.choice(PRESSES), some_odd(chance, typed, names)) for _ in range(15)]
    for press, sent in presses:
        answer = therapist.post(f"/therapist/patients/{OMAR.id}/programme", data=sent | {"do": press})
        assert answer.status_code in ANSWERED, (press, sent)
    assert therapist.get(f"/therapist/patients/{OMAR.id}/programme").status_code == 200
    for one in services.store.published(OMAR.id):
        assert one.prescribed.tasks


def test_own_exercises_and_the_list(clinic: Clinic, chance: random.Random) -> None:
    therapist = clinic.therapist
    new = "/therapist/clinic/exercises/new"
    opened = Fields(therapist.get(f"{new}?like=slow_turn").text).typed | {"author": "Dr. Kim"}
    entry = {
        "by": "Dr. Kim",
        "because": "x",
        "name": "Sauna",
        "phrases": "sauna",
        "told": "No.",
        "reason": "y",
        "source": "z",
    }
    for _ in range(30):
        assert therapist.post(new, data=some_odd(chance, opened, tuple(opened))).status_code in ANSWERED
        sent = some_odd(chance, entry, tuple(entry)) | {
            "do": chance.choice(("add", "keep-neck_collar", "rule-age", "rule-x", "remove-", "keep-\x00"))
        }
        assert therapist.post("/therapist/clinic/refusals", data=sent).status_code in ANSWERED, sent
    for page in ("exercises", "refusals"):
        assert therapist.get(f"/therapist/clinic/{page}").status_code == 200
