"""What the library proposes for an assessment, why and why not, and the programme to begin with."""

from itertools import product

import pytest

from coach.assessment import (
    Assessment,
    Behaviour,
    Component,
    HeadTremor,
    Strength,
    Touch,
    TremorDirection,
    TremorGrain,
)
from coach.compose import compose
from coach.cue import fill
from coach.findings import Caution, Form, Need
from coach.prescription import Choice
from coach.proposal import Proposal, propose, starter
from coach.record import Side
from tests.coach.builders import LIBRARY, REACH
from tests.coach.clinic import ASSESSED_ON, assessment, draft

LEFT, RIGHT = Side.LEFT, Side.RIGHT
SIDED = {
    Form.TORTICOLLIS, Form.TORTICAPUT, Form.LATEROCOLLIS, Form.LATEROCAPUT, Form.LATERAL_SHIFT,
}  # fmt: skip


def component(form: Form, strength: Strength = Strength.MODERATE) -> Component:
    return Component(form=form, side=LEFT if form in SIDED else None, strength=strength)


def nobody(**findings: object) -> Assessment:
    """Nothing found but this."""
    return Assessment.model_validate({"assessed_on": ASSESSED_ON, "reach": REACH, **findings})


def proposed(found: Assessment) -> set[str]:
    return {one.exercise_id for one in propose(found, LIBRARY.exercises, LIBRARY.refusals) if one.fits}


def one(exercise_id: str, found: Assessment) -> Proposal:
    every = propose(found, LIBRARY.exercises, LIBRARY.refusals)
    return next(proposal for proposal in every if proposal.exercise_id == exercise_id)


TREMOR = HeadTremor(direction=TremorDirection.NO_NO, grain=TremorGrain.FINE)
TURN = {
    "slow_turn", "release_control", "step_stops", "follow_hand", "nose_to_armpit",
    "front_neck_open", "eyes_lead",
}  # fmt: skip
TILT = {"release_control", "tilt", "step_stops", "side_neck_lengthen"}
RETRO = {"small_nod", "nose_to_armpit", "grow_tall", "back_of_head_support"}
ANTERO = {"look_to_horizon", "glide_back", "front_neck_open", "grow_tall", "back_of_head_support"}
EVERYONE = {"midline_hold", "grow_tall", "slow_breath", "day_rest", "night_calm", "move_freely"}

#: Section 4.3 of the clinical reference: one finding, and what is proposed for it besides what is for
#: everyone. The age lets the exercise through that is not for the old.
TABLE: dict[str, tuple[dict[str, object], set[str]]] = {
    "nothing": ({}, set()),
    **{
        form: ({"components": (component(form),)}, ids)
        for forms, ids in (
            ((Form.TORTICOLLIS, Form.TORTICAPUT), TURN),
            ((Form.LATEROCOLLIS, Form.LATEROCAPUT), TILT),
            ((Form.RETROCOLLIS, Form.RETROCAPUT), RETRO),
            ((Form.ANTEROCOLLIS, Form.ANTEROCAPUT), ANTERO),
            ((Form.LATERAL_SHIFT,), {"side_glide", "trunk_turn_soft", "anchor_gaze"}),
            ((Form.SAGITTAL_SHIFT,), {"glide_back", "blade_slide", "back_of_head_support"}),
        )
        for form in forms
    },
    "shoulder": ({"shoulders_raised": (LEFT,)}, {"side_neck_lengthen", "heavy_shoulder", "blade_slide"}),
    "tremor": ({"tremor": TREMOR}, {"back_of_head_support", "null_to_middle", "slow_breath"}),
    "tremor, stable": (
        {"tremor": TREMOR, "behaviour": Behaviour.STABLE},
        {"arm_swing", "back_of_head_support", "null_to_middle", "slow_breath"},
    ),
    "unstable": ({"behaviour": Behaviour.UNSTABLE}, {"calm_arm"}),
    "pain": (
        {"pain": True},
        {"side_neck_lengthen", "nose_to_armpit", "heavy_shoulder", "let_go_scan"},
    ),
    "lost middle": ({"lost_midline": True}, {"find_middle_blind", "follow_hand", "nose_trace"}),
    "a touch helps": ({"trick": Touch(where="chin", hand=RIGHT)}, {"touch_and_release"}),
}


