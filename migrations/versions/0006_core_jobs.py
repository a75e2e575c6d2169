"""The tables of jobs, of what is due, and of messages.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables."""
    _create_jobs_job()
    _create_jobs_due()
    _create_notifications_message()


def downgrade() -> None:
    """Drop the tables. What they hold is lost."""
    for table in ("notifications_message", "jobs_due", "jobs_job"):
        op.drop_table(table)


def _create_jobs_job() -> None:
    op.create_table(
        "jobs_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("grant_id", sa.Integer(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("not_before_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("href", sa.String(length=2000), nullable=False),
        sa.CheckConstraint(
            "(state IN ('done', 'failed')) = (ended_at IS NOT NULL)", name="ck_jobs_job_ended_when_done_or_failed"
        ),
        sa.CheckConstraint("(by_id IS NULL) = (grant_id IS NULL)", name="ck_jobs_job_asked_under_a_grant_or_by_nobody"),
        sa.ForeignKeyConstraint(["by_id"], ["people_person.id"], name="fk_jobs_job_by_id"),
        sa.ForeignKeyConstraint(["grant_id"], ["people_grant.id"], name="fk_jobs_job_grant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs_job"),
    )
    op.create_index("ix_jobs_job_by_id", "jobs_job", ["by_id"], unique=False)
    op.create_index("ix_jobs_job_state_not_before_at", "jobs_job", ["state", "not_before_at"], unique=False)
    op.create_index(
        "uq_jobs_job_kind_key_unfinished",
        "jobs_job",
        ["kind", "key"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'running')"),
        postgresql_where=sa.text("state IN ('waiting', 'running')"),
    )


def _create_jobs_due() -> None:
    op.create_table(
        "jobs_due",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("ran_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_jobs_due"),
    )


def _create_notifications_message() -> None:
    op.create_table(
        "notifications_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("href", sa.String(length=2000), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_notifications_message_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notifications_message"),
        sa.UniqueConstraint("key", "person_id", name="uq_notifications_message_key_person_id"),
    )
    op.create_index(
        "ix_notifications_message_person_id_read_at", "notifications_message", ["person_id", "read_at"], unique=False
    )
    op.create_index(
        "ix_notifications_message_sent_at_written_at", "notifications_message", ["sent_at", "written_at"], unique=False
    )
