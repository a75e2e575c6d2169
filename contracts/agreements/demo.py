"""The contracts of the demo year: community services with the trust’s own arm in force, an acute contract in draft.

All words and figures are illustrative.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from commissioning.organisations.queries.lines import parties_by_code
from contracts.agreements.actions.drafting import change_settings, start_contract
from contracts.agreements.actions.issuing import issue_contract, sign_contract
from contracts.agreements.actions.money import write_line
from contracts.agreements.actions.schedules import add_schedule, ask_return, name_specification
from contracts.agreements.actions.talking import comment_on_schedule
from contracts.agreements.actions.tracing import set_following_time
from contracts.agreements.demo_figures import PLAN, agree_payment, plan_activity
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.money import budgets_at_hand
from contracts.agreements.rules.content import canonical
from contracts.agreements.rules.forms import ContractType, LegalForm
from contracts.agreements.rules.money import BudgetLine
from contracts.agreements.rules.particulars import Particulars, Setting
from contracts.agreements.rules.schedules import Frequency, ReturnAsked, ScheduleKind
from contracts.specifications.queries.agreed import list_agreed_versions
from core.canonical import hash_of
from core.parties.rules import PartyKind
from core.permissions import Actor

YEAR = "2008/09"
FIRST_DAY, LAST_DAY = date(2008, 3, 17), date(2009, 3, 31)
BOUGHT = ("COMM-NUR", "COMM-MAT")
LEADS_MEETING = "Leads’ meeting of March 2008"
LOCAL = "Illustrative; to be agreed locally"
SETTINGS = (
    Setting(name="review_months", value="3", source=LEADS_MEETING),
    Setting(name="report_working_day", value="10", source=LOCAL),
    Setting(name="payment_days", value="30", source=LOCAL),
    Setting(name="query_days", value="10", source=LOCAL),
    Setting(name="variation_days", value="20", source=LOCAL),
    Setting(name="dispute_days", value="10", source=LOCAL),
)
ACTIVITY = ReturnAsked(
    name="Contacts by service, practice and month", every=Frequency.MONTHLY, working_day=10, source=LOCAL
)
STAFFING = ReturnAsked(
    name="Posts filled, sickness and maternity leave", every=Frequency.QUARTERLY, working_day=15, source=LEADS_MEETING
)
PRICES = """The year’s value is paid as a block in twelve equal parts, on the 15th of each month from April 2008. \
Where the terms below say otherwise for a service, they go first.
Nothing is paid for the days before 1 April 2008, in which the service is made ready.

