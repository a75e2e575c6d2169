"""Pages of sources: the drivers and the money by grade, describing a driver, the chart and the files to take away."""

from budgets.sources.views.files import views as files
from budgets.sources.views.sources import views as sources

blueprints = (sources, files)
