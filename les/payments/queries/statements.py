"""Statements of a run: of some practices or of all, in the same number of queries however many."""

from collections.abc import Collection, Mapping

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.money import as_pence
from core.parties.models import Party
from core.wording import listed
from les.claims.models.claims import ClaimLine
from les.claims.models.decisions import LineCut
from les.claims.models.dues import Due
from les.claims.rules.kinds import CUT_NAMES
from les.payments.models.runs import Item, Run
from les.payments.queries.runs import list_items
from les.payments.rules.kinds import RunState
from les.payments.rules.statements import Cut, Statement, StatementLine


def statements_of(run: Run, practice_ids: Collection[int]) -> list[Statement]:
    """The statements of practices that are paid in a run, by code."""
    items = list_items(run.id, practice_ids)
    claimed, cuts = _claimed(run.id, practice_ids), _cuts(run.id, practice_ids)
    groups = {each.group_id for each in items if each.kept and each.group_id}
    names = {each.id: each for each in _parties({*practice_ids, *groups})}
    by_practice: dict[int, list[Item]] = {}
    for item in items:
        by_practice.setdefault(item.practice_id, []).append(item)
    found = [
        Statement(
            commissioner=run.commissioner.name,
            practice_code=names[practice_id].code,
            practice=names[practice_id].name,
            run=run.number,
            pays_on=run.pays_on,
            group=_groups(own, names),
            lines=[_line(each, claimed, cuts) for each in own],
        )
        for practice_id, own in by_practice.items()
    ]
    return sorted(found, key=lambda statement: statement.practice_code)


def _groups(own: list[Item], names: Mapping[int, Party]) -> str:
    """On whose account something of these lines stays: of more than one where a practice moved between them."""
    ids = dict.fromkeys(each.group_id for each in own if each.kept and each.group_id)
    return listed([names[group_id].name for group_id in ids])


def _line(item: Item, claimed: dict[int, int], cuts: dict[int, list[Cut]]) -> StatementLine:
    due = item.due
    line_id = due.line_id or 0
    return StatementLine(
        reference=item.reference,
        scheme=due.scheme.called,
        period=f"{due.year}, quarter {due.quarter}",
        what=due.what,
        claimed=claimed.get(line_id),
        cuts=cuts.get(line_id, []),
        amount=as_pence(item.amount),
        kept=as_pence(item.kept),
        paid=as_pence(item.paid),
        claim_id=due.claim_id,
        adjustment_id=due.adjustment_id,
    )


def list_runs_of_claim(claim_id: int) -> list[Run]:
    """The runs in which something of a claim is or was to be paid, first first; those that were cancelled left out."""
    taken = select(Item.run_id).join(Due, Due.id == Item.due_id).where(Due.claim_id == claim_id)
    rows = select(Run).where(Run.id.in_(taken)).options(joinedload(Run.decision)).order_by(Run.id)
    return [run for run in db.session.scalars(rows) if run.state is not RunState.CANCELLED]


def _claimed(run_id: int, practice_ids: Collection[int]) -> dict[int, int]:
    rows = select(ClaimLine.id, ClaimLine.amount).where(ClaimLine.id.in_(_line_ids(run_id, practice_ids)))
    return {line_id: as_pence(amount) for line_id, amount in db.session.execute(rows)}


def _cuts(run_id: int, practice_ids: Collection[int]) -> dict[int, list[Cut]]:
    rows = select(LineCut).where(LineCut.line_id.in_(_line_ids(run_id, practice_ids))).order_by(LineCut.id)
    found: dict[int, list[Cut]] = {}
    for cut in db.session.scalars(rows):
        words = f" ({cut.words})" if cut.words else ""
        said = Cut(left=as_pence(cut.amount), reason=f"{CUT_NAMES[cut.reason]}{words}")
        found.setdefault(cut.line_id, []).append(said)
    return found


def _line_ids(run_id: int, practice_ids: Collection[int]) -> Select[int | None]:
    rows = select(Due.line_id).join(Item, Item.due_id == Due.id)
    return rows.where(Item.run_id == run_id, Item.practice_id.in_(practice_ids), Due.line_id.is_not(None))


def _parties(ids: Collection[int]) -> list[Party]:
    return list(db.session.scalars(select(Party).where(Party.id.in_(ids))))
