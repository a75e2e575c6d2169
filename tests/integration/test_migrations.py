"""The tables as migrations make them equal the models, up and down, with their triggers. Both engines."""

import re

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, inspect, text

from core.db import Base, db


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def triggers(connection: Connection) -> set[str]:
    """The statements of all triggers, and of their functions, without regard to blanks."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")).scalars()
    else:
        found = connection.execute(
            text(
                "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
                "UNION ALL SELECT pg_get_functiondef(p.oid) FROM pg_proc p "
                "JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND p.prokind = 'f'"
            )
        ).scalars()
    return {re.sub(r"\s+", " ", statement).strip() for statement in found}


def test_migrations_make_what_the_models_say(database: Flask) -> None:
    with database.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        migrated = triggers(connection)
    assert migrated
    with database.app_context():
        db.session.remove()
        downgrade(revision="base")
        with db.engine.begin() as connection:
            assert (tables(connection), triggers(connection)) == (set(), set())
            Base.metadata.create_all(connection)
            assert triggers(connection) == migrated


def test_migrations_go_down_and_up_again(database: Flask) -> None:
    with database.app_context():
        db.session.remove()
        with db.engine.connect() as connection:
            before = (tables(connection), triggers(connection))
        downgrade(revision="base")
        upgrade()
        with db.engine.connect() as connection:
            assert (tables(connection), triggers(connection)) == before


def test_every_constraint_has_a_name(database: Flask) -> None:
    with database.app_context(), db.engine.connect() as connection:
        inspector = inspect(connection)
        for table in tables(connection):
            constraints = [*inspector.get_foreign_keys(table), *inspector.get_unique_constraints(table)]
            assert [c for c in constraints if not c["name"]] == [], table
