"""Storing inputs: a workbook, numbered and frozen, and the main scenario that comes with the first."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from budgets.method.kept import workbook_text
from budgets.method.policy import Policy
from budgets.method.policy_keys import keys_of
from budgets.method.workbook import Workbook
from budgets.rounds import queries, rules
from budgets.rounds.actions.rounds import check_may_prepare, record
from budgets.rounds.activity_sources import SourceLine
from budgets.rounds.models import ActivitySource, Inputs, Round, Scenario, Source
from core import audit
from core.clock import moment_in_words
from core.db import db
from core.permissions import Actor
from core.problems import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What inputs were made of that are no uploaded file: the act and what the audit trail says of it besides, and

    where their activity came from, cell by cell.
    """

    act: str = "fill_inputs"
    told: audit.Values = field(default_factory=dict)
    activity: Sequence[SourceLine] = ()


def upload_inputs(
    *,
    round_id: int,
    workbook: Workbook,
    policy: Policy,
    notices: Sequence[Notice],
    file_name: str,
    file: bytes,
    by: Actor,
    at: datetime,
    origin: Origin | None = None,
) -> Inputs:
    """Store a workbook that has no problems as the next numbered, frozen inputs of a round.

    The same file or content is refused, saying which inputs have it. The first inputs bring the main scenario.
    `origin`: what they were made of, where they are not an uploaded file.
    """
    found = queries.get_round(round_id)
    check_may_prepare(found, by=by)
    rules.check_workbook_is_for(found.year, policy_year=policy.year)
    text, keys = workbook_text(workbook), rules.kept_text(keys_of(policy))
    hashes = {"content_hash": rules.hash_of(text, keys), "file_hash": rules.hash_of(file)}
    _check_is_new(found, **hashes)
    stored = Inputs(
        round_id=round_id,
        number=queries.next_number(Inputs, round_id),
        source=Source.STORED if origin else Source.UPLOADED,
        file_name=file_name[:200],
        file=file,
        policy=keys,
        uploaded_by_id=by.person_id,
        uploaded_at=at,
        **hashes,
        **_kept(workbook, text, notices),
    )
    _keep(stored, origin.activity if origin else ())
    _record(found, stored, origin, by)
    if stored.number == 1:
        _begin_main_scenario(stored, by=by, at=at)
    return stored


def _kept(workbook: Workbook, text: str, notices: Sequence[Notice]) -> dict[str, Any]:
    return {
        "workbook": zlib.compress(text.encode()),
        "notices": json.dumps([[notice.code, notice.message] for notice in notices], ensure_ascii=False),
        "services": len(workbook.services),
        "practices": len({membership.practice for membership in workbook.practices}),
        "activity_rows": len(workbook.activity),
    }


def _keep(stored: Inputs, lines: Sequence[SourceLine]) -> None:
    """Keep the inputs, and where each cell of their activity came from."""
    db.session.add(stored)
    db.session.flush()
    db.session.add_all(
        ActivitySource(
            inputs_id=stored.id,
            service=line.service,
            month=line.month,
            currency=line.currency,
            submission_id=line.submission_id,
            adjustment_id=line.adjustment_id,
            file_of_id=line.file_of_id,
            units=line.units,
        )
        for line in lines
    )
    db.session.flush()


def _record(found: Round, stored: Inputs, origin: Origin | None, by: Actor) -> None:
    new: audit.Values = {
        "number": stored.number,
        "file_name": stored.file_name,
        "content_hash": stored.content_hash,
        **(origin.told if origin else {}),
    }
    record(found, origin.act if origin else "upload_inputs", by=by, new=new)


def _check_is_new(found: Round, *, file_hash: str, content_hash: str) -> None:
    same_file = queries.find_inputs_like(found.id, file_hash=file_hash)
    same = same_file or queries.find_inputs_like(found.id, content_hash=content_hash)
    if same is None:
        return
    told = "This file is" if same_file else "The same content, from another file, is"
    raise rules.AlreadyStored(
        f"{told} already in this round as inputs {same.number}, stored by {same.uploaded_by.name} on "
        f"{moment_in_words(same.uploaded_at)}. Nothing was stored again.",
        inputs_id=same.id,
    )


def _begin_main_scenario(stored: Inputs, *, by: Actor, at: datetime) -> None:
    db.session.add(
        Scenario(
            round_id=stored.round_id,
            name=rules.MAIN_SCENARIO,
            inputs_id=stored.id,
            policy=stored.policy,
            methods=rules.kept_text({}),
            changed_by_id=by.person_id,
            changed_at=at,
        )
    )
    db.session.flush()
