"""Rules of contracts: legal forms, states, particulars, schedules, money, content."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.organisations.rules.values import ProviderSort
from contracts.agreements.rules import forms, particulars, schedules, states
from contracts.agreements.rules.content import (
    Amount,
    Content,
    Figures,
    FiguresKind,
    Part,
    as_table,
    as_words,
    canonical,
    content_from,
)
from contracts.agreements.rules.forms import LegalForm, Named
from contracts.agreements.rules.issuing import obstacles_to_issuing, signer_for
from contracts.agreements.rules.money import Commitment, check_commitments, problems_in_commitments
from contracts.agreements.rules.returns_written import returns_in
from contracts.agreements.rules.states import Stage, State
from core.canonical import hash_of
from core.errors import Refusal
from core.markdown import as_html, problems_in
from core.signatures.rules import Capacity

PCT, PROV, DAC = (Named(party_id=n, code=c, name=c) for n, c in enumerate(("PCT", "PROV", "DAC"), start=1))
START, END = date(2008, 4, 1), date(2009, 3, 31)
CONTENT = Content(
    reference="WH/01",
    title="Nursing",
    facts={"starts_on": "2008-04-01", "year_value": 1},
    parts=(
        Part(key="form", title="Legal form", text="An NHS contract."),
        Part(
            key="prices-1",
            title="Prices",
            text="",
            amounts=(Amount(line="P", line_name="Physio", group="DAC", group_name="DacCom", pence=500),),
            is_schedule=True,
        ),
    ),
    signatures=(),
)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (ProviderSort.OWN_ARM, {LegalForm.INTERNAL}),
        (ProviderSort.NHS_TRUST, {LegalForm.NHS_CONTRACT, LegalForm.BINDING}),
        (ProviderSort.OTHER_PCT, {LegalForm.NHS_CONTRACT}),
        (ProviderSort.VOLUNTARY, {LegalForm.BINDING}),
        (ProviderSort.PRIVATE, {LegalForm.BINDING}),
        (ProviderSort.GP_LED, {LegalForm.BINDING}),
        (None, set()),
    ],
)
def test_the_provider_decides_which_legal_forms_are_open(sort: ProviderSort | None, expected: set[LegalForm]) -> None:
    assert set(forms.forms_open_to(sort)) == expected
    for form in LegalForm:
        if form in expected:
            forms.check_form(form=form, provider="It", sort=sort)
        else:
            with pytest.raises(Refusal):
                forms.check_form(form=form, provider="It", sort=sort)


def test_the_legal_form_decides_where_disputes_go() -> None:
    said = {form: forms.dispute_clause(form, commissioner="A", provider="B") for form in LegalForm}
    assert "chief executive of A, whose decision is final" in said[LegalForm.INTERNAL]
    assert "Secretary of State" in said[LegalForm.NHS_CONTRACT]
    assert said[LegalForm.NHS_CONTRACT].endswith("No court is asked.")
    assert said[LegalForm.BINDING].endswith("decided by the courts of England.")
    assert not any(
        character.isdigit() for text in said.values() for character in text.replace("section 9", "").replace("2006", "")
    ), "day counts are settings, never constants"


def test_groups_assent_and_parties_are_needed() -> None:
    signers = forms.signers_of(commissioner=PCT, provider=PROV, groups=[DAC])
    assert [(each.capacity, each.is_needed) for each in signers] == [
        (Capacity.FOR_COMMISSIONER, True),
        (Capacity.FOR_PROVIDER, True),
        (Capacity.ASSENTING, False),
    ]
    with pytest.raises(Refusal, match=r"^You act for X, which is not asked to sign WH/01\. PCT, PROV and DAC are"):
        signer_for(signers, party_id=9, organisation="X", reference="WH/01", signed_by={}, person_id=1)
    with pytest.raises(Refusal, match=r"^You signed WH/01 for PROV\. Somebody else signs for PCT\.$"):
        signer_for(signers, party_id=1, organisation="PCT", reference="WH/01", signed_by={1: "PROV"}, person_id=1)


@given(st.sampled_from(Stage), st.integers(-800, 800), st.one_of(st.none(), st.integers(0, 364)))
def test_every_day_has_one_state(stage: Stage, day: int, terminated: int | None) -> None:
    ended = None if terminated is None else START + timedelta(days=terminated)
    state = states.state_of(
        stage=stage, starts_on=START, ends_on=END, terminated_on=ended, on=START + timedelta(days=day)
    )
    assert (state.value == stage.value) or stage is Stage.SIGNED
    if stage is Stage.SIGNED and state is State.IN_FORCE:
        assert 0 <= day <= (END - START).days
        assert terminated is None or day < terminated


@given(st.integers(1, 24), st.integers(0, 400))
def test_the_next_review_is_never_past_and_within_the_term(every: int, day: int) -> None:
    on = START + timedelta(days=day)
    due = particulars.next_review(starts_on=START, ends_on=END, every=every, on=on)
    assert due is None or on <= due <= END
    assert particulars.next_review(starts_on=START, ends_on=END, every=None, on=on) is None


def test_settings_are_numbers_of_their_unit_with_a_source() -> None:
    particulars.check_setting(particulars.Setting(name="tolerance_percent", value="2.5", source="Local"))
    for name, value in (("payment_days", "2.5"), ("payment_days", "-1"), ("payment_days", "ten"), ("none", "1")):
        with pytest.raises(Refusal):
            particulars.check_setting(particulars.Setting(name=name, value=value, source="Local"))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("review_months", "0", "“Contract review every” is 1 to 60 months."),
        ("variation_days", "999999", "“Answer to a variation notice within” is 0 to 260 working days."),
        ("report_working_day", "24", "“Returns are due by working day of the month” is 1 to 23 working days."),
        ("withholding_percent", "100.1", "“Most of a month’s payment that may be withheld” is 0 to 100 percent."),
    ],
)
def test_no_setting_is_beyond_what_its_unit_allows(name: str, value: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        particulars.check_setting(particulars.Setting(name=name, value=value, source="Local"))
    assert str(refused.value) == sentence


def test_keys_of_schedules_are_never_given_twice_while_one_stands() -> None:
    assert schedules.next_key(schedules.ScheduleKind.PRICES, []) == "prices-1"
    assert (
        schedules.next_key(schedules.ScheduleKind.ACTIVITY_PLAN, ["activity_plan-9", "prices-12"]) == "activity_plan-10"
    )


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_line_is_never_overspent_without_an_exception(budget: int, elsewhere: int, amount: int, excused: int) -> None:
    wanted = Commitment(
        line="P", line_name="Physio", group="D", group_name="DacCom", amount=amount, budget=budget,
        elsewhere=elsewhere, excused=excused,
    )  # fmt: skip
    if not problems_in_commitments([wanted]):
        check_commitments([wanted])
        assert amount + min(elsewhere, budget) <= budget + excused or elsewhere > budget
        assert amount <= excused or elsewhere <= budget
    else:
        assert amount > max(0, budget - elsewhere) + excused
    assert problems_in_commitments([replace(wanted, amount=-1)]) == ["Physio for DacCom: an amount is not negative."]


def test_the_content_comes_back_as_it_was_and_any_change_changes_the_hash() -> None:
    text = canonical(CONTENT)
    assert content_from(text) == CONTENT
    for changed in (
        replace(CONTENT, title="Other"),
        replace(CONTENT, parts=CONTENT.parts[::-1]),
        replace(CONTENT, facts={**CONTENT.facts, "year_value": 2}),
    ):
        assert hash_of(canonical(changed)) != hash_of(text)
    with pytest.raises(ValueError, match="no content of a contract"):
        content_from("{}")


def test_obstacles_name_what_is_missing() -> None:
    found = obstacles_to_issuing(CONTENT, ends_on=END, on=END + timedelta(days=1), year_value=499, commitments=[])
    assert found == [
        "Its term was over on 31 March 2009.",
        "Its lines of money add up to £5.00, more than its value for the year, £4.99.",
    ]


@given(st.text(max_size=60))
def test_names_in_a_table_are_shown_as_they_are_and_never_obeyed(name: str) -> None:
    table = as_table("Parties", ("Name", "Code"), [(name or "x", "1")])
    drawn = as_html(table)
    assert "<script" not in drawn.lower()
    assert "<td" in drawn
    assert "\n" not in as_words(name)


def test_names_with_marks_hold_no_html() -> None:
    assert problems_in(as_table("Parties", ("Name",), [("A <b>bold</b> | name & co",)])) == []


def test_figures_of_a_part_come_back_exactly_and_a_part_without_says_nothing_of_them() -> None:
    line = Figures(
        key="visits/DAC", kind=FiguresKind.PLAN, title="Visits, DacCom", values={"2008-04": "1200", "cap": None}
    )
    parts = (
        Part(key="plan-1", title="Plan", text="", is_schedule=True, figures=(line,)),
        Part(key="a", title="A", text="b"),
    )
    with_figures = replace(CONTENT, parts=parts)
    written = canonical(with_figures)
    assert content_from(written) == with_figures
    assert ["figures" in part for part in json.loads(written)["parts"]] == [True, False]


@pytest.mark.parametrize("day", ["0", "-1", "²", "ten", "9" * 5000])
def test_a_return_due_on_no_working_day_is_left_to_people(day: str) -> None:
    assert returns_in([("Contacts", "Every month", day, "Leads")]) == []
