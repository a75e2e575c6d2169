"""What a document of heads of terms says, and the sentences that both kinds of document share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.heads_of_terms.rules.content import HeadsContent
from contracts.heads_of_terms.rules.figures import Figure, FigureKind, Unit
from contracts.heads_of_terms.rules.terms import TERM_STATE_NAMES
from core.money import grouped
from core.signatures.models import Signature
from core.wording import in_full, listed

NO_BINDING = (
    "PbC groups are no legal persons: they sign as assenting. These heads of terms come before the formal contract, "
    "which takes their place once it names them."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All that a document says. `reservations`: by signature. `waiting`: the names of those who did not sign.

    `may_be_signed`: whether they still can.
    """

    content: HeadsContent
    content_hash: str
    state: str
    is_draft: bool
    signatures: tuple[Signature, ...]
    reservations: Mapping[int, str]
    waiting: tuple[str, ...]
    may_be_signed: bool

    @property
    def total(self) -> Figure | None:
        """What is paid in all, where a term says so."""
        found = [
            figure
            for term in self.content.terms
            for figure in term.figures
            if figure.is_total and term.draws is FigureKind.TOTAL
        ]
        return found[0] if found else None

    @property
    def reserved(self) -> list[tuple[str, str]]:
        """Who signed with a reservation, and its words."""
        return [
            (each.organisation, self.reservations[each.id]) for each in self.signatures if each.id in self.reservations
        ]

    @property
    def waiting_in_words(self) -> str:
        """Who did not sign; blank where all did."""
        if not self.waiting:
            return ""
        return f"{'Yet to sign' if self.may_be_signed else 'Did not sign'}: {listed(self.waiting)}."

    @property
    def in_one_sentence(self) -> str:
        """What is agreed, with whom, for how long."""
        facts = self.content.particulars
        period = f"from {in_full(facts.starts_on)} to {in_full(facts.ends_on)}"
        paid = f", for {self.total.shown}" if self.total else ""
        groups = f", with the assent of {listed([group.name for group in facts.groups])}" if facts.groups else ""
        return f"{facts.commissioner.name} and {facts.provider.name} agree the main terms {period}{paid}{groups}."

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What identifies the document."""
        content = self.content
        replaced = content.replaces[0] if content.replaces else "nothing: it is the first version"
        return [
            ("Heads of terms", content.reference),
            ("State", self.state),
            ("Commissioner", f"{content.particulars.commissioner.name} ({content.particulars.commissioner.code})"),
            ("Provider", f"{content.particulars.provider.name} ({content.particulars.provider.code})"),
            ("Takes the place of", replaced),
            ("Terms still open", str(len(content.still_open))),
        ]

    @property
    def contents(self) -> list[tuple[str, str, str]]:
        """The clauses: number, title, whether agreed."""
        return [
            (str(number), term.title, TERM_STATE_NAMES[term.state])
            for number, term in enumerate(self.content.terms, start=1)
        ]

    @property
    def open_in_words(self) -> str:
        """Which terms are still open, in a sentence."""
        titles = [f"“{term.title}”" for term in self.content.still_open]
        if not titles:
            return "All terms are agreed."
        count = "1 term is" if len(titles) == 1 else f"{len(titles)} terms are"
        return f"{count} still open and listed as such: {listed(titles)}."


def in_pounds(figures: Sequence[Figure]) -> bool:
    """Whether all figures of a term are amounts, so that the heading can name the unit."""
    return all(figure.unit is Unit.POUNDS for figure in figures)


def figure_rows(figures: Sequence[Figure]) -> list[tuple[str, str]]:
    """The figures of a term as rows of a table, totals last."""
    with_unit = not in_pounds(figures)
    ordered = sorted(figures, key=lambda figure: figure.is_total)
    return [(each.label, each.shown if with_unit else grouped(each.pence or 0)) for each in ordered]


def totals_in(figures: Sequence[Figure]) -> int:
    """How many of the rows are totals."""
    return sum(figure.is_total for figure in figures)
