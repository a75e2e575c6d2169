"""What each practice of an offer would sign: put together of the version, its prices, documents and groups."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from les.schemes.models.schemes import SchemeVersion
from les.schemes.queries.contents import content_of, hash_of_version, terms_of
from les.schemes.queries.prices import list_prices
from les.schemes.rules.content import Content
from les.schemes.rules.kinds import State
from les.schemes.rules.terms import Form
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.models.offers import Offer, OfferDocument, OfferPractice
from les.sign_up.queries.agreements import running_by_practice
from les.sign_up.queries.offers import answers_of_agreements, list_documents, practices_with_open_offer
from les.sign_up.queries.practices import InGroup, practices_in_groups, practices_of_offer
from les.sign_up.rules.binding import SPECIFICATION, Binding, BoundDocument, Change, binding_from
from les.sign_up.rules.changes import change_of_level, changes_between, changes_of_documents, changes_of_notice
from les.sign_up.rules.offers import Asked, problems_in_offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A practice of a draft: what it would be offered, and the agreement in force that this would replace."""

    asked: OfferPractice
    place: InGroup | None
    binding: Binding
    replaces: LesAgreement | None


def prepared_for(offer: Offer) -> list[Prepared]:
    """What each practice of an offer would be offered now, by code. As many queries for 500 practices as for 5."""
    asked = practices_of_offer(offer.id)
    ids = [each.practice_id for each in asked]
    places = {each.practice.id: each for each in _places(offer)}
    running = running_by_practice(offer.scheme_id, ids, after=offer.starts_on)
    told = _Told.of(offer, running.values())
    return [_prepared(told, each, places.get(each.practice_id), running.get(each.practice_id)) for each in asked]


def problems_in(offer: Offer, prepared: Sequence[Prepared], *, on: date) -> list[str]:
    """What keeps a draft from being sent, in sentences."""
    ids = [each.asked.practice_id for each in prepared]
    waiting = practices_with_open_offer(offer.scheme_id, ids, on=on)
    asked = [
        Asked(
            name=each.asked.practice.name,
            level=each.asked.level,
            closed_on=each.asked.practice.closed_on,
            joined_on=each.replaces.joined_on if each.replaces else None,
            is_current=each.replaces is not None and each.replaces.version_id == offer.version_id,
            has_open_offer=each.asked.practice_id in waiting,
            needs=not each.binding.carries_over,
        )
        for each in prepared
    ]
    is_approved = offer.scheme_version.state is State.APPROVED
    return problems_in_offer(offer.terms, asked, is_approved=is_approved, levels=levels_of(offer.scheme_version), on=on)


def levels_of(version: SchemeVersion) -> list[int]:
    """The levels of provider that a version pays, lowest first; none where it knows none."""
    terms = content_of(version).terms
    if terms is None or terms.form is not Form.BY_LEVEL:
        return []
    return sorted({each.level for each in terms.elements if each.level})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is the same for all practices of an offer."""

    offer: Offer
    content: Content
    documents: Sequence[OfferDocument]
    earlier: Mapping[int, Content]
    bound: Mapping[int, Binding]

    @classmethod
    def of(cls, offer: Offer, running: Collection[LesAgreement]) -> "_Told":
        prices = list_prices(offer.scheme_id)

        def priced(version: SchemeVersion) -> Content:
            return replace(content_of(version), terms=terms_of(version, prices))

        versions = {each.version_id: each.scheme_version for each in running}
        answers = answers_of_agreements([each.id for each in running])
        return cls(
            offer=offer,
            content=priced(offer.scheme_version),
            documents=list_documents(offer.id),
            earlier={key: priced(version) for key, version in versions.items()},
            bound={key: binding_from(answer.offered.content) for key, answer in answers.items()},
        )

    def documents_for(self, group_id: int | None) -> tuple[BoundDocument, ...]:
        """The specification, then the documents for all and those of the group."""
        version = self.offer.scheme_version
        specification = BoundDocument(
            kind=SPECIFICATION,
            title=version.called,
            edition=f"Version {version.number}",
            content_hash=hash_of_version(version),
        )
        return (specification, *(_bound(each) for each in self.documents if each.group_id in (None, group_id)))


def _places(offer: Offer) -> list[InGroup]:
    return practices_in_groups(offer.scheme.commissioner_id, on=offer.starts_on, with_closed=True)


def _prepared(told: _Told, asked: OfferPractice, place: InGroup | None, running: LesAgreement | None) -> Prepared:
    offer, version = told.offer, told.offer.scheme_version
    documents = told.documents_for(place.group.id if place and place.group else None)
    binding = Binding(
        offer=offer.number,
        commissioner=offer.scheme.commissioner.name,
        reference=offer.scheme.reference,
        scheme=told.content.name,
        version=version.number,
        practice=asked.practice.code,
        practice_name=asked.practice.name,
        group=place.group.name if place and place.group else "",
        level=asked.level,
        starts_on=offer.starts_on,
        answer_by=offer.answer_by,
        notice_days=offer.notice_days,
        words=offer.words,
        reason=offer.reason,
        documents=documents,
        replaces=running.number if running else "",
        old_ends_on=offer.old_ends_on if running else None,
        changes=_changes(told, asked, documents, running) if running else (),
    )
    return Prepared(asked=asked, place=place, binding=binding, replaces=running)


def _changes(
    told: _Told, asked: OfferPractice, documents: Sequence[BoundDocument], running: LesAgreement
) -> tuple[Change, ...]:
    offer = told.offer
    found = changes_between(
        told.earlier[running.version_id], told.content, practice=asked.practice.code, starts_on=offer.starts_on
    )
    found += change_of_level(running.level, asked.level)
    bound = told.bound.get(running.id)
    if bound is not None:
        found += changes_of_documents(bound.documents[1:], documents[1:])
        found += changes_of_notice(bound.notice_days, offer.notice_days)
    elif documents[1:]:
        found += changes_of_documents((), documents[1:])
    return found


def _bound(document: OfferDocument) -> BoundDocument:
    attachment = document.attachment
    return BoundDocument(
        kind=document.kind_name,
        title=attachment.title,
        edition=document.edition,
        content_hash=attachment.content_hash,
        attachment_id=attachment.id,
        file_name=attachment.file_name,
    )
