"""The tables of what a therapist did beside a session; a column has its field's name in `coach.supervised`.

session -< marked_moment
session -< intervention
"""

from sqlalchemy.orm import Mapped, mapped_column

from coach.store.columns import SessionId, by_value
from coach.store.tables import Table
from coach.supervised import Led

FROM_BEFORE = "a new middle as measured from the one before, left and up positive"


class MarkedRow(Table):
    """A moment that a therapist marked, in the order of ``id``."""

    __tablename__ = "marked_moment"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[SessionId] = mapped_column(index=True)
    at_s: Mapped[float] = mapped_column(comment="seconds since the session began")
    author: Mapped[str]
    position: Mapped[int | None] = mapped_column(comment="the exercise's place in the session")
    words: Mapped[str]


class InterventionRow(Table):
    """Something that a therapist did to a session under way, in the order of ``id``."""

    __tablename__ = "intervention"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[SessionId] = mapped_column(index=True)
    at_s: Mapped[float] = mapped_column(comment="seconds since the session began")
    author: Mapped[str]
    kind: Mapped[Led] = mapped_column(by_value(Led), comment="see coach.supervised")
    position: Mapped[int | None] = mapped_column(comment="the exercise's place in the session")
    before: Mapped[float | None] = mapped_column(comment="degrees or seconds, see coach.supervised")
    after: Mapped[float | None] = mapped_column(comment="the same unit")
    words: Mapped[str] = mapped_column(comment="what was said to the patient")
    midline_rotation_deg: Mapped[float | None] = mapped_column(comment=FROM_BEFORE)
    midline_lateral_flexion_deg: Mapped[float | None] = mapped_column(comment=FROM_BEFORE)
    midline_extension_deg: Mapped[float | None] = mapped_column(comment=FROM_BEFORE)
    midline_rotation_error_deg: Mapped[float | None] = mapped_column(comment="its standard error")
    midline_lateral_flexion_error_deg: Mapped[float | None] = mapped_column(comment="its standard error")
    midline_extension_error_deg: Mapped[float | None] = mapped_column(comment="its standard error")
    midline_frames: Mapped[int | None] = mapped_column(comment="pictures it was taken from")
    midline_spread_deg: Mapped[float | None] = mapped_column(comment="how much the head moved meanwhile")
    midline_replaced_s: Mapped[float | None] = mapped_column(comment="when the one before was set")
