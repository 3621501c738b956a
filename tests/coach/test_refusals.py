"""Rules about a patient and an exercise: what must not be prescribed is refused, with rule and reason."""

import pytest

from coach.assessment import Assessment, Behaviour, Component, Touch
from coach.compose import compose
from coach.errors import Refusal, RefusedError
from coach.exercise import Exercise
from coach.findings import Caution, Form, Need
from coach.parts import Direction, Dose, NotWith, Target
from coach.prescription import Choice, Draft
from coach.record import Side
from coach.refusal import refusals_of
from tests.coach.builders import LIBRARY, REACH
from tests.coach.clinic import assessment, draft

TURN = LIBRARY.exercises["slow_turn"]
LEFT, RIGHT = Side.LEFT, Side.RIGHT


def exercises(**changes: object) -> dict[str, Exercise]:
    """The library, with these changes to the slow turn."""
    return LIBRARY.exercises | {"slow_turn": TURN.model_copy(update=changes)}


def found(made: Draft, who: Assessment | None = None, **changes: object) -> tuple[Refusal, ...]:
    return refusals_of(made, who or assessment(), exercises(**changes), LIBRARY.refusals)


def rules(refusals: tuple[Refusal, ...]) -> list[str]:
    return [refusal.rule for refusal in refusals]


def test_a_fitting_draft_is_not_refused() -> None:
    assert not found(draft("slow_turn", "midline_hold"))


#: rule, what the exercise asks for, whom it is not for, whom it is for, words of the refusal
PATIENT_RULES = [
    (
        "stable",
        {"needs": (Need.STABLE,)},
        {},
        {"behaviour": Behaviour.STABLE},
        "the assessment says: not tested",
    ),
    (
        "stable",
        {"needs": (Need.STABLE,)},
        {"behaviour": Behaviour.UNSTABLE},
        {"behaviour": Behaviour.STABLE},
        "the assessment says: unstable",
    ),
    (
        "unstable",
        {"needs": (Need.UNSTABLE,)},
        {"behaviour": Behaviour.STABLE},
        {"behaviour": Behaviour.UNSTABLE},
        "the assessment says: stable",
    ),
    ("trick", {"needs": (Need.TRICK,)}, {}, {"trick": Touch(where="chin", hand=LEFT)}, "names none"),
    *(
        (
            "caution",
            {"not_with": NotWith(cautions=(caution,))},
            {"cautions": (caution,)},
            {"cautions": tuple(other for other in Caution if other is not caution)},
            caution.value.replace("_", " "),
        )
        for caution in Caution
    ),
    ("form", {"not_with": NotWith(forms=(Form.TORTICAPUT,))}, {}, None, "with torticaput"),
    ("age", {"not_with": NotWith(older_than=70)}, {"age": 71}, {"age": 70}, "older than 70"),
    ("age", {"not_with": NotWith(older_than=70)}, {}, {"age": 30}, "the assessment names no age"),
    (
        "blocked",
        {},
        {"blocked": ({"exercise": "slow_turn", "reason": "It made her dizzy"},)},
        {"blocked": ({"exercise": "tilt", "reason": "It made her dizzy"},)},
        "blocked for this patient: It made her dizzy",
    ),
]


@pytest.mark.parametrize(("rule", "asks", "not_for", "is_for", "words"), PATIENT_RULES)
def test_an_exercise_is_refused_for_whom_it_is_not(
    rule: str,
    asks: dict[str, object],
    not_for: dict[str, object],
    is_for: dict[str, object] | None,
    words: str,
) -> None:
    (refusal,) = found(draft("slow_turn"), assessment(**not_for), **asks)

    assert (refusal.rule, refusal.where) == (rule, "slow_turn")
    assert "Slow turn" in refusal.words
    assert words in refusal.words
    with pytest.raises(RefusedError, match=f"rule {rule}"):
        compose(draft("slow_turn"), assessment(**not_for), exercises(**asks), LIBRARY.refusals, 1)
    if is_for is not None:
        assert not found(draft("slow_turn"), assessment(**is_for), **asks)


def test_what_asks_for_the_therapists_say_is_refused_until_it_is_given() -> None:
    asks = (Need.THERAPIST,)

    (refusal,) = found(draft("slow_turn"), needs=asks)

    assert refusal.rule == "therapist"
    assert not found(draft(Choice(exercise="slow_turn", enabled=True)), needs=asks)


def test_a_side_toward_the_pull_is_refused_unless_the_therapist_says_why() -> None:
    (refusal,) = found(draft(Choice(exercise="slow_turn", side=LEFT)))

    assert refusal.words.startswith("“Slow turn” would train to the patient's left, toward the pull.")
    assert not found(draft(Choice(exercise="slow_turn", side=RIGHT)))
    assert not found(draft(Choice(exercise="slow_turn", side=LEFT, against="She asked to train both sides.")))
    assert rules(found(draft(Choice(exercise="slow_turn", side=LEFT, against="  ")))) == ["toward_the_pull"]


def test_a_side_that_an_exercise_has_of_its_own_is_looked_at_too() -> None:
    assert rules(found(draft("slow_turn"), direction=Direction.LEFT)) == ["toward_the_pull"]
    assert not found(draft("slow_turn"), direction=Direction.RIGHT)


