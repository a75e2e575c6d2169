"""Builders of signing up: a trust with schemes, practices with managers, offers drafted, sent and answered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.attachments.checking import check_file
from core.db import transaction
from core.permissions import Actor, Role
from les.schemes.actions.making import begin_next_version
from les.schemes.actions.writing import change_control, write_section, write_terms
from les.schemes.queries.schemes import find_approved_version
from les.schemes.rules.writing_terms import terms_written
from les.sign_up.actions.answering import Answered, answer_offer
from les.sign_up.actions.drafting import add_document, begin_offer, choose_practices
from les.sign_up.actions.sending import send_offer
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.models.offers import Offered
from les.sign_up.queries.agreements import get_agreement
from les.sign_up.queries.offers import get_offered, list_offered
from les.sign_up.rules.kinds import DocumentKind, Outcome
from les.sign_up.rules.offers import OfferTerms
from tests.builders import AT, DAY, a_person
from tests.builders_attachments import a_pdf
from tests.builders_schemes import CONTROL, Schemes

JULY = date(2008, 7, 1)
OCTOBER = date(2008, 10, 1)
MAY = date(2008, 5, 30)
TERMS = OfferTerms(starts_on=JULY, answer_by=MAY, notice_days=90, words="We hope that all take part.")


def offered_at(offered_id: int) -> str:
    """Where a practice reads its offer."""
    return f"/les/sign-up/offered/{offered_id}"


class SigningUp:
    """A trust with schemes, and the managers of two practices of DacCom."""

    def __init__(self) -> None:
        self.schemes = Schemes()
        self.trust = self.schemes.trust
        self.commissioner, self.finance = self.schemes.commissioner, self.schemes.finance
        self.first, self.second = self.trust.ids["X82001"], self.trust.ids["X82002"]
        self.manager: Actor = self.schemes.manager
        self.other: Actor = a_person(
            Role.PRACTICE_MANAGER,
            self.second,
            by=self.trust.administrator,
            name="Other manager",
            email="other@practice.example",
        )

    def draft(self, scheme_id: int, *practice_ids: int, level: int = 0, **changes: Any) -> int:
        """A draft offer to these practices (else to both); its id."""
        with transaction():
            values = {name: getattr(TERMS, name) for name in OfferTerms.__slots__}
            terms = OfferTerms(**{**values, **changes})
            offer = begin_offer(scheme_id=scheme_id, terms=terms, by=self.commissioner, on=DAY, at=AT)
            chosen = practice_ids or (self.first, self.second)
            choose_practices(offer_id=offer.id, practice_ids=chosen, level=level, by=self.commissioner, on=DAY)
            return offer.id

    def document(
        self, offer_id: int, *, text: str = "Governance", group_id: int | None = None, title: str = "Framework"
    ) -> int:
        """A document of a draft; the id of its attachment."""
        file = check_file(file_name="framework.pdf", content=a_pdf(text))
        kind = DocumentKind.BUSINESS_PLAN if group_id else DocumentKind.GOVERNANCE
        with transaction():
            return add_document(
                offer_id=offer_id,
                kind=kind,
                edition="1.0",
                group_id=group_id,
                title=title,
                file=file,
                by=self.commissioner,
                on=DAY,
                at=AT,
            ).attachment_id

    def send(self, offer_id: int, *, by: Actor | None = None, on: date = DAY) -> Sequence[Offered]:
        """Send a draft; what was offered, by practice."""
        with transaction():
            send_offer(offer_id=offer_id, by=by or self.commissioner, on=on, at=AT, address_of=offered_at)
        return list_offered(offer_id)

    def sent(self, scheme_id: int, *practice_ids: int, **changes: Any) -> Sequence[Offered]:
        """An offer that was sent to these practices (else to both)."""
        return self.send(self.draft(scheme_id, *practice_ids, **changes))

    def answer(
        self,
        offered: Offered,
        outcome: Outcome = Outcome.ACCEPTED,
        *,
        by: Actor | None = None,
        on: date = DAY,
        seen: str = "",
        at: datetime = AT,
    ) -> int | None:
        """Answer an offer as its practice; the agreement’s id, None where it was declined."""
        actor = by or (self.manager if offered.practice_id == self.first else self.other)
        answered = Answered(offered_id=offered.id, outcome=outcome, seen_hash=seen or offered.content_hash)
        with transaction():
            return answer_offer(answered=answered, by=actor, on=on, at=at, href="/").agreement_id

    def member(self, scheme_id: int, **changes: Any) -> LesAgreement:
        """The first practice signed up by an accepted offer."""
        agreement_id = self.answer(self.sent(scheme_id, self.first, **changes)[0])
        assert agreement_id is not None
        return get_agreement(agreement_id)

    def next_version(self, scheme_id: int, *, text: str = "", price: str = "", **terms: Any) -> int:
        """Version 2 from October on, approved: its first section changed to `text`, a `price`, terms written anew, or
        nothing that binds; its id.
        """
        approved = find_approved_version(scheme_id)
        assert approved is not None
        with transaction():
            version = begin_next_version(version_id=approved.id, by=self.commissioner, at=AT)
            version_id, section_id = version.id, version.sections[0].id
            control = replace(CONTROL, starts_on=OCTOBER)
            change_control(version_id=version_id, control=control, by=self.commissioner)
            if text:
                write_section(version_id=version_id, section_id=section_id, text=text, by=self.commissioner)
            if terms:
                write_terms(version_id=version_id, terms=terms_written(**terms), by=self.commissioner)
        if price:
            self.schemes.price(scheme_id, amount=Decimal(price), valid_from=OCTOBER)
        self.schemes.submit(version_id)
        self.schemes.approve(version_id)
        return version_id

    def again(self, offered: Offered) -> Offered:
        """What was offered, as it stands now."""
        return get_offered(offered.id)
