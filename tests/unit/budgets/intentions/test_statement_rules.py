"""What a group may say and a provider may answer, and the sentences that refuse the rest."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from budgets.intentions.rules.answers import Reply, check_reply, posts_from
from budgets.intentions.rules.kinds import AnswerKind, IntentionKind
from budgets.intentions.rules.statements import (
    NewService,
    Place,
    Statement,
    amount_meant,
    check_new_service,
    check_statement,
    said_in_words,
)
from budgets.intentions.rules.texts import check_words
from core.errors import Refusal

PLACE = Place(group="DacCom", line="Podiatry", gross=1_000_00, calculation=2)
INVEST = Statement(kind=IntentionKind.INVEST, amount=500_00, reason="More visits.")
DISINVEST = Statement(kind=IntentionKind.DISINVEST, amount=1_000_00, notice_months=0, reason="Fewer visits.")
SAME = Statement(kind=IntentionKind.SAME)
NURSE = NewService(name="Diabetes  nurse", description="A nurse.", amount=100, reason="None there.")
NHS_NUMBER = "943 476 5919"
DAY = date(2008, 3, 3)


def test_each_kind_is_kept_as_said() -> None:
    assert check_statement(SAME, PLACE) == replace(SAME, amount=0)
    assert check_statement(replace(INVEST, reason=" More visits. "), PLACE) == INVEST
    assert check_statement(DISINVEST, PLACE) == DISINVEST


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            replace(INVEST, amount=None),
            "Enter how much more you are willing to spend on Podiatry: an amount above £0.00.",
        ),
        (replace(INVEST, amount=0), "Enter how much more you are willing to spend on Podiatry: an amount above £0.00."),
        (
            replace(DISINVEST, amount=-1),
            "Enter how much less you are willing to spend on Podiatry: an amount above £0.00.",
        ),
        (replace(INVEST, reason=" "), "Say why you want to invest in Podiatry."),
        (replace(DISINVEST, reason=""), "Say why you want to disinvest from Podiatry."),
        (
            replace(DISINVEST, notice_months=None),
            "Say how many months’ notice disinvesting from Podiatry needs; 0 if it needs none.",
        ),
        (replace(DISINVEST, notice_months=61), "Notice is from 0 to 60 months."),
        (replace(INVEST, notice_months=3), "Notice goes with disinvesting: leave it blank."),
        (
            replace(DISINVEST, amount=1_000_01),
            (
                "DacCom has £1,000.00 in Podiatry in calculation 2. You cannot disinvest £1,000.01, which is more: "
                "at most £1,000.00."
            ),
        ),
        (
            replace(SAME, amount=1),
            "“Same” changes nothing: leave amount, offer and notice blank, or say that you invest or disinvest.",
        ),
        (
            replace(SAME, notice_months=0),
            "“Same” changes nothing: leave amount, offer and notice blank, or say that you invest or disinvest.",
        ),
        (
            Statement(kind=IntentionKind.NEW_SERVICE, amount=1, reason="x"),
            "A new service is no line yet: describe it on its own page.",
        ),
        (
            replace(INVEST, reason=f"For {NHS_NUMBER}."),
            (
                "The reason holds a number that passes the NHS number check. Take it out: nothing about a patient may "
                "be kept here."
            ),
        ),
        (
            replace(INVEST, effect=NHS_NUMBER),
            (
                "The effect on activity holds a number that passes the NHS number check. Take it out: nothing about a "
                "patient may be kept here."
            ),
        ),
    ],
)
def test_refuses_in_words(said: Statement, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_statement(said, PLACE)
    assert str(refused.value) == sentence


def test_nothing_can_be_disinvested_where_there_is_nothing() -> None:
    with pytest.raises(Refusal) as refused:
        check_statement(DISINVEST, replace(PLACE, gross=-5))
    assert str(refused.value) == (
        "DacCom has £0.00 in Podiatry in calculation 2: there is nothing to disinvest, but you entered £1,000.00."
    )


def test_an_offer_gives_the_amount_and_another_amount_beside_it_is_refused() -> None:
    assert amount_meant(None, offer_cost=500) == 500
    assert amount_meant(500, offer_cost=500) == 500
    assert amount_meant(700, offer_cost=None) == 700
    with pytest.raises(Refusal) as refused:
        amount_meant(700, offer_cost=500, offer_name="Matrons")
    assert str(refused.value) == (
        "The offer “Matrons” costs £5.00, but you entered £7.00. Leave the amount blank to use the cost of the offer, "
        "or choose no offer."
    )


def test_words_are_refused_when_they_are_too_long() -> None:
    with pytest.raises(Refusal, match=r"^The reason has at most 2,000 characters; this has 2,001\.$"):
        check_words("x" * 2001, "The reason")


def test_a_new_service_is_kept_under_its_name() -> None:
    assert check_new_service(NURSE, lines=["Podiatry"], asked_before=["Matron"]).name == "Diabetes nurse"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (replace(NURSE, name=" "), "The name of the new service is missing."),
        (
            replace(NURSE, name="podiatry "),
            "There is a line called “podiatry” already: say on that line that you want to invest.",
        ),
        (replace(NURSE, name="MATRON"), "Your group asked for “MATRON” already: change what was said there."),
        (replace(NURSE, description=""), "Describe Diabetes nurse: what it is, for whom, where."),
        (
            replace(NURSE, amount=None),
            "Enter how much you are willing to spend on Diabetes nurse in a year: an amount above £0.00.",
        ),
        (replace(NURSE, reason=""), "Say why you want Diabetes nurse."),
        (
            replace(NURSE, description=NHS_NUMBER),
            (
                "The description holds a number that passes the NHS number check. Take it out: nothing about a patient "
                "may be kept here."
            ),
        ),
    ],
)
def test_refuses_a_new_service_in_words(said: NewService, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_new_service(said, lines=["Podiatry"], asked_before=["Matron"])
    assert str(refused.value) == sentence


def test_statements_in_a_sentence() -> None:
    assert said_in_words(IntentionKind.INVEST, 100) == "invest £1.00"
    assert said_in_words(IntentionKind.DISINVEST, 100, notice_months=1) == "disinvest £1.00 with 1 month’s notice"
    assert said_in_words(IntentionKind.DISINVEST, 100, notice_months=0) == "disinvest £1.00 with no notice"


def test_answers_are_kept_as_given() -> None:
    for reply in (
        Reply(kind=AnswerKind.CAN_DO, posts=Decimal("1.6")),
        Reply(kind=AnswerKind.CAN_DO_FROM, from_on=date(2008, 3, 4)),
        Reply(kind=AnswerKind.CANNOT, consequence="Two posts are lost."),
    ):
        assert check_reply(reply, said=IntentionKind.INVEST, on=DAY) == reply


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(kind=AnswerKind.CAN_DO_FROM), "Say from which day you can do it."),
        (
            Reply(kind=AnswerKind.CAN_DO_FROM, from_on=DAY),
            "“Can do from” needs a day later than today; if it can be done at once, answer “Can do”.",
        ),
        (
            Reply(kind=AnswerKind.CAN_DO, from_on=date(2008, 7, 1)),
            "A day goes with “Can do from” only: leave it blank, or choose that answer.",
        ),
        (
            Reply(kind=AnswerKind.CANNOT, consequence=" "),
            "Say what follows from it: posts, notice, transfer of staff (TUPE), or what could be done instead.",
        ),
        (
            Reply(kind=AnswerKind.CANNOT, consequence=NHS_NUMBER),
            (
                "The consequence holds a number that passes the NHS number check. Take it out: nothing about a patient "
                "may be kept here."
            ),
        ),
    ],
)
def test_refuses_an_answer_in_words(reply: Reply, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_reply(reply, said=IntentionKind.DISINVEST, on=DAY)
    assert str(refused.value) == sentence


def test_nobody_is_recruited_or_lost_where_a_group_spends_the_same() -> None:
    with pytest.raises(Refusal, match=r"^Where a group spends the same there is nobody to recruit or to lose"):
        check_reply(Reply(kind=AnswerKind.CAN_DO, posts=Decimal(1)), said=IntentionKind.SAME, on=DAY)


@pytest.mark.parametrize("text", ["-1", "1,5", "", "1.23456"])
def test_refuses_what_is_no_number_of_posts(text: str) -> None:
    with pytest.raises(ValueError, match=r"a number of whole-time equivalents such as 1\.6"):
        posts_from(text)
