"""Pages of specifications: the list, a version, writing, comments, deciding, comparing, templates, completeness."""

from contracts.specifications.views.attaching import attach_document
from contracts.specifications.views.blueprint import views
from contracts.specifications.views.commenting import show_comments
from contracts.specifications.views.comparing import compare_versions
from contracts.specifications.views.completeness import show_completeness
from contracts.specifications.views.deciding import accept_version
from contracts.specifications.views.lists import list_specifications
from contracts.specifications.views.templates import show_templates
from contracts.specifications.views.versions import show_version
from contracts.specifications.views.writing import start_specification

__all__ = [
    "accept_version",
    "attach_document",
    "blueprints",
    "compare_versions",
    "list_specifications",
    "show_comments",
    "show_completeness",
    "show_templates",
    "show_version",
    "start_specification",
]
blueprints = (views,)
