"""The tables of what a patient keeps beside the sessions; a column has its field's name in `coach.diary`.

session -< session_flag
patient -< guide
"""

from sqlalchemy.orm import Mapped, mapped_column

from coach.diary import Flag
from coach.record import Ending
from coach.store.columns import Id, PatientId, SessionId, Utc, by_value
from coach.store.tables import Table


class SessionFlagRow(Table):
    """A flag that was set; taken back, the row stays as history."""

    __tablename__ = "session_flag"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[SessionId] = mapped_column(index=True)
    flag: Mapped[Flag] = mapped_column(by_value(Flag), comment="not_me or not_good")
    set_at: Mapped[Utc] = mapped_column(comment="UTC")
    taken_back_at: Mapped[Utc | None] = mapped_column(comment="UTC; empty while it stands")


class GuideRow(Table):
    """One spoken guide."""

    __tablename__ = "guide"

    id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[PatientId]
    begun_at: Mapped[Utc] = mapped_column(comment="UTC")
    ended_at: Mapped[Utc | None] = mapped_column(comment="UTC; empty until it has ended")
    ending: Mapped[Ending | None] = mapped_column(comment="empty until it has ended")
    exercise_id: Mapped[str]
    exercise_version: Mapped[int]
    name: Mapped[str]
    programme_id: Mapped[str]
    programme_version: Mapped[int]
    tension_before: Mapped[int | None] = mapped_column(comment="0 to 10")
    tension: Mapped[int | None] = mapped_column(comment="0 to 10, afterwards")
    minutes: Mapped[int | None] = mapped_column(comment="minutes, the patient's own count")
    words: Mapped[str] = mapped_column(comment="how it was")
    sleep: Mapped[int | None] = mapped_column(comment="0 to 10, the morning after")
