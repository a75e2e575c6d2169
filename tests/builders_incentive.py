"""Builders of the incentive: a directed scheme with practices of two groups, their lists, a plan of two instalments."""

from datetime import date
from decimal import Decimal
from typing import Any

from commissioning.organisations.actions.sheets import record_organisations
from commissioning.organisations.queries.lines import parties_by_code
from commissioning.organisations.rules.values import MembershipLine
from core import audit
from core.db import db, transaction
from core.parties.rules import PartyKind
from core.permissions import Actor
from les.payments.actions.incentive import judge_condition, make_plan
from les.payments.actions.incentive_freed import decide_freed_up, enter_freed_up
from les.payments.actions.incentive_proposing import propose_instalment
from les.payments.queries.incentive import get_plan
from les.payments.queries.incentive_standing import Standing, mark_of, standing_of
from les.payments.rules.incentive_freed import FreedLine
from les.payments.rules.incentive_plans import Planned, instalments_written
from les.schemes.queries.schemes import find_approved_version
from les.schemes.rules.kinds import SchemeKind, Verdict
from les.sign_up.models.agreements import LesAgreement
from tests.builders import AT, FIRST_DAY
from tests.builders_commissioning import a_line, some_populations
from tests.builders_members import a_member
from tests.builders_schemes import Schemes

APRIL = date(2008, 4, 1)
WRITTEN = "Targets; 0.64; 3; Targets of the business plan are met\nSupport; 0.31; 4; Missed for lack of support"


def planned(**changes: Any) -> Planned:
    """What the plan of the tests says."""
    values: dict[str, Any] = {
        "list_on": APRIL,
        "instalments": instalments_written(WRITTEN),
        "set_aside": Decimal(25),
        "source": "National directions",
    }
    return Planned(**{**values, **changes})


class Incentive:
    """Practices 1 and 2 of DacCom and one of Hertsmere, signed up; DacCom’s lists are 8,000 and 5,001."""

    def __init__(self) -> None:
        self.schemes = Schemes()
        self.trust, self.commissioner = self.schemes.trust, self.schemes.commissioner
        self.finance, self.second = self.schemes.finance, self.schemes.second
        member = MembershipLine(practice="X82009", name="Practice 9", group="HER")
        with transaction():
            record_organisations(commissioner_id=self.trust.id, practices=[member], on=FIRST_DAY, by=self.commissioner)
        self.practices = {code: party.id for code, party in parties_by_code(self.trust.id, PartyKind.PRACTICE).items()}
        sizes = {"X82001": "8000", "X82002": "5001", "X82009": "100"}
        some_populations(self.trust, *(a_line(code, APRIL, size) for code, size in sizes.items()))
        self.scheme_id = self.schemes.approved(name="PbC incentive", kind=SchemeKind.DES)
        version = find_approved_version(self.scheme_id)
        assert version is not None
        self.members = {code: a_member(version.id, self.practices[code], by=self.commissioner) for code in sizes}

    def leave(self, code: str) -> None:
        """A practice leaves the scheme on the day on which it joined."""
        with transaction():
            agreement = db.session.get_one(LesAgreement, self.members[code])
            agreement.left_on = agreement.joined_on
            audit.record(
                db.session(),
                by=self.commissioner,
                act="sign_up.leave",
                subject="les_agreement",
                subject_id=agreement.id,
                commissioner_id=self.trust.id,
            )

    def plan(self, by: Actor | None = None, **changes: Any) -> int:
        """A plan; its id."""
        with transaction():
            made = make_plan(
                scheme_id=self.scheme_id,
                year="2008/09",
                planned=planned(**changes),
                by=by or self.commissioner,
                at=AT,
            )
            return made.id

    def freed(self, plan_id: int, *, verdict: Verdict | None = Verdict.APPROVED, **amounts: str) -> int:
        """What practices freed up, entered by the commissioner and approved by finance; the sheet’s id."""
        lines = [FreedLine(code=code, amount=Decimal(amount)) for code, amount in amounts.items()]
        with transaction():
            sheet_id = enter_freed_up(
                plan_id=plan_id, lines=lines, source="Final statements", by=self.commissioner, at=AT
            ).id
        if verdict is not None:
            with transaction():
                decide_freed_up(sheet_id=sheet_id, verdict=verdict, words="", by=self.finance, at=AT)
        return sheet_id

    def judge(self, plan_id: int, place: int, party: str, *, is_met: bool = True, by: Actor | None = None) -> None:
        """Judge the condition of an instalment for a group or a practice."""
        party_id = self.practices.get(party) or self.trust.ids[party]
        with transaction():
            judge_condition(
                plan_id=plan_id,
                instalment_id=get_plan(plan_id).instalments[place].id,
                party_id=party_id,
                is_met=is_met,
                reason="Minute of the board",
                by=by or self.commissioner,
                at=AT,
            )

    def standing(self, plan_id: int) -> Standing:
        """Where the plan stands."""
        return standing_of(get_plan(plan_id))

    def propose(self, plan_id: int, place: int, by: Actor | None = None) -> int:
        """Propose an instalment as it stands; the proposal’s id."""
        standing = self.standing(plan_id)
        instalment = standing.plan.instalments[place]
        seen = mark_of(standing.to_propose(instalment))
        with transaction():
            return propose_instalment(
                plan_id=plan_id, instalment_id=instalment.id, seen=seen, by=by or self.commissioner, at=AT
            ).id

    def ready(self) -> int:
        """A plan with all that is needed: DacCom met both, Hertsmere neither; 3,000 freed up by the first."""
        plan_id = self.plan()
        self.freed(plan_id, X82001="3000.00", X82002="0.00", X82009="0.00")
        for place in (0, 1):
            self.judge(plan_id, place, "DAC")
            self.judge(plan_id, place, "HER", is_met=False)
        return plan_id
