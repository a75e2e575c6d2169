"""How acts on must-dos are recorded, and how a must-do is held while somebody acts on it."""

from budgets.must_dos.models import ProposedMustDo
from budgets.must_dos.queries import find_newest_inputs, get_must_do, get_round_id_of
from budgets.rounds.actions.rounds import check_may_be_changed
from budgets.rounds.models import Inputs
from budgets.rounds.queries import get_round
from core import audit
from core.db import db
from core.errors import Refusal
from core.permissions import Actor, Permission, check_may


def held(must_do_id: int, by: Actor, permission: Permission) -> ProposedMustDo:
    """The must-do, its round held until the act is over: acts on the must-dos of a round follow each other."""
    found = get_round(get_round_id_of(must_do_id), for_change=True)
    check_may(by, permission, commissioner_id=found.commissioner_id)
    check_may_be_changed(found.id)
    return get_must_do(must_do_id)


def inputs_to_go_by(round_id: int) -> Inputs:
    """The newest inputs, by whose growth money and codes must-dos go."""
    inputs = find_newest_inputs(round_id)
    if inputs is None:
        raise Refusal("This round has no inputs yet, so nobody knows its growth money. Upload a workbook first.")
    return inputs


def record(
    must_do: ProposedMustDo, act: str, by: Actor, *, old: audit.Values | None = None, new: audit.Values | None = None
) -> None:
    """Note an act on a must-do."""
    audit.record(
        db.session(),
        by=by,
        act=f"must_dos.{act}",
        subject="must_do",
        subject_id=must_do.id,
        old=old,
        new=new,
        commissioner_id=must_do.round.commissioner_id,
    )
