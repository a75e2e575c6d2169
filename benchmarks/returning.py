"""What benchmarks of large returns share: a trust with 60 services and 150 practices, a file, the bare load."""

from collections.abc import Callable
from datetime import date
from itertools import islice, product
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import text

from commissioning.activity.actions.expecting import expect_return
from commissioning.activity.actions.submitting import submit_return
from commissioning.activity.imports.files import read_return
from commissioning.activity.models.submissions import Row
from commissioning.activity.rules.due import Expected
from commissioning.activity.rules.months import Frequency, month_after
from commissioning.organisations.actions.sheets import record_organisations
from commissioning.organisations.rules.values import MembershipLine
from core.db import Model, db, transaction
from core.permissions import Role
from core.spreadsheets.tables import Upload
from tests.builders import FIRST_DAY, a_person
from tests.builders_activity import MAY_AT
from tests.builders_commissioning import GROUPS, LOCALITIES, PROVIDERS, a_trust, some_services

if TYPE_CHECKING:
    from psycopg import Cursor

ROWS: Final = 1_000_000
PROVIDER_EMAIL: Final = "provider@whp.example"
MONTH: Final = "2008-04"
SERVICES: Final = tuple(f"SV{100 + number}" for number in range(60))
PRACTICES: Final = tuple(f"X8{1000 + number}" for number in range(150))
TEAMS: Final = tuple(f"T{number:02d}" for number in range(28))
CURRENCIES: Final = ("did_not_attend", "discharge", "face_to_face_contact", "telephone_contact")
_COLUMNS: Final = tuple(column.name for column in Model.metadata.tables[Row.__tablename__].columns)
_NAMES: Final = ", ".join(_COLUMNS)
_STORED: Final = f"SELECT {_NAMES} FROM activity_row WHERE month = :month ORDER BY row"  # noqa: S608 our own columns


class Returning:
    """A trust, a provider of it, and a return of all services from a month on."""

    def __init__(self, first_month: str = MONTH) -> None:
        """Set it up in the database at hand."""
        trust = a_trust()
        some_services(trust, *SERVICES)
        lines = [MembershipLine(practice=code, name=f"Practice {code}", group="DAC") for code in PRACTICES]
        with transaction():
            record_organisations(
                commissioner_id=trust.id,
                localities=LOCALITIES,
                groups=GROUPS,
                practices=lines,
                providers=PROVIDERS,
                on=FIRST_DAY,
                by=trust.commissioner,
            )
        own = trust.ids["OWN"]
        self.commissioner = trust.commissioner
        self.provider = a_person(
            Role.PROVIDER_MANAGER, own, by=trust.administrator, name="Provider manager", email=PROVIDER_EMAIL
        )
        with transaction():
            made = expect_return(
                provider_id=own,
                expected=Expected(
                    name="Contacts", frequency=Frequency.MONTHLY, first_month=first_month, last_month=None
                ),
                services=SERVICES,
                source="Measured",
                by=trust.commissioner,
                at=MAY_AT,
            )
            self.expectation_id = made.id

    def submit(self, content: bytes, month: str) -> None:
        """Read, check and store a file as the page and the command do; refused where a row is not taken."""
        with transaction():
            made = submit_return(
                expectation_id=self.expectation_id,
                month=month,
                read=read_return(Upload("return.csv", content)),
                by=self.provider,
                at=MAY_AT,
                on=date.fromisoformat(f"{month_after(month)}-08"),
            )
            if (made.row_count, made.owed) != (ROWS, 0):
                raise AssertionError(f"{made.row_count} rows were taken, {made.owed} owed")


def a_large_return() -> bytes:
    """A CSV file of 1,000,000 rows for April 2008, each key once."""
    keys = islice(product(SERVICES, TEAMS, PRACTICES, CURRENCIES), ROWS)
    rows = (
        f"{service},{team},{practice},{MONTH},{currency},{number % 97}"
        for number, (service, team, practice, currency) in enumerate(keys)
    )
    return ("service,team,practice,month,currency,quantity\n" + "\n".join(rows) + "\n").encode()


def own_load(month: str) -> Callable[[], None]:
    """The database's own load of the rows stored for a month, ready values into an empty table of that key."""
    held = db.session.execute(text(_STORED), {"month": month}).all()
    rows = [tuple(row) for row in held]
    db.session.execute(text("DROP TABLE IF EXISTS bare_row"))
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("CREATE TABLE bare_row (LIKE activity_row INCLUDING ALL)"))
        lines = "".join("\t".join(_as_text(value) for value in row) + "\n" for row in rows).encode()
        db.session.commit()
        return lambda: _copy(lines)
    db.session.execute(text(f"CREATE TABLE bare_row ({_NAMES}, PRIMARY KEY (submission_id, row)) WITHOUT ROWID"))
    db.session.commit()
    return lambda: _insert(rows)


def _as_text(value: Any) -> str:
    return r"\N" if value is None else str(value)


def _copy(lines: bytes) -> None:
    with db.engine.connect() as connection:
        cursor = cast("Cursor[Any]", connection.connection.cursor())
        with cursor.copy("COPY bare_row FROM STDIN") as copy:
            copy.write(lines)
        connection.commit()


def _insert(rows: list[tuple[Any, ...]]) -> None:
    with db.engine.connect() as connection:
        connection.exec_driver_sql(f"INSERT INTO bare_row VALUES ({', '.join('?' * len(_COLUMNS))})", rows)  # noqa: S608
        connection.commit()
