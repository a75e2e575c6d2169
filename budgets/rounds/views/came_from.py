"""Where the activity of inputs came from, for whoever reads: links to submissions only for those who may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from budgets.method.policy import Policy
from budgets.method.workbook import Workbook
from budgets.rounds.activity_sources import corrected_since, list_activity_sources
from budgets.rounds.models import ActivitySource, Inputs
from budgets.rounds.presented import activity_sources as presented
from budgets.rounds.queries import workbook_of
from budgets.rounds.views.seen import Seen
from core.permissions import Actor, Permission
from core.tables import Table, columns, table, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the activity of inputs came from, line by line; whether any of it came from frozen returns."""

    lines: Table
    is_frozen: bool


def origin_of(inputs: Inputs) -> Origin | None:
    """Where the activity of inputs came from; None where they hold what stands in their own file."""
    sources = list_activity_sources(inputs.id)
    if not sources:
        return None
    names = _names(workbook_of(inputs))
    by_line: dict[str, list[ActivitySource]] = {}
    for each in sources:
        by_line.setdefault(each.service, []).append(each)
    frozen_first = sorted(by_line, key=lambda code: all(each.file_of_id for each in by_line[code]))
    shown = table(
        "activity-from",
        "Where the activity came from",
        columns("Line", "Came from"),
        [
            [words(names.get(code, code), note=code), words(" ".join(presented.in_words(by_line[code])))]
            for code in frozen_first
        ],
    )
    return Origin(lines=shown, is_frozen=any(each.file_of_id is None for each in sources))


def corrected(inputs: Inputs) -> list[str]:
    """What was corrected of the frozen figures since the inputs were filled from them."""
    return presented.corrected_in_words(corrected_since(inputs), _names(workbook_of(inputs)))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCameFrom:
    """Where the counted activity of a line came from: by practice and currency, in words, and cell by cell.

    `table` is for people of the trust alone: a month's correction may be a small number.
    """

    by_practice: Mapping[tuple[str, str], str]
    words: Sequence[str]
    table: Table | None
    is_frozen: bool


def line_came_from(seen: Seen, code: str, policy: Policy) -> LineCameFrom:
    """Where the activity that was counted for a line of a calculation came from, as far as its reader may see it."""
    inputs = seen.stored.inputs
    listed = list_activity_sources(inputs.id, service=code)
    counted = [each for each in listed if policy.activity_from <= each.month <= policy.activity_to]
    currencies = {line.code: line.currencies for line in workbook_of(inputs).services}.get(code, ())
    counted = [each for each in counted if not currencies or each.currency in currencies]
    activity = workbook_of(inputs).activity
    own = [] if listed or code not in activity.service else [f"The file of inputs {inputs.number}."]
    is_shown = seen.sees_returns and counted
    return LineCameFrom(
        by_practice=presented.by_practice(inputs, activity, listed, policy, code),
        words=presented.in_words(counted) or own,
        table=presented.sources_table(counted, link_for(seen.by), "Where each month came from") if is_shown else None,
        is_frozen=any(each.file_of_id is None for each in counted),
    )


def link_for(actor: Actor) -> presented.Link:
    """Where a source leads for a reader: to its submission or its return, or to the inputs whose file it is."""

    def link(source: ActivitySource) -> str:
        if source.file_of:
            return url_for("inputs.show_inputs", inputs_id=source.file_of.id)
        if not actor.may(Permission.SEE_ACTIVITY):
            return ""
        if source.submission:
            held = source.submission
            return url_for(
                "activity.show_submission",
                expectation_id=held.expectation_id,
                month=held.period,
                number=held.number,
            )
        if source.adjustment:
            posted = source.adjustment
            month = posted.expectation.period(posted.month).first_month
            return url_for("activity.show_return", expectation_id=posted.expectation_id, month=month)
        return ""

    return link


def _names(workbook: Workbook) -> dict[str, str]:
    services = {line.code: line.name for line in workbook.services}
    return services | {line.code: line.name for line in workbook.must_dos}
