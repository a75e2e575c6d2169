"""Looking up what is kept about one person, by the register of personal data, and those who left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path

from sqlalchemy import Column, ColumnElement, Select, Table, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from core.audit_trail.models import AuditEvent
from core.clock import in_london
from core.db import Base, db
from core.jobs.models import Job
from core.jobs.rules import UNFINISHED
from core.parties.models import Party
from core.people.models import Grant, Person
from core.privacy.models import Leaver
from core.privacy.rules import Entry, Register, register_from

Record = dict[str, str]
NAMED_IN = ("people.create_person", "people.create_first_administrator")  # events whose values hold name and address
_SECRET = ("hash", "seed", "secret", "stamp", "payload")
_PEOPLE = "people_person"
_ORGANISATIONS = "parties_party"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of a person under one entry of the register: the records of each table, columns as text."""

    entry: Entry
    records: Mapping[str, Sequence[Record]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """All that is kept about a person. `did`: in how many rows a column names their account, where it is any."""

    person: Person
    kept: Sequence[Kept]
    did: Mapping[str, int]


@cache
def register() -> Register:
    """The register of personal data, as it is shipped."""
    return register_from(Path(__file__).with_name("register.toml").read_text(encoding="utf-8"))


def own_data(person: Person) -> OwnData:
    """All that is kept about a person, in a fixed number of queries however much it is."""
    organisations = {row.id: row.name for row in db.session.execute(select(Party.id, Party.name))}
    kept = [
        Kept(entry=entry, records={name: _records(name, person.id, organisations) for name in entry.tables})
        for entry in register().entries
    ]
    return OwnData(person=person, kept=kept, did=_counts(person.id))


def columns_naming_people() -> list[Column[object]]:
    """Every column that refers to an account, by table and name."""
    return [
        column
        for table in sorted(Base.metadata.tables.values(), key=lambda each: each.name)
        for column in table.columns
        if any(key.column.table.name == _PEOPLE for key in column.foreign_keys)
    ]


def find_leaver(person_id: int) -> Leaver | None:
    """The proposal to anonymise a person that waits for its decision."""
    return db.session.scalar(select(Leaver).where(Leaver.person_id == person_id, Leaver.verdict.is_(None)))


def get_leaver(leaver_id: int, *, for_change: bool = False) -> Leaver:
    """The proposal of that number; `for_change` holds it until the act is over."""
    found = select(Leaver).where(Leaver.id == leaver_id)
    return db.session.execute(found.with_for_update() if for_change else found).scalar_one()


def select_leavers() -> Select[Leaver]:
    """Proposals to anonymise somebody, those that wait first, then the newest."""
    rows = select(Leaver).options(
        joinedload(Leaver.person), joinedload(Leaver.proposed_by), joinedload(Leaver.decided_by)
    )
    return rows.order_by(Leaver.verdict.is_not(None), Leaver.id.desc())


def still_held(person_id: int, *, on: date) -> list[str]:
    """What a person still holds on a day or later, each as it stands in a sentence."""
    grants = select(func.count()).select_from(Grant).where(Grant.person_id == person_id)
    held = db.session.scalar(grants.where(or_(Grant.ends_on.is_(None), Grant.ends_on > on))) or 0
    jobs = select(func.count()).select_from(Job).where(Job.by_id == person_id, Job.state.in_(UNFINISHED))
    waiting = db.session.scalar(jobs) or 0
    told = [(held, "grant"), (waiting, "piece of unfinished work")]
    words = {"grant": "grants", "piece of unfinished work": "pieces of unfinished work"}
    return [f"{count} {what if count == 1 else words[what]}" for count, what in told if count]


def deactivated_on(person_id: int) -> date | None:
    """The day (London) on which a person was deactivated last, by the audit trail; None where it does not say."""
    rows = select(func.max(AuditEvent.at)).where(AuditEvent.act == "people.deactivate_person")
    at = db.session.scalar(rows.where(AuditEvent.subject == "person", AuditEvent.subject_id == person_id))
    return None if at is None else in_london(at).date()


def list_naming_events(person_id: int) -> list[AuditEvent]:
    """Events about a person whose values hold their name and address, and were not redacted."""
    rows = select(AuditEvent).where(AuditEvent.subject == "person", AuditEvent.subject_id == person_id)
    rows = rows.where(AuditEvent.act.in_(NAMED_IN), AuditEvent.payload.is_not(None))
    return list(db.session.scalars(rows.order_by(AuditEvent.id)))


def _records(name: str, person_id: int, organisations: Mapping[int, str]) -> list[Record]:
    table = Base.metadata.tables[name]
    shown = [column for column in table.columns if not any(part in column.name.split("_") for part in _SECRET)]
    rows = select(*shown).where(_of(table, person_id)).order_by(*table.primary_key.columns)
    return [_record(shown, row, organisations) for row in db.session.execute(rows)]


def _of(table: Table, person_id: int) -> ColumnElement[bool]:
    if "person_id" in table.columns:
        return table.c.person_id == person_id
    if "by_id" in table.columns:
        return table.c.by_id == person_id
    return table.c.grant_id.in_(select(Grant.id).where(Grant.person_id == person_id))


def _record(columns: Sequence[Column[object]], row: Iterable[object], organisations: Mapping[int, str]) -> Record:
    found: Record = {}
    for column, value in zip(columns, row, strict=True):
        if value is None or value == "":
            continue
        refers = {key.column.table.name for key in column.foreign_keys}
        if _ORGANISATIONS in refers and isinstance(value, int):
            found[column.name.removesuffix("_id")] = organisations[value]
        elif _PEOPLE not in refers or column.name != "person_id":
            found[column.name] = _as_text(value)
    return found


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return in_london(value).isoformat(timespec="minutes")
    return str(value.value if isinstance(value, Enum) else value)


def _counts(person_id: int) -> dict[str, int]:
    selects = [
        select(literal(f"{column.table.name}.{column.name}").label("place"), func.count().label("times")).where(
            column == person_id
        )
        for column in columns_naming_people()
    ]
    return {row.place: row.times for row in db.session.execute(union_all(*selects)) if row.times}
