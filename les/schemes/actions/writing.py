"""Writing a version while it is a draft: its control block, its terms of payment, its sections."""

from dataclasses import replace

from core import audit
from core.comparing import compare_texts, summary_of
from core.db import db
from core.errors import Refusal
from core.markdown import check_text
from core.permissions import Actor
from core.wording import listed, lower_first
from les.schemes.actions.recording import held_version, record
from les.schemes.models.schemes import SECTION, VERSION, SchemeSection, SchemeVersion
from les.schemes.queries.schemes import find_section
from les.schemes.rules.caps import caps_in_words
from les.schemes.rules.documents import Control, check_control, check_may_change
from les.schemes.rules.terms import FORM_NAMES, SchemeTerms
from les.schemes.rules.writing_terms import check_terms, kept, terms_from, terms_in_words

_SAID = {
    "author": "author",
    "ratified_by": "ratified by",
    "outcome": "measure of success",
    "starts_on": "begins",
    "review_on": "reviewed",
    "expires_on": "expires",
}


def change_control(*, version_id: int, control: Control, by: Actor) -> SchemeVersion:
    """Change the control block of a draft."""
    version = held_version(version_id, by)
    check_may_change(version.state)
    wanted = replace(
        control,
        author=control.author.strip(),
        ratified_by=control.ratified_by.strip(),
        outcome=control.outcome.strip(),
    )
    check_control(wanted)
    if wanted == version.control:
        raise Refusal("Nothing was changed: this is what the control block says already.")
    before = version.control
    version.author, version.ratified_by, version.outcome = wanted.author, wanted.ratified_by, wanted.outcome
    version.starts_on, version.review_on, version.expires_on = wanted.starts_on, wanted.review_on, wanted.expires_on
    version.changes += 1
    db.session.flush()
    changed = [name for name in _SAID if getattr(before, name) != getattr(wanted, name)]
    old, new = ({_SAID[name]: str(getattr(each, name) or "nothing") for name in changed} for each in (before, wanted))
    values: audit.Values = {"version": version.number, **new}
    record(version.scheme, "change_control", by, old=old, new=values, subject=VERSION, subject_id=version.id)
    return version


def write_terms(*, version_id: int, terms: SchemeTerms, by: Actor) -> SchemeVersion:
    """Write the terms of payment of a draft: form, what is paid for, caps. Prices are proposed besides."""
    version = held_version(version_id, by)
    check_may_change(version.state)
    check_terms(terms)
    text = kept(terms)
    if text == version.terms:
        raise Refusal("Nothing was changed: these are the terms already.")
    before = _said(terms_from(version.terms)) if version.terms else {}
    after = _said(terms)
    version.terms = text
    version.changes += 1
    db.session.flush()
    changed = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    old, new = ({lower_first(name): said.get(name) for name in changed} for said in (before, after))
    values: audit.Values = {"version": version.number, "form": FORM_NAMES[terms.form], **new}
    record(
        version.scheme,
        "write_terms",
        by,
        old=old if before else None,
        new=values,
        subject=VERSION,
        subject_id=version.id,
    )
    return version


def _said(terms: SchemeTerms) -> dict[str, str]:
    """What terms of payment say, as the history of a scheme tells it."""
    paid_for = [f"{each.name} by {each.unit}{f', level {each.level}' if each.level else ''}" for each in terms.elements]
    return {
        **dict(terms_in_words(terms)),
        "what is paid for": listed(paid_for) or "nothing",
        "caps": listed([words for _, words in caps_in_words(terms)]) or "none",
    }


def write_section(*, version_id: int, section_id: int, text: str, by: Actor) -> SchemeSection:
    """Write a section of a draft, in Markdown."""
    version = held_version(version_id, by)
    check_may_change(version.state)
    section = find_section(version.id, section_id)
    if section is None:
        raise Refusal("There is no such section in this version.")
    written = text.strip().replace("\r\n", "\n")
    check_text(written)
    if written == section.text:
        raise Refusal("Nothing was changed: this is what the section says already.")
    summary = summary_of(compare_texts(section.text, written))
    section.text = written
    db.session.flush()
    new: audit.Values = {"version": version.number, "section": section.called, "summary": summary}
    record(version.scheme, "write_section", by, new=new, subject=SECTION, subject_id=section.id)
    return section


def _record(version: SchemeVersion, act: str, by: Actor, **new: str) -> None:
    values: audit.Values = {"version": version.number, **new}
    record(version.scheme, act, by, new=values, subject=VERSION, subject_id=version.id)
