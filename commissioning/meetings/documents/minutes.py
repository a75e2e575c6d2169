"""Minutes as a PDF, drawn from the text of one version alone, with the approvals given to it."""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from commissioning.meetings.models import Minutes
from commissioning.meetings.queries.content import text_as_issued
from core.markdown import as_blocks
from core.pdf.contents import Contents, Entry, with_contents
from core.pdf.markdown import flowables
from core.pdf.page import PORTRAIT_WIDTH, Running
from core.pdf.signatures import Given, signatures_given
from core.pdf.tables import figure_table, words
from core.pdf.text import caption, gap, lead, note, paragraph, section, title_block
from core.signatures.models import Signature
from core.signatures.rules import CAPACITY_NAMES
from core.wording import listed

_APPROVALS, _ATTENDANCE = "approvals-given", "who-was-there"

_ROOM_FOR_APPROVALS = 240.0


def minutes_pdf(minutes: Minutes, given: Sequence[Signature]) -> bytes:
    """A version of the minutes; marked as a draft until everybody who is asked has approved it."""
    content = text_as_issued(minutes)
    approved = {each.organisation_id for each in given}
    waiting = [each["name"] for each in content["asked"] if each["party_id"] not in approved]
    contents = Contents(_entries(content))
    running = Running(
        organisation=content["commissioner"],
        title=f"Minutes: {content['title']}",
        content_hash=minutes.content_hash,
        is_draft=bool(waiting),
    )
    return with_contents(contents, lambda: _story(minutes, content, given, waiting, contents), running)


def _entries(content: dict[str, Any]) -> list[Entry]:
    items = [
        Entry(key=each["key"], number=f"{place}.", title=each["title"])
        for place, each in enumerate(content["items"], start=1)
    ]
    return [Entry(key=_ATTENDANCE, title="Who was there"), *items, Entry(key=_APPROVALS, title="Approvals")]


def _story(
    minutes: Minutes, content: dict[str, Any], given: Sequence[Signature], waiting: Sequence[str], contents: Contents
) -> list[Flowable]:
    facts = [
        ("Held on", held_on(content)),
        ("Place", content["place"] or "Not recorded"),
        ("Version", str(minutes.number)),
    ]
    story: list[Flowable] = [
        *title_block(content["title"], "Minutes", facts, ("Hash", minutes.content_hash), width=PORTRAIT_WIDTH),
        lead(content["quoracy"]),
        *([paragraph(f"This version corrects the one before: {minutes.reason}")] if minutes.reason else []),
        *section("Contents"),
        contents.table(width=PORTRAIT_WIDTH),
        *contents.heading(_ATTENDANCE),
        paragraph(f"{content['quorum']} Source: {content['quorum_source']}."),
        _attendance(content),
    ]
    for each in content["items"]:
        story += [*contents.heading(each["key"]), *_item(each)]
    return [*story, *contents.heading(_APPROVALS, room=_ROOM_FOR_APPROVALS), *_approvals(given, waiting)]


def held_on(content: dict[str, Any]) -> str:
    """The day of the meeting; where its record was opened on another one, both.

    >>> held_on({"meets_on": "1 July 2008", "opened_on": "3 July 2008"})
    '1 July 2008; its record was opened on 3 July 2008'
    """
    day, opened = content["meets_on"], content.get("opened_on", "")
    return day if opened in ("", day) else f"{day}; its record was opened on {opened}"


def _attendance(content: dict[str, Any]) -> Flowable:
    rows = [[each["name"], each["organisation"], each["presence"]] for each in content["attendance"]]
    heads = [words("Name or role", 2), words("Organisation", 2), words("Attendance")]
    return figure_table(heads, rows, width=PORTRAIT_WIDTH)


def _item(item: dict[str, Any]) -> list[Flowable]:
    drawn = flowables(as_blocks(item["notes"]), PORTRAIT_WIDTH)
    drawn += [paragraph(f"Decision {each['number']}: {each['words']}") for each in item["decisions"]]
    if item["actions"]:
        heads = [words("Action", 4), words("Owner", 3), words("Due", 1)]
        rows = [[_named(each), each["owner"], each["due_on"]] for each in item["actions"]]
        drawn += [gap(4), caption("Actions"), figure_table(heads, rows, width=PORTRAIT_WIDTH), gap(6)]
    return drawn or [note("Nothing was recorded.")]


def _named(action: dict[str, Any]) -> str:
    moves = f" (should move {action['moves']})" if action["moves"] else ""
    return f"{action['number']}. {action['words']}{moves}"


def _approvals(given: Sequence[Signature], waiting: Sequence[str]) -> list[Flowable]:
    drawn: list[Flowable] = []
    if given:
        drawn = [signatures_given([_given(each) for each in given], width=PORTRAIT_WIDTH), gap(8)]
    if waiting:
        drawn.append(paragraph(f"Waits for the approval of {listed(waiting)}."))
    return drawn


def _given(row: Signature) -> Given:
    return Given(
        name=row.name,
        role=row.role,
        organisation=row.organisation,
        capacity=CAPACITY_NAMES[row.capacity],
        statement=row.statement,
        content_hash=row.content_hash,
        signed_on=row.signed_on,
    )
