"""Pages of heads of terms: the `listing`, `drafting`, a version (`heads`), its `terms`, what becomes of it
(`standing`), comparing `versions`, `files`, attached documents (`attached`), and the `standard` terms. One blueprint.
"""

from contracts.heads_of_terms.views import (
    attached,
    drafting,
    files,
    heads,
    listing,
    standard,
    standing,
    terms,
    versions,
)
from contracts.heads_of_terms.views.blueprint import views

blueprints = (views,)
__all__ = [
    "attached",
    "blueprints",
    "drafting",
    "files",
    "heads",
    "listing",
    "standard",
    "standing",
    "terms",
    "versions",
]
