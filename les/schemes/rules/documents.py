"""The document of a scheme: its sections, its control block, and what it lacks before it can be approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.errors import Refusal
from core.identifiers import has_identifier
from core.wording import in_full
from les.schemes.rules.kinds import State

MOST_OF_LINE = 120
MOST_OF_OUTCOME = 500
ESSENTIAL = (
    "Nothing in this specification defines anew, by inference or otherwise, any part of the essential or additional "
    "services of the core contract, which the practice provides to all its patients."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionKind:
    """A section that every document of a scheme has, and what is to be written there."""

    key: str
    heading: str
    guidance: str


SECTIONS = (
    SectionKind(key="aims", heading="Aims", guidance="What the service is to achieve, for whom, and the need for it."),
    SectionKind(
        key="service",
        heading="Service",
        guidance="What is done beyond the core contract, for which patients, and what happens for patients of "
        "practices that do not sign up.",
    ),
    SectionKind(
        key="training",
        heading="Training and accreditation",
        guidance="What those who provide it must be able to do and show, and for how long evidence counts.",
    ),
    SectionKind(
        key="data",
        heading="Data reported for payment",
        guidance="What is counted, how often it is reported, and by when. Nothing about a patient is reported.",
    ),
    SectionKind(key="finance", heading="Finance", guidance="What is paid for what, when, and how it is checked."),
    SectionKind(key="monitoring", heading="Monitoring", guidance="How the outcome is measured and looked at."),
    SectionKind(key="termination", heading="Termination", guidance="How either side ends it, and at what notice."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """The control block of a version that people fill in. `author` and `ratified_by` are roles or bodies.

    `outcome`: the measure by which its success is judged; `starts_on`: from when it holds; `expires_on`: from when it
    does not count any more.
    """

    author: str = ""
    ratified_by: str = ""
    outcome: str = ""
    starts_on: date | None = None
    review_on: date | None = None
    expires_on: date | None = None


def check_control(control: Control) -> None:
    """Refuse a control block that cannot be kept. What is still missing is no fault here."""
    found = []
    if len(control.author) > MOST_OF_LINE or len(control.ratified_by) > MOST_OF_LINE:
        found.append(f"Author and who ratified it have at most {MOST_OF_LINE} characters.")
    if len(control.outcome) > MOST_OF_OUTCOME:
        found.append(f"The outcome measure has at most {MOST_OF_OUTCOME} characters.")
    if any(has_identifier(text) for text in (control.author, control.ratified_by, control.outcome)):
        found.append("A number passes the NHS number check. Take it out: nothing about a patient is kept here.")
    pairs = (
        (control.starts_on, control.review_on, "It is reviewed", "before it begins"),
        (control.review_on, control.expires_on, "It expires", "before it is reviewed"),
        (control.starts_on, control.expires_on, "It expires", "before it begins"),
    )
    for earlier, later, what, why in pairs:
        if earlier and later and later < earlier:
            found.append(f"{what} on {in_full(later)}, {why} on {in_full(earlier)}. Put one of the days right.")
    if found:
        raise Refusal(" ".join(found))


def problems_in_control(control: Control) -> list[str]:
    """What a control block lacks before the version can be approved, in sentences."""
    missing = (
        (control.author, "Name the author, as a role."),
        (control.ratified_by, "Say who ratified it."),
        (control.outcome, "Say by which measure the outcome is judged."),
        (control.starts_on, "Say from when it holds."),
        (control.review_on, "Say by when it is reviewed."),
        (control.expires_on, "Say when it expires."),
    )
    return [sentence for value, sentence in missing if not value]


def problems_in_sections(texts: Mapping[str, str]) -> list[str]:
    """Which sections are empty, in sentences. `texts` by key.

    >>> problems_in_sections({**{each.key: "Said." for each in SECTIONS}, "finance": " "})
    ['Section 5, Finance, is empty.']
    """
    return [
        f"Section {place}, {each.heading}, is empty."
        for place, each in enumerate(SECTIONS, start=1)
        if not texts.get(each.key, "").strip()
    ]


def check_may_change(state: State) -> None:
    """Refuse to change a version that is not a draft."""
    if state is State.SUBMITTED:
        raise Refusal("This version waits for approval. Take it back into draft before you change it.")
    if state is not State.DRAFT:
        raise Refusal("This version was approved and is frozen. Begin the next version to change it.")


def check_may_submit(state: State, problems: list[str]) -> None:
    """Refuse to put a version forward that is no draft, or lacks something."""
    if state is not State.DRAFT:
        raise Refusal("Only a draft is put forward for approval.")
    if problems:
        raise Refusal(f"It is not complete. {' '.join(problems)}")


def reason_against_approving(
    state: State, *, is_own: bool, problems: Sequence[str] = (), own_prices: Sequence[str] = (), interest: str = ""
) -> str:
    """Why somebody may not approve a version: they drafted it, put it forward, proposed a price of it, or declared an
    interest in a practice whose price is approved with it. Blank: they may.
    """
    if state is not State.SUBMITTED:
        return "A version is approved while it waits for approval."
    if is_own:
        return "You drafted this version or put it forward. Ask a second person to approve it."
    if own_prices:
        return f"You proposed a price of {own_prices[0]}. Ask a person who did not to approve this version."
    if interest:
        return f"You declared an interest in {interest}, whose price is approved with this version. Ask somebody else."
    return f"It is not complete. {' '.join(problems)}" if problems else ""


def check_seen(*, is_seen: bool) -> None:
    """Refuse approval of another text than the person had in front of them."""
    if not is_seen:
        raise Refusal("The text was changed since you opened this page. Read it again, then approve it.")


def check_next_may_begin(state: State, *, open_number: int | None) -> None:
    """Refuse a next version beside one that is still open, or from one that does not hold."""
    if open_number is not None:
        raise Refusal(f"Version {open_number} is open already. Finish it first.")
    if state is not State.APPROVED:
        raise Refusal("The next version begins from the one that is approved.")


def is_past_review(review_on: date | None, *, on: date) -> bool:
    """Whether the day by which it was to be reviewed is over.

    >>> is_past_review(date(2008, 3, 31), on=date(2008, 3, 31)), is_past_review(date(2008, 3, 31), on=date(2008, 4, 1))
    (False, True)
    """
    return review_on is not None and review_on < on


def has_expired(expires_on: date | None, *, on: date) -> bool:
    """Whether a version does not count any more: on the day of expiry and after."""
    return expires_on is not None and expires_on <= on
