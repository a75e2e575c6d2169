"""The budget method: a workbook and a policy become a calculation that anyone can check, exact to the penny.

All rules and no framework. One file per section of docs/budget-method.md, to be read beside it: `workbook`, `policy`
and `policy_keys` (what goes in), `methods`, `people`, `counted_activity` and `drivers` (weights), `steps` (from ledger
to total), `lines`, `split` and `practices` (groups, reserve, practices), `pace`, `totals`, `bridge`, `checks`, `result`
(what comes out) and `calculation`, which does it all in order. `problems` and `notices` say what is refused and what is
warned of; `written` and `restored` are the JSON form; `explained` lays one line open.
"""
