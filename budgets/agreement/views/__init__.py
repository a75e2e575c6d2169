"""Pages of agreement: `proposals` (what is put to the groups), `positions`, the `board`, `disputes`, the `sign_off`."""

from budgets.agreement.views.board import views as board
from budgets.agreement.views.changes import views as changes
from budgets.agreement.views.decisions import views as decisions
from budgets.agreement.views.disputes import views as disputes
from budgets.agreement.views.notices import views as notices
from budgets.agreement.views.positions import views as positions
from budgets.agreement.views.proposals import views as proposals
from budgets.agreement.views.sign_off import views as sign_off
from budgets.agreement.views.statements import views as statements
from budgets.agreement.views.unlocking import views as unlocking

blueprints = (board, proposals, changes, positions, disputes, sign_off, decisions, statements, notices, unlocking)
