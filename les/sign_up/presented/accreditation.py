"""Accreditation as tables: what a scheme requires, and how practices stand."""

from collections.abc import Callable, Sequence

from core.tables import Table, columns, table, words
from core.wording import in_full
from les.sign_up.models.accreditation import Requirement
from les.sign_up.queries.accreditation import HowAccredited
from les.sign_up.rules.accreditation import STANDING_NAMES


def requirements_table(requirements: Sequence[Requirement], link: Callable[[Requirement], str] | None = None) -> Table:
    """What a scheme requires, of whom, and when it is renewed."""
    head = columns("What is required", "Of whom", "Renewed", "Applies from", "Not required from")
    rows = [
        [
            words(each.name, href=link(each) if link and each.ended_on is None else ""),
            words(each.for_whom),
            words(f"every {each.renewed_months} months" if each.renewed_months else "never"),
            words(in_full(each.applies_from)),
            words(in_full(each.ended_on) if each.ended_on else ""),
        ]
        for each in requirements
    ]
    return table("requirements", "What the scheme requires", head, rows)


def standing_table(found: Sequence[HowAccredited], link: Callable[[HowAccredited], str] | None = None) -> Table:
    """How practices stand with what their schemes require."""
    head = columns("Scheme", "Practice", "What is required", "How it stands", "Evidence runs out on")
    rows = [
        [
            words(each.agreement.scheme.called),
            words(each.agreement.practice.name, note=each.agreement.practice.code),
            words(each.requirement.name, note=each.requirement.for_whom),
            words(STANDING_NAMES[each.standing], href=link(each) if link else ""),
            words(in_full(each.until) if each.until else ""),
        ]
        for each in found
    ]
    caption = f"{len(rows)} {'line' if len(rows) == 1 else 'lines'} of practice and requirement"
    return table("standing", caption, head, rows)
