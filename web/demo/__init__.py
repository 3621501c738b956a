"""Where in the demo recording each exercise of the demo programme begins."""

import csv
from functools import cache
from pathlib import Path

TRUTH = Path(__file__).parent / "demo.csv"
#: How the recording's labels call each exercise.
LABELS = {
    "slow_breath": "breath",
    "grow_tall": "grow tall",
    "midline_hold": "middle",
    "slow_turn": "turn",
    "tilt": "tilt",
    "small_nod": "nod",
}
#: She takes about this long from being asked to beginning to move.
ANSWERS_AFTER_S = 0.8
#: Where nothing was left out she is about where she is to be, and the recording goes on without a jump.
NEAR_S = 3.0


@cache
def starts_s() -> dict[str, float]:
    """Seconds into the recording at which she is asked for each exercise, by its id."""
    with TRUTH.open(newline="", encoding="utf-8") as file:
        rows = [(row["label"], float(row["t_s"])) for row in csv.DictReader(file)]
    return {
        exercise: next(t_s for label, t_s in rows if label.startswith(f"{word} 1")) - ANSWERS_AFTER_S
        for exercise, word in LABELS.items()
    }
