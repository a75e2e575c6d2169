"""What stands in the way of issuing a contract, and who may sign what was issued."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from contracts.agreements.rules.content import Content
from contracts.agreements.rules.figures import problems_in_figures
from contracts.agreements.rules.forms import Signer
from contracts.agreements.rules.money import Commitment, problems_in_commitments
from core.errors import OutOfDate, Refusal
from core.signatures.rules import capacity_in_words
from core.wording import in_full, listed, sterling

CHANGED = "The text of {reference} changed since you opened it. Read it again, then {act}."


def obstacles_to_issuing(
    content: Content, *, ends_on: date, on: date, year_value: int, commitments: Iterable[Commitment]
) -> list[str]:
    """Why a draft cannot be issued yet, in sentences; none: it can."""
    found = []
    if ends_on < on:
        found.append(f"Its term was over on {in_full(ends_on)}.")
    if not content.schedules:
        found.append("It has no schedule. Write at least one.")
    empty = [part.title for part in content.schedules if not (part.text or part.amounts or part.figures)]
    if empty:
        found.append(f"Nothing stands in {listed([f'“{title}”' for title in empty])}. Write it, or take it out.")
    total = sum(part.total for part in content.parts)
    if total > year_value:
        found.append(
            f"Its lines of money add up to {sterling(total)}, more than its value for the year, {sterling(year_value)}."
        )
    return [*found, *problems_in_figures(content), *problems_in_commitments(commitments)]


def check_no_obstacles(obstacles: Sequence[str], *, reference: str) -> None:
    """Refuse to issue what something stands in the way of."""
    if obstacles:
        raise Refusal(f"{reference} cannot be issued yet. {' '.join(obstacles)}")


def check_seen(*, seen: str, current: str, reference: str, act: str) -> None:
    """Refuse an act on a text that changed since the person opened it; both are SHA-256 of it."""
    if seen != current:
        raise OutOfDate(CHANGED.format(reference=reference, act=act))


def signer_for(
    signers: Sequence[Signer], *, party_id: int, organisation: str, reference: str, signed_by: Mapping[int, str],
    person_id: int,
) -> Signer:  # fmt: skip
    """As what this organisation signs. Refuses one that is not asked, and a person who signed for another.

    `signed_by`: the people who signed this text, with the organisation for which they did.
    """
    signer = next((each for each in signers if each.party.party_id == party_id), None)
    if signer is None:
        asked = listed([each.party.name for each in signers])
        raise Refusal(
            f"You act for {organisation}, which is not asked to sign {reference}. {asked} are, each by its own people: "
            "nobody signs for another."
        )
    earlier = signed_by.get(person_id)
    if earlier is not None and earlier != organisation:
        raise Refusal(f"You signed {reference} for {earlier}. Somebody else signs for {organisation}.")
    return signer


def sentence_to_sign(*, reference: str, title: str, number: int, signer: Signer) -> str:
    """The sentence an organisation signs."""
    said = "assents to" if not signer.is_needed else "agrees to"
    return (
        f"{signer.party.name} {said} contract {reference}, {title}, as issued under number {number}, signing "
        f"{capacity_in_words(signer.capacity)}."
    )
