"""Where a visit stands, and what may be done with it: each act once, in its order, by the right side."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import Refusal
from core.wording import in_full
from les.verification.rules.kinds import Answer, AppealVerdict

FEWEST_DAYS_TO_ANSWER = 10


class Stage(StrEnum):
    """Where a visit is on its way."""

    ARRANGED = "arranged"
    FOUND = "found"
    REPORTED = "reported"
    APPEALED = "appealed"
    STANDS = "stands"
    ALLOWED = "allowed"
    OVER = "over"


STAGE_NAMES: Mapping[Stage, str] = {
    Stage.ARRANGED: "Visit arranged",
    Stage.FOUND: "Findings being recorded",
    Stage.REPORTED: "With the practice",
    Stage.APPEALED: "Appealed",
    Stage.STANDS: "Findings stand",
    Stage.ALLOWED: "Appeal allowed",
    Stage.OVER: "Over",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is on record of a visit."""

    visit_on: date
    has_findings: bool
    answer_by: date | None = None
    answer: Answer | None = None
    verdict: AppealVerdict | None = None
    is_recovered: bool = False


def stage_of(facts: Facts, *, on: date) -> Stage:
    """Where it stands on a day. A report nobody answered by its day stands from the day after.

    >>> stage_of(Facts(visit_on=date(2008, 9, 1), has_findings=True, answer_by=date(2008, 10, 1)), on=date(2008, 10, 2))
    <Stage.STANDS: 'stands'>
    """
    if facts.is_recovered:
        return Stage.OVER
    if facts.answer_by is None:
        return Stage.FOUND if facts.has_findings else Stage.ARRANGED
    if facts.verdict is not None:
        return Stage.ALLOWED if facts.verdict is AppealVerdict.ALLOWED else Stage.STANDS
    if facts.answer is not None:
        return Stage.APPEALED if facts.answer is Answer.APPEALED else Stage.STANDS
    return Stage.STANDS if on > facts.answer_by else Stage.REPORTED


def check_may_find(facts: Facts, *, on: date) -> None:
    """Refuse findings before the visit, and once the report is sent."""
    if facts.answer_by is not None:
        raise Refusal("The report of this visit is sent. Findings stay as they are from then on.")
    if on < facts.visit_on:
        raise Refusal(f"The visit is on {in_full(facts.visit_on)}. Findings are recorded from that day on.")


def check_may_report(facts: Facts, *, answer_by: date | None, on: date) -> date:
    """The day by which the practice answers; refuses a second report, one without findings, and too short a time."""
    if facts.answer_by is not None:
        raise Refusal("The report of this visit is sent already.")
    if not facts.has_findings:
        raise Refusal("Nothing is recorded yet. Record what was found of at least one line.")
    if answer_by is None or (answer_by - on).days < FEWEST_DAYS_TO_ANSWER:
        raise Refusal(f"Give the practice at least {FEWEST_DAYS_TO_ANSWER} days to answer.")
    return answer_by


def check_may_answer(facts: Facts, *, on: date) -> None:
    """Refuse an answer without a report, a second one, and one after its day."""
    if facts.answer_by is None:
        raise Refusal("There is no report to answer yet.")
    if facts.answer is not None:
        raise Refusal("This report is answered already.")
    if on > facts.answer_by:
        raise Refusal(f"The report was to be answered by {in_full(facts.answer_by)}. Write to the commissioner.")


def check_may_decide_appeal(facts: Facts, *, person_id: int, part_in_visit: Collection[int]) -> None:
    """Refuse to decide what nobody appealed, a second time, and by somebody who had a part in the visit."""
    if facts.answer is not Answer.APPEALED:
        raise Refusal("The practice has not appealed.")
    if facts.verdict is not None:
        raise Refusal("This appeal is decided already.")
    if person_id in part_in_visit:
        raise Refusal("You had a part in this visit. Ask somebody else to decide over the appeal.")


def check_may_recover(facts: Facts, *, on: date) -> None:
    """Refuse to recover before the findings stand, after an appeal was allowed, and twice."""
    stage = stage_of(facts, on=on)
    refused = {
        Stage.OVER: "This visit is over: what is to be recovered was proposed already.",
        Stage.ALLOWED: "The appeal is allowed: nothing is recovered.",
        Stage.APPEALED: "The practice appealed. The appeal is decided first.",
        Stage.REPORTED: f"The practice may answer by {in_full(facts.answer_by or on)}. Wait for it, or for that day.",
    }
    if stage is not Stage.STANDS:
        raise Refusal(refused.get(stage, "The report is not sent yet."))
