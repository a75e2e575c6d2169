"""How acts on contracts are recorded, and how a contract is found for one: held, the reader’s to see, within reach."""

from sqlalchemy.orm.attributes import flag_modified

from contracts.agreements.models.contracts import SUBJECT, Contract
from contracts.agreements.models.schedules import Schedule
from contracts.agreements.queries.contracts import find_seen, get_contract, get_schedule
from contracts.agreements.rules.schedules import SCHEDULE_NAMES, ScheduleKind
from contracts.agreements.rules.states import check_is_draft
from core import audit
from core.db import db
from core.errors import NotAllowed, Refusal
from core.permissions import Actor, Permission, check_may


def held_contract(contract_id: int, *, by: Actor, permission: Permission) -> Contract:
    """The contract, held until the act is over, if the person may do this to it and it concerns them."""
    contract = get_contract(contract_id, for_change=True)
    check_may(by, permission, commissioner_id=contract.commissioner_id)
    if find_seen(contract_id, by=by) is None:
        raise NotAllowed(f"{by.organisation_name} is no party to this contract, and it does not cover it.")
    return contract


def held_draft(contract_id: int, *, by: Actor) -> Contract:
    """The draft, held until the act is over, for one who drafts contracts of its commissioner."""
    contract = held_contract(contract_id, by=by, permission=Permission.DRAFT_CONTRACTS)
    check_is_draft(contract.stage, reference=contract.reference)
    return contract


def held_schedule(contract: Contract, schedule_id: int, kind: ScheduleKind) -> Schedule:
    """A schedule of a contract that the act holds, refused where it is of another kind."""
    schedule = get_schedule(contract.id, schedule_id)
    if schedule.kind is not kind:
        raise Refusal(f"“{schedule.title}” is no schedule of the kind “{SCHEDULE_NAMES[kind]}”.")
    return schedule


def touch(contract: Contract) -> None:
    """Count what hangs on a draft (settings, lines) as a change of it: whoever saves second is told."""
    flag_modified(contract, "title")


def record_on(
    contract: Contract, act: str, *, by: Actor, new: audit.Values | None = None, old: audit.Values | None = None
) -> None:
    """Note an act on a contract."""
    audit.record(
        db.session(),
        by=by,
        act=f"contracts.{act}",
        subject=SUBJECT,
        subject_id=contract.id,
        old=old,
        new=new,
        commissioner_id=contract.commissioner_id,
    )
