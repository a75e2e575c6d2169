"""What a backup reads of a database and writes into one: any content, of one moment. Migrations with data in place."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from operator import itemgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    delete,
    insert,
)

from core.db import Base, db
from core.operations import queries
from core.operations.imports import _insert
from core.parties.rules import PartyKind
from tests.builders import a_commissioner, an_installation, an_organisation
from tests.builders_backup import everything

ANYTHING = Table(
    "anything",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("key", String(40), primary_key=True),
    Column("amount", BigInteger),
    Column("words", Text),
    Column("certain", Boolean),
    Column("day", Date),
    Column("instant", DateTime),
    Column("content", LargeBinary),
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))  # PostgreSQL keeps no such letter
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers(-(2**31), 2**31 - 1),
            "key": TEXTS.filter(lambda text: len(text) <= 40),
            "amount": st.none() | st.integers(-(2**63), 2**63 - 1),
            "words": st.none() | TEXTS,
            "certain": st.none() | st.booleans(),
            "day": st.none() | st.dates(date(1900, 1, 1)),
            "instant": st.none() | st.datetimes(),
            "content": st.none() | st.binary(),
        }
    ),
    max_size=6,
    unique_by=lambda row: (row["id"], row["key"]),
)


@contextmanager
def undone() -> Iterator[Connection]:
    """A connection whose changes are undone."""
    with db.engine.connect() as connection:
        yield connection
        connection.rollback()


@pytest.mark.usefixtures("database")
def test_any_content_of_a_table_comes_back_the_same() -> None:
    with undone() as connection:
        ANYTHING.create(connection)
        described = queries.tables_of(connection)["anything"]

        @settings(max_examples=40)
        @given(rows=ROWS)
        def comes_back(rows: list[dict[str, object]]) -> None:
            connection.execute(delete(ANYTHING))
            if rows:
                connection.execute(insert(ANYTHING), rows)
            lines = list(queries.lines_of(connection, described))
            connection.execute(delete(ANYTHING))
            _insert(connection, described, lines)
            assert list(queries.lines_of(connection, described)) == lines
            back = [row._asdict() for row in connection.execute(ANYTHING.select())]
            assert sorted(back, key=itemgetter("id", "key")) == sorted(rows, key=itemgetter("id", "key"))

        comes_back()


@pytest.mark.usefixtures("database")
def test_every_column_there_is_can_be_kept() -> None:
    with queries.one_moment() as connection:
        tables = queries.tables_of(connection)
        found = {name: set(queries.kinds_of(table)) for name, table in tables.items()}
    assert found == {name: {column.name for column in table.columns} for name, table in Base.metadata.tables.items()}


def test_a_column_no_backup_can_hold_is_told_by_name() -> None:
    table = Table("odd", MetaData(), Column("id", Integer, primary_key=True), Column("share", Numeric))
    with pytest.raises(TypeError, match=r"^no backup can hold odd\.share"):
        queries.kinds_of(table)


@pytest.mark.usefixtures("database")
def test_a_backup_sees_one_moment_while_others_write() -> None:
    commissioner = a_commissioner(an_installation())
    with queries.one_moment() as connection:
        tables = queries.tables_of(connection)
        before = list(queries.lines_of(connection, tables["parties_party"]))
        head = queries.audit_head(connection)
        an_organisation(PartyKind.PROVIDER, "PROV", by=commissioner)
        assert list(queries.lines_of(connection, tables["parties_party"])) == before
        assert queries.audit_head(connection) == head
    assert len(everything()["parties_party"]) == len(before) + 1
