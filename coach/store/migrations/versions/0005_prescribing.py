"""What prescribing keeps: assessments, drafts, published versions, own exercises, refusal list, answers."""

import sqlalchemy as sa
from alembic import op

revision = "0005_prescribing"
down_revision = "0004_session_kind"
branch_labels = None
depends_on = None

#: Whoever reaches the data by another way meets the same promise.
REFUSAL = "a published version does not change"
NEVER_CHANGED = {
    "sqlite": (
        "CREATE TRIGGER published_never_changes BEFORE UPDATE ON published "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION published_never_changes() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE TRIGGER published_never_changes BEFORE UPDATE ON published "
        "FOR EACH ROW EXECUTE FUNCTION published_never_changes()",
    ),
}


def _patient() -> sa.Column[str]:
    return sa.Column("patient_id", sa.String(length=36), sa.ForeignKey("patient.id"), nullable=False)


def _text(comment: str) -> sa.Column[str]:
    return sa.Column("text", sa.String(), nullable=False, comment=comment)


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), primary_key=True),
        _patient(),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        _text("coach.assessment.Assessment, canonical JSON"),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), primary_key=True),
        _patient(),
        _text("coach.prescription.Draft, canonical JSON"),
    )
    op.create_table(
        "published",
        _patient(),
        sa.Column("version", sa.Integer(), nullable=False, comment="from 1, for each patient"),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("author", sa.String(), nullable=False, comment="who published it"),
        sa.Column("reason", sa.String(), nullable=False, comment="the patient reads it"),
        _text("coach.prescription.Published, canonical JSON"),
        sa.PrimaryKeyConstraint("patient_id", "version"),
    )
    for statement in NEVER_CHANGED[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_table(
        "own_exercise",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("exercise_id", sa.String(length=60), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("author", sa.String(), nullable=False),
        _text("coach.exercise.Exercise, canonical JSON"),
    )
    op.create_table(
        "refusal_list",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _text("the whole list"),
    )
    op.create_table(
        "progression_answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        _patient(),
        sa.Column("answered_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("exercise_id", sa.String(), nullable=False),
        sa.Column(
            "programme_version",
            sa.Integer(),
            nullable=False,
            comment="the version that the proposal was about",
        ),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
    )
    for table in ("assessment", "draft", "progression_answer"):
        op.create_index(f"ix_{table}_patient_id", table, ["patient_id"])
    op.create_index("ix_own_exercise_exercise_id", "own_exercise", ["exercise_id"])


def downgrade() -> None:
    for table in ("progression_answer", "refusal_list", "own_exercise", "published", "draft", "assessment"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION published_never_changes()")
