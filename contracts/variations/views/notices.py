"""What everybody who opens a contract must know of its variations first."""

from collections.abc import Iterator, Sequence

from flask import url_for

from contracts.variations.queries.variations import count_by_stage
from contracts.variations.rules.states import Stage
from core.navigation import Notice


def notices(contract_id: int) -> Sequence[Notice]:
    """That signed variations change the contract, and that others wait for an answer. One query."""
    return list(_notices(contract_id))


def _notices(contract_id: int) -> Iterator[Notice]:
    counts = count_by_stage(contract_id)
    if signed := counts.get(Stage.SIGNED, 0):
        yield Notice(
            words=f"{signed:,} signed variation{' changes' if signed == 1 else 's change'} this contract.",
            href=url_for("variations.show_as_at", contract_id=contract_id),
            link="Read it as it stands today",
        )
    waiting = counts.get(Stage.PROPOSED, 0) + counts.get(Stage.DISPUTED, 0)
    if waiting:
        yield Notice(
            words=f"{waiting:,} variation{' is' if waiting == 1 else 's are'} proposed and not agreed.",
            href=url_for("variations.list_of_contract", contract_id=contract_id),
            link="See the variations",
        )
