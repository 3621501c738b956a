"""What works for this neck: the personal effect of each exercise, as the therapist's page shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def context(patient_id: str, now: datetime) -> dict[str, Any]:
    """What ``review/effects.html`` shows on a patient's page.

    Args:
        now: aware.
    """
    return {"effects": {"patient_id": patient_id, "now": now, "lines": ()}}
