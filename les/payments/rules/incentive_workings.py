"""How each instalment of the incentive comes about for a practice: entitlement, what was freed up, kept and paid.

An instalment that was proposed stays as it was proposed. What was freed up is used up in the order of the instalments
by those that are not, after what those took that are: so a correction of it is made good with what is still to come.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.money import as_decimal, as_pence, plain
from core.wording import sterling
from les.payments.rules.incentive import Instalment, incentive_instalments
from les.payments.rules.setting_aside import split_with_set_aside

NOT_JUDGED = "Whether its condition is met is not judged yet."
NOT_FREED = "What was freed up is not approved yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """An instalment as it was proposed for a practice. All pence."""

    entitled: int
    used: int
    due: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An instalment of the plan for a practice. `rate`: pounds a patient; `is_met`: None while nobody judged."""

    name: str
    rate: Decimal
    is_met: bool | None
    fixed: Fixed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """What an instalment comes to for a practice, in pence. `due` is what is kept for the group and what is paid.

    `why_not`: why it cannot be worked out yet; then nothing is due. `is_fixed`: it was proposed so.
    """

    part: Part
    entitled: int
    used: int
    due: int
    kept: int
    why_not: str = ""

    @property
    def is_fixed(self) -> bool:
        """Whether it was proposed so."""
        return self.part.fixed is not None

    @property
    def paid(self) -> int:
        """What goes to the practice itself."""
        return self.due - self.kept


def workings(
    *, list_size: int, parts: Sequence[Part], freed_up: Decimal | None, percent: Decimal | int
) -> list[Working]:
    """Each instalment of a practice in the order of the plan. `freed_up`: pounds, None while not approved.

    `percent`: of each payment for the group’s account, rounded once for the practice and instalment.

    >>> parts = [Part(name="Targets", rate=Decimal("0.64"), is_met=True),
    ...     Part(name="Support", rate=Decimal("0.31"), is_met=True)]
    >>> found = workings(list_size=8000, parts=parts, freed_up=Decimal("5500.00"), percent=25)
    >>> [(each.entitled, each.used, each.due, each.kept, each.paid) for each in found]
    [(512000, 512000, 0, 0, 0), (248000, 38000, 210000, 52500, 157500)]
    """
    whole = [Instalment(name=each.name, rate=each.rate, is_met=True) for each in parts]
    entitled = incentive_instalments(list_size=list_size, instalments=whole, freed_up=Decimal(0))
    taken = sum(each.fixed.used for each in parts if each.fixed)
    left = None if freed_up is None else max(0, max(0, as_pence(freed_up)) - taken)
    found = []
    for part, pounds in zip(parts, entitled, strict=True):
        working = _fixed(part) if part.fixed else _open(part, as_pence(pounds), left, percent)
        if left is not None and not part.fixed:
            left -= working.used
        found.append(working)
    return found


def _fixed(part: Part) -> Working:
    fixed = part.fixed
    if fixed is None:
        raise ValueError("an instalment that was proposed")
    return Working(part=part, entitled=fixed.entitled, used=fixed.used, due=fixed.due, kept=fixed.kept)


def _open(part: Part, entitled: int, left: int | None, percent: Decimal | int) -> Working:
    if left is None:
        return Working(part=part, entitled=entitled, used=0, due=0, kept=0, why_not=NOT_FREED)
    used = min(left, entitled)
    if part.is_met is None:
        return Working(part=part, entitled=entitled, used=used, due=0, kept=0, why_not=NOT_JUDGED)
    due = entitled - used if part.is_met else 0
    kept, _ = split_with_set_aside(as_decimal(due), percent)
    return Working(part=part, entitled=entitled, used=used, due=due, kept=as_pence(kept))


def in_words(working: Working, *, list_size: int, group: str, percent: Decimal | int) -> str:
    """How an instalment comes about, in sentences.

    >>> part = Part(name="Targets", rate=Decimal("0.64"), is_met=True)
    >>> found = workings(list_size=8000, parts=[part], freed_up=Decimal(3000), percent=25)[0]
    >>> in_words(found, list_size=8000, group="DacCom", percent=25)
    '8,000 patients × £0.64 = £5,120.00, less freed-up resources of £3,000.00: £2,120.00. \
Of it 25%, £530.00, is kept for DacCom’s account and £1,590.00 is paid to the practice.'
    """
    part, exact = working.part, Fraction(working.part.rate) * 100 * list_size
    told = f"{list_size:,} patients × £{part.rate} = {sterling(working.entitled)}"
    if exact != working.entitled and not working.is_fixed:
        told += " (rounded so that the instalments add up)"
    if working.why_not:
        return f"{told}. {working.why_not}"
    if part.is_met is False and not working.is_fixed:
        return f"{told}. Its condition is not met: only what was freed up counts, and nothing is paid."
    told += f", less freed-up resources of {sterling(working.used)}: {sterling(working.due)}."
    if not working.due:
        return f"{told} Nothing is paid."
    if not group:
        return f"{told} All of it is paid to the practice, which is in no group."
    share = f"{plain(Fraction(percent))}%, {sterling(working.kept)}"
    return f"{told} Of it {share}, is kept for {group}’s account and {sterling(working.paid)} is paid to the practice."
