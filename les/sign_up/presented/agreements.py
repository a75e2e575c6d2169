"""Agreements as tables: the register, and what an agreement is in facts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from core.tables import Table, columns, table, words
from core.wording import in_full
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.models.offers import OfferAnswer
from les.sign_up.queries.practices import InGroup

TO_COME, RUNNING, ENDING, ENDED = "to come", "in force", "ending", "ended"
STATES = {TO_COME: "Begins later", RUNNING: "In force", ENDING: "In force, ends", ENDED: "Ended"}
_DAY = timedelta(days=1)


def state_on(agreement: LesAgreement, *, on: date) -> str:
    """Where an agreement stands on a day; a word of `STATES`."""
    if agreement.ends_on is not None and agreement.ends_on <= max(on, agreement.joined_on):
        return ENDED
    if agreement.joined_on > on:
        return TO_COME
    return RUNNING if agreement.ends_on is None else ENDING


def last_day_of(agreement: LesAgreement) -> str:
    """Its last day in words; blank while it runs."""
    return in_full(agreement.ends_on - _DAY) if agreement.ends_on else ""


def agreements_table(
    agreements: Sequence[LesAgreement],
    places: Mapping[int, InGroup],
    *,
    on: date,
    link: Callable[[LesAgreement], str] | None = None,
    count: int | None = None,
) -> Table:
    """The register as rows. `places`: the group of each practice, by practice; `count`: of all pages."""
    head = columns("Agreement", "Scheme", "Version", "Practice", "PbC group", "Level", "State", "From", "Last day")
    rows = [
        [
            words(each.number, href=link(each) if link else ""),
            words(each.scheme.called),
            words(str(each.scheme_version.number)),
            words(each.practice.name, note=each.practice.code),
            words(places[each.practice_id].group_name if each.practice_id in places else "No group"),
            words(str(each.level) if each.level else ""),
            words(STATES[state_on(each, on=on)]),
            words(in_full(each.joined_on)),
            words(last_day_of(each)),
        ]
        for each in agreements
    ]
    many = len(rows) if count is None else count
    caption = f"{many:,} {'agreement' if many == 1 else 'agreements'}"
    return table("agreements", caption, head, rows)


def facts_of(agreement: LesAgreement, answer: OfferAnswer | None) -> list[tuple[str, str]]:
    """An agreement as facts."""
    facts = [
        ("Number", agreement.number),
        ("Scheme", agreement.scheme_version.called),
        ("Practice", f"{agreement.practice.name} ({agreement.practice.code})"),
        ("From", in_full(agreement.joined_on)),
        ("Last day", last_day_of(agreement) or "none: it runs"),
    ]
    if agreement.level:
        facts.append(("Level of provider", str(agreement.level)))
    if answer is not None:
        facts.append((answer.outcome_name, f"by {answer.name}, {answer.role}, on {in_full(answer.answered_on)}"))
    return facts
