"""Documents that were signed off: the line over dissent on the first page, positions, signatures, one-page notices."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from budgets.agreement.documents.notices import decision_notice, in_one_sentence
from budgets.agreement.rules.notices import Notice, NoticeLine
from budgets.rounds.documents.heading import StatementHeading
from budgets.rounds.documents.report import calculation_report
from budgets.rounds.documents.signed import SignedOff
from budgets.rounds.documents.statement import group_statement
from core.pdf.signatures import Given
from tests.unit.budgets.calculations import calculation

LINE = "Adopted without the agreement of DacCom (split disputed) and Red House (total withheld for now)"
SIGNED_HASH, HEAD = "ab" * 32, "cd" * 32
GROUPS = {"DAC": "DacCom", "WAT": "WatCom", "STA": "StAHCom", "HER": "Hertsmere", "RED": "Red House"}
HEADING = StatementHeading(
    commissioner="West Hertfordshire PCT",
    year="2008/09",
    dated=date(2008, 3, 28),
    content_hash="ef" * 32,
    calculation_number=7,
    state="Signed off on 28 March 2008",
    adopted_without=LINE,
    is_signed=True,
)


def given(organisation: str, capacity: str) -> Given:
    return Given(
        name=f"Somebody of {organisation}",
        role="PbC lead",
        organisation=organisation,
        capacity=capacity,
        statement=f"For {organisation} I assent to the budgets.",
        content_hash=SIGNED_HASH,
        signed_on=date(2008, 3, 28),
    )


SIGNED = SignedOff(
    on=date(2008, 3, 28),
    proposal=2,
    adopted_without=LINE,
    positions=[(name, "Agreed by A lead on 20 March 2008", "Disputed (wrong activity): “By base.”") for name in GROUPS],
    decision="Decided by A commissioner (PCT commissioner) on 25 March 2008:",
    reasons="The deadline does not move.\nThe activity was checked.",
    signatures=[
        given("West Hertfordshire PCT", "For the commissioner"),
        *(given(name, "As assenting") for name in GROUPS.values()),
    ],
    signed_hash=SIGNED_HASH,
    audit_head=HEAD,
)


def pages(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def a_notice(lines: int = 30) -> Notice:
    part = {code: 1_234_567_89 + place for place, code in enumerate(GROUPS)}
    names = ("Community nursing {}", "School nursing {}", "Musculoskeletal assessment and treatment {}")
    listed = tuple(NoticeLine(code=f"L{n}", name=names[n % 3].format(n), by_group=part) for n in range(lines))
    pooled = NoticeLine(code="BEDS", name="Rehabilitation beds", by_group={}, pooled=836_435_65)
    return Notice(provider_code="PROV", provider="Provider services", groups=GROUPS, lines=(*listed, pooled), reserve=1)


def notice_pdf(notice: Notice, signed: SignedOff = SIGNED) -> bytes:
    return decision_notice(notice, heading=HEADING, signed=signed, first_day=date(2008, 4, 1))


def test_a_signed_statement_says_so_on_its_first_page_and_asks_nobody_to_sign() -> None:
    read = pages(group_statement(calculation(), "DAC", heading=HEADING, signed=SIGNED))
    assert "Signed off on 28 March 2008" in read[0]
    assert f"{LINE}." in read[0]
    whole = " ".join(read)
    assert "Please mark one in each row" not in whole
    for text in (
        "Somebody of WatCom",
        "As assenting",
        "For the commissioner",
        "Decided by A commissioner (PCT commissioner) on 25 March 2008:",
        "The deadline does not move.",
        "“By base.”",
    ):
        assert text in whole
    assert SIGNED_HASH in whole.replace(" ", "")
    assert HEAD in whole.replace(" ", "")


def test_the_report_says_so_too() -> None:
    read = pages(calculation_report(calculation(), heading=HEADING, signed=SIGNED))
    assert f"{LINE}." in read[0]
    assert "Somebody of WatCom" in " ".join(read[-2:])


def test_nothing_is_said_of_dissent_where_all_consented() -> None:
    agreed = replace(SIGNED, adopted_without="", decision="", reasons="")
    heading = replace(HEADING, adopted_without="")
    for pdf in (
        group_statement(calculation(), "DAC", heading=heading, signed=agreed),
        calculation_report(calculation(), heading=heading, signed=agreed),
        decision_notice(a_notice(), heading=heading, signed=agreed, first_day=date(2008, 4, 1)),
    ):
        assert "without the agreement" not in " ".join(pages(pdf))


def test_a_later_copy_says_where_the_issued_one_is() -> None:
    read = " ".join(pages(group_statement(calculation(), "DAC", heading=HEADING)))
    assert f"{LINE}." in read
    assert "Please mark one in each row" not in read
    assert "The document as it was issued, with positions and signatures, is on the sign-off page" in read


def test_a_notice_for_thirty_lines_is_one_page_with_all_it_has_to_say() -> None:
    [page] = pages(notice_pdf(a_notice()))
    for text in (
        "Decision notice",
        "Provider services (PROV)",
        "From 1 April 2008",
        f"{LINE}.",
        "Musculoskeletal assessment and treatment 29",
        "836,435.65",
        SIGNED_HASH,
        HEAD,
        "Somebody of WatCom",
        "Page 1 of 1",
    ):
        assert text in page
    assert all(name in page for name in GROUPS.values())


def test_many_lines_take_more_pages_and_lose_none() -> None:
    read = pages(notice_pdf(a_notice(lines=120)))
    assert len(read) > 1
    assert "treatment 119" in " ".join(read)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert notice_pdf(a_notice()) == notice_pdf(a_notice())
    made = [group_statement(calculation(), "DAC", heading=HEADING, signed=SIGNED) for _ in range(2)]
    assert made[0] == made[1]


def test_the_sentence_says_what_from_when_how_much_and_for_whom() -> None:
    notice = replace(a_notice(lines=1), reserve=0)
    assert in_one_sentence(notice, "West Hertfordshire PCT", date(2008, 4, 1)) == (
        "From 1 April 2008 Provider services provides 2 lines for DacCom, WatCom, StAHCom, Hertsmere and Red House: "
        "£7,009,275.20 in all."
    )
