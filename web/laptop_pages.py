"""Every page of the program on a computer of its own: the patient's, the live session's, the therapist's."""

from web import (
    auth,
    desk,
    desk_joining,
    diary,
    live_routes,
    messages,
    own_data,
    pairing,
    patient,
    progress,
    reminders,
    sharing,
    spoken,
    whose,
)
from web.shared_pages import SHARED

_PATIENTS = (
    *(patient, spoken, diary, messages, progress, reminders, live_routes),
    *(own_data, sharing, pairing, whose),
)
PAGES = (auth, desk, desk_joining, *_PATIENTS, *SHARED)
