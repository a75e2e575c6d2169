"""The part of the demo year about enhanced services: offered, claimed, approved, paid, and looked at afterwards."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.permissions import Actor
from demo.cast import YEAR, Cast, at_hour, hour_of, scheme_sides_of
from les.claims import demo as claims
from les.claims import demo_quarters as quarters
from les.claims.models.claims import Claim
from les.payments import demo as payments
from les.schemes.demo import seed_demo_schemes
from les.sign_up.demo import Sides as Signing
from les.sign_up.demo import seed_demo_sign_up
from les.verification import demo as verification

SCHEMES = Path(__file__).resolve().parents[1] / "examples" / "demo" / "enhanced-services.toml"
JOINED_ON = date(2006, 10, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The story of enhanced services, told in parts as the year goes on."""

    cast: Cast
    claiming: claims.Sides
    paying: payments.Sides
    plan_id: int
    first: list[Claim]

    def pay_second_quarter(self) -> None:
        """The second quarter is claimed and paid, with what was taken back and the funding that was asked for."""
        quarters.seed_second_demo_quarter(self.claiming)
        quarters.seed_demo_adjustments(self.first, self.paying.second, self.claiming)
        days = [hour_of(2007, 11, day, 10) for day in (2, 6, 9, 13)]
        payments.pay_demo_run(self.paying, days)
        quarters.open_demo_windows(self.claiming)

    def pay_incentive(self) -> None:
        """One group gets the first instalment of the incentive; a sample of the first quarter’s claims is drawn."""
        groups = {code: lead.organisation_id for code, lead in self.cast.leads.items()}
        payments.judge_demo_incentive(self.plan_id, groups, self.paying)
        days = [hour_of(YEAR, 2, day, hour) for day, hour in ((20, 10), (21, 10), (22, 10), (22, 16))]
        payments.pay_demo_run(self.paying, days)

    def claim_open_quarter(self) -> None:
        """The third quarter is open: some practices have claimed. A visit to one about the first quarter is begun."""
        visit_id = verification.seed_demo_sample(claims.FIRST, self.cast.commissioner, hour_of)
        verification.begin_demo_findings(visit_id, self.cast.commissioner, at_hour(3, 6, 17))
        quarters.seed_open_demo_quarter(self.claiming)


def begin_services(cast: Cast, administrator: Actor) -> Services:
    """Schemes are made and offered, practices sign up, and the first quarter is claimed and paid."""
    seed_demo_schemes(SCHEMES, scheme_sides_of(cast))
    signing = Signing(commissioner=cast.commissioner, administrator=administrator, hour=hour_of)
    managers = seed_demo_sign_up(signing)
    second = payments.seed_second_of_finance(administrator, JOINED_ON)
    paying = payments.Sides(commissioner=cast.commissioner, finance=cast.finance, second=second, hour=hour_of)
    plan_id = payments.plan_demo_incentive(paying)
    claiming = claims.Sides(commissioner=cast.commissioner, finance=cast.finance, managers=managers, hour=hour_of)
    first = quarters.seed_first_demo_quarter(claiming)
    days = [hour_of(2007, 8, day, 10) for day in (3, 6, 10, 14)]
    payments.pay_demo_run(paying, days, failing=[payments.FAILS])
    again = [hour_of(2007, 8, day, 10) for day in (20, 21, 24, 28)]
    payments.pay_demo_run(paying, again)
    return Services(cast=cast, claiming=claiming, paying=paying, plan_id=plan_id, first=first)
