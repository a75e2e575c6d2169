"""What is done about teams, the same wherever rows are added up.

Counts of a month and levels at its end add up over the teams of a service. A rate never does: it is shown team by team
where figures are listed, and where one figure is wanted there is none if several teams gave theirs.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, case, func, or_

from commissioning.activity.models.submissions import Row
from commissioning.activity.rules.currencies import Adding, Currency


def rates_among(currencies: Mapping[str, Currency]) -> list[str]:
    """The codes of the currencies that never add up."""
    return [code for code, each in currencies.items() if each.adding is Adding.RATE]


def team_where_it_counts(rates: Collection[str]) -> ColumnElement[str]:
    """The team of a row of a rate; blank for what adds up over teams."""
    return case((Row.currency.in_(list(rates)), Row.team), else_="")


def adds_up_or_is_alone(rates: Collection[str]) -> ColumnElement[bool]:
    """Of rows added up over teams: that they may be, or that there is but one."""
    return or_(Row.currency.not_in(list(rates)), func.count() == 1)
