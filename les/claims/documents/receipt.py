"""The receipt of a claim as a PDF: its number, what was claimed line by line, the hash of its content."""

import json
from typing import Any

from reportlab.platypus import Flowable

from core.clock import moment_in_words
from core.money import grouped
from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.tables import figure_table, figures, words
from core.pdf.text import lead, note, paragraph, title_block
from core.wording import sterling, upper_first
from les.claims.models.claims import Claim
from les.claims.models.receipts import Receipt

_NOTE = (
    "This says what was received, not that it will be paid: the commissioner looks at the evidence, and another person "
    "approves payment. The same content has the same hash."
)


def receipt_pdf(claim: Claim, receipt: Receipt) -> bytes:
    """The receipt as a PDF file, from its frozen content alone."""
    content: dict[str, Any] = json.loads(receipt.content)
    title = f"Receipt for claim {claim.number}"
    facts = [
        ("Scheme", content["scheme"]),
        ("Quarter", upper_first(content["quarter"])),
        ("Practice", content["practice"]),
        ("Commissioner", claim.scheme.commissioner.name),
        ("Submitted", moment_in_words(receipt.submitted_at)),
        ("By", f"{receipt.name}, {receipt.role}"),
    ]
    story: list[Flowable] = [
        *title_block(title, "Enhanced services", facts, ("Content hash", receipt.content_hash), width=PORTRAIT_WIDTH),
        lead(f"{sterling(content['pence'])} claimed." if content["lines"] else "There was nothing to claim."),
        *(paragraph(sentence) for sentence in _said(content)),
        *([_lines(content)] if content["lines"] else []),
        note(_NOTE),
    ]
    running = Running(organisation=claim.scheme.commissioner.name, title=title, content_hash=receipt.content_hash)
    return pdf_bytes(story, running)


def _said(content: dict[str, Any]) -> list[str]:
    found = []
    if content["is_late"]:
        found.append("It came after the last day of its window: the commissioner decides whether to take it.")
    if content["replaces"]:
        found.append(f"It replaces {content['replaces']}.")
    if content["note"]:
        found.append(f"Note: {content['note']}")
    return found


def _lines(content: dict[str, Any]) -> Flowable:
    columns = [words("What is paid for", 2), *figures("Number", "Price £", "Claimed £"), words("How it comes about", 4)]
    rows = [
        [line["name"], line["allowed"], grouped(line["price"]), grouped(line["pence"]), line["how"]]
        for line in content["lines"]
    ]
    total = ["Claimed", "", "", grouped(content["pence"]), ""]
    return figure_table(columns, [*rows, total], width=PORTRAIT_WIDTH, totals=1)
