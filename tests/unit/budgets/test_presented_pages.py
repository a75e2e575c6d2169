from budgets.method.bridge import lines_in_step
from budgets.method.comparison import compare
from budgets.method.drivers import Drivers
from budgets.method.explained import LineExplained, line_explained
from budgets.rounds.presented import activity, bridge, comparison, ledger, line, overview, people, statement
from budgets.rounds.presented.last_year import last_year_table
from budgets.rounds.presented.links import NO_LINKS, Links
from budgets.rounds.presented.matrix import Asked, matrix_of
from core.tables import Table
from tests.builders_reading import the_calculation, the_example, the_other_calculation

CALCULATION = the_calculation()
NAMES = {group.code: group.name for group in CALCULATION.groups}


def explained(code: str) -> LineExplained:
    return line_explained(*the_example(), CALCULATION, code)


def texts(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[cell.text for cell in row] for row in (*table.rows, *table.foot)]


def test_the_overview_shows_what_is_divided_pooled_and_held() -> None:
    assert [figure.value for figure in overview.key_figures(CALCULATION)] == [
        "£48,717,425.78", "£47,920,671.32", "£1,507,860.19", "£350,000.00",
    ]  # fmt: skip
    assert overview.not_divided(CALCULATION) == (
        "£1,507,860.19 pooled, £350,000.00 of growth held: the commissioner keeps both for all groups."
    )


def test_a_group_is_shown_by_before_after_difference_percent_and_its_distance() -> None:
    assert texts(overview.groups_table(CALCULATION, NO_LINKS))[3] == [
        "Hertsmere", "9,633,129.41", "11,932,687.61", "+2,299,558.20", "+23.9", "196,417.47", "11,736,270.14",
        "74.69", "11,868,957.07", "+0.5",
    ]  # fmt: skip


def test_the_groups_add_up_to_the_whole() -> None:
    table = overview.groups_table(CALCULATION, NO_LINKS)
    for place in (1, 2, 3, 5, 6, 8):
        assert sum(row[place].pence or 0 for row in table.rows) == table.foot[0][place].pence


def test_checks_say_in_words_whether_they_passed() -> None:
    assert overview.checks_in_words(CALCULATION.checks) == "All 6 checks passed."
    assert {row[1].text for row in overview.checks_table(CALCULATION.checks).rows} == {"Passed"}


def test_a_line_goes_from_ledger_to_total_with_the_reason_of_each_step() -> None:
    assert texts(ledger.steps_table(explained("NEURO-BED")))[2] == [
        "Hosted by others",
        "other commissioners bear 50% of £1,180,000.00",
        "−590,000.00",
        "590,000.00",
    ]
    assert texts(ledger.steps_table(explained("COMM-NUR")))[-1] == [
        "Total of the line", "", "11,209,375.77", "11,209,375.77",
    ]  # fmt: skip


def test_the_uplift_names_whose_percentage_it_is_and_of_what() -> None:
    reasons = [row[1] for row in texts(ledger.steps_table(explained("FCE-COMM")))]
    assert reasons[4].startswith("3.1% (this service’s own) of £")


def test_a_line_of_the_ledger_out_of_scope_says_why() -> None:
    table = ledger.ledger_table(explained("PRISON").ledger)
    assert table is not None
    assert all(row[3].text == "out of scope" and row[3].note for row in table.rows)


def test_a_division_shows_exact_values_the_queue_and_who_got_the_odd_pennies() -> None:
    (part,) = line.parts_shown(explained("COMM-NUR"), NAMES)
    assert part.title == "How it was split: by activity"
    assert texts(part.split)[0] == [
        "DacCom", "149,430", "22.7033", "2,544,895.3281", "2,544,895.32", "1", "1", "2,544,895.33",
    ]  # fmt: skip
    assert part.pennies == (
        "Each exact value was cut to the penny. 2 pence were left over and went to the largest parts cut off: "
        "DacCom (0.8092 of a penny) and StAHCom (0.6362 of a penny)."
    )


