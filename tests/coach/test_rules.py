"""What does not fit together in an exercise is refused in words."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from coach.exercise import Exercise
from coach.faults import exercise_faults
from tests.coach.builders import LIBRARY


@pytest.mark.parametrize(
    ("exercise", "change", "field", "wanted"),
    [
        (
            "look_to_horizon",
            {"target": {"at_deg": 10.0, "band_deg": 5.0}},
            "target",
            "band_deg for extension",
        ),
        ("side_glide", {"target": {"band_deg": 5.0}}, "target", "band_widths for lateral_shift"),
        ("side_glide", {"max_speed_deg_s": 30.0}, "max_speed_deg_s", "nothing for lateral_shift"),
        ("slow_turn", {"direction": None}, "target", "band_deg for rotation"),
        ("slow_turn", {"path": [{"shape": "line", "say": "Draw."}]}, "path", "shapes for movement path"),
        ("slow_turn", {"eyes_closed": True}, "eyes_closed", "deviation that ends by time"),
        ("slow_turn", {"rise": {"share": 0.3, "over_s": 15.0}}, "rise", "deviation that ends by time"),
        ("slow_turn", {"baseline_s": 10.0}, "baseline_s", "deviation that ends by time"),
        ("nose_trace", {"path": []}, "path", "shapes for movement path"),
        ("nose_trace", {"ends": "held"}, "ends", "time for path"),
        (
            "heavy_shoulder",
            {"keep_still": [{"movement": "shoulders", "within_deg": 3.0}]},
            "keep_still",
            "not asked for",
        ),
        ("step_stops", {"target": {"at_deg": 30.0, "band_deg": 5.0}}, "target", "nothing for rotation"),
        ("tilt", {"or_movement": "lateral_flexion"}, "or_movement", "for a corrective rotation"),
        (
            "slow_turn",
            {"say": {"introduce": "You {go}.", "move": "Go.", "hold": "Stay.", "back": "Back."}},
            "say.introduce",
            "no named place but",
        ),
        ("step_stops", {"ends": "furthest"}, "ends", "held for rotation"),
        ("step_stops", {"stops": [{"target": {"band_deg": 5.0}, "say": "Home."}]}, "stops", "at least 2"),
        (
            "step_stops",
            {"movement": "ear_height", "direction": None},
            "stops",
            "an axis with a direction, or deviation",
        ),
    ],
)
def test_what_does_not_fit_is_named(exercise: str, change: dict[str, Any], field: str, wanted: str) -> None:
    text = json.dumps(LIBRARY.exercises[exercise].model_dump(mode="json") | change)

    with pytest.raises(ValidationError) as refusal:
        Exercise.model_validate_json(text)

    named = {fault.field: fault.wanted for fault in exercise_faults(exercise, text, refusal.value)}
    assert field in named
    assert wanted in named[field]


@pytest.mark.parametrize(
    ("also", "field"),
    [
        ({"movement": "rotation", "direction": "left"}, "target.also.movement"),
        ({"movement": "extension", "direction": "left"}, "target.also.direction"),
        ({"movement": "extension", "direction": "flexion", "at_deg": 40.0}, "target.also.at_deg"),
    ],
)
def test_a_second_axis_is_another_one_within_sight(also: dict[str, Any], field: str) -> None:
    data = LIBRARY.exercises["nose_to_armpit"].model_dump(mode="json")
    data["target"]["also"] |= also

    with pytest.raises(ValidationError) as refusal:
        Exercise.model_validate_json(json.dumps(data))

    assert field in {fault.field for fault in exercise_faults("own", json.dumps(data), refusal.value)}
