"""Two people at the same moment, or one who presses twice: certify, let pass, accept, freeze, correct, submit, once."""

from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from commissioning.activity.actions.accepting import accept_return, freeze_month
from commissioning.activity.actions.adjusting import post_adjustment
from commissioning.activity.actions.releasing import confirm_release, propose_release
from commissioning.activity.actions.settings import set_certifying
from commissioning.activity.actions.submitting import Sending, certify_return, submit_nil_return, submit_return
from commissioning.activity.models.freezing import Adjustment, Release, Snapshot
from commissioning.activity.models.submissions import Acceptance, Certification, Submission
from commissioning.activity.queries.releases import released_cells
from commissioning.activity.rules.adjusting import Correction
from core.audit_trail.models import AuditEvent
from core.db import Model, db, transaction
from core.errors import Refusal
from core.permissions import Role
from tests.at_once import at_once
from tests.builders import a_person
from tests.builders_activity import (
    APRIL,
    FROZEN_AT,
    FROZEN_ON,
    MAY_AT,
    MAY_DAY,
    Field,
    a_field,
    a_file,
    lines_for,
    submitted,
)

HASH = "a" * 64


def _count(model: type[Model]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _events(act: str) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.act == act)) or 0


def _frozen(field: Field) -> None:
    submitted(field)
    with transaction():
        freeze_month(
            expectation_id=field.expectation_id, month=APRIL, by=field.commissioner, at=FROZEN_AT, on=FROZEN_ON
        )


def test_two_who_certify_at_once_certify_once(database: Flask) -> None:
    field = a_field()
    with transaction():
        set_certifying(provider_id=field.trust.ids["OWN"], needs_certifier=True, by=field.certifier)
    third = a_person(
        Role.PROVIDER_MANAGER,
        field.trust.ids["OWN"],
        by=field.trust.administrator,
        name="Third manager",
        email="third@whp.example",
    )
    kept = submitted(field).id
    acts = [
        lambda by=by: certify_return(submission_id=kept, by=by, at=MAY_AT, on=MAY_DAY)
        for by in (field.certifier, third)
    ]
    assert at_once(database, *acts) == ["This return needs no certifying any more.", "done"]
    assert (_count(Certification), _events("activity.certify_return")) == (1, 1)


def test_a_cell_is_let_pass_by_two_people_and_once(database: Flask) -> None:
    field = a_field()

    def proposes() -> object:
        return propose_release(
            provider_id=field.trust.ids["OWN"],
            file_hash=HASH,
            row=3,
            column="quantity",
            reason="A reference of the ward",
            by=field.provider,
            at=MAY_AT,
        )

    came = at_once(database, proposes, proposes)
    assert came == ["This was said about this cell of this file already.", "done"]
    assert (_count(Release), released_cells(field.trust.ids["OWN"], HASH)) == (1, set())
    release = db.session.scalars(select(Release.id)).one()
    acts = [
        lambda by=by: confirm_release(release_id=release, by=by, at=MAY_AT)
        for by in (field.certifier, field.commissioner)
    ]
    assert at_once(database, *acts) == ["A second person said so already.", "done"]
    assert _events("activity.confirm_release") == 1
    assert released_cells(field.trust.ids["OWN"], HASH) == {(3, "quantity")}


def test_who_proposed_a_release_never_confirms_it_even_at_once_with_the_second(database: Flask) -> None:
    field = a_field()
    with transaction():
        release = propose_release(
            provider_id=field.trust.ids["OWN"],
            file_hash=HASH,
            row=3,
            column="team",
            reason="The name of a ward",
            by=field.provider,
            at=MAY_AT,
        ).id
    came = at_once(
        database,
        lambda: confirm_release(release_id=release, by=field.provider, at=MAY_AT),
        lambda: confirm_release(release_id=release, by=field.certifier, at=MAY_AT),
    )
    assert came.count("done") == 1
    db.session.rollback()
    assert db.session.scalars(select(Release)).one().confirmed_by_id == field.certifier.person_id


def test_two_who_accept_at_once_accept_once(database: Flask) -> None:
    field = a_field()
    kept = submitted(field).id

    def accepts() -> object:
        return accept_return(submission_id=kept, by=field.commissioner, at=MAY_AT, on=MAY_DAY)

    assert at_once(database, accepts, accepts) == ["This return is accepted already.", "done"]
    assert (_count(Acceptance), _events("activity.accept_return")) == (1, 1)


def test_two_who_freeze_at_once_freeze_once(database: Flask) -> None:
    field = a_field()
    submitted(field)

    def freezes() -> object:
        return freeze_month(
            expectation_id=field.expectation_id, month=APRIL, by=field.commissioner, at=FROZEN_AT, on=FROZEN_ON
        )

    assert at_once(database, freezes, freezes) == ["April 2008 is frozen already.", "done"]
    assert (_count(Snapshot), _events("activity.freeze_month")) == (1, 1)


def test_accepting_and_freezing_at_once_follow_each_other(database: Flask) -> None:
    field = a_field()
    kept = submitted(field).id
    came = at_once(
        database,
        lambda: accept_return(submission_id=kept, by=field.commissioner, at=FROZEN_AT, on=FROZEN_ON),
        lambda: freeze_month(
            expectation_id=field.expectation_id, month=APRIL, by=field.commissioner, at=FROZEN_AT, on=FROZEN_ON
        ),
    )
    assert came in (["done", "done"], ["This month is frozen already.", "done"])
    was_accepted = db.session.scalars(select(Snapshot.was_accepted)).one()
    assert was_accepted is (came == ["done", "done"])


