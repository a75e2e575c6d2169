"""Terms of payment of a scheme: the form, what is paid for (elements), caps and prices, and what a claim says was done.

Money is whole pence; counts are whole numbers, but for weighted lists, which are exact fractions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from les.schemes.rules.quarters import Quarter


class Form(StrEnum):
    """How a scheme pays."""

    PER_ITEM = "per_item"
    PER_PATIENT_YEAR = "per_patient_year"
    PER_LIST = "per_list"
    RETAINER_AND_ITEM = "retainer_and_item"
    PER_BED = "per_bed"
    STAGED = "staged"
    POINTS = "points"
    INSTALMENTS = "instalments"
    BLOCK = "block"
    BY_LEVEL = "by_level"


FORM_NAMES: Mapping[Form, str] = {
    Form.PER_ITEM: "Per item",
    Form.PER_PATIENT_YEAR: "Per patient and year, by quarter",
    Form.PER_LIST: "Per patient of the practice list on a frozen day",
    Form.RETAINER_AND_ITEM: "Retainer and item",
    Form.PER_BED: "Per bed and year, by quarter",
    Form.STAGED: "By stage reached",
    Form.POINTS: "By points",
    Form.INSTALMENTS: "Planned activity in instalments",
    Form.BLOCK: "Block",
    Form.BY_LEVEL: "Per item, by level of provider",
}


class Basis(StrEnum):
    """How an element becomes money.

    `LIST_A_YEAR`: a yearly rate on the list, by quarter; `LIST_ONCE`: on it once a year, when a condition is met.
    """

    EACH = "each"
    A_YEAR = "a_year"
    FIXED = "fixed"
    LIST_A_YEAR = "list_a_year"
    LIST_ONCE = "list_once"
    PLANNED = "planned"


class Whose(StrEnum):
    """Whether a cap is one practice’s or that of all practices of the scheme together."""

    PRACTICE = "practice"
    SCHEME = "scheme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What is paid for. `unit`: one of what is counted (`injection`, `patient`).

    `planned`: how many are planned a year, with instalments. `level`: the level of provider for whom it is.
    `condition`: when it is paid, such as “targets of the business plan met”.
    """

    code: str
    name: str
    basis: Basis
    unit: str = "item"
    planned: int = 0
    level: int = 0
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The most a scheme pays in a financial year: a count of one element, or money of one or (blank) all elements."""

    whose: Whose
    element: str = ""
    count: int | None = None
    pence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """The price of an element from a day on, in pence. `practice`: the code of the one it is for; blank: all others."""

    element: str
    valid_from: date
    pence: int
    practice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeTerms:
    """Terms of payment. `list_on`: the frozen day of lists; `weighting`: its name, blank for registered patients.

    Elements of a scheme by stages stand in the order of the stages.
    """

    form: Form
    elements: tuple[Element, ...]
    prices: tuple[Price, ...] = ()
    caps: tuple[Cap, ...] = ()
    list_on: date | None = None
    weighting: str = ""

    def element(self, code: str) -> Element | None:
        """The element of that code."""
        return next((each for each in self.elements if each.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeInScheme:
    """A practice as a scheme pays it: in it in [joined_on, left_on), its level, and its list on a frozen day."""

    code: str
    name: str
    joined_on: date
    left_on: date | None = None
    level: int = 0
    list_size: Fraction | None = None
    counted_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What was done of an element from a day to another (both count); one day where `ends_on` is missing.

    Of an element that is paid once on the list, `count` 1 says that its condition is met.
    """

    element: str
    starts_on: date
    count: Fraction | int
    ends_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.ends_on or self.starts_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was claimed in the same financial year before. `done`: the practice’s own; `paid`: its money by element.

    `scheme_done`, `scheme_paid`: counts and money of all practices of the scheme by element, its own included.
    `begun`: the practice’s own counts by stage in the last quarter of the year before: the next may fall in this year.
    """

    done: tuple[Quantity, ...] = ()
    paid: Mapping[str, int] = field(default_factory=dict)
    scheme_done: Mapping[str, Fraction | int] = field(default_factory=dict)
    scheme_paid: Mapping[str, int] = field(default_factory=dict)
    begun: Mapping[str, Fraction | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that a line is worked out of: terms, practice, quarter, what was done in it, and what was claimed before."""

    terms: SchemeTerms
    practice: PracticeInScheme
    quarter: Quarter
    quantities: tuple[Quantity, ...]
    before: Before

    def of(self, element: Element) -> list[Quantity]:
        """What was done of an element in the quarter, in the order of days."""
        return sorted((each for each in self.quantities if each.element == element.code), key=lambda q: q.starts_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of what is due. `claimed`: how many; `allowed`: how many the caps leave; `full`: pence without any cap.

    `price_from`: the day from which the price holds; `cap`: the cap that cut the line, in words; `amount`: pence due,
    below nothing where instalments were more than what was done. `how`: the sentence how it came about.
    """

    element: str
    name: str
    starts_on: date
    ends_on: date
    price: int
    price_from: date
    claimed: Fraction
    allowed: Fraction
    full: int
    amount: int
    how: str
    cap: str = ""
