"""Rules of papers: their levels, who opens which, and what an issue must say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.errors import Refusal
from core.identifiers import has_identifier

_LONGEST_TITLE = 120
_FURTHEST = timedelta(days=366)


class Level(StrEnum):
    """How much a paper tells: all information is shared, at different levels."""

    HEADLINES = "headlines"
    DETAIL = "detail"
    PRACTICES = "practices"


LEVEL_NAMES: Mapping[Level, str] = {
    Level.HEADLINES: "Headlines",
    Level.DETAIL: "Headlines and detail",
    Level.PRACTICES: "Practice annex",
}
LEVEL_WORDS: Mapping[Level, str] = {
    Level.HEADLINES: "For everybody who takes part: where every group stands, what is in dispute, what is asked.",
    Level.DETAIL: "For the commissioner and the groups: every dispute, change, scenario, must-do and intention.",
    Level.PRACTICES: "For the group alone: what each of its practices stands for.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document of an issue. `code`: of the group an annex is for, else blank."""

    level: Level
    code: str
    title: str
    file: bytes


def check_issue(*, title: str, meeting_on: date, on: date, has_proposal: bool) -> None:
    """Refuse papers without a title or a proposal to talk about, or for a meeting that is over or far away."""
    if not has_proposal:
        raise Refusal("There is no proposal to meet about. Put a calculation to the groups first.")
    if not title.strip():
        raise Refusal("Enter the title of the papers, such as Leads’ meeting.")
    if len(title.strip()) > _LONGEST_TITLE:
        raise Refusal(f"The title of the papers has at most {_LONGEST_TITLE} characters.")
    if has_identifier(title):
        raise Refusal("The title holds a number that passes the NHS number check. Take it out.")
    if meeting_on < on:
        raise Refusal("The meeting is over. Papers are issued for one that is still to come.")
    if meeting_on - on > _FURTHEST:
        raise Refusal("The meeting is more than a year away. Check the date.")


def may_open(level: Level, code: str, *, sees_figures: bool, sees_all: bool, organisation_code: str) -> bool:
    """Whether a reader who follows the round may open a paper of that level.

    `sees_figures`: whether the reader sees calculations opened to the groups; `sees_all`: every group's practices.

    >>> may_open(Level.HEADLINES, "", sees_figures=False, sees_all=False, organisation_code="PROV")
    True
    >>> may_open(Level.PRACTICES, "HER", sees_figures=True, sees_all=False, organisation_code="DAC")
    False
    """
    if level is Level.HEADLINES:
        return True
    if level is Level.DETAIL:
        return sees_figures
    return sees_all or (sees_figures and code == organisation_code)