Money for posts that are not filled stays with the PbC groups until they are."""
QUALITY = """- A first visit within two working days of an urgent referral.
- Cover for maternity, sickness and leave is planned and reported.
- There are no penalties in the first year; standards are agreed and watched."""
REVIEW = "Contract review meetings with papers, decisions and actions. Each PbC group names who attends for it."
SPECIFICATIONS = (ScheduleKind.SPECIFICATIONS, "Service specifications", "The services are provided as specified in:")
DAYS_TO_FOLLOW = 28
COMMUNITY_SCHEDULES = (
    (ScheduleKind.ACTIVITY_PLAN, "Indicative activity plan", PLAN),
    (ScheduleKind.PRICES, "Prices and payment", PRICES),
    (ScheduleKind.QUALITY, "Quality requirements", QUALITY),
    (
        ScheduleKind.REPORTING,
        "Information and reporting",
        "Aggregate figures only: nothing about a patient is returned.",
    ),
    (ScheduleKind.REVIEW, "Review arrangements", REVIEW),
)


def seed_demo_contracts(
    *, commissioner: Actor, provider: Actor, leads: Mapping[str, Actor], at: datetime, address_of: Callable[[int], str]
) -> None:
    """One contract signed by both parties and four of five groups, and one in draft about which somebody commented."""
    set_following_time(
        commissioner_id=commissioner.organisation_id, days=DAYS_TO_FOLLOW, source=LEADS_MEETING, by=commissioner
    )
    community = _community(commissioner, at)
    issued = at + timedelta(minutes=30)
    seen = hash_of(canonical(content_now(community)))
    issue = issue_contract(
        contract_id=community.id,
        seen_hash=seen,
        by=commissioner,
        at=issued,
        on=issued.date(),
        href=address_of(community.id),
    )
    signers = [commissioner, provider, *(leads[code] for code in sorted(leads) if code != "RED")]
    for turn, by in enumerate(signers, start=1):
        signed = issued + timedelta(hours=turn)
        sign_contract(
            contract_id=community.id,
            seen_hash=issue.content_hash,
            by=by,
            at=signed,
            on=signed.date(),
            href=address_of(community.id),
        )
    _acute(commissioner, leads["WAT"], at + timedelta(hours=8))


def _community(by: Actor, at: datetime) -> Contract:
    trust = by.organisation_id
    budgets = budgets_at_hand(trust, YEAR)
    if budgets is None:
        raise RuntimeError("the budgets of the demo year are put to the groups before contracts are made")
    lines = [budgets.lines[code] for code in BOUGHT if code in budgets.lines]
    value = sum(pence for line in lines for code, pence in line.holds.items() if code)
    contract = start_contract(
        commissioner_id=trust,
        wanted=Particulars(
            reference="WH/2008/01",
            title="Community nursing and community matrons",
            kind=ContractType.COMMUNITY,
            form=LegalForm.INTERNAL,
            provider_id=parties_by_code(trust, PartyKind.PROVIDER)["PROV"].id,
            year=YEAR,
            starts_on=FIRST_DAY,
            ends_on=LAST_DAY,
            notice_months=6,
            extension="By one year, if both agree in writing before the notice-by date.",
            year_value=value,
            whole_value=value,
            group_ids=_groups(trust),
        ),
        by=by,
        at=at,
    )
    change_settings(contract_id=contract.id, settings=SETTINGS, by=by)
    _name_agreed_specifications(contract, by)
    for schedule in _with_schedules(contract, COMMUNITY_SCHEDULES, by):
        if schedule[0] is ScheduleKind.ACTIVITY_PLAN:
            plan_activity(contract, schedule[1], lines, by)
        if schedule[0] is ScheduleKind.PRICES:
            agree_payment(contract, schedule[1], lines, by)
        if schedule[0] is ScheduleKind.REPORTING:
            for asked in (ACTIVITY, STAFFING):
                ask_return(contract_id=contract.id, schedule_id=schedule[1], asked=asked, by=by)
    _commit(contract, lines, by)
    return contract


def _commit(contract: Contract, lines: Sequence[BudgetLine], by: Actor) -> None:
    """All that the groups have in these lines."""
    for line in lines:
        amounts = {code: pence for code, pence in line.holds.items() if code}
        write_line(contract_id=contract.id, line=line.code, amounts=amounts, by=by)


def _name_agreed_specifications(contract: Contract, by: Actor) -> None:
    """The versions that are agreed with the provider, chosen in a schedule of their own."""
    ((_, schedule_id),) = _with_schedules(contract, (SPECIFICATIONS,), by)
    for version in list_agreed_versions(contract.commissioner_id, provider_id=contract.provider_id):
        name_specification(contract_id=contract.id, schedule_id=schedule_id, version_id=version.version_id, by=by)


def _acute(by: Actor, lead: Actor, at: datetime) -> None:
    trust = by.organisation_id
    contract = start_contract(
        commissioner_id=trust,
        wanted=Particulars(
            reference="WH/2008/02",
            title="Acute services, modified for community beds",
            kind=ContractType.MODIFIED_ACUTE,
            form=LegalForm.NHS_CONTRACT,
            provider_id=parties_by_code(trust, PartyKind.PROVIDER)["ACU"].id,
            year=YEAR,
            starts_on=date(2008, 4, 1),
            ends_on=date(2011, 3, 31),
            notice_months=12,
            associates="NBR Neighbouring PCT",
            year_value=4_800_000_00,
            whole_value=14_400_000_00,
            group_ids=_groups(trust),
        ),
        by=by,
        at=at,
    )
    words = "Key performance indicators are built in, since no community contract of the department is there to use."
    ((_, schedule_id),) = _with_schedules(contract, ((ScheduleKind.QUALITY, "Indicators", words),), by)
    comment_on_schedule(
        contract_id=contract.id,
        schedule_id=schedule_id,
        words="Please add infection control for the new beds.",
        by=lead,
        at=at + timedelta(minutes=20),
    )


def _with_schedules(
    contract: Contract, schedules: Sequence[tuple[ScheduleKind, str, str]], by: Actor
) -> list[tuple[ScheduleKind, int]]:
    return [
        (kind, add_schedule(contract_id=contract.id, kind=kind, title=title, text=text, by=by).id)
        for kind, title, text in schedules
    ]


def _groups(commissioner_id: int) -> tuple[int, ...]:
    return tuple(sorted(group.id for group in parties_by_code(commissioner_id, PartyKind.PBC_GROUP).values()))
