"""Pages of risk: the `overview` of a round's risk, `holding` (who holds the reserve), `movements` of the pool, their
`files` (drawing and downloads), and the `home_part`. All belong to one blueprint.
"""

from budgets.risk.views import files, holding, movements, overview
from budgets.risk.views.blueprint import views

blueprints = (views,)
__all__ = ["blueprints", "files", "holding", "movements", "overview"]
