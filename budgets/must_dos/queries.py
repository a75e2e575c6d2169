"""Looking up must-dos: those proposed in a round, and those the newest inputs hold."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from budgets.method.workbook import Workbook
from budgets.must_dos.models import ProposedMustDo
from budgets.must_dos.rules.growth import GrowthUse, growth_use
from budgets.must_dos.rules.proposals import State
from budgets.rounds.models import Inputs
from budgets.rounds.queries import list_inputs, policy_of, workbook_of
from core.db import db
from core.money import as_pence


def get_must_do(must_do_id: int) -> ProposedMustDo:
    """The must-do of that id, as the database has it now."""
    found = _must_dos().where(ProposedMustDo.id == must_do_id).execution_options(populate_existing=True)
    return db.session.execute(found).scalar_one()


def find_must_do(round_id: int, must_do_id: int) -> ProposedMustDo | None:
    """A must-do of a round; None where the round has none of that id."""
    found = _must_dos().where(ProposedMustDo.id == must_do_id, ProposedMustDo.round_id == round_id)
    return db.session.execute(found).scalar_one_or_none()


def get_round_id_of(must_do_id: int) -> int:
    """The round of a must-do, read alone so that the round can be held before the must-do is looked at."""
    return db.session.execute(select(ProposedMustDo.round_id).where(ProposedMustDo.id == must_do_id)).scalar_one()


def list_must_dos(round_id: int) -> list[ProposedMustDo]:
    """The must-dos proposed in a round, oldest first."""
    found = _must_dos().where(ProposedMustDo.round_id == round_id).order_by(ProposedMustDo.id)
    return list(db.session.scalars(found))


def count_undecided(round_ids: Sequence[int]) -> dict[int, int]:
    """How many must-dos of each round wait for the commissioner; rounds without any are left out."""
    rows = select(ProposedMustDo.round_id, func.count()).where(
        ProposedMustDo.round_id.in_(round_ids), ProposedMustDo.state == State.PROPOSED
    )
    return {row[0]: row[1] for row in db.session.execute(rows.group_by(ProposedMustDo.round_id))}


def find_newest_inputs(round_id: int) -> Inputs | None:
    """The newest inputs of a round, whose growth money and codes count."""
    return next(iter(list_inputs(round_id)), None)


def use_of_growth(inputs: Inputs, own: Sequence[ProposedMustDo]) -> GrowthUse:
    """How the growth money of the inputs is used by what they hold and by what was proposed."""
    held = {must_do.code: must_do.amount for must_do in workbook_of(inputs).must_dos}
    return growth_use(
        policy_of(inputs).growth_amount, held, [(each.code, each.state, as_pence(each.amount)) for each in own]
    )


def waiting_for(workbook: Workbook, own: Sequence[ProposedMustDo]) -> list[ProposedMustDo]:
    """The approved must-dos that a workbook lacks."""
    held = {must_do.code for must_do in workbook.must_dos}
    return [each for each in own if each.state is State.APPROVED and each.code not in held]


def _must_dos() -> Select[ProposedMustDo]:
    return select(ProposedMustDo).options(
        joinedload(ProposedMustDo.party),
        joinedload(ProposedMustDo.proposed_by),
        joinedload(ProposedMustDo.decided_by),
        joinedload(ProposedMustDo.taken_into),
        joinedload(ProposedMustDo.round),
    )
