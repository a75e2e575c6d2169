"""What both documents of a version say beside its sections: control block, terms with prices, who approved it."""

from dataclasses import dataclass
from datetime import date

from core import prose
from core.tables import amount_text
from core.wording import in_full
from les.schemes.rules.caps import caps_in_words
from les.schemes.rules.content import NOT_SAID, Content, facts_of
from les.schemes.rules.kinds import OPEN, STATE_NAMES, State
from les.schemes.rules.terms import Element, Price, SchemeTerms, Whose
from les.schemes.rules.writing_terms import count_cap, terms_in_words

OUTCOME = "Outcome measure"
PRICED_BESIDE = (
    "Prices have a history of their own beside this text: these were approved, or wait for approval with it. "
    "The hash is that of the text."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """How a version was issued: its state, its hash, and the day and who approved it once somebody did."""

    state: State
    content_hash: str
    issued_on: date | None = None
    approved_by: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether nobody has approved it yet."""
        return self.state in OPEN


def control_block(content: Content, issue: Issue) -> list[tuple[str, str]]:
    """The control block: what it is, author, version, ratified by, issued, review, expiry. The outcome stands apart."""
    known = {**dict(facts_of(content)), "Commissioner": content.commissioner}
    version = f"{content.version}, {STATE_NAMES[issue.state].lower()}"
    issued = in_full(issue.issued_on) if issue.issued_on else "not issued yet"
    names = ("Number", "Kind", "Where", "Service", "Clinical lead", "Commissioner", "Author", "Ratified by")
    days = ("Holds from", "Review by", "Expires on")
    return [
        ("Version", version),
        *((name, known[name]) for name in names),
        ("Issued", issued),
        *((name, known[name]) for name in days),
    ]


def outcome_of(content: Content) -> str:
    """By what the success of the scheme is judged."""
    return content.control.outcome or NOT_SAID


def terms_in_prose(terms: SchemeTerms | None) -> list[prose.Block]:
    """The terms of payment: form, list and caps, what is paid for, and every price with the day from which it holds."""
    if terms is None:
        return [prose.paragraph_of("The terms of payment are not written yet.")]
    said = [f"{name}: {value}." for name, value in (*terms_in_words(terms), *caps_in_words(terms))]
    blocks: list[prose.Block] = [prose.paragraph_of(" ".join(said))]
    blocks.append(_paid_for(terms))
    if not terms.prices:
        return [*blocks, prose.paragraph_of("No price is approved yet.")]
    return [*blocks, _prices(terms), prose.paragraph_of(PRICED_BESIDE)]


def approved_in_prose(issue: Issue) -> list[prose.Block]:
    """Who approved the version, or that nobody has."""
    if issue.issued_on is None:
        return [prose.paragraph_of("Nobody has approved this text yet.")]
    return [prose.paragraph_of(f"{issue.approved_by}, issued on {in_full(issue.issued_on)}.")]


def _paid_for(terms: SchemeTerms) -> prose.Table:
    rows = [(_named(each), each.unit, _number(terms, each)) for each in terms.elements]
    return prose.table_of("What is paid for", ("What is paid for", "Unit", "Number a year"), rows, right_from=2)


def _prices(terms: SchemeTerms) -> prose.Table:
    names = {each.code: each.name for each in terms.elements}
    ordered = sorted(terms.prices, key=lambda each: (list(names).index(each.element), each.practice, each.valid_from))
    rows = [(names[each.element], _for(each), in_full(each.valid_from), amount_text(each.pence)) for each in ordered]
    return prose.table_of("Prices", ("What is paid for", "For", "Holds from", "Price £"), rows, right_from=3)


def priced(terms: SchemeTerms | None) -> SchemeTerms | None:
    """The terms with the prices of what they pay for: of two from one day the later counts, the other is left out."""
    if terms is None:
        return None
    known = {each.code for each in terms.elements}
    newest: dict[tuple[str, str, date], Price] = {
        (each.element, each.practice, each.valid_from): each for each in terms.prices if each.element in known
    }
    return SchemeTerms(
        form=terms.form,
        elements=terms.elements,
        prices=tuple(newest.values()),
        caps=terms.caps,
        list_on=terms.list_on,
        weighting=terms.weighting,
    )


def _named(element: Element) -> str:
    return f"{element.name}, {element.condition}" if element.condition else element.name


def _number(terms: SchemeTerms, element: Element) -> str:
    if element.planned:
        return f"{element.planned:,} planned"
    most = count_cap(terms, element.code, Whose.PRACTICE)
    return f"at most {most:,}" if most else ""


def _for(price: Price) -> str:
    return f"practice {price.practice}" if price.practice else "all practices"
