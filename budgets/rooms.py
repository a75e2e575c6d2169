"""The rooms of budgets as the application takes them: their pages, their commands, and how they are joined."""

from budgets.agreement import views as agreement
from budgets.agreement.actions.positions import reasons_against_answering
from budgets.agreement.actions.proposals import against_closing_group, reasons_against_issuing
from budgets.agreement.actions.sign_off import against_answering, against_changing_round, against_issuing
from budgets.agreement.commands import positions as position_commands
from budgets.agreement.commands import statements as issuing
from budgets.agreement.queries.board import notes_beside_groups
from budgets.agreement.views.sign_off_standing import standing_of_calculation
from budgets.intentions import views as intentions
from budgets.must_dos import views as must_dos
from budgets.papers import views as papers
from budgets.papers.commands import issuing as issuing_papers
from budgets.risk import views as risk
from budgets.risk.rules.volatility import volatility_notes
from budgets.rounds import views as rounds
from budgets.rounds.actions.filling_activity import after_filling_activity
from budgets.rounds.actions.rounds import reasons_against_changing_round
from budgets.rounds.views import standing
from budgets.sources import views as sources
from budgets.sources.actions import describe_filled
from core.parties.actions import reasons_against_closing

BLUEPRINTS = (
    *rounds.blueprints,
    *sources.blueprints,
    *agreement.blueprints,
    *intentions.blueprints,
    *must_dos.blueprints,
    *risk.blueprints,
    *papers.blueprints,
)
COMMANDS = (position_commands.budgets,)


def join() -> None:
    """Let a signed-off round hold fast what lies below it, and higher rooms have a word beside lower rooms' figures.

    The lists of core stand as lower domains left them: what is added here comes behind.
    """
    reasons_against_closing.append(against_closing_group)
    reasons_against_changing_round[:] = [against_changing_round]
    reasons_against_issuing[:] = [against_issuing]
    reasons_against_answering[:] = [against_answering]
    after_filling_activity[:] = [describe_filled]
    notes_beside_groups[:] = [volatility_notes]
    standing.tellers[:] = [standing_of_calculation]
    issuing.make_known()
    issuing_papers.make_known()
