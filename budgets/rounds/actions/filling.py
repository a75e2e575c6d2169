"""Filling inputs from what is stored, where nothing has to be typed twice."""

from collections.abc import Callable
from datetime import datetime

from budgets.method.policy import Policy
from budgets.method.problems import problems_in
from budgets.method.workbook import Workbook
from budgets.rounds import queries, rules
from budgets.rounds.actions.inputs import Origin, upload_inputs
from budgets.rounds.actions.rounds import check_may_prepare
from budgets.rounds.activity_sources import carried_over
from budgets.rounds.models import Inputs
from budgets.rounds.stored import workbook_from_stored
from core.errors import Refusal
from core.permissions import Actor


def fill_inputs_from_stored(
    *, round_id: int, inputs_id: int, write: Callable[[Workbook, Policy], bytes], by: Actor, at: datetime
) -> Inputs:
    """Store inputs made of the organisations and services as they are kept and the money of earlier inputs.

    `write` gives the file that is kept with them. Checked like an upload: nothing is stored while anything is wrong.
    The earlier inputs may be those of another year's round of the same commissioner; the year becomes this round's.
    """
    found = queries.get_round(round_id)
    check_may_prepare(found, by=by)
    earlier = queries.get_inputs(inputs_id)
    if earlier.round.commissioner_id != found.commissioner_id:
        raise Refusal("These inputs belong to another commissioner.")
    policy = queries.policy_of(earlier, year=found.year)
    workbook, notices = workbook_from_stored(
        found.commissioner_id, queries.workbook_of(earlier), policy.capitation_date
    )
    problems = problems_in(workbook, policy)
    if problems:
        raise rules.InputsRefused(problems)
    return upload_inputs(
        round_id=round_id,
        workbook=workbook,
        policy=policy,
        notices=notices,
        file_name=f"stored-{at:%Y-%m-%d}-with-inputs-{earlier.number}.zip",
        file=write(workbook, policy),
        by=by,
        at=at,
        origin=Origin(activity=carried_over(earlier, workbook.activity)),
    )
