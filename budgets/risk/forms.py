"""Forms of risk: decide who holds the reserve, ask for a movement of the pool, decide over it, find movements."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, TextAreaField

from budgets.method.policy import Holder
from budgets.risk.rules.holding import HOLDER_NAMES
from budgets.risk.rules.pool import KIND_NAMES, STATE_NAMES, MovementKind, MovementState, Verdict
from core.forms import Filter, Form, PoundsField, options
from core.record_numbers import record_number
from core.wording import upper_first

OWN = "own"
_KINDS: Mapping[MovementKind, str] = {
    MovementKind.CONTRIBUTION: "Contribution: money is paid into the pool",
    MovementKind.DRAWDOWN: "Drawdown: money is taken out for a group",
    MovementKind.REPAYMENT: "Repayment: a group pays back what it drew",
}


class HolderForm(Form):
    """Who holds the reserve, and why. `seen`: the decision the person has in front of them, 0 for none."""

    seen = HiddenField()
    holder = RadioField("Who holds the risk reserve", validate_choice=False)
    reason = TextAreaField("Reason", description="Why. Every group reads it, now and later.")

    def __init__(self, seen: int, holder: Holder | None) -> None:
        super().__init__(data={"seen": str(seen), "holder": str(holder or "")})
        self.holder.choices = options((each, upper_first(name)) for each, name in HOLDER_NAMES.items())

    @property
    def seen_id(self) -> int:
        """The decision the person had in front of them."""
        return record_number(self.seen.data) or 0


class MovementForm(Form):
    """A movement of the pool that is asked for. Somebody of a group asks for that group, and chooses none."""

    kind = RadioField("What it is", validate_choice=False)
    party = SelectField("Whose money", validate_choice=False)
    amount = PoundsField("Amount")
    reason = TextAreaField("Reason", description="What it is for. Those who approve it read it, and every group.")

    def __init__(self, parties: Sequence[tuple[int, str]], *, with_own: bool, **standing: Any) -> None:
        super().__init__(data=standing)
        self.kind.choices = options(_KINDS.items())
        if with_own:
            own = [("", "Choose"), (OWN, "The commissioner’s own (contributions only)")]
            self.party.choices = options([*own, *((str(known), name) for known, name in parties)])
        else:
            del self.party

    @property
    def pounds(self) -> Decimal:
        """The amount asked for; nothing where the field was left blank."""
        return self.amount.pounds or Decimal(0)


class DecideForm(Form):
    """Approve or decline a movement."""

    verdict = RadioField(
        "Your decision",
        choices=options([(Verdict.APPROVED, "Approve"), (Verdict.DECLINED, "Decline")]),
        validate_choice=False,
    )
    words = TextAreaField("Why", description="Needed when you decline. Every group reads it.")


class WithdrawForm(Form):
    """Why somebody takes back what they asked for."""

    reason = TextAreaField("Reason")


class LedgerFilter(Filter):
    """Which movements of the pool to list."""

    kind = SelectField("Kind", validate_choice=False)
    party = SelectField("Whose money", validate_choice=False)
    state = SelectField("State", validate_choice=False)

    def __init__(self, parties: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.kind.choices = options([("", "All kinds"), *KIND_NAMES.items()])
        named = [(OWN, "The commissioner’s own"), *((str(known), name) for known, name in parties)]
        self.party.choices = options([("", "Everybody’s"), *named])
        self.state.choices = options([("", "All states"), *STATE_NAMES.items()])

    def keeps(self, *, kind: MovementKind, party_id: int | None, state: MovementState) -> bool:
        """Whether a movement is asked for."""
        party = OWN if party_id is None else str(party_id)
        asked = ((self.kind, str(kind)), (self.party, party), (self.state, str(state)))
        return all(str(field.data or value) == value for field, value in asked)

    @property
    def query(self) -> dict[str, str]:
        """What was asked for, for the addresses of downloads."""
        return {field.name: str(field.data) for field in self if field.data}
