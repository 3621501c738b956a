"""What can go wrong while judging and keeping.

CoachError
├── ProgrammeError     a programme or exercise file is refused; carries every fault at once
├── RecordError        a record that came in is refused; carries every fault at once
├── CodeError          a code that was typed opens nothing
├── LastAdminError     a clinic would be left without anybody who may decide
├── ClinicError        a clinic's server did not answer as it should; it is asked again later
│   ├── NotLetInError  it does not know this laptop, or the patient, any more
│   └── ServerFailedError  it answered that it could not
├── RefusedError       what must not be prescribed; carries every refusal at once
└── StoreError         the store refuses; nothing that was saved is lost
    ├── NotFoundError  no such patient, session or exercise
    ├── TakenError     somebody else was quicker
    ├── BackupError    a backup cannot be made or used
    ├── ConflictError  another record of the same id is here
    ├── TooEarlyError  what a record is about has not come in yet
    ├── DeviceError    a laptop does not come in
    │   └── UnconfirmedError  nobody has compared its four words yet
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


class FaultyError(CoachError):
    """Something from outside that is refused, with every fault at once."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class ProgrammeError(FaultyError):
    """Files that are refused, with every fault at once."""


class RecordError(FaultyError):
    """A record that came in and is refused, with every fault at once."""


class DamagedError(RecordError):
    """A record whose bytes are not those that were told; it is to be sent again."""


class CodeError(CoachError):
    """A code that was typed opens nothing; why is not said."""


class LastAdminError(CoachError):
    """A clinic would be left without anybody who may decide."""


@dataclass(frozen=True)
class Refusal:
    """Something that must not be prescribed.

    Attributes:
        rule: the rule's name, such as ``caution`` or ``neck_collar``.
        where: the exercise's id, with a text's field where it is about one, such as ``tilt.note``; or the
            programme's own field, such as ``title``.
        words: what is refused and why, as a sentence for a therapist.
    """

    rule: str
    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.where}: {self.words} (rule {self.rule})"


class RefusedError(CoachError):
    """What must not be prescribed, with every refusal at once."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__("\n".join(str(refusal) for refusal in refusals))
        self.refusals = refusals


class ClinicError(CoachError):
    """A clinic's server was not reached, or did not answer as it should; nothing is lost, and it is asked
    again later."""


class ServerFailedError(ClinicError):
    """A clinic's server answered that it could not do what was asked."""


class NotLetInError(ClinicError):
    """A clinic's server does not know this laptop, or the patient, any more."""


class StoreError(CoachError):
    """The store refuses; nothing that was saved is lost."""


class NotFoundError(StoreError):
    """No such patient, session or exercise."""


class TakenError(StoreError):
    """Somebody else was quicker; what they kept stays."""


class BackupError(StoreError):
    """A backup cannot be made or used; nothing was changed."""


class ConflictError(StoreError):
    """Another record of the same id is here; it stays, and the one that came is kept apart."""


class TooEarlyError(StoreError):
    """What a record is about has not come in yet; sent again afterwards, it will be taken."""


class DeviceError(StoreError):
    """A laptop does not come in."""


class UnconfirmedError(DeviceError):
    """A laptop does not come in yet: nobody has said that both sides show the same four words."""


class NewerDataError(StoreError):
    """The database was written by a newer version of the program."""
