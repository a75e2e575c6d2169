"""Rules of funding applications: a practice asks, groups give opinions, a second person decides. Money is pence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import Refusal
from core.wording import in_full, listed, sterling

MOST_OF_WHAT = 120
MOST_OF_WHY = 2000
MOST_PENCE = 10**10


class FundingState(StrEnum):
    """Where an application is on its way."""

    DRAFT = "draft"
    SENT = "sent"
    ASKED = "asked"
    APPROVED = "approved"
    PART = "part"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


FUNDING_NAMES: Mapping[FundingState, str] = {
    FundingState.DRAFT: "Draft",
    FundingState.SENT: "Sent",
    FundingState.ASKED: "Opinions asked",
    FundingState.APPROVED: "Approved in full",
    FundingState.PART: "Approved in part",
    FundingState.DECLINED: "Declined",
    FundingState.WITHDRAWN: "Withdrawn",
}
FUNDING_MEANINGS: Mapping[FundingState, str] = {
    FundingState.DRAFT: "Only the practice sees it. It counts once it is signed and sent.",
    FundingState.SENT: "It is signed. The commissioner asks groups for their opinion next.",
    FundingState.ASKED: "Groups give their opinion by a day; then a person who did not ask them decides.",
    FundingState.APPROVED: "The whole amount is due to the practice.",
    FundingState.PART: "Part of the amount is due to the practice.",
    FundingState.DECLINED: "Nothing is due to the practice.",
    FundingState.WITHDRAWN: "The practice took it back before it was decided.",
}
BEFORE_DECISION = (FundingState.DRAFT, FundingState.SENT, FundingState.ASKED)
DECIDED = (FundingState.APPROVED, FundingState.PART, FundingState.DECLINED)


class Opinion(StrEnum):
    """What a group says of an application. To have no opinion is said too: silence is not consent."""

    SUPPORTS = "supports"
    CONDITIONS = "conditions"
    AGAINST = "against"
    NONE = "none"


OPINION_NAMES: Mapping[Opinion, str] = {
    Opinion.SUPPORTS: "Supports it",
    Opinion.CONDITIONS: "Supports it with conditions",
    Opinion.AGAINST: "Does not support it",
    Opinion.NONE: "Has no opinion",
}


class Fit(StrEnum):
    """How an amount goes with what is left of a budget.

    `UNSURE`: there is a budget, but nobody records yet what else is committed or spent of it.
    """

    WITHIN = "within"
    UNSURE = "unsure"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a practice asks for: what, why, how many pence, and from when the money is needed."""

    what: str
    why: str
    pence: int
    wanted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the money of a scheme stands in a year, in pence. `budget` None: there is none for that place and year.

    `committed`, `spent`: as rooms tell them, None while none tells. `funded`: approved applications that are not handed
    on to be paid; they are committed besides.
    """

    year: str
    where: str
    budget: int | None
    committed: int | None
    spent: int | None
    funded: int

    @property
    def left(self) -> int | None:
        """What is left of the budget: without what is committed or, where that is more, spent, and what was approved.

        >>> Standing(year="2007/08", where="Dacorum", budget=600000, committed=100000, spent=150000, funded=50000).left
        400000
        """
        if self.budget is None:
            return None
        return self.budget - max(self.committed or 0, self.spent or 0) - self.funded

    @property
    def is_told(self) -> bool:
        """Whether anybody records what is committed and spent."""
        return self.committed is not None


def fit(standing: Standing, pence: int) -> Fit:
    """How an amount goes with what is left. Without a budget every amount is beyond it.

    >>> told = Standing(year="2007/08", where="Whole area", budget=600000, committed=0, spent=0, funded=0)
    >>> fit(told, 600000).value, fit(told, 600001).value
    ('within', 'beyond')
    """
    if standing.left is None or pence > standing.left:
        return Fit.BEYOND
    return Fit.WITHIN if standing.is_told else Fit.UNSURE


def fit_in_words(standing: Standing, pence: int) -> str:
    """How an amount goes with the budget, as a sentence."""
    if standing.left is None:
        return (
            f"There is no budget for {standing.year}: approving {sterling(pence)} needs an exception, with its reason."
        )
    if pence > standing.left:
        over = sterling(pence - standing.left)
        return f"{sterling(pence)} is {over} more than is left of the budget: it needs an exception, with its reason."
    after = f"{sterling(pence)} is within what is left: {sterling(standing.left - pence)} would remain."
    return after if standing.is_told else f"{after} Beware: what else is committed and spent is not recorded."


def check_wanted(wanted: Wanted) -> None:
    """Refuse an amount of nothing or beyond measure. What was written is looked over where it is kept."""
    if not 0 < wanted.pence <= MOST_PENCE:
        raise Refusal(f"Ask for more than nothing, and for {sterling(MOST_PENCE)} at most.")


def check_may_change_application(state: FundingState) -> None:
    """Refuse to change what was signed or taken back."""
    if state is not FundingState.DRAFT:
        raise Refusal("Only a draft is changed. This application was signed: withdraw it, and write another.")


def check_may_send(state: FundingState, *, starts_on: date | None, expires_on: date | None, wanted_on: date) -> None:
    """Refuse to send what is no draft, or asks under a version of a scheme that does not hold when money is needed."""
    if state is not FundingState.DRAFT:
        raise Refusal("This application was sent already.")
    if starts_on is not None and wanted_on < starts_on:
        raise Refusal(
            f"The scheme holds from {in_full(starts_on)}, and the money is needed on {in_full(wanted_on)}, before it."
        )
    if expires_on is not None and wanted_on >= expires_on:
        raise Refusal(
            f"The scheme expires on {in_full(expires_on)}, and the money is needed on {in_full(wanted_on)}. "
            "Choose a day before it expires."
        )


def check_may_withdraw(state: FundingState) -> None:
    """Refuse to withdraw what is decided, or withdrawn."""
    if state not in BEFORE_DECISION:
        raise Refusal(f"This application is {FUNDING_NAMES[state].lower()}. It is withdrawn only before that.")


def check_may_attach(state: FundingState) -> None:
    """Refuse evidence for what is decided, or withdrawn."""
    if state not in BEFORE_DECISION:
        raise Refusal(f"This application is {FUNDING_NAMES[state].lower()}. Evidence is attached before that.")


def check_may_ask(state: FundingState, *, wanted: Sequence[str], known: Sequence[str], due_on: date, on: date) -> None:
    """Refuse to ask nobody, a group twice, by a day that is over, or about what is not before the commissioner."""
    if state not in (FundingState.SENT, FundingState.ASKED):
        raise Refusal(f"This application is {FUNDING_NAMES[state].lower()}: opinions are not asked about it.")
    if not wanted:
        raise Refusal("Choose at least one PbC group to be asked for its opinion.")
    if again := [name for name in wanted if name in known]:
        raise Refusal(f"{listed(again)} {'is' if len(again) == 1 else 'are'} asked already.")
    if due_on <= on:
        raise Refusal("Give the groups time: the day by which they answer is after today.")


def check_may_advise(state: FundingState, *, tie: str) -> None:
    """Refuse an opinion on what is not open to opinions, and one on one’s own practice. `tie`: why it is one’s own."""
    if state is not FundingState.ASKED:
        raise Refusal(f"This application is {FUNDING_NAMES[state].lower()}: opinions are not taken any more.")
    if tie:
        raise Refusal(f"{tie} Another lead of your group gives its opinion.")


def reason_against_deciding(
    state: FundingState, *, has_asked: bool, has_advised: bool, has_applied: bool, tie: str, awaited: Sequence[str]
) -> str:
    """Why somebody may not decide now; blank where they may. `awaited`: the groups that may still answer, with the day.

    >>> reason_against_deciding(
    ...     FundingState.SENT, has_asked=False, has_advised=False, has_applied=False, tie="", awaited=[])
    'Ask at least one PbC group for its opinion first.'
    """
    closed = f"This application is {FUNDING_NAMES[state].lower()}. It is decided once."
    reasons = (
        (state is FundingState.SENT, "Ask at least one PbC group for its opinion first."),
        (state is not FundingState.ASKED, closed),
        (has_applied, "You wrote or signed this application. Ask somebody else to decide it."),
        (bool(tie), f"{tie} Ask somebody without a tie to the practice to decide it."),
        (has_asked, "You asked for the opinions. Ask a second person to decide."),
        (has_advised, "You gave a group’s opinion on this. Ask somebody else to decide it."),
        (bool(awaited), f"Wait for the opinion of {listed(awaited)}, or until that day is over."),
    )
    return next((sentence for holds, sentence in reasons if holds), "")


def decided_as(*, asked: int, approved: int) -> FundingState:
    """What an application becomes with an approved amount in pence; refuses more than was asked for.

    >>> [decided_as(asked=5000, approved=pence).value for pence in (5000, 4999, 0)]
    ['approved', 'part', 'declined']
    """
    if approved < 0 or approved > asked:
        raise Refusal(f"The amount is between nothing and {sterling(asked)}, which was asked for.")
    if approved == 0:
        return FundingState.DECLINED
    return FundingState.APPROVED if approved == asked else FundingState.PART


def exception_kept(standing: Standing, approved: int, exception: str) -> str:
    """The exception as it is kept: what was written where the amount is beyond the budget, else blank.

    Refuses an amount beyond the budget without one.
    """
    if approved == 0 or fit(standing, approved) is not Fit.BEYOND:
        return ""
    if not exception.strip():
        raise Refusal(f"{fit_in_words(standing, approved)} Write down why it is approved all the same.")
    return exception


def asked_state(opinion: Opinion | None, *, due_on: date, given_on: date | None, on: date) -> str:
    """What became of asking a group, in words: its opinion, that it is awaited, or that the group said nothing.

    >>> asked_state(None, due_on=date(2008, 4, 18), given_on=None, on=date(2008, 4, 19))
    'Said nothing by 18 April 2008'
    """
    if opinion is None:
        day = in_full(due_on)
        return f"Awaited by {day}" if on <= due_on else f"Said nothing by {day}"
    late = given_on is not None and given_on > due_on
    return f"{OPINION_NAMES[opinion]}, given after {in_full(due_on)}" if late else OPINION_NAMES[opinion]