def test_a_blend_shows_each_part_with_its_amount() -> None:
    parts = line.parts_shown(explained("IC-BEDS"), NAMES)
    assert [part.title for part in parts] == [
        "50% of the line, £2,199,768.87: by activity",
        "50% of the line, £2,199,768.87: by capitation",
    ]
    assert [part.split.name for part in parts] == ["part-1", "part-2"]


def test_a_fallback_is_told_in_a_sentence() -> None:
    (part,) = line.parts_shown(explained("SALT-AD"), NAMES)
    assert part.fallback == (
        "Fallback: it was to be split by activity, which could not be done: 3 months of activity, 6 needed. It was "
        "split by cost centre instead, the first method on the policy’s list that has figures for it."
    )


def test_lines_that_no_group_shares_say_why() -> None:
    said = {code: line.why_not_split(explained(code).line) for code in ("NEURO-BED", "GROWTH", "PRISON", "COMM-NUR")}
    assert said["NEURO-BED"].startswith("This line is pooled: £671,424.54")
    assert said["GROWTH"].startswith("£350,000.00 stays with the commissioner")
    assert said["PRISON"].startswith("This service is out of scope")
    assert not said["COMM-NUR"]


def test_practices_of_the_open_groups_alone_are_listed_and_add_up() -> None:
    shown = explained("COMM-NUR").line
    table = line.practices_table(CALCULATION, shown, {}, ["HER"], NO_LINKS)
    assert len(table.rows) == 9
    assert sum(row[3].pence or 0 for row in table.rows) == shown.gross["HER"] == table.foot[0][3].pence


def test_activity_of_other_groups_is_left_out_and_what_is_not_placed_with_it() -> None:
    _, policy = the_example()
    found = explained("COMM-NUR")
    own = activity.by_practice(found, policy, {"HER": "Hertsmere"}, {}, see_all=False, came_from={})
    assert {row[2].text for row in own.rows} == {"Hertsmere"}
    whole = activity.by_practice(found, policy, NAMES, {}, see_all=True, came_from={})
    assert sum(row[4].exact or 0 for row in whole.rows if row[2].text == activity.NOT_PLACED) == 492
    assert activity.by_month(found, policy).caption == "Activity counted by month: 12 months with activity, 6 needed"


def test_the_bridge_of_a_group_ends_at_its_net_budget() -> None:
    table = bridge.group_bridge_table(CALCULATION, "HER")
    assert table.rows[-1][2].pence == CALCULATION.totals.by_group["HER"].net == table.foot[0][1].pence


def test_every_column_of_the_bridge_adds_up_to_its_foot() -> None:
    table = bridge.bridge_table(CALCULATION, NO_LINKS)
    for place in range(1, 8):
        assert sum(row[place].pence or 0 for row in table.rows) == table.foot[0][place].pence


def test_a_statement_adds_up_and_its_practices_too() -> None:
    lines = statement.lines_table(CALCULATION, "HER", NO_LINKS)
    for place in (2, 4, 5, 6, 7):
        assert sum(row[place].pence or 0 for row in lines.rows) == lines.foot[0][place].pence
    practices = statement.practices_table(CALCULATION, "HER", {}, NO_LINKS)
    assert sum(row[2].pence or 0 for row in practices.rows) == practices.foot[0][2].pence


def test_a_practice_has_its_part_of_every_line() -> None:
    table = statement.practice_lines_table(CALCULATION, "X82044", NO_LINKS)
    assert table.foot[0][2].pence == table.foot[0][3].pence == CALCULATION.totals.by_group["RED"].gross
    assert sum(row[3].pence or 0 for row in table.rows) == table.foot[0][3].pence


def test_a_group_that_is_not_open_leads_nowhere() -> None:
    links = Links(line="".format, group=lambda code: "/own" if code == "HER" else "", practice="".format)
    table = overview.groups_table(CALCULATION, links)
    assert [row[0].href for row in table.rows] == ["", "", "", "/own", ""]


