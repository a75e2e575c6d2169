"""Templates: what is shipped is whole and stays as it is; what people write comes back as it was written."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.specifications.queries.templates import shipped_templates
from contracts.specifications.rules.outlines import outline_of, sections_from
from contracts.specifications.rules.templates import (
    Template,
    TemplateSection,
    check_template,
    hold_text,
    numbers_of,
    problems_in_sections,
)
from core.errors import Refusal
from tests.builders_attachments import NHS_NUMBER

SHIPPED = {
    ("community-2009", 1): "24b349752313",
    ("enhanced-service", 1): "cc1d909c49e6",
    ("local-2008", 1): "5aafd0efc353",
}
WORDS = st.text(st.characters(categories=("Ll", "Lu")), min_size=3, max_size=20)
LINES = st.lists(st.text("abcd efg,.|-", min_size=1, max_size=30).map(str.strip).filter(bool), max_size=4)


def _section(heading: str, guidance: list[str], starter: list[str], level: int, is_required: bool) -> TemplateSection:
    return TemplateSection(
        key=f"key-{heading.lower()}",
        heading=heading,
        level=level,
        guidance="\n".join(guidance),
        starter="\n".join(starter),
        is_required=is_required,
    )


SECTIONS = st.builds(_section, WORDS, LINES, LINES, st.sampled_from([1, 2]), st.booleans())


def test_a_shipped_template_stays_as_it_is() -> None:
    """A shipped version may be in use: give it a next number instead of changing it."""
    hashes = {(each.code, each.number): each.content_hash[:12] for each in shipped_templates()}
    assert hashes == SHIPPED


def test_the_short_form_asks_what_a_provider_wrote_in_2008() -> None:
    short = next(each for each in shipped_templates() if each.code == "local-2008")
    asked = "; ".join(section.heading for section in short.sections)
    assert asked == "Service; Purpose; Who it is for; Hours and sites; Referral; Staffing; Activity; Standards; Cost"


def test_the_community_form_has_outcomes_with_what_demonstrates_them() -> None:
    full = next(each for each in shipped_templates() if each.code == "community-2009")
    outcomes = next(section for section in full.sections if section.key == "expected-outcomes")
    assert "| Outcome | Demonstrated by |" in outcomes.starter


@given(st.lists(SECTIONS, min_size=1, max_size=8, unique_by=lambda section: section.heading.casefold()))
def test_an_outline_comes_back_as_it_was(sections: list[TemplateSection]) -> None:
    assert sections_from(outline_of(sections), known=sections) == tuple(sections)


@given(st.lists(st.sampled_from([1, 2]), min_size=1, max_size=40).map(lambda levels: [1, *levels]))
def test_every_heading_has_a_number_of_its_own(levels: list[int]) -> None:
    numbers = numbers_of(levels)
    assert len(set(numbers)) == len(levels)
    assert hold_text(levels)[-1]
    assert sum(hold_text(levels)) >= levels.count(2)


def test_a_heading_that_is_new_gets_a_key_of_its_own() -> None:
    known = (TemplateSection(key="aims", heading="Aims"),)
    changed = sections_from("# What we want\nIn brief.\n# Aims!", known=known)
    assert [section.key for section in changed] == ["what-we-want", "aims-2"]


@pytest.mark.parametrize(
    ("outline", "told"),
    [
        ("", "A template has at least one section. Write a heading: # and a blank before its words."),
        ("## A part", "The first heading must be a section (#), not a part of one (##)."),
        ("# Aims\n# aims", "Two headings are called “aims”. Call one of them something else."),
        ("words without a heading", "A heading has no words."),
        (
            f"# Aims\n{NHS_NUMBER}",
            "A number under a heading passes the NHS number check. Take it out: nothing about a patient is kept here.",
        ),
    ],
)
def test_says_what_is_wrong_with_an_outline(outline: str, told: str) -> None:
    assert problems_in_sections(sections_from(outline)) == [told]


def test_refuses_a_template_with_all_that_is_wrong() -> None:
    section = TemplateSection(key="aims", heading="Aims")
    template = Template(code="a", number=1, name="", about="", sections=(section,))
    with pytest.raises(Refusal, match=r"^Give the template a name\. Say what the template is for\.$"):
        check_template(template)
    check_template(replace(template, name="A name", about="A use"))
