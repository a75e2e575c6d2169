"""A practice asks for funding under a scheme: it drafts, attaches evidence, signs and sends, or takes it back."""

from datetime import date, datetime

from budgets.rounds.queries import hold_commissioner
from commissioning.organisations.queries.localities import find_place
from commissioning.organisations.queries.practices import find_membership
from core.attachments import actions as attachments
from core.attachments.checking import CheckedFile
from core.attachments.models import Attachment, AttachmentWithdrawal
from core.db import db
from core.errors import NotAllowed, Refusal
from core.money import as_decimal
from core.parties.models import Party
from core.parties.queries import get_party
from core.permissions import Actor, Permission, check_may
from core.signatures.actions import sign
from core.signatures.models import Signature
from core.signatures.rules import Capacity
from core.wording import in_full, sterling
from les.schemes.actions.funding.recording import held_own, record, tell
from les.schemes.actions.recording import words_to_keep
from les.schemes.models.funding import FUNDING, FundingApplication, FundingWithdrawal, SignedFunding
from les.schemes.models.schemes import Scheme, SchemeVersion
from les.schemes.queries.funding import next_application_number
from les.schemes.queries.funding_text import hash_of_application, text_of_application
from les.schemes.queries.schemes import find_approved_version, find_seen
from les.schemes.rules.documents import check_seen, has_expired
from les.schemes.rules.funding import (
    MOST_OF_WHAT,
    MOST_OF_WHY,
    FundingState,
    Wanted,
    check_may_attach,
    check_may_change_application,
    check_may_send,
    check_may_withdraw,
    check_wanted,
)


def begin_application(*, scheme_id: int, wanted: Wanted, by: Actor, on: date, at: datetime) -> FundingApplication:
    """Begin an application of one’s own practice under an approved scheme; a draft that nobody else sees."""
    check_may(by, Permission.APPLY_FOR_FUNDING)
    scheme, practice = _scheme(scheme_id, by), get_party(by.organisation_id)
    check_may(by, Permission.APPLY_FOR_FUNDING, commissioner_id=scheme.commissioner_id)
    hold_commissioner(scheme.commissioner_id)
    locality_id = _check_may_ask_under(scheme, practice, on)
    kept = _looked_over(wanted)
    application = FundingApplication(
        commissioner_id=scheme.commissioner_id,
        number=next_application_number(scheme.commissioner_id),
        scheme=scheme,
        practice_id=practice.id,
        locality_id=locality_id,
        what=kept.what,
        why=kept.why,
        amount=as_decimal(kept.pence),
        wanted_on=kept.wanted_on,
        state=FundingState.DRAFT,
        begun_by_id=by.person_id,
        begun_at=at,
    )
    db.session.add(application)
    db.session.flush()
    record(application, "begin_application", by, amount=sterling(kept.pence))
    return application


def change_application(*, application_id: int, wanted: Wanted, by: Actor) -> FundingApplication:
    """Change a draft."""
    application = held_own(application_id, by)
    check_may_change_application(application.state)
    kept = _looked_over(wanted)
    if kept == application.wanted:
        raise Refusal("Nothing was changed: this is what the application says already.")
    before = _said(application)
    application.what, application.why = kept.what, kept.why
    application.amount, application.wanted_on = as_decimal(kept.pence), kept.wanted_on
    db.session.flush()
    after = _said(application)
    old, new = ({name: said[name] for name in after if before[name] != after[name]} for said in (before, after))
    record(application, "change_application", by, old=old, **{"amount": sterling(kept.pence), **new})
    return application


def _said(application: FundingApplication) -> dict[str, str | int | None]:
    """What is asked for, as the history of an application tells it."""
    wanted = application.wanted
    return {
        "amount": sterling(wanted.pence),
        "what it is for": wanted.what,
        "why": wanted.why,
        "wanted from": in_full(wanted.wanted_on),
    }


def attach_evidence(*, application_id: int, title: str, file: CheckedFile, by: Actor, at: datetime) -> Attachment:
    """Attach evidence. What is attached to a draft is signed with it; more may follow until it is decided."""
    application = held_own(application_id, by)
    check_may_attach(application.state)
    return attachments.attach(
        subject=FUNDING,
        subject_id=application.id,
        title=title,
        file=file,
        by=by,
        at=at,
        commissioner_id=application.commissioner_id,
    )


def withdraw_evidence(
    *, application_id: int, attachment_id: int, reason: str, by: Actor, at: datetime
) -> AttachmentWithdrawal:
    """Take evidence off a draft; what was signed with an application stays."""
    application = held_own(application_id, by)
    check_may_change_application(application.state)
    return attachments.withdraw_own_attachment(
        subject=FUNDING, subject_id=application.id, attachment_id=attachment_id, reason=reason, by=by, at=at
    )


