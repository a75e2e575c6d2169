"""Queries, accepting, asking again, freezing, adjusting: does it, refuses, who may not, what the audit says."""

from datetime import date
from decimal import Decimal

import pytest

from commissioning.activity.actions.accepting import accept_return, ask_to_resubmit, freeze_month
from commissioning.activity.actions.adjusting import post_adjustment
from commissioning.activity.actions.querying import Line, answer_query, ask_again, query_lines
from commissioning.activity.actions.submitting import Sending
from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.models.questions import QUERY_SUBJECT, Query
from commissioning.activity.models.submissions import Submission
from commissioning.activity.queries.figures import list_adjustments, list_frozen_figures
from commissioning.activity.queries.returns import get_return
from commissioning.activity.queries.submissions import find_snapshot, get_query
from commissioning.activity.rules.adjusting import Correction
from commissioning.activity.rules.asking import QueryState, Taking
from commissioning.activity.rules.rows import UNITS
from commissioning.activity.rules.states import MonthState, Standing
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.permissions import Actor
from core.threads.queries import comments_on
from tests.builders_activity import (
    APRIL,
    FROZEN_AT,
    FROZEN_ON,
    MAY_AT,
    MAY_DAY,
    Field,
    a_field,
    lines_for,
    submitted,
)
from tests.builders_commissioning import a_neighbour

pytestmark = pytest.mark.usefixtures("database")
BY_DAY = date(2008, 5, 16)


def _asked(field: Field, submission: Submission, *, by: Actor | None = None) -> Query:
    with transaction():
        return query_lines(
            submission_id=submission.id,
            lines=(Line(service_id=field.services["DIAB"], words="Why so few?", month=APRIL, currency="contact"),),
            answer_due_on=BY_DAY,
            by=by or field.commissioner,
            at=MAY_AT,
            on=MAY_DAY,
        )[0]


def _answered(field: Field, query: Query, *, by: Actor | None = None) -> None:
    with transaction():
        answer_query(
            query_id=query.id, words="Two nurses were on leave", by=by or field.provider, at=MAY_AT, on=MAY_DAY
        )


def _accepted(field: Field, submission: Submission, *, by: Actor | None = None) -> None:
    with transaction():
        accept_return(submission_id=submission.id, by=by or field.commissioner, at=MAY_AT, on=MAY_DAY)


def _frozen(field: Field, *, by: Actor | None = None, on: date = FROZEN_ON) -> None:
    with transaction():
        freeze_month(expectation_id=field.expectation_id, month=APRIL, by=by or field.commissioner, at=FROZEN_AT, on=on)


def _adjusted(
    field: Field, *, by: Actor | None = None, quantity: str = "-3", posted_to: str = "2008-05", month: str = APRIL
) -> Adjustment:
    with transaction():
        return post_adjustment(
            expectation_id=field.expectation_id,
            correction=Correction(
                month=month,
                posted_to=posted_to,
                service="DIAB",
                practice="X82001",
                currency="contact",
                quantity=Decimal(quantity),
                reason="Counted twice",
            ),
            by=by or field.provider,
            at=FROZEN_AT,
            on=FROZEN_ON,
        )


def test_a_query_is_asked_answered_asked_on_and_settled_by_accepting() -> None:
    field = a_field()
    kept = submitted(field)
    query = _asked(field, kept)
    assert get_return(field.expectation_id, APRIL, on=MAY_DAY).state is Standing.QUERIED
    with pytest.raises(Refusal) as refused:
        _accepted(field, kept)
    assert str(refused.value) == ("1 query is not answered yet. The return can be accepted when the answers have come.")
    _answered(field, query)
    with transaction():
        ask_again(
            query_id=query.id,
            words="Which weeks?",
            answer_due_on=BY_DAY,
            by=field.commissioner,
            at=MAY_AT,
            on=MAY_DAY,
        )
    _answered(field, query)
    _accepted(field, kept)
    assert [said.words for said in comments_on(QUERY_SUBJECT, query.id)] == [
        "Two nurses were on leave",
        "Which weeks?",
        "Two nurses were on leave",
    ]
    assert get_query(query.id).state is QueryState.SETTLED
    assert get_return(field.expectation_id, APRIL, on=MAY_DAY).state is Standing.ACCEPTED
    assert [entry.did for entry in history_of("activity_submission", kept.id)][:3] == [
        "accepted number 1 of Contacts for April 2008",
        f"answered query {query.id} with comment 3",
        f"asked on about query {query.id} with comment 2",
    ]


def test_a_query_about_a_figure_that_was_replaced_needs_no_answer() -> None:
    field = a_field()
    kept = submitted(field)
    query = _asked(field, kept)
    submitted(field, lines_for(contacts=31))
    assert get_return(field.expectation_id, APRIL, on=MAY_DAY).state is Standing.RECEIVED
    with pytest.raises(Refusal, match=r"^The figure this query asks about was replaced since"):
        _answered(field, query)
    with pytest.raises(Refusal, match=r"^A figure you ask about was replaced since"):
        _asked(field, kept)
    with pytest.raises(OutOfDate) as late:
        _accepted(field, kept)
    assert str(late.value) == "The provider submitted anew since. Look at the latest submission first."