@pytest.mark.parametrize("finding", TABLE)
def test_exactly_what_the_reference_names_is_proposed(finding: str) -> None:
    found, ids = TABLE[finding]

    assert proposed(nobody(age=50, **found)) == ids | EVERYONE


def test_every_exercise_has_its_sentence() -> None:
    for found, _ in TABLE.values():
        every = propose(nobody(**found), LIBRARY.exercises, LIBRARY.refusals)
        assert [proposal.exercise_id for proposal in every] == list(LIBRARY.exercises)
        for proposal in every:
            assert proposal.why.startswith(("Proposed: ", "Not proposed: ", "Refused: "))
            assert proposal.why.endswith(".")
            assert proposal.fits == proposal.why.startswith("Proposed")


def test_the_sentence_says_the_side_and_away_from_what() -> None:
    turning = assessment(
        component(Form.TORTICAPUT), component(Form.LATEROCOLLIS), component(Form.LATERAL_SHIFT)
    )

    assert one("slow_turn", turning).why == "Proposed: turns to the right, away from the pull to the left."
    assert one("tilt", turning).why == "Proposed: tilts to the right, away from the pull to the left."
    assert one("side_glide", turning).why == "Proposed: glides to the right, away from the pull to the left."
    assert one("small_nod", turning).why == "Not proposed: none of the findings asks for it."
    assert one("slow_turn", turning).side is RIGHT


def test_a_refused_one_says_which_rule_and_why() -> None:
    swinging = one("arm_swing", nobody(tremor=TREMOR))

    assert not swinging.fits
    assert [refusal.rule for refusal in swinging.refusals] == ["stable"]
    assert swinging.why.startswith("Refused: ")
    assert "the assessment says: not tested" in swinging.why


def test_one_that_asks_for_the_therapists_say_is_proposed_with_that_word() -> None:
    opening = one("front_neck_open", assessment(age=50))

    assert opening.fits
    assert opening.to_enable
    assert opening.why.endswith("It asks for your say: enable it for this patient.")


def test_where_no_one_pull_says_to_which_side_it_is_to_be_chosen() -> None:
    stretch = one("nose_to_armpit", nobody(pain=True))

    assert stretch.fits
    assert stretch.to_choose_side
    assert "Choose its side." in stretch.why


def test_a_raised_shoulder_says_the_side_where_the_head_does_not_tilt() -> None:
    assert one("side_neck_lengthen", nobody(shoulders_raised=(LEFT,))).side is RIGHT
    assert one("side_neck_lengthen", nobody(shoulders_raised=(LEFT, RIGHT))).side is None
    tilted = assessment(component(Form.LATEROCAPUT), shoulders_raised=(RIGHT,))
    assert one("side_neck_lengthen", tilted).side is RIGHT


def test_forms_of_the_neck_and_the_head_that_oppose_each_other_are_a_shift() -> None:
    neck, head = (
        Component(form=Form.LATEROCOLLIS, side=LEFT),
        Component(form=Form.LATEROCAPUT, side=RIGHT),
    )
    same = Component(form=Form.LATEROCAPUT, side=LEFT)

    assert "side_glide" in proposed(assessment(neck, head))
    assert "side_glide" not in proposed(assessment(neck, same))
    assert "blade_slide" in proposed(assessment(component(Form.ANTEROCOLLIS), component(Form.RETROCAPUT)))
    assert "blade_slide" not in proposed(assessment(component(Form.ANTEROCOLLIS)))


