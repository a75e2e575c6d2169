"""What the command line and addresses for machines share: the return that is meant, what comes in, what is found."""

from datetime import date

from commissioning.activity.checking.columns import check
from commissioning.activity.checking.taking import check_can_be_taken
from commissioning.activity.checking.values import Checked, ReadReturn
from commissioning.activity.imports.files import read_return
from commissioning.activity.models.expectations import Expectation
from commissioning.activity.queries.asked import asked_of
from commissioning.activity.queries.expectations import list_expectations_in
from commissioning.activity.queries.releases import released_cells
from commissioning.activity.queries.returns import Return, get_return, services_to_send
from commissioning.activity.rules.asking import Taking, check_same_file
from commissioning.activity.rules.checks.asked import Asked
from commissioning.activity.rules.months import check_month
from commissioning.activity.rules.states import check_may_submit
from core.canonical import hash_of_bytes
from core.errors import Refusal
from core.parties.models import Party
from core.spreadsheets.tables import Upload
from core.wording import listed


class NotExpected(Refusal):
    """A return that nobody expects of this provider for that month."""


def return_meant(provider: Party, month: str, name: str, *, naming: str) -> Expectation:
    """The return a machine means; refused where there is none, or more than one. `naming`: how to name one."""
    check_month(month)
    found = list_expectations_in(provider.id, month, name=name)
    if not found:
        raise NotExpected(f"No return{' of that name' if name else ''} of {provider.name} is expected for {month}.")
    if len(found) > 1:
        names = listed([f"“{each.name}”" for each in found])
        raise Refusal(f"{provider.name} makes several returns for {month}: {names}. {naming}")
    return found[0]


def read_upload(upload: Upload, provider_id: int) -> ReadReturn:
    """What a file says, with the cells let through that two people of the provider released."""
    return read_return(upload, released=released_cells(provider_id, hash_of_bytes(upload.content)))


def found_in(read: ReadReturn, expectation: Expectation, month: str, *, on: date) -> tuple[Asked, Checked]:
    """What is asked for a month, and what is found in a return for it."""
    asked = asked_of(expectation, month, on=on, service_ids=services_to_send(get_return(expectation.id, month, on=on)))
    return asked, check(read, asked)


def why_not_sent(found: Return, *, on: date) -> str:
    """Why nothing can be sent for a return on a day; blank where it can."""
    try:
        check_may_submit(found.due, found.facts, on=on)
    except Refusal as refusal:
        return str(refusal)
    return ""


def why_not_taken(found: Return, read: ReadReturn, checked: Checked, taking: Taking, *, on: date) -> str:
    """Why this very return would not be taken on a day; blank where it would."""
    try:
        check_may_submit(found.due, found.facts, on=on)
        check_can_be_taken(checked, taking)
        check_same_file(
            file_hash=read.file_hash, standing={each.number: each.file_hash for each in found.standing.values()}
        )
    except Refusal as refusal:
        return str(refusal)
    return ""
