"""Rules of signing up: what changes for whom, leaving, accreditation, cover, and what a sign-up commits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from core.periods import FinancialYear
from les.schemes.rules.content import Content, ContentSection
from les.schemes.rules.documents import Control
from les.schemes.rules.terms import Form, PracticeInScheme, Price, SchemeTerms
from les.schemes.rules.writing_terms import terms_written
from les.sign_up.rules.accreditation import Shown, Standing, check_evidence, runs_until, standing_on
from les.sign_up.rules.binding import Binding, BoundDocument, Change, binding_from, canonical, hash_of
from les.sign_up.rules.changes import changes_between, changes_of_documents
from les.sign_up.rules.commitment import committed_in
from les.sign_up.rules.cover import CoverOn, How, check_cover, how_covered
from les.sign_up.rules.leaving import check_commissioner_ends, check_practice_leaves

APRIL, JULY = date(2008, 4, 1), date(2008, 7, 1)
YEAR = FinancialYear.named("2008/09")
CONTENT = Content(
    reference="LES-001",
    version=1,
    revision=1,
    name="Minor surgery",
    kind="Local enhanced service",
    where="Whole area",
    service="Surgery (SURG)",
    clinical_lead="Lead",
    commissioner="PCT",
    control=Control(starts_on=APRIL, expires_on=date(2009, 4, 1)),
    terms=replace(
        terms_written(form=Form.PER_ITEM, written="Joint injection; injection; 40", practice_cap=100_000),
        prices=(Price(element="joint-injection", valid_from=APRIL, pence=4200),),
    ),
    sections=(ContentSection(key="aims", heading="Aims", text="Less waiting"),),
)
BINDING = Binding(
    offer=1,
    commissioner="PCT",
    reference="LES-001",
    scheme="Minor surgery",
    version=1,
    practice="X82001",
    practice_name="Practice 1",
    group="DacCom",
    level=2,
    starts_on=APRIL,
    answer_by=date(2008, 3, 20),
    notice_days=90,
    words="",
    reason="",
    documents=(BoundDocument(kind="Specification", title="S", edition="Version 1", content_hash="a" * 64),),
    old_ends_on=JULY,
    changes=(Change(words="New cap."),),
)


def _said(after: Content) -> list[tuple[str, bool]]:
    found = changes_between(CONTENT, after, practice="X82001", starts_on=JULY)
    return [(each.words, each.binds) for each in found]


def _terms(**values: Any) -> SchemeTerms:
    assert CONTENT.terms is not None
    return replace(CONTENT.terms, **values)


def test_nothing_that_binds_changed() -> None:
    assert _said(replace(CONTENT, version=2, revision=9, control=replace(CONTENT.control, author="Other"))) == []
    assert _said(replace(CONTENT, clinical_lead="Other")) == [("The clinical lead is now: Other.", False)]


def test_every_change_is_said_and_which_binds() -> None:
    assert CONTENT.terms is not None
    price = CONTENT.terms.prices[0]
    falls = _terms(prices=(price, replace(price, valid_from=JULY, pence=4000)))
    rises = _terms(prices=(price, replace(price, valid_from=JULY, pence=4350)))
    own = _terms(prices=(price, replace(price, valid_from=JULY, pence=4000, practice="X82009")))
    assert _said(replace(CONTENT, terms=falls)) == [("The price of Joint injection falls from £42.00 to £40.00.", True)]
    assert _said(replace(CONTENT, terms=rises))[0][1] is False
    assert _said(replace(CONTENT, terms=own)) == []
    tighter = terms_written(form=Form.PER_ITEM, written="Joint injection; injection; 30", practice_cap=100_000)
    words = [each for each, binds in _said(replace(CONTENT, terms=replace(tighter, prices=(price,)))) if binds]
    cap = "{} of Joint injection a year for the practice"
    assert words == [f"The cap is tighter: {cap.format(30)} instead of {cap.format(40)}."]
    other = terms_written(form=Form.PER_BED, written="Bed; bed")
    assert {each for each, _ in _said(replace(CONTENT, terms=other))} >= {
        "It pays per bed and year, by quarter instead of per item.",
        "Joint injection is not paid for any more.",
        "Bed is new.",
    }
    text = replace(CONTENT, sections=(replace(CONTENT.sections[0], text="More"),))
    assert _said(text) == [("Changed section: 1 Aims.", True)]
    earlier = replace(CONTENT, control=replace(CONTENT.control, expires_on=date(2009, 1, 1)))
    assert _said(earlier) == [("It expires earlier: on 1 January 2009 instead of 1 April 2009.", True)]


def test_documents_are_compared_by_what_they_hold() -> None:
    held = BoundDocument(kind="Governance framework", title="Old name", edition="1", content_hash="b" * 64)
    assert changes_of_documents((held,), (replace(held, title="New name", attachment_id=9),)) == ()
    found = changes_of_documents((held,), (replace(held, content_hash="c" * 64),))
    assert [each.words for each in found] == [
        "No longer binds: Governance framework “Old name”.",
        "Binds anew: Governance framework “Old name”.",
    ]


def test_what_is_signed_is_read_back_and_every_word_of_it_counts() -> None:
    assert binding_from(canonical(BINDING)) == BINDING
    other = replace(BINDING, documents=(replace(BINDING.documents[0], content_hash="b" * 64),))
    assert hash_of(other) != hash_of(BINDING)
    assert BINDING.statement.startswith("Practice 1 accepts LES-001 Minor surgery, version 1 at level 2 from 1 April")
    assert not BINDING.carries_over
    assert replace(BINDING, replaces="LES-001/X82001/1", changes=()).carries_over


def test_leaving_keeps_notice_and_never_reaches_back() -> None:
    refused: tuple[Callable[[], None], ...] = (
        lambda: check_practice_leaves(left_on=date(2008, 6, 30), earliest=JULY, runs_until=None),
        lambda: check_practice_leaves(left_on=JULY, earliest=JULY, runs_until=JULY),
        lambda: check_commissioner_ends(left_on=APRIL, on=JULY, joined_on=APRIL, runs_until=None),
    )
    for act in refused:
        with pytest.raises(Refusal):
            act()
    check_practice_leaves(left_on=JULY, earliest=JULY, runs_until=None)
    check_commissioner_ends(left_on=JULY, on=JULY, joined_on=APRIL, runs_until=date(2008, 8, 1))


def test_how_a_practice_stands_with_a_requirement() -> None:
    held = Shown(valid_from=APRIL, expires_on=date(2009, 4, 1), is_accepted=True)
    cases = [
        ([held], JULY, Standing.MET),
        ([held], date(2009, 3, 1), Standing.EXPIRING),
        ([held], date(2009, 4, 1), Standing.EXPIRED),
        ([replace(held, is_accepted=None)], JULY, Standing.WAITING),
        ([replace(held, is_accepted=False)], JULY, Standing.MISSING),
        ([], JULY, Standing.MISSING),
        ([held, replace(held, expires_on=None)], date(2009, 4, 1), Standing.MET),
    ]
    assert [standing_on(shown, on=on) for shown, on, _ in cases] == [expected for *_, expected in cases]
    assert runs_until([held], on=JULY) == date(2009, 4, 1)
    for valid_from, expires_on, months in ((JULY, None, 0), (APRIL, APRIL, 0), (APRIL, None, 12), (APRIL, JULY, 1)):
        with pytest.raises(Refusal):
            check_evidence(valid_from=valid_from, expires_on=expires_on, months=months, on=date(2008, 6, 1))


def test_who_covers_whom() -> None:
    other = CoverOn(cover_id=3, by="Practice 2", by_id=2, agreed=True, needs_sign_up=True)
    provider = replace(other, by="Provider", by_id=9, needs_sign_up=False)
    assert how_covered(1, members={1}, records=[other]).how is How.SELF
    assert how_covered(1, members=set(), records=[provider]).how is How.COVERED
    left = how_covered(1, members=set(), records=[other])
    assert (left.how, left.why) == (How.UNCOVERED, "Practice 2 is not in the scheme")
    asked = how_covered(1, members={2}, records=[replace(other, agreed=False)])
    assert (asked.how, asked.why) == (How.UNCOVERED, "Practice 2 has not agreed yet")
    with pytest.raises(Refusal, match="covers it from 1 April 2008 already"):
        check_cover(starts_on=JULY, ends_on=None, is_own=False, others=[("Practice 2", APRIL, None)])
    check_cover(starts_on=JULY, ends_on=None, is_own=False, others=[("Practice 2", APRIL, JULY)])


def _committed(form: Form, written: str, pence: int, **practice: Any) -> int:
    terms = terms_written(form=form, written=written, list_on=APRIL if form is Form.PER_LIST else None)
    prices = tuple(Price(element=each.code, valid_from=APRIL, pence=pence) for each in terms.elements)
    who = PracticeInScheme(code="X82001", name="Practice 1", joined_on=APRIL)
    return committed_in(replace(terms, prices=prices), replace(who, **practice), YEAR, {}).pence


def test_what_falls_due_by_time_is_committed_and_items_are_not() -> None:
    assert _committed(Form.PER_ITEM, "Injection; injection", 4200) == 0
    assert _committed(Form.RETAINER_AND_ITEM, "Retainer; year\nVisit; visit", 100_001) == 100_001
    listed = {"list_size": Fraction(8000), "counted_on": APRIL}
    assert _committed(Form.PER_LIST, "Rate; patient", 95, **listed) == 760_000
    assert _committed(Form.PER_LIST, "Rate; patient", 95) == 0
    assert _committed(Form.PER_LIST, "Targets; patient; ; targets met", 95, **listed) == 0
    assert _committed(Form.BLOCK, "Block; year", 100_000, joined_on=date(2008, 10, 1)) == 50_000


@given(planned=st.integers(1, 5000), pence=st.integers(1, 100_000), quarter=st.integers(0, 3))
def test_instalments_come_to_the_plan(planned: int, pence: int, quarter: int) -> None:
    joined = (APRIL, JULY, date(2008, 10, 1), date(2009, 1, 1))[quarter]
    found = _committed(Form.INSTALMENTS, f"Contact; contact; {planned}", pence, joined_on=joined)
    assert abs(found - Fraction(planned * pence * (4 - quarter), 4)) <= Fraction(1, 2)


@given(pence=st.integers(1, 1_000_000), day=st.dates(date(2008, 4, 2), date(2009, 3, 31)))
def test_the_parts_of_a_year_commit_what_the_year_does(pence: int, day: date) -> None:
    parts = (
        _committed(Form.BLOCK, "Block; year", pence, left_on=day),
        _committed(Form.BLOCK, "Block; year", pence, joined_on=day),
    )
    assert sum(parts) == pence
