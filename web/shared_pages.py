"""The therapist's pages that a clinic's server has as well as a computer of its own. No camera code."""

from web import (
    advancing,
    assessing,
    clinic,
    dismissing,
    erasing,
    event_pages,
    exports,
    letter_templates,
    letters,
    paper,
    prescribing,
    review_goal,
    review_trends,
    score_pages,
    therapist,
    travelling,
    versions,
)

_PRESCRIBED = (assessing, prescribing, versions, travelling, advancing, clinic, paper)
_REVIEWED = (
    *(therapist, dismissing, letter_templates),
    *(event_pages, score_pages, review_goal, review_trends, letters, exports, erasing),
)
SHARED = (*_PRESCRIBED, *_REVIEWED)
