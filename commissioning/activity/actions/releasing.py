"""False alarms: a number that passes the NHS number check and is no patient's passes, cell by cell, by two people."""

from datetime import datetime

from commissioning.activity.actions.recording import check_own, record_on
from commissioning.activity.models.freezing import Release
from commissioning.activity.queries import releases as queries
from commissioning.activity.rules.asking import check_second_person, check_words
from core.audit import Values
from core.db import db
from core.errors import Refusal
from core.four_eyes import counts_as
from core.parties.queries import get_party
from core.permissions import Actor, Permission, check_may


def propose_release(
    *, provider_id: int, file_hash: str, row: int, column: str, reason: str, by: Actor, at: datetime
) -> Release:
    """Say that the number in one cell of a file is no patient's. It passes once a second person says so too."""
    provider = get_party(provider_id)
    check_may(by, Permission.SUBMIT_ACTIVITY, commissioner_id=provider.commissioner_id)
    check_own(by, provider_id)
    kept = check_words(reason, "what the number is, without repeating it")
    queries.hold_cells_of(provider_id)
    if queries.find_release(provider_id, file_hash, row, column) is not None:
        raise Refusal("This was said about this cell of this file already.")
    release = Release(
        provider_id=provider_id,
        file_hash=file_hash,
        row=row,
        column=column,
        reason=kept,
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    db.session.add(release)
    db.session.flush()
    _record(by, "propose_release", release, provider.commissioner_id)
    return release


def confirm_release(*, release_id: int, by: Actor, at: datetime) -> Release:
    """Let a cell pass, as the second of two people, of the provider or of its commissioner."""
    release = queries.get_release(release_id, for_change=True)
    provider = get_party(release.provider_id)
    if by.organisation_id == provider.commissioner_id:
        check_may(by, Permission.ACCEPT_ACTIVITY, commissioner_id=provider.commissioner_id)
    else:
        check_may(by, Permission.SUBMIT_ACTIVITY, commissioner_id=provider.commissioner_id)
        check_own(by, provider.id)
    if release.confirmed_by_id is not None:
        raise Refusal("A second person said so already.")
    check_second_person(first_id=release.proposed_by_id, person_id=counts_as(by, release.proposed_by_id))
    release.confirmed_by_id, release.confirmed_at = by.person_id, at
    db.session.flush()
    _record(by, "confirm_release", release, provider.commissioner_id)
    return release


def _record(by: Actor, act: str, release: Release, commissioner_id: int | None) -> None:
    new: Values = {
        "row": release.row,
        "column": release.column,
        "file_hash": release.file_hash,
        "reason": release.reason,
    }
    record_on(
        by,
        act,
        ("party", release.provider_id),
        commissioner_id=commissioner_id or release.provider_id,
        new=new,
    )
