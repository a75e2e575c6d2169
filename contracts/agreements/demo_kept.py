"""The contract of the demo year that is watched: its KPIs, reviews and notices are all of it, with all that they need.

All words and figures are illustrative.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from commissioning.organisations.queries.lines import parties_by_code
from contracts.agreements.actions.drafting import change_settings, start_contract
from contracts.agreements.actions.issuing import issue_contract, sign_contract
from contracts.agreements.actions.schedules import add_schedule
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.content import content_now
from contracts.agreements.rules.content import canonical
from contracts.agreements.rules.forms import ContractType, LegalForm
from contracts.agreements.rules.particulars import Particulars, Setting
from contracts.agreements.rules.schedules import ScheduleKind
from core.canonical import hash_of
from core.parties.rules import PartyKind
from core.permissions import Actor

REFERENCE = "WH/2007/03"
LEADS_MEETING = "Leads’ meeting of June 2007"
LOCAL = "Illustrative; to be agreed locally"
REVIEWS = {"review_months": "3", "papers_days": "10", "quorum_groups": "2"}
NOTICES = {
    "query_days": "10",
    "deviation_days": "10",
    "performance_days": "10",
    "meeting_days": "15",
    "remedy_days": "20",
    "exception_days": "10",
    "notice_reminder_days": "3",
    "withholding_percent": "10",
    "milestone_percent": "2",
    "withholding_year_percent": "5",
}
SCHEDULES = (
    (
        ScheduleKind.QUALITY,
        "Quality requirements",
        """- Urgent referrals are seen within four hours.
- At most six in a hundred appointments in podiatry are not attended.
- Letters reach the practice within five working days of the visit.
- Of a month’s payment up to two per cent can be withheld for a missed milestone, as the settings say.""",
    ),
    (
        ScheduleKind.REVIEW,
        "Review arrangements",
        "Quarterly, with papers ten working days before. Each PbC group names who attends for it.",
    ),
    (
        ScheduleKind.PRICES,
        "Prices and payment",
        "Each month’s part of the value is paid on the 15th of the month after it.",
    ),
)


def seed_demo_kept_contract(
    *,
    commissioner: Actor,
    provider: Actor,
    leads: Sequence[Actor],
    hour: Callable[[int, int, int, int], datetime],
    address_of: Callable[[int], str],
) -> Contract:
    """Evening, night and weekend services from July 2007 on, signed by both parties and all groups."""
    at, trust = hour(2007, 6, 18, 9), commissioner.organisation_id
    wanted = Particulars(
        reference=REFERENCE,
        title="Evening, night and weekend community services",
        kind=ContractType.COMMUNITY,
        form=LegalForm.INTERNAL,
        provider_id=parties_by_code(trust, PartyKind.PROVIDER)["PROV"].id,
        year="2007/08",
        starts_on=date(2007, 7, 1),
        ends_on=date(2009, 3, 31),
        notice_months=6,
        year_value=1_350_000_00,
        whole_value=3_150_000_00,
        group_ids=tuple(sorted(group.id for group in parties_by_code(trust, PartyKind.PBC_GROUP).values())),
    )
    contract = start_contract(commissioner_id=trust, wanted=wanted, by=commissioner, at=at)
    settings = [
        Setting(name=name, value=value, source=source)
        for values, source in ((REVIEWS, LEADS_MEETING), (NOTICES, LOCAL))
        for name, value in values.items()
    ]
    change_settings(contract_id=contract.id, settings=settings, by=commissioner)
    for kind, title, text in SCHEDULES:
        add_schedule(contract_id=contract.id, kind=kind, title=title, text=text, by=commissioner)
    href, seen = address_of(contract.id), hash_of(canonical(content_now(contract)))
    at = hour(2007, 6, 20, 9)
    issue_contract(contract_id=contract.id, seen_hash=seen, by=commissioner, at=at, on=at.date(), href=href)
    for turn, signer in enumerate((commissioner, provider, *leads)):
        at = hour(2007, 6, 21, 9 + turn)
        sign_contract(contract_id=contract.id, seen_hash=seen, by=signer, at=at, on=at.date(), href=href)
    return contract
