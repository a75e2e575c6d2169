"""The sheets of a budget workbook and their columns. Source: docs/budget-method.md, section 1."""

from dataclasses import dataclass

INSTRUCTIONS = "instructions"
POLICY_SHEET = "policy"
POLICY_FILE = "policy.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One sheet: its name, the columns it needs, those it may have, and whether it must be there.

    `open_ended`: further columns mean something (named need weightings).
    """

    name: str
    needs: tuple[str, ...]
    may_have: tuple[str, ...] = ()
    is_required: bool = False
    open_ended: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns it is known for, needed ones first."""
        return self.needs + self.may_have


SHAPES = {
    shape.name: shape
    for shape in (
        Shape(name="groups", needs=("code", "name"), may_have=("locality", "lead"), is_required=True),
        Shape(name="practices", needs=("code", "name", "group"), may_have=("joined", "left"), is_required=True),
        Shape(name="populations", needs=("practice", "date", "registered"), is_required=True, open_ended=True),
        Shape(
            name="services",
            needs=("code", "name", "method"),
            may_have=("category", "currency", "hosted_share", "uplift", "risk_reserve", "in_scope"),
            is_required=True,
        ),
        Shape(
            name="cost_centres",
            needs=("code", "service", "amount"),
            may_have=("description", "subjective", "recurrent", "wte", "in_scope", "reason"),
            is_required=True,
        ),
        Shape(name="cost_centre_map", needs=("cost_centre", "group", "percent")),
        Shape(name="activity", needs=("service", "practice", "month", "currency", "quantity")),
        Shape(name="currency_weights", needs=("currency", "weight"), may_have=("service",)),
        Shape(name="fixed_shares", needs=("service", "group", "percent")),
        Shape(name="adjustments", needs=("service", "kind", "amount"), may_have=("recurrent", "description")),
        Shape(name="must_dos", needs=("code", "name", "amount", "method"), may_have=("mandate",)),
        Shape(name="prior_year", needs=("service", "group", "amount")),
    )
}
POLICY_SHAPE = Shape(name=POLICY_SHEET, needs=("key", "value"), is_required=True)
