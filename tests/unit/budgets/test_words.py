"""Methods, kinds and steps in plain words."""

import pytest

from budgets.method.result import LineKind, Step
from budgets.method.words import in_words, kind_in_words, meaning_of, step_in_words


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("activity", "By activity"),
        ("cost_centre", "By cost centre"),
        ("fixed", "By agreed percentages"),
        ("equal", "In equal shares"),
        ("capitation/community", "By capitation (community)"),
        ("capitation/general_acute", "By capitation (general acute)"),
        ("direct:STA", "All to StAHCom"),
        ("direct:XYZ", "All to XYZ"),
        ("pooled", "Kept for all groups (pooled)"),
        ("reserve", "Held by the commissioner until committed"),
        ("activity:60+capitation:40", "Activity 60% and capitation 40%"),
        (
            "activity:33.3+direct:STA:33.3+equal:33.4",
            "Activity 33.3%, straight to StAHCom 33.3% and equal shares 33.4%",
        ),
    ],
)
def test_says_a_method_in_words(method: str, words: str) -> None:
    assert in_words(method, {"STA": "StAHCom"}) == words


def test_refuses_a_text_that_is_no_method() -> None:
    with pytest.raises(ValueError, match="a method: capitation"):
        in_words("capitaton")


def test_names_every_kind_of_line_and_every_step() -> None:
    assert all(kind_in_words(kind) for kind in LineKind)
    assert all(step_in_words(step) and meaning_of(step) for step in Step)
    assert step_in_words(Step.HOSTED_BY_OTHERS) == "Hosted by others"
