"""What may leave with the rest."""

from dataclasses import dataclass

from coach.assessment import Assessment
from coach.prescription import Published


@dataclass(frozen=True)
class Wanted:
    """What was asked for beside the numbers.

    Attributes:
        name: the patient's name; without it a file holds only the id.
        notes: what therapists wrote for themselves and their colleagues.
        traces: the angles of every moment, by far the largest part.
    """

    name: bool = False
    notes: bool = False
    traces: bool = True

    def assessment(self, found: Assessment) -> Assessment:
        """The same findings, without the therapist's note where notes were not asked for."""
        return found if self.notes else found.model_copy(update={"note": ""})

    def published(self, version: Published) -> Published:
        """The same version, without the note in its assessment where notes were not asked for."""
        return version.model_copy(update={"assessment": self.assessment(version.assessment)})

    def note(self, words: str) -> str:
        """A therapist's note, or nothing."""
        return words if self.notes else ""
