"""Pages of must-dos: the list and one of them, proposing and changing, deciding, and the files to take away."""

from budgets.must_dos.views.blueprint import views
from budgets.must_dos.views.deciding import approve_must_do
from budgets.must_dos.views.files import draw_growth
from budgets.must_dos.views.must_dos import list_must_dos
from budgets.must_dos.views.proposing import propose_must_do

__all__ = ["approve_must_do", "blueprints", "draw_growth", "list_must_dos", "propose_must_do"]
blueprints = (views,)
