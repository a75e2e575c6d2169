"""What a lead says for a group: of a line, of many lines at once; and taking it back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from budgets.intentions.actions import speaking
from budgets.intentions.actions.recording import record_in
from budgets.intentions.actions.speaking import InSight
from budgets.intentions.models.intentions import Intention
from budgets.intentions.queries.intentions import find_newest, get_intention, list_standing
from budgets.intentions.rules.kinds import IntentionKind
from budgets.intentions.rules.statements import Place, Statement, check_statement
from budgets.intentions.rules.texts import check_words
from core import audit
from core.db import db
from core.errors import OutOfDate, Refusal
from core.money import as_decimal
from core.permissions import Actor
from core.wording import listed


def state_intention(
    *, round_id: int, party_id: int, line_code: str, said: Statement, in_sight: InSight, by: Actor, at: datetime
) -> Intention:
    """Say what a group is willing to spend on a line: the same, more, or less. What was said before stays readable."""
    found = speaking.for_group(round_id, party_id, in_sight, by=by, at=at)
    line = speaking.line_of(found, line_code)
    before = find_newest(round_id, party_id=party_id, line_code=line_code)
    speaking.check_nothing_new(before, in_sight)
    offer = speaking.offer_meant(round_id, party_id, said.offer_id)
    place = Place(
        group=by.organisation_name,
        line=line.name,
        gross=line.gross.get(by.organisation_code, 0),
        calculation=found.stored.number,
    )
    kept = check_statement(replace(said, amount=speaking.amount_with(offer, said.amount)), place)
    row = speaking.new_row(found, by, at, line_code=line.code, line_name=line.name, kind=kept.kind, offer=offer)
    row.amount, row.notice_months = as_decimal(kept.amount or 0), kept.notice_months
    row.reason, row.effect = kept.reason, kept.effect
    return speaking.keep(found, "state_intention", row, by=by, before=before)


def state_same(
    *, round_id: int, party_id: int, line_codes: Sequence[str], in_sight: InSight, by: Actor, at: datetime
) -> list[Intention]:
    """Say “the same” of many lines at once, of which the group has said nothing yet."""
    found = speaking.for_group(round_id, party_id, in_sight, by=by, at=at)
    if not line_codes:
        raise Refusal("Tick at least one line on which you are willing to spend the same.")
    lines = [speaking.line_of(found, code) for code in dict.fromkeys(line_codes)]
    standing = {row.line_code: row for row in list_standing(round_id) if row.party_id == party_id}
    said = [f"{each.name} ({speaking.words_of(standing[each.code])})" for each in lines if each.code in standing]
    if said:
        raise OutOfDate(
            f"Your group has spoken to {listed(said)} meanwhile. Nothing was stored: look at the list again."
        )
    same = IntentionKind.SAME
    rows = [
        speaking.new_row(found, by, at, line_code=each.code, line_name=each.name, kind=same, offer=None)
        for each in lines
    ]
    db.session.add_all(rows)
    db.session.flush()
    new: audit.Values = {
        "group": by.organisation_name,
        "count": len(rows),
        "lines": listed([each.name for each in lines]),
    }
    record_in(found.round, "state_same", by=by, new=new)
    return rows


def take_back_intention(*, intention_id: int, reason: str, in_sight: InSight, by: Actor, at: datetime) -> Intention:
    """Take back what a group said: a line is then not said yet again, a new service no longer asked for."""
    earlier = get_intention(intention_id)
    found = speaking.for_group(earlier.round_id, earlier.party_id, in_sight, by=by, at=at)
    before = find_newest(
        earlier.round_id,
        party_id=earlier.party_id,
        line_code=earlier.line_code,
        service_key=earlier.service_key,
    )
    speaking.check_nothing_new(before, in_sight)
    if before is None or before.taken_back:
        raise Refusal(f"What was said of {earlier.line_name} is taken back already.")
    words = check_words(reason, "The reason")
    if not words:
        raise Refusal(f"Say why you take back what was said of {earlier.line_name}.")
    row = speaking.new_row(
        found, by, at, line_code=before.line_code, line_name=before.line_name, kind=before.kind, offer=None
    )
    row.service_key, row.amount, row.notice_months = before.service_key, before.amount, before.notice_months
    row.description, row.effect, row.offer_id = before.description, before.effect, before.offer_id
    row.reason, row.taken_back = words, True
    return speaking.keep(found, "take_back_intention", row, by=by, before=before)
