"""Templates, specifications, their versions and sections, and the texts that were agreed.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

FROZEN = ("specifications_template", "specifications_agreed")
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION specifications_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION specifications_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION specifications_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_specifications_template()
    _create_specifications_specification()
    _create_specifications_version()
    _create_specifications_agreed()
    _create_specifications_covered()
    _create_specifications_section()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "specifications_section",
        "specifications_covered",
        "specifications_agreed",
        "specifications_version",
        "specifications_specification",
        "specifications_template",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION specifications_frozen()")


def _create_specifications_template() -> None:
    op.create_table(
        "specifications_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.Column("made_from", sa.String(length=160), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_specifications_template_hash_is_whole"),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_specifications_template_commissioner_id"
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["people_person.id"], name="fk_specifications_template_made_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_specifications_template"),
        sa.UniqueConstraint(
            "commissioner_id", "code", "number", name="uq_specifications_template_commissioner_id_code_number"
        ),
    )


def _create_specifications_specification() -> None:
    op.create_table(
        "specifications_specification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_specifications_specification_commissioner_id"
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["parties_party.id"], name="fk_specifications_specification_provider_id"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["catalogue_service.id"], name="fk_specifications_specification_service_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_specifications_specification"),
        sa.UniqueConstraint("commissioner_id", "number", name="uq_specifications_specification_commissioner_id_number"),
    )
    op.create_index(
        "ix_specifications_specification_provider_id", "specifications_specification", ["provider_id"], unique=False
    )
    op.create_index(
        "ix_specifications_specification_service_id", "specifications_specification", ["service_id"], unique=False
    )


def _create_specifications_version() -> None:
    op.create_table(
        "specifications_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("specification_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_review",
                "agreed",
                "superseded",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("template_code", sa.String(length=60), nullable=False),
        sa.Column("template_number", sa.Integer(), nullable=False),
        sa.Column("template_name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("commissioner_lead", sa.String(length=120), nullable=False),
        sa.Column("commissioner_lead_id", sa.Integer(), nullable=True),
        sa.Column("provider_lead", sa.String(length=120), nullable=False),
        sa.Column("provider_lead_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("header_changes", sa.Integer(), nullable=False),
        sa.Column("drafter_id", sa.Integer(), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL) AND (withdrawn_at IS NULL) = (withdrawal = '')",
            name="ck_specifications_version_withdrawn_with_a_reason",
        ),
        sa.ForeignKeyConstraint(["begun_by_id"], ["people_person.id"], name="fk_specifications_version_begun_by_id"),
        sa.ForeignKeyConstraint(
            ["commissioner_lead_id"], ["people_person.id"], name="fk_specifications_version_commissioner_lead_id"
        ),
        sa.ForeignKeyConstraint(["drafter_id"], ["parties_party.id"], name="fk_specifications_version_drafter_id"),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["specifications_version.id"], name="fk_specifications_version_follows_id"
        ),
        sa.ForeignKeyConstraint(
            ["provider_lead_id"], ["people_person.id"], name="fk_specifications_version_provider_lead_id"
        ),
        sa.ForeignKeyConstraint(
            ["specification_id"], ["specifications_specification.id"], name="fk_specifications_version_specification_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_specifications_version"),
        sa.UniqueConstraint("specification_id", "number", name="uq_specifications_version_specification_id_number"),
    )
    op.create_index(
        "uq_specifications_version_one_agreed",
        "specifications_version",
        ["specification_id"],
        unique=True,
        sqlite_where=sa.text("state = 'agreed'"),
        postgresql_where=sa.text("state = 'agreed'"),
    )
    op.create_index(
        "uq_specifications_version_one_open",
        "specifications_version",
        ["specification_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'in_review')"),
        postgresql_where=sa.text("state IN ('draft', 'in_review')"),
    )


def _create_specifications_agreed() -> None:
    op.create_table(
        "specifications_agreed",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_specifications_agreed_hash_is_whole"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["specifications_version.id"], name="fk_specifications_agreed_version_id"
        ),
        sa.PrimaryKeyConstraint("version_id", name="pk_specifications_agreed"),
    )


def _create_specifications_covered() -> None:
    op.create_table(
        "specifications_covered",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("locality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["locality_id"], ["organisations_locality.id"], name="fk_specifications_covered_locality_id"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["specifications_version.id"], name="fk_specifications_covered_version_id"
        ),
        sa.PrimaryKeyConstraint("version_id", "locality_id", name="pk_specifications_covered"),
    )
    op.create_index("ix_specifications_covered_locality_id", "specifications_covered", ["locality_id"], unique=False)


def _create_specifications_section() -> None:
    op.create_table(
        "specifications_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("guidance", sa.Text(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("holds_text", sa.Boolean(), nullable=False),
        sa.Column("starter", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("holds_text OR text = ''", name="ck_specifications_section_text_where_it_may_stand"),
        sa.CheckConstraint("level IN (1, 2)", name="ck_specifications_section_section_or_part"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["specifications_version.id"], name="fk_specifications_section_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_specifications_section"),
        sa.UniqueConstraint("version_id", "key", name="uq_specifications_section_version_id_key"),
        sa.UniqueConstraint("version_id", "place", name="uq_specifications_section_version_id_place"),
    )
