"""A board of many groups and lines: every group answered everything, and disputes ten lines."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import insert

from budgets.agreement.actions.proposals import issue_proposal
from budgets.agreement.models.positions import Outcome, Position
from budgets.agreement.models.proposals import Opening
from budgets.agreement.rules.items import ItemKind
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.stances import Reason, Stance
from budgets.method.workbook import Group, Membership, Population, Workbook
from budgets.rounds.queries import get_calculation
from core.db import bookkeeping, transaction
from core.parties.rules import PartyKind
from core.permissions import Actor
from core.threads.actions import add_comment
from tests.builders_agreement import DEADLINE, REPLY_BY, address_of
from tests.builders_reading import a_workbook_of, keep
from tests.builders_rounds import AT, DAY, a_party, a_policy

DISPUTES = 10


def a_board_of(groups: int, lines: int, by: Actor) -> int:
    """A round whose proposal so many groups answered, item by item; the round's id."""
    trust = by.organisation_id
    named = [(f"G{trust}-{number:02d}", f"Group {number}") for number in range(1, groups + 1)]
    codes = {code: a_party(PartyKind.PBC_GROUP, code, name, trust) for code, name in named}
    workbook = _workbook(dict(named), lines)
    calculation_id = keep(by, workbook, a_policy())
    with transaction():
        proposal = issue_proposal(
            calculation_id=calculation_id,
            note="Please answer.",
            reply_by=REPLY_BY,
            deadline=DEADLINE,
            shares_words=True,
            by=by,
            at=AT,
            on=DAY,
            address_of=address_of,
        )
        proposal_id, round_id = proposal.id, proposal.round_id
    line_codes = [line.code for line in workbook.services]
    for party_id in codes.values():
        _answer(proposal_id, party_id, line_codes, by)
    with transaction():
        anchor = f"{next(iter(codes))} line:{line_codes[0]}"
        add_comment(subject="round", subject_id=round_id, anchor=anchor, words="Why?", by=by, at=AT)
    assert get_calculation(calculation_id).round_id == round_id
    return round_id


def _workbook(groups: dict[str, str], lines: int) -> Workbook:
    practices = {f"X{number:05d}": code for number, code in enumerate(groups, start=1)}
    return replace(
        a_workbook_of(lines),
        groups=tuple(Group(code=code, name=name) for code, name in groups.items()),
        practices=tuple(
            Membership(practice=practice, name=practice, group=code) for practice, code in practices.items()
        ),
        populations=tuple(
            Population(practice=practice, on=date(2008, 1, 1), registered=Fraction(5000 + 37 * number))
            for number, practice in enumerate(practices)
        ),
    )


def _answer(proposal_id: int, party_id: int, lines: list[str], by: Actor) -> None:
    """Positions as an import of many would leave them: total and split, then every line, the first ten disputed."""
    items = [(ItemKind.TOTAL, ""), (ItemKind.SPLIT, ""), *((ItemKind.LINE, code) for code in lines)]
    rows = [
        {
            "proposal_id": proposal_id,
            "party_id": party_id,
            "item_kind": kind,
            "item_code": code,
            "stance": Stance.DISPUTED if (is_disputed := 2 <= place < 2 + DISPUTES) else Stance.AGREED,
            "reason": Reason.WRONG_ACTIVITY if is_disputed else None,
            "words": "Our own figures differ." if is_disputed else "",
            "claimed": Decimal("500.00") if is_disputed and place % 2 else None,
            "claimed_method": "",
            "given_by_id": by.person_id,
            "name": by.name,
            "role": "PbC lead",
            "given_at": AT,
        }
        for place, (kind, code) in enumerate(items)
    ]
    with bookkeeping() as session:
        session.execute(insert(Position), rows)
        session.add(Opening(proposal_id=proposal_id, party_id=party_id, person_id=by.person_id, opened_at=AT))
        disputed = session.query(Position.id).filter_by(party_id=party_id, stance=Stance.DISPUTED).first()
        assert disputed is not None
        session.add(
            Outcome(
                position_id=disputed.id,
                kind=OutcomeKind.REJECTED,
                words="No.",
                decided_by_id=by.person_id,
                decided_at=AT,
            )
        )
