"""Running text and two versions of one, as a page of any room shows them: valid, captioned, with marks in words."""

from xml.etree.ElementTree import Element

import pytest
from flask import Flask, render_template_string

from core.comparing import compare_texts, near_changes
from core.markdown import as_html
from tests.person import XHTML, checked_html

FRAME = """{% extends "layouts/page.html" %}
{% from "components/compared.html" import side_by_side %}
{% block heading %}A specification{% endblock %}
{% block content %}PART{% endblock %}"""
TEXT = "# Aims\n\nAt **home**.\n\n| a | |\n|---|--:|\n| b | 1 |\n\n- one\n  1. two\n\n> quoted\n\n<script>x</script>"


def drawn(app: Flask, part: str, **values: object) -> Element:
    with app.test_request_context():
        return checked_html(render_template_string(FRAME.replace("PART", part), **values), part)


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_two_texts_stand_on_one_page(app: Flask) -> None:
    aims, scope = as_html(TEXT, name="aims"), as_html(TEXT, name="scope", caption="Scope, table")
    tree = drawn(app, "{{ aims }}{{ scope }}", aims=aims, scope=scope)
    assert [text_of(caption) for caption in tree.iter(f"{XHTML}caption")] == ["Table 1", "Scope, table 1"]
    assert text_of(next(tree.iter(f"{XHTML}main"))).count("<script>x</script>") == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Two visits.\n\nGone.", "Three visits.\n\n<b>New</b>\nof two lines."),
        ("", "New."),
        ("Same.", "Same."),
        ("", ""),
    ],
)
def test_two_versions_stand_side_by_side(app: Flask, before: str, after: str) -> None:
    rows = near_changes(compare_texts(before, after))
    part = "{{ side_by_side(rows, 'Version 2', 'Version 3', 'What changed') }}"
    (table,) = drawn(app, part, rows=rows).iter(f"{XHTML}table")
    assert text_of(next(table.iter(f"{XHTML}caption"))) == "What changed"
    assert [text_of(th) for th in table.iter(f"{XHTML}th")][:3] == ["Paragraph", "Version 2", "Version 3"]


def test_marks_are_elements_that_say_what_they_are(app: Flask) -> None:
    rows = compare_texts("Two visits.\n\nSame.\n\nGone.", "Three visits.\n\nSame.\n\n<b>New.</b>")
    tree = drawn(app, "{{ side_by_side(rows, 'Version 2', 'Version 3', 'What changed') }}", rows=rows)
    assert [text_of(each) for each in tree.iter(f"{XHTML}del")] == ["[deleted: Two]", "[deleted: Gone.]"]
    assert [text_of(each) for each in tree.iter(f"{XHTML}ins")] == ["[inserted: Three]", "[inserted: <b>New.</b>]"]
    told = [text_of(th) for th in tree.iter(f"{XHTML}th") if th.get("scope") == "row"]
    assert told == ["1 changed", "2", "3 removed", "4 added"]


def test_says_how_many_paragraphs_are_left_out(app: Flask) -> None:
    text = "\n\n".join(f"Paragraph {n}." for n in range(9))
    rows = near_changes(compare_texts(text, f"{text}\n\nOne more."))
    tree = drawn(app, "{{ side_by_side(rows, 'Version 2', 'Version 3', 'What changed') }}", rows=rows)
    assert "8 paragraphs without a change" in text_of(next(tree.iter(f"{XHTML}tbody")))
