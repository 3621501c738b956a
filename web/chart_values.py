"""What a chart of a trend is made of. Values only."""

from dataclasses import dataclass
from datetime import date

from web.chart_dots import Dot

#: Up to this many days no date of the axis of time needs its year.
WITHOUT_YEAR = 200


@dataclass(frozen=True)
class Window:
    """The axis of time that all charts share: local days, both ends in it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def ends(self) -> list[str]:
        """Where the axis begins and ends."""
        return [f"{self.first}T00:00", f"{self.last}T23:59"]

    def share(self, on: date) -> float:
        """Where a day's noon is on the axis, from 0 to 1."""
        return ((on - self.first).days + 0.5) / self.days

    @property
    def dates(self) -> str:
        """How the axis writes them."""
        return "%-d %b" if self.days <= WITHOUT_YEAR else "%b %Y"


@dataclass(frozen=True)
class Line:
    """Something that happened on a day, drawn upright in every chart."""

    on: date
    words: str


@dataclass(frozen=True)
class Stretch:
    """A stretch of a trend that one setting gave.

    Attributes:
        why_broken: what is different from the stretch before; ``None`` for the first.
        band: edges of what cannot be told from where the stretch began; ``None`` with too little data.
    """

    dots: tuple[Dot, ...]
    why_broken: str | None = None
    band: tuple[float, float] | None = None


@dataclass(frozen=True)
class Chart:
    """One number over time.

    Attributes:
        unit: as in `coach.record.Value`, or ``of 10`` of a patient's own answer.
        sides: what a positive and a negative number are, such as "to their left"; ``None`` without a side.
        log: on a logarithmic scale, of numbers above 0.
    """

    label: str
    unit: str
    stretches: tuple[Stretch, ...]
    sides: tuple[str, str] | None = None
    log: bool = False

    @property
    def dots(self) -> list[Dot]:
        """All of them, by time."""
        return sorted((dot for stretch in self.stretches for dot in stretch.dots), key=lambda dot: dot.at)
