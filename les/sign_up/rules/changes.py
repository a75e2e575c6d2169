"""What a next version changes for a practice that is signed up, and whether it must be asked again.

It must where anything that binds it differs: terms, sections, documents, notice, or a price that falls. A price that
rises, and who leads or wrote the scheme, is said but binds nobody anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from core.wording import in_full, listed, sterling
from les.schemes.rules.caps import in_words
from les.schemes.rules.content import Content
from les.schemes.rules.pricing import price_on
from les.schemes.rules.terms import FORM_NAMES, Cap, SchemeTerms
from les.sign_up.rules.binding import BoundDocument, Change

_DAY = timedelta(days=1)


def changes_between(before: Content, after: Content, *, practice: str, starts_on: date) -> tuple[Change, ...]:
    """The changes of content and price from the version before to the one that holds from `starts_on`.

    Terms of both carry all prices of the scheme: compared is what holds on the day before with what holds on the day.
    """
    found: list[Change] = []
    if before.terms is not None and after.terms is not None:
        found += _of_terms(before.terms, after.terms)
        found += _of_prices(before.terms, after.terms, practice=practice, starts_on=starts_on)
    found += _of_sections(before, after)
    if before.essential != after.essential:
        found.append(Change(words="The clause on essential services differs."))
    ends = (before.control.expires_on, after.control.expires_on)
    if ends[0] and ends[1] and ends[1] < ends[0]:
        found.append(Change(words=f"It expires earlier: on {in_full(ends[1])} instead of {in_full(ends[0])}."))
    if before.clinical_lead != after.clinical_lead:
        found.append(Change(words=f"The clinical lead is now: {after.clinical_lead}.", binds=False))
    return tuple(found)


def changes_of_documents(before: Sequence[BoundDocument], after: Sequence[BoundDocument]) -> tuple[Change, ...]:
    """Which documents come, go or are others than before. The specification is compared by its text, not here."""
    held, new = ({each.content_hash: each for each in listed_} for listed_ in (before, after))
    gone = [f"{each.kind} “{each.title}”" for key, each in held.items() if key not in new]
    come = [f"{each.kind} “{each.title}”" for key, each in new.items() if key not in held]
    found = [Change(words=f"No longer binds: {listed(gone)}.")] if gone else []
    return (*found, *([Change(words=f"Binds anew: {listed(come)}.")] if come else []))


def changes_of_notice(before: int, after: int) -> tuple[Change, ...]:
    """Whether the notice to leave differs, in days.

    >>> [each.words for each in changes_of_notice(30, 90)]
    ['The notice to leave is 90 days instead of 30.']
    """
    return () if before == after else (Change(words=f"The notice to leave is {after} days instead of {before}."),)


def change_of_level(before: int, after: int) -> tuple[Change, ...]:
    """Whether the practice's level of provider differs."""
    return () if before == after else (Change(words=f"The level of provider is {after} instead of {before}."),)


def _of_terms(before: SchemeTerms, after: SchemeTerms) -> Iterator[Change]:
    if before.form is not after.form:
        old, new = (FORM_NAMES[each].lower() for each in (before.form, after.form))
        yield Change(words=f"It pays {new} instead of {old}.")
    held, new_ones = ({each.code: each for each in terms.elements} for terms in (before, after))
    for code, element in held.items():
        if code not in new_ones:
            yield Change(words=f"{element.name} is not paid for any more.")
        elif new_ones[code] != element:
            yield Change(words=f"{element.name} is paid otherwise: unit, plan, level or condition differ.")
    for code, element in new_ones.items():
        if code not in held:
            yield Change(words=f"{element.name} is new.")
    yield from _of_caps(before, after)
    if (before.list_on, before.weighting) != (after.list_on, after.weighting):
        yield Change(words="The practice list by which it pays is another.")


def _of_caps(before: SchemeTerms, after: SchemeTerms) -> Iterator[Change]:
    held, new = ({(cap.whose, cap.element, cap.pence is None): cap for cap in terms.caps} for terms in (before, after))
    for key, cap in new.items():
        earlier = held.get(key)
        if earlier == cap:
            continue
        if earlier is None:
            yield Change(words=f"There is a new cap: {_cap(cap, after)}.")
        else:
            how = "tighter" if _is_tighter(earlier, cap) else "wider or another"
            yield Change(words=f"The cap is {how}: {_cap(cap, after)} instead of {_cap(earlier, before)}.")
    for key, cap in held.items():
        if key not in new:
            yield Change(words=f"There is no cap any more of {_cap(cap, before)}.")


def _is_tighter(before: Cap, after: Cap) -> bool:
    pairs = ((before.count, after.count), (before.pence, after.pence))
    return any(new is not None and (old is None or new < old) for old, new in pairs)


def _cap(cap: Cap, terms: SchemeTerms) -> str:
    return in_words(cap, terms).removeprefix("the cap of ")


def _of_prices(before: SchemeTerms, after: SchemeTerms, *, practice: str, starts_on: date) -> Iterator[Change]:
    names: Mapping[str, str] = {each.code: each.name for each in before.elements}
    for element in after.elements:
        old = price_on(before, element=element.code, practice=practice, on=starts_on - _DAY)
        new = price_on(after, element=element.code, practice=practice, on=starts_on)
        if element.code not in names or old is None or new is None or old.pence == new.pence:
            continue
        way = "falls" if new.pence < old.pence else "rises"
        said = f"The price of {element.name} {way} from {sterling(old.pence)} to {sterling(new.pence)}."
        yield Change(words=said, binds=new.pence < old.pence)


def _of_sections(before: Content, after: Content) -> Iterator[Change]:
    texts = {each.key: each.text.strip() for each in before.sections}
    changed = [
        f"{place} {each.heading}"
        for place, each in enumerate(after.sections, start=1)
        if texts.get(each.key, "") != each.text.strip()
    ]
    if changed:
        yield Change(words=f"Changed {'section' if len(changed) == 1 else 'sections'}: {listed(changed)}.")
