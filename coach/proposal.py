"""What of the exercises fits an assessment, and why or why not, in words for a therapist. Pure.

Which finding asks for which pattern is section 4.3 of the clinical reference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coach.assessment import TILTS, TURNS, Assessment, Behaviour, Component, Strength
from coach.chosen import BACKWARD, FORWARD, for_pull, side_of
from coach.errors import Refusal
from coach.exercise import Exercise
from coach.findings import Form, Need, Pattern
from coach.parts import Direction, Movement, other
from coach.prescription import Choice, Draft
from coach.record import Side
from coach.refusal import RefusalList, refusals_of_choice, refusals_of_patient


@dataclass(frozen=True)
class Proposal:
    """Whether one exercise fits one patient.

    Attributes:
        fits: a finding asks for it and nothing speaks against it.
        reasons: the findings that ask for it, or that none does.
        refusals: why it must not be prescribed.
        side: the corrective one, where there is one.
        to_choose_side: it goes to a side, and no one pull says to which.
        to_enable: it is only prescribed once the therapist enables it for this patient.
    """

    exercise_id: str
    fits: bool
    reasons: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    side: Side | None
    to_choose_side: bool
    to_enable: bool

    @property
    def why(self) -> str:
        """One sentence for a therapist."""
        if self.refusals:
            return "Refused: " + " ".join(refusal.words for refusal in self.refusals)
        asks = " Choose its side." if self.to_choose_side else ""
        asks += " It asks for your say: enable it for this patient." if self.to_enable else ""
        return f"{'Proposed' if self.fits else 'Not proposed'}: {'; '.join(self.reasons)}.{asks}"


FORMS_OF = {
    Pattern.ROTATION: TURNS,
    Pattern.LATERAL_FLEXION: TILTS,
    Pattern.RETRO: BACKWARD,
    Pattern.ANTERO: FORWARD,
    Pattern.LATERAL_SHIFT: (Form.LATERAL_SHIFT,),
    Pattern.SAGITTAL_SHIFT: (Form.SAGITTAL_SHIFT,),
}


def patterns_of(assessment: Assessment) -> tuple[Pattern, ...]:
    """What the findings ask for. A tilt of the neck to one side with one of the head to the other is a shift
    to the side, a neck forward with a head back one forward (clinical reference, section 1.3)."""
    asked = {pattern: assessment.has(*forms) for pattern, forms in FORMS_OF.items()}
    neck, head = (assessment.pull(form) for form in TILTS)
    asked[Pattern.LATERAL_SHIFT] |= None not in {neck, head} and neck is not head
    asked[Pattern.SAGITTAL_SHIFT] |= assessment.has(Form.ANTEROCOLLIS) and assessment.has(Form.RETROCAPUT)
    asked |= {
        Pattern.SHOULDER_RAISE: bool(assessment.shoulders_raised),
        Pattern.TREMOR: assessment.tremor is not None,
        Pattern.UNSTABLE: assessment.behaviour is Behaviour.UNSTABLE,
        Pattern.PAIN: assessment.pain,
        Pattern.LOST_MIDLINE: assessment.lost_midline,
        Pattern.TRICK: assessment.trick is not None,
        Pattern.EVERYONE: True,
    }
    return tuple(pattern for pattern in Pattern if asked[pattern])


def propose(
    assessment: Assessment, exercises: Mapping[str, Exercise], refusal_list: RefusalList
) -> tuple[Proposal, ...]:
    """One proposal for every exercise, in their order."""
    found = patterns_of(assessment)
    return tuple(_proposal(one, found, assessment, refusal_list) for one in exercises.values())


def _proposal(
    exercise: Exercise, found: tuple[Pattern, ...], assessment: Assessment, refusal_list: RefusalList
) -> Proposal:
    asked = [pattern for pattern in exercise.patterns if pattern in found]
    exercise = for_pull(exercise, assessment)
    side = side_of(exercise, Choice(exercise=exercise.id), assessment)
    refusals = refusals_of_patient(exercise, assessment, refusal_list)
    reasons = tuple(_reason(pattern, exercise, side) for pattern in asked)
    return Proposal(
        exercise_id=exercise.id,
        fits=bool(asked) and not refusals,
        reasons=reasons or ("none of the findings asks for it",),
        refusals=refusals,
        side=side,
        to_choose_side=exercise.direction is Direction.CORRECTIVE and side is None,
        to_enable=Need.THERAPIST in exercise.needs,
    )


def _reason(pattern: Pattern, exercise: Exercise, side: Side | None) -> str:
    """The finding that asks for it, with the side it goes to where the exercise has one."""
    goes = GOES.get(exercise.movement)
    if goes and side and ASKS.get(pattern) is exercise.movement:
        return f"{goes} to the {side}, away from the pull to the {other(side)}"
    return WORDS[pattern]


GOES = {
    Movement.ROTATION: "turns",
    Movement.LATERAL_FLEXION: "tilts",
    Movement.LATERAL_SHIFT: "glides",
}
ASKS = {
    Pattern.ROTATION: Movement.ROTATION,
    Pattern.LATERAL_FLEXION: Movement.LATERAL_FLEXION,
    Pattern.LATERAL_SHIFT: Movement.LATERAL_SHIFT,
}
WORDS = {
    Pattern.ROTATION: "for the turn",
    Pattern.LATERAL_FLEXION: "for the tilt",
    Pattern.RETRO: "for the pull backward",
    Pattern.ANTERO: "for the pull forward",
    Pattern.LATERAL_SHIFT: "for the shift to the side",
    Pattern.SAGITTAL_SHIFT: "for the shift forward",
    Pattern.SHOULDER_RAISE: "for the raised shoulder",
    Pattern.TREMOR: "for the trembling",
    Pattern.UNSTABLE: "because moving the arms disturbs the head",
    Pattern.PAIN: "for pain or tension",
    Pattern.LOST_MIDLINE: "because the middle is lost",
    Pattern.TRICK: "because a touch helps",
    Pattern.EVERYONE: "for everyone",
}

#: The starter of the clinical reference: breathing, posture, the middle, one corrective, one stretch, rest.
#: Where the first of a list is not there or is refused, the next one is taken. Judgement.
BEGIN_WITH, END_WITH = ("slow_breath", "grow_tall", "midline_hold"), ("day_rest",)
CORRECTIVES = {
    **dict.fromkeys(TURNS, ("slow_turn",)),
    **dict.fromkeys(TILTS, ("tilt",)),
    **dict.fromkeys(BACKWARD, ("small_nod",)),
    **dict.fromkeys(FORWARD, ("look_to_horizon",)),
    Form.LATERAL_SHIFT: ("side_glide",),
    Form.SAGITTAL_SHIFT: ("small_nod", "glide_back"),
}
LONG_SIDE, POCKET = "side_neck_lengthen", "nose_to_armpit"
STRETCHES = {
    **dict.fromkeys((*TILTS, Form.LATERAL_SHIFT), (LONG_SIDE, POCKET)),
    **dict.fromkeys((*TURNS, *BACKWARD), (POCKET, LONG_SIDE)),
}
STARTER_TITLE = "First steps"


def starter(assessment: Assessment, exercises: Mapping[str, Exercise], refusal_list: RefusalList) -> Draft:
    """A programme to begin with, ready to be edited: only what is there and is not refused."""

    def first_of(ids: Iterator[str]) -> tuple[str, ...]:
        return next(((one,) for one in ids if _allowed(one, assessment, exercises, refusal_list)), ())

    strongest = _strongest_first(assessment)
    corrective = first_of(one for part in strongest for one in CORRECTIVES[part.form])
    stretch = first_of(one for part in strongest for one in STRETCHES.get(part.form, ()))
    if not stretch and assessment.shoulders_raised:
        stretch = first_of(iter((LONG_SIDE,)))
    around = [first_of(iter((one,))) for one in (*BEGIN_WITH, *END_WITH)]
    ids = [*(one for ids in around[:-1] for one in ids), *corrective, *stretch, *around[-1]]
    return Draft(title=STARTER_TITLE, choices=tuple(Choice(exercise=one) for one in ids))


def _strongest_first(assessment: Assessment) -> list[Component]:
    return sorted(assessment.components, key=lambda part: list(Strength).index(part.strength), reverse=True)


def _allowed(
    exercise_id: str, assessment: Assessment, exercises: Mapping[str, Exercise], refusal_list: RefusalList
) -> bool:
    exercise = exercises.get(exercise_id)
    choice = Choice(exercise=exercise_id)
    return exercise is not None and not refusals_of_choice(choice, exercise, assessment, refusal_list)
