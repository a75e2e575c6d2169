"""An overview made by hand: two groups, three lines, two providers."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from budgets.intentions.rules.kinds import AnswerKind, IntentionKind
from budgets.intentions.rules.overview import Answered, LineFacts, Overview, Said
from budgets.intentions.rules.provided import Provided

AT = datetime(2008, 3, 3, 10, tzinfo=UTC)
PROV, ACUTE = 1, 2
DACORUM, WATFORD = 10, 20
PROVIDED = Provided(
    places={
        "PHYSIO": {DACORUM: frozenset({PROV}), WATFORD: frozenset({PROV})},
        "WOUND": {DACORUM: frozenset({PROV}), WATFORD: frozenset({ACUTE})},
        "PULM": {WATFORD: frozenset({PROV})},
    },
    place_of={"DAC": DACORUM, "WAT": WATFORD},
    names={PROV: "Provider services", ACUTE: "Acute trust"},
)
LINES = (
    LineFacts(
        code="PHYSIO", name="Physiotherapy", category="Adults", total=1_000_00, gross={"DAC": 600_00, "WAT": 400_00}
    ),
    LineFacts(code="WOUND", name="Wound care", category="Adults", total=500_00, gross={"DAC": 250_00, "WAT": 250_00}),
    LineFacts(code="PULM", name="Lungs", category="", total=90_00, gross={"DAC": 0, "WAT": 0}, is_pooled=True),
)


def said(number: int, kind: IntentionKind = IntentionKind.INVEST, amount: int = 10_00, **more: Any) -> Said:
    """Something said, by DacCom of PHYSIO if nothing else is given."""
    values: dict[str, Any] = {
        "id": number,
        "group": "DAC",
        "line": "PHYSIO",
        "name": "Physiotherapy",
        "kind": kind,
        "amount": 0 if kind is IntentionKind.SAME else amount,
        "notice_months": 6 if kind is IntentionKind.DISINVEST else None,
        "reason": "A reason",
        "effect": "",
        "description": "",
        "calculation": 1,
        "offer_id": None,
        "offer": "",
        "offer_cost": None,
        "offer_wte": None,
        "by": "PbC lead of DacCom",
        "role": "PbC lead",
        "at": AT,
    }
    return Said(**{**values, **more})


def answer(number: int, to: int, kind: AnswerKind = AnswerKind.CAN_DO, **more: Any) -> Answered:
    """An answer, by Provider services if nobody else is named."""
    values: dict[str, Any] = {
        "id": number,
        "intention_id": to,
        "provider_id": PROV,
        "provider": "Provider services",
        "kind": kind,
        "from_on": None,
        "consequence": "",
        "posts": None,
        "by": "Provider manager",
        "role": "Provider manager",
        "at": AT,
    }
    return Answered(**{**values, **more})


def overview(*what: Said, answers: tuple[Answered, ...] = (), **more: Any) -> Overview:
    """What was said and answered, beside calculation 1."""
    by_intention: dict[int, list[Answered]] = {}
    for each in answers:
        by_intention.setdefault(each.intention_id, []).append(each)
    values: dict[str, Any] = {
        "round_id": 1,
        "year": "2008/09",
        "calculation_id": 7,
        "calculation": 1,
        "groups": {"DAC": "DacCom", "WAT": "WatCom"},
        "lines": LINES,
        "said": what,
        "answers": by_intention,
        "provided": PROVIDED,
    }
    return Overview(**{**values, **more})


def wte(text: str) -> Fraction:
    """Whole-time equivalents."""
    return Fraction(text)
