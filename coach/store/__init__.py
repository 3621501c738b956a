"""Keep: the one place that speaks SQL. Every method of `Store` is its own committed transaction.

What is kept: patients, assignments, sessions with their repetitions and raw angle traces, settings. What is
never kept: a frame. Traces are rounded to the resolution stated in `coach.store.traces`.
"""

from coach.store.store import Store, open_store
from coach.store.values import Assigned, FinishedSession, Patient, SessionHead, StoredSession

__all__ = [
    "Assigned",
    "FinishedSession",
    "Patient",
    "SessionHead",
    "Store",
    "StoredSession",
    "open_store",
]
