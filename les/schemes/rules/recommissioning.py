"""Re-commissioning: every existing scheme gets a decision by a day, and runs on until it is replaced.

Source: the meeting that set the rule that existing enhanced services continue until they are re-commissioned, within
three months, with consistency across the area.
"""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import Refusal
from core.wording import in_full, listed, sterling
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict

USUAL_MONTHS = 3
MOST_MONTHS = 12
MOST_COUNT = 9_999_999
USUAL_SOURCE = "Rule of the area: existing schemes run on until they are re-commissioned, within three months"


class Outcome(StrEnum):
    """What is decided for a scheme."""

    CONTINUE = "continue"
    RECOMMISSION = "recommission"
    CHANGE = "change"
    STOP = "stop"


OUTCOME_NAMES: Mapping[Outcome, str] = {
    Outcome.CONTINUE: "Continue",
    Outcome.RECOMMISSION: "Re-commission",
    Outcome.CHANGE: "Change",
    Outcome.STOP: "Stop",
}
OUTCOME_MEANINGS: Mapping[Outcome, str] = {
    Outcome.CONTINUE: "it goes on as it is",
    Outcome.RECOMMISSION: "it is offered anew under its next version, and runs on until that is approved",
    Outcome.CHANGE: "its terms change with its next version, and it runs on until that is approved",
    Outcome.STOP: "it ends from a day that two people set, and runs on until then",
}
WITH_NEXT_VERSION = (Outcome.RECOMMISSION, Outcome.CHANGE)
UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A unit here and at the hospital, in pence, and how many are expected in a year."""

    price: int
    tariff: int
    count: int

    @property
    def here(self) -> int:
        """What the expected count costs under the scheme."""
        return self.price * self.count

    @property
    def there(self) -> int:
        """What it costs at the hospital."""
        return self.tariff * self.count

    @property
    def difference(self) -> int:
        """What the hospital costs more than the scheme; negative where it costs less.

        >>> Cost(price=4200, tariff=9150, count=120).difference
        594000
        """
        return self.there - self.here

    @property
    def in_words(self) -> str:
        """The difference in a sentence.

        >>> Cost(price=4200, tariff=9150, count=120).in_words
        '120 at £42.00 here cost £5,040.00, at £91.50 there £10,980.00: the scheme costs £5,940.00 less.'
        """
        figures = (
            f"{self.count:,} at {sterling(self.price)} here cost {sterling(self.here)}, "
            f"at {sterling(self.tariff)} there {sterling(self.there)}"
        )
        if not self.difference:
            return f"{figures}: the same."
        more = "less" if self.difference > 0 else "more"
        return f"{figures}: the scheme costs {sterling(abs(self.difference))} {more}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """The same work at the hospital: what of the scheme it stands for, its tariff in pence with source and day.

    `element`: the code of what the scheme pays for; `count`: how many are expected in a year.
    """

    element: str
    count: int
    tariff: int
    source: str
    tariff_on: date | None
    provider_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The case made for an outcome. `no_alternative`: why there is no hospital to compare with; blank where there is.

    `reason`: why it is decided anew.
    """

    outcome: Outcome
    need: str
    evidence: str
    equality: str
    consistency: str
    alternative: Alternative | None
    no_alternative: str = ""
    reason: str = ""


def decide_by_of(began_on: date, months: int) -> date:
    """The day by which every scheme is decided over: so many months later, the last of a shorter month.

    >>> decide_by_of(date(2008, 2, 1), 3), decide_by_of(date(2007, 11, 30), 3)
    (datetime.date(2008, 5, 1), datetime.date(2008, 2, 29))
    """
    if not 1 <= months <= MOST_MONTHS:
        raise Refusal(f"Decisions are made within 1 to {MOST_MONTHS} months. Put the number of months right.")
    years, month = divmod(began_on.month - 1 + months, 12)
    year = began_on.year + years
    return date(year, month + 1, min(began_on.day, calendar.monthrange(year, month + 1)[1]))


