"""The trends of a patient's main numbers on one axis of time, as the therapist's page shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def context(patient_id: str, now: datetime) -> dict[str, Any]:
    """What ``review/trends.html`` shows on a patient's page.

    Args:
        now: aware.
    """
    return {"trends": {"patient_id": patient_id, "now": now, "charts": ()}}
