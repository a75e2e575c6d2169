"""What a provider charges for its lines, and which of them are loss leaders."""

from collections.abc import Sequence
from datetime import datetime

from budgets.intentions.actions.recording import AtHand, at_hand, check_is_open, day_of, record_in
from budgets.intentions.models.prices import PriceRecord
from budgets.intentions.queries.overview import provided_for
from budgets.intentions.queries.prices import list_prices, newest_price_id, priced_of
from budgets.intentions.rules.grossing_up import Priced, check_priced, gross_up
from budgets.intentions.rules.overview import lines_in
from core import audit
from core.db import db
from core.errors import NotAllowed, OutOfDate, Refusal
from core.money import as_decimal
from core.parties.queries import get_party
from core.permissions import Actor, Permission
from core.wording import listed, sterling


def set_prices(
    *, round_id: int, party_id: int, prices: Sequence[Priced], seen_id: int, by: Actor, at: datetime
) -> list[PriceRecord]:
    """Say what each line costs a provider and what it charges; a line left out has no price any more.

    `seen_id`: the number of the last price in sight (0: none). Only what changed makes new rows.
    """
    found = at_hand(round_id, Permission.ANSWER_INTENTIONS, by=by)
    if by.organisation_id != party_id:
        other = get_party(party_id).name
        raise NotAllowed(f"You act for {by.organisation_name}. Only {other} says what {other} charges.")
    check_is_open(by, day_of(at))
    if newest_price_id(round_id, party_id) != seen_id:
        raise OutOfDate(
            "A colleague saved prices while you were working on them. What you typed is still here: compare it with "
            "the page of prices, and save again if it is to stand instead."
        )
    named = _named(found, prices, by=by, at=at)
    gross_up(named)
    rows = _changes(found, named, by=by, at=at)
    db.session.add_all(rows)
    db.session.flush()
    leaders = [each for each in named if each.loss_leader]
    new: audit.Values = {
        "provider": by.organisation_name,
        "count": len(rows),
        "loss_leaders": listed([each.name for each in leaders]) or "none",
        "shortfall": sterling(sum(each.short for each in leaders)),
    }
    record_in(found.round, "set_prices", by=by, new=new)
    return rows


def _named(found: AtHand, prices: Sequence[Priced], *, by: Actor, at: datetime) -> list[Priced]:
    """The prices under the names of their lines; refused for a line the provider does not provide."""
    provided = provided_for(found.round.commissioner_id, [], on=day_of(at))
    lines = {line.code: line.name for line in lines_in(found.calculation)}
    own = {code: lines[code] for code in provided.lines_of(by.organisation_id) if code in lines}
    for each in prices:
        if each.code not in own:
            line = lines.get(each.code, each.code)
            raise Refusal(
                f"According to the catalogue {by.organisation_name} does not provide {line}: "
                "it has no price to give for it."
            )
    named = [
        Priced(code=p.code, name=own[p.code], cost=p.cost, price=p.price, loss_leader=p.loss_leader) for p in prices
    ]
    check_priced(named)
    return named


def _changes(found: AtHand, prices: Sequence[Priced], *, by: Actor, at: datetime) -> list[PriceRecord]:
    standing = {row.line_code: priced_of(row) for row in list_prices(found.round.id, party_id=by.organisation_id)}
    given = {each.code: each for each in prices}
    changed = [each for each in prices if standing.get(each.code) != each]
    gone = [each for code, each in standing.items() if code not in given]
    if not changed and not gone:
        raise Refusal("Every cost and price is recorded just so already.")
    return [
        PriceRecord(
            round_id=found.round.id,
            party_id=by.organisation_id,
            line_code=each.code,
            line_name=each.name,
            cost=as_decimal(each.cost),
            price=as_decimal(each.price),
            loss_leader=each.loss_leader,
            withdrawn=each.code not in given,
            set_by_id=by.person_id,
            set_at=at,
        )
        for each in (*changed, *gone)
    ]
