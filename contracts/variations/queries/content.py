"""What a variation says as one text, and the contract as at a date."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.issues import Issue
from contracts.agreements.queries.contracts import content_of, find_issue
from contracts.agreements.rules.clauses import VALUE
from contracts.agreements.rules.content import Content, content_from
from contracts.variations.models import ChangeDrafted, MoneyDrafted
from contracts.variations.models import Variation as Row
from contracts.variations.queries.variations import list_changes, list_money, list_of_contract, texts_of
from contracts.variations.rules.checks import Term
from contracts.variations.rules.composition import Change, Variation, as_at
from contracts.variations.rules.content import AsAt, Text, contract_as_at, text_from
from contracts.variations.rules.figures import Window
from contracts.variations.rules.money import Days, FullYear, effect_of_money, money_changes
from contracts.variations.rules.pieces import Piece, fact_key, pieces_of
from contracts.variations.rules.states import Stage
from contracts.variations.rules.written import piece_from
from core.money import as_pence
from core.periods import FinancialYear
from core.wording import in_full

MONEY_PART = "money"


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A signed contract: what was signed first, and its variations as values: `put` are proposed or signed."""

    contract: Contract
    issue: Issue
    content: Content
    signed: Sequence[Variation]
    put: Sequence[Variation]

    @property
    def last(self) -> date:
        """Its last day by all that is signed."""
        ended = self.contract.terminated_on
        return ended - timedelta(days=1) if ended else self.contract.ends_on

    @property
    def term(self) -> Term:
        """Its first and last day, and whether it was terminated."""
        is_terminated = self.contract.terminated_on is not None
        return Term(first=self.contract.starts_on, last=self.last, is_terminated=is_terminated)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its pieces as they were first signed."""
        return pieces_of(self.content)

    def knows(self, key: str) -> bool:
        """Whether a piece of that key stands on any day by all that is signed."""
        added = (change.key for variation in self.signed for change in variation.changes)
        return key in {*added, *(piece.key for piece in self.pieces)}

    def as_at(self, on: date) -> AsAt:
        """The contract as at a date."""
        return contract_as_at(self.content, self.signed, on)

    def ended_with_money(self, on: date) -> list[int]:
        """The numbers of the variations that have ended, whose money of the year stays."""
        return [
            each.number
            for each in self.signed
            if each.has_begun(on) and not each.holds_on(on) and any(change.is_lasting for change in each.changes)
        ]

    def standing_on(self, on: date) -> list[Piece]:
        """Its pieces as they stand on a day."""
        return [each.part for each in as_at(self.pieces, self.signed, on).parts]


def base_of(contract: Contract) -> Base:
    """A signed contract with its variations. LookupError for one that was never issued. Three queries."""
    issue = find_issue(contract.id)
    if issue is None:
        raise LookupError(f"contract {contract.id} has no issue that stands")
    rows = [row for row in list_of_contract(contract.id) if row.stage in (Stage.PROPOSED, Stage.SIGNED)]
    texts = texts_of(rows)
    put = [text_from(texts[row.id]).as_signed(row.signed_on) for row in rows]
    return Base(
        contract=contract,
        issue=issue,
        content=content_from(content_of(issue)),
        signed=[each for each in put if each.signed_on is not None],
        put=put,
    )


def days_of(row: Row, base: Base) -> Days:
    """The days for which a draft holds, and the year of the lines."""
    return Days(
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        last=new_last_day(row, base),
        year=FinancialYear.named(row.contract.year),
    )


def new_last_day(row: Row, base: Base) -> date:
    """The last day of the contract once a draft holds."""
    key = fact_key("ends_on")
    change = next((each for each in list_changes(row.id) if each.key == key and each.after), None)
    return date.fromisoformat(_piece(change.after).text) if change and change.after else base.last


def window_of(row: Row) -> Window:
    """For which months a draft plans."""
    return Window(kind=row.kind, first=row.effective_from, last=row.effective_to)


def pieces_drafted(row: Row, standing: Sequence[Piece]) -> dict[str, Piece]:
    """The pieces as they stand on the first day of a draft, with what it changes of texts and figures, by key."""
    found = {piece.key: piece for piece in standing}
    for change in map(change_of, list_changes(row.id)):
        if change.after is None:
            found.pop(change.key, None)
        else:
            found[change.key] = change.after
    return found


def text_now(row: Row, base: Base) -> Text:
    """A draft as it would be proposed now: its changes of texts and particulars, then those of money."""
    money, days = full_years(list_money(row.id)), days_of(row, base)
    standing = base.standing_on(row.effective_from)
    changes = [change_of(each) for each in list_changes(row.id)]
    changes += money_changes(money, days, standing=standing, part_key=money_part(standing))
    contract = row.contract
    return Text(
        reference=contract.reference,
        contract=contract.title,
        base_hash=base.issue.content_hash,
        number=row.number,
        kind=row.kind,
        title=row.title,
        reason=row.reason,
        proposer=row.proposer.name,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        response_due_on=row.response_due_on,
        changes=tuple(changes),
        effect=effect_of_money(money, days, besides=as_pence(row.life_value)),
        signatures=base.content.signatures,
    )


def text_of(row: Row, base: Base) -> Text:
    """What a variation says: as it was proposed, or of a draft, as it would be."""
    if row.proposal is None:
        return text_now(row, base)
    return text_from(texts_of([row])[row.id])


def full_years(rows: Sequence[MoneyDrafted]) -> list[FullYear]:
    """Kept changes of money as values."""
    return [
        FullYear(
            line=each.line_code,
            line_name=each.line_name,
            group=each.group_code,
            group_name=each.group_name,
            pence=as_pence(each.full_year),
        )
        for each in rows
    ]


def change_of(row: ChangeDrafted) -> Change:
    """A kept change as a value."""
    return Change(
        key=row.key,
        before=_piece(row.before) if row.before else None,
        after=_piece(row.after) if row.after else None,
        follows=row.follows,
    )


def money_part(standing: Sequence[Piece]) -> str:
    """The part in which new lines of money stand: where lines stand already, else the first on prices, else one of
    their own.
    """
    for piece in standing:
        if ":money/" in piece.key:
            return piece.key.partition(":")[0]
    return next((piece.key for piece in standing if piece.key.startswith("prices-") and piece.is_worded), MONEY_PART)


def changeable(standing: Sequence[Piece]) -> list[Piece]:
    """The texts that a person may word anew: not the clause on the value, which follows from the money."""
    return [piece for piece in standing if piece.is_worded and piece.key != VALUE]


def day_in_piece(piece: Piece) -> str:
    """A particular as people read it: days in full."""
    return in_full(date.fromisoformat(piece.text)) if piece.key == fact_key("ends_on") else piece.text


def _piece(written: str) -> Piece:
    return piece_from(json.loads(written))
