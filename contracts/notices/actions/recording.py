"""How acts on notices are recorded and told, and how a notice is found for one: its contract held, within reach."""

from datetime import date, datetime

from sqlalchemy.orm.attributes import flag_modified

from contracts.agreements.actions.recording import held_contract
from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.states import State
from contracts.notices.models.notices import MOST_WORDS, SUBJECT, Notice
from contracts.notices.queries.facts import facts_of
from contracts.notices.queries.notices import get_notice
from contracts.notices.rules.kinds import Side, check_no_interest
from contracts.notices.rules.standing import check_is_open, stage_of, tasks_of
from core import audit
from core.db import db
from core.errors import NotAllowed
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission

READERS = {
    Side.COMMISSIONER: Permission.ISSUE_NOTICES,
    Side.PROVIDER: Permission.ANSWER_NOTICES,
}


def side_of(contract: Contract, by: Actor) -> Side:
    """For which party somebody acts. Refused for one of neither: groups and auditors read only."""
    if by.organisation_id == contract.commissioner_id:
        return Side.COMMISSIONER
    if by.organisation_id == contract.provider_id:
        return Side.PROVIDER
    raise NotAllowed(f"{by.organisation_name} is no party to this contract: its parties act on its notices.")


def held_for(contract_id: int, *, by: Actor, permission: Permission) -> Contract:
    """The contract, held until the act is over, for one who acts for the party that has this permission."""
    contract = held_contract(contract_id, by=by, permission=permission)
    has_interest = contract.provider_id in by.interests
    check_no_interest(side=side_of(contract, by), provider=contract.provider.name, has_interest=has_interest)
    return contract


def held_notice(notice_id: int, *, by: Actor, permission: Permission) -> Notice:
    """The notice, its contract held until the act is over, for one who acts for a party of it."""
    held_for(get_notice(notice_id).contract_id, by=by, permission=permission)
    return get_notice(notice_id, for_change=True)


def held_open(notice_id: int, *, by: Actor, permission: Permission) -> Notice:
    """The same, refused where the notice is over."""
    notice = held_notice(notice_id, by=by, permission=permission)
    check_is_open(notice.stage, name=notice.named)
    return notice


def is_in_force(contract: Contract, *, on: date) -> bool:
    """Whether a contract is in force on a day."""
    return contract.state_on(on) is State.IN_FORCE


def settle(notice: Notice) -> None:
    """Write where the notice stands after what was recorded, and what is to be done next."""
    db.session.flush()
    facts = facts_of(notice)
    tasks = tasks_of(facts)
    notice.stage = stage_of(facts)
    notice.waits_for = tasks[0].side if tasks else None
    notice.next_due_on = tasks[0].due_on if tasks else None
    notice.next_what = tasks[0].what[:MOST_WORDS] if tasks else ""
    touch(notice)


def touch(notice: Notice) -> None:
    """Count what was recorded about a notice as a change of it: whoever worked on an older page is told."""
    flag_modified(notice, "stage")
    db.session.flush()


def record_on(notice: Notice, act: str, *, by: Actor, new: audit.Values | None = None) -> None:
    """Note an act on a notice."""
    audit.record(
        db.session(),
        by=by,
        act=f"notices.{act}",
        subject=SUBJECT,
        subject_id=notice.id,
        new=new,
        commissioner_id=notice.contract.commissioner_id,
    )


def tell_other(  # one message
    notice: Notice, what: str, *, side: Side, subject: str, words: str, at: datetime, on: date, href: str,
) -> None:  # fmt: skip
    """Tell the people of the other party who act on notices. `what`: what is told, once for each."""
    other = Side.PROVIDER if side is Side.COMMISSIONER else Side.COMMISSIONER
    tell(notice, what, side=other, subject=subject, words=words, at=at, on=on, href=href)


def tell(  # one message
    notice: Notice, what: str, *, side: Side, subject: str, words: str, at: datetime, on: date, href: str,
    permission: Permission | None = None,
) -> int:  # fmt: skip
    """Tell the people of a party who act on notices (or have another permission); how many messages were written."""
    contract = notice.contract
    party = contract.provider_id if side is Side.PROVIDER else contract.commissioner_id
    return notify(
        key=f"notices.{what}/{notice.id}",
        person_ids=people_at([party], on=on, permission=permission or READERS[side]),
        subject=f"{contract.reference}, notice {notice.number}: {subject}",
        words=words,
        href=href,
        at=at,
    )
