"""What can go wrong while judging and keeping.

CoachError
├── ProgrammeError     a programme or exercise file is refused; carries every fault at once
└── StoreError         the store refuses; nothing that was saved is lost
    ├── NotFoundError  no such patient, session or exercise
    └── NewerDataError the database was written by a newer version of the program
"""

from dataclasses import dataclass


class CoachError(Exception):
    """Anything `coach` refuses; the text is a sentence for a person."""


@dataclass(frozen=True)
class Fault:
    """One fault in a file that a person wrote.

    Attributes:
        file: the file's name.
        field: where in the file, such as ``dose.reps``.
        wanted: what would be accepted, in words.
        got: what was found, in words.
    """

    file: str
    field: str
    wanted: str
    got: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: wanted {self.wanted}, got {self.got}"


class ProgrammeError(CoachError):
    """Files that are refused, with every fault at once."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class StoreError(CoachError):
    """The store refuses; nothing that was saved is lost."""


class NotFoundError(StoreError):
    """No such patient, session or exercise."""


class NewerDataError(StoreError):
    """The database was written by a newer version of the program."""
