"""The filter of the outbox."""

from wtforms import SelectField, StringField

from core.forms import Filter, options
from core.notifications.rules import MAILING_NAMES, Mailing


class OutboxFilter(Filter):
    """Which messages: what became of them as mail, to whom."""

    mailing = SelectField("As mail", validate_choice=False)
    person = StringField("Person", description="Part of the name")

    def __init__(self) -> None:
        super().__init__()
        self.mailing.choices = options([("", "All"), *((each, MAILING_NAMES[each]) for each in Mailing)])

    @property
    def chosen_mailing(self) -> Mailing | None:
        """What became of the messages asked for; None for all."""
        return Mailing(self.mailing.data) if self.mailing.data in set(Mailing) else None
