"""Every rule refuses by every way in: the form, an older version, another patient's programme, an import."""

from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner
from flask.testing import FlaskClient

from coach.assessment import Assessment, Behaviour, Component
from coach.compose import chosen_task
from coach.errors import Refusal
from coach.findings import Caution, Form
from coach.parts import Target
from coach.prescription import PERSONAL, Choice, Draft, Published
from coach.programme import Prescribed
from coach.record import Side
from coach.refusal import Rule, refusals_of
from coach.signed import fingerprint, public_key_of, sealed
from coach.store import Patient
from tests.coach.builders import LIBRARY
from tests.coach.clinic import assessment, draft
from tests.web.prescribing import TODAY, Fields, builder_of
from tests.web.reading import Page
from web.cli import main
from web.config import Config
from web.services import Services

ELSEWHERE = bytes(range(32))
FORWARD, TURNED = Component(form=Form.ANTEROCOLLIS), Component(form=Form.TORTICAPUT, side=Side.LEFT)
TURN = Choice(exercise="slow_turn")


@dataclass(frozen=True)
class Wrong:
    """A draft and a patient whom it must not be prescribed to."""

    choice: Choice = TURN
    findings: dict[str, object] = field(default_factory=dict)
    title: str = "Your exercises"

    @property
    def draft(self) -> Draft:
        return draft(self.choice, title=self.title)

    @property
    def assessment(self) -> Assessment:
        return assessment(**self.findings)


def one(exercise: str, **findings: object) -> Wrong:
    return Wrong(Choice(exercise=exercise), findings)


#: What stays with the exercise and the patient, also when another patient's programme is copied.
PATIENT: dict[str, Wrong] = {
    Rule.STABLE: one("arm_swing"),
    Rule.UNSTABLE: one("calm_arm", behaviour=Behaviour.STABLE),
    Rule.TRICK: one("touch_and_release"),
    Rule.CAUTION: one("small_nod", cautions=(Caution.SWALLOWING_TROUBLE,)),
    Rule.FORM: one("nose_to_armpit", components=(FORWARD, TURNED)),
    Rule.AGE: Wrong(Choice(exercise="front_neck_open", enabled=True), {"age": 71}),
    Rule.BLOCKED: one("slow_turn", blocked=({"exercise": "slow_turn", "reason": "It made her dizzy"},)),
    Rule.THERAPIST: one("front_neck_open", age=50),
    Rule.BEYOND_THE_REACH: Wrong(Choice(exercise="slow_turn", target=Target(at_deg=48, band_deg=5))),
    "unknown_exercise": one("lift_off"),
}
#: What is chosen or written for one patient alone.
CHOSEN: dict[str, Wrong] = {
    Rule.TOWARD_THE_PULL: Wrong(Choice(exercise="slow_turn", side=Side.LEFT)),
    "twice": one("slow_breath"),
    "strength_training": Wrong(Choice(exercise="slow_turn", note="Take a dumbbell in each hand.")),
    "neck_shoulder_massage": Wrong(Choice(exercise="slow_turn", note="Massage your neck.")),
    "neck_manipulation": Wrong(title="With a chiropractor"),
    "neck_collar": Wrong(title="Wear a collar"),
}
EVERY = PATIENT | CHOSEN
#: The fields of the form leave no side to an exercise that has none, so only there one is missing.
FORM = EVERY | {"side": one("tilt")}


def carelessly(wrong: Wrong) -> Published:
    """A version as a program would publish it that refuses nothing."""
    known = LIBRARY.exercises | {
        "lift_off": LIBRARY.exercises["slow_turn"].model_copy(update={"id": "lift_off"})
    }
    exercises = [(choice, known[choice.exercise]) for choice in wrong.draft.choices]
    tasks = tuple(chosen_task(choice, exercise, wrong.assessment) for choice, exercise in exercises)
    whole = Prescribed(id=PERSONAL, version=1, title=wrong.title, tasks=tasks)
    return Published(
        version=1,
        published_on=TODAY,
        author="A. Careless",
        reason="To begin with.",
        assessment=wrong.assessment,
        draft=wrong.draft,
        prescribed=whole,
    )


