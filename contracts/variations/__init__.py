"""Variations: dated changes of signed contracts, and a contract as at a date.

Main words: *variation* (a numbered change, with what it changes before and after, its days and what it costs),
*piece* (what a variation can change: a clause, a schedule, a line of money or figures, the last day), *conflict* (two
variations that change one piece over the same days), *retrospective* (signed after the day from which it holds),
*as at* (what was signed first, and every signed variation that holds on that day).
"""
