"""Saying where the figures of a set of inputs come from."""

from datetime import datetime

from budgets.rounds.actions.rounds import check_may_be_changed
from budgets.rounds.activity_sources import list_activity_sources
from budgets.rounds.frozen_returns import Plan
from budgets.rounds.models import ActivitySource, Inputs
from budgets.rounds.queries import get_inputs, policy_of, workbook_of
from budgets.sources.filled import descriptions_of_filled
from budgets.sources.models import DriverSource
from budgets.sources.queries import descriptions_of, find_described_before
from budgets.sources.rules.descriptions import (
    DRIVER_NAMES,
    GRADE_NAMES,
    Description,
    Descriptions,
    as_kept,
    check_description,
    check_is_news,
    line_names,
    still_missing,
)
from core import audit
from core.clock import in_london
from core.db import db
from core.errors import Refusal
from core.permissions import Actor, Permission, check_may
from core.wording import listed


def describe_source(*, inputs_id: int, said: Description, by: Actor, at: datetime) -> DriverSource:
    """Say where the figures of a driver come from, for all lines or for one. What was said before is kept."""
    said = as_kept(said)
    inputs = _inputs_to_describe(inputs_id, by)
    names = line_names(workbook_of(inputs))
    check_description(said, lines=names, on=in_london(at).date())
    standing = descriptions_of(inputs_id)
    check_is_news(said, standing)
    before = next(
        (each for each in standing.rows if (each.driver, each.line_code) == (said.driver, said.line_code)), None
    )
    old = _said(before) if before else None
    stored = _stored(inputs, said, by, at)
    db.session.flush()
    new: audit.Values = {
        "driver": DRIVER_NAMES[said.driver],
        "line": f" in {names[said.line_code]}" if said.line_code else "",
        **_said(said),
    }
    _record(inputs, "describe_source", by, new, old)
    return stored


def _said(said: Description) -> dict[str, str]:
    """What is said of a driver, as the history tells it."""
    return {
        "grade": GRADE_NAMES[said.grade],
        "source": said.source,
        "extracted_on": said.extracted_on.isoformat(),
        "owner": said.owner,
    }


def copy_descriptions(*, inputs_id: int, by: Actor, at: datetime) -> list[DriverSource]:
    """Take over what was said of the inputs before these, as far as nothing is said yet and the lines still exist."""
    inputs = _inputs_to_describe(inputs_id, by)
    earlier = find_described_before(inputs)
    if earlier is None:
        raise Refusal(f"Nothing was said of any inputs of this round before inputs {inputs.number}.")
    missing = still_missing(
        descriptions_of(earlier.id), descriptions_of(inputs_id), lines=line_names(workbook_of(inputs))
    )
    if not missing:
        raise Refusal(f"Everything that was said of inputs {earlier.number} is said of inputs {inputs.number} too.")
    stored = [_stored(inputs, said, by, at) for said in missing]
    db.session.flush()
    new: audit.Values = {"count": len(stored), "earlier": earlier.number, "inputs": inputs.number}
    _record(inputs, "copy_descriptions", by, new)
    return stored


def describe_filled(inputs: Inputs, plan: Plan, by: Actor, at: datetime) -> None:
    """Say of activity that was just filled from frozen returns where it came from, and take over all else that was said

    of the inputs it was filled on. Part of the act of filling, which asked who may.
    """
    workbook, policy = workbook_of(inputs), policy_of(inputs)
    lines, codes = line_names(workbook), {line.code for line in plan.filled}
    counted: dict[str, list[ActivitySource]] = {}
    for each in list_activity_sources(inputs.id):
        if each.service in codes and policy.activity_from <= each.month <= policy.activity_to:
            counted.setdefault(each.service, []).append(each)
    earlier = descriptions_of(plan.earlier.id)
    said = list(descriptions_of_filled(counted, earlier, on=in_london(at).date()))
    others = still_missing(earlier, Descriptions.of(said), lines=lines)
    for each_said in [*said, *others]:
        _stored(inputs, each_said, by, at)
    db.session.flush()
    if said:
        named = listed([lines[each_said.line_code] for each_said in said])
        _record(inputs, "describe_filled", by, {"lines": named, "others": len(others), "earlier": plan.earlier.number})
    elif others:
        _record(inputs, "copy_descriptions", by, {"count": len(others), "earlier": plan.earlier.number})


def _inputs_to_describe(inputs_id: int, by: Actor) -> Inputs:
    inputs = get_inputs(inputs_id)
    check_may(by, Permission.DESCRIBE_SOURCES, commissioner_id=inputs.round.commissioner_id)
    check_may_be_changed(inputs.round_id)
    return inputs


def _stored(inputs: Inputs, said: Description, by: Actor, at: datetime) -> DriverSource:
    stored = DriverSource(
        inputs_id=inputs.id,
        driver=said.driver,
        line_code=said.line_code,
        source=said.source,
        extracted_on=said.extracted_on,
        owner=said.owner,
        grade=said.grade,
        note=said.note,
        described_by_id=by.person_id,
        described_at=at,
    )
    db.session.add(stored)
    return stored


def _record(inputs: Inputs, act: str, by: Actor, new: audit.Values, old: audit.Values | None = None) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"sources.{act}",
        subject="inputs",
        subject_id=inputs.id,
        old=old,
        new=new,
        commissioner_id=inputs.round.commissioner_id,
    )
