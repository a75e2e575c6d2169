"""What all acts on payments do: hold the commissioner, ask who may, note the event."""

from core import audit
from core.db import db
from core.permissions import Actor, Permission, check_may
from les.payments.models.runs import SUBJECT, Run
from les.payments.queries.runs import get_run, hold_commissioner


def held_run(run_id: int, by: Actor) -> Run:
    """The run, its commissioner held until the act is over. Refuses who may not pay for it."""
    run = get_run(run_id)
    check_may(by, Permission.PAY_CLAIMS, commissioner_id=run.commissioner_id)
    hold_commissioner(run.commissioner_id)
    return get_run(run_id)


def record(run: Run, act: str, by: Actor, **new: str | int) -> None:
    """Note an act on a run."""
    note(run.commissioner_id, act, by, subject=SUBJECT, subject_id=run.id, new={"run": run.number, **new})


def note(commissioner_id: int, act: str, by: Actor, *, subject: str, subject_id: int, new: audit.Values) -> None:
    """Note an act on a record of a commissioner."""
    audit.record(
        db.session(),
        by=by,
        act=f"payments.{act}",
        subject=subject,
        subject_id=subject_id,
        new=new,
        commissioner_id=commissioner_id,
    )
