"""Plans and samples as tables, and where the practices of a sample are."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from core.clock import day_in_words
from core.money import as_pence
from core.tables import Table, amount, columns, number, table, words
from core.wording import in_full, listed
from les.verification.models.plans import SampledClaim, VerificationPlan
from les.verification.models.visits import Visit
from les.verification.queries.facts import facts_of
from les.verification.rules.kinds import RISK_SHORT, Risk
from les.verification.rules.standing import STAGE_NAMES, stage_of


def plans_table(plans: Sequence[VerificationPlan], link: Callable[[VerificationPlan], str] = lambda _: "") -> Table:
    """Plans, newest first."""
    head = columns("Plan", "Chosen", "#Claims drawn", "Schemes", "Quarters", "Drawn on", "By")
    rows = []
    for each in plans:
        told = json.loads(each.asked)
        rows.append(
            [
                words(each.name, href=link(each)),
                words(each.method_name),
                number(len(each.sample)),
                words(listed(told["schemes"])),
                words(listed(told["quarters"])),
                words(day_in_words(each.drawn_at)),
                words(each.drawn_by.name),
            ]
        )
    return table("plans", f"{len(plans)} {'plan' if len(plans) == 1 else 'plans'}", head, rows)


def facts_of_plan(plan: VerificationPlan) -> list[tuple[str, str]]:
    """What was asked of a draw, so that anybody can repeat it."""
    told = json.loads(plan.asked)
    weights = [
        f"{RISK_SHORT[risk].lower()} {told['weights'][risk.value]}" for risk in Risk if risk.value in told["weights"]
    ]
    facts = [
        ("Schemes", listed(told["schemes"])),
        ("Quarters", listed(told["quarters"])),
        ("Chosen", plan.method_name),
        ("Drawn", f"{len(plan.sample)} of {len(json.loads(plan.frame))} paid claims, on {day_in_words(plan.drawn_at)}"),
    ]
    if plan.seed:
        facts.append(("Seed", plan.seed))
    if weights:
        facts.append(("Weights", f"1 for each claim, and {listed(weights)}"))
    return [*facts, ("Hash of the frame", plan.frame_hash)]


def sample_table(sample: Sequence[SampledClaim]) -> Table:
    """The claims of a sample in the order of the draw."""
    head = columns("Claim", "#Drawn", "Practice", "Scheme", "Quarter", "Paid £", "Why")
    rows = [
        [
            words(each.claim.number),
            number(each.place),
            words(each.practice.name),
            words(each.claim.scheme.name),
            words(str(each.claim.of)),
            amount(as_pence(each.paid)),
            words(each.why),
        ]
        for each in sample
    ]
    foot = [
        words("All"),
        *(words("") for _ in range(4)),
        amount(sum(as_pence(each.paid) for each in sample)),
        words(""),
    ]
    return table("sample", f"{len(sample)} {'claim' if len(sample) == 1 else 'claims'} drawn", head, rows, [foot])


def practices_table(
    sample: Sequence[SampledClaim],
    visits: Mapping[int, Visit],
    *,
    on: date,
    link: Callable[[int, Visit | None], tuple[str, str]] = lambda *_: ("", ""),
) -> Table:
    """The practices of a sample: how many claims, the visit, where it stands, what is to be recovered."""
    by_practice: dict[int, list[SampledClaim]] = {}
    for each in sorted(sample, key=lambda one: one.practice.name):
        by_practice.setdefault(each.practice_id, []).append(each)
    head = columns("Practice", "#Claims", "Paid £", "Visit", "State", "Proposed for recovery £", "Next")
    rows = []
    for practice_id, found in by_practice.items():
        visit = visits.get(practice_id)
        text, href = link(practice_id, visit)
        recovery = visit.recovery if visit else None
        rows.append(
            [
                words(found[0].practice.name),
                number(Fraction(len(found))),
                amount(sum(as_pence(each.paid) for each in found)),
                words(in_full(visit.visit_on) if visit else ""),
                words(STAGE_NAMES[stage_of(facts_of(visit), on=on)] if visit else "No visit yet"),
                amount(as_pence(recovery.amount)) if recovery else words("", look="app-number"),
                words(text, href=href, about=found[0].practice.name if text else ""),
            ]
        )
    count = f"{len(rows)} {'practice' if len(rows) == 1 else 'practices'}"
    return table("practices", f"{count} to visit", head, rows)
