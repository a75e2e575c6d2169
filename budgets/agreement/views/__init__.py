"""Pages of agreement: `proposals` (what is put to the groups), `positions`, the `board`, `disputes`, the `sign_off`."""

from budgets.agreement.views.board import views as board
from budgets.agreement.views.changes import views as changes
from budgets.agreement.views.disputes import views as disputes
from budgets.agreement.views.positions import views as positions
from budgets.agreement.views.proposals import views as proposals

blueprints = (proposals, changes, positions, board, disputes)
