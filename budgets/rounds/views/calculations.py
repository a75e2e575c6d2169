"""Pages on a stored calculation: overview, matrix, lines, statements, practices, bridge, and what can be downloaded."""

from functools import lru_cache

from flask import Blueprint, abort, request, url_for

from budgets.rounds.charts.bridge import group_bridge
from budgets.rounds.charts.groups import distance_by_group, gross_by_group, line_by_group, per_head_by_group
from budgets.rounds.presented import activity, bridge, ledger, line, overview, people, statement
from budgets.rounds.presented.matrix import MEASURE_NAMES, Asked, Matrix, Measure, matrix_of
from budgets.rounds.queries import policy_of, workbook_of
from budgets.rounds.views import came_from
from budgets.rounds.views.seen import PREFIX, Seen, at_hand, links_in, seen
from core.permissions import Permission
from core.web import page, requires

_MATRICES_AT_HAND = 32
views = Blueprint("calculations", __name__, url_prefix=PREFIX)


@views.get("")
@requires(Permission.SEE_ROUNDS)
def show_overview(calculation_id: int) -> tuple[str, int]:
    """Show what each group gets, what changed, and the proofs that everything adds up."""
    found = seen(calculation_id)
    calculation = found.calculation
    return page(
        "budgets/rounds/calculations/show_overview.html",
        seen=found,
        figures=overview.key_figures(calculation, found.links()),
        not_divided=overview.not_divided(calculation),
        groups=overview.groups_table(calculation, found.links()),
        people=people.people_table(calculation, found.links()),
        checks=overview.checks_table(calculation.checks),
        checked=overview.checks_in_words(calculation.checks),
        gross=gross_by_group(calculation),
        per_head=per_head_by_group(calculation),
        distance=distance_by_group(calculation),
    )


@views.get("/matrix")
@requires(Permission.SEE_ROUNDS)
def show_matrix(calculation_id: int) -> tuple[str, int]:
    """Show lines by groups with the method used, filtered and in the order asked for."""
    found = seen(calculation_id)
    asked = asked_of_matrix()
    measures = [
        (name, url_for(".show_matrix", calculation_id=calculation_id, **(asked.query | {"measure": measure.value})))
        for measure, name in MEASURE_NAMES.items()
    ]
    return page(
        "budgets/rounds/calculations/show_matrix.html",
        seen=found,
        asked=asked,
        matrix=_matrix_at_hand(found.stored.id, found.stored.result_hash, tuple(found.open_groups), asked),
        measures=measures,
        measure_name=MEASURE_NAMES[asked.measure],
    )


@views.get("/lines/<string:line_code>")
@requires(Permission.SEE_ROUNDS)
def show_line(calculation_id: int, line_code: str) -> tuple[str, int]:
    """Show how a line was worked out, from the ledger to the practices."""
    found = seen(calculation_id)
    calculation, links = found.calculation, found.links()
    shown = line.find_line(calculation, line_code)
    if shown is None:
        abort(404)
    explained = found.explained(line_code)
    return page(
        "budgets/rounds/calculations/show_line.html",
        seen=found,
        line=shown,
        facts=line.facts_of(shown, found.group_names),
        origin=line.origin_in_words(shown),
        why_not_split=line.why_not_split(shown),
        steps=ledger.steps_table(explained),
        ledger=ledger.ledger_table(explained.ledger),
        adjustments=ledger.adjustments_table(explained.adjustments),
        parts=line.parts_shown(explained, found.group_names),
        pace=line.pace_table(explained, found.group_names),
        split=line.result_table(shown, calculation.groups, links),
        practices=line.practices_table(calculation, shown, found.practice_names, found.open_groups, links),
        has_activity=bool(explained.activity_by_month),
        chart_of_line=line_by_group(calculation, line_code),
        neighbours=_neighbours(found, line_code),
    )


@views.get("/lines/<string:line_code>/activity")
@requires(Permission.SEE_ROUNDS)
def show_activity(calculation_id: int, line_code: str) -> tuple[str, int]:
    """Show the counted activity of a line by practice; by month only to those who prepare and check rounds."""
    found = seen(calculation_id)
    shown = line.find_line(found.calculation, line_code)
    if shown is None:
        abort(404)
    explained, policy = found.explained(line_code), policy_of(found.stored)
    groups = {code: name for code, name in found.group_names.items() if code in found.open_groups}
    came = came_from.line_came_from(found, line_code, policy)
    return page(
        "budgets/rounds/calculations/show_activity.html",
        seen=found,
        line=shown,
        counted=activity.by_practice(
            explained, policy, groups, found.practice_names, see_all=found.sees_all, came_from=came.by_practice
        ),
        months=activity.by_month(explained, policy) if found.sees_all else None,
        came=came,
    )


