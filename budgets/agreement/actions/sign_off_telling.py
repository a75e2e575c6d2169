"""Who is told what of a sign-off: those who have to sign, and at the lock and the unlocking all whom it concerns.

Parts of larger acts: they write messages and record no event of their own.
"""

from collections.abc import Sequence
from datetime import date, datetime

from budgets.agreement.models.sign_off import SignOff
from budgets.agreement.models.unlocking import Unlocking
from budgets.agreement.queries.notices import list_provider_ids
from budgets.agreement.queries.proposals import groups_by_code
from budgets.agreement.rules.sign_off_content import SignedContent
from budgets.agreement.rules.sign_off_signing import Signer
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Permission


def ask_to_sign(sign_off: SignOff, signers: Sequence[Signer], *, on: date, at: datetime, href: str) -> None:
    """Tell everybody who may sign for one of these that the sign-off is open."""
    proposal = sign_off.proposal
    year = proposal.round.year
    notify(
        key=f"agreement.open_sign_off/{sign_off.id}",
        person_ids=people_at([each.party_id for each in signers], on=on, permission=Permission.SIGN_BUDGETS),
        subject=f"Sign the budgets for {year}",
        words=f"Proposal {proposal.number} for {year} is open for signature. Read what is signed, and sign it.",
        href=href,
        at=at,
    )


def tell_of_lock(
    sign_off: SignOff, content: SignedContent, *, on: date, at: datetime, href: str, notice_href: str
) -> None:
    """Tell the commissioner and the groups that the round is signed off, and the providers what was decided."""
    found = sign_off.proposal.round
    without = f" {content.adopted_without}." if content.dissent else ""
    parties = groups_by_code(sign_off.proposal)
    groups = [parties[group.said.code].id for group in content.groups if group.said.code in parties]
    notify(
        key=f"agreement.lock/{sign_off.id}",
        person_ids=people_at([found.commissioner_id, *groups], on=on, permission=Permission.SEE_PROPOSALS),
        subject=f"The budgets for {found.year} are signed off",
        words=f"The round for {found.year} is signed off and locked.{without} The statements are issued on its page.",
        href=href,
        at=at,
    )
    notify(
        key=f"agreement.decision_notice/{sign_off.id}",
        person_ids=people_at(list_provider_ids(found), on=on, permission=Permission.SEE_PROPOSALS),
        subject=f"Decisions on the budgets for {found.year}",
        words=(
            f"{content.commissioner} has signed off the budgets of its PbC groups for {found.year}.{without} The "
            "decision notice says which lines you provide, from when, how much and for whom."
        ),
        href=notice_href,
        at=at,
    )


def ask_to_confirm(unlocking: Unlocking, *, on: date, at: datetime, href: str) -> None:
    """Tell the commissioner's other people who may unlock that one of them asked to."""
    found = unlocking.lock.sign_off.proposal.round
    people = people_at([found.commissioner_id], on=on, permission=Permission.UNLOCK_ROUNDS)
    notify(
        key=f"agreement.ask_to_unlock/{unlocking.id}",
        person_ids=[person_id for person_id in people if person_id != unlocking.asked_by_id],
        subject=f"Unlock the round for {found.year}?",
        words=f"{unlocking.name} asks to unlock the round for {found.year}: {unlocking.reason}",
        href=href,
        at=at,
    )


def tell_of_unlocking(unlocking: Unlocking, *, on: date, at: datetime, href: str, notice_href: str) -> None:
    """Tell all whom it concerns that the round is open again, and that what was signed is superseded."""
    proposal = unlocking.lock.sign_off.proposal
    found = proposal.round
    groups = [party.id for party in groups_by_code(proposal).values()]
    words = (
        f"The round for {found.year} was unlocked by two people: {unlocking.reason.rstrip('.')}. What was signed stays "
        "readable and is superseded. A new proposal follows."
    )
    for people, page in (([found.commissioner_id, *groups], href), (list_provider_ids(found), notice_href)):
        notify(
            key=f"agreement.unlock/{unlocking.id}",
            person_ids=people_at(people, on=on, permission=Permission.SEE_PROPOSALS),
            subject=f"The round for {found.year} is open again",
            words=words,
            href=page,
            at=at,
        )
