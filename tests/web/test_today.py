"""What is next on this computer: the newest published version, else what was assigned in the old way."""

from dataclasses import replace
from datetime import UTC, date, datetime

from coach.assessment import Assessment
from coach.library import prescribe
from coach.prescription import PERSONAL, Draft, Published
from coach.store import Patient
from tests.browser.serving import REACH
from web.services import Services
from web.who_trains import demo_assignment, today

ANNA, OMAR = Patient("a", "Anna B."), Patient("o", "Omar C.")
ASSESSED = Assessment(assessed_on=date(2026, 3, 2), reach=REACH)


def publish(services: Services, version: int, title: str) -> None:
    """A version for Omar."""
    prescribed = prescribe(services.library, demo_assignment(services.library))
    services.store.publish(
        OMAR.id,
        Published(
            version=version,
            published_on=date(2026, 3, 2),
            author="Dr. Kim",
            reason="a start",
            assessment=ASSESSED,
            draft=Draft(title=title, choices=()),
            prescribed=prescribed.model_copy(update={"id": PERSONAL, "version": version, "title": title}),
        ),
    )


def test_the_newest_published_version_is_what_holds(services: Services) -> None:
    config = replace(services.config, camera="")
    for patient in (ANNA, OMAR):
        services.store.add_patient(patient)
    assert today(config, services.store, services.library).prescribed is None

    old = demo_assignment(services.library)
    services.store.assign(OMAR.id, old, datetime.now(UTC))
    who = today(config, services.store, services.library)
    assert (who.patient, who.prescribed) == (OMAR, prescribe(services.library, old))

    publish(services, 1, "For Omar")
    publish(services, 2, "For Omar, a little more")
    who = today(config, services.store, services.library)
    assert who.patient == OMAR
    assert who.prescribed is not None
    assert (who.prescribed.id, who.prescribed.version) == (PERSONAL, 2)
    assert who.prescribed.title == "For Omar, a little more"
