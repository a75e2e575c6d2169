"""The header of a version: what it is called, who leads on either side, when and where it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.errors import Refusal
from core.identifiers import has_identifier
from core.wording import in_full

MOST_OF_TITLE = 120
MOST_OF_ROLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The facts above the sections. Leads are roles (`…_lead`) and, where there is one, people by id.

    `starts_on` to `ends_on`: the period (both days count); `review_on`: by when it is looked at again; `expires_on`:
    the day from which it does not count any more unless it was renewed. `localities`: their ids.
    """

    title: str
    commissioner_lead: str = ""
    commissioner_lead_id: int | None = None
    provider_lead: str = ""
    provider_lead_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    review_on: date | None = None
    expires_on: date | None = None
    localities: frozenset[int] = frozenset()


def check_header(header: Header) -> None:
    """Refuse a header that cannot be kept, with all that is wrong with it. What is still missing is no fault here."""
    found = [*_faults_in_words(header), *_faults_in_days(header)]
    if found:
        raise Refusal(" ".join(found))


def problems_in_header(header: Header) -> list[str]:
    """What a header lacks before both sides can review the version, in sentences."""
    missing = [
        (header.commissioner_lead, "Name the commissioner’s lead."),
        (header.provider_lead, "Name the provider’s lead."),
        (header.starts_on, "Say from when it holds."),
        (header.ends_on, "Say until when it holds."),
        (header.review_on, "Say by when it is reviewed."),
        (header.expires_on, "Say when it expires."),
        (header.localities, "Choose the localities it covers."),
    ]
    return [sentence for value, sentence in missing if not value]


def is_past_review(review_on: date | None, *, on: date) -> bool:
    """Whether the day by which it was to be reviewed is over.

    >>> is_past_review(date(2008, 3, 31), on=date(2008, 3, 31)), is_past_review(date(2008, 3, 31), on=date(2008, 4, 1))
    (False, True)
    """
    return review_on is not None and review_on < on


def has_expired(expires_on: date | None, *, on: date) -> bool:
    """Whether a version does not count any more: on the day of expiry and after.

    >>> has_expired(date(2009, 4, 1), on=date(2009, 3, 31)), has_expired(date(2009, 4, 1), on=date(2009, 4, 1))
    (False, True)
    """
    return expires_on is not None and expires_on <= on


def _faults_in_words(header: Header) -> list[str]:
    found = []
    if not header.title.strip():
        found.append("Give the specification a title.")
    if len(header.title.strip()) > MOST_OF_TITLE:
        found.append(f"The title has at most {MOST_OF_TITLE} characters.")
    if any(len(role) > MOST_OF_ROLE for role in (header.commissioner_lead, header.provider_lead)):
        found.append(f"The role of a lead has at most {MOST_OF_ROLE} characters.")
    if any(has_identifier(text) for text in (header.title, header.commissioner_lead, header.provider_lead)):
        found.append(
            "A number in the header passes the NHS number check. Take it out: nothing about a patient is kept here."
        )
    return found


def _faults_in_days(header: Header) -> list[str]:
    ordered: Sequence[tuple[date | None, date | None, str, str]] = (
        (header.starts_on, header.ends_on, "It ends", "before it begins"),
        (header.starts_on, header.review_on, "It is reviewed", "before it begins"),
        (header.review_on, header.expires_on, "It expires", "before it is reviewed"),
        (header.ends_on, header.expires_on, "It expires", "before it ends"),
    )
    return [
        f"{what} on {in_full(later)}, {why} on {in_full(earlier)}. Put one of the days right."
        for earlier, later, what, why in ordered
        if earlier and later and later < earlier
    ]
