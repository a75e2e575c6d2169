"""Saying what a group is willing to spend: done, refused, by whom not, and what the audit trail says."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from budgets.intentions.actions.new_services import change_new_service
from budgets.intentions.actions.speaking import InSight
from budgets.intentions.actions.statements import state_intention, state_same, take_back_intention
from budgets.intentions.models.intentions import Intention
from budgets.intentions.queries.intentions import list_standing, list_versions
from budgets.intentions.rules.kinds import IntentionKind
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.parties.actions import close_party
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders_intentions import (
    SAME,
    Willing,
    a_disinvestment,
    a_new_service,
    a_pay_scale,
    an_investment,
    an_offer,
    asked_for,
    opened,
    said_of,
)
from tests.builders_rounds import AT, DAY, a_party, an_actor

pytestmark = pytest.mark.usefixtures("database")


def same(field: Willing, *codes: str, by: Actor | None = None) -> list[Intention]:
    speaker = by or field.lead
    with transaction():
        return state_same(
            round_id=field.round_id,
            party_id=speaker.organisation_id,
            line_codes=codes,
            in_sight=field.in_sight(),
            by=speaker,
            at=AT,
        )


def taken_back(field: Willing, said: Intention, reason: str = "Said by mistake.", newest_id: int = 0) -> Intention:
    with transaction():
        return take_back_intention(
            intention_id=said.id,
            reason=reason,
            in_sight=field.in_sight(newest_id or said.id),
            by=field.lead,
            at=AT,
        )


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Intention)) or 0


def test_says_what_a_group_is_willing_to_spend() -> None:
    field = opened()
    kept = said_of(field, a_disinvestment(effect="40 places fewer."))
    assert (kept.kind, kept.amount, kept.notice_months) == (IntentionKind.DISINVEST, Decimal("4000.00"), 6)
    assert (kept.line_name, kept.reason, kept.effect) == (
        "Physiotherapy",
        "Practices do it themselves.",
        "40 places fewer.",
    )
    assert (kept.party_id, kept.calculation_id) == (field.daccom, field.calculation_id)
    assert (kept.name, kept.role, kept.stated_at) == ("PbC lead of DacCom", "PbC lead", AT)


def test_the_newest_counts_and_what_was_said_before_stays() -> None:
    field = opened()
    first = said_of(field, an_investment())
    second = said_of(field, SAME, newest_id=first.id)
    other = said_of(field, an_investment(), by=field.lead_of_watcom)
    assert [each.id for each in list_standing(field.round_id)] == [second.id, other.id]
    assert [each.id for each in list_versions(first)] == [second.id, first.id]


def test_disinvests_all_of_a_line_and_refuses_a_penny_more() -> None:
    """DacCom has £61,380.00 in PHYSIO, WatCom £40,920.00."""
    field = opened()
    said_of(field, a_disinvestment(61_380_00))
    with pytest.raises(Refusal) as refused:
        said_of(field, a_disinvestment(40_920_01), by=field.lead_of_watcom)
    assert str(refused.value) == (
        "WatCom has £40,920.00 in Physiotherapy in calculation 1. You cannot disinvest £40,920.01, which is more: "
        "at most £40,920.00."
    )
    assert count() == 1


def test_the_amount_may_be_the_cost_of_an_offer() -> None:
    field = opened()
    offer = an_offer(field, field.provider, a_pay_scale(field.commissioner))
    kept = said_of(field, an_investment(None, offer_id=offer.id))
    assert (kept.amount, kept.offer_id) == (Decimal("75992.74"), offer.id)
    with pytest.raises(Refusal, match=r"^The offer “Matrons” costs £75,992\.74, but you entered £1\.00\."):
        said_of(field, an_investment(100, offer_id=offer.id), newest_id=kept.id)


def test_an_offer_of_another_group_cannot_be_used() -> None:
    field = opened()
    scale = a_pay_scale(field.commissioner)
    own, other = an_offer(field, field.lead, scale), an_offer(field, field.lead_of_watcom, scale)
    said_of(field, an_investment(None, offer_id=own.id))
    with pytest.raises(
        Refusal, match=r"^This offer cannot be used: it was withdrawn, or belongs to another group or round\.$"
    ):
        said_of(field, an_investment(None, offer_id=other.id), line="WOUND")


def test_before_a_calculation_is_open_nothing_can_be_said() -> None:
    field = Willing()
    with pytest.raises(Refusal) as refused:
        said_of(field, SAME)
    assert str(refused.value) == (
        "No calculation of 2008/09 is open to the groups yet. Once the primary care trust has opened one, "
        "you can say what you are willing to spend."
    )


def test_what_counts_is_the_calculation_opened_last() -> None:
    field = opened()
    first = field.calculation_id
    field.open_a_calculation("equal")
    kept = said_of(field, a_disinvestment(51_150_00))
    assert kept.calculation_id == field.calculation_id != first
    with (
        pytest.raises(OutOfDate, match=r"^Calculation 2 was opened to the groups while you were working"),
        transaction(),
    ):
        state_intention(
            round_id=field.round_id,
            party_id=field.watcom,
            line_code="PHYSIO",
            said=SAME,
            in_sight=InSight(calculation_id=first),
            by=field.lead_of_watcom,
            at=AT,
        )


def test_a_line_that_is_no_service_is_refused() -> None:
    field = opened()
    with pytest.raises(Refusal, match=r"^Calculation 1 has no service line NOTHING on which a group could spend\.$"):
        said_of(field, SAME, line="NOTHING")


def test_the_second_of_two_colleagues_is_told_what_the_first_said() -> None:
    field = opened()
    said_of(field, an_investment(), by=field.colleague)
    with pytest.raises(OutOfDate) as refused:
        said_of(field, SAME)
    assert str(refused.value) == (
        "Second PbC lead of DacCom said for Physiotherapy on 3 March 2008 at 10:12, while you were working on it: "
        "invest £5,000.00. What you typed is still here: compare it, and save again if it is to stand instead."
    )


def test_only_a_lead_of_the_group_speaks_for_it() -> None:
    field = opened()
    with pytest.raises(NotAllowed) as refused, transaction():
        state_intention(
            round_id=field.round_id,
            party_id=field.watcom,
            line_code="PHYSIO",
            said=SAME,
            in_sight=field.in_sight(),
            by=field.lead,
            at=AT,
        )
    assert str(refused.value) == "You act for DacCom. Only a lead of WatCom says what WatCom will spend."
    for actor in (field.member, field.commissioner, field.finance, field.auditor, field.provider):
        with pytest.raises(NotAllowed, match="you may not say what your group is willing to spend"):
            said_of(field, SAME, by=actor)
    with pytest.raises(
        NotAllowed, match=r"You may not say what your group is willing to spend of another commissioner\.$"
    ):
        said_of(field, SAME, by=field.lead_elsewhere)
    assert count() == 0


def test_nobody_speaks_for_a_group_that_is_closed() -> None:
    field = opened()
    with transaction():
        close_party(party_id=field.daccom, closed_on=DAY, reason="It merged.", by=field.commissioner)
    with pytest.raises(Refusal) as refused:
        said_of(field, SAME)
    assert str(refused.value) == (
        "DacCom is closed from 3 March 2008 on: nobody can act for it any more. What was said for it stays."
    )


def test_a_group_that_is_not_in_the_calculation_is_told_so() -> None:
    field = opened()
    newcomer = an_actor(a_party(PartyKind.PBC_GROUP, "NEW", "Newcomers", field.pct), Role.PBC_LEAD, "Lead of newcomers")
    with pytest.raises(Refusal, match=r"^Newcomers has no part in calculation 1\."):
        said_of(field, SAME, by=newcomer)


def test_says_the_same_of_many_lines_in_one_act() -> None:
    field = opened()
    rows = same(field, "PHYSIO", "WOUND", "PHYSIO")
    assert [(row.line_name, row.kind, row.amount) for row in rows] == [
        ("Physiotherapy", IntentionKind.SAME, Decimal("0.00")),
        ("Wound care", IntentionKind.SAME, Decimal("0.00")),
    ]
    told = history_of("intentions", field.round_id)
    assert [line.did for line in told] == ["said for DacCom “the same” on 2 lines"]


def test_says_the_same_of_no_line_twice_or_over_something_else() -> None:
    field = opened()
    with pytest.raises(Refusal, match=r"^Tick at least one line on which you are willing to spend the same\.$"):
        same(field)
    said_of(field, an_investment(), by=field.colleague)
    with pytest.raises(OutOfDate) as refused:
        same(field, "WOUND", "PHYSIO")
    assert str(refused.value) == (
        "Your group has spoken to Physiotherapy (invest £5,000.00) meanwhile. Nothing was stored: "
        "look at the list again."
    )
    assert count() == 1
    with pytest.raises(NotAllowed):
        same(field, "WOUND", by=field.member)


def test_takes_back_what_was_said() -> None:
    field = opened()
    first = said_of(field, a_disinvestment())
    back = taken_back(field, first)
    assert list_standing(field.round_id) == []
    assert (back.taken_back, back.kind, back.amount, back.reason) == (
        True,
        IntentionKind.DISINVEST,
        Decimal("4000.00"),
        "Said by mistake.",
    )
    with pytest.raises(Refusal, match=r"^What was said of Physiotherapy is taken back already\.$"):
        taken_back(field, first, newest_id=back.id)
    again = said_of(field, SAME, newest_id=back.id)
    assert [each.id for each in list_standing(field.round_id)] == [again.id]


def test_takes_nothing_back_without_a_reason_or_over_something_new() -> None:
    field = opened()
    first = said_of(field, an_investment())
    with pytest.raises(Refusal, match=r"^Say why you take back what was said of Physiotherapy\.$"):
        taken_back(field, first, " ")
    said_of(field, SAME, newest_id=first.id)
    with pytest.raises(OutOfDate, match="while you were working on it: the same"):
        taken_back(field, first)


def test_asks_for_a_new_service_and_changes_what_is_asked() -> None:
    field = opened()
    first = asked_for(field)
    assert (first.line_code, first.line_name, first.service_key, first.amount) == (
        "",
        "Diabetes specialist nurse",
        "diabetes specialist nurse",
        Decimal("42000.00"),
    )
    with transaction():
        second = change_new_service(
            intention_id=first.id,
            said=a_new_service(amount=21_000_00, reason="Half a post will do."),
            in_sight=field.in_sight(first.id),
            by=field.lead,
            at=AT,
        )
    assert [each.id for each in list_standing(field.round_id)] == [second.id]
    asked_for(field, by=field.lead_of_watcom)
    told = [line.did for line in history_of("intentions", field.round_id)]
    assert told[1:] == [
        (
            "changed what DacCom asks of the new service Diabetes specialist nurse from a new service for £42,000.00 "
            "to £21,000.00; Half a post will do."
        ),
        "asked for DacCom for a new service, Diabetes specialist nurse, for £42,000.00: Two localities have one.",
    ]


def test_refuses_a_new_service_that_exists_or_was_asked_for() -> None:
    field = opened()
    first = asked_for(field)
    with pytest.raises(Refusal, match=r"^Your group asked for “diabetes specialist nurse” already"):
        asked_for(field, a_new_service(name="diabetes specialist nurse"), by=field.colleague)
    with pytest.raises(Refusal, match=r"^There is a line called “Wound Care” already"):
        asked_for(field, a_new_service(name="Wound Care"))
    with pytest.raises(Refusal, match=r"^The name stays “Diabetes specialist nurse”\."), transaction():
        change_new_service(
            intention_id=first.id,
            said=a_new_service(name="Another nurse"),
            in_sight=field.in_sight(first.id),
            by=field.lead,
            at=AT,
        )
    for actor in (field.member, field.commissioner, field.provider, field.lead_elsewhere):
        with pytest.raises(NotAllowed):
            asked_for(field, by=actor)
    with pytest.raises(NotAllowed, match=r"^You act for WatCom\. Only a lead of DacCom"), transaction():
        change_new_service(
            intention_id=first.id,
            said=a_new_service(),
            in_sight=field.in_sight(first.id),
            by=field.lead_of_watcom,
            at=AT,
        )


def test_the_audit_trail_says_what_was_said_before_and_after() -> None:
    field = opened()
    first = said_of(field, an_investment())
    second = said_of(field, a_disinvestment(), newest_id=first.id)
    taken_back(field, second)
    told = [line.did for line in history_of("intentions", field.round_id)]
    assert told == [
        "took back what DacCom said of Physiotherapy: Said by mistake.",
        (
            "changed what DacCom says on Physiotherapy from invest £5,000.00 to disinvest £4,000.00 with 6 months’ "
            "notice; Practices do it themselves."
        ),
        "said for DacCom on Physiotherapy: invest £5,000.00; More evening visits.",
    ]
