"""The goal that a patient sees, as their therapist chooses it."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def context(patient_id: str, now: datetime) -> dict[str, Any]:
    """What ``review/goal.html`` shows on a patient's page.

    Args:
        now: aware.
    """
    return {"aim": {"patient_id": patient_id, "now": now, "goal": None}}
