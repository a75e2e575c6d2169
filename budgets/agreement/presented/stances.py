"""Positions as cells: the stance in words on a quiet ground of its own, who said it and when below."""

from collections.abc import Mapping

from budgets.agreement.rules.board import Decided, Said
from budgets.agreement.rules.outcomes import OUTCOME_NAMES, OutcomeKind
from budgets.agreement.rules.stances import REASON_NAMES, STANCE_NAMES, Stance
from core.clock import day_in_words
from core.tables import Cell, words

STANCE_LOOKS: Mapping[Stance, str] = {
    Stance.NOT_ASKED: "app-stance app-stance--silent",
    Stance.NO_RESPONSE: "app-stance app-stance--missing",
    Stance.WITHHELD: "app-stance app-stance--withheld",
    Stance.NOT_CHALLENGED: "app-stance app-stance--agreed",
    Stance.AGREED: "app-stance app-stance--agreed",
    Stance.AGREED_WITH_CONDITIONS: "app-stance app-stance--withheld",
    Stance.DISPUTED: "app-stance app-stance--disputed",
}
STANCE_TAGS: Mapping[Stance, str] = {
    Stance.NOT_ASKED: "nhsuk-tag--grey",
    Stance.NO_RESPONSE: "nhsuk-tag--orange",
    Stance.WITHHELD: "nhsuk-tag--yellow",
    Stance.NOT_CHALLENGED: "nhsuk-tag--aqua-green",
    Stance.AGREED: "nhsuk-tag--green",
    Stance.AGREED_WITH_CONDITIONS: "nhsuk-tag--yellow",
    Stance.DISPUTED: "nhsuk-tag--red",
}
OUTCOME_TAGS: Mapping[OutcomeKind, str] = {
    OutcomeKind.UPHELD: "nhsuk-tag--green",
    OutcomeKind.REJECTED: "nhsuk-tag--pink",
    OutcomeKind.WITHDRAWN: "nhsuk-tag--grey",
}


def said_cell(said: Said, *, href: str = "", carried_from: int | None = None) -> Cell:
    """A position: the stance, and below it the reason, who said it, when, and whether it was carried over.

    `carried_from`: the number of the proposal before, for positions that were carried over from it.
    """
    return words(STANCE_NAMES[said.stance], href=href, note=_note(said, carried_from), look=STANCE_LOOKS[said.stance])


def outcome_cell(outcome: Decided | None) -> Cell:
    """What became of a dispute, by whom and when; open where nothing did so far."""
    if outcome is None:
        return words("Open", look="app-stance app-stance--open")
    note = f"{outcome.by}, {day_in_words(outcome.at)}"
    if outcome.taken_up_in is not None:
        note += f"; taken up in proposal {outcome.taken_up_in}"
    look = "agreed" if outcome.kind is OutcomeKind.UPHELD else "decided"
    return words(OUTCOME_NAMES[outcome.kind], note=note, look=f"app-stance app-stance--{look}")


def _note(said: Said, carried_from: int | None) -> str:
    if said.given_at is None:
        return ""
    reason = f"{REASON_NAMES[said.reason]}. " if said.reason else ""
    carried = f"; carried over from proposal {carried_from}" if said.is_carried and carried_from else ""
    return f"{reason}{said.by}, {day_in_words(said.given_at)}{carried}"
