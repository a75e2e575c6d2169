"""Opinions of PbC groups on what becomes of a scheme: asked by a day; silence is no consent, nor is not being asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import Refusal
from core.wording import in_full, listed
from les.schemes.rules.recommissioning import OUTCOME_NAMES, Outcome


class Advice(StrEnum):
    """What a group advises: one of the outcomes, or that it has no view."""

    CONTINUE = "continue"
    RECOMMISSION = "recommission"
    CHANGE = "change"
    STOP = "stop"
    NO_VIEW = "no_view"


ADVICE_NAMES: Mapping[Advice, str] = {
    **{Advice(outcome.value): OUTCOME_NAMES[outcome] for outcome in Outcome},
    Advice.NO_VIEW: "No view",
}


class OpinionState(StrEnum):
    """Where the opinion of a group stands."""

    NOT_ASKED = "not asked"
    ASKED = "asked"
    NO_RESPONSE = "no response"
    GIVEN = "given"
    LATE = "given late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the opinion of one group stands on a day. `by_on`: the day by which it was asked."""

    group: str
    state: OpinionState
    by_on: date | None = None
    advice: Advice | None = None


def state_of(*, by_on: date | None, given_on: date | None, on: date) -> OpinionState:
    """Where an opinion stands on a day.

    >>> day = date(2008, 3, 14)
    >>> state_of(by_on=day, given_on=None, on=day).value, state_of(by_on=day, given_on=None, on=date(2008, 3, 15)).value
    ('asked', 'no response')
    >>> state_of(by_on=day, given_on=date(2008, 3, 15), on=date(2008, 3, 20)).value
    'given late'
    """
    if given_on is not None:
        return OpinionState.LATE if by_on is not None and given_on > by_on else OpinionState.GIVEN
    if by_on is None:
        return OpinionState.NOT_ASKED
    return OpinionState.ASKED if on <= by_on else OpinionState.NO_RESPONSE


def check_may_ask(*, by_on: date, on: date, decide_by: date, groups: Sequence[str]) -> None:
    """Refuse to ask nobody, by a day that is over, or by one on which decisions are due already."""
    if not groups:
        raise Refusal("Nobody is left to ask: every group concerned was asked by that day or gave its opinion.")
    if by_on <= on:
        raise Refusal("The groups need some days. Choose a day after today.")
    if on <= decide_by < by_on:
        raise Refusal(f"All is to be decided by {in_full(decide_by)}. Ask for opinions by then at the latest.")


def check_may_advise(*, is_asked: bool, decided_on: date | None, interest: str) -> None:
    """Refuse an opinion nobody asked for, one after the decision, and one of a person with an interest.

    One that comes late counts while nothing is decided, and says that it is late.
    """
    if not is_asked:
        raise Refusal("Your group was not asked for an opinion on this scheme.")
    if decided_on is not None:
        raise Refusal(f"It was decided on {in_full(decided_on)}. An opinion cannot count any more.")
    if interest:
        raise Refusal(f"You declared an interest in {interest}, whom this concerns. Let somebody without one answer.")


def without_opinion(standings: Sequence[Standing]) -> list[str]:
    """The groups that gave none: they were not asked, have time still, or did not respond."""
    return [each.group for each in standings if each.state not in (OpinionState.GIVEN, OpinionState.LATE)]


def in_words(standings: Sequence[Standing]) -> str:
    """How many groups gave an opinion, and what the others are; never that they consent.

    >>> given = Standing(group="DacCom", state=OpinionState.GIVEN, advice=Advice.STOP)
    >>> in_words([given, Standing(group="WatCom", state=OpinionState.NO_RESPONSE)])
    '1 of 2 groups gave an opinion (stop: DacCom). No response: WatCom. That is no consent.'
    """
    if not standings:
        return "No group is concerned."
    given = [each for each in standings if each.advice is not None]
    said = f"{len(given)} of {len(standings)} {'group' if len(standings) == 1 else 'groups'} gave an opinion"
    if given:
        said += f" ({'; '.join(_by_advice(given))})"
    return " ".join(each for each in (f"{said}.", silence_in_words(standings)) if each)


def silence_in_words(standings: Sequence[Standing]) -> str:
    """Who gave no opinion, and that it is no consent; blank where all did.

    >>> silence_in_words([Standing(group="WatCom", state=OpinionState.NOT_ASKED)])
    'Not asked: WatCom. That is no consent.'
    """
    silent = [
        f"{state.value.capitalize()}: {listed(names)}."
        for state in (OpinionState.ASKED, OpinionState.NO_RESPONSE, OpinionState.NOT_ASKED)
        if (names := [each.group for each in standings if each.state is state])
    ]
    return " ".join([*silent, "That is no consent."]) if silent else ""


def _by_advice(given: Sequence[Standing]) -> list[str]:
    return [
        f"{name.lower()}: {listed(names)}"
        for advice, name in ADVICE_NAMES.items()
        if (names := [each.group for each in given if each.advice is advice])
    ]
