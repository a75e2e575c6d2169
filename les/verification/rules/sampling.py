"""Drawing a sample of claims: the same on any machine from the same frame and seed.

Each claim of the frame gets a number from SHA-256 of the seed and the claim’s own number. At random: those with the
smallest numbers. By risk: weighted draws without putting back, after P. Efraimidis and P. Spirakis, “Weighted random
sampling with a reservoir” (Information Processing Letters 97, 2006): the key is u^(1/w), with u the number as a
fraction of 1 and w the claim’s weight; those with the largest keys are drawn, so that a claim of twice the weight is
twice as likely to be first. Keys are compared by their logarithms in decimals of 40 digits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from hashlib import sha256

from core.errors import Refusal
from core.identifiers import has_identifier
from core.money import decimals
from les.verification.rules.kinds import RISK_SHORT, Method, Risk

MOST_WEIGHT = 100
MOST_OF_SEED = 64
_SPACE = 1 << 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """A claim that can be drawn: its number, what was paid for it in pence, and the risks that it shows but value."""

    number: str
    paid: int
    risks: frozenset[Risk] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A claim that was drawn, in the order of the draw. `weight`: what it weighed; `why`: in words."""

    number: str
    weight: Fraction
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a draw. `size`: how many claims, not needed where all are; `weights`: of the risks."""

    method: Method
    seed: str
    size: int | None
    weights: Mapping[Risk, int]


def check_asked(asked: Asked) -> None:
    """Refuse a draw without a seed or size, and weights below nothing or all nought."""
    if asked.method is Method.ALL:
        return
    if not asked.seed.strip() or len(asked.seed) > MOST_OF_SEED:
        raise Refusal(f"A sample is drawn from a seed, of at most {MOST_OF_SEED} characters. Write one, or throw dice.")
    if has_identifier(asked.seed):
        raise Refusal("The seed holds a number that passes the NHS number check. Write another one.")
    if asked.size is None or asked.size < 1:
        raise Refusal("Say how many claims are to be drawn, at least 1.")
    if asked.method is Method.RISK:
        _check_weights(asked.weights)


def draw(frame: Sequence[Framed], asked: Asked) -> list[Drawn]:
    """The claims drawn from a frame, which may come in any order; all of it where the sample is no smaller.

    >>> frame = [Framed(number=f"EC-00000{n}", paid=100 * n) for n in range(1, 6)]
    >>> asked = Asked(method=Method.RANDOM, seed="dice 4 2 6", size=2, weights={})
    >>> [each.number for each in draw(frame, asked)]
    ['EC-000003', 'EC-000002']
    """
    check_asked(asked)
    if not frame:
        raise Refusal("No claim of these schemes and quarters is paid yet. Verification comes after payment.")
    if len({each.number for each in frame}) < len(frame):
        raise ValueError("each claim once")
    ordered = sorted(frame, key=lambda each: each.number)
    if asked.method is Method.ALL:
        return [Drawn(number=each.number, weight=Fraction(1), why="All are verified") for each in ordered]
    if asked.method is Method.RANDOM:
        chosen = sorted(ordered, key=lambda each: number_of(asked.seed, each.number))[: asked.size]
        return [Drawn(number=each.number, weight=Fraction(1), why="At random") for each in chosen]
    return _by_risk(ordered, asked)


def number_of(seed: str, claim: str) -> int:
    """The number of a claim under a seed: SHA-256 of both, as a whole number.

    >>> number_of("a", "b") == number_of("a", "b"), number_of("a", "b") == number_of("a", "c")
    (True, False)
    """
    return int.from_bytes(sha256(f"{seed.strip()}\n{claim}".encode()).digest())


def weight_of(claim: Framed, weights: Mapping[Risk, int], *, largest: int) -> Fraction:
    """What a claim weighs: 1, and the weight of each risk it shows; that of value in proportion to the largest claim.

    >>> weight_of(Framed(number="a", paid=50, risks=frozenset({Risk.LATE})), {Risk.VALUE: 4, Risk.LATE: 1}, largest=100)
    Fraction(4, 1)
    """
    value = Fraction(weights.get(Risk.VALUE, 0)) * max(0, claim.paid) / largest if largest > 0 else Fraction(0)
    return 1 + value + sum(weights.get(risk, 0) for risk in claim.risks)


def _by_risk(frame: Sequence[Framed], asked: Asked) -> list[Drawn]:
    largest = max(each.paid for each in frame)
    weighed = [(each, weight_of(each, asked.weights, largest=largest)) for each in frame]
    keyed = sorted(weighed, key=lambda each: (-_key(asked.seed, *each), each[0].number))
    return [
        Drawn(number=each.number, weight=weight, why=_why(each, weight, asked.weights))
        for each, weight in keyed[: asked.size]
    ]


def _key(seed: str, claim: Framed, weight: Fraction) -> Decimal:
    """The logarithm of u^(1/w), which is in the same order."""
    with localcontext(Context(prec=40)):
        share = Decimal(number_of(seed, claim.number) + 1) / Decimal(_SPACE + 1)
        return share.ln() * weight.denominator / weight.numerator


def _why(claim: Framed, weight: Fraction, weights: Mapping[Risk, int]) -> str:
    shown = [RISK_SHORT[risk].lower() for risk in Risk if risk in claim.risks and weights.get(risk, 0)]
    return f"Weight {decimals(weight, 2)}{': ' if shown else ''}{', '.join(shown)}"


def _check_weights(weights: Mapping[Risk, int]) -> None:
    if any(not 0 <= weight <= MOST_WEIGHT for weight in weights.values()):
        raise Refusal(f"A weight is a whole number from 0 to {MOST_WEIGHT}.")
    if not any(weights.values()):
        raise Refusal("All weights are nought. Draw at random instead.")