def test_who_is_pulled_both_ways_gets_a_side_and_a_reason() -> None:
    both = assessment(
        Component(form=Form.TORTICOLLIS, side=LEFT), Component(form=Form.TORTICAPUT, side=RIGHT)
    )

    assert rules(found(draft("slow_turn"), both)) == ["side"]
    assert rules(found(draft(Choice(exercise="slow_turn", side=LEFT)), both)) == ["toward_the_pull"]
    assert not found(draft(Choice(exercise="slow_turn", side=LEFT, against="Strongest to the right.")), both)


@pytest.mark.parametrize(
    ("forms", "nod_is_refused"),
    [
        ((Form.ANTEROCOLLIS,), True),
        ((Form.RETROCOLLIS,), False),
        ((Form.ANTEROCOLLIS, Form.RETROCAPUT), False),  # forward on a long neck: the nod is what helps
    ],
)
def test_a_nod_down_goes_toward_a_pull_forward(forms: tuple[Form, ...], nod_is_refused: bool) -> None:  # noqa: FBT001
    refused = rules(found(draft("small_nod"), assessment(*(Component(form=form) for form in forms))))

    assert refused == (["toward_the_pull"] if nod_is_refused else [])


def test_a_side_is_chosen_where_there_is_one_and_nowhere_else() -> None:
    nobody = assessment(Component(form=Form.RETROCOLLIS))

    (missing,) = found(draft("slow_turn"), nobody)
    (useless,) = found(draft(Choice(exercise="midline_hold", side=LEFT)))

    assert missing.rule == useless.rule == "side"
    assert "Choose a side" in missing.words
    assert "goes to no side" in useless.words
    assert not found(draft(Choice(exercise="slow_turn", side=LEFT)), nobody)


def test_a_target_beyond_the_reach_is_refused() -> None:
    def turn(at_deg: float) -> Draft:
        return draft(Choice(exercise="slow_turn", target=Target(at_deg=at_deg, band_deg=5)))

    (refusal,) = found(turn(48))

    assert (refusal.rule, refusal.where) == ("beyond_the_reach", "slow_turn")
    assert "48 degrees of 47" in refusal.words
    assert not found(turn(47))


def test_a_reach_that_leaves_no_room_is_refused() -> None:
    tiny = assessment(reach=REACH.model_copy(update={"rotation_right_deg": 3.0}))

    (refusal,) = found(draft("slow_turn"), tiny)

    assert refusal.rule == "beyond_the_reach"
    assert "at least 5.7 degrees" in refusal.words


def test_a_dose_or_target_that_does_not_fit_the_exercise_is_refused_with_its_field() -> None:
    wrong = Choice(exercise="midline_hold", target=Target(at_deg=20, band_deg=5))
    long = Choice(exercise="slow_breath", dose=Dose(sets=1, reps=4, hold_s=20, rest_s=0))

    refusals = found(Draft(title="Your exercises", choices=(wrong, long)))

    assert [(one.rule, one.where) for one in refusals] == [
        ("fields", "midline_hold.target"),
        ("fields", "slow_breath.dose.hold_s"),
    ]


def test_an_exercise_that_is_not_there_is_refused() -> None:
    assert [(one.rule, one.where) for one in found(draft("lift_off"))] == [("unknown_exercise", "lift_off")]


def test_an_exercise_that_comes_twice_is_refused_once() -> None:
    both = (Choice(exercise="slow_turn"), Choice(exercise="slow_turn", side=LEFT, against="For both sides."))

    assert [(one.rule, one.where) for one in found(draft(*both))] == [("twice", "slow_turn")]


def test_a_programme_without_rest_is_refused() -> None:
    made = Draft(title="Your exercises", choices=(Choice(exercise="slow_turn"),))

    assert rules(found(made)) == ["no_rest"]


def test_a_guide_with_the_camera_off_is_no_rest_before_the_camera() -> None:
    made = Draft(title="Your exercises", choices=(Choice(exercise="day_rest"),))

    assert rules(found(made)) == ["no_rest"]


def test_an_own_exercise_needs_a_name_of_its_own() -> None:
    own = TURN.model_copy(update={"name": "My turn"})

    assert rules(found(draft("slow_turn", own=(own,)))) == ["id_taken"]
    assert not found(draft("my_turn", own=(own.model_copy(update={"id": "my_turn"}),)))


def test_an_older_version_opened_again_is_judged_by_what_is_known_today() -> None:
    made = draft("small_nod")
    before = assessment(Component(form=Form.RETROCOLLIS))
    now = assessment(Component(form=Form.RETROCOLLIS), cautions=(Caution.SWALLOWING_TROUBLE,))

    assert not found(made, before)
    assert rules(found(made, now)) == ["caution"]


def test_every_refusal_comes_at_once() -> None:
    made = draft(Choice(exercise="slow_turn", side=LEFT, note="Wear a collar."), "lift_off")

    assert sorted(rules(found(made))) == ["neck_collar", "toward_the_pull", "unknown_exercise"]
