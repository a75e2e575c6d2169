"""Rules of approval: which step a claim waits for, who may take it, and what may be cut of its lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import OutOfDate, Refusal
from core.wording import sterling
from les.claims.rules.kinds import STATE_NAMES, CutReason, State, Step

STEP_NAMES: Mapping[Step, str] = {
    Step.LATE: "Whether to take it",
    Step.EVIDENCE: "Evidence",
    Step.PAYMENT: "Payment",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a claim stands. `is_taken`: a late one that was taken; `is_returned`: it waits for the practice."""

    number: str
    state: State
    is_late: bool = False
    is_taken: bool = False
    is_returned: bool = False
    open_queries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a line is worth before the step at hand, in pence."""

    line_id: int
    name: str
    pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What is left of a line after a cut, in pence, and why."""

    pence: int
    reason: CutReason
    words: str = ""


def step_of(standing: Standing) -> Step | None:
    """The step of approval for which a claim waits; None where it waits for nobody, or for the practice.

    >>> step_of(Standing(number="EC-000001", state=State.SUBMITTED, is_late=True))
    <Step.LATE: 'late'>
    >>> step_of(Standing(number="EC-000001", state=State.CHECKED))
    <Step.PAYMENT: 'payment'>
    """
    if standing.state is State.CHECKED:
        return Step.PAYMENT
    if standing.state is not State.SUBMITTED or standing.is_returned:
        return None
    return Step.LATE if standing.is_late and not standing.is_taken else Step.EVIDENCE


def check_step(standing: Standing, step: Step) -> None:
    """Refuse a step that a claim does not wait for."""
    if step_of(standing) is step:
        return
    if standing.is_returned:
        raise Refusal(f"{standing.number} was given back: it waits for the practice to submit it again.")
    if step_of(standing) is Step.LATE:
        raise Refusal(f"{standing.number} came late. Decide first whether it is taken.")
    raise Refusal(f"{standing.number} does not wait for this: {STATE_NAMES[standing.state].lower()}.")


def check_no_open_queries(standing: Standing) -> None:
    """Refuse to approve while a query is open."""
    if standing.open_queries:
        count = "One query is" if standing.open_queries == 1 else f"{standing.open_queries} queries are"
        raise Refusal(f"{count} open on {standing.number}. Resolve what was asked before you approve it.")


def check_own_hand(*, number: str, wrote: bool, approved_before: bool) -> None:
    """Refuse somebody who wrote the claim, or approved it at an earlier step."""
    if wrote:
        raise Refusal(f"You wrote or submitted {number}. Nobody decides over a claim of their own.")
    if approved_before:
        raise Refusal(f"You approved {number} already. It needs a second person.")


def check_seen(*, is_seen: bool, number: str) -> None:
    """Refuse a decision over something else than the person had in front of them."""
    if not is_seen:
        raise OutOfDate(f"{number} is not as you saw it any more. Read it again, then decide.")


def check_cuts(lines: Sequence[Worth], cuts: Mapping[int, Cut]) -> None:
    """Refuse a cut of no line, one that adds, one of what is taken back, one without its words, and cutting all away.

    >>> line = Worth(line_id=1, name="Joint injection", pence=42000)
    >>> check_cuts([line], {1: Cut(pence=42001, reason=CutReason.WRONG_COUNT)})
    Traceback (most recent call last):
    ...
    core.errors.Refusal: Joint injection: £420.01 is more than the £420.00 it stands at. A cut only takes away.
    """
    by_id = {line.line_id: line for line in lines}
    for line_id, cut in cuts.items():
        if line_id not in by_id:
            raise Refusal("There is no such line in this claim.")
        _check_cut(by_id[line_id], cut)
    if cuts and not any(left for left in left_of(lines, cuts).values()):
        raise Refusal("Nothing would be left of this claim. Decline it instead, with the reason.")


def left_of(lines: Sequence[Worth], cuts: Mapping[int, Cut]) -> dict[int, int]:
    """What is left of each line after the cuts, in pence.

    >>> line = Worth(line_id=1, name="Joint injection", pence=42000)
    >>> left_of([line], {1: Cut(pence=100, reason=CutReason.WRONG_COUNT)})
    {1: 100}
    """
    return {line.line_id: cuts[line.line_id].pence if line.line_id in cuts else line.pence for line in lines}


def cuts_in_words(lines: Sequence[Worth], cuts: Mapping[int, Cut]) -> str:
    """How much was cut, for the history; blank where nothing was.

    >>> line = Worth(line_id=1, name="Joint injection", pence=42000)
    >>> cuts_in_words([line], {1: Cut(pence=100, reason=CutReason.WRONG_COUNT)})
    ', £419.00 cut from 1 line'
    """
    if not cuts:
        return ""
    cut = sum(line.pence for line in lines) - sum(left_of(lines, cuts).values())
    return f", {sterling(cut)} cut from {len(cuts)} {'line' if len(cuts) == 1 else 'lines'}"


def unanswered(found: Sequence[str], answered: Sequence[str]) -> list[str]:
    """What seems claimed twice and nobody has said anything to yet."""
    return [each for each in found if each not in answered]


def check_answered(open_ones: Sequence[str], answer: str) -> None:
    """Refuse to go on while nothing is said to what seems claimed twice."""
    if open_ones and not answer:
        raise Refusal(f"It seems to be claimed twice: {open_ones[0]} Say why it is not, or cut or decline it.")


def _check_cut(line: Worth, cut: Cut) -> None:
    if line.pence <= 0:
        raise Refusal(f"{line.name}: nothing is cut of a line that takes back what was paid too much.")
    if cut.pence > line.pence:
        stands = f"{sterling(cut.pence)} is more than the {sterling(line.pence)} it stands at"
        raise Refusal(f"{line.name}: {stands}. A cut only takes away.")
    if cut.pence == line.pence:
        raise Refusal(f"{line.name}: {sterling(cut.pence)} is what it stands at. Leave the reason out, or cut it.")
    if cut.pence < 0:
        raise Refusal(f"{line.name}: a line is cut to nothing at most. Take back what was paid with a claw-back.")
    if cut.reason is CutReason.OTHER and not cut.words:
        raise Refusal(f"{line.name}: say in words why it is cut.")


def check_no_later_cuts(*, before: int, cuts: Mapping[int, Cut]) -> None:
    """Refuse a cut once somebody approved the sum for payment: all approve the same."""
    if before and cuts:
        raise Refusal(
            "Somebody approved this sum for payment already. Approve the same, or give it back or decline it."
        )
