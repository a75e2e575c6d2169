"""Runs migrations on the database of the application, SQLite or PostgreSQL. Migrations are numbered by hand."""

from alembic import context
from flask import current_app

from core.db import Base, db

target_metadata = Base.metadata

with current_app.app_context(), db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
