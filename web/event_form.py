"""The form of an event: what was typed to an `Event`, or every fault where it stands. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from coach.event import Event, EventKind, Muscle
from coach.record import Side
from web.event_words import KINDS, SIDES
from web.form_text import SIGNED, number_of, past_day_fault, text_faults, text_of, too_long

#: Rows for muscles: those that are filled, and so many empty ones.
EMPTY_ROWS = 4
#: More muscles than the neck has on both sides are not meant.
MOST_ROWS = 40
#: Units of one injection. Judgement: above the largest labelled dose of any product, so a slip of the keys.
MOST_UNITS = 5000
MOST_LETTERS = {"product": 80, "words": 400, "muscle": 80}
#: What it was is said by the kind itself, but for these.
SAYS_LITTLE = {
    EventKind.MEDICINE: "Please say which medicine, and what changed.",
    EventKind.OTHER: "Please say what it was.",
}
BELONGS = "A product, units and muscles belong to an injection. Please choose “Injection”, or empty them."


@dataclass(frozen=True)
class Answered:
    """A form as it was sent: the event, or why there is none, field by field."""

    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    event: Event | None = None


def read(typed: Mapping[str, str], event_id: str, patient_id: str, today: date) -> Answered:
    """What a sent form says, with every fault at once."""
    found = dict(text_faults(typed, SIGNED)) | dict(_faults(typed, today)) | dict(_muscle_faults(typed))
    return Answered(typed, found, None if found else _event(typed, event_id, patient_id))


def _event(typed: Mapping[str, str], event_id: str, patient_id: str) -> Event:
    return Event(
        id=event_id,
        patient_id=patient_id,
        kind=EventKind(text_of(typed, "kind")),
        on=date.fromisoformat(text_of(typed, "on")),
        words=text_of(typed, "words"),
        product=text_of(typed, "product"),
        units=number_of(text_of(typed, "units")),
        muscles=tuple(_muscles(typed)),
        author=text_of(typed, "author"),
    )


def _muscles(typed: Mapping[str, str]) -> Iterator[Muscle]:
    for row in rows(typed):
        if name := text_of(typed, f"muscle_{row}"):
            side = text_of(typed, f"side_{row}")
            yield Muscle(name, Side(side) if side else None, number_of(text_of(typed, f"units_{row}")))


def rows(typed: Mapping[str, str]) -> range:
    """The rows of muscles: up to the last that holds anything, and a few empty ones."""
    filled = [
        row for row in range(MOST_ROWS) for name in ("muscle", "units") if text_of(typed, f"{name}_{row}")
    ]
    return range(min(max(filled, default=-1) + 1 + EMPTY_ROWS, MOST_ROWS))


def _faults(typed: Mapping[str, str], today: date) -> Iterator[tuple[str, str]]:
    kind = text_of(typed, "kind")
    if kind not in KINDS:
        yield "kind", "Please choose what happened."
    elif kind != EventKind.INJECTION and _of_an_injection(typed):
        yield "kind", BELONGS
    if fault := past_day_fault(text_of(typed, "on"), today):
        yield "on", fault
    if not text_of(typed, "words") and kind in SAYS_LITTLE:
        yield "words", SAYS_LITTLE[EventKind(kind)]
    for name in ("words", "product"):
        if fault := too_long(text_of(typed, name), MOST_LETTERS[name]):
            yield name, fault
    if fault := _units_fault(text_of(typed, "units")):
        yield "units", fault


def _of_an_injection(typed: Mapping[str, str]) -> bool:
    muscles = any(text_of(typed, f"muscle_{row}") for row in rows(typed))
    return muscles or any(text_of(typed, name) for name in ("product", "units"))


def _units_fault(text: str) -> str | None:
    number = number_of(text)
    if not text or (number is not None and 0 < number <= MOST_UNITS):
        return None
    return f"Please give units, above 0 and up to {MOST_UNITS}, or leave it empty."


def _muscle_faults(typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for row in rows(typed):
        name, side, units = (text_of(typed, f"{field}_{row}") for field in ("muscle", "side", "units"))
        if fault := too_long(name, MOST_LETTERS["muscle"]):
            yield f"muscle_{row}", fault
        if units and not name:
            yield f"muscle_{row}", "Please name the muscle that got these units."
        if side not in SIDES:
            yield f"muscle_{row}", f"“{side[:20]}” is none of the sides that are offered."
        if fault := _units_fault(units):
            yield f"units_{row}", fault
    yield from _sum_faults(typed)


def _sum_faults(typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The muscles cannot have got more than was injected."""
    whole = number_of(text_of(typed, "units"))
    parts = sum(number_of(text_of(typed, f"units_{row}")) or 0.0 for row in rows(typed))
    if whole is not None and parts > whole + 0.01:
        yield "units", f"The muscles have {parts:g} units together, more than these {whole:g}."


def filled(event: Event) -> dict[str, str]:
    """The form as it stands for an event."""
    typed = {"kind": event.kind.value, "on": event.on.isoformat(), "units": _number(event.units)}
    typed |= {name: getattr(event, name) for name in ("words", "product", "author")}
    for row, one in enumerate(event.muscles):
        typed |= {
            f"muscle_{row}": one.name,
            f"side_{row}": one.side or "",
            f"units_{row}": _number(one.units),
        }
    return typed


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