def check_may_begin(*, began_on: date, on: date, open_before: Sequence[str], schemes: int) -> None:
    """Refuse a day to come, one beside another that has undecided schemes, and one over no scheme.

    `open_before`: what is undecided in the one before.
    """
    if began_on > on:
        raise Refusal(f"{in_full(began_on)} is to come. Begin on the day itself, or enter the day on which it began.")
    if open_before:
        left = f"{len(open_before)} {'scheme is' if len(open_before) == 1 else 'schemes are'}"
        raise Refusal(f"In the re-commissioning before this one {left} undecided. Decide over them first.")
    if not schemes:
        raise Refusal("No scheme is approved, so there is nothing to re-commission.")


def check_compared(made: Made) -> None:
    """Refuse a case with neither a comparison with the hospital nor the reason why there is none, and one with both."""
    if made.alternative is None and not made.no_alternative.strip():
        raise Refusal("Compare the cost with the hospital, or say why there is nothing to compare it with.")
    if made.alternative is not None and made.no_alternative.strip():
        raise Refusal("Either compare the cost with the hospital, or say why it cannot be compared. Clear one of both.")


def check_cost(cost: Cost, *, source: str, tariff_on: date | None) -> None:
    """Refuse a comparison with the hospital without count, tariff, its source or its day."""
    if not 0 < cost.count <= MOST_COUNT:
        raise Refusal(f"The expected count is a whole number from 1 to {MOST_COUNT:,}.")
    if cost.tariff <= 0:
        raise Refusal("A tariff is more than nothing.")
    if not source.strip() or tariff_on is None:
        raise Refusal("Say where the tariff stands and the day from which it holds.")


def check_may_propose(*, waiting: int | None, standing: Outcome | None, outcome: Outcome, reason: str) -> None:
    """Refuse a proposal beside one that waits, and one over a decided scheme without the reason why anew."""
    if waiting is not None:
        raise Refusal(f"Proposal {waiting} waits for a second person. It is decided or withdrawn before the next.")
    if standing is not None and not reason.strip():
        name = OUTCOME_NAMES[standing].lower()
        raise Refusal(f"It is decided already: {name}. Say why it is decided anew; both stay on record.")
    if standing is outcome and standing is Outcome.STOP:
        raise Refusal("It is decided already that it stops. Set the day from which it ends.")


def reason_against_deciding(
    *, decided: Verdict | None, is_own: bool, interest: str, may_answer: Sequence[str], last_day: date | None
) -> str:
    """Why somebody may not agree to or decline a proposal now; blank where they may.

    `may_answer`: groups that were asked and still have time, until `last_day`.

    >>> reason_against_deciding(decided=None, is_own=True, interest="", may_answer=[], last_day=None)
    'You made this proposal. Ask a second person to decide, or withdraw it.'
    """
    if decided is not None:
        return f"This is decided already: {VERDICT_NAMES[decided].lower()}."
    if is_own:
        return "You made this proposal. Ask a second person to decide, or withdraw it."
    if interest:
        return f"You declared an interest in {interest}, whom this concerns. Ask somebody without one to decide."
    if may_answer and last_day is not None:
        return (
            f"{listed(may_answer)} may give an opinion until {in_full(last_day)}. "
            "Decide once it is in, or after that day."
        )
    return ""


def check_reason_for_verdict(*, verdict: Verdict, reason: str, without: Sequence[str]) -> None:
    """Refuse declining without a reason, and agreeing without saying why some groups’ opinions are missing.

    `without`: the groups that were not asked or did not respond.
    """
    if reason.strip():
        return
    if verdict is Verdict.APPROVED and without:
        missing = f"There is no opinion of {listed(without)}, which is no consent."
        raise Refusal(f"{missing} Say in the reason why you decide without it.")
    if verdict is not Verdict.APPROVED:
        raise Refusal("The reason is missing. Write it in a sentence.")
