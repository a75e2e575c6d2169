"""References of rows that come by the hundred thousand, checked for many rows at once.

A foreign key of PostgreSQL is checked row by row: for a million rows with three of them it takes ten times as long as
loading the rows. Here a trigger for each statement looks every row that is named up once, and holds it as a foreign key
does; SQLite, which has no such triggers, looks it up row by row. What is named cannot be deleted or given another id.

For frozen tables alone: nothing here watches a row that changes. A migration holds the statements as they were when it
was written; a test holds both equal. A migration that builds a named table anew on SQLite takes these triggers away
before, and puts them back (docs/adr/0018).
"""

from collections.abc import Callable, Mapping
from string import Template

from sqlalchemy import Connection, Table, event

from core.db import Base

Names = Mapping[str, str]
"""The table that each column names by its `id`."""

_UNKNOWN_ON_SQLITE = Template("(NEW.$column IS NOT NULL AND NOT EXISTS (SELECT 1 FROM $named WHERE id = NEW.$column))")
_CHECKED_ON_SQLITE = Template("""CREATE TRIGGER ${table}_names_what_is BEFORE INSERT ON $table
WHEN $unknown
BEGIN SELECT RAISE(ABORT, 'what $table names is not there'); END""")
_KEPT_ON_SQLITE = Template("""CREATE TRIGGER ${table}_${column}_$name BEFORE $act ON $named
WHEN EXISTS (SELECT 1 FROM $table WHERE $column = OLD.id)
BEGIN SELECT RAISE(ABORT, '$table names it'); END""")
_ACTS = (("stays", "UPDATE OF id"), ("is_kept", "DELETE"))

_UNKNOWN_ON_POSTGRESQL = Template("""  PERFORM FROM $named
  WHERE id IN (SELECT DISTINCT $column FROM added) FOR KEY SHARE;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found <> (SELECT count(DISTINCT $column) FROM added) THEN
    RAISE foreign_key_violation USING MESSAGE = 'what $table names is not there';
  END IF;
""")
_CHECK_ON_POSTGRESQL = Template("""CREATE FUNCTION ${table}_names() RETURNS trigger LANGUAGE plpgsql AS $$body$$
DECLARE found bigint;
BEGIN
$looked_up  RETURN NULL;
END $$body$$""")
_CHECKED_ON_POSTGRESQL = Template("""CREATE TRIGGER ${table}_names_what_is AFTER INSERT ON $table
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ${table}_names()""")
_KEEP_ON_POSTGRESQL = Template("""CREATE FUNCTION ${table}_${column}_stays()
RETURNS trigger LANGUAGE plpgsql AS $$body$$
BEGIN
  IF EXISTS (SELECT FROM $table WHERE $column = OLD.id) THEN
    RAISE foreign_key_violation USING MESSAGE = '$table names it';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$body$$""")
_KEPT_ON_POSTGRESQL = Template("""CREATE TRIGGER ${table}_${column}_is_kept BEFORE DELETE OR UPDATE OF id ON $named
FOR EACH ROW EXECUTE FUNCTION ${table}_${column}_stays()""")


def sqlite_references(table: str, names: Names) -> tuple[str, ...]:
    """The statements that hold the references of a table on SQLite."""
    unknown = "\n  OR ".join(_UNKNOWN_ON_SQLITE.substitute(column=each, named=named) for each, named in names.items())
    kept = (
        _KEPT_ON_SQLITE.substitute(table=table, column=column, named=named, name=name, act=act)
        for column, named in names.items()
        for name, act in _ACTS
    )
    return (_CHECKED_ON_SQLITE.substitute(table=table, unknown=unknown), *kept)


def postgresql_references(table: str, names: Names) -> tuple[str, ...]:
    """The statements that hold the references of a table on PostgreSQL."""
    looked_up = "".join(
        _UNKNOWN_ON_POSTGRESQL.substitute(table=table, column=column, named=named) for column, named in names.items()
    )
    kept = (
        template.substitute(table=table, column=column, named=named)
        for column, named in names.items()
        for template in (_KEEP_ON_POSTGRESQL, _KEPT_ON_POSTGRESQL)
    )
    return (
        _CHECK_ON_POSTGRESQL.substitute(table=table, looked_up=looked_up),
        _CHECKED_ON_POSTGRESQL.substitute(table=table),
        *kept,
    )


def hold_references(model: type[Base], **names: str) -> None:
    """Hold what rows of a frozen model name, as its table is made: `service_id="catalogue_service"`."""
    table = model.metadata.tables[model.__tablename__]
    for named in names.values():
        table.add_is_dependent_on(model.metadata.tables[named])
    event.listen(table, "after_create", _holding(table.name, names))


def _holding(table: str, names: Names) -> Callable[..., None]:
    def hold(_: Table, connection: Connection, **__: object) -> None:
        on_sqlite = connection.dialect.name == "sqlite"
        for statement in (sqlite_references if on_sqlite else postgresql_references)(table, names):
            connection.exec_driver_sql(statement)

    return hold
