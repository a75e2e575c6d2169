"""Rules of the pool's account: what a movement is, when it counts, and what the account holds.

A movement counts once two people approved it; one decline, or its requester's withdrawal, ends it. Amounts are pence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from core.errors import Refusal
from core.wording import sterling

APPROVALS_NEEDED = 2


class MovementKind(StrEnum):
    """What a movement does: pays into the pool, draws from it, or pays back what was drawn."""

    CONTRIBUTION = "contribution"
    DRAWDOWN = "drawdown"
    REPAYMENT = "repayment"


class Verdict(StrEnum):
    """What a person said to a movement; only its requester withdraws it."""

    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class MovementState(StrEnum):
    """Where a movement stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


KIND_NAMES: Mapping[MovementKind, str] = {kind: kind.value.capitalize() for kind in MovementKind}
STATE_NAMES: Mapping[MovementState, str] = {
    MovementState.WAITING: "Waiting for approval",
    MovementState.APPROVED: "Approved",
    MovementState.DECLINED: "Declined",
    MovementState.WITHDRAWN: "Withdrawn",
}
_WORDS: Mapping[MovementKind, str] = {
    MovementKind.CONTRIBUTION: "a contribution",
    MovementKind.DRAWDOWN: "a drawdown",
    MovementKind.REPAYMENT: "a repayment",
}
_OF_GROUP: Mapping[MovementKind, str] = {
    MovementKind.CONTRIBUTION: "from",
    MovementKind.DRAWDOWN: "for",
    MovementKind.REPAYMENT: "by",
}
_ASKED: Mapping[MovementKind, str] = {
    MovementKind.DRAWDOWN: "Say which group the drawdown is for.",
    MovementKind.REPAYMENT: "Say which group pays back.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A movement as the account reckons with it. `party_id`: the group's, None for the commissioner's own money."""

    number: int
    kind: MovementKind
    party_id: int | None
    amount: int
    state: MovementState

    @property
    def effect(self) -> int:
        """What the movement adds to the balance once it counts; less than nothing for a drawdown."""
        return -self.amount if self.kind is MovementKind.DRAWDOWN else self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one group, or all together, contributed, drew and repaid."""

    contributed: int = 0
    drawn: int = 0
    repaid: int = 0

    @property
    def outstanding(self) -> int:
        """What was drawn and not repaid."""
        return self.drawn - self.repaid

    @property
    def balance(self) -> int:
        """What is left: contributions and repayments less drawdowns."""
        return self.contributed + self.repaid - self.drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The pool: all together, each party's part (None: the commissioner's own), and what waits for approval."""

    whole: Standing
    by_party: Mapping[int | None, Standing] = field(default_factory=dict)
    waiting: tuple[Entry, ...] = ()

    @property
    def balance(self) -> int:
        """What the pool holds."""
        return self.whole.balance

    def of(self, party_id: int | None) -> Standing:
        """One party's part; nothing for a party that never moved anything."""
        return self.by_party.get(party_id, Standing())


def state_of(verdicts: Iterable[Verdict]) -> MovementState:
    """Where a movement stands after what people said to it.

    >>> [str(state_of([Verdict.APPROVED] * count)) for count in range(3)]
    ['waiting', 'waiting', 'approved']
    >>> str(state_of([Verdict.APPROVED, Verdict.DECLINED]))
    'declined'
    """
    said = list(verdicts)
    if Verdict.WITHDRAWN in said:
        return MovementState.WITHDRAWN
    if Verdict.DECLINED in said:
        return MovementState.DECLINED
    return MovementState.APPROVED if said.count(Verdict.APPROVED) >= APPROVALS_NEEDED else MovementState.WAITING


def account_of(entries: Sequence[Entry]) -> Account:
    """The account after these movements: exact sums of those that count."""
    counted = [entry for entry in entries if entry.state is MovementState.APPROVED]
    parties = dict.fromkeys(entry.party_id for entry in counted)
    return Account(
        whole=_standing(counted),
        by_party={party: _standing([entry for entry in counted if entry.party_id == party]) for party in parties},
        waiting=tuple(entry for entry in entries if entry.state is MovementState.WAITING),
    )


def running_balances(counted: Sequence[Entry]) -> list[int]:
    """The balance after each of the movements that count, in the order in which they came to count."""
    balances: list[int] = []
    for entry in counted:
        balances.append((balances[-1] if balances else 0) + entry.effect)
    return balances


def check_amount(amount: int) -> None:
    """Refuse a movement of nothing, or of less."""
    if amount <= 0:
        raise Refusal("The amount is more than £0.00.")


def check_concerns_a_group(kind: MovementKind, party_id: int | None) -> None:
    """Refuse a drawdown or repayment of nobody: only a contribution may be the commissioner's own."""
    if party_id is None and kind in _ASKED:
        raise Refusal(f"{_ASKED[kind]} Only a contribution may be the commissioner’s own.")


def reason_against(entry: Entry, account: Account, *, name: str) -> str:
    """Why the account cannot bear a movement, as one sentence; empty where it can. `name`: the group's."""
    amount, owed = sterling(entry.amount), account.of(entry.party_id).outstanding
    if entry.kind is MovementKind.DRAWDOWN and entry.amount > account.balance:
        held = f"holds {sterling(account.balance)}, less than" if account.balance else "is empty and cannot bear"
        return f"The pool {held} the {amount} of this drawdown."
    if entry.kind is MovementKind.REPAYMENT and entry.amount > owed:
        if not owed:
            return f"{name} has nothing to repay."
        return f"{name} has {sterling(owed)} still to repay, less than the {amount} of this repayment."
    return ""


def check_may_be_asked(entry: Entry, account: Account, *, name: str) -> None:
    """Refuse to ask for a drawdown of more than the pool holds, or a repayment of more than the group still owes."""
    if reason := reason_against(entry, account, name=name):
        most = account.balance if entry.kind is MovementKind.DRAWDOWN else account.of(entry.party_id).outstanding
        raise Refusal(f"{reason} Ask for {sterling(most)} at most." if most else reason)


def check_may_count(entry: Entry, account: Account, *, name: str) -> None:
    """Refuse the second approval of a movement that the account cannot bear any more."""
    if reason := reason_against(entry, account, name=name):
        raise Refusal(f"{reason} Decline movement {entry.number}, or approve it when that has changed.")


def check_has_not_left(kind: MovementKind, *, name: str, closed_on: str | None) -> None:
    """Refuse money from or to a group that has left; what it drew it may still pay back. `closed_on` in words."""
    if closed_on is not None and kind is not MovementKind.REPAYMENT:
        raise Refusal(
            f"{name} has been closed since {closed_on}: it can pay back what it drew, and nothing else can move."
        )


def in_words(kind: MovementKind, amount: int, name: str | None) -> str:
    """A movement in a few words. `name`: the group's, None for the commissioner's own money.

    >>> in_words(MovementKind.DRAWDOWN, 500_00, "DacCom"), in_words(MovementKind.CONTRIBUTION, 1, None)
    ('a drawdown of £500.00 for DacCom', 'a contribution of £0.01 from the commissioner')
    """
    return f"{_WORDS[kind]} of {sterling(amount)} {_OF_GROUP[kind]} {name or 'the commissioner'}"


def _standing(counted: Iterable[Entry]) -> Standing:
    sums = dict.fromkeys(MovementKind, 0)
    for entry in counted:
        sums[entry.kind] += entry.amount
    return Standing(
        contributed=sums[MovementKind.CONTRIBUTION],
        drawn=sums[MovementKind.DRAWDOWN],
        repaid=sums[MovementKind.REPAYMENT],
    )
