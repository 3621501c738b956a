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
    from web.prescribing_case import Case


@dataclass(frozen=True)
class Now:
    """The newest assessment and those before, newest first; a warning where there is none or it is old; the
    version, whether a draft is open, what could go further, and who published last."""

    assessment: Assessment | None
    earlier: tuple[Assessment, ...]
    warning: str | None
    published: Published | None
    drafting: bool
    advances: tuple[Advance, ...]
    author: str


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
    )
