"""Builders of must-dos: what is proposed, as a value and as a stored row, and a round with growth money for it."""

from dataclasses import replace
from typing import Any

from budgets.method.methods import method_from
from budgets.method.policy import Policy
from budgets.method.workbook import Mandate, MustDo, Workbook
from budgets.must_dos.actions.deciding import approve_must_do
from budgets.must_dos.actions.proposing import propose_must_do
from budgets.must_dos.models import ProposedMustDo
from budgets.must_dos.rules.proposals import Wanted
from budgets.rounds.actions.inputs import upload_inputs
from budgets.rounds.models import Inputs
from core.db import transaction
from core.permissions import Actor
from tests.builders_rounds import AT, a_policy, a_round, a_workbook

GROWTH = {"growth__amount": "100000.00", "growth__uncommitted": "reserve"}


def a_wish(code: str = "MD-NURSE", amount: int = 40_000_00, **changes: Any) -> Wanted:
    """What is proposed."""
    plain = Wanted(
        code=code,
        name=f"Must-do {code}",
        mandate=Mandate.SHA,
        reference="Circular 2008/1",
        amount=amount,
        method="capitation",
        reason="More beds need more infection control.",
        basis="1.0 WTE with 15% leave cover",
    )
    return replace(plain, **changes)


def a_workbook_with_must_dos(amount: int = 30_000_00) -> Workbook:
    """The smallest workbook with one must-do."""
    must_do = MustDo(code="MD-OLD", name="Matrons", amount=amount, method=method_from("capitation"), row=2)
    return replace(a_workbook(), must_dos=(must_do,))


def inputs_with_growth(
    round_id: int, by: Actor, workbook: Workbook | None = None, policy: Policy | None = None, file: bytes = b"growth"
) -> Inputs:
    """Stored inputs with £100,000 of growth money, £30,000 of it for a must-do of the workbook."""
    with transaction():
        return upload_inputs(
            round_id=round_id,
            workbook=workbook or a_workbook_with_must_dos(),
            policy=policy or a_policy(**GROWTH),
            notices=(),
            file_name="budget.xlsx",
            file=file,
            by=by,
            at=AT,
        )


def a_round_with_growth(by: Actor) -> int:
    """A round with such inputs; its id."""
    found = a_round(by)
    inputs_with_growth(found.id, by)
    return found.id


def a_must_do(round_id: int, by: Actor, wanted: Wanted | None = None) -> ProposedMustDo:
    """A must-do that was proposed."""
    with transaction():
        return propose_must_do(round_id=round_id, wanted=wanted or a_wish(), by=by, at=AT)


def approved(must_do: ProposedMustDo, by: Actor, words: str = "") -> ProposedMustDo:
    """The same approved."""
    must_do_id = must_do.id
    with transaction():
        return approve_must_do(must_do_id=must_do_id, words=words, by=by, at=AT)
