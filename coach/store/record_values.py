"""What the store hands out of records that travel between a laptop and the clinic."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from coach.wire import Kind


@dataclass(frozen=True)
class Pairing:
    """The clinic that a patient of this laptop shares with; times aware, UTC.

    Attributes:
        patient_id: the patient here; the clinic knows them as ``patient_there``.
        address: of the clinic's server, ``https://…``.
        clinic_key: the Ed25519 public key that signs programmes, hexadecimal.
        device_id, device_key: this laptop at the clinic, and its Ed25519 private key of 32 bytes.
        paused_at: ``None`` while sharing.
        last_revision: the clinic's, up to which everything has come down.
        spoke_at: when the clinic last answered; ``None`` before the first time.
        compared_at: when both sides last compared what they have.
        trouble: why the clinic was not reached the last time; empty where it was.
        only_there: so many records of this patient the clinic has and this laptop has not.
    """

    patient_id: str
    address: str
    clinic_id: str
    clinic_name: str
    clinic_key: str
    device_id: str
    device_key: bytes = field(repr=False)
    patient_there: str
    paired_at: datetime
    paused_at: datetime | None = None
    last_revision: int = 0
    spoke_at: datetime | None = None
    compared_at: datetime | None = None
    trouble: str = ""
    only_there: int = 0

    @property
    def changed_there(self) -> str:
        """Where the programme is changed, for a therapist at this laptop."""
        return f"The programme of this patient comes from {self.clinic_name}. Please change it there."

    @property
    def words_open(self) -> bool:
        """Nobody has said yet that both sides show the same four words. Until then it is paused, from its
        first moment on."""
        return self.paused_at == self.paired_at


class Settlement(StrEnum):
    """How a therapist settled it where another record was in the place of one that came."""

    HERE = "here"  # the one that was here first holds
    BOTH = "both"  # as two sessions


@dataclass(frozen=True)
class Outgoing:
    """One record that is to be sent, or was.

    Attributes:
        about: the key of what it tells; for a session its id.
        sequence: rising for each patient.
        sha256: of what is sent, hexadecimal; ``None`` until that is made.
        receipt: the other side's revision; ``None`` until it has the record.
        received_at: when the receipt came, aware, UTC.
        refused: why the other side did not take it; empty where it did.
        conflicting: the other side has another record of this id.
        settlement: what a therapist there decided about it; ``None`` until then.
    """

    id: str
    kind: Kind
    about: str
    sequence: int
    sha256: str | None
    receipt: int | None
    received_at: datetime | None
    refused: str
    conflicting: bool
    settlement: Settlement | None


@dataclass(frozen=True)
class Sealed:
    """One record as it travels; it stays the same whenever it is sent.

    Attributes:
        sequence: its sender's, rising for each patient.
        sha256: of ``body``, hexadecimal.
    """

    id: str
    kind: Kind
    sequence: int
    sha256: str
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Sender:
    """Where a record came from.

    Attributes:
        device_id: the laptop; empty for the clinic.
        patient_id: whose records it may send, by their id here.
    """

    device_id: str
    patient_id: str


@dataclass(frozen=True)
class Receipt:
    """A record is kept here for good.

    Attributes:
        revision: of the patient here; what came in later has a higher one.
        duplicate: it was here already.
    """

    id: str
    sha256: str
    revision: int
    duplicate: bool = False


@dataclass(frozen=True)
class LastRequest:
    """What somebody who was erased on this laptop still asks of the clinic, and what it needs to get there.

    Attributes:
        address, clinic_name, device_id, device_key: as in `Pairing`.
        asked_at: aware, UTC.
        trouble: why the clinic was not reached the last time; empty where it was not tried yet.
    """

    patient_id: str
    address: str
    clinic_name: str
    device_id: str
    device_key: bytes = field(repr=False)
    record: Sealed
    asked_at: datetime
    trouble: str = ""


#: By either of them a laptop gets in at its clinic: with its address, its id there and its key.
Admission = Pairing | LastRequest


class WaitsFor(StrEnum):
    """What has to be another one here before a record that was refused may be taken."""

    NOTHING = ""
    RULES = "rules"
    PROGRAM = "program"


@dataclass(frozen=True)
class Quarantined:
    """One record that came in and was not taken, as it came.

    Attributes:
        patient_id: whose laptop sent it, or for whom it was.
        device_id: the laptop; empty for the clinic.
        at: aware, UTC.
        sequence: its sender's; 0 where that was not kept.
        judged_by: the program and rules that refused it last; empty where it was not they.
        settlement: what a therapist decided, who, when (aware, UTC) and why; ``None`` and empty until then.
        taken_as: the session that it is now, beside the one that was here; ``None`` where it is none.
    """

    number: int
    record_id: str
    patient_id: str
    device_id: str
    kind: str
    sha256: str
    body: bytes = field(repr=False)
    reason: str
    at: datetime
    sequence: int
    waits_for: WaitsFor
    judged_by: str
    settlement: Settlement | None
    settled_at: datetime | None
    settled_by: str
    settled_why: str
    taken_as: str | None

    @property
    def sealed(self) -> Sealed:
        """As it travelled."""
        return Sealed(self.record_id, Kind(self.kind), self.sequence, self.sha256, self.body)
