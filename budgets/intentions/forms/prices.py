"""The form of a provider's costs and prices: a row for each line it provides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from wtforms import BooleanField, HiddenField

from budgets.intentions.rules.grossing_up import Priced
from core.forms import Form, PoundsField
from core.money import as_decimal, as_pence


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToPrice:
    """A line as the form shows it: what the calculation says it costs the provider, and what was recorded."""

    code: str
    name: str
    category: str
    cost: int
    standing: Priced | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFields:
    """The fields of a line."""

    line: LineToPrice
    cost: PoundsField
    price: PoundsField
    loss_leader: BooleanField

    @property
    def errors(self) -> list[str]:
        """What is wrong with the line."""
        return [str(error) for each in (self.cost, self.price) for error in each.errors]


class PricesForm(Form):
    """Costs and prices of some lines. Made for its lines by `prices_form`."""

    seen = HiddenField()
    rows: Sequence[PriceFields] = ()

    def prices(self) -> list[Priced]:
        """The lines that have a price; a line with both fields blank has none."""
        return [
            Priced(
                code=row.line.code,
                name=row.line.name,
                cost=as_pence(row.cost.pounds),
                price=as_pence(row.price.pounds),
                loss_leader=bool(row.loss_leader.data),
            )
            for row in self.rows
            if row.cost.pounds is not None and row.price.pounds is not None
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the amounts, and that no line has only one of them."""
        is_valid = super().validate(extra_validators)
        for row in self.rows:
            for bound, other, what in ((row.cost, row.price, "cost"), (row.price, row.cost, "price")):
                if not bound.data and (other.data or row.loss_leader.data):
                    bound.errors = [*bound.errors, f"Enter the {what} of {row.line.name}, or leave both blank"]
                    is_valid = False
        return is_valid


def prices_form(lines: Sequence[LineToPrice], *, seen_id: int) -> PricesForm:
    """The form for these lines: as recorded, else with the cost of the calculation and that as the price."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"seen": str(seen_id)}
    for place, line in enumerate(lines):
        fields |= {
            f"cost-{place}": PoundsField(f"Cost of {line.name}"),
            f"price-{place}": PoundsField(f"Price of {line.name}"),
            f"loss_leader-{place}": BooleanField(f"{line.name} is a loss leader"),
        }
        standing = line.standing or Priced(code=line.code, name=line.name, cost=line.cost, price=line.cost)
        is_given = line.standing is not None or not seen_id
        data[f"cost-{place}"] = as_decimal(standing.cost) if is_given else None
        data[f"price-{place}"] = as_decimal(standing.price) if is_given else None
        data[f"loss_leader-{place}"] = standing.loss_leader
    made = type("PricesOfLines", (PricesForm,), fields)
    form: PricesForm = made(data=data)
    form.rows = [
        PriceFields(
            line=line,
            cost=cast(PoundsField, form._fields[f"cost-{place}"]),
            price=cast(PoundsField, form._fields[f"price-{place}"]),
            loss_leader=cast(BooleanField, form._fields[f"loss_leader-{place}"]),
        )
        for place, line in enumerate(lines)
    ]
    return form
