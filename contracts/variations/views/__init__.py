"""Pages of variations: the register, one variation, drafting and answering it, and a contract as at a date."""

from contracts.variations.views.answering import propose_variation
from contracts.variations.views.as_at import show_as_at
from contracts.variations.views.attached import attach_document
from contracts.variations.views.blueprint import views
from contracts.variations.views.drafting import start_variation
from contracts.variations.views.files import download_variation_pdf
from contracts.variations.views.money import write_money
from contracts.variations.views.payment import show_payment
from contracts.variations.views.plan import write_plan_line
from contracts.variations.views.register import list_variations
from contracts.variations.views.terms import write_terms
from contracts.variations.views.variation import show_variation
from contracts.variations.views.writing import write_part

__all__ = [
    "attach_document",
    "blueprints",
    "download_variation_pdf",
    "list_variations",
    "propose_variation",
    "show_as_at",
    "show_payment",
    "show_variation",
    "start_variation",
    "write_money",
    "write_part",
    "write_plan_line",
    "write_terms",
]
blueprints = (views,)
