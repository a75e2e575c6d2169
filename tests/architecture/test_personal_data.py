"""The register of personal data equals the database: no column about a person is kept that the page does not name."""

from sqlalchemy import Column

from core.db import Base
from core.privacy.queries import columns_naming_people, register

LOOKS_PERSONAL = {"name", "email", "mail", "phone", "telephone", "mobile", "fax", "address", "birth", "contact"}
ROOMS = ("people_", "notifications_", "jobs_job", "signatures_", "threads_comment", "audit_trail_event")


def _columns() -> dict[str, Column[object]]:
    tables = Base.metadata.tables.values()
    return {f"{table.name}.{column.name}": column for table in tables for column in table.columns}


def _named() -> set[str]:
    return {column for entry in register().entries for column in entry.columns}


def _tables() -> set[str]:
    return {table for entry in register().entries for table in entry.tables}


def test_every_column_that_looks_personal_stands_in_the_register() -> None:
    looking = {name for name in _columns() if LOOKS_PERSONAL & set(name.partition(".")[2].split("_"))}
    missing = looking - _named() - register().not_personal
    assert len(looking) > 50, "the test looks in the wrong place"
    assert not missing, f"say in core/privacy/register.toml why it is kept and how long, or not_personal: {missing}"


def test_every_row_of_the_register_exists_and_stands_once() -> None:
    named = [column for entry in register().entries for column in entry.columns]
    assert len(named) == len(set(named)), "a column stands in two entries"
    gone = (_named() | register().not_personal) - set(_columns())
    assert not gone, f"these columns are no more: {gone}"
    assert not _named() & register().not_personal, "a column is personal or it is not"
    assert _tables() <= set(Base.metadata.tables), f"no such table: {_tables() - set(Base.metadata.tables)}"


def test_every_table_about_people_stands_in_the_register() -> None:
    about = {column.table.name for column in columns_naming_people() if column.table.name.startswith(ROOMS)}
    assert about <= _tables() | {"people_delegation"}, f"add the table to an entry: {about - _tables()}"


def test_every_entry_says_what_why_how_long_and_who_sees_it() -> None:
    for entry in register().entries:
        assert all((entry.what, entry.holds, entry.why, entry.kept, entry.seen_by)), entry.key
        assert entry.columns or entry.tables, entry.key
