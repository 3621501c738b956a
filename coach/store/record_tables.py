"""The tables of records that travel between a patient's laptop and the clinic.

patient -< outbox    what is to be sent from here, and the receipts of it
        -< received  what came in and was taken
        -< quarantined  what came in and was not taken
        -- pairing   the clinic that a patient of this laptop belongs to
"""

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach.store.columns import Id, PatientId, Utc, by_value
from coach.store.record_values import Settlement
from coach.store.tables import Table


class OutboxRow(Table):
    """One record that is to be sent, written in the transaction of what it is about. What is sent is made
    once, before it is first sent, and stays the same from then on."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("patient_id", "sequence"),
        Index("ix_outbox_kind_about", "kind", "about"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True, comment="UUIDv7")
    patient_id: Mapped[str] = mapped_column(String(36), ForeignKey("patient.id"))
    kind: Mapped[str] = mapped_column(String(20), comment="see coach.wire")
    about: Mapped[str] = mapped_column(String(36), comment="the key of what it tells")
    sequence: Mapped[int] = mapped_column(comment="rising for each patient")
    sha256: Mapped[str | None] = mapped_column(String(64), comment="of body; empty until sealed")
    body: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="what is sent; empty until sealed, and with a receipt"
    )
    receipt: Mapped[int | None] = mapped_column(comment="the clinic's revision; empty until it has it")
    received_at: Mapped[Utc | None] = mapped_column(comment="UTC; when the receipt came")
    refused: Mapped[str] = mapped_column(comment="why the clinic did not take it")
    conflicting: Mapped[bool] = mapped_column(comment="the clinic has another of this id")
    settlement: Mapped[Settlement | None] = mapped_column(
        by_value(Settlement), comment="what the clinic decided where it had another"
    )


class ReceivedRow(Table):
    """One record that came in and was taken; what it tells is in the ordinary tables."""

    __tablename__ = "received"
    __table_args__ = (
        UniqueConstraint("patient_id", "revision"),
        Index("ix_received_kind_about", "kind", "about"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True, comment="as its sender made it")
    patient_id: Mapped[str] = mapped_column(String(36), ForeignKey("patient.id"))
    device_id: Mapped[str] = mapped_column(String(36), comment="empty for the clinic")
    kind: Mapped[str] = mapped_column(String(20), comment="see coach.wire")
    about: Mapped[str] = mapped_column(String(80), comment="the key of what it tells")
    sequence: Mapped[int] = mapped_column(comment="its sender's")
    sha256: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(comment="of the patient")
    received_at: Mapped[Utc] = mapped_column(comment="UTC, by the clock here")
    clock_offset_s: Mapped[float | None] = mapped_column(comment="seconds, its sender's clock behind")


class QuarantinedRow(Table):
    """One record that came in and was not taken: it is kept as it came, and settled by a person."""

    __tablename__ = "quarantined"
    __table_args__ = (UniqueConstraint("record_id", "sha256", "patient_id"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[Id]
    patient_id: Mapped[PatientId]
    device_id: Mapped[str] = mapped_column(String(36), comment="empty for the clinic")
    kind: Mapped[str] = mapped_column(String(20), comment="see coach.wire")
    sha256: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary, comment="as it came")
    reason: Mapped[str] = mapped_column(comment="why it was not taken")
    sequence: Mapped[int] = mapped_column(comment="its sender's; 0 where that was not kept")
    waits_for: Mapped[str] = mapped_column(
        String(20), comment="what another version of may take it: rules, program; or empty"
    )
    judged_by: Mapped[str] = mapped_column(String(80), comment="the program and rules that refused it last")
    at: Mapped[Utc] = mapped_column(comment="UTC")
    settlement: Mapped[Settlement | None] = mapped_column(
        by_value(Settlement), comment="empty until a therapist has decided"
    )
    settled_at: Mapped[Utc | None] = mapped_column(comment="UTC")
    settled_by: Mapped[str] = mapped_column(comment="who decided")
    settled_why: Mapped[str] = mapped_column(comment="the reason")
    taken_as: Mapped[str | None] = mapped_column(String(36), comment="the session that was taken in beside")


class PairingRow(Table):
    """The clinic that a patient of this laptop shares with. The key is a row, not a file: it is made, kept,
    backed up and erased together with what it lets through, and this database is its owner's alone."""

    __tablename__ = "pairing"

    patient_id: Mapped[str] = mapped_column(String(36), ForeignKey("patient.id"), primary_key=True)
    address: Mapped[str] = mapped_column(comment="of the clinic's server")
    clinic_id: Mapped[str] = mapped_column(String(36))
    clinic_name: Mapped[str]
    clinic_key: Mapped[str] = mapped_column(String(64), comment="public, hexadecimal")
    device_id: Mapped[str] = mapped_column(String(36), comment="this laptop at the clinic")
    device_key: Mapped[bytes] = mapped_column(LargeBinary, comment="private, 32 bytes")
    patient_there: Mapped[str] = mapped_column(String(36), comment="their id at the clinic")
    paired_at: Mapped[Utc] = mapped_column(comment="UTC")
    paused_at: Mapped[Utc | None] = mapped_column(comment="UTC; empty while sharing")
    last_revision: Mapped[int] = mapped_column(comment="everything up to it has come")
    spoke_at: Mapped[Utc | None] = mapped_column(comment="UTC; the clinic last answered")
    compared_at: Mapped[Utc | None] = mapped_column(comment="UTC; both sides last compared")
    trouble: Mapped[str] = mapped_column(comment="why the clinic was not reached")
    only_there: Mapped[int] = mapped_column(comment="records that only the clinic has")
