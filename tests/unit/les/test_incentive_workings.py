"""How instalments of the incentive come about: they add up, in all and in their parts, however they are proposed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from core.money import as_decimal, as_pence
from les.payments.rules import incentive_instalments, split_with_set_aside
from les.payments.rules.incentive import Instalment
from les.payments.rules.incentive_freed import FreedLine, check_lines
from les.payments.rules.incentive_plans import instalments_written, percent_written, written_of
from les.payments.rules.incentive_workings import NOT_FREED, NOT_JUDGED, Fixed, Part, in_words, workings

RATES = st.integers(1, 20000).map(lambda tenths: Decimal(tenths).scaleb(-4))
PARTS = st.lists(st.tuples(RATES, st.booleans()), min_size=1, max_size=4)
SIZES = st.integers(0, 30000)
FREED = st.integers(-(10**6), 10**7).map(lambda pence: Decimal(pence).scaleb(-2))
PERCENT = st.integers(0, 100)


def _parts(told: list[tuple[Decimal, bool]]) -> list[Part]:
    return [Part(name=str(place), rate=rate, is_met=is_met) for place, (rate, is_met) in enumerate(told)]


@given(size=SIZES, told=PARTS, freed=FREED, percent=PERCENT)
def test_what_is_due_is_what_the_rule_says_and_kept_and_paid_add_up(
    size: int, told: list[tuple[Decimal, bool]], freed: Decimal, percent: int
) -> None:
    found = workings(list_size=size, parts=_parts(told), freed_up=freed, percent=percent)
    rule = [Instalment(name="", rate=rate, is_met=is_met) for rate, is_met in told]
    due = incentive_instalments(list_size=size, instalments=rule, freed_up=freed)
    assert [as_decimal(each.due) for each in found] == due
    assert all(each.kept + each.paid == each.due and 0 <= each.kept <= each.due for each in found)
    assert [as_decimal(each.kept) for each in found] == [split_with_set_aside(each, percent)[0] for each in due]


@given(size=SIZES, told=PARTS, first=FREED, then=FREED)
def test_a_correction_after_the_first_is_proposed_is_made_good_with_the_rest(
    size: int, told: list[tuple[Decimal, bool]], first: Decimal, then: Decimal
) -> None:
    parts = [Part(name=each.name, rate=each.rate, is_met=True) for each in _parts(told)]
    before = workings(list_size=size, parts=parts, freed_up=first, percent=25)[0]
    fixed = Fixed(entitled=before.entitled, used=before.used, due=before.due, kept=before.kept)
    rest = [Part(name="0", rate=parts[0].rate, is_met=True, fixed=fixed), *parts[1:]]
    after = workings(list_size=size, parts=rest, freed_up=then, percent=25)
    assert (after[0].due, after[0].used) == (before.due, before.used)
    entitled = sum(each.entitled for each in after)
    expected = entitled - min(entitled, max(before.used, min(max(0, as_pence(then)), entitled - before.due)))
    assert sum(each.due for each in after) == expected


def test_the_answers_of_the_directions() -> None:
    """List 8,000 at 0.95: 7,600.00; 4,600.00 after 3,000; nothing where targets are missed or 7,600 was freed up."""
    told = {("0", True): 760000, ("3000", True): 460000, ("3000", False): 0, ("7600", True): 0}
    for (freed, is_met), expected in told.items():
        parts = [Part(name="All", rate=Decimal("0.95"), is_met=is_met)]
        assert workings(list_size=8000, parts=parts, freed_up=Decimal(freed), percent=25)[0].due == expected


def test_nothing_is_due_while_something_is_not_known() -> None:
    part = Part(name="Targets", rate=Decimal("0.64"), is_met=None)
    assert workings(list_size=10, parts=[part], freed_up=None, percent=25)[0].why_not == NOT_FREED
    found = workings(list_size=10, parts=[part], freed_up=Decimal(0), percent=25)[0]
    assert (found.why_not, found.due) == (NOT_JUDGED, 0)
    missed = Part(name="Targets", rate=Decimal("0.64"), is_met=False)
    told = workings(list_size=10, parts=[missed], freed_up=Decimal(0), percent=25)[0]
    said = "10 patients × £0.64 = £6.40. Its condition is not met: only what was freed up counts, and nothing is paid."
    assert in_words(told, list_size=10, group="DacCom", percent=25) == said
    met = Part(name="Targets", rate=Decimal("0.6449"), is_met=True)
    alone = workings(list_size=10, parts=[met], freed_up=Decimal(0), percent=0)[0]
    assert in_words(alone, list_size=10, group="", percent=0) == (
        "10 patients × £0.6449 = £6.45 (rounded so that the instalments add up), less freed-up resources of £0.00: "
        "£6.45. All of it is paid to the practice, which is in no group."
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Write at least one instalment, one a line."),
        ("A; 0.64; 3", "Line 1 of the instalments is to be a name; a rate in pounds; the quarter it is paid in, "),
        ("A; 0.64; 5; Met", "Line 1 of the instalments: the quarter is 1, 2, 3 or 4."),
        ("A; nought; 1; Met", "Line 1 of the instalments: the rate is pounds for each patient, such as 0.64."),
        ("A; 0; 1; Met", "Line 1 of the instalments: the rate is pounds for each patient, such as 0.64."),
        ("A; 1; 1; Met\na; 1; 1; Met", "Two instalments have the same name. Give each its own."),
        ("A; 1; 1; Met by 943 476 5919", "Line 1 of the instalments holds a number that passes the NHS number check."),
        ("\n".join("A; 1; 1; Met" for _ in range(7)), "A plan has at most 6 instalments."),
    ],
)
def test_refuses_instalments_that_cannot_be_read(written: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        instalments_written(written)
    assert str(refused.value).startswith(said)


def test_instalments_are_written_as_they_were() -> None:
    written = "Targets; 0.64; 3; Met; by June\nSupport; 0.31; 4; Missed"
    assert written_of(instalments_written(written)) == written
    assert percent_written(" 25% ") == 25
    for wrong in ("101", "-1", "a fourth", "1e1", ""):
        with pytest.raises(Refusal, match=r"^What is set aside is a percentage from 0 to 100, such as 25\.$"):
            percent_written(wrong)


def test_refuses_lines_without_an_amount_and_practices_that_stand_twice() -> None:
    for lines, said in (
        ([], "There is no practice in it. Enter at least one."),
        ([FreedLine(code="A", amount=None)], "Enter an amount in pounds; 0 where nothing was freed up."),
        ([FreedLine(code="B", amount=Decimal(1))], "B: expected was the code of a practice of this trust."),
        (
            [FreedLine(code="A", amount=Decimal(1), row=2), FreedLine(code="A", amount=Decimal(2), row=3)],
            "A: expected was each practice once; it stands in row 2 too.",
        ),
    ):
        with pytest.raises(Refusal) as refused:
            check_lines(lines, ["A"])
        assert str(refused.value) == said
