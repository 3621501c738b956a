"""Events as a therapist reads and chooses them. Pure."""

from collections.abc import Iterator

from coach.event import Event, EventKind, Muscle
from coach.record import Side

KINDS = {
    EventKind.INJECTION: "Injection",
    EventKind.DBS_SURGERY: "Deep brain stimulation: surgery",
    EventKind.DBS_SETTING: "Deep brain stimulation: new setting",
    EventKind.MEDICINE: "Medicine begun, ended or changed",
    EventKind.ILLNESS: "Illness",
    EventKind.VISIT: "Visit",
    EventKind.FALL: "Fall",
    EventKind.OTHER: "Something else",
}
SIDES = {"": "no side", Side.LEFT: "left", Side.RIGHT: "right"}
#: Muscles that injections for the neck name most, offered while typing; any other can be written.
MUSCLES = (
    "Sternocleidomastoid",
    "Splenius capitis",
    "Splenius cervicis",
    "Semispinalis capitis",
    "Semispinalis cervicis",
    "Longissimus capitis",
    "Longissimus cervicis",
    "Obliquus capitis inferior",
    "Trapezius",
    "Levator scapulae",
    "Scalenus anterior",
    "Scalenus medius",
    "Longus colli",
    "Platysma",
)


def details(event: Event) -> str:
    """What is known of an event beside its kind and day, in one sentence without its end."""
    return ", ".join(_details(event))


def _details(event: Event) -> Iterator[str]:
    if event.product:
        yield event.product
    if event.units is not None:
        yield f"{event.units:g} units"
    if event.muscles:
        yield "; ".join(_muscle(one) for one in event.muscles)
    if event.words:
        yield event.words


def _muscle(muscle: Muscle) -> str:
    side = f"{SIDES[muscle.side]} " if muscle.side else ""
    units = "" if muscle.units is None else f" {muscle.units:g} units"
    return f"{side}{muscle.name.lower()}{units}"
