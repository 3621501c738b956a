"""The injection cycle: a patient's cycles laid over each other, as the therapist's page shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def context(patient_id: str, now: datetime) -> dict[str, Any]:
    """What ``review/cycle.html`` shows on a patient's page.

    Args:
        now: aware.
    """
    return {"cycle": {"patient_id": patient_id, "now": now, "chart": None}}
