"""Clinics, accounts, logins, codes, paired laptops, throttles, and who looked at whom."""

import sqlalchemy as sa
from alembic import op

revision = "0001_accounts"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("device_token", "challenge", "login", "device", "code", "account", "throttle", "clinic", "audit")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=True),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("device_id", sa.String(length=36), nullable=True),
        sa.Column("patient_id", sa.String(length=36), nullable=True),
        sa.Column(
            "what",
            sa.String(),
            nullable=False,
            comment="a word of coach.accounts.audit, such as saw or changed",
        ),
        sa.Column("where", sa.String(), nullable=False, comment="the page or the thing, without values"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_account_id", "audit", ["account_id"])
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_clinic_id", "audit", ["clinic_id"])
    op.create_index("ix_audit_patient_id", "audit", ["patient_id"])
    op.create_table(
        "clinic",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True, comment="nobody of it comes in from then on"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.Column("login_name", sa.String(), nullable=False, comment="small letters"),
        sa.Column("name", sa.String(), nullable=False, comment="what they sign with"),
        sa.Column(
            "role", sa.Enum("therapist", "admin", name="role", native_enum=False, length=20), nullable=False
        ),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True, comment="Argon2; empty until activated"),
        sa.Column("totp_secret", sa.String(), nullable=True, comment="sealed with the server's secret"),
        sa.Column(
            "totp_step", sa.Integer(), nullable=False, comment="the last time step whose digits were used"
        ),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id"],
            ["clinic.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login_name"),
    )
    op.create_index("ix_account_clinic_id", "account", ["clinic_id"])
    op.create_table(
        "code",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False, comment="activate, reset or pair"),
        sa.Column(
            "head", sa.String(length=3), nullable=False, comment="its first letters: which code is meant"
        ),
        sa.Column(
            "code_hash", sa.String(length=64), nullable=False, comment="keyed with the server's secret"
        ),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True, comment="whom it is for"),
        sa.Column("patient_id", sa.String(length=36), nullable=True, comment="of the clinic's store"),
        sa.Column("made_by", sa.String(length=36), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, comment="wrong ones until now"),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"],
            ["clinic.id"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_code_head", "code", ["head"])
    op.create_table(
        "device",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False, comment="of the clinic's store"),
        sa.Column("name", sa.String(), nullable=False, comment="what the laptop calls itself"),
        sa.Column("public_key", sa.LargeBinary(), nullable=True, comment="Ed25519, 32 bytes"),
        sa.Column("paired_by", sa.String(length=36), nullable=False),
        sa.Column("paired_at", sa.DateTime(), nullable=False),
        sa.Column(
            "confirmed_at", sa.DateTime(), nullable=True, comment="both sides showed the same four words"
        ),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id"],
            ["clinic.id"],
        ),
        sa.ForeignKeyConstraint(
            ["paired_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_device_clinic_id", "device", ["clinic_id"])
    op.create_index("ix_device_patient_id", "device", ["patient_id"])
    op.create_table(
        "login",
        sa.Column("id", sa.String(length=36), nullable=False, comment="to name it in a list; opens nothing"),
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="SHA-256 of the cookie"),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column(
            "browser", sa.String(), nullable=False, comment="what the browser calls itself, in a few words"
        ),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False, comment="the second factor was given too"),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_login_account_id", "login", ["account_id"])
    op.create_table(
        "challenge",
        sa.Column("nonce", sa.String(length=64), nullable=False, comment="32 random bytes, hexadecimal"),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["device.id"],
        ),
        sa.PrimaryKeyConstraint("nonce"),
    )
    op.create_index("ix_challenge_device_id", "challenge", ["device_id"])
    op.create_table(
        "device_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="SHA-256"),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["device.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("ix_device_token_device_id", "device_token", ["device_id"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
