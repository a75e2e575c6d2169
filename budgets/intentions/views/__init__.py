"""Pages of intentions: what is said (`statements`) and answered, `offers`, `pay_scales`, `grossing_up`."""

from budgets.intentions.views import answers, files, home_part, intentions, new_services, statements
from budgets.intentions.views.blueprint import views as intentions_blueprint
from budgets.intentions.views.grossing_up import views as grossing_up
from budgets.intentions.views.offers import views as offers
from budgets.intentions.views.pay_scales import views as pay_scales

blueprints = (intentions_blueprint, offers, pay_scales, grossing_up)

__all__ = ["answers", "blueprints", "files", "home_part", "intentions", "new_services", "statements"]
