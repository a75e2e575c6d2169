"""The tables of commissioning: organisations (membership, populations with their triggers) and the catalogue.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

FROZEN = ("organisations_population", "organisations_weighting")
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'a recorded population stays'); END"""
    for table in FROZEN
    for act in ("UPDATE", "DELETE")
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION organisations_population_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'a recorded population stays';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION organisations_population_stays()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables from low to high, then the triggers that keep populations as they were recorded."""
    _create_places()
    _create_membership()
    _create_populations()
    _create_catalogue()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop everything, from high to low; triggers go with their tables. What they hold is lost."""
    for table in (
        "catalogue_arrangement",
        "catalogue_service",
        "organisations_weighting",
        "organisations_population",
        "organisations_membership",
        "organisations_provider_detail",
        "organisations_group_place",
        "organisations_locality",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION organisations_population_stays()")


def _create_places() -> None:
    op.create_table(
        "organisations_locality",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_organisations_locality_commissioner_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisations_locality"),
        sa.UniqueConstraint("commissioner_id", "name", name="uq_organisations_locality_commissioner_id_name"),
    )
    op.create_table(
        "organisations_group_place",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("locality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["parties_party.id"], name="fk_organisations_group_place_group_id"),
        sa.ForeignKeyConstraint(
            ["locality_id"], ["organisations_locality.id"], name="fk_organisations_group_place_locality_id"
        ),
        sa.PrimaryKeyConstraint("group_id", name="pk_organisations_group_place"),
    )
    op.create_index("ix_organisations_group_place_locality_id", "organisations_group_place", ["locality_id"])
    op.create_table(
        "organisations_provider_detail",
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column(
            "sort",
            sa.Enum(
                "own_arm",
                "nhs_trust",
                "other_pct",
                "gp_led",
                "private",
                "voluntary",
                name="sort",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["parties_party.id"], name="fk_organisations_provider_detail_provider_id"
        ),
        sa.PrimaryKeyConstraint("provider_id", name="pk_organisations_provider_detail"),
    )


def _create_membership() -> None:
    op.create_table(
        "organisations_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("left_on > joined_on", name="ck_organisations_membership_left_after_joining"),
        sa.ForeignKeyConstraint(["group_id"], ["parties_party.id"], name="fk_organisations_membership_group_id"),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_organisations_membership_practice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_organisations_membership"),
        sa.UniqueConstraint("practice_id", "joined_on", name="uq_organisations_membership_practice_id_joined_on"),
    )
    op.create_index("ix_organisations_membership_group_id", "organisations_membership", ["group_id"])
    op.create_index(
        "uq_organisations_membership_one_open",
        "organisations_membership",
        ["practice_id"],
        unique=True,
        sqlite_where=sa.text("left_on IS NULL"),
        postgresql_where=sa.text("left_on IS NULL"),
    )


def _create_populations() -> None:
    op.create_table(
        "organisations_population",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("registered", sa.String(length=30), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(number = 1) = (corrects_id IS NULL)", name="ck_organisations_population_correction_names_the_old"
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["organisations_population.id"], name="fk_organisations_population_corrects_id"
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["parties_party.id"], name="fk_organisations_population_practice_id"),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people_person.id"], name="fk_organisations_population_recorded_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisations_population"),
        sa.UniqueConstraint("corrects_id", name="uq_organisations_population_corrects_id"),
        sa.UniqueConstraint(
            "practice_id", "counted_on", "number", name="uq_organisations_population_practice_id_counted_on_number"
        ),
    )
    op.create_table(
        "organisations_weighting",
        sa.Column("population_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("people", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["population_id"], ["organisations_population.id"], name="fk_organisations_weighting_population_id"
        ),
        sa.PrimaryKeyConstraint("population_id", "name", name="pk_organisations_weighting"),
    )


def _create_catalogue() -> None:
    op.create_table(
        "catalogue_service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("category", sa.String(length=120), nullable=False),
        sa.Column("currencies", sa.String(length=500), nullable=False),
        sa.Column("in_scope", sa.Boolean(), nullable=False),
        sa.Column("scope_reason", sa.String(length=500), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("in_scope OR scope_reason <> ''", name="ck_catalogue_service_out_of_scope_with_a_reason"),
        sa.ForeignKeyConstraint(["commissioner_id"], ["parties_party.id"], name="fk_catalogue_service_commissioner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_catalogue_service"),
        sa.UniqueConstraint("commissioner_id", "code", name="uq_catalogue_service_commissioner_id_code"),
    )
    op.create_table(
        "catalogue_arrangement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("locality_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "own",
                "subcontracted_to",
                "out_to_tender",
                "hosted",
                "none",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("share", sa.String(length=30), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'hosted') = (share IS NOT NULL)", name="ck_catalogue_arrangement_share_where_hosted"
        ),
        sa.CheckConstraint(
            "kind NOT IN ('hosted', 'subcontracted_to') OR provider_id IS NOT NULL",
            name="ck_catalogue_arrangement_provider_where_needed",
        ),
        sa.CheckConstraint("ends_on > starts_on", name="ck_catalogue_arrangement_ends_after_start"),
        sa.ForeignKeyConstraint(
            ["locality_id"], ["organisations_locality.id"], name="fk_catalogue_arrangement_locality_id"
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["parties_party.id"], name="fk_catalogue_arrangement_provider_id"),
        sa.ForeignKeyConstraint(["service_id"], ["catalogue_service.id"], name="fk_catalogue_arrangement_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_catalogue_arrangement"),
        sa.UniqueConstraint(
            "service_id", "locality_id", "starts_on", name="uq_catalogue_arrangement_service_id_locality_id_starts_on"
        ),
    )
    op.create_index("ix_catalogue_arrangement_locality_id", "catalogue_arrangement", ["locality_id"])
    op.create_index("ix_catalogue_arrangement_provider_id", "catalogue_arrangement", ["provider_id"])
    op.create_index(
        "uq_catalogue_arrangement_one_open",
        "catalogue_arrangement",
        ["service_id", "locality_id"],
        unique=True,
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )
