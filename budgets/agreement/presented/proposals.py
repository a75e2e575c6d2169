"""Proposals as tables and sentences: the list, the state of one, its figures, and where each group stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.rules.openings import GroupState
from budgets.agreement.rules.sign_off_signing import SignedOff
from budgets.agreement.rules.stances import STANCE_NAMES, Stance
from budgets.method.result import Calculation
from budgets.rounds.presented.links import NO_LINKS, Links
from budgets.rounds.presented.overview import KeyFigure
from core.clock import in_london
from core.components import day, instant
from core.tables import Cell, Table, amount, columns, table, words
from core.wording import percentage, sterling
from core.working_days import time_left, working_days_between


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The state of a proposal: in words, as a tag of that look. Positions are taken while it `is_current`."""

    text: str
    look: str
    is_current: bool


_STATE_SIGNED_OFF = {
    SignedOff.LOCKED: State(text="Signed off and locked", look="nhsuk-tag--green", is_current=False),
    SignedOff.UNLOCKED: State(text="Signed off, then unlocked", look="nhsuk-tag--grey", is_current=False),
}


def state_of(proposal: Proposal, *, newest: int, on: date, signed_off: SignedOff | None = None) -> State:
    """The state of a proposal on a day; `newest`: the number of the newest proposal of its round."""
    if proposal.withdrawal is not None:
        return State(text="Withdrawn", look="nhsuk-tag--grey", is_current=False)
    if proposal.number != newest:
        return State(text=f"Followed by proposal {newest}", look="nhsuk-tag--grey", is_current=False)
    if signed_off is not None:
        return _STATE_SIGNED_OFF[signed_off]
    if on > proposal.reply_by:
        return State(text="Time to reply is over", look="nhsuk-tag--orange", is_current=True)
    return State(text="With the groups", look="nhsuk-tag--blue", is_current=True)


def reply_in_words(reply_by: date, *, on: date) -> str:
    """By when the groups reply, with the working days left or gone since, in a sentence.

    >>> reply_in_words(date(2008, 3, 14), on=date(2008, 3, 11))
    'The groups reply by 14 March 2008, in 3 working days.'
    >>> reply_in_words(date(2008, 3, 14), on=date(2008, 3, 18))
    'The time to reply ended on 14 March 2008, 2 working days ago.'
    """
    if on <= reply_by:
        return f"The groups reply by {day(reply_by)}, {time_left(reply_by, on)}."
    gone = working_days_between(reply_by, on)
    return f"The time to reply ended on {day(reply_by)}, {gone} working day{'' if gone == 1 else 's'} ago."


def proposals_table(
    proposals: Sequence[Proposal],
    states: Mapping[int, State],
    hrefs: Mapping[int, str],
    calculations: Mapping[int, str],
) -> Table:
    """The proposals of a round, newest first, with their `states` and `hrefs` by id; `calculations`: their pages."""
    return table(
        name="proposals",
        caption="Proposals, newest first",
        head=columns("Proposal", "State", "Calculation", "Reply by", "Deadline", "Issued by"),
        rows=[
            [
                words(f"Proposal {each.number}", href=hrefs[each.id]),
                words(states[each.id].text),
                words(
                    f"Calculation {each.calculation.number}",
                    href=calculations.get(each.calculation_id, ""),
                    note=each.calculation.scenario_name,
                ),
                words(day(each.reply_by), look="app-day"),
                words(day(each.deadline), look="app-day"),
                words(each.issued_by.name, note=instant(each.issued_at)),
            ]
            for each in proposals
        ],
    )


def key_figures(calculation: Calculation, own: str = "", links: Links = NO_LINKS) -> list[KeyFigure]:
    """What is asked about: the total, what is divided of it, and (for a group, `own`) its part."""
    totals = calculation.totals
    figures = [
        KeyFigure(
            label="the total",
            value=sterling(totals.total),
            note=f"in {len(calculation.lines)} lines",
            href=links.matrix("gross"),
        ),
        KeyFigure(
            label="divided among the groups (gross)",
            value=sterling(totals.gross),
            note=_kept(calculation),
            href=links.matrix("gross"),
        ),
    ]
    if own in totals.by_group:
        of_group = totals.by_group[own]
        change = (
            "" if of_group.change_percent is None else f", {_signed(percentage(of_group.change_percent))} on last year"
        )
        figures.append(
            KeyFigure(
                label="your gross budget",
                value=sterling(of_group.gross),
                note=f"net {sterling(of_group.net)}{change}",
                href=links.group(own),
            )
        )
    return figures


def states_table(
    proposal: Proposal, states: Sequence[GroupState], calculation: Calculation, links: Links = NO_LINKS
) -> Table:
    """Where each group stands: issued, received, agreed, each with its date."""
    return table(
        name="states",
        caption="Where each group stands",
        head=columns("Group", "Gross £", "Issued", "Received", "On the total", "On the split", "Agreed"),
        rows=[
            [
                words(state.name, href=links.group(state.code)),
                amount(calculation.totals.by_group[state.code].gross, href=links.bridge(state.code)),
                words(_on(proposal.issued_at), look="app-day"),
                _received(state),
                _said(state.total, is_carried=state.carried[0]),
                _said(state.split, is_carried=state.carried[1]),
                _agreed(state),
            ]
            for state in states
        ],
    )


def answered_in_words(states: Sequence[GroupState]) -> str:
    """How many groups opened, answered and agreed, in a sentence."""
    received = sum(state.received is not None for state in states)
    answered = sum(state.has_answered for state in states)
    agreed = sum(state.agreed_at is not None for state in states)
    opened, said, consented = (count or "none" for count in (received, answered, agreed))
    return (
        f"Of {len(states)} groups {opened} opened it, {said} spoke to both total and split, {consented} agreed to both."
    )


def _received(state: GroupState) -> Cell:
    if state.received is None:
        return words("Not opened yet", look="app-nothing")
    return words(_on(state.received.at), note=state.received.by, look="app-day")


def _said(stance: Stance, *, is_carried: bool) -> Cell:
    return words(STANCE_NAMES[stance], note="carried over" if is_carried else "")


def _agreed(state: GroupState) -> Cell:
    if state.agreed_at is None:
        return words("Not yet", look="app-nothing")
    return words(_on(state.agreed_at), look="app-passed app-day")


def _on(at: datetime) -> str:
    return day(in_london(at).date())


def _kept(calculation: Calculation) -> str:
    totals = calculation.totals
    if not totals.pooled and not totals.growth_reserve:
        return "all of it"
    return f"{sterling(totals.pooled)} pooled, {sterling(totals.growth_reserve)} of growth held"


def _signed(text: str) -> str:
    return text.replace("-", "\u2212") if text.startswith("-") else f"+{text}"
