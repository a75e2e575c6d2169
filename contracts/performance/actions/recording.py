"""How acts on KPIs are recorded, and how a KPI is found for one: held, and within reach."""

from contracts.performance.models.kpis import SUBJECT, Kpi
from contracts.performance.queries.kpis import find_seen, get_kpi
from core import audit
from core.db import db
from core.errors import NotAllowed
from core.permissions import Actor, Permission, check_may


def held_kpi(kpi_id: int, *, by: Actor, permission: Permission) -> Kpi:
    """The KPI, held until the act is over, if the person may do this to it and it concerns them."""
    kpi = get_kpi(kpi_id, for_change=True)
    check_may(by, permission, commissioner_id=kpi.commissioner_id)
    if find_seen(kpi_id, by=by) is None:
        raise NotAllowed(f"This KPI does not concern {by.organisation_name}.")
    return kpi


def record_on(
    kpi: Kpi, act: str, *, by: Actor, new: audit.Values | None = None, old: audit.Values | None = None
) -> None:
    """Note an act on a KPI."""
    record_of((SUBJECT, kpi.id), act, by=by, commissioner_id=kpi.commissioner_id, new=new, old=old)


def record_of(
    subject: tuple[str, int],
    act: str,
    *,
    by: Actor,
    commissioner_id: int,
    new: audit.Values | None = None,
    old: audit.Values | None = None,
) -> None:
    """Note an act on a record of this room: its kind and id."""
    audit.record(
        db.session(),
        by=by,
        act=f"performance.{act}",
        subject=subject[0],
        subject_id=subject[1],
        old=old,
        new=new,
        commissioner_id=commissioner_id,
    )
