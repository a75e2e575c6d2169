"""What a reader of intentions has in sight: the round, the calculation at hand, all that was said, and the ways on."""

from dataclasses import dataclass

from flask import abort, url_for

from budgets.intentions.models.intentions import Intention
from budgets.intentions.presented.wording import Leads
from budgets.intentions.queries.calculations import find_calculation_at_hand
from budgets.intentions.queries.intentions import get_intention
from budgets.intentions.queries.overview import overview_of
from budgets.intentions.rules.overview import LineFacts, Overview
from budgets.rounds.models import Round, StoredCalculation
from budgets.rounds.views.held import held_fast
from budgets.rounds.views.reach import followed_round
from budgets.rounds.views.seen import calculation_at_hand
from core import clock
from core.permissions import Actor, Permission, Role
from core.record_numbers import record_number
from core.web import current_actor

Crumbs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A round with what was said in it; `stored` and `overview` are None before a calculation was opened.

    `is_held_fast`: it is signed off, so that nothing is said or answered any more.
    """

    round: Round
    stored: StoredCalculation | None
    overview: Overview | None
    by: Actor
    is_held_fast: bool = False

    @property
    def is_own_group(self) -> bool:
        """Whether the reader belongs to a group of the calculation at hand."""
        in_a_group = self.by.role in (Role.PBC_LEAD, Role.PBC_MEMBER)
        return in_a_group and self.overview is not None and self.by.organisation_code in self.overview.groups

    @property
    def is_provider(self) -> bool:
        """Whether the reader reads for a provider."""
        return self.by.role is Role.PROVIDER_MANAGER

    @property
    def may_speak(self) -> bool:
        """Whether the reader may say what their group is willing to spend."""
        return self.is_own_group and self.by.may(Permission.STATE_INTENTIONS) and not self.is_held_fast

    @property
    def may_answer(self) -> bool:
        """Whether the reader may answer for a provider."""
        return self.is_provider and self.by.may(Permission.ANSWER_INTENTIONS) and not self.is_held_fast

    @property
    def leads(self) -> Leads:
        """Where cells lead for this reader."""
        round_id = self.round.id
        speak = self.may_speak
        answer = self.may_answer
        return Leads(
            line=lambda code: url_for("intentions.show_line", round_id=round_id, line_code=code),
            intention=lambda known: url_for("intentions.show_intention", round_id=round_id, intention_id=known),
            speak=(lambda code: url_for("intentions.state_intention", round_id=round_id, line_code=code))
            if speak
            else "".format,
            speak_again=lambda known: url_for("intentions.change_new_service", round_id=round_id, intention_id=known),
            answer=lambda known: (
                url_for("intentions.answer_intention", round_id=round_id, intention_id=known) if answer else ""
            ),
        )


def sight_of(round_id: int) -> Sight:
    """What the reader has in sight of a round; 404 for those it does not concern."""
    found = followed_round(round_id)
    stored = find_calculation_at_hand(round_id)
    overview = None
    if stored is not None:
        overview = overview_of(found, stored, calculation_at_hand(stored), on=clock.today())
    is_held_fast = bool(held_fast(round_id))
    return Sight(round=found, stored=stored, overview=overview, by=current_actor(), is_held_fast=is_held_fast)


def opened_sight(round_id: int) -> tuple[Sight, Overview]:
    """The same where a calculation was opened to the groups; 404 before."""
    sight = sight_of(round_id)
    if sight.overview is None:
        abort(404)
    return sight, sight.overview


def line_in(overview: Overview, line_code: str) -> LineFacts:
    """The line of that code, or 404."""
    line = next((each for each in overview.lines if each.code == line_code), None)
    if line is None:
        abort(404)
    return line


def intention_in(round_id: int, intention_id: int) -> Intention:
    """The intention of that id, if it was said in this round; 404 otherwise."""
    found = get_intention(intention_id)
    if found.round_id != round_id:
        abort(404)
    return found


def number_in(text: object) -> int:
    """The number of a record in a hidden field; 0 where none is."""
    return record_number(text) or 0


def crumbs_of(found: Round, *, below: bool = True) -> Crumbs:
    """The way to the pages of a round for this reader; providers see no rounds, so theirs begins at home."""
    crumbs: Crumbs = [("Home", url_for("home.show_home"))]
    if current_actor().may(Permission.SEE_ROUNDS):
        crumbs = [
            ("Budget rounds", url_for("rounds.list_rounds")),
            (f"Round {found.year}", url_for("rounds.show_round", round_id=found.id)),
        ]
    if below:
        crumbs.append((f"Intentions {found.year}", url_for("intentions.show_intentions", round_id=found.id)))
    return crumbs
