"""Texts that ask for what is never prescribed, and texts that warn against it or mean something else."""

import pytest

from coach.errors import Refusal
from coach.refusal import refusals_of_text
from tests.coach.builders import LIBRARY

STRENGTH, MASSAGE, HANDS_ON, COLLAR = (
    "strength_training",
    "neck_shoulder_massage",
    "neck_manipulation",
    "neck_collar",
)

ASKS = [
    (STRENGTH, "Take a dumbbell in each hand."),
    (STRENGTH, "DUMBBELLS, two sets"),
    (STRENGTH, "Use light dumb-bells for the arms."),
    (STRENGTH, "Use your dumbells."),
    (STRENGTH, "Hold a 2 kg weight."),
    (STRENGTH, "Lift two weights to shoulder height."),
    (STRENGTH, "Weights: 2 x 10"),
    (STRENGTH, "Shrug with a kettlebell"),
    (STRENGTH, "Ten minutes of weight training"),
    (STRENGTH, "Pull the resistance band apart."),
    (STRENGTH, "Go to the gym for your shoulders."),
    (STRENGTH, "Lift a water bottle in each hand."),
    (STRENGTH, "Do not hurry, use dumbbells."),
    (STRENGTH, "Do not hurry and use dumbbells."),
    (STRENGTH, "Without pain, lift the weights."),
    (STRENGTH, "No, use dumbbells."),
    (STRENGTH, "No, dumbbells are better."),
    (STRENGTH, "Never train without dumbbells."),
    (STRENGTH, "Never leave out the weights."),
    (STRENGTH, "Do not forget the dumbbells."),
    (STRENGTH, "Do not stop using weights."),
    (STRENGTH, "Not only breathing: dumbbells too."),
    (STRENGTH, "No more than 5 kg of weights."),
    (STRENGTH, "No collar, lift weights."),
    (STRENGTH, "If you have no dumbbells, wait for them."),
    (STRENGTH, "No bands. Use weights."),
    (STRENGTH, "Use no band but dumbbells."),
    (STRENGTH, "Dumbbells are not heavy."),
    (STRENGTH, "Weights are not for Mondays."),
    (STRENGTH, "No weights over 2 kg."),
    (STRENGTH, "No weights heavier than a bottle."),
    (STRENGTH, "Do not use weights yet."),
    (STRENGTH, "Do ten push-ups."),
    (STRENGTH, "Pull the band apart."),
    (STRENGTH, "The chest machine, two sets"),
    (STRENGTH, "Dumb\u00adbells for both arms."),
    (STRENGTH, "Du\u200bmbbells for both arms."),
    (STRENGTH, "Ｄｕｍｂｂｅｌｌｓ for both arms."),
    (MASSAGE, "Massage your neck for five minutes."),
    (MASSAGE, "A neck massage before sleep"),
    (MASSAGE, "Let somebody knead your shoulders."),
    (MASSAGE, "Rub the sore spot."),
    (MASSAGE, "Use the massage gun."),
    (MASSAGE, "Book a massage."),
    (MASSAGE, "Do not forget to massage the nape."),
    (MASSAGE, "Massaging the trapezius helps."),
    (HANDS_ON, "Have your neck manipulated."),
    (HANDS_ON, "Spinal manipulation once a week"),
    (HANDS_ON, "See a chiropractor."),
    (HANDS_ON, "Crack your neck gently."),
    (HANDS_ON, "Get your neck adjusted."),
    (MASSAGE, "If it hurts, massage it."),
    (HANDS_ON, "Overpressure at the end of the range"),
    (HANDS_ON, "A quick thrust of the head"),
    (COLLAR, "Wear a collar in the evening."),
    (COLLAR, "Wear your soft collar on bad days."),
    (COLLAR, "Put on the neck brace."),
    (COLLAR, "Cervical collar, 2 hours"),
    (COLLAR, "Do not sleep without a collar."),
    (COLLAR, "Do not sit or sleep without a collar."),
    (COLLAR, "Don’t take off the collar."),
    (COLLAR, "A collar is not harmful."),
]

WARNS_OR_MEANS_OTHERWISE = [
    "No weights in the hands.",
    "no weights or bands",
    "No weights, bands or dumbbells.",
    "Never use dumbbells.",
    "Do this without weights.",
    "Don't lift any weights.",
    "Don’t lift or hold weights.",
    "Do not use weights, bands or machines.",
    "Avoid weights and a collar.",
    "Empty hands: no weights.",
    "Walk on level ground, with no weights in your hands.",
    "Never: weights, collar.",
    "Weights are not allowed.",
    "Weights are not for you.",
    "Weights should be avoided.",
    "You do not need a collar.",
    "No collar.",
    "Sleep with a pillow instead of a collar.",
    "A collar often worsens it.",
    "A collar must not be worn in the night.",
    "Rest your head rather than wear a collar.",
    "Keep your shirt collar open.",
    "Let your collar bones grow wide.",
    "Let your collarbone be wide.",
    "No massage of the neck.",
    "Do not massage the neck.",
    "Massage of the neck can make the pull worse.",
    "Massage your hands with cream.",
    "Rub your hands until they are warm.",
    "No overpressure.",
    "No manipulation of the neck.",
    "Nobody should crack your neck, and never let anybody manipulate it.",
    "Shift your weight to the left.",
    "Feel the weight of your arms.",
    "Feel the heavy weight of your arms.",
    "Let both shoulders be heavy.",
    "Push up from the chair with your legs.",
    "Take a bottle of water with you.",
    "Look at the machine in the kitchen.",
    "If it hurts, do not use weights.",
    "If you are tired, no dumbbells.",
    "Do not sleep with a collar on.",
    "There is no need to use weights.",
    "Please don't let anyone massage or manipulate your neck.",
    "Avoid carrying heavy weights on one side.",
    "If your head jerks, wait until it is calm.",
    "If your neck cracks, that is fine.",
    "Mobilise your neck in small circles.",
    "Use the bike in the gym, with still arms.",
    "Put equal weight on both feet and hold.",
    "Lift your weight off the chair.",
    "Pull up your shoulder blades, then let them sink.",
    "Stay within the band.",
    "Let the shoulder press into the pillow.",
    "Relax.",
    "",
]


def rules(found: tuple[Refusal, ...]) -> set[str]:
    return {refusal.rule for refusal in found}


@pytest.mark.parametrize(("rule", "text"), ASKS)
def test_a_text_that_asks_for_it_is_refused(rule: str, text: str) -> None:
    assert rule in rules(refusals_of_text(text, "note", LIBRARY.refusals))


@pytest.mark.parametrize("text", WARNS_OR_MEANS_OTHERWISE)
def test_a_text_that_warns_or_means_something_else_is_not(text: str) -> None:
    assert not refusals_of_text(text, "note", LIBRARY.refusals)


def test_the_refusal_names_the_rule_and_why_in_words() -> None:
    (refusal,) = refusals_of_text("Wear a collar.", "tilt.note", LIBRARY.refusals)

    assert str(refusal) == (
        "tilt.note: A neck collar is not prescribed. A collar often makes the pull worse, and muscles "
        "that are held get weaker. (rule neck_collar)"
    )


def test_the_list_names_the_reason_the_source_and_the_author_of_every_entry() -> None:
    assert {one.id for one in LIBRARY.refusals.avoided} == {STRENGTH, MASSAGE, HANDS_ON, COLLAR}
    assert all(one.reason and one.source and one.author for one in LIBRARY.refusals.avoided)
