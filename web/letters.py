"""What the therapist's pages show of what therapist and patient write to each other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from coach.store import StoredSession


def context(patient_id: str, now: datetime) -> dict[str, Any]:
    """What ``review/letters.html`` shows on a patient's page.

    Args:
        now: aware.
    """
    return {"talk": {"patient_id": patient_id, "now": now, "letters": ()}}


def session_context(stored: StoredSession, now: datetime) -> dict[str, Any]:
    """What ``review/session_letters.html`` shows on the page of one session.

    Args:
        now: aware.
    """
    return {"talk": {"patient_id": stored.head.patient_id, "now": now, "letters": ()}}