def refusal_of(rule: str, wrong: Wrong) -> Refusal:
    """What the rule says of it."""
    every = refusals_of(wrong.draft, wrong.assessment, LIBRARY.exercises, LIBRARY.refusals)
    return next(refusal for refusal in every if refusal.rule == rule)


def patient(rule: str, services: Services, wrong: Wrong) -> Patient:
    """Somebody of whom just this was found."""
    somebody = Patient(f"for-{rule}", f"For {rule}")
    services.store.add_patient(somebody)
    services.store.add_assessment(somebody.id, wrong.assessment)
    return somebody


def is_refused(therapist: FlaskClient, services: Services, who: Patient, refusal: Refusal) -> None:
    """What stands in the builder's fields is not published, and the page says the rule's words."""
    before = services.store.published(who.id)
    typed = builder_of(therapist, who).typed | {"reason": "To begin with.", "author": "Dr. Kim"}

    answer = therapist.post(f"/therapist/patients/{who.id}/programme", data=typed | {"do": "publish"})

    assert answer.status_code == 422, refusal
    assert refusal.words in Page(answer.text).words
    assert services.store.published(who.id) == before


def test_every_rule_has_its_case() -> None:
    assert {*Rule, *(one.id for one in LIBRARY.refusals.avoided)} < set(FORM)


def test_the_form_refuses(therapist: FlaskClient, services: Services) -> None:
    for rule, wrong in FORM.items():
        who = patient(rule, services, wrong)
        services.store.save_draft(who.id, wrong.draft)
        is_refused(therapist, services, who, refusal_of(rule, wrong))


def test_an_older_version_that_is_opened_again_is_refused(therapist: FlaskClient, services: Services) -> None:
    for rule, wrong in EVERY.items():
        who = patient(rule, services, wrong)
        services.store.publish(who.id, carelessly(wrong))
        assert therapist.post(f"/therapist/patients/{who.id}/versions/1/open").status_code == 303
        is_refused(therapist, services, who, refusal_of(rule, wrong))


def test_another_patients_programme_that_is_copied_is_refused(
    therapist: FlaskClient, services: Services
) -> None:
    other = Patient("other", "Other")
    services.store.add_patient(other)
    for number, (rule, wrong) in enumerate(PATIENT.items(), start=1):
        who = patient(rule, services, wrong)
        theirs = carelessly(wrong)
        services.store.publish(other.id, theirs.model_copy(update={"version": number}))
        copy = {"do": "copy", "copy_from": other.id}
        assert therapist.post(f"/therapist/patients/{who.id}/programme", data=copy).status_code == 303
        is_refused(therapist, services, who, refusal_of(rule, wrong))


def test_a_file_that_is_imported_is_refused(config: Config, services: Services, tmp_path: Path) -> None:
    for rule, wrong in EVERY.items():
        if rule == "unknown_exercise":
            continue  # a file brings its exercises along
        who = patient(rule, services, wrong)
        path = tmp_path / f"{rule}.json"
        path.write_text(
            sealed(carelessly(wrong).model_dump(mode="json"), "somebody", ELSEWHERE), encoding="utf-8"
        )
        trusting = ("--trust", fingerprint(public_key_of(ELSEWHERE)), "--data-dir", str(config.data_dir))

        done = CliRunner().invoke(main, ["programme", "import", str(path), "--patient", who.id, *trusting])

        assert done.exit_code == 2, (rule, done.output)
        assert f"(rule {rule})" in done.stderr
        assert services.store.published(who.id) == ()


def test_an_own_exercise_is_refused(therapist: FlaskClient, services: Services) -> None:
    page = therapist.get("/therapist/clinic/exercises/new?like=slow_turn").text
    text = "Dumbbells, a neck massage, a chiropractor and a collar"
    for where in ("name", "why", "position", "cautions", "easier", "progression"):
        typed = Fields(page).typed | {"name": "My turn", "author": "Dr. Kim", where: text}

        answer = therapist.post("/therapist/clinic/exercises/new", data=typed)

        assert answer.status_code == 422
        for avoided in LIBRARY.refusals.avoided:
            assert f"nothing that the rule {avoided.id} refuses" in Page(answer.text).words
        assert services.store.own_exercises() == ()
