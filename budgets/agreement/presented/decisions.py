"""The commissioner's decisions over dissent as pages show them: the line, the reasons, and what fell away since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from budgets.agreement.models.sign_off import Decision
from budgets.agreement.rules.sign_off import Dissent, adopted_without, to_be_adopted
from budgets.agreement.rules.sign_off_content import dissent_from
from core.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionShown:
    """A decision with its line and reasons. `fell_away`: in words, who has consented since; blank where nobody has."""

    line: str
    reasons: str
    by: str
    role: str
    at: datetime
    fell_away: str


def decisions_shown(
    decisions: Sequence[Decision], dissent: Sequence[Dissent], *, is_adopted: bool
) -> list[DecisionShown]:
    """Decisions, newest first, beside the dissent as it is now. `is_adopted`: whether the budget was signed off."""
    return [_shown(each, dissent, is_adopted=is_adopted) for each in decisions]


def _shown(decision: Decision, dissent: Sequence[Dissent], *, is_adopted: bool) -> DecisionShown:
    decided = dissent_from(decision.dissent)
    still = {(each.code, each.item) for each in dissent}
    gone = [each for each in decided if (each.code, each.item) not in still]
    came_round = [f"{each.name} has consented to the {each.item}" for each in gone]
    line = adopted_without(decided)
    return DecisionShown(
        line=line if is_adopted else to_be_adopted(line),
        reasons=decision.reasons,
        by=decision.name,
        role=decision.role,
        at=decision.decided_at,
        fell_away=listed(came_round),
    )
