"""The form of an offer: what it is for, its percentages, and a row for each line of posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from budgets.intentions.rules.establishment import wte_from
from budgets.intentions.rules.kinds import LEAVE_NAMES
from budgets.intentions.rules.texts import LONGEST_NAME
from core.forms import Form, PercentField, options
from core.record_numbers import record_number, whole_number

SPARE_ROWS, MOST_POSTS = 4, 9999
_COLUMNS = ("title", "point", "number", "wte")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTyped:
    """A filled row, as read."""

    title: str
    point_id: int
    number: int
    wte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFields:
    """The fields of a row and what is wrong with them."""

    title: Field
    point: Field
    number: Field
    wte: Field

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields from left to right."""
        return (self.title, self.point, self.number, self.wte)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was filled in; a number alone, which stands at 1, is nothing."""
        return not any(str(each.data or "").strip() for each in (self.title, self.point, self.wte))

    @property
    def errors(self) -> list[str]:
        """What is wrong with the row."""
        return [str(error) for each in self.fields for error in each.errors]


class OfferForm(Form):
    """An offer built from posts. Made by `offer_form`, which adds the rows."""

    name = StringField(
        "Name of the offer",
        [InputRequired("Enter a name"), Length(max=LONGEST_NAME)],
        description="Such as Community matrons for Dacorum",
    )
    line_code = SelectField("What it is for", validate_choice=False)
    words = TextAreaField("Description", description="What would be provided with these posts. May be left blank.")
    on_costs = PercentField("On-costs", [InputRequired("Enter the on-costs")])
    leave = PercentField("Leave cover", [InputRequired("Enter the leave cover")])
    way = RadioField(
        "How leave is covered",
        choices=options([(way.value, name) for way, name in LEAVE_NAMES.items()]),
        validators=[InputRequired("Choose how leave is covered")],
        description="Taking off gives more posts than adding on, for the same percentage.",
    )
    rows: Sequence[PostFields] = ()

    def posts(self) -> list[PostTyped]:
        """The rows that were filled in."""
        return [
            PostTyped(
                title=str(row.title.data).strip(),
                point_id=int(row.point.data),
                number=int(row.number.data),
                wte=str(row.wte.data).strip(),
            )
            for row in self.rows
            if not row.is_blank
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and each row that was begun as a whole."""
        is_valid = super().validate(extra_validators)
        for row in self.rows:
            is_valid = _check_row(row) and is_valid
        return is_valid


def offer_form(
    standing: Mapping[str, Any],
    *,
    lines: Sequence[tuple[str, str]],
    points: Sequence[tuple[int, str]],
    posts: Sequence[Mapping[str, Any]] = (),
) -> OfferForm:
    """The form with a row for each line of posts and some to spare; `posts` as they stand."""
    choices = [("", "Choose a pay point"), *((str(number), name) for number, name in points)]
    fields: dict[str, Any] = {}
    data = dict(standing)
    for place in range(1, len(posts) + SPARE_ROWS + 1):
        fields |= {
            f"title-{place}": StringField(f"Name of post {place}", [Length(max=LONGEST_NAME)]),
            f"point-{place}": SelectField(
                f"Pay point of post {place}", choices=options(choices), validate_choice=False
            ),
            f"number-{place}": StringField(f"Number of post {place}"),
            f"wte-{place}": StringField(f"WTE of post {place}"),
        }
        filled = posts[place - 1] if place <= len(posts) else {"number": "1"}
        data |= {f"{column}-{place}": filled.get(column) for column in _COLUMNS}
    made = type("OfferFormOfPosts", (OfferForm,), fields)
    form: OfferForm = made(data=data)
    form.line_code.choices = options([("", "Something new: no line yet"), *lines])
    form.rows = [
        PostFields(**{column: form._fields[f"{column}-{place}"] for column in _COLUMNS})
        for place in range(1, len(posts) + SPARE_ROWS + 1)
    ]
    return form


def _check_row(row: PostFields) -> bool:
    """Whether a row is blank or whole; what it lacks stands beside the field."""
    if row.is_blank:
        return True
    faults = [
        (row.title, "" if str(row.title.data or "").strip() else "Enter what the post is called"),
        (row.point, "" if record_number(row.point.data) else "Choose a pay point"),
        (row.number, "" if _is_count(row.number.data) else "The number of posts is a whole number from 1"),
        (row.wte, _fault_of_wte(str(row.wte.data or ""))),
    ]
    for bound, fault in faults:
        if fault:
            bound.errors = [*bound.errors, fault]
    return not any(fault for _, fault in faults)


def _is_count(text: object) -> bool:
    return bool(whole_number(str(text).strip(), MOST_POSTS))


def _fault_of_wte(text: str) -> str:
    try:
        wte_from(text)
    except ValueError as error:
        return f"WTE must be {error}"
    return ""
