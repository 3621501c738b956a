"""What is said around a session, in the order a person hears it. The exercises' own words are data."""

from web.live_feed import Said
from web.sources import Kind

_CAMERA_ON = {
    Kind.WEBCAM: "The camera is on. Nothing is recorded; the pictures never leave this computer.",
    Kind.BROWSER: "The camera is on. Nothing is recorded; the pictures never leave this computer.",
    Kind.RECORDING: "This is a recording. Your own camera is off.",
    Kind.DEMO: "This is the demo person, a recording. Your own camera is off.",
}

MEASURE = Said(
    "neutral", "Sit as your therapist showed you. Look ahead, and stay there for three seconds.", "reply"
)
WHEN_SEEN = Said("when_seen", "I begin as soon as I see your face and both shoulders.", "reply")
CAMERA_MISSING = Said("camera_missing", "The camera gives no picture yet. I keep trying.", "lost")
CAMERA_LOST = Said("camera_lost", "I lost the camera for a moment. You can rest.", "lost")
CAMERA_BACK = Said("camera_back", "The camera is back.")
GOODBYE = Said("camera_off", "The camera is off. If you like, say how it was.", "end")

_KEYS = "Press Enter to begin. The space bar pauses at any time."
_SIT = "Sit tall and easy, with both shoulders in view. When you are ready, press Enter."


def camera_on(kind: Kind) -> Said:
    """Said once, when the first picture has come."""
    return Said("camera_on", f"{_CAMERA_ON[kind]} {_SIT}")


def measured(camera_advice: str, frame_s: float) -> Said:
    """Said when the middle is shown; with what would help the camera, where something would."""
    said = ("Thank you. This is your middle for today.", camera_advice, "Press Enter to keep it.")
    return Said("neutral_shown", " ".join(part for part in said if part), frame_s=frame_s)


def ready(exercises: int, minutes: int) -> Said:
    """Said when the middle is kept, before the first exercise."""
    parts = "One exercise" if exercises == 1 else f"{exercises} exercises"
    length = "about a minute" if minutes <= 1 else f"about {minutes} minutes"
    return Said("ready", f"{parts}, {length} in all. {_KEYS}", "reply")


def ready_for_check(minutes: int) -> Said:
    """The same before a check."""
    what = f"The two-minute check, about {minutes} minutes with its rests. As you are today is just right."
    return Said("ready", f"{what} {_KEYS}", "reply")
