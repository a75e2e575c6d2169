"""The document of a version as a value, the terms with the prices that hold, and what a version lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from les.schemes.models.prices import SchemePrice
from les.schemes.models.schemes import SchemeVersion
from les.schemes.queries.prices import list_prices, prices_of
from les.schemes.rules.content import Content, ContentSection, content_from, hash_of
from les.schemes.rules.documents import problems_in_control, problems_in_sections
from les.schemes.rules.kinds import OPEN, Verdict
from les.schemes.rules.pricing import price_on
from les.schemes.rules.terms import SchemeTerms
from les.schemes.rules.writing_terms import terms_from


def content_of(version: SchemeVersion) -> Content:
    """What a version says: frozen where it was approved once, else as the database has it now."""
    return content_from(version.approved.content) if version.approved else _content_now(version)


def hash_of_version(version: SchemeVersion) -> str:
    """The SHA-256 of what a version says."""
    return version.approved.content_hash if version.approved else hash_of(_content_now(version))


def terms_of(version: SchemeVersion, prices: Iterable[SchemePrice] | None = None) -> SchemeTerms | None:
    """The terms of a version with all approved prices of its scheme; None until they are written.

    While the version is open, prices that wait count too: they are approved with it.
    """
    terms = content_of(version).terms
    if terms is None:
        return None
    known = list_prices(version.scheme_id) if prices is None else prices
    return replace(terms, prices=prices_of(known, with_waiting=version.state in OPEN))


def problems_in_version(version: SchemeVersion, prices: Sequence[SchemePrice] | None = None) -> list[str]:
    """What keeps a version from approval: control block, terms, prices from its first day, sections.

    Prices that wait count as they would once the version is approved: approving it approves them.
    """
    texts = {section.key: section.text for section in version.sections}
    terms = terms_from(version.terms) if version.terms else None
    found = problems_in_control(version.control)
    if not version.scheme.clinical_lead.strip():
        found.append("Name the clinical lead of the scheme, as a role.")
    if terms is None:
        found.append("Write the terms of payment.")
    else:
        found += _missing_prices(version, terms, prices)
    return [*found, *problems_in_sections(texts)]


def waiting_prices(version: SchemeVersion, prices: Iterable[SchemePrice]) -> list[SchemePrice]:
    """The prices of a version’s elements that wait for a decision."""
    codes = {each.code for each in terms_from(version.terms).elements} if version.terms else set()
    return [each for each in prices if each.decision is None and each.element in codes]


def _missing_prices(version: SchemeVersion, terms: SchemeTerms, prices: Sequence[SchemePrice] | None) -> list[str]:
    known = list_prices(version.scheme_id) if prices is None else prices
    usable = [each for each in known if each.decision is None or each.decision.verdict is Verdict.APPROVED]
    priced = replace(terms, prices=prices_of(usable, with_waiting=True))
    if version.starts_on is None:
        return []
    return [
        f"Propose a price of {element.name} from the day from which the version holds, or before."
        for element in terms.elements
        if price_on(priced, element=element.code, practice="", on=version.starts_on) is None
    ]


def _content_now(version: SchemeVersion) -> Content:
    scheme = version.scheme
    return Content(
        reference=scheme.reference,
        version=version.number,
        revision=scheme.version + version.changes + sum(section.version for section in version.sections),
        name=scheme.name,
        kind=scheme.kind_name,
        where=scheme.where,
        service=f"{scheme.service.name} ({scheme.service.code})",
        clinical_lead=scheme.clinical_lead,
        commissioner=scheme.commissioner.name,
        control=version.control,
        terms=terms_from(version.terms) if version.terms else None,
        sections=tuple(ContentSection(key=each.key, heading=each.heading, text=each.text) for each in version.sections),
    )
