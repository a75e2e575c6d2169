"""Builders of re-commissioning: an exercise over schemes, opinions of groups, proposals and decisions, ends."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from core.db import transaction
from core.permissions import Actor
from les.schemes.actions.deciding import decide_outcome, propose_outcome
from les.schemes.actions.ending import decide_end, propose_end
from les.schemes.actions.opinions import ask_groups, give_opinion
from les.schemes.actions.recommissioning import begin_exercise
from les.schemes.models.recommissioning import SchemeCase
from les.schemes.queries.opinions import mark_of
from les.schemes.queries.recommissioning import find_newest_case, get_case, newest_exercise
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.opinions import Advice
from les.schemes.rules.recommissioning import USUAL_SOURCE, Alternative, Made, Outcome
from tests.builders import AT, DAY
from tests.builders_schemes import HREF, Schemes

ASKED_BY = date(2008, 4, 21)
AFTER = DAY + timedelta(days=28)
AT_AFTER = AT + timedelta(days=28)
ENDS_ON = date(2008, 8, 1)
THERE = Alternative(
    element="joint-injection", count=120, tariff=9150, source="Tariff 2008/09, HRG H26", tariff_on=date(2008, 4, 1)
)
MADE = Made(
    outcome=Outcome.CONTINUE,
    need="About 120 injections a year.",
    evidence="Nine in ten done in practices.",
    equality="Nobody loses by it.",
    consistency="One price everywhere.",
    alternative=THERE,
)


class Recommissioning(Schemes):
    """A trust with an approved scheme of £42.00 a joint injection in an exercise that began on 1 April 2008."""

    def __init__(self, **changes: Any) -> None:
        super().__init__()
        self.scheme_id = self.approved(**changes)
        self.exercise_id = self.begin()

    @property
    def case(self) -> SchemeCase:
        """The case of the scheme as it is now."""
        found = find_newest_case(self.scheme_id)
        assert found is not None
        return found

    def begin(self, **changes: Any) -> int:
        """An exercise over all approved schemes; its id."""
        values: dict[str, Any] = {"began_on": DAY, "months": 3, "source": USUAL_SOURCE, "on": DAY}
        with transaction():
            begin_exercise(**{"commissioner_id": self.trust.id, "by": self.commissioner, "at": AT, **values, **changes})
        found = newest_exercise(self.trust.id)
        assert found is not None
        return found.id

    def ask(self, **changes: Any) -> int:
        """The groups asked about what is undecided; how many opinions are asked for."""
        values: dict[str, Any] = {
            "exercise_id": self.exercise_id,
            "case_id": None,
            "group_ids": None,
            "by_on": ASKED_BY,
            "by": self.commissioner,
            "on": DAY,
            "at": AT,
            "href": HREF,
        }
        with transaction():
            return len(ask_groups(**{**values, **changes}))

    def advise(self, advice: Advice = Advice.CONTINUE, *, by: Actor | None = None, at: datetime = AT) -> None:
        """The opinion of DacCom."""
        words = "It serves our patients."
        with transaction():
            give_opinion(case_id=self.case.id, advice=advice, words=words, by=by or self.lead, on=at.date(), at=at)

    def propose(self, outcome: Outcome = Outcome.CONTINUE, by: Actor | None = None, **changes: Any) -> int:
        """A proposal that waits; its id."""
        made = replace(MADE, outcome=outcome, **changes)
        with transaction():
            return propose_outcome(
                case_id=self.case.id, made=made, by=by or self.commissioner, on=DAY, at=AT, href=HREF
            ).id

    def decide_case(self, verdict: Verdict = Verdict.APPROVED, by: Actor | None = None, **changes: Any) -> None:
        """The newest proposal decided, by default by finance and without any opinion."""
        case = get_case(self.case.id)
        values: dict[str, Any] = {
            "case_id": case.id,
            "proposal_id": case.proposals[-1].id if case.proposals else 0,
            "verdict": verdict,
            "reason": "The groups were not asked: it is urgent.",
            "seen": mark_of(case),
            "by": by or self.finance,
            "on": DAY,
            "at": AT,
        }
        with transaction():
            decide_outcome(**{**values, **changes})

    def decided(self, outcome: Outcome = Outcome.CONTINUE, **changes: Any) -> None:
        """The scheme decided so."""
        self.propose(outcome, **changes)
        self.decide_case()

    def propose_end(self, ends_on: date = ENDS_ON, by: Actor | None = None, on: date = DAY) -> int:
        """An end that waits; its id."""
        with transaction():
            return propose_end(
                scheme_id=self.scheme_id,
                ends_on=ends_on,
                reason="Nobody asks for it.",
                by=by or self.commissioner,
                on=on,
                at=AT,
                href=HREF,
            ).id

    def decide_end(self, end_id: int, verdict: Verdict = Verdict.APPROVED, by: Actor | None = None) -> None:
        """An end decided, by default approved by finance."""
        with transaction():
            decide_end(
                end_id=end_id, verdict=verdict, reason="Looked at", by=by or self.finance, on=DAY, at=AT, href=HREF
            )

    def ended(self, ends_on: date = ENDS_ON) -> None:
        """The scheme decided to stop and its end approved."""
        self.decided(Outcome.STOP)
        self.decide_end(self.propose_end(ends_on))
