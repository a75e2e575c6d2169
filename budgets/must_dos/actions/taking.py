"""Taking approved must-dos into inputs, so that the next calculation splits them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from budgets.method.problems import problems_in
from budgets.method.workbook import Workbook
from budgets.must_dos.actions.recording import inputs_to_go_by
from budgets.must_dos.models import ProposedMustDo
from budgets.must_dos.queries import list_must_dos, waiting_for
from budgets.rounds.actions.inputs import Origin, upload_inputs
from budgets.rounds.activity_sources import carried_over
from budgets.rounds.exports.workbooks import workbook_as_zip
from budgets.rounds.models import Inputs
from budgets.rounds.queries import get_round, notices_of, policy_of, workbook_of
from budgets.rounds.rules import InputsRefused
from budgets.sources.actions import copy_descriptions
from budgets.sources.queries import list_sources
from core import audit
from core.db import db
from core.errors import Refusal
from core.permissions import Actor, Permission, check_may


def take_into_inputs(*, round_id: int, by: Actor, at: datetime) -> Inputs:
    """Store the newest inputs again with the approved must-dos they lack, as the next numbered inputs of the round.

    All else stays as it is, and so does what was said of where the figures come from.
    """
    found = get_round(round_id, for_change=True)
    check_may(by, Permission.PREPARE_ROUNDS, commissioner_id=found.commissioner_id)
    newest = inputs_to_go_by(round_id)
    held = workbook_of(newest)
    waiting = waiting_for(held, list_must_dos(round_id))
    if not waiting:
        raise Refusal(f"No approved must-do is waiting: inputs {newest.number} hold them all.")
    workbook, policy = _with_must_dos(held, waiting), policy_of(newest)
    problems = problems_in(workbook, policy)
    if problems:
        raise InputsRefused(problems)
    stored = upload_inputs(
        round_id=round_id,
        workbook=workbook,
        policy=policy,
        notices=notices_of(newest),
        file_name=f"inputs-{newest.number}-with-must-dos.zip",
        file=workbook_as_zip(workbook, policy),
        by=by,
        at=at,
        origin=Origin(activity=carried_over(newest, workbook.activity)),
    )
    for must_do in waiting:
        must_do.taken_into_id = stored.id
    db.session.flush()
    if list_sources(newest.id):
        copy_descriptions(inputs_id=stored.id, by=by, at=at)
    _record(round_id, found.commissioner_id, stored, waiting, by)
    return stored


def _with_must_dos(workbook: Workbook, waiting: Sequence[ProposedMustDo]) -> Workbook:
    """The workbook with these must-dos after its own."""
    first = max((must_do.row for must_do in workbook.must_dos), default=1) + 1
    added = tuple(each.wanted.as_line(row) for row, each in enumerate(waiting, start=first))
    return replace(workbook, must_dos=(*workbook.must_dos, *added))


def _record(round_id: int, commissioner_id: int, stored: Inputs, waiting: Sequence[ProposedMustDo], by: Actor) -> None:
    names = ", ".join(f"{each.name} ({each.code})" for each in waiting)
    audit.record(
        db.session(),
        by=by,
        act="must_dos.take_into_inputs",
        subject="round",
        subject_id=round_id,
        new={"inputs": stored.number, "must_dos": names},
        commissioner_id=commissioner_id,
    )
