"""The form of a later correction of a frozen month."""

from collections.abc import Iterable
from decimal import Decimal

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Regexp

from core.forms import Form, options

_QUANTITY = r"^[+\-\u2212]?\d{1,8}(\.\d{1,4})?$"
Pairs = Iterable[tuple[str, str]]


class AdjustmentForm(Form):
    """Which figure of the frozen month is corrected, by how much, in which open month it counts, and why."""

    month = SelectField("Month corrected")
    service = SelectField("Service")
    currency = SelectField("Currency")
    practice = SelectField(
        "Practice", description="None for patients nobody could place, or where the figure is the whole service’s."
    )
    quantity = StringField(
        "By how much",
        [
            InputRequired("Enter by how much the figure is corrected"),
            Regexp(_QUANTITY, message="By how much must be a number such as -12 or 3"),
        ],
        description="-12 takes twelve off, 3 adds three to what was returned.",
    )
    posted_to = SelectField("Counts in", description="A later month that is not frozen.")
    reason = TextAreaField("Why", [InputRequired("Write why the figure is corrected")])

    def __init__(
        self, *, services: Pairs, currencies: Pairs, practices: Pairs, corrected: Pairs, open_months: Pairs
    ) -> None:
        super().__init__()
        currencies, open_months = list(currencies), list(open_months)
        self._labels = dict([*currencies, *open_months])
        self.service.choices = options(services)
        self.currency.choices = options(currencies)
        self.practice.choices = options([("", "None named"), *practices])
        self.posted_to.choices = options(open_months)
        corrected = list(corrected)
        self._only_month = corrected[0][0]
        self.month.choices = options(corrected)
        if len(corrected) == 1:
            del self.month

    @property
    def corrected(self) -> str:
        """The month that is corrected; of a return of one month, that one, without asking."""
        return str(self.month.data) if "month" in self else self._only_month

    @property
    def said(self) -> str:
        """By how much, and what, in words."""
        label = self._labels[str(self.currency.data)]
        return f"{self.exact:+f} {label[:1].lower()}{label[1:]}".replace("-", "\u2212", 1)

    @property
    def into(self) -> str:
        """The period in which it counts, in words."""
        return self._labels[str(self.posted_to.data)]

    @property
    def exact(self) -> Decimal:
        """The quantity as it was typed."""
        return Decimal(str(self.quantity.data).strip().replace("\u2212", "-"))
