"""The positions of a round on the command line: `flask budgets positions ROUND`."""

import click

from budgets.agreement.queries.proposals import list_proposals
from budgets.agreement.queries.said import list_said
from budgets.agreement.rules.said import as_json, as_text
from budgets.rounds.commands import budgets
from budgets.rounds.models import Round
from budgets.rounds.queries import list_rounds_of_year
from core import clock
from core.cli import refusals_in_words
from core.errors import Refusal
from core.wording import listed

__all__ = ["budgets", "positions"]


@budgets.command("positions")
@click.argument("year", metavar="ROUND")
@click.option("--commissioner", "code", default="", help="Code of the primary care trust, where several have a round.")
@click.option("--proposal", "number", type=int, help="Only this proposal. Without it: every proposal of the round.")
@click.option(
    "--format", "chosen", type=click.Choice(["json", "table"]), default="table", show_default=True, help="How to write."
)
def positions(*, year: str, code: str, number: int | None, chosen: str) -> None:
    """List what every group says to the proposals of a round, named by its year such as 2008/09.

    Total and split of every group, then each line and pot it spoke to; the newest proposal first. Words are left out.
    """
    with refusals_in_words():
        proposals = list_proposals(_round(year, code).id)
        wanted = [each for each in proposals if number in (None, each.number)]
        if number is not None and not wanted:
            raise Refusal(f"The round for {year} has no proposal {number}.")
        rows = [row for proposal in wanted for row in list_said(proposal, on=clock.today())]
    click.echo(as_json(rows) if chosen == "json" else as_text(rows))


def _round(year: str, code: str) -> Round:
    rounds = list_rounds_of_year(year)
    found = [each for each in rounds if code in ("", each.commissioner.code)]
    if len(found) == 1:
        return found[0]
    if found:
        codes = listed([each.commissioner.code for each in found])
        raise Refusal(f"Several primary care trusts have a round for {year}: {codes}. Add --commissioner CODE.")
    raise Refusal(f"There is no round for {year}{f' of {code}' if code else ''}. Name it by its year, such as 2008/09.")
