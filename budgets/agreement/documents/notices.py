"""The decision notice to a provider: what it provides, from when, how much and for whom, on one page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from reportlab.platypus import Flowable, Table

from budgets.agreement.rules.notices import Notice, NoticeLine
from budgets.rounds.documents.heading import StatementHeading, running_heads
from budgets.rounds.documents.signed import SignedOff, signed_briefly
from core.money import grouped
from core.pdf.page import PORTRAIT_WIDTH, pdf_bytes
from core.pdf.tables import figure_table, figures, words
from core.pdf.text import caption, gap, note, paragraph, title_block
from core.wording import in_full, listed, sterling


def decision_notice(notice: Notice, *, heading: StatementHeading, signed: SignedOff, first_day: date) -> bytes:
    """The notice as PDF; the same notice, heading and signatures give the same bytes.

    One page of A4 for some thirty lines and five groups; more of them take more pages.
    """
    width = PORTRAIT_WIDTH
    facts = [
        ("Commissioner", heading.commissioner),
        ("Provider", f"{notice.provider} ({notice.provider_code})"),
        ("From", in_full(first_day)),
        ("State", heading.state_in_words),
    ]
    story: list[Flowable] = [
        *title_block(
            "Decision notice", f"Budgets {heading.year}", facts, ("Signed hash", signed.signed_hash), width=width
        ),
        paragraph(in_one_sentence(notice, heading.commissioner, first_day)),
        *([caption(f"{signed.adopted_without}.")] if signed.adopted_without else []),
        lines_table(notice, width=width),
        gap(4),
        *(note(text) for text in remarks(notice)),
        gap(4),
        signed_briefly(signed.signatures, width=width),
        gap(3),
        note(f"Audit trail head {signed.audit_head}"),
    ]
    return pdf_bytes(
        story,
        running_heads(
            replace(heading, content_hash=signed.signed_hash), f"Decision notice {heading.year}: {notice.provider}"
        ),
    )


def in_one_sentence(notice: Notice, commissioner: str, first_day: date) -> str:
    """What, from when, how much, for whom."""
    lines = "1 line" if len(notice.lines) == 1 else f"{len(notice.lines)} lines"
    names = list(notice.own_groups.values())
    for_whom = f" for {listed(names)}" if names else ""
    net = f", net of the risk reserve that {commissioner} holds" if notice.reserve else ""
    what = f"From {in_full(first_day)} {notice.provider} provides {lines}{for_whom}"
    return f"{what}: {sterling(notice.total)} in all{net}."


def remarks(notice: Notice) -> list[str]:
    """What has to be said of the figures: reserve, and lines that are pooled and provided together with others."""
    said = []
    if notice.reserve:
        said.append(
            f"The risk reserve held by the commissioner on these lines, {sterling(notice.reserve)}, is not in them."
        )
    for line in notice.lines:
        if line.shared:
            shared = f"{sterling(line.shared)} is pooled and provided together with {listed(list(line.pooled_with))}"
            said.append(f"{line.name}: {shared}; it is not divided between providers here and not in the total.")
    return said


def lines_table(notice: Notice, *, width: float) -> Table:
    """Each line with every group's amount."""
    groups = notice.own_groups
    pooled = ["Pooled £"] if notice.is_pooled else []
    columns = [words("Line"), *figures(*(f"{name} £" for name in groups.values()), *pooled, "Total £")]
    rows = [_row(line, groups, is_pooled=notice.is_pooled) for line in notice.lines]
    sums = [sum(line.by_group.get(code, 0) for line in notice.lines) for code in groups]
    sums += [sum(line.pooled for line in notice.lines)] if notice.is_pooled else []
    rows.append(["All lines", *(grouped(amount) for amount in (*sums, notice.total))])
    return figure_table(columns, rows, width=width, totals=1, is_tight=True)


def _row(line: NoticeLine, groups: Mapping[str, str], *, is_pooled: bool) -> list[str]:
    amounts = [line.by_group.get(code) for code in groups]
    cells = ["–" if amount is None else grouped(amount) for amount in amounts]
    cells += [grouped(line.pooled) if line.pooled else "–"] if is_pooled else []
    return [line.name, *cells, grouped(line.total)]
