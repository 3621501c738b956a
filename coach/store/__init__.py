"""Keep: the one place that speaks SQL. Every method of `Store` is its own committed transaction.

What is kept: patients, assessments, programmes with all their versions, the clinic's own exercises and its
refusal list, sessions with their repetitions and raw angle traces, letters, goals, settings. What is never
kept: a frame. Traces are rounded to the resolution stated in `coach.store.traces`.
"""

from coach.session_head import SessionHead
from coach.store.comparing import Comparison
from coach.store.erasing import Erased
from coach.store.record_values import (
    Admission,
    LastRequest,
    Outgoing,
    Pairing,
    Quarantined,
    Receipt,
    Sealed,
    Sender,
    Settlement,
    WaitsFor,
)
from coach.store.reviewing import Reviews
from coach.store.store import Store, open_store
from coach.store.values import (
    Assigned,
    FinishedSession,
    NamedSession,
    OwnExercise,
    Patient,
    ProgressionAnswer,
    RefusalListChange,
    StoredSession,
)

__all__ = [
    "Admission",
    "Assigned",
    "Comparison",
    "Erased",
    "FinishedSession",
    "LastRequest",
    "NamedSession",
    "Outgoing",
    "OwnExercise",
    "Pairing",
    "Patient",
    "ProgressionAnswer",
    "Quarantined",
    "Receipt",
    "RefusalListChange",
    "Reviews",
    "Sealed",
    "Sender",
    "SessionHead",
    "Settlement",
    "Store",
    "StoredSession",
    "WaitsFor",
    "open_store",
]
