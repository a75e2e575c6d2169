"""Giving a scheme a budget: entered with its source and approved by a second person, or tied to a signed-off line."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.exc import NoResultFound

from commissioning.organisations.models import Locality
from commissioning.organisations.queries.localities import get_locality
from core.db import db
from core.errors import Refusal
from core.four_eyes import decides_own
from core.money import as_decimal, as_pence
from core.permissions import Actor, Permission
from core.wording import sterling
from les.schemes.actions.recording import held, record, words_to_keep
from les.schemes.models.budgets import BudgetDecision, SchemeBudget
from les.schemes.models.schemes import WHOLE_AREA, Scheme
from les.schemes.queries.budgets import counts, get_budget, held_by, list_budgets, signed_lines
from les.schemes.rules.budgets import check_amounts, check_line_holds, check_place, year_named
from les.schemes.rules.deciding import check_may_decide
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict


def enter_budget(
    *,
    scheme_id: int,
    locality_id: int | None,
    year: str,
    amount: Decimal,
    floor: Decimal | None,
    source: str,
    by: Actor,
    at: datetime,
) -> SchemeBudget:
    """Enter a budget with its source. It holds once a second person approved it; the one before holds until then."""
    scheme = held(scheme_id, by, Permission.SET_SCHEME_BUDGETS)
    named, locality = year_named(year), _place(scheme, locality_id, year)
    check_amounts(most=as_pence(amount), least=None if floor is None else as_pence(floor))
    budget = SchemeBudget(
        scheme=scheme,
        locality_id=locality_id,
        year=named,
        amount=amount,
        floor=floor,
        source=words_to_keep(source, what="The source of the budget"),
        line_name="",
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    db.session.add(budget)
    db.session.flush()
    record(scheme, "enter_budget", by, new={"budget": _said(budget, locality), "source": budget.source})
    return budget


def tie_budget(
    *,
    scheme_id: int,
    locality_id: int | None,
    year: str,
    line_code: str,
    floor: Decimal | None,
    by: Actor,
    at: datetime,
) -> SchemeBudget:
    """Tie the budget of a scheme to a line of the signed-off round of the year: it is what the line holds there."""
    scheme = held(scheme_id, by, Permission.SET_SCHEME_BUDGETS)
    named, locality = year_named(year), _place(scheme, locality_id, year)
    signed = signed_lines(scheme.commissioner_id, named)
    line = signed.lines.get(line_code) if signed else None
    if signed is None or line is None:
        raise Refusal(f"No round of {named} with such a line is signed off. Choose a line from the list.")
    pence = held_by(line, commissioner_id=scheme.commissioner_id, locality_id=locality_id)
    least = None if floor is None else as_pence(floor)
    check_line_holds(name=line.name, held=pence, least=least, where=_where(locality))
    budget = SchemeBudget(
        scheme=scheme,
        locality_id=locality_id,
        year=named,
        amount=as_decimal(pence),
        floor=floor,
        source="",
        line_code=line.code,
        line_name=line.name,
        sign_off_id=signed.sign_off.id,
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    db.session.add(budget)
    db.session.flush()
    record(scheme, "tie_budget", by, new={"budget": _said(budget, locality), "line": line.name})
    return budget


def decide_budget(*, budget_id: int, verdict: Verdict, reason: str, by: Actor, at: datetime) -> SchemeBudget:
    """Approve or decline a budget that was entered, as a second person, or withdraw one’s own."""
    permission = Permission.SET_SCHEME_BUDGETS if verdict is Verdict.WITHDRAWN else Permission.APPROVE_SCHEMES
    scheme = held(get_budget(budget_id).scheme_id, by, permission)
    budget = get_budget(budget_id)
    if budget.line_code is not None:
        raise Refusal("This budget is tied to a line that was signed off: there is nothing left to decide.")
    check_may_decide(
        decided=budget.decision.verdict if budget.decision else None,
        verdict=verdict,
        is_own=decides_own(by, budget.proposed_by_id, withdraws=verdict is Verdict.WITHDRAWN),
    )
    if verdict is Verdict.APPROVED:
        others = [each for each in list_budgets(scheme.id) if each.id != budget.id and counts(each)]
        check_place(wanted=_wanted(budget.locality), taken=_taken(others, budget.year), year=budget.year)
    kept = words_to_keep(reason, what="The reason", is_needed=verdict is not Verdict.APPROVED)
    decision = BudgetDecision(
        budget=budget,
        verdict=verdict,
        reason=kept,
        proposed_by_id=budget.proposed_by_id,
        decided_by_id=by.person_id,
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    new = {"budget": _said(budget, budget.locality), "verdict": VERDICT_NAMES[verdict].lower(), "reason": kept}
    record(scheme, "decide_budget", by, new=new)
    return budget


def _place(scheme: Scheme, locality_id: int | None, year: str) -> Locality | None:
    """The locality a budget is for, within where the scheme holds; refuses the whole area beside localities."""
    locality = None
    if locality_id is not None:
        try:
            locality = get_locality(locality_id)
        except NoResultFound:
            raise Refusal("There is no such locality. Choose one from the list.") from None
        if locality.commissioner_id != scheme.commissioner_id:
            raise Refusal("There is no such locality. Choose one from the list.")
    if scheme.locality is not None and locality_id != scheme.locality_id:
        raise Refusal(f"This scheme is one of {scheme.locality.name}: its budget is for that locality.")
    taken = [each for each in list_budgets(scheme.id) if counts(each)]
    check_place(wanted=_wanted(locality), taken=_taken(taken, year_named(year)), year=year_named(year))
    return locality


def _taken(budgets: Sequence[SchemeBudget], year: str) -> list[str]:
    return [_wanted(each.locality) for each in budgets if each.year == year]


def _wanted(locality: Locality | None) -> str:
    return locality.name if locality else ""


def _where(locality: Locality | None) -> str:
    return locality.name if locality else WHOLE_AREA.lower().replace("whole", "the whole")


def _said(budget: SchemeBudget, locality: Locality | None) -> str:
    return f"{sterling(as_pence(budget.amount))} for {_where(locality)} in {budget.year}"
