"""Every page of the program on a computer of its own: the patient's, the live session's, the therapist's."""

from web import (
    advancing,
    assessing,
    auth,
    clinic,
    desk,
    desk_joining,
    diary,
    dismissing,
    erasing,
    event_pages,
    exports,
    letter_templates,
    letters,
    live_routes,
    messages,
    own_data,
    pairing,
    paper,
    patient,
    prescribing,
    progress,
    reminders,
    review_goal,
    review_trends,
    score_pages,
    sharing,
    spoken,
    therapist,
    travelling,
    versions,
    whose,
)

_PATIENTS = (
    *(patient, spoken, diary, messages, progress, reminders, live_routes),
    *(own_data, sharing, pairing, paper, whose),
)
_PRESCRIBED = (assessing, prescribing, versions, travelling, advancing, clinic)
_REVIEWED = (
    *(therapist, desk, desk_joining, dismissing, letter_templates),
    *(event_pages, score_pages, review_goal, review_trends, letters, exports, erasing),
)
PAGES = (auth, *_PATIENTS, *_PRESCRIBED, *_REVIEWED)
