"""`flask budgets positions`: what every group says to a proposal. Reads only; run by whoever operates the server."""

from collections.abc import Callable, Iterable

import click

from budgets.agreement.exports.positions import positions_as_csv, positions_as_json, positions_as_text
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.positions import list_entries
from budgets.agreement.queries.proposals import list_proposals
from budgets.agreement.rules.positions_listed import Entry
from budgets.rounds.commands import budgets
from budgets.rounds.models import Round
from budgets.rounds.queries import find_rounds
from core.cli import refusals_in_words
from core.clock import today
from core.errors import Refusal

__all__ = ["budgets"]
_FORMS: dict[str, Callable[[Iterable[Entry]], str]] = {
    "json": positions_as_json,
    "table": positions_as_text,
    "csv": positions_as_csv,
}


@budgets.command("positions")
@click.argument("wanted", metavar="ROUND")
@click.option("--format", "form", type=click.Choice(list(_FORMS)), default="json", show_default=True)
@click.option("--commissioner", default="", metavar="CODE", help="Whose round, where several have one of that year.")
@click.option("--proposal", "number", type=int, metavar="N", help="The number of the proposal; by default the newest.")
def list_positions(*, wanted: str, form: str, commissioner: str, number: int | None) -> None:
    """List what every group says to a proposal of ROUND: a year such as 2008/09, or the round's number."""
    with refusals_in_words():
        proposal = _proposal(_round(wanted, commissioner), number)
        click.echo(_FORMS[form](list_entries(proposal, on=today())), nl=False)


def _round(wanted: str, commissioner: str) -> Round:
    """The round meant; a refusal where there is none, or several."""
    found = [each for each in find_rounds(wanted) if not commissioner or each.commissioner.code == commissioner]
    if not found:
        whose = f" of commissioner {commissioner}" if commissioner else ""
        raise Refusal(f"There is no round {wanted}{whose}. Give a year such as 2008/09, or the number in its address.")
    if len(found) > 1:
        codes = ", ".join(sorted(each.commissioner.code for each in found))
        raise Refusal(f"Several commissioners have a round {wanted}. Say whose with --commissioner: {codes}.")
    return found[0]


def _proposal(found: Round, number: int | None) -> Proposal:
    proposals = list_proposals(found.id)
    if not proposals:
        raise Refusal(f"Nothing has been put to the groups for {found.year} yet.")
    chosen = next((each for each in proposals if number in (None, each.number)), None)
    if chosen is None:
        raise Refusal(f"There is no proposal {number} for {found.year}; the newest is {proposals[0].number}.")
    return chosen
