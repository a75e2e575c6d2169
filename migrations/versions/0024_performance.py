"""Tables of key performance indicators: definitions, results, what was noted.

Revision ID: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

FROZEN = (
    "performance_definition",
    "performance_return",
    "performance_file",
    "performance_result",
    "performance_freeze",
    "performance_correction",
    "performance_quality",
    "performance_rebase",
    "performance_annotation",
)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION performance_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION performance_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION performance_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_performance_return()
    _create_performance_file()
    _create_performance_kpi()
    _create_performance_annotation()
    _create_performance_definition()
    _create_performance_draft()
    _create_performance_quality()
    _create_performance_rebase()
    _create_performance_result()
    _create_performance_correction()
    _create_performance_freeze()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "performance_freeze",
        "performance_correction",
        "performance_result",
        "performance_rebase",
        "performance_quality",
        "performance_draft",
        "performance_definition",
        "performance_annotation",
        "performance_kpi",
        "performance_file",
        "performance_return",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION performance_frozen()")


def _create_performance_return() -> None:
    op.create_table(
        "performance_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("file", "typed", "data", "nil", name="way", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("returned_by_id", sa.Integer(), nullable=False),
        sa.Column("returned_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(file_hash) = 64", name="ck_performance_return_hash_is_whole"),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_performance_return_commissioner_id"
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["parties_party.id"], name="fk_performance_return_provider_id"),
        sa.ForeignKeyConstraint(["returned_by_id"], ["people_person.id"], name="fk_performance_return_returned_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_performance_return"),
        sa.UniqueConstraint("provider_id", "number", name="uq_performance_return_provider_id_number"),
    )


def _create_performance_file() -> None:
    op.create_table(
        "performance_file",
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["performance_return.id"], name="fk_performance_file_return_id"),
        sa.PrimaryKeyConstraint("return_id", name="pk_performance_file"),
    )


def _create_performance_kpi() -> None:
    op.create_table(
        "performance_kpi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("retired_month", sa.String(length=7), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_performance_kpi_commissioner_id"),
        sa.ForeignKeyConstraint(["contract_id"], ["agreements_contract.id"], name="fk_performance_kpi_contract_id"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people_person.id"], name="fk_performance_kpi_made_by_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["parties_party.id"], name="fk_performance_kpi_provider_id"),
        sa.ForeignKeyConstraint(["service_id"], ["catalogue_service.id"], name="fk_performance_kpi_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_performance_kpi"),
        sa.UniqueConstraint("commissioner_id", "code", name="uq_performance_kpi_commissioner_id_code"),
    )
    op.create_index("ix_performance_kpi_contract_id", "performance_kpi", ["contract_id"], unique=False)
    op.create_index("ix_performance_kpi_provider_id", "performance_kpi", ["provider_id"], unique=False)


def _create_performance_annotation() -> None:
    op.create_table(
        "performance_annotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("words <> ''", name="ck_performance_annotation_says_something"),
        sa.ForeignKeyConstraint(["kpi_id"], ["performance_kpi.id"], name="fk_performance_annotation_kpi_id"),
        sa.ForeignKeyConstraint(["noted_by_id"], ["people_person.id"], name="fk_performance_annotation_noted_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_performance_annotation"),
    )
    op.create_index("ix_performance_annotation_kpi_id", "performance_annotation", ["kpi_id"], unique=False)


def _create_performance_definition() -> None:
    op.create_table(
        "performance_definition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_month", sa.String(length=7), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("put_in_use_by_id", sa.Integer(), nullable=False),
        sa.Column("put_in_use_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_performance_definition_hash_is_whole"),
        sa.ForeignKeyConstraint(["kpi_id"], ["performance_kpi.id"], name="fk_performance_definition_kpi_id"),
        sa.ForeignKeyConstraint(
            ["put_in_use_by_id"], ["people_person.id"], name="fk_performance_definition_put_in_use_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_performance_definition"),
        sa.UniqueConstraint("kpi_id", "from_month", name="uq_performance_definition_kpi_id_from_month"),
        sa.UniqueConstraint("kpi_id", "number", name="uq_performance_definition_kpi_id_number"),
    )


def _create_performance_draft() -> None:
    op.create_table(
        "performance_draft",
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["kpi_id"], ["performance_kpi.id"], name="fk_performance_draft_kpi_id"),
        sa.ForeignKeyConstraint(["saved_by_id"], ["people_person.id"], name="fk_performance_draft_saved_by_id"),
        sa.PrimaryKeyConstraint("kpi_id", name="pk_performance_draft"),
    )


def _create_performance_quality() -> None:
    op.create_table(
        "performance_quality",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("from_month", sa.String(length=7), nullable=False),
        sa.Column(
            "timely",
            sa.Enum("yes", "no", "unknown", name="timely", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "complete",
            sa.Enum("yes", "no", "unknown", name="complete", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "validated",
            sa.Enum("yes", "no", "unknown", name="validated", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "signed_off",
            sa.Enum("yes", "no", "unknown", name="signed_off", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("last_audited_on", sa.Date(), nullable=True),
        sa.Column("is_sufficient", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("is_sufficient OR words <> ''", name="ck_performance_quality_says_why_not"),
        sa.ForeignKeyConstraint(["kpi_id"], ["performance_kpi.id"], name="fk_performance_quality_kpi_id"),
        sa.ForeignKeyConstraint(["marked_by_id"], ["people_person.id"], name="fk_performance_quality_marked_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_performance_quality"),
    )
    op.create_index("ix_performance_quality_kpi_id", "performance_quality", ["kpi_id"], unique=False)


def _create_performance_rebase() -> None:
    op.create_table(
        "performance_rebase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rebased_by_id", sa.Integer(), nullable=False),
        sa.Column("rebased_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("reason <> ''", name="ck_performance_rebase_has_a_reason"),
        sa.ForeignKeyConstraint(["kpi_id"], ["performance_kpi.id"], name="fk_performance_rebase_kpi_id"),
        sa.ForeignKeyConstraint(["rebased_by_id"], ["people_person.id"], name="fk_performance_rebase_rebased_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_performance_rebase"),
        sa.UniqueConstraint("kpi_id", "period", name="uq_performance_rebase_kpi_id_period"),
    )


def _create_performance_result() -> None:
    op.create_table(
        "performance_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["performance_definition.id"], name="fk_performance_result_definition_id"
        ),
        sa.ForeignKeyConstraint(["kpi_id"], ["performance_kpi.id"], name="fk_performance_result_kpi_id"),
        sa.ForeignKeyConstraint(["return_id"], ["performance_return.id"], name="fk_performance_result_return_id"),
        sa.PrimaryKeyConstraint("id", name="pk_performance_result"),
        sa.UniqueConstraint("kpi_id", "period", "number", name="uq_performance_result_kpi_id_period_number"),
    )
    op.create_index("ix_performance_result_return_id", "performance_result", ["return_id"], unique=False)


def _create_performance_correction() -> None:
    op.create_table(
        "performance_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("corrected_by_id", sa.Integer(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("reason <> ''", name="ck_performance_correction_has_a_reason"),
        sa.ForeignKeyConstraint(
            ["corrected_by_id"], ["people_person.id"], name="fk_performance_correction_corrected_by_id"
        ),
        sa.ForeignKeyConstraint(["result_id"], ["performance_result.id"], name="fk_performance_correction_result_id"),
        sa.PrimaryKeyConstraint("id", name="pk_performance_correction"),
    )
    op.create_index("ix_performance_correction_result_id", "performance_correction", ["result_id"], unique=False)


def _create_performance_freeze() -> None:
    op.create_table(
        "performance_freeze",
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["people_person.id"], name="fk_performance_freeze_frozen_by_id"),
        sa.ForeignKeyConstraint(["kpi_id"], ["performance_kpi.id"], name="fk_performance_freeze_kpi_id"),
        sa.ForeignKeyConstraint(["result_id"], ["performance_result.id"], name="fk_performance_freeze_result_id"),
        sa.PrimaryKeyConstraint("kpi_id", "period", name="pk_performance_freeze"),
        sa.UniqueConstraint("result_id", name="uq_performance_freeze_result_id"),
    )
