"""Methods, kinds of line and steps in plain words, for pages and documents. Source: docs/budget-method.md, 3 and 4."""

from collections.abc import Mapping

from budgets.method.methods import MethodKind, Share, Way, method_from
from budgets.method.result import Line, LineKind, Step
from core.wording import listed, upper_first

_ALONE = {
    MethodKind.CAPITATION: "By capitation",
    MethodKind.COST_CENTRE: "By cost centre",
    MethodKind.ACTIVITY: "By activity",
    MethodKind.FIXED: "By agreed percentages",
    MethodKind.EQUAL: "In equal shares",
    MethodKind.POOLED: "Kept for all groups (pooled)",
}
_IN_A_BLEND = {
    MethodKind.CAPITATION: "capitation",
    MethodKind.COST_CENTRE: "cost centres",
    MethodKind.ACTIVITY: "activity",
    MethodKind.FIXED: "agreed percentages",
    MethodKind.EQUAL: "equal shares",
}
_NOT_A_METHOD = {
    "reserve": "Held by the commissioner until committed",
    "pace_of_change": "Limits on change from last year",
}
_KINDS = {
    LineKind.SERVICE: "Service",
    LineKind.MUST_DO: "Must-do",
    LineKind.RETURNED_MONEY: "Money returned to localities",
    LineKind.GROWTH_RESERVE: "Growth money not yet committed",
    LineKind.PACE_OF_CHANGE: "Pace of change",
}
_STEPS = {
    Step.BASELINE: "Baseline from the ledger",
    Step.EXCLUDED: "Out of scope",
    Step.HOSTED_BY_OTHERS: "Hosted by others",
    Step.ADJUSTMENTS: "Adjustments",
    Step.UPLIFT: "Uplift",
    Step.RETURNED_MONEY: "Returned money",
    Step.MUST_DOS: "Must-dos",
    Step.GROWTH_SHARE: "Growth shared out",
    Step.PACE_OF_CHANGE: "Pace of change",
    Step.RISK_RESERVE: "Risk reserve",
}
_MEANINGS = {
    Step.BASELINE: "what the ledger holds for the services",
    Step.EXCLUDED: "lines that practices do not commission",
    Step.HOSTED_BY_OTHERS: "the part that other commissioners bear",
    Step.ADJUSTMENTS: "known changes to the services, such as full-year effects and efficiencies",
    Step.UPLIFT: "pay and prices, on recurrent money",
    Step.RETURNED_MONEY: "a lump sum handed back to the localities",
    Step.MUST_DOS: "mandated new spend, paid from growth money",
    Step.GROWTH_SHARE: "growth money that no must-do claims",
    Step.PACE_OF_CHANGE: "limits on how fast a group may move from last year",
    Step.RISK_RESERVE: "set aside by the commissioner against swings",
}


def in_words(method: str, groups: Mapping[str, str] | None = None) -> str:
    """A method as a person would say it; `groups` gives the names of group codes.

    Raises ValueError for a text that is no method.

    >>> in_words("activity:60+capitation:40"), in_words("capitation/community")
    ('Activity 60% and capitation 40%', 'By capitation (community)')
    >>> in_words("direct:STA", {"STA": "StAHCom"}), in_words("pooled")
    ('All to StAHCom', 'Kept for all groups (pooled)')
    """
    if method in _NOT_A_METHOD:
        return _NOT_A_METHOD[method]
    names = groups or {}
    shares = method_from(method).shares
    if len(shares) == 1:
        return _alone(shares[0].way, names)
    return upper_first(listed([_part(share, names) for share in shares]))


def kind_in_words(kind: LineKind) -> str:
    """What a line is.

    >>> kind_in_words(LineKind.MUST_DO)
    'Must-do'
    """
    return _KINDS[kind]


def step_in_words(step: Step) -> str:
    """The name of a step of a line or of the bridge.

    >>> step_in_words(Step.HOSTED_BY_OTHERS)
    'Hosted by others'
    """
    return _STEPS[step]


def meaning_of(step: Step) -> str:
    """What a step of a line or of the bridge means, as half a sentence.

    >>> meaning_of(Step.HOSTED_BY_OTHERS)
    'the part that other commissioners bear'
    """
    return _MEANINGS[step]


def is_out_of_scope(line: Line) -> bool:
    """Whether a service stays in the result at zero because all its money is out of scope."""
    if line.steps is None or line.total:
        return False
    return line.steps[Step.EXCLUDED] == -line.steps[Step.BASELINE] != 0


def _alone(way: Way, names: Mapping[str, str]) -> str:
    if way.kind is MethodKind.DIRECT:
        return f"All to {names.get(way.argument, way.argument)}"
    return f"{_ALONE[way.kind]}{_by_what(way)}"


def _part(share: Share, names: Mapping[str, str]) -> str:
    way = share.way
    if way.kind is MethodKind.DIRECT:
        return f"straight to {names.get(way.argument, way.argument)} {share.written}%"
    return f"{_IN_A_BLEND[way.kind]}{_by_what(way)} {share.written}%"


def _by_what(way: Way) -> str:
    """The population or the currency that a method names, as read aloud: `general_acute` is “general acute”."""
    return f" ({way.argument.replace('_', ' ')})" if way.argument else ""
