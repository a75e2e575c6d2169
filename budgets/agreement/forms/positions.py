"""Forms of positions: one item, or the total and the split together; each with its reason, words and claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField

from budgets.agreement.rules.items import SPLIT, TOTAL, Item
from budgets.agreement.rules.positions import Answer
from budgets.agreement.rules.stances import REASON_NAMES, STANCE_NAMES, Reason, Stance
from core.forms import Form, PoundsField, options
from core.record_numbers import record_number

BLEND = "blend"
STANCES = (
    Stance.AGREED,
    Stance.NOT_CHALLENGED,
    Stance.AGREED_WITH_CONDITIONS,
    Stance.WITHHELD,
    Stance.DISPUTED,
)
STANCE_HINTS: Mapping[Stance, str] = {
    Stance.AGREED: "You say yes to it.",
    Stance.NOT_CHALLENGED: "You do not say yes, and let it stand.",
    Stance.AGREED_WITH_CONDITIONS: "Say below on which conditions.",
    Stance.WITHHELD: "You cannot or will not answer now. Say below why.",
    Stance.DISPUTED: "You say that it is wrong. Choose the reason, say below what is wrong, and what you should get.",
}
HINTS_ON_CONSENT: Mapping[Stance, str] = {
    **STANCE_HINTS,
    Stance.NOT_CHALLENGED: "You do not say yes, and let it stand. It counts as consent when the budget is signed off.",
    Stance.AGREED_WITH_CONDITIONS: "Say below on which conditions. It is no consent yet.",
}
_NO_REASON = [("", "Choose a reason"), *((reason.value, REASON_NAMES[reason]) for reason in Reason)]
_WORDS = "Needed for conditions, for an answer withheld and for a dispute. Never anything about a patient."


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFields:
    """The fields of one answer, as the page draws them. `method` and `blend` only for lines."""

    item: Item
    stance: Field
    reason: Field
    words: Field
    claimed: PoundsField
    seen: Field
    method: Field | None = None
    blend: Field | None = None

    @property
    def is_answered(self) -> bool:
        """Whether a position was chosen."""
        return bool(self.stance.data)

    def answer(self) -> Answer:
        """What was chosen and typed. What belongs to a dispute only is left out of any other answer."""
        stance = Stance(self.stance.data) if self.stance.data in list(Stance) else Stance.NOT_ASKED
        is_disputed = stance is Stance.DISPUTED
        return Answer(
            item=self.item,
            stance=stance,
            reason=Reason(self.reason.data) if is_disputed and self.reason.data in list(Reason) else None,
            words=str(self.words.data or ""),
            claimed=self.claimed.pounds if is_disputed else None,
            claimed_method=self._method() if is_disputed else "",
            seen_id=record_number(self.seen.data),
        )

    def _method(self) -> str:
        if self.method is None or self.blend is None:
            return ""
        chosen, blend = str(self.method.data or ""), str(self.blend.data or "").strip()
        return blend if chosen == BLEND else chosen


class ItemForm(Form):
    """The position on one item."""

    stance = RadioField("Your position", choices=[], validate_choice=False)
    reason = SelectField("Reason", validate_choice=False)
    claimed = PoundsField("Amount you should get", description="If you can name it. With a minus sign for a credit.")
    words = TextAreaField("In your own words", description=_WORDS)
    seen = HiddenField()

    def __init__(self, item: Item, standing: Mapping[str, Any]) -> None:
        super().__init__(data=standing)
        self.item = item
        _offer_choices(self.stance, self.reason)

    def answers(self) -> list[AnswerFields]:
        """The fields of the answer."""
        return [
            AnswerFields(
                item=self.item,
                stance=self.stance,
                reason=self.reason,
                words=self.words,
                claimed=self.claimed,
                seen=self.seen,
            )
        ]


class LineForm(ItemForm):
    """The position on a line, which may claim a method instead of an amount."""

    method = SelectField(
        "Or the method by which it should be split",
        description="What it gives you is worked out and kept with your position.",
        validate_choice=False,
    )
    blend = StringField("The blend", description="Only with “A blend of several”: activity:60+capitation:40.")

    def __init__(self, item: Item, standing: Mapping[str, Any], methods: Sequence[tuple[str, str]]) -> None:
        super().__init__(item, standing)
        self.method.choices = options([("", "No method named"), *methods, (BLEND, "A blend of several")])

    def answers(self) -> list[AnswerFields]:
        """The fields of the answer."""
        plain = super().answers()[0]
        return [
            AnswerFields(
                item=self.item,
                stance=plain.stance,
                reason=plain.reason,
                words=plain.words,
                claimed=plain.claimed,
                seen=plain.seen,
                method=self.method,
                blend=self.blend,
            )
        ]


class TotalAndSplitForm(Form):
    """The positions on the total and on the split, which are two separate questions."""

    total_stance = RadioField("Your position on the total", choices=[], validate_choice=False)
    total_reason = SelectField("Reason", validate_choice=False)
    total_claimed = PoundsField("What the total should be", description="If you can name it.")
    total_words = TextAreaField("On the total, in your own words", description=_WORDS)
    total_seen = HiddenField()
    split_stance = RadioField("Your position on the split", choices=[], validate_choice=False)
    split_reason = SelectField("Reason", validate_choice=False)
    split_claimed = PoundsField("What your gross budget should be", description="If you can name it.")
    split_words = TextAreaField("On the split, in your own words", description=_WORDS)
    split_seen = HiddenField()

    def __init__(self, total: Mapping[str, Any], split: Mapping[str, Any]) -> None:
        standing = {f"total_{key}": value for key, value in total.items()}
        super().__init__(data=standing | {f"split_{key}": value for key, value in split.items()})
        _offer_choices(self.total_stance, self.total_reason)
        _offer_choices(self.split_stance, self.split_reason)

    def answers(self) -> list[AnswerFields]:
        """The fields of both answers."""
        return [
            AnswerFields(
                item=TOTAL,
                stance=self.total_stance,
                reason=self.total_reason,
                words=self.total_words,
                claimed=self.total_claimed,
                seen=self.total_seen,
            ),
            AnswerFields(
                item=SPLIT,
                stance=self.split_stance,
                reason=self.split_reason,
                words=self.split_words,
                claimed=self.split_claimed,
                seen=self.split_seen,
            ),
        ]


def _offer_choices(stance: RadioField, reason: SelectField) -> None:
    stance.choices = options((each.value, STANCE_NAMES[each]) for each in STANCES)
    reason.choices = options(_NO_REASON)
