"""Checking a restored database as this version needs it: tables, audit trail, attached files. In its own context."""

from collections.abc import Collection

from core.attachments import queries as attachments
from core.attachments.rules import DamagedFile
from core.audit_trail import queries as trail
from core.db import Base, db
from core.operations import queries
from core.operations.exports import newest_revision
from core.operations.imports import Filled
from core.operations.scratch import Scratch


def problems_in_restored(scratch: Scratch, filled: Filled, *, head: str = "") -> list[str]:
    """What is wrong with a filled database at the newest revision, in sentences; none where all of it holds.

    `head`: a hash of the audit trail kept elsewhere, which must be in the chain.
    """
    problems = _problems_in_tables()
    heads = [told for told in (filled.manifest.audit_head, head) if told]
    faults = [fault for told in heads if (fault := trail.first_fault(told))]
    problems += [f"the audit trail is broken: {fault}" for fault in dict.fromkeys(faults)]
    with db.engine.connect() as connection:
        rows, _ = queries.audit_head(connection)
    if rows != filled.manifest.audit_rows:
        problems.append(f"the audit trail has {rows} rows instead of {filled.manifest.audit_rows}")
    return problems + _problems_in_files(scratch, filled.manifest.missing, filled.manifest.attachments)


def _problems_in_tables() -> list[str]:
    """Whether the tables and their columns are those of this version; the rest the migrations are tested for."""
    with db.engine.connect() as connection:
        revision, found = queries.revision_of(connection), queries.tables_of(connection)
    told = {name: {column.name for column in table.columns} for name, table in Base.metadata.tables.items()}
    same = {name: {column.name for column in table.columns} for name, table in found.items()} == told
    return [] if same and revision == newest_revision() else ["the tables are not as this version needs them"]


def _problems_in_files(scratch: Scratch, missing: Collection[str], told: int) -> list[str]:
    problems = []
    rows = attachments.list_all_attachments()
    for attachment in rows:
        if attachment.stored_name not in missing:
            try:
                attachments.content_of(attachment)
            except DamagedFile as damaged:
                problems.append(f"attachment {attachment.id} {damaged.fault}")
    held = {path.name for path in scratch.attachments.iterdir()}
    known = {attachment.stored_name for attachment in rows}
    if held - known:
        problems.append(f"{len(held - known)} attached files belong to no record")
    if len(held) != told:
        problems.append(f"{len(held)} attached files instead of {told}")
    return problems
