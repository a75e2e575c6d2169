"""What is noted of keeping, restoring and verifying, in the audit trail of the database it happened to."""

from datetime import datetime

from core import audit
from core.clock import in_london
from core.db import db
from core.notifications.actions import notify
from core.operations.rules.manifest import Header, Manifest
from core.people.queries import list_administrator_ids
from core.permissions import Actor, Permission, check_may

SUBJECT, TRAIL = "backup", "audit trail"


def note_backup(*, file_name: str, manifest: Manifest, by: Actor | None) -> None:
    """Note that a backup was made. `by` is None where the installation does so itself, by its timer.

    The record it is about is numbered by the rows the audit trail had in it.
    """
    if by is not None:
        check_may(by, Permission.ADMINISTER_PEOPLE)
    audit.record(
        db.session(),
        by=by,
        act="operations.create_backup",
        subject=SUBJECT,
        subject_id=manifest.audit_rows,
        new={"file": file_name, "rows": manifest.rows, "head": manifest.audit_head},
    )


def note_restore(*, file_name: str, header: Header, manifest: Manifest, by: Actor) -> None:
    """Note, in the database that was restored, that it comes from a backup and of when."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    audit.record(
        db.session(),
        by=by,
        act="operations.restore_backup",
        subject=SUBJECT,
        subject_id=manifest.audit_rows,
        new={"file": file_name, "made_at": header.made_at.isoformat(), "head": manifest.audit_head},
    )


def note_verification(*, rows: int, head: str, fault: str, href: str, at: datetime) -> None:
    """Note what checking the whole audit trail came to; administrators are told at once when it is broken.

    `fault`: what is wrong with the first broken row, blank when all holds. `href`: the page of the audit trail.
    """
    audit.record(
        db.session(),
        by=None,
        act="operations.find_trail_broken" if fault else "operations.verify_trail",
        subject=TRAIL,
        subject_id=rows,
        new={"rows": rows, "head": head, "fault": fault},
    )
    if fault:
        notify(
            key=f"operations.find_trail_broken/{head}/{rows}",
            person_ids=list_administrator_ids(on=in_london(at).date()),
            subject="The audit trail is broken",
            words=f"The nightly check found: {fault}. Keep the database as it is, and compare it with a backup.",
            href=href,
            at=at,
        )
