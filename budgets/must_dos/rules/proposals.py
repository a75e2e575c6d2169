"""What a must-do has to say, in which states it can be, who may change and decide it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from budgets.method.methods import Method, MethodKind, Way, method_from
from budgets.method.workbook import RESERVED_CODES, Mandate, MustDo, Workbook
from core.errors import NotAllowed, Refusal
from core.identifiers import has_identifier

_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,18}[A-Z0-9])?", re.ASCII)
_LONGEST_NAME = 120
_LONGEST_REFERENCE = 200
_LONGEST_METHOD = 200
_LONGEST_WORDS = 2000
_NEEDS_FIGURES = (MethodKind.ACTIVITY, MethodKind.COST_CENTRE, MethodKind.FIXED)


class State(StrEnum):
    """Where a must-do stands. Only the commissioner approves or declines; whoever proposed it may withdraw it."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


STATE_NAMES: Mapping[State, str] = {
    State.PROPOSED: "Proposed",
    State.APPROVED: "Approved",
    State.DECLINED: "Declined",
    State.WITHDRAWN: "Withdrawn",
}
MANDATE_NAMES: Mapping[Mandate, str] = {
    Mandate.NATIONAL: "National",
    Mandate.SHA: "Strategic health authority",
    Mandate.PCT: "Primary care trust",
}
NEEDS_REFERENCE = (Mandate.NATIONAL, Mandate.SHA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is proposed: `amount` in pence, `method` as written, `reason` why, `basis` how the cost was worked out."""

    code: str
    name: str
    mandate: Mandate
    reference: str
    amount: int
    method: str
    reason: str
    basis: str

    @property
    def trimmed(self) -> "Wanted":
        """The same without blanks around its words."""
        words = ("code", "name", "reference", "method", "reason", "basis")
        return replace(self, **{word: getattr(self, word).strip() for word in words})

    def as_line(self, row: int = 0) -> MustDo:
        """The must-do as a workbook has it."""
        return MustDo(
            code=self.code,
            name=self.name,
            amount=self.amount,
            method=method_from(self.method),
            mandate=self.mandate,
            row=row,
        )


def check_wanted(wanted: Wanted, *, workbook: Workbook, taken: Collection[str]) -> None:
    """Refuse a must-do that does not say what it must, or does not go with the newest inputs.

    `taken`: the codes of the other must-dos of the round, declined and withdrawn ones too: codes are not used again.
    """
    _check_words(wanted)
    _check_code(wanted.code, workbook, taken)
    if wanted.amount <= 0:
        raise Refusal("A must-do costs more than nothing. Enter its cost for the year.")
    check_method(wanted.method, workbook)


def check_method(written: str, workbook: Workbook) -> Method:
    """The method of a must-do; refuse one that is none, has no figures here, or names a group nobody knows."""
    try:
        method = method_from(written)
    except ValueError as wrong:
        raise Refusal(f"How it is shared must be {wrong}, not “{written}”.") from wrong
    if len(written) > _LONGEST_METHOD:
        raise Refusal(f"A method has at most {_LONGEST_METHOD} characters.")
    for share in method.shares:
        _check_way(share.way, workbook)
    return method


def check_may_change(*, name: str, state: State, organisation_id: int, party_id: int, party: str) -> None:
    """Refuse to change or withdraw what another organisation proposed, or what is decided."""
    if organisation_id != party_id:
        raise NotAllowed(f"{name} was proposed by {party}: only they may change or withdraw it.")
    check_is_open(name, state)


def check_is_open(name: str, state: State) -> None:
    """Refuse to act on a must-do that is no longer just proposed."""
    if state is not State.PROPOSED:
        raise Refusal(
            f"{name} is {STATE_NAMES[state].lower()} already. Propose another must-do if things have changed."
        )


def check_may_decline(*, name: str, state: State, taken_into: int | None) -> None:
    """Refuse to decline what is declined or withdrawn, and to take back an approval once the inputs have it."""
    if state is State.APPROVED and taken_into is not None:
        raise Refusal(
            f"{name} was taken into inputs {taken_into}, so its approval stands. "
            "To drop it, upload a workbook without it."
        )
    if state is not State.APPROVED:
        check_is_open(name, state)


def check_other_eyes(*, name: str, by_person_id: int, proposed_by_id: int, changed_by_id: int) -> None:
    """Refuse an approval by the one who proposed the must-do or wrote it as it stands: two people look at it."""
    if by_person_id == proposed_by_id:
        raise Refusal(f"You proposed {name} yourself. Somebody else who acts for the commissioner approves it.")
    if by_person_id == changed_by_id:
        raise Refusal(f"You changed {name} last. Somebody else who acts for the commissioner approves it.")


def check_no_interest(*, name: str, party_id: int, party: str, interests: Collection[int]) -> None:
    """Refuse a decision by somebody who declared an interest in the organisation that proposed the must-do."""
    if party_id in interests:
        raise Refusal(f"You declared an interest in {party}, which proposed {name}. Somebody else decides about it.")


def check_reason(reason: str) -> None:
    """Refuse a decision that must give its reason and does not, or one about a patient."""
    if not reason.strip():
        raise Refusal("Say why. Whoever proposed it reads this.")
    check_text(reason)


def check_text(*texts: str) -> None:
    """Refuse words that are too long or hold a patient's number, which is never repeated."""
    if any(has_identifier(text) for text in texts):
        raise Refusal("What you wrote holds a number that may be an NHS number. Nothing about a patient is kept here.")
    if any(len(text.strip()) > _LONGEST_WORDS for text in texts):
        raise Refusal(f"Reasons and other words have at most {_LONGEST_WORDS:,} characters each.")


def _check_words(wanted: Wanted) -> None:
    if not wanted.name:
        raise Refusal("Enter the name of the must-do.")
    if len(wanted.name) > _LONGEST_NAME:
        raise Refusal(f"The name of a must-do has at most {_LONGEST_NAME} characters.")
    if wanted.mandate in NEEDS_REFERENCE and not wanted.reference:
        raise Refusal("Give the reference of the mandate, such as the number of the circular, so that it can be found.")
    if len(wanted.reference) > _LONGEST_REFERENCE:
        raise Refusal(f"A reference has at most {_LONGEST_REFERENCE} characters.")
    if not wanted.reason:
        raise Refusal("Say why it must be done.")
    check_text(wanted.name, wanted.reference, wanted.reason, wanted.basis)


def _check_code(code: str, workbook: Workbook, taken: Collection[str]) -> None:
    if not _CODE.fullmatch(code):
        raise Refusal("A code is 1 to 20 capital letters, digits and hyphens, such as MD-MATRON.")
    if code in RESERVED_CODES:
        raise Refusal(f"{code} names a line of every result. Choose another code.")
    lines = {service.code: service.name for service in workbook.services}
    lines |= {must_do.code: must_do.name for must_do in workbook.must_dos}
    if code in lines:
        raise Refusal(f"{code} is the code of {lines[code]} in the newest inputs. Choose another code.")
    if code in taken:
        raise Refusal(f"Another must-do of this round has the code {code}. Choose another code.")


def _check_way(way: Way, workbook: Workbook) -> None:
    if way.kind in _NEEDS_FIGURES:
        raise Refusal(
            "A new must-do has no activity, cost centres or fixed shares of its own. Choose capitation, equal shares, "
            "one group, pooled, or a blend of these."
        )
    if way.kind is MethodKind.DIRECT and way.argument not in {group.code for group in workbook.groups}:
        raise Refusal(f"The newest inputs have no group {way.argument}.")
    columns = {"", "registered", *workbook.population_columns}
    if way.kind is MethodKind.CAPITATION and way.argument not in columns:
        raise Refusal(f"The newest inputs have no population called {way.argument}.")
