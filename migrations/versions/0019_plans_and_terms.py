"""Activity plans of contracts by service, group and month, and terms of payment by service.

Revision ID: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Create the tables."""
    _create_agreements_payment_terms()
    _create_agreements_plan_line()
    _create_agreements_plan_month()


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in ("agreements_plan_month", "agreements_plan_line", "agreements_payment_terms"):
        op.drop_table(table)


def _create_agreements_payment_terms() -> None:
    op.create_table(
        "agreements_payment_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("service_code", sa.String(length=40), nullable=False),
        sa.Column("service_name", sa.String(length=200), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "block",
                "cost per case",
                "cost and volume",
                "tariff",
                name="basis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("first_month", sa.String(length=7), nullable=False),
        sa.Column("last_month", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["agreements_schedule.id"], name="fk_agreements_payment_terms_schedule_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreements_payment_terms"),
        sa.UniqueConstraint("schedule_id", "service_code", name="uq_agreements_payment_terms_schedule_id_service_code"),
    )


def _create_agreements_plan_line() -> None:
    op.create_table(
        "agreements_plan_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("service_code", sa.String(length=40), nullable=False),
        sa.Column("service_name", sa.String(length=200), nullable=False),
        sa.Column("group_code", sa.String(length=12), nullable=False),
        sa.Column("group_name", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column(
            "phasing",
            sa.Enum(
                "by working days",
                "by calendar days",
                "in equal parts",
                "by given weights",
                name="phasing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_overwritten", sa.Boolean(), nullable=False),
        sa.CheckConstraint("planned >= 0", name="ck_agreements_plan_line_planned_is_not_negative"),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["agreements_schedule.id"], name="fk_agreements_plan_line_schedule_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreements_plan_line"),
        sa.UniqueConstraint(
            "schedule_id",
            "service_code",
            "group_code",
            name="uq_agreements_plan_line_schedule_id_service_code_group_code",
        ),
    )


def _create_agreements_plan_month() -> None:
    op.create_table(
        "agreements_plan_month",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.CheckConstraint("units >= 0", name="ck_agreements_plan_month_units_are_not_negative"),
        sa.ForeignKeyConstraint(["line_id"], ["agreements_plan_line.id"], name="fk_agreements_plan_month_line_id"),
        sa.PrimaryKeyConstraint("line_id", "month", name="pk_agreements_plan_month"),
    )