def test_a_comparison_stands_largest_difference_first() -> None:
    compared = compare(CALCULATION, the_other_calculation())
    assert texts(comparison.groups_table(compared))[0] == [
        "DacCom", "12,246,212.22", "12,714,184.48", "+467,972.26", "+3.8", "+460,952.68",
    ]  # fmt: skip
    assert [row[0].text for row in comparison.lines_table(compared, NO_LINKS).rows] == ["Community nursing", "Podiatry"]
    assert comparison.winners_in_words(compared) == ["DacCom +£467,972.26 (+3.8%)", "Red House +£72,571.89 (+4.5%)"]
    assert comparison.losers_in_words(compared)[0] == "Hertsmere −£252,557.56 (−2.1%)"
    assert comparison.what_differs(compared, [], (1, 2)) == (
        "What differs in how they were made: the inputs (set 1 before, set 2 after) and the method of 2 lines."
    )


LEADING = Links(
    line="/line/{}".format,
    group="/group/{}".format,
    practice="/practice/{}".format,
    step="/step/{}".format,
    bridge="/bridge/{}".format,
    matrix="/matrix/{}".format,
    last_year="/last-year",
    people="/people",
)


def test_every_figure_of_overview_bridge_statement_and_comparison_opens() -> None:
    compared = compare(CALCULATION, the_other_calculation())
    shown = [
        overview.groups_table(CALCULATION, LEADING),
        bridge.bridge_table(CALCULATION, LEADING),
        statement.lines_table(CALCULATION, "HER", LEADING),
        statement.practice_lines_table(CALCULATION, "X82011", LEADING),
        comparison.lines_table(compared, LEADING, LEADING),
    ]
    for table in shown:
        closed = [(row[0].text, c.text) for row in table.rows for c in row if c.pence and not c.href]
        assert not closed, table.name
    figures = [*overview.key_figures(CALCULATION, LEADING), *statement.statement_figures(CALCULATION, "HER", LEADING)]
    assert all(figure.href for figure in figures)


def test_sums_of_the_matrix_open_too() -> None:
    shown = matrix_of(CALCULATION, Asked(), LEADING, {}).table
    sums = [*(section.head for section in shown.sections), *shown.foot]
    closed = [(row[0].text, cell.text) for row in sums for cell in row if cell.pence and not cell.href]
    assert not closed


def test_people_stand_practice_by_practice_where_the_group_is_open() -> None:
    workbook, policy = the_example()
    table = people.practices_of_groups(CALCULATION, workbook, policy.capitation_date, ["HER"], LEADING)
    assert [len(section.rows) > 0 for section in table.sections] == [False, False, False, True, False]
    for group, section in zip(CALCULATION.groups, table.sections, strict=True):
        assert section.head[1].exact == group.registered
        assert section.head[1 + 1 + workbook.population_columns.index(policy.population)].exact == group.weighted
    rows = people.people_table(CALCULATION, LEADING).rows
    assert [row[1].href for row in rows] == [f"/people#group-{group.code}" for group in CALCULATION.groups]


def test_the_lines_of_each_step_add_up_to_the_bridge() -> None:
    workbook, policy = the_example()
    for step in CALCULATION.bridge:
        added = lines_in_step(CALCULATION.lines, Drivers(workbook, policy), step.step)
        assert sum(each.total for each in added) == step.total
        for code, amount in step.by_group.items():
            assert sum(each.by_group[code] for each in added) == amount
        table = bridge.step_table(step, added, NAMES, LEADING, "Step")
        assert [row[0].href for row in table.rows] == [f"/line/{each.line.code}" for each in added]


def test_last_year_by_group_is_what_changes_are_measured_against() -> None:
    workbook, _ = the_example()
    table = last_year_table(workbook.prior_year, {}, NAMES, LEADING, {})
    by_group = [cell.pence for cell in table.foot[0][1:-1]]
    assert by_group == [CALCULATION.totals.by_group[code].prior_year for code in NAMES]
