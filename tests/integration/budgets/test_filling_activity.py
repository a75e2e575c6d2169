"""Activity filled from frozen returns: what is replaced, what stays, where each cell came from, what is refused."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from budgets.rounds import queries
from budgets.rounds.actions.filling import fill_inputs_from_stored
from budgets.rounds.actions.filling_activity import LookedAt
from budgets.rounds.actions.inputs import Origin, upload_inputs
from budgets.rounds.activity_sources import carried_over, corrected_since, list_activity_sources
from budgets.rounds.exports.workbooks import workbook_as_zip
from budgets.rounds.frozen_returns import Chosen, plan_filling
from budgets.rounds.imports.workbooks import read_workbook
from budgets.rounds.models import Inputs, Source
from budgets.rounds.presented.activity_sources import in_words
from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.rules.frozen import Freezing
from core.audit_trail.queries import history_of
from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.spreadsheets.tables import Upload
from tests.builders_commissioning import a_lead, a_line, a_neighbour, some_populations
from tests.builders_frozen import (
    APRIL,
    AT,
    JUNE,
    MAY,
    ON,
    Filling,
    a_filling,
    chosen,
    correct,
    expect_of_other,
    filled,
    freeze,
    rows_of,
    workbook_on_activity,
)
from tests.builders_rounds import a_policy, a_round, a_workbook, some_inputs

pytestmark = pytest.mark.usefixtures("database")
Key = tuple[str, str, str, str]


def sheet(inputs: Inputs) -> dict[Key, Fraction]:
    """The activity of inputs by service, practice, month and currency; every key once."""
    activity = queries.workbook_of(inputs).activity
    keys = list(zip(activity.service, activity.practice, activity.month, activity.currency, strict=True))
    assert len(keys) == len(set(keys))
    return dict(zip(keys, map(Fraction, activity.quantity), strict=True))


def said(inputs: Inputs) -> list[tuple[str, str, str, int | None]]:
    """The sources of each cell in short: service, month, kind, units as quantity."""
    return [
        (
            each.service,
            each.month,
            "submission" if each.submission_id else "adjustment" if each.adjustment_id else "file",
            None if each.units is None else each.units // 10_000,
        )
        for each in list_activity_sources(inputs.id)
    ]


def test_the_months_and_lines_chosen_hold_frozen_figures_and_all_else_stays() -> None:
    filling = a_filling()
    for month in (APRIL, MAY):
        freeze(filling, month)
    stored = filled(filling, chosen(APRIL, MAY))
    earlier = queries.get_inputs(filling.inputs)
    assert (stored.number, stored.source) == (2, Source.STORED)
    assert sheet(stored) == {
        ("DIAB", "X82001", "2007-03", "contact"): 80,
        **{("DIAB", "X82001", month, "contact"): 30 for month in (APRIL, MAY)},
        **{("DIAB", "X82002", month, "contact"): 20 for month in (APRIL, MAY)},
        **{("PULM", "X82001", month, "contact"): 10 for month in (APRIL, MAY)},
        **{("PULM", "unplaced", month, "contact"): 3 for month in (APRIL, MAY)},
    }
    before, after = queries.workbook_of(earlier), queries.workbook_of(stored)
    assert (after.services, after.cost_centres, after.populations) == (
        before.services,
        before.cost_centres,
        before.populations,
    )
    assert len(sheet(earlier)) == 4


def test_each_cell_says_the_submission_it_came_from_or_the_file() -> None:
    filling = a_filling()
    april = freeze(filling, APRIL)
    stored = filled(filling, chosen(APRIL, APRIL, services=("DIAB",)))
    assert said(stored) == [
        ("DIAB", "2007-03", "file", None),
        ("DIAB", APRIL, "submission", 50),
        ("PULM", APRIL, "file", None),
    ]
    by_file, by_submission, _ = list_activity_sources(stored.id)
    assert (by_file.file_of_id, by_submission.submission_id) == (filling.inputs, april)


def test_later_corrections_about_a_month_are_taken_up_each_with_its_own_source() -> None:
    filling = a_filling()
    freeze(filling, MAY)
    correct(filling, -4)
    correct(filling, 5, practice="")
    stored = filled(filling, chosen(MAY, MAY, services=("DIAB",)))
    assert sheet(stored)["DIAB", "X82001", MAY, "contact"] == 26
    assert sheet(stored)["DIAB", "unplaced", MAY, "contact"] == 5
    assert [row for row in said(stored) if row[1] == MAY] == [
        ("DIAB", MAY, "submission", 50),
        ("DIAB", MAY, "adjustment", -4),
        ("DIAB", MAY, "adjustment", 5),
    ]


def test_two_providers_of_a_service_are_added_up_and_both_named() -> None:
    filling = a_filling()
    expect_of_other(filling, "DIAB")
    freeze(filling, APRIL)
    freeze(filling, APRIL, [f"DIAB,X82001,{APRIL},contact,8"], by=filling.field.other_provider)
    stored = filled(filling, chosen(APRIL, APRIL, services=("DIAB",)))
    assert sheet(stored)["DIAB", "X82001", APRIL, "contact"] == 38
    assert [row for row in said(stored) if row[:2] == ("DIAB", APRIL)] == [
        ("DIAB", APRIL, "submission", 50),
        ("DIAB", APRIL, "submission", 8),
    ]


def test_a_month_of_which_one_provider_is_not_frozen_is_not_filled() -> None:
    filling = a_filling()
    expect_of_other(filling, "DIAB")
    for month in (APRIL, MAY):
        freeze(filling, month)
    freeze(filling, MAY, [f"DIAB,X82001,{MAY},contact,8"], by=filling.field.other_provider)
    plan = plan_filling(queries.get_inputs(filling.inputs), chosen(APRIL, JUNE), on=ON)
    assert [month.state for month in plan.lines[0].months] == [Freezing.PARTLY, Freezing.FROZEN, Freezing.OPEN]
    assert plan.lines[0].months[0].awaited == ("Contacts of West Hertfordshire Hospitals",)


@pytest.mark.parametrize("keeps", [False, True])
def test_months_not_frozen_are_left_out_or_stay_and_a_notice_says_so(keeps: bool) -> None:
    filling = a_filling()
    freeze(filling, MAY)
    stored = filled(filling, chosen(APRIL, JUNE, services=("DIAB",), keeps=keeps))
    assert (("DIAB", "X82001", APRIL, "contact") in sheet(stored)) is keeps
    assert ("DIAB", "X82001", "2007-03", "contact") in sheet(stored), "no month that was chosen"
    what = "stay as in inputs 1" if keeps else "are left out"
    assert [notice.message for notice in queries.notices_of(stored)] == [
        f"Diabetes team (DIAB): no frozen figures for April 2007 and June 2007, whose rows of activity {what}"
    ]


def test_a_line_of_which_nothing_is_frozen_stays_as_it_is() -> None:
    filling = a_filling()
    freeze(filling, APRIL, [f"DIAB,X82001,{APRIL},contact,8", f"PULM,X82001,{APRIL},referral,1"])
    stored = filled(filling, chosen(APRIL, APRIL))
    assert sheet(stored)["PULM", "X82001", APRIL, "contact"] == 30


def test_a_nil_return_is_a_statement_and_empties_the_month() -> None:
    filling = a_filling()
    freeze(filling, APRIL, [])
    stored = filled(filling, chosen(APRIL, APRIL))
    assert {key[2] for key in sheet(stored)} == {"2007-03"}
    assert ("DIAB", APRIL, "submission", 0) in said(stored)


def test_the_file_that_is_kept_reads_back_as_the_same_activity() -> None:
    filling = a_filling()
    freeze(filling, APRIL)
    stored = filled(filling, chosen(APRIL, APRIL))
    read = read_workbook(Upload("kept.zip", queries.get_file(stored.id).file))
    assert not read.problems
    assert read.workbook is not None
    assert read.workbook.activity == queries.workbook_of(stored).activity


def test_sources_go_along_when_inputs_are_made_of_filled_ones() -> None:
    filling = a_filling()
    freeze(filling, APRIL)
    first = filled(filling, chosen(APRIL, APRIL, services=("DIAB",)))
    freeze(filling, MAY)
    second = filled(filling, chosen(MAY, MAY, services=("DIAB",)), inputs_id=first.id)
    assert [row for row in said(second) if row[0] == "DIAB"] == [
        ("DIAB", "2007-03", "file", None),
        ("DIAB", APRIL, "submission", 50),
        ("DIAB", MAY, "submission", 50),
    ]


def test_activity_taken_over_into_another_year_names_the_year_of_its_file() -> None:
    filling = a_filling()
    following = a_round(filling.commissioner, "2009/10")
    earlier = queries.get_inputs(filling.inputs)
    with transaction():
        taken = upload_inputs(
            round_id=following.id,
            workbook=queries.workbook_of(earlier),
            policy=a_policy(year="2009/10"),
            notices=(),
            file_name="carried.zip",
            file=b"carried",
            by=filling.commissioner,
            at=AT,
            origin=Origin(activity=carried_over(earlier, queries.workbook_of(earlier).activity)),
        )
        assert in_words(list_activity_sources(taken.id, service="PULM")) == [
            "The file of inputs 1 of 2008/09: April 2007."
        ]


def test_a_return_frozen_after_filling_of_another_provider_is_told() -> None:
    filling = a_filling()
    freeze(filling, MAY)
    stored = filled(filling, chosen(MAY, MAY, services=("DIAB",)))
    expect_of_other(filling, "DIAB")
    provider = filling.field.other_provider
    freeze(filling, MAY, [f"DIAB,X82001,{MAY},contact,8"], by=provider, at=AT + timedelta(hours=1))
    (since,) = corrected_since(stored)
    assert (since.units, since.returns) == (0, ("Contacts of West Hertfordshire Hospitals",))


def test_a_correction_posted_after_filling_is_told_and_taken_up_by_filling_again() -> None:
    filling = a_filling()
    freeze(filling, MAY)
    stored = filled(filling, chosen(MAY, MAY))
    assert corrected_since(stored) == []
    correct(filling, -20)
    (since,) = corrected_since(stored)
    assert (since.service, since.month, since.currency, since.units) == ("DIAB", MAY, "contact", -200_000)
    again = filled(filling, chosen(MAY, MAY), inputs_id=stored.id)
    assert sheet(again)["DIAB", "X82001", MAY, "contact"] == 10
    assert corrected_since(again) == []


def test_the_audit_trail_says_what_was_filled() -> None:
    filling = a_filling()
    freeze(filling, APRIL)
    filled(filling, chosen(APRIL, APRIL))
    assert history_of("round", filling.round_id)[0].did == (
        "filled the activity of inputs 2 from frozen returns, April 2007, on inputs 1: Diabetes team and Lung team"
    )


def _refused(filling: Filling, wanted: Chosen | None = None, *, inputs_id: int | None = None) -> str:
    with pytest.raises(Refusal) as refused:
        filled(filling, wanted, inputs_id=inputs_id)
    db.session.rollback()
    assert len(queries.list_inputs(filling.round_id)) == 1
    return str(refused.value)


def test_refuses_in_words_what_cannot_be_filled() -> None:
    filling = a_filling()
    assert _refused(filling, chosen(APRIL, JUNE)) == (
        "Nothing is frozen of these lines for the months chosen (April to June 2007), so there is nothing to fill "
        "them from. Freeze the months first, or choose others."
    )
    assert _refused(filling, chosen("2006-12", JUNE)) == (
        "December 2006 is not counted in this round: its policies count January 2007 to December 2007. "
        "Choose months among these, or change a scenario’s policy first."
    )
    assert _refused(filling, chosen(JUNE, APRIL)).startswith("The first month is after the last.")
    assert _refused(filling, chosen(services=())) == "Choose at least one line whose activity is to be filled."


def test_refuses_corrections_that_take_off_more_than_was_counted() -> None:
    filling = a_filling()
    freeze(filling, MAY)
    correct(filling, -5)
    _correct_beyond_what_stands(-30)
    assert _refused(filling, chosen(MAY, MAY)) == (
        "Diabetes team, May 2007, contact of practice X82001: with its corrections the frozen figure comes to -5, and "
        "activity cannot be below 0. Ask the provider to put the correction right, or leave the line out."
    )


def _correct_beyond_what_stands(quantity: int) -> None:
    """A correction like the last one that no provider could post: the books of another system may hold it."""
    last = db.session.query(Adjustment).order_by(Adjustment.id.desc()).first()
    assert last is not None
    kept = {name: getattr(last, name) for name in set(inspect(Adjustment).columns.keys()) - {"id", "units"}}
    with bookkeeping() as session:
        session.add(Adjustment(**kept, units=quantity * 10_000))


def test_refuses_inputs_of_another_round_and_the_same_once_more() -> None:
    filling = a_filling()
    freeze(filling, APRIL)
    following = some_inputs(
        a_round(filling.commissioner, "2009/10").id, filling.commissioner, policy=a_policy(year="2009/10")
    )
    assert _refused(filling, inputs_id=following.id) == "These inputs belong to another round."
    filled(filling, chosen(APRIL, APRIL))
    with pytest.raises(Refusal, match="is already in this round as inputs 2"):
        filled(filling, chosen(APRIL, APRIL))


def test_two_at_once_the_second_is_told_whose_inputs_came_first() -> None:
    filling = a_filling()
    freeze(filling, APRIL)
    plan = plan_filling(queries.get_inputs(filling.inputs), chosen(), on=ON)
    some_inputs(filling.round_id, filling.commissioner, a_workbook(amount=1), b"another")
    with pytest.raises(OutOfDate, match=r"stored inputs 2 on .*, while you were looking at this page\."):
        filled(filling, looked_at=LookedAt(newest=1, plan=plan.hash))


def test_figures_that_changed_since_they_were_looked_at_are_not_taken_unseen() -> None:
    filling = a_filling()
    freeze(filling, MAY)
    plan = plan_filling(queries.get_inputs(filling.inputs), chosen(), on=ON)
    correct(filling, -1)
    with pytest.raises(OutOfDate, match=r"^The frozen figures changed while you were looking at them\."):
        filled(filling, looked_at=LookedAt(newest=1, plan=plan.hash))
    db.session.rollback()
    now = plan_filling(queries.get_inputs(filling.inputs), chosen(), on=ON)
    assert filled(filling, looked_at=LookedAt(newest=1, plan=now.hash)).number == 2


@pytest.mark.parametrize("act", ["UPDATE rounds_activity_source SET units = 0", "DELETE FROM rounds_activity_source"])
def test_the_database_keeps_where_activity_came_from(act: str) -> None:
    filling = a_filling()
    freeze(filling, APRIL)
    filled(filling, chosen(APRIL, APRIL))
    with pytest.raises(DBAPIError, match="what rounds_activity_source holds is frozen"), bookkeeping() as session:
        session.execute(text(act))


def test_only_those_who_prepare_rounds_fill_them() -> None:
    filling = a_filling()
    freeze(filling, APRIL)
    for actor in (a_lead(filling.field.trust), a_neighbour(filling.field.trust), filling.field.provider):
        with pytest.raises(NotAllowed):
            filled(filling, by=actor)


def test_rows_of_a_practice_in_no_group_count_as_not_placed_in_what_is_shown() -> None:
    filling = a_filling()
    freeze(filling, APRIL, rows_of(APRIL))
    plan = plan_filling(queries.get_inputs(filling.inputs), chosen(APRIL, APRIL), on=ON)
    lungs = plan.lines[1].months[0]
    assert (lungs.now.quantity, lungs.then.quantity, lungs.then.unplaced) == (Fraction(30), Fraction(13), Fraction(3))
    assert len(lungs.then.practices) == 1


def test_inputs_filled_from_what_is_stored_keep_where_activity_came_from() -> None:
    workbook = workbook_on_activity()
    known = replace(workbook, services=workbook.services[:2], cost_centres=workbook.cost_centres[:2])
    filling = a_filling(known)
    counted_on = date(2008, 1, 1)
    some_populations(filling.field.trust, *(a_line(code, counted_on, weighted="5000") for code in ("X82001", "X82002")))
    freeze(filling, APRIL)
    stored = filled(filling, chosen(APRIL, APRIL, services=("DIAB",)))
    with transaction():
        again = fill_inputs_from_stored(
            round_id=filling.round_id, inputs_id=stored.id, write=workbook_as_zip, by=filling.commissioner, at=AT
        )
        assert said(again) == said(stored)
