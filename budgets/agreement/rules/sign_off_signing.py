"""Signing off: who has to sign, who has signed, and who may not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from budgets.agreement.rules.sign_off import Dissent, in_sentences
from core.errors import Refusal
from core.wording import in_full


class SignedOff(StrEnum):
    """That a proposal was signed off by all: its round is locked since, or was unlocked again by two people."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """An organisation that has to sign: the commissioner, or a consenting group. `given`: who signed and when."""

    party_id: int
    name: str
    code: str
    is_commissioner: bool
    given: str = ""

    @property
    def has_signed(self) -> bool:
        """Whether it signed."""
        return bool(self.given)


def waiting_for(signers: Iterable[Signer]) -> list[str]:
    """The names of those who have yet to sign."""
    return [signer.name for signer in signers if not signer.has_signed]


def check_may_sign(
    signers: Sequence[Signer],
    *,
    party_id: int,
    organisation: str,
    own_dissent: Sequence[Dissent],
    signed_by: Mapping[int, str],
    person_id: int,
) -> None:
    """Refuse whoever is not among those who have to sign, has signed, or signed for somebody else.

    `own_dissent`: that of the organisation itself. `signed_by`: who signed, with the organisation each signed for.
    """
    signer = next((each for each in signers if each.party_id == party_id), None)
    if signer is None:
        raise Refusal(_why_not_asked(organisation, own_dissent))
    if signer.has_signed:
        raise Refusal(f"{signer.name} has signed already: {signer.given}. Once is enough.")
    if person_id in signed_by:
        raise Refusal(
            f"You signed for {signed_by[person_id]} already. Another person signs for {organisation}: nobody signs for "
            "two."
        )


def locked_in_words(*, year: str, on: date) -> str:
    """What is said to whoever would change a round that was signed off."""
    return f"The round for {year} was signed off on {in_full(on)} and is locked. Two people can unlock it."


def _why_not_asked(organisation: str, own_dissent: Sequence[Dissent]) -> str:
    if not own_dissent:
        return f"{organisation} has no budget in what is signed here, so it does not sign."
    return (
        f"{in_sentences(own_dissent)[0]}, so it does not sign. A group signs once it agrees, or does not challenge, "
        "the total and the split."
    )
