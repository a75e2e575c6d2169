"""Pages of contracts: the register, one contract, drafting, money, issuing and signing, ending, documents."""

from contracts.agreements.views.attached import attach_document
from contracts.agreements.views.blueprint import views
from contracts.agreements.views.contract import show_contract
from contracts.agreements.views.drafting import start_contract
from contracts.agreements.views.ending import terminate_contract
from contracts.agreements.views.files import download_contract_pdf
from contracts.agreements.views.issuing import sign_contract
from contracts.agreements.views.money import write_line
from contracts.agreements.views.register import list_contracts
from contracts.agreements.views.schedules import show_schedule

__all__ = [
    "attach_document",
    "blueprints",
    "download_contract_pdf",
    "list_contracts",
    "show_contract",
    "show_schedule",
    "sign_contract",
    "start_contract",
    "terminate_contract",
    "write_line",
]
blueprints = (views,)
