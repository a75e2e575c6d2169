"""Where a plan of the incentive is on its way, and plans as a list."""

from collections.abc import Callable, Sequence

from budgets.rounds.rules import RoundStep, StepState
from core.tables import Table, columns, number, table, words
from core.wording import in_full
from les.payments.models.incentive import IncentivePlan
from les.payments.queries.incentive_standing import Standing


def steps_of(standing: Standing) -> list[RoundStep]:
    """Planned, freed-up resources, conditions, proposed, decided: what is done, what comes now, what later."""
    practices = [each for each in standing.practices if not each.why_not]
    freed = sum(each.freed is not None for each in practices)
    needed = len(practices) * len(standing.plan.instalments)
    judged = sum(len(each.judged) for each in practices)
    shares = sum(len(each.shares) for each in practices)
    left = sum(len(standing.to_propose(each)) for each in standing.plan.instalments)
    waiting = sum(len(standing.undecided(each)) for each in standing.proposals)
    is_known = bool(practices) and freed == len(practices) and judged == needed
    said = (
        ("Planned", f"List of {in_full(standing.plan.list_on)}", True),
        ("Freed-up resources", f"{freed} of {len(practices)} practices approved", 0 < len(practices) == freed),
        ("Conditions", f"{judged} of {needed} judged", 0 < needed == judged),
        ("Proposed", f"{shares} payments proposed, {left} to propose", is_known and not left),
        ("Decided", f"{waiting} wait for a second person", is_known and not left and not waiting),
    )
    first = next((place for place, (_, _, is_done) in enumerate(said) if not is_done), len(said))
    return [
        RoundStep(name=name, words=told, state=_state(place, first, is_done=is_done))
        for place, (name, told, is_done) in enumerate(said)
    ]


def plans_table(plans: Sequence[IncentivePlan], link: Callable[[IncentivePlan], str]) -> Table:
    """Plans, newest year first."""
    head = columns("Scheme", "Year", "List day", "#Instalments", "Set aside")
    rows = [
        [
            words(each.scheme.called, href=link(each), about=each.year),
            words(each.year),
            words(in_full(each.list_on)),
            number(len(each.instalments)),
            words(f"{each.set_aside}% for the group"),
        ]
        for each in plans
    ]
    return table("plans", f"{len(plans)} {'plan' if len(plans) == 1 else 'plans'}", head, rows)


def _state(place: int, first: int, *, is_done: bool) -> StepState:
    if is_done:
        return StepState.DONE
    return StepState.NOW if place == first else StepState.LATER
