"""What might be typed into a form: nothing, much, signs nobody sees, numbers that are none, and now and then what fits."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from hypothesis import strategies as st
from wtforms import Field, FileField, SelectFieldBase

from core.forms import DayField, Form

Typed = dict[str, Any]
_LEFT_OUT = {"csrf_token", "form_key"}
NASTY = (
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "\u202eabc",
        "\u200b",
        "\ud7ff",
        "\U0001f4a9",
        "e\u0301",
        "\r\nBcc: all@pct.example",
        "\t=1+1",
    ),
    *(
        "0",
        "-1",
        "+5",
        "1_000",
        "0x10",
        "1e400",
        "1e-400",
        "NaN",
        "Infinity",
        "-0",
        "٣",
        "²",
        "½",
        "①",
        "1,000.555",
        "£5",
        "5%",
    ),
    *("99999999999999999999", "9" * 400, "2147483648", "9223372036854775808", "12.345678901234567890123456789"),
    *(
        "x" * 5_000,
        "é" * 300,
        "\n" * 300,
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "%s%n{0}",
        "'; DROP TABLE x; --",
        "=1+1",
    ),
    *(
        "../../etc/passwd",
        "//evil.example",
        "javascript:alert(1)",
        "[a](javascript:alert(1))",
        "# " * 50,
        "[" * 200,
        "*" * 300,
    ),
    *(
        "2008-02-30",
        "31/12/9999",
        "0000-00-00",
        "true",
        "None",
        "null",
        "[]",
        "{}",
        '{"a": 1}',
        '[["a"]]',
        "999 999 9999",
    ),
)
_DAYS = ("", "0", "1", "28", "29", "30", "31", "32", "-1", "²", "x")
_YEARS = ("", "0", "1799", "1800", "2007", "2008", "2009", "2199", "9999", "10000", "-2008")
texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.integers().map(str), st.decimals().map(str))


def typed_into(forms: Iterable[Form]) -> st.SearchStrategy[Typed]:
    """Something for every field of these forms, or for some of them."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for form in forms:
        for bound in form:
            fields |= _of(bound)
    return st.fixed_dictionaries({}, optional=fields) | st.fixed_dictionaries(fields)


def _of(bound: Field) -> dict[str, st.SearchStrategy[Any]]:
    if bound.name in _LEFT_OUT:
        return {}
    if isinstance(bound, DayField):
        month = st.sampled_from(_DAYS)
        return {
            f"{bound.name}-day": st.sampled_from(_DAYS) | texts,
            f"{bound.name}-month": month,
            f"{bound.name}-year": st.sampled_from(_YEARS),
        }
    if isinstance(bound, FileField):
        return {bound.name: st.binary(max_size=60).map(lambda content: (BytesIO(content), "a.csv"))}
    if isinstance(bound, SelectFieldBase):
        values = [value for value, *_ in bound.iter_choices()]
        fitting = st.sampled_from([str(value) for value in values] or [""])
        return {bound.name: fitting | fitting | texts | st.lists(texts, max_size=3)}
    standing = bound.data if isinstance(bound.data, str) and bound.data else "Words that fit."
    return {bound.name: st.just(standing) | texts}
