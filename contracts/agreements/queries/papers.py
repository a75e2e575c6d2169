"""A contract as its documents need it: what is signed where it was issued, else the draft as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.issues import ISSUE_SUBJECT
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.contracts import content_of, find_issue
from contracts.agreements.rules.content import Content, canonical, content_from
from contracts.agreements.rules.states import STATE_NAMES, State
from core.canonical import hash_of
from core.signatures.models import Signature
from core.signatures.queries import list_signatures
from core.wording import in_full, sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A contract to be written as a document. `is_draft`: not signed by its parties, so that it bears DRAFT."""

    content: Content
    content_hash: str
    state: State
    signatures: Sequence[Signature]
    number: int = 0

    @property
    def is_draft(self) -> bool:
        """Whether its parties have not signed (all of) it."""
        return self.state in (State.DRAFT, State.ISSUED, State.DISCARDED)

    @property
    def standing(self) -> str:
        """Where it stands, and under which number it was issued."""
        issued = f", issued under number {self.number}" if self.number else ""
        return f"{STATE_NAMES[self.state]}{issued}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What identifies the contract on its first page."""
        said = self.content.facts
        return [
            ("Commissioner", str(said["commissioner"])),
            ("Reference", self.content.reference),
            ("Provider", str(said["provider"])),
            ("State", self.standing),
            ("Legal form", str(said["form"])),
            ("Type", str(said["kind"])),
            ("First day", _day(said["starts_on"])),
            ("Last day", _day(said["ends_on"])),
            (f"Value in {said['year']}", sterling(int(said["year_value"]))),
            ("Whole life", sterling(int(said["whole_value"]))),
        ]

    @property
    def unsigned(self) -> list[str]:
        """The organisations asked to sign that have not."""
        given = {each.organisation for each in self.signatures}
        return [each.name for each in self.content.signatures if each.name not in given]


def paper_of(contract: Contract, *, on: date) -> Paper:
    """The contract as it is written down on a day."""
    issue = find_issue(contract.id)
    text = content_of(issue) if issue else canonical(content_now(contract))
    return Paper(
        content=content_from(text),
        content_hash=hash_of(text),
        state=contract.state_on(on),
        signatures=list_signatures(ISSUE_SUBJECT, issue.id) if issue else (),
        number=issue.number if issue else 0,
    )


def _day(value: str | int) -> str:
    return in_full(date.fromisoformat(str(value)))
