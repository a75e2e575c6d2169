"""Signing heads of terms: who has to sign and as what, who may not, and what a reservation is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.heads_of_terms.rules.states import LONGEST_WORDS, State
from core.errors import OutOfDate, Refusal
from core.wording import in_full, listed


class Side(StrEnum):
    """As what an organisation stands in heads of terms. PbC groups are no legal persons: they assent."""

    COMMISSIONER = "commissioner"
    PROVIDER = "provider"
    GROUP = "group"


SIDE_NAMES: Mapping[Side, str] = {
    Side.COMMISSIONER: "Commissioner",
    Side.PROVIDER: "Provider",
    Side.GROUP: "PbC group, assenting",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """An organisation that signs. `given`: who signed for it and when, blank while nobody did; its `reservation`."""

    party_id: int
    code: str
    name: str
    side: Side
    given: str = ""
    reservation: str = ""

    @property
    def has_signed(self) -> bool:
        """Whether it signed."""
        return bool(self.given)

    @property
    def binds(self) -> bool:
        """Whether it is one of the two whose word binds, and does not only assent."""
        return self.side is not Side.GROUP


def waiting_for(signers: Iterable[Signer]) -> list[str]:
    """The names of those who have yet to sign."""
    return [signer.name for signer in signers if not signer.has_signed]


def yet_to_bind(signers: Iterable[Signer]) -> list[str]:
    """Of commissioner and provider those who have yet to sign."""
    return [signer.name for signer in signers if signer.binds and not signer.has_signed]


def check_parties_are_open(reference: str, *, closed: Mapping[str, date], not_yet: Mapping[str, date]) -> None:
    """Refuse to issue heads to a party that is no more, or is not yet: nobody could sign for it.

    `closed`: the first day without it, by name; `not_yet`: its first day.
    """
    said = [f"{name} closed on {in_full(day)}" for name, day in closed.items()]
    said += [f"{name} opens on {in_full(day)}" for name, day in not_yet.items()]
    if said:
        raise Refusal(
            f"{reference} cannot be issued: {listed(said)}, so nobody can sign for it. Change whom the heads are "
            "between first."
        )


def check_may_sign(
    signers: Sequence[Signer],
    *,
    reference: str,
    party_id: int,
    organisation: str,
    person_id: int,
    signed_for: Mapping[int, str],
) -> Signer:
    """The one that signs. Refuses whoever is no party, has signed, or signed for somebody else.

    `signed_for`: the organisation each person signed for, by person.
    """
    signer = next((each for each in signers if each.party_id == party_id), None)
    if signer is None:
        raise Refusal(
            f"{organisation} is no party to {reference}, so it does not sign it; and nobody signs for another."
        )
    if signer.has_signed:
        raise Refusal(f"{signer.name} has signed already: {signer.given}. Once is enough.")
    if person_id in signed_for:
        raise Refusal(
            f"You signed for {signed_for[person_id]} already. Another person signs for {organisation}: nobody signs "
            "for two."
        )
    return signer


def check_is_open_for_signature(state: State, *, reference: str, later: str) -> None:
    """Refuse to sign what is not issued. `later`: the version that was issued since, or blank."""
    if later:
        raise OutOfDate(f"{later} was issued since you opened {reference}. Read that one and sign it.")
    if state is State.DRAFT:
        raise Refusal(f"{reference} is a draft. It can be signed once it is issued.")
    if state is not State.ISSUED:
        named = {State.SIGNED: "signed by all", State.SUPERSEDED: "superseded", State.WITHDRAWN: "withdrawn"}
        raise Refusal(f"{reference} is {named[state]}, so it is not signed any more.")


def check_same_text(seen: str, issued: str) -> None:
    """Refuse to sign another text than the one that was read (both are hashes)."""
    if seen != issued:
        raise OutOfDate("The text you opened is not the one that is issued now. Read it again, then sign it.")


def check_reservation(words: str) -> None:
    """Refuse a reservation that is too long to stand beside a signature."""
    if len(words) > LONGEST_WORDS:
        raise Refusal(f"A reservation has at most {LONGEST_WORDS:,} characters.")
