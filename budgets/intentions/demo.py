"""Intentions of the demo year: what four groups say, what the provider answers, posts costed, a loss leader grossed up.

Everything goes through the acts people use. Runs inside the transaction of the one who seeds; roles only, no names.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from budgets.intentions.actions.answers import answer_intention
from budgets.intentions.actions.new_services import ask_for_new_service
from budgets.intentions.actions.offers import OfferAsked, PostAsked, make_offer
from budgets.intentions.actions.pay_scales import decide_setting, import_pay_scale
from budgets.intentions.actions.prices import set_prices
from budgets.intentions.actions.speaking import InSight
from budgets.intentions.actions.statements import state_intention, state_same
from budgets.intentions.imports import pay_points_from
from budgets.intentions.models.intentions import Intention
from budgets.intentions.models.offers import Offer
from budgets.intentions.models.pay_scales import PayScale
from budgets.intentions.queries.overview import overview_of
from budgets.intentions.rules.answers import Reply
from budgets.intentions.rules.establishment import Terms
from budgets.intentions.rules.grossing_up import Priced
from budgets.intentions.rules.kinds import AnswerKind, IntentionKind, LeaveWay, SettingKey
from budgets.intentions.rules.overview import LineFacts, Overview, lines_in
from budgets.intentions.rules.statements import NewService, Statement
from budgets.intentions.rules.sums import cost_for
from budgets.rounds.models import StoredCalculation
from budgets.rounds.queries import calculation_of
from commissioning.organisations.rules.values import HasProblems
from core.permissions import Actor
from core.spreadsheets.tables import Upload

SCALE_FROM = date(2004, 10, 1)
SCALE_SOURCE = (
    "Table two, Pay bandings, of a strategic health authority’s framework for case management of long term conditions "
    "(Essex, winter of 2004/05). The table prints no date."
)
ON_COSTS_SOURCE = "Made up for the demo: employer’s national insurance and pension, roughly"
INVESTS, DISINVESTS, ASKS, STAYS = "WAT", "STA", "DAC", "HER"
LOSS_LEADER = "STOP-SMK"
RECRUITED_BY = date(2008, 7, 1)


def seed_demo_intentions(
    *,
    round_id: int,
    calculation: StoredCalculation,
    leads: Mapping[str, Actor],
    provider: Actor,
    commissioner: Actor,
    scale: Path,
    at: datetime,
) -> None:
    """Fill the demo's intentions. `calculation`: the one opened to the groups last; `leads` by the code of their group;
    `scale`: the file of pay points. Red House says nothing.
    """
    bands = _pay_scale(commissioner, scale, at)
    matrons = _offer_of_matrons(round_id, bands, provider, at)
    lines = {line.code: line for line in lines_in(calculation_of(calculation))}
    sight = InSight(calculation_id=calculation.id)
    invested = _watcom(round_id, leads[INVESTS], matrons, sight, at)
    stopped, fewer = _stahcom(round_id, leads[DISINVESTS], lines, sight, at)
    _daccom(round_id, leads[ASKS], sight, at)  # left unanswered: the provider's to-do
    state_same(
        round_id=round_id,
        party_id=leads[STAYS].organisation_id,
        line_codes=[*lines],
        in_sight=sight,
        by=leads[STAYS],
        at=at,
    )
    _answers(provider, at, nursing=invested[0], matrons=invested[1], rehabilitation=stopped, podiatry=fewer)
    overview = overview_of(calculation.round, calculation, calculation_of(calculation), on=at.date())
    _prices(overview, provider, at)


def _pay_scale(by: Actor, path: Path, at: datetime) -> PayScale:
    points, problems = pay_points_from(Upload(path.name, path.read_bytes()))
    if problems:
        raise HasProblems(problems)
    trust = by.organisation_id
    decide_setting(
        commissioner_id=trust,
        key=SettingKey.ON_COSTS,
        percent=Decimal(22),
        source=ON_COSTS_SOURCE,
        from_on=date(2007, 4, 1),
        by=by,
        at=at,
    )
    return import_pay_scale(
        commissioner_id=trust,
        name="Agenda for Change, first bands",
        from_on=SCALE_FROM,
        source=SCALE_SOURCE,
        file_name=path.name,
        points=points,
        by=by,
        at=at,
    )


def _offer_of_matrons(round_id: int, scale: PayScale, by: Actor, at: datetime) -> Offer:
    points = {point.code: point.id for point in scale.points}
    posts = [
        PostAsked(title="Community matron", point_id=points["7-MAX"], wte=Decimal("1.0"), number=2),
        PostAsked(title="Community matron, part time", point_id=points["7-MIN"], wte=Decimal("0.6")),
        PostAsked(title="Assistant practitioner", point_id=points["4-MAX"], wte=Decimal("0.8")),
    ]
    asked = OfferAsked(
        name="Community matrons for Watford",
        line_code="COMM-MAT",
        words="Case management for people with long term conditions, with cover for leave.",
        terms=Terms(on_costs=Decimal(22), leave=Decimal(15), way=LeaveWay.ADD_ON),
        posts=posts,
    )
    return make_offer(round_id=round_id, scale_id=scale.id, asked=asked, by=by, at=at)


def _watcom(round_id: int, by: Actor, matrons: Offer, sight: InSight, at: datetime) -> tuple[Intention, Intention]:
    nursing = Statement(
        kind=IntentionKind.INVEST,
        amount=60_000_00,
        reason="Evening visits, so that fewer people are admitted at night.",
        effect="About 2,400 contacts a year more.",
    )
    posts = Statement(
        kind=IntentionKind.INVEST,
        reason="The matrons that have to be recruited for the group.",
        effect="A case load of 50 to 80 for each matron.",
        offer_id=matrons.id,
    )
    said = [
        state_intention(
            round_id=round_id, party_id=by.organisation_id, line_code=code, said=each, in_sight=sight, by=by, at=at
        )
        for code, each in (("COMM-NUR", nursing), ("COMM-MAT", posts))
    ]
    return said[0], said[1]


def _stahcom(
    round_id: int, by: Actor, lines: Mapping[str, LineFacts], sight: InSight, at: datetime
) -> tuple[Intention, Intention]:
    rehabilitation = Statement(
        kind=IntentionKind.DISINVEST,
        amount=lines["PULM-REH"].gross[by.organisation_code] // 2,
        notice_months=6,
        reason="Half of it can be given by practices that are trained for it.",
        effect="Half as many courses by the provider.",
    )
    podiatry = Statement(
        kind=IntentionKind.DISINVEST,
        amount=15_000_00,
        notice_months=3,
        reason="Visits at home were dropped; what they cost is wanted back.",
    )
    said = [
        state_intention(
            round_id=round_id, party_id=by.organisation_id, line_code=code, said=each, in_sight=sight, by=by, at=at
        )
        for code, each in (("PULM-REH", rehabilitation), ("PODIATRY", podiatry))
    ]
    return said[0], said[1]


def _daccom(round_id: int, by: Actor, sight: InSight, at: datetime) -> Intention:
    nurse = NewService(
        name="Diabetes specialist nurse for Dacorum",
        description="One specialist nurse who sees patients in practices and teaches practice nurses.",
        amount=42_000_00,
        reason="Two localities have such nurses, Dacorum has none.",
        effect="About 900 contacts a year; fewer referrals to hospital.",
    )
    return ask_for_new_service(round_id=round_id, party_id=by.organisation_id, said=nurse, in_sight=sight, by=by, at=at)


def _answers(
    by: Actor, at: datetime, *, nursing: Intention, matrons: Intention, rehabilitation: Intention, podiatry: Intention
) -> None:
    replies = {
        nursing.id: Reply(kind=AnswerKind.CAN_DO, posts=Decimal("1.8")),
        matrons.id: Reply(
            kind=AnswerKind.CAN_DO_FROM,
            from_on=RECRUITED_BY,
            posts=Decimal("3.4"),
            consequence="Matrons are hard to recruit; three months from the day the money is released.",
        ),
        rehabilitation.id: Reply(
            kind=AnswerKind.CANNOT,
            posts=Decimal("1.2"),
            consequence="With half the money the team is too small to be safe: all of it would close, two people would "
            "have to be moved or given notice, and TUPE would have to be looked at.",
        ),
        podiatry.id: Reply(
            kind=AnswerKind.CAN_DO, posts=Decimal("0.5"), consequence="A vacancy is not filled: nobody loses a post."
        ),
    }
    for intention_id, reply in replies.items():
        answer_intention(intention_id=intention_id, reply=reply, seen_id=0, by=by, at=at)


def _prices(overview: Overview, by: Actor, at: datetime) -> None:
    """Every line at what it costs the provider but one, which is priced a tenth below."""
    provided = overview.provided.lines_of(by.organisation_id)
    costs = {line.code: cost_for(overview, line, by.organisation_id) for line in overview.open_lines}
    prices = [
        Priced(
            code=line.code,
            name=line.name,
            cost=costs[line.code],
            price=costs[line.code] * 9 // 10 if line.code == LOSS_LEADER else costs[line.code],
            loss_leader=line.code == LOSS_LEADER,
        )
        for line in overview.open_lines
        if line.code in provided
    ]
    set_prices(round_id=overview.round_id, party_id=by.organisation_id, prices=prices, seen_id=0, by=by, at=at)
