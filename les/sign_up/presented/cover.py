"""Cover as tables and a sentence: how practices are seen to, and the patients whom nobody sees."""

from collections.abc import Callable, Sequence

from core.tables import Cell, Table, columns, number, table, words
from core.wording import in_full
from les.schemes.models.schemes import Scheme
from les.sign_up.queries.cover import CoverLine, CoverView, sum_lines
from les.sign_up.rules.cover import HOW_NAMES, How, Sum

Link = Callable[[CoverLine], str]


def finding_of(sums: Sequence[tuple[Scheme, Sum]]) -> str:
    """What cover comes to, in a sentence: the scheme that leaves most patients without anybody."""
    gaps = [(scheme, total) for scheme, total in sums if total.uncovered]
    if not gaps:
        some = any(total.not_offered for _, total in sums)
        return f"Every practice’s patients are covered under every scheme{' that was offered to it' if some else ''}"
    scheme, most = gaps[0]
    rest = f"; {len(gaps) - 1} more {'scheme leaves' if len(gaps) == 2 else 'schemes leave'} some" if gaps[1:] else ""
    practices = f"{most.uncovered} {'practice' if most.uncovered == 1 else 'practices'}"
    return f"{scheme.name} leaves {most.uncovered_people:,} patients of {practices} uncovered{rest}"


def cover_table(
    lines: Sequence[CoverLine],
    link: Link | None = None,
    *,
    of: Sequence[CoverLine] | None = None,
    is_own: bool = False,
) -> Table:
    """Practice by scheme: who sees to its patients, and how many are uncovered.

    `of`: all lines asked for, where `lines` are one page of them; the count and the total are those of all.
    `is_own`: to a practice, which need not be told who it is.
    """
    every = lines if of is None else of
    whose = [] if is_own else ["Practice", "PbC group"]
    head = columns("Scheme", *whose, "Seen to by", "From – last day", "#Registered", "#Uncovered")
    rows = [
        [
            words(each.scheme.called),
            *([] if is_own else [words(each.place.practice.name, note=each.place.practice.code)]),
            *([] if is_own else [words(each.place.group_name)]),
            _how(each, link),
            words(_days(each), look="app-unbroken"),
            _people(each.people),
            _people(each.people if each.covered.how is How.UNCOVERED else 0),
        ]
        for each in lines
    ]
    total = sum_lines(every)
    is_one = len({each.scheme.id for each in every}) == 1  # patients of several schemes would be counted several times
    foot = [
        words("Total" if len(every) == len(lines) else "Total of all pages"),
        *(words("") for _ in [*whose, "Seen to by", "Days"]),
        number(total.people) if is_one else words(""),
        number(total.uncovered_people),
    ]
    caption = f"{len(every):,} {'line' if len(every) == 1 else 'lines'} of practice and scheme"
    return table("cover", caption, head, rows, [foot] if rows else [])


def sums_table(view: CoverView, link: Callable[[Scheme], str] | None = None) -> Table:
    """What each scheme and group leaves uncovered."""
    groups = sorted({line.place.group_name for line in view.lines})
    by_group = view.sums_by_group()
    head = columns(
        "Scheme",
        "#Practices",
        "#Not offered",
        "#Not covered",
        "#Uncovered patients",
        *(f"#{group}" for group in groups),
    )
    rows = []
    for scheme, total in view.sums():
        parts = [by_group.get((scheme.id, group)) for group in groups]
        rows.append(
            [
                words(scheme.called, href=link(scheme) if link else ""),
                number(total.practices),
                number(total.not_offered),
                number(total.uncovered),
                number(total.uncovered_people),
                *(
                    number(part.uncovered_people) if part else words("–", look="app-number app-nothing")
                    for part in parts
                ),
            ]
        )
    return table("sums", "Uncovered registered patients by scheme and PbC group", head, rows)


def _how(line: CoverLine, link: Link | None) -> Cell:
    covered = line.covered
    text = covered.by or HOW_NAMES[covered.how]
    href = link(line) if link else ""
    look = "app-loss" if covered.how is How.UNCOVERED else ""
    return words(text, href=href, note=covered.why, look=look, about=f"{line.place.practice.name}, {line.scheme.name}")


def _days(line: CoverLine) -> str:
    agreement = line.agreement
    return f"from {in_full(agreement.joined_on)}" if agreement else ""


def _people(people: int | None) -> Cell:
    return words("not counted") if people is None else number(people)