def test_who_cannot_reach_far_enough_is_told() -> None:
    tiny = assessment(reach=REACH.model_copy(update={"rotation_right_deg": 3.0}))

    assert [refusal.rule for refusal in one("slow_turn", tiny).refusals] == ["beyond_the_reach"]


def begins_with(found: Assessment) -> list[str]:
    return [choice.exercise for choice in starter(found, LIBRARY.exercises, LIBRARY.refusals).choices]


FIRST = ["slow_breath", "grow_tall", "midline_hold"]


@pytest.mark.parametrize(
    ("form", "corrective", "stretch"),
    [
        (Form.TORTICAPUT, ["slow_turn"], ["nose_to_armpit"]),
        (Form.LATEROCOLLIS, ["tilt"], ["side_neck_lengthen"]),
        (Form.RETROCAPUT, ["small_nod"], []),  # the stretch goes to a side, and nothing says to which
        (Form.ANTEROCOLLIS, ["look_to_horizon"], []),
        (Form.LATERAL_SHIFT, ["side_glide"], []),
        (Form.SAGITTAL_SHIFT, ["small_nod"], []),
    ],
)
def test_the_starter_has_one_corrective_and_one_stretch(
    form: Form, corrective: list[str], stretch: list[str]
) -> None:
    assert begins_with(assessment(component(form))) == [*FIRST, *corrective, *stretch, "day_rest"]


def test_the_strongest_component_decides() -> None:
    both = assessment(
        component(Form.TORTICAPUT, Strength.MILD), component(Form.LATEROCOLLIS, Strength.SEVERE)
    )

    assert begins_with(both)[3:5] == ["tilt", "side_neck_lengthen"]


def test_what_is_refused_is_not_in_the_starter() -> None:
    leads = assessment(cautions=(Caution.DBS_LEADS,))
    no_breath = assessment(blocked=({"exercise": "slow_breath", "reason": "It made her dizzy"},))

    assert begins_with(leads) == [*FIRST, "slow_turn", "day_rest"]
    assert "slow_breath" not in begins_with(no_breath)


def test_every_starter_can_be_published_as_it_is() -> None:
    findings: list[dict[str, object]] = [found for found, _ in TABLE.values()]
    cautions = [(), *((caution,) for caution in Caution)]
    for found, noted in product(findings, cautions):
        patient = nobody(cautions=noted, **found)
        made = starter(patient, LIBRARY.exercises, LIBRARY.refusals)

        done = compose(made, patient, LIBRARY.exercises, LIBRARY.refusals, 1)

        assert 4 <= len(done.tasks) <= 6
        assert not any(Need.THERAPIST in task.exercise.needs for task in done.tasks)


@pytest.mark.parametrize("exercise", ["release_control", "step_stops"])
def test_a_head_that_is_pulled_into_a_tilt_tilts_where_others_turn(exercise: str) -> None:
    found = assessment(component(Form.LATEROCOLLIS))
    proposal = one(exercise, found)
    made = draft(Choice(exercise=exercise))

    (_, task) = compose(made, found, LIBRARY.exercises, LIBRARY.refusals, version=1).tasks

    assert proposal.side is RIGHT
    assert "tilts to the right" in proposal.why
    assert task.plan.movement == "lateral_flexion"
    assert {one.movement.value for one in task.exercise.keep_still} >= {"rotation", "extension"}
    assert "tilt" in fill(task, task.exercise.say.introduce)
    assert fill(task, task.exercise.stops[0].say) == "Slowly tilt to your right."


def test_a_head_that_turns_and_tilts_turns() -> None:
    found = assessment(component(Form.LATEROCOLLIS), component(Form.TORTICOLLIS))

    (_, task) = compose(draft("step_stops"), found, LIBRARY.exercises, LIBRARY.refusals, version=1).tasks

    assert task.plan.movement == "rotation"
    assert fill(task, task.exercise.stops[0].say) == "Slowly turn to your right."
