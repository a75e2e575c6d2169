"""What a contract commits of budget lines: never more than the group's line holds, unless that was recorded.

Amounts are whole pence. Source: the issue of contracts: “committing more than the line holds needs a recorded
exception”, by a second person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.errors import Refusal
from core.permissions import Actor, Permission
from core.wording import sterling

POOLED = ""
POOLED_NAME = "All groups (pooled)"


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """A line that can be bought: what each group's part of it holds, in pence (blank code: pooled)."""

    code: str
    name: str
    holds: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What one contract wants of one group's budget line, beside what the line holds and other contracts commit.

    `excused`: the most by which a second person allowed this contract to go over. `group` blank: a pooled line.
    """

    line: str
    line_name: str
    group: str
    group_name: str
    amount: int
    budget: int
    elsewhere: int
    excused: int = 0

    @property
    def left(self) -> int:
        """What the line holds beside other contracts; negative where these hold more than it."""
        return self.budget - self.elsewhere

    @property
    def excess(self) -> int:
        """By how much the contract goes over what is left; nought where it does not.

        >>> Commitment(line="P", line_name="Physio", group="D", group_name="D", amount=9, budget=10, elsewhere=4).excess
        3
        """
        return max(0, self.amount - max(0, self.left))


def sees_budgets(by: Actor, *, commissioner_id: int) -> bool:
    """Whether a person may know what lines hold beside other contracts: the commissioner’s people, who check them."""
    return by.may(Permission.SEE_UNSHOWN_CALCULATIONS) and by.reaches(commissioner_id)


def problems_in_commitments(wanted: Iterable[Commitment]) -> list[str]:
    """Where a contract commits more than the line holds and nobody allowed it, in sentences; and negative amounts."""
    found = []
    for each in wanted:
        if each.amount < 0:
            found.append(f"{_named(each)}: an amount is not negative.")
        elif each.excess > each.excused:
            found.append(
                f"{_named(each)}: {sterling(each.amount)} is {sterling(each.excess)} more than the line has left "
                f"({sterling(each.budget)}, of which {sterling(each.elsewhere)} is in other contracts)."
            )
    return found


def check_commitments(wanted: Sequence[Commitment]) -> None:
    """Refuse to commit more than lines hold."""
    if problems := problems_in_commitments(wanted):
        raise Refusal(
            " ".join([*problems, "Commit less, or have a second person record an exception with the reason first."])
        )


def check_exception(*, amount: int, reason: str, drafted_by: Mapping[int, str], person_id: int) -> None:
    """Refuse an exception of nothing, without a reason, or by one of those who drafted; `drafted_by`: ids and names."""
    if person_id in drafted_by:
        raise Refusal("You drafted this contract. An exception is recorded by a second person.")
    if amount <= 0:
        raise Refusal("Enter by how much the contract may go over the line.")
    if not reason.strip():
        raise Refusal("Say why the contract may commit more than the line holds.")


def check_within_value(*, lines: int, year_value: int) -> None:
    """Refuse lines of money that add up to more than the contract is worth in the year."""
    if lines > year_value:
        raise Refusal(
            f"The lines of money add up to {sterling(lines)}, more than the value for the year, {sterling(year_value)}."
        )


def dealt_in_words(pence: Mapping[str, int], names: Mapping[str, str]) -> str:
    """What is dealt to groups, in all and to each; `names`: by code.

    >>> dealt_in_words({"DAC": 100, "WAT": 50}, {"DAC": "DacCom", "WAT": "WatCom"})
    '£1.50 (£1.00 for DacCom, £0.50 for WatCom)'
    >>> dealt_in_words({"DAC": 100}, {"DAC": "DacCom"}), dealt_in_words({}, {})
    ('£1.00 for DacCom', 'nothing')
    """
    each = [f"{sterling(amount)} for {names[group]}" for group, amount in pence.items()]
    if len(each) < 2:
        return "".join(each) or "nothing"
    return f"{sterling(sum(pence.values()))} ({', '.join(each)})"


def _named(each: Commitment) -> str:
    return f"{each.line_name} for {each.group_name}"
