"""Pages of contracts: the register, one contract, drafting, money, issuing and signing, ending, documents."""

from contracts.agreements.views.attached import attach_document
from contracts.agreements.views.blueprint import views
from contracts.agreements.views.comparing import compare_issues
from contracts.agreements.views.contract import show_contract
from contracts.agreements.views.drafting import start_contract
from contracts.agreements.views.ending import terminate_contract
from contracts.agreements.views.files import download_contract_pdf
from contracts.agreements.views.following import notices_on_heads, notices_on_specification
from contracts.agreements.views.heads import show_trace
from contracts.agreements.views.issuing import sign_contract
from contracts.agreements.views.money import write_line
from contracts.agreements.views.plan import write_plan
from contracts.agreements.views.register import list_contracts
from contracts.agreements.views.schedules import show_schedule
from contracts.agreements.views.terms import write_terms

__all__ = [
    "attach_document",
    "blueprints",
    "compare_issues",
    "download_contract_pdf",
    "list_contracts",
    "notices_on_heads",
    "notices_on_specification",
    "show_contract",
    "show_schedule",
    "show_trace",
    "sign_contract",
    "start_contract",
    "terminate_contract",
    "write_line",
    "write_plan",
    "write_terms",
]
blueprints = (views,)
