"""Rules of offers: which days they may have, what keeps one from being sent, and who may answer until when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from core.errors import OutOfDate, Refusal
from core.wording import in_full, listed
from les.sign_up.rules.kinds import Outcome

MOST_NOTICE = 730
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTerms:
    """What an offer says besides the documents. `notice_days`: with how many days of notice a practice may leave.

    `old_ends_on`: from when an earlier version does not hold any more for those who do not answer anew. `reason`: why
    it begins before the answer can be given.
    """

    starts_on: date
    answer_by: date
    notice_days: int
    old_ends_on: date | None = None
    words: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A practice on the list of an offer, as far as sending asks. `joined_on`: of its agreement to the scheme that
    runs on the first day or after; `is_current`: whether that is to the offered version; `needs`: whether it must
    answer anew.
    """

    name: str
    level: int
    closed_on: date | None = None
    joined_on: date | None = None
    is_current: bool = False
    has_open_offer: bool = False
    needs: bool = True


def check_terms(terms: OfferTerms, *, holds_from: date | None, expires_on: date | None, on: date) -> None:
    """Refuse days that do not fit each other or the version. `holds_from`, `expires_on`: of the version.

    An offer begins at once for all: work from its first day counts, also where the answer comes after that day. So one
    that begins before the day by which it is answered needs a reason, which all are shown.
    """
    if terms.answer_by < on:
        raise Refusal(f"{in_full(terms.answer_by)} is over. Give practices a day that is still to come.")
    if holds_from is None or terms.starts_on < holds_from:
        said = in_full(holds_from) if holds_from else "a day that is not said"
        raise Refusal(f"The version holds from {said}. Let the offer begin on that day or after.")
    if expires_on is not None and terms.starts_on >= expires_on:
        raise Refusal(f"The version expires on {in_full(expires_on)}. Let the offer begin before.")
    if not 0 <= terms.notice_days <= MOST_NOTICE:
        raise Refusal(f"The notice is 0 to {MOST_NOTICE} days.")
    if terms.starts_on <= terms.answer_by and not terms.reason.strip():
        raise Refusal("It begins before all have answered. Say why, or let it begin after the day to answer by.")
    if terms.old_ends_on is not None and terms.old_ends_on < max(terms.starts_on, terms.answer_by):
        raise Refusal(
            "An earlier version holds until practices could answer and the new one begins: let it end on "
            f"{in_full(max(terms.starts_on, terms.answer_by))} or after."
        )


def problems_in_offer(
    terms: OfferTerms, asked: Sequence[Asked], *, is_approved: bool, levels: Sequence[int], on: date
) -> list[str]:
    """What keeps a draft from being sent, in sentences. `levels`: those the scheme pays, none where it knows none."""
    found = []
    if not is_approved:
        found.append("A later version of the scheme was approved. Begin an offer of that one.")
    if terms.answer_by < on:
        found.append(f"The day to answer by, {in_full(terms.answer_by)}, is over.")
    if not asked:
        found.append("Choose the practices to which it goes.")
    found += _named(
        asked, "{names}: closed by {day}. Take it off the list.", lambda each: _is_closed(each, terms), terms
    )
    found += _named(asked, "Give {names} a level of provider that the scheme pays.", lambda e: _no_level(e, levels))
    found += _named(asked, "{names}: signed up to this version already.", lambda each: each.is_current)
    found += _named(
        asked,
        "{names}: the agreement in force begins on or after {day}. Let the offer begin later.",
        lambda each: not each.is_current and each.joined_on is not None and each.joined_on >= terms.starts_on,
        terms,
    )
    found += _named(asked, "{names}: an earlier offer is still open. Withdraw it first.", lambda e: e.has_open_offer)
    anew = [each for each in asked if each.joined_on is not None and each.needs and not each.is_current]
    if anew and terms.old_ends_on is None:
        found.append(
            f"{_names(anew)}: the terms change, so {'it answers' if len(anew) == 1 else 'they answer'} anew. "
            "Say until when the earlier version holds."
        )
    return found


def check_may_send(problems: Sequence[str], *, is_sent: bool) -> None:
    """Refuse to send an offer twice, or one that lacks something."""
    if is_sent:
        raise Refusal("This offer was sent already.")
    if problems:
        raise Refusal(f"It cannot be sent yet. {' '.join(problems)}")


def check_is_draft(*, is_sent: bool) -> None:
    """Refuse to change an offer that was sent: practices answer what they were shown."""
    if is_sent:
        raise Refusal("This offer was sent and is frozen. Withdraw it and begin another.")


def check_may_answer(
    outcome: Outcome,
    *,
    given: Sequence[Outcome],
    withdrawn_on: date | None,
    answer_by: date,
    starts_on: date,
    closed_on: date | None,
    on: date,
) -> None:
    """Refuse an answer that cannot be given: twice, to a withdrawn offer, too late, or of a practice that is closed.

    Who declined may accept while the offer is open; who accepted leaves with notice instead.
    """
    if Outcome.ACCEPTED in given or Outcome.CARRIED_OVER in given:
        raise Refusal("Your practice is signed up by this offer already. To end it, leave the scheme.")
    if outcome in given:
        raise Refusal("Your practice declined this offer already. You can still accept it while it is open.")
    if withdrawn_on is not None:
        raise Refusal(f"This offer was withdrawn on {in_full(withdrawn_on)}. Ask the commissioner for another.")
    if on > answer_by:
        raise Refusal(f"This offer was to be answered by {in_full(answer_by)}. Ask the commissioner for another.")
    if closed_on is not None and closed_on <= max(on, starts_on):
        raise Refusal(f"The practice closes on {in_full(closed_on)}: it cannot be signed up from then on.")


def check_seen(*, is_seen: bool) -> None:
    """Refuse an answer to another text than the person had in front of them."""
    if not is_seen:
        raise OutOfDate("What you answer is not what this page showed. Read the offer again, then answer it.")


def is_open(*, answer_by: date, is_withdrawn: bool, on: date) -> bool:
    """Whether an offer that was sent can be answered on a day."""
    return not is_withdrawn and on <= answer_by


def _is_closed(each: Asked, terms: OfferTerms) -> bool:
    return each.closed_on is not None and each.closed_on <= terms.starts_on


def _no_level(each: Asked, levels: Sequence[int]) -> bool:
    return each.level not in levels if levels else each.level != 0


def _named(
    asked: Sequence[Asked], sentence: str, is_meant: Callable[[Asked], bool], terms: OfferTerms | None = None
) -> list[str]:
    meant = [each for each in asked if is_meant(each)]
    if not meant:
        return []
    return [sentence.format(names=_names(meant), day=in_full(terms.starts_on) if terms else "")]


def _names(asked: Sequence[Asked]) -> str:
    names = [each.name for each in asked]
    more = len(names) - _SHOWN
    return listed([*names[:_SHOWN], f"{more} more"]) if more > 0 else listed(names)
