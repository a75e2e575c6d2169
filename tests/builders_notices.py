"""Builders of notices: a contract in force with settings, a notice, a plan that both parties agreed, money withheld."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from contracts.agreements.actions.drafting import change_settings
from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.rules.content import as_table
from contracts.agreements.rules.particulars import SETTINGS as SETTING_KINDS
from contracts.agreements.rules.particulars import Setting
from contracts.notices.actions.answering import answer_notice, record_meeting
from contracts.notices.actions.issuing import Written, issue_notice
from contracts.notices.actions.milestones import judge_milestone, report_exception, report_milestone
from contracts.notices.actions.outcomes import answer_plan, propose_plan
from contracts.notices.actions.withholding import Wanted, decide_entry, propose_entry
from contracts.notices.models.notices import Notice
from contracts.notices.queries.notices import list_outcomes
from contracts.notices.rules.kinds import Kind
from contracts.notices.rules.ledger import Decision, EntryKind
from contracts.notices.rules.outcomes import Outcome, Planned
from core.db import transaction
from core.permissions import Actor
from tests.builders_contracts import Contracting, a_contract, issued, signed_by, with_schedule
from tests.builders_variations import a_draft, proposed, signed, worded

SOURCE = "Agreed in the example"
SETTINGS = {
    "deviation_days": "5",
    "query_days": "10",
    "performance_days": "10",
    "meeting_days": "15",
    "remedy_days": "20",
    "exception_days": "5",
    "notice_reminder_days": "3",
    "withholding_percent": "10",
    "milestone_percent": "2",
    "withholding_year_percent": "5",
}
ISSUED_ON = date(2008, 6, 2)
HREF = "/contracts/1/notices/1"


def at(day: date, hour: int = 10) -> datetime:
    """That hour of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def a_contract_in_force(people: Contracting, settings: dict[str, str] | None = None, **changes: Any) -> int:
    """A contract of £100,000 for 2008/09 with settings of notices, signed by its parties; its id."""
    contract_id = a_contract(people, **changes)
    wanted = SETTINGS if settings is None else settings
    if wanted:
        values = [Setting(name=name, value=value, source=SOURCE) for name, value in wanted.items()]
        with transaction():
            change_settings(contract_id=contract_id, settings=values, by=people.commissioner)
    with_schedule(contract_id, people)
    issued(contract_id, people)
    signed_by(contract_id, people.commissioner, people.provider)
    return contract_id


def written(**changes: Any) -> Written:
    """A performance notice about first visits."""
    plain: dict[str, Any] = {
        "kind": Kind.PERFORMANCE,
        "title": "First visits are late",
        "clause": "Schedule of quality, first standard",
        "about": "Three in ten urgent first visits came after two working days.",
        "asked": "Say why, and by when the standard is met.",
    }
    return Written(**{**plain, **changes})


def a_notice(contract_id: int, people: Contracting, on: date = ISSUED_ON, **changes: Any) -> Notice:
    """A notice issued on a day."""
    with transaction():
        return issue_notice(
            contract_id=contract_id,
            wanted=written(**changes),
            by=people.commissioner,
            at=at(on),
            on=on,
            href_of=f"/contracts/{contract_id}/notices/{{}}".format,
        )


def answered(notice: Notice, by: Actor, on: date, words: str = "Two posts were vacant.") -> None:
    """The notice answered."""
    with transaction():
        answer_notice(notice_id=notice.id, words=words, by=by, at=at(on), on=on, href=HREF)


def met(notice: Notice, by: Actor, on: date) -> None:
    """The meeting about the notice recorded."""
    with transaction():
        record_meeting(
            notice_id=notice.id,
            held_on=on,
            attended="Commissioning manager, matron",
            words="A plan is needed.",
            by=by,
            at=at(on, 12),
            on=on,
            href=HREF,
        )


TWO = (
    Planned(what="A rota for urgent visits", owner="Lead matron", due_on=date(2008, 7, 1)),
    Planned(what="Both posts filled", owner="Head of community nursing", due_on=date(2008, 9, 1)),
)


def planned(notice: Notice, by: Actor, on: date, milestones: Sequence[Planned] = TWO) -> int:
    """A remedial action plan proposed; its number among the outcomes."""
    with transaction():
        return propose_plan(
            notice_id=notice.id,
            outcome=Outcome.REMEDIAL_PLAN,
            words="Every urgent first visit within two working days.",
            milestones=milestones,
            by=by,
            at=at(on, 14),
            on=on,
            href=HREF,
        ).number


