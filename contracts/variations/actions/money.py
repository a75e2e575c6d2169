"""Writing what a draft changes of the lines of money, by line and group, for a full year."""

from collections.abc import Mapping, Sequence

from contracts.agreements.actions.money import check_own_exceptions, hold_budgets
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import groups_of
from contracts.agreements.queries.money import (
    Budgets,
    budgets_at_hand,
    commitments,
    committed_by,
)
from contracts.agreements.rules.money import (
    POOLED,
    Commitment,
    check_commitments,
    dealt_in_words,
    problems_in_commitments,
    sees_budgets,
)
from contracts.variations.actions.recording import held_draft, record_on, touch
from contracts.variations.models import MoneyDrafted, Variation
from contracts.variations.queries.content import Base, base_of, days_of, full_years, money_part
from contracts.variations.queries.variations import list_money, list_money_proposed
from contracts.variations.rules.money import check_in_year, money_changes, part_years
from core.db import db
from core.errors import Refusal
from core.money import as_decimal, as_pence
from core.permissions import Actor
from core.wording import listed, sterling


def write_money(*, variation_id: int, line: str, amounts: Mapping[str, int], by: Actor) -> Variation:
    """Write what a draft adds to (or takes off) a budget line in a full year, by group in pence; nought: nothing.

    The part of the year follows from the days of the variation. Refused where the budget line does not hold it; a
    provider, who may not know what lines hold, is told so by the commissioner’s answer.
    """
    variation = held_draft(variation_id, by=by)
    contract = variation.contract
    budgets, base = hold_budgets(contract), base_of(contract)
    found = budgets.lines.get(line)
    if found is None:
        raise Refusal(f"The budgets for {contract.year} have no line of that code. Choose one of the list.")
    _check_may_be_written(contract, line, amounts, by)
    kept = {each.group_code: each for each in list_money(variation.id) if each.line_code == line}
    before = {group: as_pence(each.full_year) for group, each in kept.items()}
    wanted = {group: pence for group, pence in amounts.items() if pence}
    if wanted == before:
        raise Refusal("Nothing was changed: this is what the draft says already.")
    check_in_year(days_of(variation, base))
    for group, each in kept.items():
        if group not in wanted:
            db.session.delete(each)
    for group, pence in wanted.items():
        row = kept.get(group) or MoneyDrafted(variation_id=variation.id, line_code=line, group_code=group)
        row.line_name, row.group_name = found.name, budgets.group_name(group)
        row.full_year = as_decimal(pence)
        db.session.add(row)
    touch(variation)
    db.session.flush()
    check_written_money(variation, base, budgets, by=by)
    names = {group: budgets.group_name(group) for group in {*before, *wanted}}
    old = {"by_group": dealt_in_words(before, names)} if before else None
    new = {"line": found.name, "amount": sterling(sum(wanted.values())), "by_group": dealt_in_words(wanted, names)}
    record_on(variation, "write_money", by=by, new=new, old=old)
    return variation


def _check_may_be_written(contract: Contract, line: str, amounts: Mapping[str, int], by: Actor) -> None:
    if not sees_budgets(by, commissioner_id=contract.commissioner_id) and line not in own_lines(contract):
        raise Refusal(
            f"The contract commits nothing of that line. {contract.commissioner.name} proposes money of a line that is "
            "new to it."
        )
    covered = {group.code for group in groups_of(contract)} | {POOLED}
    for group, pence in amounts.items():
        if pence and group not in covered:
            raise Refusal(f"The contract does not cover the group {group}. A variation cannot give it money.")


def check_written_money(variation: Variation, base: Base, budgets: Budgets, *, by: Actor) -> None:
    """The same for one who writes money or days of a draft: nobody uses an exception that they recorded themselves."""
    check_money_of_draft(variation, base, by=by, budgets=budgets)
    wanted = _brought_to(variation.contract, _drafted(variation, base))
    check_own_exceptions(variation.contract, budgets, wanted, by)


def check_money_of_draft(variation: Variation, base: Base, *, by: Actor, budgets: Budgets | None = None) -> None:
    """The same for a draft of one who may know what the lines hold; others learn it from the commissioner’s answer.

    Else a provider could find out, amount by amount, what other contracts commit. Nothing is signed without the check.
    """
    if sees_budgets(by, commissioner_id=variation.contract.commissioner_id):
        check_money(variation, base, budgets, by=by)
    else:
        _check_given_back(variation, base)


def check_money(variation: Variation, base: Base, budgets: Budgets | None = None, *, by: Actor | None = None) -> None:
    """Refuse money that the contract does not have to give back, or that the budget lines do not hold.

    How much they hold is said to those who may know it.
    """
    if not list_money(variation.id):
        return
    _check_given_back(variation, base)
    _check_budget(variation.contract, _drafted(variation, base), budgets, by=by)


def check_proposed_money(variation: Variation, budgets: Budgets, *, by: Actor) -> None:
    """Refuse to sign money that the budget lines do not hold any more: exactly what was proposed would be committed."""
    more = {(each.line_code, each.group_code): as_pence(each.part_year) for each in list_money_proposed(variation.id)}
    _check_budget(variation.contract, more, budgets, by=by)


def _check_budget(
    contract: Contract, more: Mapping[tuple[str, str], int], budgets: Budgets | None, *, by: Actor | None
) -> None:
    budgets = budgets or budgets_at_hand(contract.commissioner_id, contract.year)
    if budgets is None:
        raise Refusal(f"No calculation for {contract.year} is put to the groups, so there is no budget line to commit.")
    wanted = commitments(contract, budgets, _brought_to(contract, more))
    if by is not None and sees_budgets(by, commissioner_id=contract.commissioner_id):
        check_commitments(wanted)
    else:
        _check_in_few_words(wanted, commissioner=contract.commissioner.name)


def _brought_to(contract: Contract, more: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """What the contract would commit of each line and group that gets more, in pence."""
    now = committed_by(contract)
    return {place: now.get(place, 0) + pence for place, pence in more.items() if pence > 0}


def _drafted(variation: Variation, base: Base) -> dict[tuple[str, str], int]:
    return part_years(full_years(list_money(variation.id)), days_of(variation, base))


def own_lines(contract: Contract) -> set[str]:
    """The codes of the budget lines that a contract commits something of, as signed or by its variations."""
    return {line for line, _ in committed_by(contract)}


def _check_in_few_words(wanted: Sequence[Commitment], *, commissioner: str) -> None:
    over = [f"{each.line_name} for {each.group_name}" for each in wanted if problems_in_commitments([each])]
    if over:
        raise Refusal(f"The budget does not hold this much of {listed(over)}. {commissioner} knows how much it holds.")


def _check_given_back(variation: Variation, base: Base) -> None:
    standing = base.standing_on(variation.effective_from)
    money_changes(
        full_years(list_money(variation.id)),
        days_of(variation, base),
        standing=standing,
        part_key=money_part(standing),
    )
