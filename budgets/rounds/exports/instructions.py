"""What the template says about itself: a page of instructions and notes on headings."""

_COLUMNS = (
    ("groups", "code", "The group's code, used everywhere else. No + : ; or / in any code."),
    ("groups", "name, locality, lead", "Its name; its locality and who leads it may stay blank."),
    ("practices", "code, name, group", "A practice and the group it belongs to, one group at a time."),
    ("practices", "joined, left", "First day in the group; first day no longer in it. Blank: always."),
    ("populations", "practice, date, registered", "Registered list of a practice on a day, such as 2008-01-01."),
    (
        "populations",
        "weighted",
        "Need-weighted population; further columns are further weightings. Blank: as registered. 0: nobody.",
    ),
    ("services", "code, name, category", "The service line to split. The category may stay blank."),
    (
        "services",
        "method",
        "capitation, capitation/column, cost_centre, activity, fixed, equal, direct:GROUP, pooled, a blend as shown.",
    ),
    ("services", "currency", "Which activity counts, several joined by ;. Blank means all."),
    ("services", "hosted_share", "The percentage this commissioner bears. Blank means 100."),
    ("services", "uplift, risk_reserve", "A percentage of the service's own. Blank means the policy's."),
    ("services", "in_scope", "yes or no. Blank means yes."),
    ("cost_centres", "code, service, amount", "A budget line in the ledger, in pounds; their sum is the baseline."),
    ("cost_centres", "recurrent, in_scope, reason", "yes or no, blank means yes; why a line is out of scope."),
    ("cost_centre_map", "percent", "Where staff or site work. The percentages of a cost centre add up to 100."),
    ("activity", "month, currency, quantity", "Accepted activity of a practice in a month such as 2007-04."),
    ("currency_weights", "weight", "The cost weight of one unit. A blank service means all services; no row means 1."),
    ("fixed_shares", "percent", "For the method fixed. The percentages of a service add up to 100."),
    ("adjustments", "kind, recurrent, amount", "A change to a service's money; the sign of the amount counts."),
    ("must_dos", "code, name, amount, method", "Mandated new spend, paid out of growth money."),
    ("must_dos", "mandate", "national, sha or pct; may stay blank."),
    ("prior_year", "service, group, amount", "What a group had last year, for comparison and for pace of change."),
    (
        "policy",
        "key, value",
        "The year's decisions. A key with a blank value counts as left out; lists are joined by ;.",
    ),
)
INSTRUCTION_ROWS = (
    ("", "", "A budget workbook. Fill in the sheets, then upload the file to a round or calculate it."),
    ("", "", "The grey row in each sheet is an example: write over it or delete it, on every sheet."),
    ("", "", "Needed: groups, practices, populations, services, cost_centres, policy. Others may stay empty."),
    ("", "", "Amounts are pounds with at most two decimals. Percentages are plain numbers: 2.3 is 2.3%."),
    ("", "", "Values only: a cell with a formula is refused. Copy, then paste values."),
    ("", "", "Never any patient's name, date of birth or NHS number: the whole file is refused."),
    *_COLUMNS,
)
COMMENTS: dict[str, dict[str, str]] = {}
for _sheet, _names, _said in _COLUMNS:
    for _name in _names.split(", "):
        COMMENTS.setdefault(_sheet, {})[_name] = _said
