"""The list of heads of terms, and the list of who signs one."""

from collections.abc import Callable, Mapping, Sequence

from contracts.heads_of_terms.models import HeadsOfTerms
from contracts.heads_of_terms.rules.figures import FigureKind, figures_from, sum_of
from contracts.heads_of_terms.rules.signing import SIDE_NAMES, Signer
from contracts.heads_of_terms.rules.states import STATE_NAMES, State
from contracts.heads_of_terms.rules.terms import TermState
from core.components import day
from core.tables import Cell, Heading, Table, amount, number, table, words
from core.wording import listed

TAGS: Mapping[State, str] = {
    State.DRAFT: "nhsuk-tag--grey",
    State.ISSUED: "nhsuk-tag--blue",
    State.SIGNED: "nhsuk-tag--green",
    State.SUPERSEDED: "nhsuk-tag--orange",
    State.WITHDRAWN: "nhsuk-tag--red",
}
_COLUMNS = (
    ("number", "Heads of terms", False),
    ("provider", "Provider", False),
    ("", "Groups", False),
    ("starts", "Period", False),
    ("", "Total £", True),
    ("state", "State", False),
    ("", "Signed", True),
    ("", "Open terms", True),
)


def heads_table(
    rows: Sequence[HeadsOfTerms],
    signers: Mapping[int, Sequence[Signer]],
    *,
    count: int,
    sort: str,
    address: Callable[[int], str] = lambda _: "",
    head_address: Callable[[str], str] = lambda _: "",
) -> Table:
    """Heads of terms, one a row. `address`: their pages; `head_address`: the list in the order of a column."""
    return table(
        "heads",
        f"Heads of terms: {count}",
        [_heading(key, text, is_number, sort, head_address) for key, text, is_number in _COLUMNS],
        [_row(heads, signers[heads.id], address(heads.id)) for heads in rows],
    )


def total_of(heads: HeadsOfTerms) -> int | None:
    """What the heads promise for the period, in pence; None where no term says a total."""
    found = [figures_from(term.figures) for term in heads.terms if term.draws is FigureKind.TOTAL]
    return sum_of(found[0]) if found else None


def open_terms_of(heads: HeadsOfTerms) -> int:
    """How many terms are not agreed."""
    return sum(term.state is TermState.OPEN for term in heads.terms)


def signers_table(signers: Sequence[Signer]) -> Table:
    """Who signs, who has, and with what reservation."""
    rows = [
        [
            words(signer.name),
            words(SIDE_NAMES[signer.side]),
            words(f"Signed: {signer.given}") if signer.has_signed else words("Has yet to sign", look="app-nothing"),
            words(signer.reservation or "none" if signer.has_signed else "", look="app-said"),
        ]
        for signer in signers
    ]
    heads = [Heading(text=text) for text in ("Party", "As", "Signature", "Reservation")]
    done = sum(signer.has_signed for signer in signers)
    return table("signers", f"Signatures: {done} of {len(signers)}", heads, rows)


def _heading(key: str, text: str, is_number: bool, sort: str, address: Callable[[str], str]) -> Heading:
    if not key:
        return Heading(text=text, number=is_number)
    is_sorted = sort.lstrip("-") == key
    order = ("descending" if sort.startswith("-") else "ascending") if is_sorted else ""
    return Heading(text=text, number=is_number, href=address(f"-{key}" if sort == key else key), sort=order)


def _row(heads: HeadsOfTerms, signers: Sequence[Signer], href: str) -> list[Cell]:
    signed = sum(signer.has_signed for signer in signers)
    return [
        words(heads.title, href=href, note=f"{heads.reference}, round {heads.proposal.round.year}"),
        words(heads.provider.name),
        words(listed([group.name for group in heads.groups]) or "none"),
        words(f"{day(heads.starts_on)} to {day(heads.ends_on)}"),
        amount(total_of(heads)),
        words(STATE_NAMES[heads.state]),
        words("–", look="app-right")
        if heads.state is State.DRAFT
        else Cell(text=f"{signed} of {len(signers)}", number=True, exact=signed),
        number(open_terms_of(heads)),
    ]