def test_who_may_not_query_answer_accept_or_freeze() -> None:
    field = a_field()
    kept = submitted(field)
    query = _asked(field, kept)
    neighbour = a_neighbour(field.trust)
    for by in (field.provider, neighbour):
        with pytest.raises(NotAllowed):
            _asked(field, kept, by=by)
        with pytest.raises(NotAllowed):
            _accepted(field, kept, by=by)
        with pytest.raises(NotAllowed):
            _frozen(field, by=by)
    for by in (field.commissioner, field.other_provider):
        with pytest.raises(NotAllowed):
            _answered(field, query, by=by)
    with pytest.raises(NotAllowed) as refused:
        _answered(field, query, by=field.commissioner)
    assert str(refused.value) == "As PCT commissioner you may not submit activity returns."


def test_what_is_owed_or_asked_for_again_is_not_accepted() -> None:
    field = a_field()
    kept = submitted(field, [*lines_for(), "DIAB,X82001,2008-04,referral,x"], sending=Sending(taking=Taking.OWE))
    with pytest.raises(Refusal) as refused:
        _accepted(field, kept)
    assert str(refused.value) == (
        "The provider still owes 1 row of this return. It can be accepted when they have come."
    )
    again = submitted(field)
    with transaction():
        ask_to_resubmit(
            submission_id=again.id,
            service_ids=[field.services["DIAB"]],
            reason="Telephone contacts are missing",
            due_on=BY_DAY,
            by=field.commissioner,
            at=MAY_AT,
            on=MAY_DAY,
        )
    with pytest.raises(Refusal, match=r"^The provider was asked to send services again\."):
        _accepted(field, again)
    assert history_of("activity_submission", again.id)[0].did == (
        "asked for Service DIAB again by 16 May 2008: Telephone contacts are missing"
    )


def test_only_services_of_the_return_are_asked_for_again_and_by_the_commissioner() -> None:
    field = a_field()
    kept = submitted(field)
    for service_ids, by, error in (
        ([], field.commissioner, Refusal),
        ([999], field.commissioner, Refusal),
        ([field.services["DIAB"]], field.provider, NotAllowed),
    ):
        with pytest.raises(error), transaction():
            ask_to_resubmit(
                submission_id=kept.id,
                service_ids=service_ids,
                reason="Missing",
                due_on=BY_DAY,
                by=by,
                at=MAY_AT,
                on=MAY_DAY,
            )


def test_a_frozen_month_names_the_submissions_its_figures_came_from() -> None:
    field = a_field()
    kept = submitted(field, [*lines_for(), "DIAB,total,2008-04,contact,50"])
    with pytest.raises(Refusal, match=r"^April 2008 may be frozen from 13 June 2008 on\.$"):
        _frozen(field, on=date(2008, 6, 12))
    _frozen(field)
    snapshot = find_snapshot(field.expectation_id, APRIL)
    assert snapshot is not None
    assert ({part.submission_id for part in snapshot.parts}, snapshot.was_accepted) == ({kept.id}, False)
    assert len(snapshot.content_hash) == 64
    assert get_return(field.expectation_id, APRIL, on=FROZEN_ON).month_state is MonthState.FROZEN
    figures = list_frozen_figures(field.trust.id, first_month=APRIL, last_month=APRIL)
    assert [(f.service, f.practice, f.quantity) for f in figures] == [
        ("DIAB", "X82001", Decimal(30)),
        ("DIAB", "X82002", Decimal(20)),
        ("PULM", "", Decimal(0)),
        ("PULM", "X82001", Decimal(10)),
    ]
    assert {f.submission_id for f in figures} == {kept.id}
    with pytest.raises(Refusal, match=r"^April 2008 is frozen already\.$"):
        _frozen(field)
    with pytest.raises(Refusal, match=r"^April 2008 is frozen\. What was wrong in it is corrected by an adjustment"):
        submitted(field, lines_for(contacts=1))
    assert history_of("activity_expectation", field.expectation_id)[0].did == "froze April 2008 of Contacts"


def test_nothing_returned_is_nothing_to_freeze() -> None:
    field = a_field()
    with pytest.raises(Refusal, match=r"^Nothing was returned for April 2008, so there is nothing to freeze\.$"):
        _frozen(field)


def test_an_adjustment_corrects_a_frozen_month_in_an_open_one_and_the_frozen_figures_stay() -> None:
    field = a_field()
    submitted(field)
    with pytest.raises(Refusal, match=r"^April 2008 is not frozen: send its return anew instead of adjusting it\.$"):
        _adjusted(field)
    _frozen(field)
    posted = _adjusted(field)
    assert (posted.month, posted.posted_to, posted.units) == (APRIL, "2008-05", -3 * UNITS)
    assert [each.id for each in list_adjustments([field.expectation_id], posted_to="2008-05")] == [posted.id]
    first = list_frozen_figures(field.trust.id, first_month=APRIL, last_month=APRIL)[0]
    assert first.quantity == Decimal(30)
    for quantity, posted_to, sentence in (
        ("0", "2008-05", "The correction is 0, so it changes nothing."),
        ("0.5", "2008-05", "All contacts are whole numbers: correct them by a whole number."),
        ("1", APRIL, "April 2008 is frozen too. Post the adjustment to an open month."),
        ("1", "2008-03", "An adjustment is posted to a month after the one it corrects."),
        ("1", "2008-07", "July 2008 has not begun. Post the adjustment to a month that has."),
    ):
        with pytest.raises(Refusal) as refused:
            _adjusted(field, quantity=quantity, posted_to=posted_to)
        assert str(refused.value) == sentence
    for by in (field.commissioner, field.other_provider):
        with pytest.raises(NotAllowed):
            _adjusted(field, by=by)
    db.session.rollback()
    assert history_of("activity_expectation", field.expectation_id)[0].did == (
        "adjusted All contacts of Service DIAB in April 2008 by -3, in May 2008: Counted twice"
    )
