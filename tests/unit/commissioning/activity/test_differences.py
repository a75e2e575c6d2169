"""What changed between two submissions: every change is told, nothing else, and sums follow from the changes."""

from hypothesis import given
from hypothesis import strategies as st

from commissioning.activity.rules.currencies import currencies_with
from commissioning.activity.rules.differences import Key, added_up, differences

KNOWN = currencies_with([])
MONTHS = ("2008-04", "2008-05")
FIGURES = st.dictionaries(
    st.builds(
        Key,
        st.sampled_from(("DN", "POD")),
        st.sampled_from(("X82001", "X82002", "unplaced", "total")),
        st.sampled_from(MONTHS),
        st.sampled_from(("contact", "caseload", "in_post_wte", "sickness_percent")),
    ),
    st.integers(0, 10**9),
)


@given(FIGURES, FIGURES)
def test_the_differences_lead_from_one_submission_to_the_other(before: dict[Key, int], after: dict[Key, int]) -> None:
    found = differences(before, after)
    led = dict(before)
    for each in found:
        key = Key(each.service, each.practice, each.month, each.currency, each.team)
        assert each.before != each.after
        if each.after is None:
            del led[key]
        else:
            led[key] = each.after
    assert led == after


@given(FIGURES, FIGURES)
def test_changes_add_up_to_the_change_of_what_counts_month_by_month(
    before: dict[Key, int], after: dict[Key, int]
) -> None:
    sums = added_up(differences(before, after), KNOWN)
    for service, month, currency in {(key.service, key.month, key.currency) for key in (*before, *after)}:
        was, now = (
            sum(
                units
                for key, units in held.items()
                if (key.service, key.month, key.currency) == (service, month, currency)
                and (key.practice == "total") is not KNOWN[currency].by_practice
            )
            for held in (before, after)
        )
        expected = 0 if currency == "sickness_percent" else now - was
        assert sums.get((service, month, currency), 0) == expected


def test_a_blank_that_became_a_zero_is_a_change_and_adds_nothing() -> None:
    found = differences({}, {Key("DN", "X82001", "2008-04", "contact"): 0})
    assert [(each.before, each.after, each.change) for each in found] == [(None, 0, 0)]
    assert added_up(found, KNOWN) == {}


def test_what_moves_from_one_month_to_the_next_is_two_changes() -> None:
    april, may = (Key("DN", "X82001", month, "contact") for month in MONTHS)
    found = differences({april: 5, may: 7}, {april: 7, may: 5})
    assert [(each.month, each.change) for each in found] == [("2008-04", 2), ("2008-05", -2)]


def test_a_rate_is_told_team_by_team_and_never_added() -> None:
    north, south = (Key("DN", "total", "2008-04", "sickness_percent", team) for team in ("North", "South"))
    found = differences({north: 40000, south: 50000}, {north: 45000, south: 50000})
    assert [(each.team, each.change) for each in found] == [("North", 5000)]
    assert added_up(found, KNOWN) == {}