@views.get("/groups")
@requires(Permission.SEE_ROUNDS)
def list_statements(calculation_id: int) -> tuple[str, int]:
    """List the groups whose statement the reader may open."""
    found = seen(calculation_id)
    open_groups = [group for group in found.calculation.groups if group.code in found.open_groups]
    return page(
        "budgets/rounds/calculations/list_statements.html",
        seen=found,
        statements=statement.statements_table(found.calculation, found.open_groups, found.links()),
        groups=open_groups,
    )


@views.get("/groups/<string:group_code>")
@requires(Permission.SEE_ROUNDS)
def show_statement(calculation_id: int, group_code: str) -> tuple[str, int]:
    """Show one group's statement: to those who see all, and to the group itself."""
    found = seen(calculation_id)
    found.check_may_open(group_code)
    calculation, links = found.calculation, found.links()
    return page(
        "budgets/rounds/calculations/show_statement.html",
        seen=found,
        group_code=group_code,
        group_name=found.group_names[group_code],
        figures=statement.statement_figures(calculation, group_code, links),
        lines=statement.lines_table(calculation, group_code, links),
        bridge=bridge.group_bridge_table(calculation, group_code, links),
        chart_of_bridge=group_bridge(calculation, group_code),
        practices=statement.practices_table(calculation, group_code, found.practice_names, links),
    )


@views.get("/practices/<string:practice_code>")
@requires(Permission.SEE_ROUNDS)
def show_practice(calculation_id: int, practice_code: str) -> tuple[str, int]:
    """Show one practice's part of every line: to those who see all, and to its group."""
    found = seen(calculation_id)
    group_code = found.calculation.practice_groups.get(practice_code, "")
    found.check_may_open(group_code)
    return page(
        "budgets/rounds/calculations/show_practice.html",
        seen=found,
        group_code=group_code,
        group_name=found.group_names[group_code],
        practice_code=practice_code,
        practice_name=found.practice_names.get(practice_code, practice_code),
        lines=statement.practice_lines_table(found.calculation, practice_code, found.links()),
    )


@views.get("/people")
@requires(Permission.SEE_ROUNDS)
def show_people(calculation_id: int) -> tuple[str, int]:
    """Show the people of each group on the capitation date, practice by practice where the group is open."""
    found = seen(calculation_id)
    calculation, links, policy = found.calculation, found.links(), policy_of(found.stored)
    workbook, on = workbook_of(found.stored.inputs), policy.capitation_date
    return page(
        "budgets/rounds/calculations/show_people.html",
        seen=found,
        on=on,
        population=policy.population,
        people=people.people_table(calculation, links),
        practices=people.practices_of_groups(calculation, workbook, on, found.open_groups, links),
    )


@views.get("/downloads")
@requires(Permission.SEE_ROUNDS)
def show_downloads(calculation_id: int) -> tuple[str, int]:
    """List everything that can be downloaded."""
    found = seen(calculation_id)
    return page(
        "budgets/rounds/calculations/show_downloads.html",
        seen=found,
        groups=[group for group in found.calculation.groups if group.code in found.open_groups],
    )


def asked_of_matrix() -> Asked:
    """What the address asks of the matrix; a measure nobody knows is gross."""
    query = request.args
    measure = query.get("measure", "")
    return Asked(
        measure=Measure(measure) if measure in list(Measure) else Measure.GROSS,
        category=query.get("category", ""),
        method=query.get("method", ""),
        text=query.get("text", "").strip(),
        sort=query.get("sort", ""),
        descending=query.get("descending") == "yes",
    )


@lru_cache(maxsize=_MATRICES_AT_HAND)
def _matrix_at_hand(calculation_id: int, result_hash: str, open_groups: tuple[str, ...], asked: Asked) -> Matrix:
    """The matrix as asked, for readers to whom these groups are open; frozen as its calculation is."""
    calculation = at_hand(calculation_id, result_hash)
    columns = ["line", "method", *(group.code for group in calculation.groups), "pooled", "total"]
    heads = {
        column: url_for(".show_matrix", calculation_id=calculation_id, **asked.in_order_of(column).query)
        for column in columns
    }
    return matrix_of(calculation, asked, links_in(calculation_id, open_groups, calculation), heads)


def _neighbours(found: Seen, line_code: str) -> list[tuple[str, str, str]]:
    """The lines before and after this one: which, its name, its address."""
    lines = found.calculation.lines
    place = next(number for number, each in enumerate(lines) if each.code == line_code)
    near = [("Previous", lines[place - 1])] if place else []
    near += [("Next", lines[place + 1])] if place + 1 < len(lines) else []
    links = found.links()
    return [(which, each.name, links.line(each.code)) for which, each in near]
