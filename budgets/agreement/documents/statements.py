"""What is issued once a round is signed off: each group's statement, the report, each provider's decision notice."""

from collections.abc import Iterator, Sequence

from budgets.agreement.documents.notices import decision_notice
from budgets.agreement.documents.sign_off import heading_of, signed_off
from budgets.agreement.models.sign_off import Lock
from budgets.agreement.queries.notices import allotted_of, providers_by_code
from budgets.agreement.rules.notices import Allotted, Notice, notice_of, reserve_in
from budgets.agreement.rules.notices_kept import notice_text, rest_text
from budgets.agreement.rules.statements import KIND_NAMES, DocumentKind, ToIssue
from budgets.method.result import Calculation
from budgets.rounds.documents.heading import StatementHeading
from budgets.rounds.documents.report import calculation_report
from budgets.rounds.documents.signed import SignedOff
from budgets.rounds.documents.statement import group_statement
from budgets.rounds.models import Round
from budgets.rounds.queries import calculation_of, workbook_of
from core.periods import FinancialYear
from core.signatures.models import Signature


def documents_of(lock: Lock, signatures: Sequence[Signature], *, audit_head: str) -> Iterator[ToIssue]:
    """The documents of a round that was locked, one by one: making each takes a while.

    The same lock, signatures, arrangements and head of the audit trail give the same bytes.
    """
    proposal = lock.sign_off.proposal
    calculation = calculation_of(proposal.calculation)
    allotted = allotted_of(proposal.round, calculation)
    heading, signed = heading_of(lock), signed_off(lock, signatures, audit_head=audit_head)
    names = {row.practice: row.name for row in workbook_of(proposal.calculation.inputs).practices}
    for group in calculation.groups:
        yield ToIssue(
            kind=DocumentKind.STATEMENT,
            code=group.code,
            title=f"{KIND_NAMES[DocumentKind.STATEMENT]} {heading.year}: {group.name}"[:200],
            file=group_statement(calculation, group.code, heading=heading, practice_names=names, signed=signed),
        )
    yield ToIssue(
        kind=DocumentKind.REPORT,
        code="",
        title=f"{KIND_NAMES[DocumentKind.REPORT]} {heading.year}",
        content=rest_text(allotted.rest),
        file=calculation_report(calculation, heading=heading, signed=signed),
    )
    for notice in _notices(proposal.round, calculation, allotted):
        yield _notice(notice, heading, signed)


def _notices(found: Round, calculation: Calculation, allotted: Allotted) -> list[Notice]:
    """What each provider that provides anything of a calculation is told."""
    providers = providers_by_code(found)
    return [
        notice_of(calculation, allotted, code, providers[code].name, reserve=reserve_in(calculation, lines))
        for code, lines in sorted(allotted.lines.items())
    ]


def _notice(notice: Notice, heading: StatementHeading, signed: SignedOff) -> ToIssue:
    first_day = FinancialYear.named(heading.year).first_day
    return ToIssue(
        kind=DocumentKind.DECISION_NOTICE,
        code=notice.provider_code,
        title=f"{KIND_NAMES[DocumentKind.DECISION_NOTICE]} {heading.year}: {notice.provider}"[:200],
        content=notice_text(notice),
        file=decision_notice(notice, heading=heading, signed=signed, first_day=first_day),
    )
