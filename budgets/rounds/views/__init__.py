"""Pages of rounds. Preparing one: `rounds`, their `inputs`, and the `scenarios` tried in them. Reading a calculation:
`calculations`, `bridges`, `comparisons`, `drawings` (charts), `downloads` and `activity_files` (where activity came
from), all on `seen`, the calculation as its reader may see it.
"""

from budgets.rounds.views.activity_files import views as activity_files
from budgets.rounds.views.bridges import views as bridges
from budgets.rounds.views.calculations import views as calculations
from budgets.rounds.views.comparisons import views as comparisons
from budgets.rounds.views.downloads import views as downloads
from budgets.rounds.views.drawings import views as drawings
from budgets.rounds.views.inputs import views as inputs
from budgets.rounds.views.rounds import views as rounds
from budgets.rounds.views.scenarios import views as scenarios

blueprints = (rounds, inputs, scenarios, calculations, bridges, comparisons, drawings, downloads, activity_files)
