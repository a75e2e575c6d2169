"""Reading the log of access: requests that were refused. Files taken away stand in `core.audit_trail.queries`."""

from collections.abc import Iterator
from contextlib import closing

from sqlalchemy import Select, select

from core.attempts import Attempt
from core.audit_trail.models import RefusedRequest
from core.db import db
from core.permissions import Actor, Permission, check_may

_AT_ONCE = 1000


def select_refused(
    *, by: Actor, person: str = "", address: str = "", attempt: Attempt | None = None
) -> Select[RefusedRequest]:
    """Refused requests that the reader of the trail may know of, last first: an administrator all of them."""
    check_may(by, Permission.SEE_AUDIT_TRAIL)
    rows = select(RefusedRequest).order_by(RefusedRequest.id.desc())
    if not by.may(Permission.ADMINISTER_PEOPLE):
        rows = rows.where(RefusedRequest.commissioner_id.in_(by.commissioner_ids))
    if person.strip():
        rows = rows.where(RefusedRequest.name.icontains(person.strip(), autoescape=True))
    if address.strip():
        rows = rows.where(RefusedRequest.address.icontains(address.strip(), autoescape=True))
    return rows if attempt is None else rows.where(RefusedRequest.attempt == attempt)


def stream_refused(rows: Select[RefusedRequest]) -> Iterator[RefusedRequest]:
    """Refused requests one by one, however many there are."""
    with closing(db.session.scalars(rows.execution_options(yield_per=_AT_ONCE))) as refused:
        yield from refused
