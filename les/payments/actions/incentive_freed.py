"""Entering what practices freed up, and deciding over it as a second person."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from commissioning.organisations.queries.lines import parties_by_code
from core import audit
from core.db import db
from core.errors import Refusal
from core.four_eyes import decides_own
from core.parties.rules import PartyKind
from core.permissions import Actor
from les.payments.actions.incentive_recording import check_no_interest, held_plan, record
from les.payments.models.incentive import FreedUp, FreedUpDecision, FreedUpSheet
from les.payments.queries.incentive import find_sheet
from les.payments.rules.incentive_freed import FreedLine, check_lines
from les.schemes.actions.recording import words_to_keep
from les.schemes.rules.deciding import check_may_decide
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict


def enter_freed_up(
    *, plan_id: int, lines: Sequence[FreedLine], source: str, by: Actor, at: datetime, file_name: str = ""
) -> FreedUpSheet:
    """Enter what practices freed up, all lines or none. It counts once a second person approved it."""
    plan = held_plan(plan_id, by)
    practices = parties_by_code(plan.scheme.commissioner_id, PartyKind.PRACTICE)
    check_lines(lines, list(practices))
    sheet = FreedUpSheet(
        plan=plan,
        source=words_to_keep(source, what="The source"),
        file_name=file_name[:200],
        lines=[FreedUp(practice=practices[each.code], amount=each.amount or Decimal(0)) for each in lines],
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    db.session.add(sheet)
    db.session.flush()
    record(plan, "enter_freed_up", by, new={"practices": len(sheet.lines), "source": sheet.source})
    return sheet


def decide_freed_up(*, sheet_id: int, verdict: Verdict, words: str, by: Actor, at: datetime) -> FreedUpSheet:
    """Approve or decline a sheet as a second person without an interest in any of its practices, or withdraw one’s own.

    What it says counts from then on for every instalment that does not stand proposed.
    """
    sheet = find_sheet(sheet_id)
    if sheet is None:
        raise Refusal("There is no such sheet of freed-up resources.")
    plan = held_plan(sheet.plan_id, by)
    sheet = find_sheet(sheet_id) or sheet
    check_may_decide(
        decided=sheet.decision.verdict if sheet.decision else None,
        verdict=verdict,
        is_own=decides_own(by, sheet.proposed_by_id, withdraws=verdict is Verdict.WITHDRAWN),
    )
    if verdict is not Verdict.WITHDRAWN:
        check_no_interest(by, [line.practice for line in sheet.lines])
    decision = FreedUpDecision(
        sheet=sheet,
        verdict=verdict,
        words=words_to_keep(words, what="The reason", is_needed=verdict is not Verdict.APPROVED),
        proposed_by_id=sheet.proposed_by_id,
        decided_by_id=by.person_id,
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    new: audit.Values = {
        "practices": len(sheet.lines),
        "verdict": VERDICT_NAMES[verdict].lower(),
        "words": decision.words,
    }
    record(plan, "decide_freed_up", by, new=new)
    return sheet