def test_freezing_and_submitting_anew_at_once_never_freezes_what_was_replaced(database: Flask) -> None:
    field = a_field()
    first = submitted(field).id

    def anew() -> object:
        return submit_return(
            expectation_id=field.expectation_id,
            month=APRIL,
            read=a_file(lines_for(contacts=7)),
            by=field.provider,
            at=MAY_AT,
            on=MAY_DAY,
        )

    came = at_once(
        database,
        lambda: freeze_month(
            expectation_id=field.expectation_id, month=APRIL, by=field.commissioner, at=FROZEN_AT, on=FROZEN_ON
        ),
        anew,
    )
    assert "done" in came
    db.session.rollback()
    frozen = {part.submission_id for part in db.session.scalars(select(Snapshot)).one().parts}
    latest = db.session.scalars(select(Submission.id).order_by(Submission.number.desc())).first()
    assert frozen == {latest}
    assert (latest == first) is (came != ["done", "done"])


def test_two_corrections_at_once_never_take_off_more_than_stands_there(database: Flask) -> None:
    field = a_field()
    _frozen(field)

    def takes_off() -> object:
        correction = Correction(
            month=APRIL,
            posted_to="2008-05",
            service="DIAB",
            practice="X82001",
            currency="contact",
            quantity=Decimal(-20),
            reason="Counted twice",
        )
        return post_adjustment(
            expectation_id=field.expectation_id, correction=correction, by=field.provider, at=FROZEN_AT, on=FROZEN_ON
        )

    assert at_once(database, takes_off, takes_off) == [
        "This takes off more than stands there: 10 contacts, with corrections.",
        "done",
    ]
    assert (_count(Adjustment), _events("activity.post_adjustment")) == (1, 1)


def test_a_correction_and_the_freezing_of_its_month_at_once_post_to_an_open_month_or_not_at_all(
    database: Flask,
) -> None:
    field = a_field()
    _frozen(field)
    submitted(field, month="2008-05", on=FROZEN_ON)
    correction = Correction(
        month=APRIL, posted_to="2008-05", service="DIAB", practice="X82001", currency="contact",
        quantity=Decimal(3), reason="A clinic was left out",
    )  # fmt: skip
    july = FROZEN_ON.replace(month=7, day=25)
    came = at_once(
        database,
        lambda: post_adjustment(
            expectation_id=field.expectation_id, correction=correction, by=field.provider, at=FROZEN_AT, on=july
        ),
        lambda: freeze_month(
            expectation_id=field.expectation_id, month="2008-05", by=field.commissioner, at=FROZEN_AT, on=july
        ),
    )
    late = "May 2008 is frozen too. Post the adjustment to an open month."
    assert came in (["done", "done"], [late, "done"])
    assert _count(Adjustment) == came.count("done") - 1


def test_a_machine_that_sends_its_key_twice_at_once_submits_once(database: Flask) -> None:
    field = a_field()

    def sends() -> object:
        return submit_return(
            expectation_id=field.expectation_id,
            month=APRIL,
            read=a_file(),
            by=field.provider,
            at=MAY_AT,
            on=MAY_DAY,
            sending=Sending(request_key="k1"),
        )

    assert at_once(database, sends, sends) == ["done", "done"]
    assert (_count(Submission), _events("activity.submit_return")) == (1, 1)


def test_two_nil_returns_at_once_are_one(database: Flask) -> None:
    field = a_field()

    def states() -> object:
        return submit_nil_return(
            expectation_id=field.expectation_id,
            month=APRIL,
            words="No clinic was held",
            by=field.provider,
            at=MAY_AT,
            on=MAY_DAY,
        )

    assert at_once(database, states, states) == ["A nil return for April 2008 stands already.", "done"]
    assert _count(Submission) == 1


@pytest.mark.usefixtures("database")
def test_a_correction_that_takes_off_what_is_not_there_is_refused() -> None:
    field = a_field()
    _frozen(field)
    correction = Correction(
        month=APRIL, posted_to="2008-05", service="PULM", practice="X82002", currency="contact",
        quantity=Decimal(-1), reason="Counted twice",
    )  # fmt: skip
    with pytest.raises(
        Exception, match=r"^All contacts: nothing stands there in that month, so nothing can be taken off\.$"
    ):
        post_adjustment(
            expectation_id=field.expectation_id, correction=correction, by=field.provider, at=FROZEN_AT, on=FROZEN_ON
        )


@pytest.mark.usefixtures("database")
def test_a_level_nobody_gave_is_not_begun_by_a_correction() -> None:
    field = a_field()
    _frozen(field)
    correction = Correction(
        month=APRIL, posted_to="2008-05", service="PULM", practice="X82002", currency="caseload",
        quantity=Decimal(5), reason="Left out",
    )  # fmt: skip
    said = r"^Caseload at the end of the month: no figure stands there in that month, so there is none to correct\.$"
    with pytest.raises(Refusal, match=said):
        post_adjustment(
            expectation_id=field.expectation_id, correction=correction, by=field.provider, at=FROZEN_AT, on=FROZEN_ON
        )
