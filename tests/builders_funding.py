"""Builders of funding applications: an approved scheme with a budget, and an application in each of its states."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.db import transaction
from core.permissions import Actor, Role
from les.schemes.actions.budgets import decide_budget, enter_budget
from les.schemes.actions.funding.advising import ask_opinions, give_opinion
from les.schemes.actions.funding.applying import begin_application, send_application
from les.schemes.actions.funding.deciding import decide_application
from les.schemes.models.funding import FundingApplication
from les.schemes.queries.funding import get_application
from les.schemes.queries.funding_text import hash_of_application
from les.schemes.queries.schemes import find_approved_version
from les.schemes.rules.funding import Opinion, Wanted
from les.schemes.rules.kinds import Verdict
from tests.builders import AT, DAY, a_person
from tests.builders_schemes import Schemes

HREF = "/les/funding/1"
MAY = date(2008, 5, 1)
DUE = date(2008, 4, 18)
WANTED = Wanted(
    what="Two places on a course for practice nurses",
    why="The service needs two trained nurses. A place costs £1,500.00.",
    pence=300000,
    wanted_on=MAY,
)


class Funding(Schemes):
    """A trust with an approved scheme and a budget of it, two practices with managers, and a lead of each group."""

    def __init__(self, *, budget: str = "10000.00") -> None:
        super().__init__()
        by = self.trust.administrator
        self.other_manager = a_person(
            Role.PRACTICE_MANAGER, self.trust.ids["X82002"], by=by, name="Other manager", email="other@x2.example"
        )
        self.other_lead = a_person(
            Role.PBC_LEAD, self.trust.ids["HER"], by=by, name="Lead of Hertsmere", email="lead@her.example"
        )
        self.member = a_person(Role.PBC_MEMBER, self.trust.ids["DAC"], by=by, name="Member", email="m@dac.example")
        self.scheme_id = self.approved()
        if budget:
            self.budget(budget)

    def budget(self, amount: str, *, place: str = "", year: str = "2008/09") -> None:
        """A budget of the scheme that holds."""
        with transaction():
            entered = enter_budget(
                scheme_id=self.scheme_id,
                locality_id=self.trust.localities[place] if place else None,
                year=year,
                amount=Decimal(amount),
                floor=None,
                source="Minute",
                by=self.commissioner,
                at=AT,
            )
            decide_budget(budget_id=entered.id, verdict=Verdict.APPROVED, reason="", by=self.finance, at=AT)

    def begin(self, by: Actor | None = None, **changes: Any) -> int:
        """A draft; its id."""
        scheme_id = changes.pop("scheme_id", self.scheme_id)
        wanted = {name: getattr(WANTED, name) for name in ("what", "why", "pence", "wanted_on")}
        with transaction():
            return begin_application(
                scheme_id=scheme_id, wanted=Wanted(**{**wanted, **changes}), by=by or self.manager, on=DAY, at=AT
            ).id

    def sent(self, by: Actor | None = None, **changes: Any) -> int:
        """An application that is signed and sent; its id."""
        application_id = self.begin(by, **changes)
        self.send(application_id, by)
        return application_id

    def send(self, application_id: int, by: Actor | None = None, *, seen: str = "") -> None:
        """Sign and send a draft as it stands."""
        application = get_application(application_id)
        version = find_approved_version(application.scheme_id)
        assert version is not None
        seen = seen or hash_of_application(application, version)
        with transaction():
            send_application(
                application_id=application_id, seen_hash=seen, by=by or self.manager, on=DAY, at=AT, href=HREF
            )

    def ask(
        self, application_id: int, *groups: str, by: Actor | None = None, due_on: date = DUE, on: date = DAY
    ) -> None:
        """Ask groups, DacCom unless others are named, for their opinion."""
        with transaction():
            ask_opinions(
                application_id=application_id,
                group_ids=[self.trust.ids[code] for code in groups or ("DAC",)],
                due_on=due_on,
                by=by or self.commissioner,
                on=on,
                at=AT,
                href=HREF,
            )

    def asked(self, *groups: str, **changes: Any) -> int:
        """An application on which groups are asked for their opinion; its id."""
        application_id = self.sent(**changes)
        self.ask(application_id, *groups)
        return application_id

    def advise(
        self,
        application_id: int,
        *,
        by: Actor | None = None,
        opinion: Opinion = Opinion.SUPPORTS,
        words: str = "The plan needs it.",
        on: date = DAY,
    ) -> None:
        """Give the opinion of a group, DacCom’s unless another’s lead is named."""
        with transaction():
            give_opinion(
                application_id=application_id, opinion=opinion, words=words, by=by or self.lead, on=on, at=AT, href=HREF
            )

    def grant(self, application_id: int, pence: int = 300000, *, by: Actor | None = None, **changes: Any) -> None:
        """Decide an application as finance."""
        values: dict[str, Any] = {"reason": "It serves the plan.", "exception": "", "on": DAY, "at": AT, "href": HREF}
        with transaction():
            decide_application(
                application_id=application_id, pence=pence, by=by or self.finance, **{**values, **changes}
            )

    def approved_funding(self, pence: int = 300000) -> int:
        """An application that is approved; its id."""
        application_id = self.asked()
        self.advise(application_id)
        self.grant(application_id, pence)
        return application_id

    def application(self, application_id: int) -> FundingApplication:
        """The application as it is now."""
        return get_application(application_id)
