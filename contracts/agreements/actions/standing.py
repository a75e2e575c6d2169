"""What a signed contract stands at by all that is signed, taken up from its variations for lists and warnings."""

from datetime import date

from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.dates import notice_by
from core.db import db
from core.money import as_decimal, as_pence


def take_up(contract: Contract, *, ends_on: date, year_value: int, whole_value: int) -> None:
    """Take up the last day and what a signed variation adds to the values (pence). What was signed stays in its issue.

    The act of signing holds the contract and records the event.
    """
    contract.ends_on = ends_on
    contract.notice_by_on = notice_by(ends_on, contract.notice_months)
    contract.year_value = as_decimal(as_pence(contract.year_value) + year_value)
    contract.whole_value = as_decimal(as_pence(contract.whole_value) + whole_value)
    db.session.flush()
