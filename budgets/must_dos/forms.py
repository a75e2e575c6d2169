"""Forms of must-dos: propose or change one, approve, decline, withdraw it."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from budgets.method.workbook import Mandate
from budgets.must_dos.rules.proposals import MANDATE_NAMES, Wanted
from core.forms import Form, PoundsField, options
from core.money import as_decimal, as_pence

BLEND = "blend"


class MustDoForm(Form):
    """What must be done, who says so, what it costs and how it is shared."""

    name = StringField("Name", description="What is to be done, such as “Infection control nurse”.")
    code = StringField("Code", description="Capital letters, digits and hyphens, such as MD-INFECT. Not used before.")
    mandate = RadioField(
        "Who mandates it",
        choices=options((mandate, MANDATE_NAMES[mandate]) for mandate in Mandate),
        validators=[InputRequired("Choose who mandates it")],
    )
    reference = StringField("Reference", description="The circular, plan or minute, so that it can be found.")
    amount = PoundsField(
        "Cost for the year", validators=[InputRequired("Enter the cost for the year")], description="In pounds."
    )
    basis = TextAreaField(
        "How the cost was worked out",
        description="Such as posts, hours, leave cover and price base. May be left blank.",
    )
    method = SelectField("How it is shared among the groups", validate_choice=False)
    blend = StringField("Blend, if it is one", description="Such as capitation:60+equal:40.")
    reason = TextAreaField("Why it must be done")

    def __init__(self, *, groups: Mapping[str, str], columns: Sequence[str], standing: Wanted | None = None) -> None:
        choices = _methods(groups, columns)
        super().__init__(data=_shown(standing, [value for value, _ in choices]))
        self.method.choices = options(choices)

    def wanted(self) -> Wanted:
        """What was proposed. A blend that was typed counts where a blend was chosen."""
        chosen = str(self.method.data or "")
        pounds = self.amount.pounds
        return Wanted(
            code=str(self.code.data or ""),
            name=str(self.name.data or ""),
            mandate=Mandate(self.mandate.data),
            reference=str(self.reference.data or ""),
            amount=0 if pounds is None else as_pence(pounds),
            method=str(self.blend.data or "") if chosen == BLEND else chosen,
            reason=str(self.reason.data or ""),
            basis=str(self.basis.data or ""),
        )


class ApproveForm(Form):
    """A word with the approval."""

    words = TextAreaField("A word with it", description="Whoever proposed it reads this. May be left blank.")


class DeclineForm(Form):
    """Why a must-do is declined."""

    reason = TextAreaField("Why", description="Whoever proposed it reads this, and so do the groups and the provider.")


class WithdrawForm(Form):
    """Why a must-do is withdrawn."""

    reason = TextAreaField("Why", description="May be left blank.")


def _methods(groups: Mapping[str, str], columns: Sequence[str]) -> list[tuple[str, str]]:
    return [
        ("capitation", "Capitation"),
        *((f"capitation/{column}", f"Capitation by {column.replace('_', ' ')}") for column in columns),
        ("equal", "Equal shares"),
        *((f"direct:{code}", f"All to {name}") for code, name in groups.items()),
        ("pooled", "Kept for all groups, not split"),
        (BLEND, "A blend of several"),
    ]


def _shown(standing: Wanted | None, known: Sequence[str]) -> dict[str, Any]:
    if standing is None:
        return {"method": "capitation"}
    is_listed = standing.method in known
    return {
        "name": standing.name,
        "code": standing.code,
        "mandate": str(standing.mandate),
        "reference": standing.reference,
        "amount": as_decimal(standing.amount),
        "basis": standing.basis,
        "method": standing.method if is_listed else BLEND,
        "blend": "" if is_listed else standing.method,
        "reason": standing.reason,
    }
