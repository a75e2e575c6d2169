"""Pages of papers: what is to be said now, issuing it, and what was issued."""

from budgets.papers.views.papers import views as papers

blueprints = (papers,)
