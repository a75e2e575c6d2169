"""The group's statement and the round's report as PDF: what stands in them, on every page, in every case."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from budgets.method.policy import Holder
from budgets.method.result import Calculation
from budgets.rounds.documents.heading import StatementHeading
from budgets.rounds.documents.report import calculation_report
from budgets.rounds.documents.statement import group_statement
from core.money import grouped
from core.problems import Notice
from tests.unit.budgets.calculations import calculation

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
HEADING = StatementHeading(
    commissioner="West Hertfordshire PCT",
    year="2008/09",
    dated=date(2008, 3, 14),
    content_hash=HASH,
    calculation_number=7,
)
LONG = "Musculoskeletal assessment & treatment <interim> " * 12


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def both(worked_out: Calculation, heading: StatementHeading = HEADING) -> list[bytes]:
    code = worked_out.groups[0].code
    return [group_statement(worked_out, code, heading=heading), calculation_report(worked_out, heading=heading)]


def test_gives_the_same_bytes_for_the_same_calculation() -> None:
    worked_out = calculation()
    assert both(worked_out) == both(worked_out)


def test_puts_header_hash_and_page_number_on_every_page() -> None:
    for pdf in both(calculation(lines=60, practices_each=20)):
        read = pages(pdf)
        assert len(read) > 3
        for number, text in enumerate(read, start=1):
            assert "West Hertfordshire PCT" in text
            assert HASH in text
            assert f"Page {number} of {len(read)}" in text
            assert "DRAFT" not in text


def test_marks_every_page_of_a_draft() -> None:
    for pdf in both(calculation(), replace(HEADING, is_draft=True)):
        assert all("DRAFT" in text for text in pages(pdf))


def test_names_language_title_and_author() -> None:
    reader = PdfReader(BytesIO(group_statement(calculation(), "DAC", heading=HEADING)))
    assert str(reader.root_object["/Lang"]) == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == "Budget statement 2008/09: DacCom"
    assert reader.metadata.author == "West Hertfordshire PCT"


def test_embeds_one_typeface() -> None:
    for pdf in both(calculation(), replace(HEADING, is_draft=True)):
        fonts = set(re.findall(rb"/BaseFont /([^ ]+)", pdf))
        assert fonts
        assert all(b"+BitstreamVera" in font for font in fonts), fonts
        assert pdf.count(b"/FontFile2") == len(fonts)


def test_answers_what_for_whom_how_much_and_from_when_on_the_first_page() -> None:
    worked_out = calculation(prior_year={"DAC": 400_000_00, "WAT": 300_000_00})
    first = re.sub(r"\s+", " ", pages(group_statement(worked_out, "DAC", heading=HEADING))[0])
    own = worked_out.totals.by_group["DAC"]
    assert "Budget statement" in first
    assert "DacCom (DAC)" in first
    assert "from 1 April 2008 to 31 March 2009" in first
    assert "Number 7" in first
    assert "14 March 2008" in first
    assert "Issued" in first
    for amount in (own.gross, own.reserve, own.net, own.prior_year, own.fair_share):
        assert f"£{grouped(amount)}" in first


def test_prints_every_line_practice_and_step_to_the_penny() -> None:
    worked_out = calculation()
    text = " ".join(pages(group_statement(worked_out, "WAT", heading=HEADING)))
    for line in worked_out.lines:
        assert all(grouped(amount) in text for amount in (line.total, line.gross["WAT"], line.net["WAT"]))
    assert all(grouped(step.by_group["WAT"]) in text for step in worked_out.bridge)
    assert all(code in text for code, group in worked_out.practice_groups.items() if group == "WAT")


def test_explains_a_method_that_had_to_be_replaced() -> None:
    text = re.sub(
        r"\s+", " ", " ".join(pages(group_statement(calculation(methods=("activity",)), "DAC", heading=HEADING)))
    )
    assert "By capitation [1]" in text
    assert "[1] Community nursing 0: asked for: By activity; used: By capitation. Reason: " in text


def test_shows_pooled_lines_and_unsplit_growth_apart() -> None:
    worked_out = calculation(methods=("capitation", "pooled"), growth=350_000_00)
    text = " ".join(pages(group_statement(worked_out, "DAC", heading=HEADING)))
    assert "Held centrally on behalf of all groups" in text
    assert grouped(worked_out.totals.pooled + worked_out.totals.growth_reserve) in text


def test_says_who_holds_the_risk_reserve() -> None:
    held = calculation(held_by=Holder.PROVIDER)
    text = " ".join(pages(group_statement(held, "DAC", heading=HEADING)))
    assert "of which held by the provider" in text


def test_lists_warnings_and_scenario() -> None:
    warned = replace(calculation(), warnings=(Notice(code="unplaced_activity", message="492 contacts not placed."),))
    for pdf in both(warned, replace(HEADING, scenario="More by capitation")):
        text = " ".join(pages(pdf))
        assert "492 contacts not placed." in text
        assert "More by capitation" in text


def test_reports_every_check_and_group() -> None:
    worked_out = calculation()
    text = " ".join(pages(calculation_report(worked_out, heading=HEADING)))
    assert text.count("Passed") == len(worked_out.checks)
    for own in worked_out.totals.by_group.values():
        assert grouped(own.gross) in text


@pytest.mark.parametrize(
    "worked_out",
    [
        calculation(groups={"DAC": "DacCom"}),
        calculation(groups={"DAC": LONG, "WAT": "x" * 900}, line_name=LONG * 3),
        calculation(lines=60, practices_each=40),
        calculation(amounts=(0,)),
        calculation(amounts=(-500_000_00, 100_00)),
        calculation(methods=("pooled",)),
        calculation(groups={f"G{n:02d}": f"Group number {n}" for n in range(25)}),
        calculation(amounts=(999_999_999_999_99,), lines=1),
    ],
    ids=["one group", "long names", "many lines", "zero", "negative", "all pooled", "25 groups", "huge"],
)
def test_lays_out_whatever_comes(worked_out: Calculation) -> None:
    for pdf in both(worked_out, replace(HEADING, commissioner=LONG)):
        assert len(pages(pdf)) >= 3


def test_refuses_a_group_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        group_statement(calculation(), "NONE", heading=HEADING)
