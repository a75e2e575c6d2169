"""Builders of intentions: two groups, two providers, two lines, and a calculation that is open to the groups.

PHYSIO, £102,300.00, is split £61,380.00 to DacCom and £40,920.00 to WatCom, and provided by Provider services in both
localities. WOUND, £51,150.00, is split in halves of £25,575.00; the acute trust provides it in Watford.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from budgets.intentions.actions.answers import answer_intention
from budgets.intentions.actions.new_services import ask_for_new_service
from budgets.intentions.actions.offers import OfferAsked, PostAsked, make_offer
from budgets.intentions.actions.pay_scales import import_pay_scale
from budgets.intentions.actions.speaking import InSight
from budgets.intentions.actions.statements import state_intention
from budgets.intentions.models.answers import Answer
from budgets.intentions.models.intentions import Intention
from budgets.intentions.models.offers import Offer
from budgets.intentions.models.pay_scales import PayScale
from budgets.intentions.rules.answers import Reply
from budgets.intentions.rules.establishment import Terms
from budgets.intentions.rules.kinds import AnswerKind, IntentionKind, LeaveWay
from budgets.intentions.rules.pay_scales import PointLine
from budgets.intentions.rules.statements import NewService, Statement
from budgets.rounds.actions.calculations import calculate_scenario, open_calculation_to_groups
from budgets.rounds.actions.scenarios import change_methods
from budgets.rounds.queries import list_scenarios
from commissioning.catalogue.actions.arrangements import record_arrangements
from commissioning.catalogue.actions.services import record_services
from commissioning.catalogue.rules import ArrangementKind, ArrangementLine, ServiceLine
from commissioning.organisations.actions.groups import place_group
from commissioning.organisations.actions.localities import add_locality
from core.db import bookkeeping, transaction
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders_rounds import (
    AT,
    OPENED,
    Field,
    a_party,
    a_round,
    a_workbook,
    an_actor,
    some_inputs,
    with_two_services,
)

IN_DACORUM, IN_WATFORD = "Dacorum", "Watford and Three Rivers"
PROVIDED = (
    ("PHYSIO", IN_DACORUM, "PROV"),
    ("PHYSIO", IN_WATFORD, "PROV"),
    ("WOUND", IN_DACORUM, "PROV"),
    ("WOUND", IN_WATFORD, "ACU"),
)


class Willing(Field):
    """The field with WatCom, two providers and their catalogue; `round_id` with no calculation opened yet."""

    def __init__(self) -> None:
        super().__init__()
        watcom = a_party(PartyKind.PBC_GROUP, "WAT", "WatCom", self.pct)
        self.daccom, self.watcom = self.lead.organisation_id, watcom
        self.lead_of_watcom = an_actor(watcom, Role.PBC_LEAD, "PbC lead of WatCom")
        self.colleague = an_actor(self.daccom, Role.PBC_LEAD, "Second PbC lead of DacCom")
        self.member = an_actor(self.daccom, Role.PBC_MEMBER, "PbC member of DacCom")
        self.prov = a_party(PartyKind.PROVIDER, "PROV", "Provider services", self.pct)
        self.acute = a_party(PartyKind.PROVIDER, "ACU", "Acute trust", self.pct)
        self.provider = an_actor(self.prov, Role.PROVIDER_MANAGER, "Provider manager")
        self.second_manager = an_actor(self.prov, Role.PROVIDER_MANAGER, "Second provider manager")
        self.acute_manager = an_actor(self.acute, Role.PROVIDER_MANAGER, "Manager of the acute trust")
        self._fill_the_catalogue()
        self.round_id = a_round(self.commissioner).id
        some_inputs(self.round_id, self.commissioner, with_two_services(a_workbook()))
        self.calculation_id = 0

    def _fill_the_catalogue(self) -> None:
        with transaction():
            for name, group_id in ((IN_DACORUM, self.daccom), (IN_WATFORD, self.watcom)):
                place = add_locality(commissioner_id=self.pct, name=name, by=self.commissioner)
                place_group(group_id=group_id, locality_id=place.id, by=self.commissioner)
            lines = [ServiceLine(code="PHYSIO", name="Physiotherapy"), ServiceLine(code="WOUND", name="Wound care")]
            record_services(commissioner_id=self.pct, lines=lines, by=self.commissioner)
            arranged = [
                ArrangementLine(
                    service=code, locality=place, kind=ArrangementKind.OWN, starts=OPENED, provider=provider
                )
                for code, place, provider in PROVIDED
            ]
            record_arrangements(commissioner_id=self.pct, lines=arranged, by=self.commissioner)

    def open_a_calculation(self, method: str = "") -> int:
        """Calculate the working budget, with another method of PHYSIO if one is given, and open it to the groups."""
        scenario_id = list_scenarios(self.round_id)[0].id
        if method:
            with transaction():
                change_methods(
                    scenario_id=scenario_id, written={"PHYSIO": method}, seen={}, by=self.commissioner, at=AT
                )
        with transaction():
            self.calculation_id = calculate_scenario(scenario_id=scenario_id, by=self.commissioner, at=AT)[0].id
        with bookkeeping():
            open_calculation_to_groups(
                calculation_id=self.calculation_id, note="Please answer.", by=self.commissioner, at=AT
            )
        return self.calculation_id

    def in_sight(self, newest_id: int = 0) -> InSight:
        """What somebody has before them who opened a form just now."""
        return InSight(calculation_id=self.calculation_id, newest_id=newest_id)


def opened() -> Willing:
    """The same with a calculation opened to the groups."""
    field = Willing()
    field.open_a_calculation()
    return field


def an_investment(amount: int | None = 5_000_00, **more: Any) -> Statement:
    """A statement to invest."""
    said = {"reason": "More evening visits.", "effect": "300 contacts more.", **more}
    return Statement(kind=IntentionKind.INVEST, amount=amount, **said)


def a_disinvestment(amount: int | None = 4_000_00, **more: Any) -> Statement:
    """A statement to disinvest with six months' notice."""
    said = {"reason": "Practices do it themselves.", "notice_months": 6, **more}
    return Statement(kind=IntentionKind.DISINVEST, amount=amount, **said)