def send_application(*, application_id: int, seen_hash: str, by: Actor, on: date, at: datetime, href: str) -> Signature:
    """Sign the exact text that the person had in front of them for the practice, and send it to the commissioner."""
    application = held_own(application_id, by)
    version = _checked_version(application, on)
    content_hash = hash_of_application(application, version)
    check_seen(is_seen=seen_hash == content_hash)
    application.version_id, application.sent_by_id, application.sent_at = version.id, by.person_id, at
    application.state = FundingState.SENT
    text = text_of_application(application, version)
    db.session.add(SignedFunding(application_id=application.id, content=text, content_hash=content_hash))
    db.session.flush()
    tell(
        application,
        "sent",
        at_organisations=[application.commissioner_id],
        permission=Permission.MAINTAIN_SCHEMES,
        subject=f"{application.practice.name} asks for {sterling(application.pence)}",
        words=f"{application.called}, under {application.scheme.called}. Ask groups for their opinion by a day.",
        by=by,
        on=on,
        at=at,
        href=href,
    )
    return sign(
        subject=FUNDING,
        subject_id=application.id,
        content_hash=content_hash,
        statement=f"{application.practice.name} asks for {sterling(application.pence)}: {application.called}.",
        capacity=Capacity.FOR_PRACTICE,
        by=by,
        on=on,
        at=at,
        commissioner_id=application.commissioner_id,
    )


def withdraw_application(
    *, application_id: int, reason: str, by: Actor, on: date, at: datetime, href: str
) -> FundingApplication:
    """Take an application back before it is decided, with the reason. Who was asked about it is told."""
    application = held_own(application_id, by)
    check_may_withdraw(application.state)
    kept = words_to_keep(reason, what="The reason")
    was_sent = application.sent_at is not None
    application.state = FundingState.WITHDRAWN
    db.session.add(
        FundingWithdrawal(
            application_id=application.id, reason=kept, withdrawn_by_id=by.person_id, name=by.name, withdrawn_at=at
        )
    )
    db.session.flush()
    record(application, "withdraw_application", by, reason=kept)
    if was_sent:
        groups = [ask.group_id for ask in application.asks]
        told = (
            (application.commissioner_id, Permission.MAINTAIN_SCHEMES),
            *((g, Permission.ADVISE_ON_SCHEMES) for g in groups),
        )
        for organisation_id, permission in told:
            tell(
                application,
                f"withdrawn/{organisation_id}",
                at_organisations=[organisation_id],
                permission=permission,
                subject=f"{application.practice.name} withdrew {application.reference}",
                words=f"{application.called}: {kept}",
                by=by,
                on=on,
                at=at,
                href=href,
            )
    return application


def _scheme(scheme_id: int, by: Actor) -> Scheme:
    scheme = find_seen(scheme_id, by)
    if scheme is None:
        raise NotAllowed("This enhanced service does not concern you.")
    return scheme


def _checked_version(application: FundingApplication, on: date) -> SchemeVersion:
    """The version under which a draft is sent; its locality is that of the day. Refuses what cannot be asked."""
    version = find_approved_version(application.scheme_id)
    if version is None:
        raise Refusal("The scheme has no approved version any more, so nothing can be asked under it.")
    application.locality_id = _check_may_ask_under(application.scheme, application.practice, on)
    check_may_send(
        application.state,
        starts_on=version.starts_on,
        expires_on=version.expires_on,
        wanted_on=application.wanted_on,
    )
    return version


def _check_may_ask_under(scheme: Scheme, practice: Party, on: date) -> int | None:
    """The locality of the practice, for whose budget it asks; refuses a scheme that is not for it or not in force."""
    if practice.closed_on is not None and practice.closed_on <= on:
        raise Refusal(f"{practice.name} is closed: it asks for nothing any more.")
    version = find_approved_version(scheme.id)
    if version is None or has_expired(version.expires_on, on=on):
        raise Refusal(f"{scheme.called} is not in force, so nothing can be asked under it.")
    membership = find_membership(practice.id, on=on)
    place = find_place(membership.group_id) if membership else None
    locality_id = place.locality_id if place else None
    if scheme.locality is not None and scheme.locality_id != locality_id:
        raise Refusal(f"{scheme.called} is for practices of {scheme.locality.name}.")
    return locality_id


def _looked_over(wanted: Wanted) -> Wanted:
    check_wanted(wanted)
    return Wanted(
        what=words_to_keep(wanted.what, what="What it is for", most=MOST_OF_WHAT),
        why=words_to_keep(wanted.why, what="Why it is needed", most=MOST_OF_WHY),
        pence=wanted.pence,
        wanted_on=wanted.wanted_on,
    )
