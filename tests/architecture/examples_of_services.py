"""Examples of addresses of enhanced services: records of the demo year, named by what they are."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from core import clock
from core.attachments.checking import check_file
from core.db import db, transaction
from core.parties.models import Party
from core.permissions import Actor
from les.claims.actions.evidence import attach_evidence
from les.claims.actions.settings import Wanted, propose_rules
from les.claims.models.claims import Claim
from les.claims.queries.settings import rules_in_force
from les.claims.rules.kinds import State
from les.verification.queries.plans import list_sample
from les.verification.queries.visits import get_visit, lines_found

CLAIM = "X82001"
"""The practice whose manager stands in the table: what is its own is tried with its claims."""
_OF_A_DRAFT = ("fill_claim", "submit_claim", "withdraw_claim", "attach_evidence")


def examples_of_services(by: Actor, practice: Actor) -> Mapping[str, dict[str, object]]:
    """The address values by endpoint. Adds what the demo year has none of: rules that wait, evidence of a practice."""
    draft, sent, checked = _claim([State.DRAFT]), _claim([State.SUBMITTED]), _claim([State.CHECKED], code=None)
    with transaction():
        now = rules_in_force(by.organisation_id, clock.today())
        wanted = Wanted(
            valid_from=clock.today(),
            bands=now.bands,
            budget_check=now.budget_check,
            evidence_months=now.evidence_months,
            source="An example",
        )
        rules_id = propose_rules(commissioner_id=by.organisation_id, wanted=wanted, by=by, at=clock.now()).id
        cases = check_file(file_name="cases.csv", content=b"case,week\r\n1,14\r\n")
        kept = attach_evidence(claim_id=sent, title="Cases", file=cases, by=practice, at=clock.now()).id
    evidence = {"claim_id": sent, "attachment_id": kept}
    return {
        **{f"claims.{act}": {"claim_id": draft} for act in _OF_A_DRAFT},
        **{f"claims.{act}_evidence": dict(evidence) for act in ("download", "withdraw")},
        "claim_approvals.download_evidence": dict(evidence),
        "claim_approvals.decide_evidence": {"claim_id": sent},
        "claim_approvals.decide_payment": {"claim_id": checked},
        "claim_approvals.decide_rules": {"rules_id": rules_id},
        "incentive.decide_proposal": {"proposal_id": 1},
        "incentive.download_freed_up": {"file": "freed-up.csv"},
        "verification.arrange_visit": {"practice_id": list_sample(1)[1].practice_id},
        "verification.record_finding": {"line_id": lines_found(get_visit(1))[0].line.id},
    }


def _claim(states: Iterable[State], *, code: str | None = CLAIM) -> int:
    rows = select(Claim.id).join(Party, Claim.practice_id == Party.id).where(Claim.state.in_(list(states)))
    if code is not None:
        rows = rows.where(Party.code == code)
    return db.session.scalars(rows.order_by(Claim.id).limit(1)).one()
