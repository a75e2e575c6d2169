"""What may be said as a position, by whom, on which proposal: each refusal in words."""

from dataclasses import dataclass, replace
from decimal import Decimal

from budgets.agreement.rules.items import Item, ItemKind
from budgets.agreement.rules.stances import GIVEN, NEEDS_WORDS, REASON_NAMES, STANCE_NAMES, Reason, Stance
from budgets.method.what_if import method_for
from budgets.method.workbook import Workbook
from core.errors import NotAllowed, OutOfDate, Refusal
from core.identifiers import has_identifier
from core.permissions import Actor, Permission

_LONGEST_WORDS = 4000
_ON_LINES_ONLY = (
    "A method can be claimed for a line only. For the total, the split or a pot say the amount you should get."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a group says to an item. `claimed` is in pounds; `claimed_method` as written (`activity`).

    `seen_id`: the position on the item that the person had in front of them; None where there was none.
    """

    item: Item
    stance: Stance
    reason: Reason | None = None
    words: str = ""
    claimed: Decimal | None = None
    claimed_method: str = ""
    seen_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A position that stands: its id, who answered what and when, in words."""

    id: int
    by: str
    stance: Stance
    at: str


def check_speaks_for(by: Actor, *, group_id: int, group: str) -> None:
    """Refuse a person who does not act for the group: nobody answers for another."""
    if by.organisation_id != group_id:
        raise NotAllowed(f"You act for {by.organisation_name}. Only a person of {group} may answer for {group}.")


def check_is_asked(*, group: str, closed_on: str | None, is_in_calculation: bool, number: int) -> None:
    """Refuse a group that has closed or that the proposal gives nothing. `closed_on`: the day in words, once closed."""
    if closed_on is not None:
        raise Refusal(f"{group} closed on {closed_on}. A closed group takes no positions; what it said stays readable.")
    if not is_in_calculation:
        raise Refusal(f"{group} is not among the groups of proposal {number}, so it is not asked about it.")


def check_is_current(*, number: int, newest: int, newest_issued: str, withdrawn_on: str | None, reason: str) -> None:
    """Refuse a proposal that a newer one followed, or that was withdrawn. Days are in words, None: it was not."""
    if newest != number:
        raise Refusal(
            f"Proposal {newest} was issued on {newest_issued} and takes the place of proposal {number}. "
            f"Nothing was recorded: read proposal {newest} and answer that."
        )
    if withdrawn_on is not None:
        raise Refusal(
            f"Proposal {number} was withdrawn on {withdrawn_on}: {reason.rstrip('.')}. "
            "Nothing was recorded: wait for the next proposal."
        )


def check_answer(answer: Answer, *, name: str) -> None:
    """Refuse an answer that is not one, or lacks what it needs. `name`: what the item is called."""
    if answer.stance not in GIVEN:
        raise Refusal(f"Choose your position on {in_a_sentence(name)}.")
    said = STANCE_NAMES[answer.stance].lower()
    if answer.stance is Stance.DISPUTED and answer.reason is None:
        raise Refusal(f"Choose the reason why you dispute {in_a_sentence(name)}.")
    if answer.stance is not Stance.DISPUTED and answer.reason is not None:
        raise Refusal(f"A reason from the list goes with “disputed” only; you chose “{said}”.")
    if answer.stance in NEEDS_WORDS and not answer.words.strip():
        raise Refusal(f"Say in your own words what “{said}” means for {in_a_sentence(name)}.")
    check_words(answer.words)
    _check_claim(answer)


def as_kept(answer: Answer) -> Answer:
    """An answer as it is kept: words and method without blanks around them, and without what was seen before it."""
    words = answer.words.replace("\r\n", "\n").strip()
    return replace(answer, words=words, claimed_method=answer.claimed_method.strip(), seen_id=None)


def in_words(name: str, answer: Answer) -> str:
    """What was said to an item, for the history: never the words, which a setting may hide from some readers.

    >>> split = Item(kind=ItemKind.SPLIT)
    >>> in_words("The split", Answer(item=split, stance=Stance.DISPUTED, reason=Reason.WRONG_METHOD))
    'the split disputed (wrong method)'
    """
    said = STANCE_NAMES[answer.stance].lower()
    reason = f" ({REASON_NAMES[answer.reason].lower()})" if answer.reason else ""
    return f"{in_a_sentence(name)} {said}{reason}"


def check_words(words: str) -> None:
    """Refuse words no page has room for, and words about a patient; the number found is never repeated."""
    if len(words.strip()) > _LONGEST_WORDS:
        raise Refusal(f"Your words have at most {_LONGEST_WORDS:,} characters.")
    if has_identifier(words):
        raise Refusal(
            "Your words hold a number that passes the NHS number check. Take it out: "
            "nothing that identifies a patient may be kept here."
        )


def check_claimed_method(text: str, workbook: Workbook) -> str:
    """The method claimed, as it is kept; a Refusal where it can split no line of these inputs."""
    try:
        return str(method_for(text, workbook))
    except ValueError as wrong:
        raise Refusal(f"The method you claim cannot be used. Expected was {wrong}.") from None


def check_seen(standing: Standing | None, seen_id: int | None, *, name: str) -> None:
    """Refuse to answer over what somebody else of the group said meanwhile: says who, what and when."""
    if standing is not None and standing.id != seen_id:
        raise OutOfDate(
            f"{standing.by} answered “{STANCE_NAMES[standing.stance].lower()}” to {in_a_sentence(name)} on "
            f"{standing.at}, while you were working on it. What you typed is still here: compare it, and send it again "
            "if it is to stand instead."
        )


def _check_claim(answer: Answer) -> None:
    if answer.claimed is None and not answer.claimed_method.strip():
        return
    if answer.stance is not Stance.DISPUTED:
        raise Refusal("An amount or a method is claimed with a dispute only.")
    if answer.claimed_method.strip() and answer.item.kind is not ItemKind.LINE:
        raise Refusal(_ON_LINES_ONLY)
    if answer.claimed is not None and answer.claimed_method.strip():
        raise Refusal("Claim an amount or a method, not both: the amount by a method is worked out for you.")


def in_a_sentence(name: str) -> str:
    """The name of an item within a sentence.

    >>> in_a_sentence("The split"), in_a_sentence("Wound care")
    ('the split', '“Wound care”')
    """
    return name[:1].lower() + name[1:] if name.startswith("The ") else f"“{name}”"


def reads_words(by: Actor, *, group_id: int, shares_words: bool) -> bool:
    """Whether somebody reads the words of a group's positions; position and reason everybody does who sees them.

    The group itself and those who prepare and check rounds always; the provider and other groups where the proposal
    shares the words.
    """
    is_own = by.organisation_id == group_id
    return shares_words or is_own or by.may(Permission.SEE_UNSHOWN_CALCULATIONS)
