"""Messages of heads of terms: to those who have to sign, and to the parties when somebody did, or all was withdrawn."""

from collections.abc import Sequence
from datetime import date, datetime

from contracts.heads_of_terms.models import HeadsOfTerms, HeadsWithdrawal
from contracts.heads_of_terms.rules.signing import Signer
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Permission
from core.signatures.models import Signature


def ask_to_sign(heads: HeadsOfTerms, signers: Sequence[Signer], *, on: date, at: datetime, href: str) -> None:
    """Tell those who may sign for each party that the text is issued."""
    people = people_at([each.party_id for each in signers], on=on, permission=Permission.SIGN_CONTRACTS)
    notify(
        key=f"heads_of_terms.issue/{heads.id}",
        person_ids=people,
        subject=f"Heads of terms to sign: {heads.title}",
        words=(
            f"{heads.commissioner.name} issued {heads.reference}, “{heads.title}”, with {heads.provider.name} for "
            "signature. Read the exact text, then sign it for your organisation; you may record a reservation."
        ),
        href=href,
        at=at,
    )


def tell_of_signature(
    heads: HeadsOfTerms,
    signature: Signature,
    *,
    reservation: str,
    is_last: bool,
    on: date,
    at: datetime,
    href: str,
) -> None:
    """Tell the commissioner of each signature; with the last one, all parties that everybody signed."""
    parties = [heads.commissioner_id, heads.provider_id, *(group.party_id for group in heads.groups)]
    told = parties if is_last else [heads.commissioner_id]
    reserved = f" A reservation is recorded: {reservation}" if reservation else ""
    end = " All parties have signed." if is_last else ""
    notify(
        key=f"heads_of_terms.sign/{signature.id}",
        person_ids=people_at(told, on=on, permission=Permission.SIGN_CONTRACTS),
        subject=f"{signature.organisation} signed {heads.reference}",
        words=f"{signature.name} signed “{heads.title}” for {signature.organisation}.{reserved}{end}",
        href=href,
        at=at,
    )


def tell_of_withdrawal(heads: HeadsOfTerms, withdrawal: HeadsWithdrawal, *, on: date, at: datetime, href: str) -> None:
    """Tell the parties that what was issued is not to be signed any more."""
    parties = [heads.commissioner_id, heads.provider_id, *(group.party_id for group in heads.groups)]
    notify(
        key=f"heads_of_terms.withdraw/{heads.id}",
        person_ids=people_at(parties, on=on, permission=Permission.SIGN_CONTRACTS),
        subject=f"{heads.reference} is withdrawn",
        words=f"{withdrawal.name} withdrew “{heads.title}”: {withdrawal.reason}",
        href=href,
        at=at,
    )
