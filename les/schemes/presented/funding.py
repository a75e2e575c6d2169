"""Funding applications as tables and steps: the list, the money of the scheme, what groups said."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from budgets.rounds.rules import RoundStep, StepState
from core.clock import day_in_words
from core.money import as_pence
from core.tables import Cell, Table, amount, columns, sorted_columns, table, words
from core.wording import in_full
from les.schemes.models.funding import FundingApplication, FundingAsk
from les.schemes.presented.budgets import NONE_YET
from les.schemes.rules.funding import BEFORE_DECISION, FundingState, Standing, asked_state

SORTED = ("number", "practice", "scheme", "amount", "wanted", "state")


def no_link(application: FundingApplication) -> str:
    """Lead nowhere, as in a file."""
    del application
    return ""


def applications_table(
    applications: Sequence[FundingApplication],
    *,
    on: date,
    sort: str = "",
    link: Callable[[FundingApplication], str] = no_link,
    heads: Mapping[str, str] | None = None,
    with_opinions: bool = True,
) -> Table:
    """The applications as rows. `heads`: the address of each column’s order; `with_opinions`: how many answered."""
    head = [
        ("Number", "number"),
        ("What for", ""),
        ("Practice", "practice"),
        ("Enhanced service", "scheme"),
        ("Asked £", "amount"),
        ("Approved £", ""),
        ("Needed on", "wanted"),
        ("State", "state"),
    ]
    rows = [_row(each, on=on, link=link, with_opinions=with_opinions) for each in applications]
    caption = f"{len(applications)} {'application' if len(applications) == 1 else 'applications'}"
    return table("applications", caption, sorted_columns(head, sort=sort, links=heads), rows)


def standing_table(standing: Standing, *, pence: int) -> Table:
    """The money of the scheme in the year, and what would be left of it if the application were approved in full."""
    left = standing.left
    rows = [
        [words("Budget", note=standing.where), _told(standing.budget, "no budget")],
        [words("Committed"), _told(standing.committed, NONE_YET)],
        [words("Spent to date"), _told(standing.spent, NONE_YET)],
        [words("Applications approved", note="not yet handed on to be paid"), amount(standing.funded)],
        [words("Left", note="after the larger of committed and spent, and what was approved"), amount(left)],
        [words("This application"), amount(pence)],
    ]
    foot = [[words("Would be left"), amount(None if left is None else left - pence)]]
    return table(
        "standing", f"Budget, commitment and spend of {standing.year}", columns("What", "Amount £"), rows, foot
    )


def opinions_table(asks: Sequence[FundingAsk], *, on: date, with_words: bool = True, with_money: bool = True) -> Table:
    """The groups that were asked, and what each said; silence is shown as such. Earlier opinions stand in the note.

    `with_words`: not for the practice before the decision, which only sees that an opinion is given. `with_money`: what
    was left of the budget when the opinion was given; never for the practice.
    """
    rows = [
        [
            *_opinion_row(ask, on=on, with_words=with_words),
            *([_words_of(ask)] if with_words else []),
            *([_left_then(ask)] if with_money else []),
        ]
        for ask in asks
    ]
    head = [
        "Group",
        "Asked",
        "Opinion",
        *(["What it rests on"] if with_words else []),
        *(["Left of the budget then £"] if with_money else []),
    ]
    return table("opinions", "Opinions asked", columns(*head), rows)


def steps_of(application: FundingApplication, *, on: date, is_handed_on: bool) -> list[RoundStep]:
    """The steps of an application: what is done, what comes now, what comes later; none for one taken back."""
    if application.state is FundingState.WITHDRAWN:
        return []
    asks, decision = application.asks, application.decision
    given = sum(ask.newest is not None for ask in asks)
    due = max((ask.due_on for ask in asks if ask.newest is None), default=None)
    opinions = f"{given} of {len(asks)} given" if asks else "Groups are asked, by a day"
    waiting = f"; by {in_full(due)}" if due and on <= due and application.state in BEFORE_DECISION else ""
    pays = decision is not None and decision.amount > 0
    said = [
        ("Written", "By the practice, with its evidence"),
        ("Signed and sent", day_in_words(application.sent_at) if application.sent_at else "By the practice manager"),
        ("Opinions", f"{opinions}{waiting}"),
        ("Decided", in_full(decision.decided_on) if decision else "By a person who did not ask for the opinions"),
    ]
    if decision is None or pays:
        said.append(("Handed on", "To be paid with the next payments" if not is_handed_on else "It is paid from there"))
    place = _place(application, is_handed_on=is_handed_on)
    return [RoundStep(name=name, state=_state(turn, place), words=text) for turn, (name, text) in enumerate(said)]


def _place(application: FundingApplication, *, is_handed_on: bool) -> int:
    if application.decision is not None:
        return 5 if is_handed_on else 4
    places = {FundingState.DRAFT: 1, FundingState.SENT: 2, FundingState.ASKED: 2}
    answered = bool(application.asks) and all(ask.newest for ask in application.asks)
    return 3 if answered else places[application.state]


def _state(turn: int, place: int) -> StepState:
    if turn < place:
        return StepState.DONE
    return StepState.NOW if turn == place else StepState.LATER


def _row(
    application: FundingApplication, *, on: date, link: Callable[[FundingApplication], str], with_opinions: bool
) -> list[Cell]:
    decision = application.decision
    return [
        words(application.reference),
        words(application.what, href=link(application)),
        words(application.practice.name, note=application.practice.code),
        words(application.scheme.called),
        amount(application.pence),
        amount(as_pence(decision.amount)) if decision else words(""),
        words(in_full(application.wanted_on)),
        words(application.state_name, note=_answered(application, on) if with_opinions else ""),
    ]


def _answered(application: FundingApplication, on: date) -> str:
    """How many of the groups asked have answered, and until when the others may."""
    if application.state is not FundingState.ASKED:
        return ""
    open_ones = [ask.due_on for ask in application.asks if ask.newest is None]
    given = len(application.asks) - len(open_ones)
    until = ""
    if open_ones:
        latest = max(open_ones)
        until = f", by {in_full(latest)}" if on <= latest else ", the day is over"
    return f"{given} of {len(application.asks)} opinions{until}"


def _told(pence: int | None, nothing: str) -> Cell:
    return amount(pence) if pence is not None else Cell(text=nothing, number=True, look="app-nothing")


def _opinion_row(ask: FundingAsk, *, on: date, with_words: bool) -> list[Cell]:
    said = ask.newest
    state = asked_state(
        said.opinion if said else None, due_on=ask.due_on, given_on=said.given_on if said else None, on=on
    )
    if said is not None and not with_words:
        state = "Given"
    given = (
        f"by {said.name}, {in_full(said.given_on)}" if said else "Silence is not consent." if on > ask.due_on else ""
    )
    return [
        words(ask.group.name),
        words(f"by {in_full(ask.due_on)}", note=f"by {ask.asked_by.name}, {day_in_words(ask.asked_at)}"),
        words(state, note=given),
    ]


def _words_of(ask: FundingAsk) -> Cell:
    """What the opinion that counts rests on, and what was said before it."""
    earlier = "; ".join(f"earlier: {each.opinion_name.lower()}, {each.words}" for each in ask.opinions[:-1])
    return words(ask.newest.words if ask.newest else "", note=earlier)


def _left_then(ask: FundingAsk) -> Cell:
    """What was left of the budget when the opinion was given."""
    said = ask.newest
    if said is None:
        return words("")
    if said.budget is None:
        return Cell(text="no budget", number=True, look="app-nothing")
    committed, spent = (0 if each is None else as_pence(each) for each in (said.committed, said.spent))
    return amount(as_pence(said.budget) - max(committed, spent) - as_pence(said.funded))