SAME = Statement(kind=IntentionKind.SAME)


def said_of(
    field: Willing, said: Statement, *, line: str = "PHYSIO", by: Actor | None = None, newest_id: int = 0
) -> Intention:
    """Something said of a line, by DacCom's lead if nobody else is named."""
    speaker = by or field.lead
    with transaction():
        return state_intention(
            round_id=field.round_id,
            party_id=speaker.organisation_id,
            line_code=line,
            said=said,
            in_sight=field.in_sight(newest_id),
            by=speaker,
            at=AT,
        )


def a_new_service(**changes: Any) -> NewService:
    """A diabetes specialist nurse."""
    said = {
        "name": "Diabetes specialist nurse",
        "description": "A nurse who sees patients in practices.",
        "amount": 42_000_00,
        "reason": "Two localities have one.",
        **changes,
    }
    return NewService(**said)


def asked_for(field: Willing, said: NewService | None = None, by: Actor | None = None) -> Intention:
    """A new service that a group asked for."""
    speaker = by or field.lead
    with transaction():
        return ask_for_new_service(
            round_id=field.round_id,
            party_id=speaker.organisation_id,
            said=said or a_new_service(),
            in_sight=field.in_sight(),
            by=speaker,
            at=AT,
        )


def answered(
    field: Willing, said: Intention, reply: Reply | None = None, by: Actor | None = None, seen_id: int = 0
) -> Answer:
    """An answer to an intention, by Provider services if nobody else is named: can do."""
    with transaction():
        return answer_intention(
            intention_id=said.id,
            reply=reply or Reply(kind=AnswerKind.CAN_DO),
            seen_id=seen_id,
            by=by or field.provider,
            at=AT,
        )


def a_pay_scale(by: Actor, name: str = "Agenda for Change 2008/09", from_on: date = date(2008, 4, 1)) -> PayScale:
    """A pay scale of two points."""
    points = [
        PointLine(code="5-MAX", name="Band 5, highest", amount=23_442_00),
        PointLine(code="7-MAX", name="Band 7, highest", amount=34_417_00),
    ]
    with transaction():
        return import_pay_scale(
            commissioner_id=min(by.commissioner_ids),
            name=name,
            from_on=from_on,
            source="The circular of the year",
            file_name="pay.csv",
            points=points,
            by=by,
            at=AT,
        )


def terms(on_costs: str = "20", leave: str = "15", way: LeaveWay = LeaveWay.ADD_ON) -> Terms:
    """How an offer is costed."""
    return Terms(on_costs=Decimal(on_costs), leave=Decimal(leave), way=way)


def an_offer(field: Willing, by: Actor, scale: PayScale, **changes: Any) -> Offer:
    """An offer of 1.6 whole-time equivalents of band 7 with 20% on-costs and 15% added on: £75,992.74."""
    points = {point.code: point.id for point in scale.points}
    asked: dict[str, Any] = {
        "name": "Matrons",
        "terms": terms(),
        "posts": [PostAsked(title="Matron", point_id=points["7-MAX"], wte=Decimal("1.6"))],
        **changes,
    }
    with transaction():
        return make_offer(round_id=field.round_id, scale_id=scale.id, asked=OfferAsked(**asked), by=by, at=AT)
