"""What funding applications put on the home page: to send, to ask about, to give an opinion on, to decide."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission
from core.wording import sterling
from les.schemes.actions.funding.deciding import reason_against
from les.schemes.models.funding import FundingApplication
from les.schemes.queries.funding import list_waiting_applications
from les.schemes.queries.standing import ties_of
from les.schemes.rules.funding import FundingState


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """For a practice what is under way, for a group what awaits its opinion, for the commissioner what comes next."""
    acts = (Permission.APPLY_FOR_FUNDING, Permission.ADVISE_ON_SCHEMES, Permission.APPROVE_SCHEMES)
    if not any(actor.may(each) for each in acts):
        return []
    waiting = list_waiting_applications(actor)
    if actor.may(Permission.APPLY_FOR_FUNDING):
        return _own(waiting)
    if actor.may(Permission.ADVISE_ON_SCHEMES):
        return list(_opinions_due(waiting, actor))
    return list(_next_acts(waiting, actor, on))


def _own(waiting: Sequence[FundingApplication]) -> list[ToDo | Figure]:
    found: list[ToDo | Figure] = [
        ToDo(what=f"Sign and send {each.called}", href=_address(each), detail="It counts once it is sent.")
        for each in waiting
        if each.state is FundingState.DRAFT
    ]
    sent = [each for each in waiting if each.state is not FundingState.DRAFT]
    if sent:
        found.append(
            Figure(
                label="Funding asked for, not decided",
                value=sterling(sum(each.pence for each in sent)),
                href=_address(sent[0]) if len(sent) == 1 else url_for("scheme_funding.list_applications"),
                note=f"{sent[0].reference}: {sent[0].state_name.lower()}" if len(sent) == 1 else f"{len(sent)} sent",
            )
        )
    return found


def _opinions_due(waiting: Sequence[FundingApplication], actor: Actor) -> Iterator[ToDo]:
    for each in waiting:
        ask = next((one for one in each.asks if one.group_id == actor.organisation_id), None)
        if ask is not None and ask.newest is None and each.state is FundingState.ASKED:
            what = f"Give your group’s opinion on {each.called}"
            detail = f"{each.practice.name} asks for {sterling(each.pence)}."
            yield ToDo(what=what, href=_address(each), by=ask.due_on, detail=detail)


def _next_acts(waiting: Sequence[FundingApplication], actor: Actor, on: date) -> Iterator[ToDo]:
    ties = ties_of(actor, on=on) if waiting else {}
    for each in waiting:
        detail = f"{each.practice.name} asks for {sterling(each.pence)}."
        if each.state is FundingState.SENT and actor.may(Permission.MAINTAIN_SCHEMES):
            yield ToDo(what=f"Ask groups for their opinion on {each.called}", href=_address(each), detail=detail)
        elif each.state is FundingState.ASKED and not reason_against(each, actor, on=on, ties=ties):
            yield ToDo(what=f"Decide {each.called}", href=_address(each), by=each.wanted_on, detail=detail)


def _address(application: FundingApplication) -> str:
    return url_for("scheme_funding.show_application", application_id=application.id)
