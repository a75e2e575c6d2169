"""What is looked at before a sum that is no line of a claim is proposed or approved."""

from datetime import date

from sqlalchemy.exc import NoResultFound

from core.errors import Refusal
from core.parties.models import Party
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.periods import FinancialYear
from core.permissions import Actor
from les.claims.actions.deciding import check_no_interest
from les.claims.models.claims import ClaimLine
from les.claims.queries.adjustments import due_and_taken_back, due_and_taken_back_of
from les.claims.queries.claim_lines import find_line
from les.claims.queries.settings import rules_in_force
from les.claims.rules.adjusting import check_evidence_kept, check_kind, check_still_due
from les.claims.rules.kinds import AdjustmentKind
from les.schemes.models.schemes import Scheme
from les.schemes.rules.budgets import year_named
from les.schemes.rules.quarters import Quarter

_NO_PRACTICE = "There is no such practice. Choose one from the list."


def practice_and_quarter(
    scheme: Scheme, *, practice_id: int, year: str, quarter: int, by: Actor
) -> tuple[Party, Quarter]:
    """The practice and the quarter that were named, for somebody without an interest in the practice."""
    try:
        practice = get_party(practice_id)
    except NoResultFound:
        raise Refusal(_NO_PRACTICE) from None
    if practice.kind is not PartyKind.PRACTICE or practice.commissioner_id != scheme.commissioner_id:
        raise Refusal(_NO_PRACTICE)
    if quarter not in range(1, 5):
        raise Refusal("A quarter is one of 1 to 4.")
    of = Quarter(FinancialYear.named(year_named(year)), quarter)
    check_no_interest(practice, by, since=of.first_day)
    return practice, of


def check_sum(
    scheme: Scheme, practice: Party, of: Quarter, *, kind: AdjustmentKind, pence: int, line_id: int | None, on: date
) -> None:
    """Refuse a sum of the wrong sign, for the wrong line, too late, or more than is there to be taken back."""
    check_kind(kind, pence, has_line=line_id is not None)
    if line_id is not None:
        _check_line(find_line(line_id), scheme, practice, of)
    if kind is AdjustmentKind.CLAW_BACK:
        months = rules_in_force(scheme.commissioner_id, on).evidence_months
        check_evidence_kept(ended_on=of.last_day, on=on, months=months)
    if pence < 0:
        check_taken_back(scheme, practice_id=practice.id, year=str(of.year), pence=pence, line_id=line_id)


def check_taken_back(scheme: Scheme, *, practice_id: int, year: str, pence: int, line_id: int | None) -> None:
    """Refuse to take back more than was due of a line, or under the scheme in the year where it corrects none.

    `pence`: what is to be taken back besides what is proposed already; nothing where it is among that.
    """
    if line_id is not None:
        due, taken_back = due_and_taken_back(line_id=line_id)
        check_still_due(pence=pence, due=due, taken_back=taken_back, of="this line")
        return
    due, taken_back = due_and_taken_back_of(scheme_id=scheme.id, practice_id=practice_id, year=year)
    check_still_due(pence=pence, due=due, taken_back=taken_back, of=f"{scheme.name} in {year}")


def _check_line(line: ClaimLine | None, scheme: Scheme, practice: Party, of: Quarter) -> None:
    if line is None or (line.claim.scheme_id, line.claim.practice_id) != (scheme.id, practice.id):
        raise Refusal(f"There is no such line in a claim of {practice.name} for {scheme.name}.")
    if line.claim.of != of:
        raise Refusal(f"This line is of {line.claim.of}. Adjust it in that quarter.")
