"""What stands on the two pages for an injection visit. Values only: numbers, days and finished sentences."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Block:
    """A heading and its sentences, most important first."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """One number of a trend: ``error`` is its standard error, ``poor`` says that little was seen."""

    on: date
    value: float
    error: float | None = None
    poor: bool = False


@dataclass(frozen=True)
class Stretch:
    """Marks that may be compared with each other; ``band`` is what no change inside is called one, lowest and
    highest."""

    marks: tuple[Mark, ...]
    band: tuple[float, float] | None = None


@dataclass(frozen=True)
class Chart:
    """One trend.

    Attributes:
        title: what is drawn, with its unit.
        stretches: oldest first; between two of them the line is broken.
        words: what it says, in a sentence; read aloud in place of the drawing.
        log: whether the upright axis is logarithmic.
    """

    title: str
    stretches: tuple[Stretch, ...]
    words: str
    log: bool = False


@dataclass(frozen=True)
class Moment:
    """An event, drawn as a line through all charts and told once below them."""

    on: date
    words: str


@dataclass(frozen=True)
class Visit:
    """The two pages.

    Attributes:
        name: whose, as the therapist wrote it.
        on: the day that they are written for.
        head: one line below the name: day of the cycle, last injection.
        blocks: the first page.
        since: the first day of the charts.
        charts, moments, questions: the second page.
    """

    name: str
    on: date
    head: str
    blocks: tuple[Block, ...]
    since: date
    charts: tuple[Chart, ...] = ()
    moments: tuple[Moment, ...] = ()
    questions: tuple[str, ...] = ()
