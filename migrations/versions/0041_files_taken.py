"""Audit trail: files that people took away.

Revision ID: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"

FROZEN = ("audit_trail_file_taken",)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION audit_trail_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION audit_trail_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_trail_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_audit_trail_file_taken()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in ("audit_trail_file_taken",):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_trail_frozen()")


def _create_audit_trail_file_taken() -> None:
    op.create_table(
        "audit_trail_file_taken",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=True),
        sa.Column("commissioner_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_audit_trail_file_taken_commissioner_id"
        ),
        sa.ForeignKeyConstraint(["grant_id"], ["people_grant.id"], name="fk_audit_trail_file_taken_grant_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name="fk_audit_trail_file_taken_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_trail_file_taken"),
    )
    op.create_index(
        "ix_audit_trail_file_taken_commissioner_id_taken_at",
        "audit_trail_file_taken",
        ["commissioner_id", "taken_at"],
        unique=False,
    )
    op.create_index("ix_audit_trail_file_taken_person_id", "audit_trail_file_taken", ["person_id"], unique=False)
