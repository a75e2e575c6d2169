"""The tables of intentions, answers, pay scales, settings, offers built from posts, and prices.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

FROZEN = (
    "intentions_intention",
    "intentions_answer",
    "intentions_pay_scale",
    "intentions_pay_point",
    "intentions_setting",
    "intentions_price",
)
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
    for table in FROZEN
    for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION intentions_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION intentions_frozen()"""
        for table in FROZEN
    ),
    *(
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION intentions_frozen()"""
        for table in FROZEN
    ),
)


def upgrade() -> None:
    """Create the tables, then freeze what is frozen."""
    _create_intentions_pay_scale()
    _create_intentions_setting()
    _create_intentions_offer()
    _create_intentions_pay_point()
    _create_intentions_price()
    _create_intentions_post()
    _create_intentions_intention()
    _create_intentions_answer()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the tables, from high to low; triggers go with them. What they hold is lost."""
    for table in (
        "intentions_answer",
        "intentions_intention",
        "intentions_post",
        "intentions_price",
        "intentions_pay_point",
        "intentions_offer",
        "intentions_setting",
        "intentions_pay_scale",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION intentions_frozen()")


def _create_intentions_pay_scale() -> None:
    op.create_table(
        "intentions_pay_scale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_intentions_pay_scale_commissioner_id"
        ),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["people_person.id"], name="fk_intentions_pay_scale_imported_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_intentions_pay_scale"),
        sa.UniqueConstraint("commissioner_id", "name", name="uq_intentions_pay_scale_commissioner_id_name"),
    )


def _create_intentions_setting() -> None:
    op.create_table(
        "intentions_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner_id", sa.Integer(), nullable=False),
        sa.Column(
            "key",
            sa.Enum(
                "leave_community",
                "leave_acute",
                "on_costs",
                name="key",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("percent", sa.String(length=30), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by_id"], ["people_person.id"], name="fk_intentions_setting_approved_by_id"),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["parties_party.id"], name="fk_intentions_setting_commissioner_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_intentions_setting"),
    )
    op.create_index(
        "ix_intentions_setting_commissioner_id_key", "intentions_setting", ["commissioner_id", "key"], unique=False
    )


def _create_intentions_offer() -> None:
    op.create_table(
        "intentions_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("line_code", sa.Text(), nullable=False),
        sa.Column("line_name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("scale_id", sa.Integer(), nullable=False),
        sa.Column("on_costs_percent", sa.String(length=30), nullable=False),
        sa.Column("leave_percent", sa.String(length=30), nullable=False),
        sa.Column(
            "leave_way",
            sa.Enum("add_on", "take_off", name="leave_way", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["people_person.id"], name="fk_intentions_offer_changed_by_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_intentions_offer_party_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_round.id"], name="fk_intentions_offer_round_id"),
        sa.ForeignKeyConstraint(["scale_id"], ["intentions_pay_scale.id"], name="fk_intentions_offer_scale_id"),
        sa.PrimaryKeyConstraint("id", name="pk_intentions_offer"),
        sa.UniqueConstraint("round_id", "party_id", "name", name="uq_intentions_offer_round_id_party_id_name"),
    )


def _create_intentions_pay_point() -> None:
    op.create_table(
        "intentions_pay_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scale_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name="ck_intentions_pay_point_pay_above_zero"),
        sa.ForeignKeyConstraint(["scale_id"], ["intentions_pay_scale.id"], name="fk_intentions_pay_point_scale_id"),
        sa.PrimaryKeyConstraint("id", name="pk_intentions_pay_point"),
        sa.UniqueConstraint("scale_id", "code", name="uq_intentions_pay_point_scale_id_code"),
    )


def _create_intentions_price() -> None:
    op.create_table(
        "intentions_price",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("line_code", sa.Text(), nullable=False),
        sa.Column("line_name", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("loss_leader", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("NOT loss_leader OR price < cost", name="ck_intentions_price_a_loss_leader_is_below_cost"),
        sa.CheckConstraint("cost >= 0 AND price >= 0", name="ck_intentions_price_nothing_below_zero"),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_intentions_price_party_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_round.id"], name="fk_intentions_price_round_id"),
        sa.ForeignKeyConstraint(["set_by_id"], ["people_person.id"], name="fk_intentions_price_set_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_intentions_price"),
    )
    op.create_index("ix_intentions_price_round_id_party_id", "intentions_price", ["round_id", "party_id"], unique=False)


def _create_intentions_post() -> None:
    op.create_table(
        "intentions_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("wte", sa.String(length=30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_intentions_post_at_least_one_post"),
        sa.ForeignKeyConstraint(["offer_id"], ["intentions_offer.id"], name="fk_intentions_post_offer_id"),
        sa.ForeignKeyConstraint(["point_id"], ["intentions_pay_point.id"], name="fk_intentions_post_point_id"),
        sa.PrimaryKeyConstraint("id", name="pk_intentions_post"),
        sa.UniqueConstraint("offer_id", "place", name="uq_intentions_post_offer_id_place"),
    )


def _create_intentions_intention() -> None:
    op.create_table(
        "intentions_intention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("line_code", sa.Text(), nullable=False),
        sa.Column("line_name", sa.Text(), nullable=False),
        sa.Column("service_key", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "same",
                "invest",
                "disinvest",
                "new_service",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("notice_months", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
        sa.Column("calculation_id", sa.Integer(), nullable=False),
        sa.Column("stated_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("stated_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'disinvest') = (notice_months IS NOT NULL)",
            name="ck_intentions_intention_notice_where_disinvested",
        ),
        sa.CheckConstraint(
            "(kind = 'same') = (amount = 0)", name="ck_intentions_intention_amount_where_something_changes"
        ),
        sa.CheckConstraint(
            "(line_code = '') = (kind = 'new_service')", name="ck_intentions_intention_a_line_or_a_new_service"
        ),
        sa.CheckConstraint(
            "(line_code = '') = (service_key <> '')", name="ck_intentions_intention_key_of_a_new_service"
        ),
        sa.CheckConstraint("amount >= 0", name="ck_intentions_intention_amount_has_no_sign"),
        sa.ForeignKeyConstraint(
            ["calculation_id"], ["rounds_calculation.id"], name="fk_intentions_intention_calculation_id"
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["intentions_offer.id"], name="fk_intentions_intention_offer_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_intentions_intention_party_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_round.id"], name="fk_intentions_intention_round_id"),
        sa.ForeignKeyConstraint(["stated_by_id"], ["people_person.id"], name="fk_intentions_intention_stated_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_intentions_intention"),
    )
    op.create_index(
        "ix_intentions_intention_round_id_party_id", "intentions_intention", ["round_id", "party_id"], unique=False
    )


def _create_intentions_answer() -> None:
    op.create_table(
        "intentions_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intention_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "can_do", "can_do_from", "cannot", name="kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("consequence", sa.Text(), nullable=False),
        sa.Column("posts", sa.String(length=30), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'can_do_from') = (from_on IS NOT NULL)", name="ck_intentions_answer_day_where_it_can_be_done_later"
        ),
        sa.CheckConstraint(
            "kind <> 'cannot' OR consequence <> ''", name="ck_intentions_answer_consequence_where_it_cannot"
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people_person.id"], name="fk_intentions_answer_answered_by_id"),
        sa.ForeignKeyConstraint(
            ["intention_id"], ["intentions_intention.id"], name="fk_intentions_answer_intention_id"
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties_party.id"], name="fk_intentions_answer_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_intentions_answer"),
    )
    op.create_index("ix_intentions_answer_intention_id", "intentions_answer", ["intention_id"], unique=False)
