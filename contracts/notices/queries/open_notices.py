"""The open notices and plans of a contract as plain values, for papers and reviews of higher rooms."""

from dataclasses import dataclass
from datetime import date

from contracts.notices.models.notices import Notice
from contracts.notices.queries.facts import facts_of_all
from contracts.notices.queries.ledger import list_entries, standing
from contracts.notices.queries.notices import list_of_contract
from contracts.notices.rules.kinds import Side
from contracts.notices.rules.ledger import balance_of
from contracts.notices.rules.outcomes import OUTCOME_NAMES
from contracts.notices.rules.standing import Facts, Task, tasks_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMilestone:
    """A milestone of a plan that stands: what, by whom, by when, where it stands and its newest exception report."""

    number: int
    what: str
    owner: str
    due_on: date
    falls_due_on: date
    state_name: str
    reports: str
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNotice:
    """An open notice on a day. `held`: pence withheld under it and not decided for good; `plan`: blank without one.

    `waits_for`, `what`, `due_on`: the next thing to be done, by which party; `due_on` None where no day is set.
    """

    id: int
    contract_id: int
    number: int
    kind_name: str
    title: str
    issued_on: date
    state_name: str
    waits_for: Side | None
    what: str
    due_on: date | None
    is_overdue: bool
    plan: str
    milestones: tuple[OpenMilestone, ...]
    held: int
    about_kind: str
    about_id: int | None


def open_notices(contract_id: int, *, on: date) -> list[OpenNotice]:
    """The open notices of a contract on a day, the most urgent first. Who may see them, the caller has asked."""
    notices = [each for each in list_of_contract(contract_id) if not each.is_over]
    facts = facts_of_all(notices)
    held: dict[int, int] = {}
    entries = list_entries(contract_id, approved_only=True)
    for each in notices:
        of_notice = standing([entry for entry in entries if entry.notice_id == each.id])
        held[each.id] = balance_of(of_notice).held
    found = [_open(each, facts[each.id], held[each.id], on) for each in notices]
    return sorted(found, key=lambda each: (each.due_on or date.max, each.number))


def tasks_of_contracts(notices: list[Notice]) -> dict[int, list[Task]]:
    """What is to be done under notices, by their ids, the soonest due first."""
    return {notice_id: tasks_of(facts) for notice_id, facts in facts_of_all(notices).items()}


def _open(notice: Notice, facts: Facts, held: int, on: date) -> OpenNotice:
    plan = facts.plan
    return OpenNotice(
        id=notice.id,
        contract_id=notice.contract_id,
        number=notice.number,
        kind_name=notice.kind_name,
        title=notice.title,
        issued_on=notice.issued_on,
        state_name=notice.stage_name,
        waits_for=notice.waits_for,
        what=notice.next_what,
        due_on=notice.next_due_on,
        is_overdue=notice.is_overdue(on),
        plan=OUTCOME_NAMES[plan.outcome] if plan else "",
        milestones=tuple(
            OpenMilestone(
                number=each.number,
                what=each.what,
                owner=each.owner,
                due_on=each.due_on,
                falls_due_on=each.falls_due_on,
                state_name=each.state_name(on),
                reports=each.reports_in_words(on),
                is_overdue=each.is_overdue(on),
            )
            for each in (plan.milestones if plan else ())
        ),
        held=held,
        about_kind=notice.about_kind,
        about_id=notice.about_id,
    )
