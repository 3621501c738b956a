"""What a patient does now and what it stands on, for the therapist's page of that patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.cycle import assessment_warning
from web.advancing import advances_now
from web.prescribing_case import today
from web.services import services
from web.signing import author

if TYPE_CHECKING:
    from coach.assessment import Assessment
    from coach.prescription import Published
    from coach.progression import Advance
    from coach.store import Pairing, Quarantined
    from web.prescribing_case import Case


@dataclass(frozen=True)
class Now:
    """The newest assessment and those before, newest first; a warning where there is none or it is old; the
    version, whether a draft is open, what could go further, and who published last; on a patient's laptop the
    clinic that publishes, and what came from there and was not taken."""

    assessment: Assessment | None
    earlier: tuple[Assessment, ...]
    warning: str | None
    published: Published | None
    drafting: bool
    advances: tuple[Advance, ...]
    author: str
    shares: Pairing | None
    not_taken: tuple[Quarantined, ...]


def prescribed_now(case: Case) -> Now:
    """As things stand today."""
    warning = assessment_warning(case.assessment, today(), services().library.day)
    return Now(
        case.assessment,
        case.assessments[-2::-1],
        warning,
        case.newest,
        case.store.draft(case.patient.id) is not None,
        advances_now(case),
        author(),
        case.store.pairing(case.patient.id),
        tuple(one for one in case.store.quarantined(case.patient.id) if not one.device_id),
    )
