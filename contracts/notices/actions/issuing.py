"""Issuing a notice: its text is frozen with its hash, its days are counted, and the provider is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from contracts.agreements.models.contracts import Contract
from contracts.notices.actions.recording import held_for, is_in_force, record_on, settle, tell_other
from contracts.notices.models.notices import Notice, NoticeText
from contracts.notices.queries.notices import next_number
from contracts.notices.queries.references import find_reference
from contracts.notices.queries.terms import terms_of
from contracts.notices.rules.days import Day, Days, days_of
from contracts.notices.rules.kinds import Kind, Side, check_contract, check_words
from contracts.notices.rules.letters import Letter, LetterDay, written
from contracts.notices.rules.standing import Stage
from core import audit
from core.canonical import hash_of
from core.db import db
from core.errors import NotAllowed, Refusal
from core.permissions import ROLE_NAMES, Actor, Permission
from core.wording import in_full
from core.working_days import add_working_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody writes in a notice. `response_due_on`: only where the contract has no setting for the answer.

    `about_kind`, `about_id`: the record of another room the notice is about, where there is one.
    """

    kind: Kind
    title: str
    clause: str
    about: str
    asked: str
    response_due_on: date | None = None
    about_kind: str = ""
    about_id: int | None = None


def issue_notice(
    *, contract_id: int, wanted: Written, by: Actor, at: datetime, on: date, href_of: Callable[[int], str]
) -> Notice:
    """Issue a notice to the provider of a contract in force. `href_of`: its page, by its number."""
    contract = held_for(contract_id, by=by, permission=Permission.ISSUE_NOTICES)
    if by.organisation_id != contract.commissioner_id:
        raise NotAllowed(f"{contract.commissioner.name} issues notices under this contract.")
    check_contract(
        is_in_force=is_in_force(contract, on=on), reference=contract.reference, state_name=contract.state_name_on(on)
    )
    check_words(title=wanted.title, clause=wanted.clause, about=wanted.about, asked=wanted.asked)
    days = days_of(
        wanted.kind,
        terms_of(contract).settings(on),
        issued_on=on,
        typed=wanted.response_due_on,
        add_working_days=add_working_days,
    )
    notice = _notice(contract, wanted, days, on=on)
    notice.text = _text(_letter(notice, contract, wanted, days, by=by), by=by, at=at)
    db.session.add(notice)
    settle(notice)
    record_on(notice, "issue_notice", by=by, new=_said(notice))
    tell_other(
        notice,
        "issue",
        side=Side.COMMISSIONER,
        subject=f"{notice.kind_name}, {notice.title}",
        words=f"Please answer by {in_full(notice.response_due_on)}. {wanted.asked.strip()}",
        at=at,
        on=on,
        href=href_of(notice.number),
    )
    return notice


def _said(notice: Notice) -> audit.Values:
    return {
        "number": notice.number,
        "kind": notice.kind_name,
        "title": notice.title,
        "reference": notice.contract.reference,
        "content_hash": notice.text.content_hash,
    }


def _notice(contract: Contract, wanted: Written, days: Days, *, on: date) -> Notice:
    return Notice(
        contract=contract,
        number=next_number(contract.id),
        kind=wanted.kind,
        title=wanted.title.strip(),
        issued_on=on,
        response_due_on=days.response.on,
        meeting_due_on=days.meeting.on if days.meeting else None,
        outcome_due_on=days.outcome.on if days.outcome else None,
        about_kind=wanted.about_kind if wanted.about_id is not None else "",
        about_id=wanted.about_id,
        stage=Stage.ISSUED,
        waits_for=Side.PROVIDER,
        next_due_on=days.response.on,
        next_what="",
    )


def _text(letter: Letter, *, by: Actor, at: datetime) -> NoticeText:
    content = written(letter)
    return NoticeText(
        content=content, content_hash=hash_of(content), issued_by_id=by.person_id, name=by.name, issued_at=at
    )


def _letter(notice: Notice, contract: Contract, wanted: Written, days: Days, *, by: Actor) -> Letter:
    return Letter(
        reference=contract.reference,
        contract=contract.title,
        number=notice.number,
        kind=wanted.kind.value,
        commissioner=contract.commissioner.name,
        provider=contract.provider.name,
        issued_on=notice.issued_on.isoformat(),
        title=notice.title,
        clause=wanted.clause.strip(),
        about=wanted.about.strip(),
        reference_in_words=_reference(contract, wanted),
        asked=wanted.asked.strip(),
        response=_day(days.response),
        meeting=_day(days.meeting),
        outcome=_day(days.outcome),
        issued_by=by.name,
        role=ROLE_NAMES[by.role],
    )


def _reference(contract: Contract, wanted: Written) -> str:
    if wanted.about_id is None:
        return ""
    found = find_reference(contract.id, wanted.about_kind, wanted.about_id)
    if found is None:
        raise Refusal("What the notice is about was not found in this contract. Start the notice from its page again.")
    return found.name


def _day(day: Day | None) -> LetterDay:
    return LetterDay(on=day.on.isoformat(), source=day.source) if day else LetterDay(on="", source="")
