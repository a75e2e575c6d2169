"""Tables of what is asked about a submission: queries about single figures, and services asked for again.

What is said about a query stands in its thread (`core/threads`), under its own name.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.activity.models.submissions import Submission
from commissioning.activity.rules.asking import QUERY_STATE_NAMES, QueryState
from commissioning.catalogue.models import CommissionedService
from core.db import Instant, Model, choice, versioned_by
from core.frozen import freeze
from core.people.models import Person

QUERY_SUBJECT = "activity_query"


class Query(Model):
    """A question about figures of a submission. `rule` is blank, and `asked_by` named, where the commissioner asked.

    `asked`: the question in words. What the figure is: service, month and currency, as far as it is one of each, and
    the row in the file; `practice` in the words of the question alone. `answer_due_on`: the answer's day.
    """

    __tablename__ = "activity_query"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("activity_submission.id"), index=True)
    rule: Mapped[str] = mapped_column(String(40))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_service.id"))
    month: Mapped[str] = mapped_column(String(7))
    currency: Mapped[str] = mapped_column(String(40))
    row: Mapped[int | None]
    value: Mapped[str] = mapped_column(String(120))
    asked: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answer_due_on: Mapped[date]
    state: Mapped[QueryState] = mapped_column(choice(QueryState, "state"))
    version: Mapped[int] = mapped_column()

    submission: Mapped[Submission] = relationship()
    service: Mapped[CommissionedService | None] = relationship()
    asked_by: Mapped[Person | None] = relationship()

    __mapper_args__ = versioned_by(version)

    @property
    def state_name(self) -> str:
        """The state as people say it."""
        return QUERY_STATE_NAMES[self.state]


class Request(Model):
    """That the commissioner asked to have services sent again, by a day, with the reason. Frozen.

    It is met for a service once a submission later than the one it was made about covers that service.
    """

    __tablename__ = "activity_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("activity_submission.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    requested_at: Mapped[datetime] = mapped_column(Instant)

    submission: Mapped[Submission] = relationship()
    requested_by: Mapped[Person] = relationship()
    services: Mapped[list["RequestedService"]] = relationship(order_by="RequestedService.service_id")


class RequestedService(Model):
    """A service that is to be sent again."""

    __tablename__ = "activity_requested_service"

    request_id: Mapped[int] = mapped_column(ForeignKey("activity_request.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("catalogue_service.id"), primary_key=True)

    service: Mapped[CommissionedService] = relationship()


freeze("activity", Request, RequestedService)
