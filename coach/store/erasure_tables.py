"""The tables of what patients ask to have erased, and of what was; a column has its field's name in
`coach.erasure`.

patient -< erasure_request  on the laptop as it was asked, at the clinic with its answer
        -< erased_session   a session that was here
last_request                of somebody who was erased: it outlives them until the clinic has it
"""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from coach.erasure import ErasureAnswer
from coach.store.columns import Id, PatientId, Utc, by_value
from coach.store.tables import Table


class ErasureRequestRow(Table):
    """Something that a patient asks the clinic to erase."""

    __tablename__ = "erasure_request"

    id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[PatientId]
    session_id: Mapped[str | None] = mapped_column(
        String(36), comment="it may be here no longer; empty for everything"
    )
    started_at: Mapped[Utc | None] = mapped_column(comment="UTC, of the session; empty for everything")
    asked_at: Mapped[Utc] = mapped_column(comment="UTC, by the laptop's clock")
    answer: Mapped[ErasureAnswer | None] = mapped_column(
        by_value(ErasureAnswer), comment="empty until a therapist has decided"
    )
    answered_at: Mapped[Utc | None] = mapped_column(comment="UTC")
    author: Mapped[str] = mapped_column(comment="who decided")
    reason: Mapped[str] = mapped_column(comment="why it is kept")


class ErasedSessionRow(Table):
    """A session that was here. Whatever still comes of it is not kept."""

    __tablename__ = "erased_session"

    session_id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[PatientId]
    erased_at: Mapped[Utc] = mapped_column(comment="UTC")
    author: Mapped[str] = mapped_column(comment="who asked for it; empty for the patient")


class LastRequestRow(Table):
    """What somebody who was erased here still asks of the clinic, with what it needs to get there: of
    everything that was theirs this alone stays, until the clinic has it."""

    __tablename__ = "last_request"

    patient_id: Mapped[Id] = mapped_column(primary_key=True, comment="nobody's any more")
    address: Mapped[str] = mapped_column(comment="of the clinic's server")
    clinic_name: Mapped[str]
    device_id: Mapped[str] = mapped_column(String(36), comment="this laptop at the clinic")
    device_key: Mapped[bytes] = mapped_column(LargeBinary, comment="private, 32 bytes")
    record_id: Mapped[Id] = mapped_column(comment="UUIDv7")
    sequence: Mapped[int] = mapped_column(comment="the patient's last")
    sha256: Mapped[str] = mapped_column(String(64), comment="of body")
    body: Mapped[bytes] = mapped_column(LargeBinary, comment="what is sent")
    asked_at: Mapped[Utc] = mapped_column(comment="UTC")
    trouble: Mapped[str] = mapped_column(comment="why the clinic was not reached")
