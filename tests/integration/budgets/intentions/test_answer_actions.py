"""Answering an intention: done, refused, by whom not, and what the audit trail says."""

from datetime import date
from decimal import Decimal

import pytest

from budgets.intentions.queries.intentions import list_standing_answers
from budgets.intentions.rules.answers import Reply
from budgets.intentions.rules.kinds import AnswerKind
from core.audit_trail.queries import history_of
from core.errors import NotAllowed, OutOfDate, Refusal
from tests.builders_intentions import SAME, a_disinvestment, an_investment, answered, asked_for, opened, said_of

pytestmark = pytest.mark.usefixtures("database")
CANNOT = Reply(kind=AnswerKind.CANNOT, consequence="Two posts are lost; TUPE.", posts=Decimal("1.60"))
LATER = Reply(kind=AnswerKind.CAN_DO_FROM, from_on=date(2008, 7, 1))


def test_answers_and_the_newest_counts() -> None:
    field = opened()
    said = said_of(field, a_disinvestment())
    first = answered(field, said, CANNOT)
    assert (first.kind, first.consequence, first.posts) == (
        AnswerKind.CANNOT,
        "Two posts are lost; TUPE.",
        Decimal("1.60"),
    )
    assert (first.party_id, first.name, first.role) == (field.prov, "Provider manager", "Provider manager")
    second = answered(field, said, LATER, by=field.second_manager, seen_id=first.id)
    assert second.from_on == date(2008, 7, 1)
    assert [each.id for each in list_standing_answers(field.round_id)] == [second.id]


def test_refuses_an_answer_that_lacks_what_it_needs() -> None:
    field = opened()
    said = said_of(field, an_investment())
    with pytest.raises(Refusal, match=r"^Say from which day you can do it\.$"):
        answered(field, said, Reply(kind=AnswerKind.CAN_DO_FROM))
    with pytest.raises(Refusal, match=r"^Say what follows from it: posts, notice"):
        answered(field, said, Reply(kind=AnswerKind.CANNOT))
    same = said_of(field, SAME, line="WOUND")
    with pytest.raises(Refusal, match=r"^Where a group spends the same there is nobody to recruit or to lose"):
        answered(field, same, Reply(kind=AnswerKind.CAN_DO, posts=Decimal(1)))


def test_an_intention_that_was_said_anew_is_not_answered() -> None:
    field = opened()
    first = said_of(field, an_investment())
    second = said_of(field, a_disinvestment(), newest_id=first.id)
    with pytest.raises(OutOfDate) as refused:
        answered(field, first)
    assert str(refused.value) == (
        "DacCom spoke to Physiotherapy again on 3 March 2008 at 10:12: disinvest £4,000.00 with 6 months’ notice. "
        "Answer that instead."
    )
    answered(field, second)


def test_the_second_of_two_managers_is_told_what_the_first_answered() -> None:
    field = opened()
    said = said_of(field, an_investment())
    answered(field, said, LATER, by=field.second_manager)
    with pytest.raises(OutOfDate) as refused:
        answered(field, said)
    assert str(refused.value) == (
        "Second provider manager answered on 3 March 2008 at 10:12, while you were working on it: "
        "can do from 1 July 2008. What you typed is still here: compare it, and save again if it is to stand instead."
    )


def test_only_the_provider_of_the_line_in_the_group_s_locality_answers() -> None:
    """Provider services give WOUND in Dacorum, the acute trust in Watford."""
    field = opened()
    in_dacorum = said_of(field, an_investment(), line="WOUND")
    in_watford = said_of(field, an_investment(), line="WOUND", by=field.lead_of_watcom)
    answered(field, in_dacorum)
    answered(field, in_watford, by=field.acute_manager)
    with pytest.raises(NotAllowed) as refused:
        answered(field, in_watford)
    assert str(refused.value) == (
        "You act for Provider services, which according to the catalogue does not provide Wound care for WatCom. "
        "Only its provider answers."
    )
    with pytest.raises(NotAllowed, match="does not provide Wound care for DacCom"):
        answered(field, in_dacorum, by=field.acute_manager)


def test_a_new_service_is_answered_by_any_provider_concerned() -> None:
    field = opened()
    nurse = asked_for(field)
    answered(field, nurse, CANNOT)
    answered(field, nurse, by=field.acute_manager)
    assert {each.party_id for each in list_standing_answers(field.round_id)} == {field.prov, field.acute}


def test_nobody_else_answers() -> None:
    field = opened()
    said = said_of(field, an_investment())
    for actor in (field.lead, field.lead_of_watcom, field.commissioner, field.finance, field.auditor):
        with pytest.raises(NotAllowed, match="you may not answer commissioning intentions for the provider"):
            answered(field, said, by=actor)
    assert list_standing_answers(field.round_id) == []


def test_the_audit_trail_says_what_was_answered_to_what() -> None:
    field = opened()
    said = said_of(field, a_disinvestment())
    answered(field, said, CANNOT)
    assert history_of("intentions", field.round_id)[0].did == (
        "answered for Provider services to DacCom on Physiotherapy (disinvest £4,000.00 with 6 months’ notice): "
        "cannot, 1.60 WTE. Two posts are lost; TUPE."
    )