def plan_answered(notice: Notice, number: int, by: Actor, on: date, *, agrees: bool = True, words: str = "") -> None:
    """The plan agreed to or declined."""
    with transaction():
        answer_plan(
            notice_id=notice.id, number=number, agrees=agrees, words=words, by=by, at=at(on, 15), on=on, href=HREF
        )


def a_planned_notice(contract_id: int, people: Contracting) -> Notice:
    """A notice with two milestones, due on 1 July and 1 September 2008, that both parties agreed."""
    notice = a_notice(contract_id, people)
    number = planned(notice, people.provider, date(2008, 6, 10))
    plan_answered(notice, number, people.commissioner, date(2008, 6, 11))
    return notice


def milestone_ids(notice: Notice) -> list[int]:
    """The ids of the milestones of the newest plan."""
    return [each.id for each in list_outcomes(notice.id)[-1].milestones]


def reported(notice: Notice, milestone_id: int, by: Actor, on: date) -> None:
    """A milestone reported done."""
    with transaction():
        report_milestone(
            notice_id=notice.id, milestone_id=milestone_id, words="Done.", by=by, at=at(on), on=on, href=HREF
        )


def judged(  # what the commissioner says to it
    notice: Notice, milestone_id: int, by: Actor, on: date, *, accepts: bool = True, words: str = ""
) -> None:
    """A milestone accepted, or not."""
    with transaction():
        judge_milestone(
            notice_id=notice.id,
            milestone_id=milestone_id,
            accepts=accepts,
            words=words,
            by=by,
            at=at(on, 16),
            on=on,
            href=HREF,
        )


def excepted(notice: Notice, milestone_id: int, by: Actor, on: date, due_on: date | None = None) -> int:
    """An exception report issued; its stage."""
    with transaction():
        return report_exception(
            notice_id=notice.id,
            milestone_id=milestone_id,
            words="The rota is not there.",
            due_on=due_on,
            by=by,
            at=at(on, 17),
            on=on,
            href=HREF,
        ).stage


def entered(  # one entry of the ledger
    notice: Notice, by: Actor, on: date, pence: int, *, kind: EntryKind = EntryKind.WITHHELD, month: str = "2008-07",
    milestone_id: int | None = None, of: int | None = None,
) -> int:  # fmt: skip
    """An entry proposed; its number."""
    wanted = Wanted(
        kind=kind,
        pence=pence,
        reason="The milestone was missed.",
        month=month if kind is EntryKind.WITHHELD else "",
        milestone_id=milestone_id,
        of=of,
    )
    with transaction():
        return propose_entry(notice_id=notice.id, wanted=wanted, by=by, at=at(on, 18), on=on, href=HREF).number


def decided(  # what the second person says
    notice: Notice, number: int, by: Actor, on: date, *, decision: Decision = Decision.APPROVED, words: str = ""
) -> None:
    """An entry approved or declined."""
    with transaction():
        decide_entry(
            notice_id=notice.id, number=number, decision=decision, words=words, by=by, at=at(on, 19), on=on, href=HREF
        )


def withheld(notice: Notice, people: Contracting, on: date, pence: int, **changes: Any) -> int:
    """Money withheld: proposed by the commissioner, approved by a second person."""
    number = entered(notice, people.commissioner, on, pence, **changes)
    decided(notice, number, people.colleague, on)
    return number


def settings_varied(  # the settings as they hold then
    contract_id: int, people: Contracting, effective_from: date, settings: dict[str, str],
    effective_to: date | None = None,
) -> int:  # fmt: skip
    """A signed variation by which these settings and no others hold from a day on; its id."""
    variation_id = a_draft(
        get_contract(contract_id),
        people.commissioner,
        title="Settings",
        effective_from=effective_from,
        effective_to=effective_to,
    )
    rows = [
        (SETTING_KINDS[name].label, f"{value} {SETTING_KINDS[name].unit}", "Leads’ meeting of August")
        for name, value in settings.items()
    ]
    worded(variation_id, people.commissioner, as_table("Settings", ("What", "Value", "Source"), rows), "settings")
    proposed(variation_id, people.commissioner)
    signed(variation_id, people.commissioner, people.provider)
    return variation_id
