"""A document that was signed off: without whom it was adopted, what everybody said, who signed what and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from core.pdf.signatures import Given, signatures_given
from core.pdf.tables import figure_table, words
from core.pdf.text import box, caption, gap, paragraph, section, summary_list
from core.wording import in_full


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOff:
    """That a budget was signed off. `adopted_without` is blank where all groups consented.

    `positions`: each group's name with what it said to the total and to the split, in words. `decision`: who decided
    over dissent and when, and the reasons; blank where nobody had to. `signed_hash`: of what was signed, which names
    the calculation's. `audit_head`: the last row of the audit trail when the document was made.
    """

    on: date
    proposal: int
    adopted_without: str
    positions: Sequence[tuple[str, str, str]]
    decision: str
    reasons: str
    signatures: Sequence[Given]
    signed_hash: str
    audit_head: str

    @property
    def state(self) -> str:
        """The state of a document that was signed off."""
        return f"Signed off on {in_full(self.on)}"


def adopted_part(adopted_without: str, *, width: float) -> list[Flowable]:
    """The line that a budget adopted over dissent bears on its first page; nothing where all consented."""
    if not adopted_without:
        return []
    meaning = "the commissioner decided over this dissent, with reasons that were kept beside what was said"
    return [box(f"{adopted_without}.", [("What this means", meaning)], width=width), gap(10)]


def signed_part(signed: SignedOff, *, width: float) -> list[Flowable]:
    """The end of a document that was signed off: positions, decision, signatures, and how to check them."""
    return [
        *section("Signed off", room=200),
        paragraph(
            f"{signed.state}: proposal {signed.proposal}. The total and the split were agreed separately; silence was "
            "not taken as consent. The budget is indicative: the commissioner remains accountable for the money. PbC "
            "groups are no legal persons: they sign as assenting."
        ),
        *positions_table(signed, width=width),
        *_decision_part(signed),
        *section("Signatures", room=150),
        signatures_given(signed.signatures, width=width),
        gap(6),
        hashes(signed, width=width),
    ]


def positions_table(signed: SignedOff, *, width: float) -> list[Flowable]:
    """What each group said to the total and to the split."""
    columns = [words("Group", 2), words("On the total", 4), words("On the split", 4)]
    return [caption("Positions"), figure_table(columns, [list(row) for row in signed.positions], width=width), gap(8)]


def signed_briefly(signatures: Sequence[Given], *, width: float) -> Flowable:
    """Who signed, as what, for whom and when, a row each, for a document that has to fit on a page."""
    columns = [words("Signed for", 3), words("By", 3), words("Role", 2), words("Signed as", 3), words("On", 2)]
    rows = [[g.organisation, g.name, g.role, g.capacity, in_full(g.signed_on)] for g in signatures]
    return figure_table(columns, rows, width=width, is_tight=True)


def hashes(signed: SignedOff, *, width: float) -> Flowable:
    """What the signatures can be checked against."""
    rows = [
        ("Hash of what was signed", "", signed.signed_hash),
        ("Audit trail head", "", signed.audit_head),
    ]
    return summary_list(rows, width=width)


def _decision_part(signed: SignedOff) -> list[Flowable]:
    if not signed.adopted_without:
        return []
    return [
        caption(f"{signed.adopted_without}. {signed.decision}"),
        *(paragraph(text) for text in signed.reasons.split("\n") if text.strip()),
        gap(4),
    ]
