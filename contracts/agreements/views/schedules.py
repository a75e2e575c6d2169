"""Pages on which the schedules of a draft are written, and the page of one with what was said about it."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.queries.lines import parties_by_code
from contracts.agreements.actions import schedules as acts
from contracts.agreements.actions import talking
from contracts.agreements.forms.schedules import NewScheduleForm, ReturnForm, ScheduleForm, SpecificationForm
from contracts.agreements.models.contracts import SUBJECT, Contract
from contracts.agreements.queries.content import schedule_text
from contracts.agreements.queries.returns import list_returns_asked
from contracts.agreements.queries.specifications import readable_versions, versions_to_name
from contracts.agreements.rules.schedules import ScheduleKind
from contracts.agreements.rules.states import Stage
from contracts.agreements.views.blueprint import (
    address_of,
    contract_in_view,
    crumbs_to,
    draft_in_view,
    may_draft,
    schedule_in_view,
    views,
)
from contracts.agreements.views.figures import figures_shown
from core import clock
from core.markdown import as_html
from core.one_use import Editing, press, submit
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.threads.forms import CommentForm
from core.threads.queries import comments_on, find_thread
from core.web import current_actor, page, requires


@views.route("/<int:contract_id>/schedules/add", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def add_schedule(contract_id: int) -> Response | tuple[str, int]:
    """Add a schedule."""
    contract = draft_in_view(contract_id)
    form = NewScheduleForm()

    def act() -> str:
        schedule = acts.add_schedule(
            contract_id=contract_id,
            kind=form.chosen,
            title=str(form.title.data or ""),
            text=str(form.text.data or ""),
            by=current_actor(),
        )
        flash(f"“{schedule.title}” is added.")
        return _address(contract_id, schedule.id)

    if answer := submit(form, act):
        return answer
    return page("contracts/agreements/add_schedule.html", form, contract=contract, crumbs=crumbs_to(contract))


@views.route("/<int:contract_id>/schedules/<int:schedule_id>", methods=["GET", "POST"])
@requires(Permission.SEE_CONTRACTS)
def show_schedule(contract_id: int, schedule_id: int) -> Response | tuple[str, int]:
    """Show a schedule as it stands, and what was said about it; comment on it."""
    contract = contract_in_view(contract_id)
    schedule = schedule_in_view(contract, schedule_id)
    form, actor = CommentForm(), current_actor()

    def act() -> str:
        comment = talking.comment_on_schedule(
            contract_id=contract_id, schedule_id=schedule_id, words=str(form.words.data), by=actor, at=clock.now()
        )
        return f"{_address(contract_id, schedule_id)}#comment-{comment.number}"

    if answer := submit(form, act):
        return answer
    may_change = may_draft(contract) and contract.is_draft
    return page(
        "contracts/agreements/show_schedule.html",
        form,
        contract=contract,
        schedule=schedule,
        crumbs=crumbs_to(contract),
        text=schedule_text(schedule),
        comments=comments_on(SUBJECT, contract.id, schedule.key),
        discussed=find_thread(SUBJECT, contract.id, schedule.key),
        may_change=may_change,
        readable=readable_versions([schedule], by=actor),
        may_comment=actor.may(Permission.COMMENT),
        may_resolve=may_draft(contract),
        specification=SpecificationForm(_choices(contract), fresh=True)
        if may_change and schedule.kind is ScheduleKind.SPECIFICATIONS
        else None,
        asked=ReturnForm(fresh=True) if may_change and schedule.kind is ScheduleKind.REPORTING else None,
        shown=figures_shown(contract, schedule, may_change=may_change),
        told=[each for each in list_returns_asked(contract) if each.schedule.id == schedule.id],
        is_signed=contract.stage is Stage.SIGNED,
        as_html=as_html,
    )


@views.route("/<int:contract_id>/schedules/<int:schedule_id>/write", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def write_schedule(contract_id: int, schedule_id: int) -> Response | tuple[str, int]:
    """Write title and text of a schedule anew."""
    contract = draft_in_view(contract_id)
    schedule = schedule_in_view(contract, schedule_id)
    form = ScheduleForm(data={"title": schedule.title, "text": schedule.text})

    def act() -> str:
        written = acts.write_schedule(
            contract_id=contract_id,
            schedule_id=schedule_id,
            title=str(form.title.data or ""),
            text=str(form.text.data or ""),
            by=current_actor(),
        )
        flash(f"“{written.title}” is saved.")
        return _address(contract_id, schedule_id)

    if answer := submit(form, act, editing=Editing(record=schedule, subject="schedule")):
        return answer
    return page(
        "contracts/agreements/write_schedule.html",
        form,
        contract=contract,
        schedule=schedule,
        crumbs=crumbs_to(contract),
    )


@views.post("/<int:contract_id>/schedules/<int:schedule_id>/move-up")
@requires(Permission.DRAFT_CONTRACTS)
def move_schedule_up(contract_id: int, schedule_id: int) -> Response:
    """Put a schedule before the one above it."""
    schedule_in_view(draft_in_view(contract_id), schedule_id)

    def act() -> str:
        acts.move_schedule_up(contract_id=contract_id, schedule_id=schedule_id, by=current_actor())
        return f"{address_of(contract_id)}#schedules"

    return press(act, address_of(contract_id))


@views.post("/<int:contract_id>/schedules/<int:schedule_id>/take-out")
@requires(Permission.DRAFT_CONTRACTS)
def take_out_schedule(contract_id: int, schedule_id: int) -> Response:
    """Take a schedule out of a draft."""
    schedule = schedule_in_view(draft_in_view(contract_id), schedule_id)
    title = schedule.title

    def act() -> str:
        acts.take_out_schedule(contract_id=contract_id, schedule_id=schedule_id, by=current_actor())
        flash(f"“{title}” is taken out.")
        return address_of(contract_id)

    return press(act, _address(contract_id, schedule_id))


@views.post("/<int:contract_id>/schedules/<int:schedule_id>/specifications")
@requires(Permission.DRAFT_CONTRACTS)
def name_specification(contract_id: int, schedule_id: int) -> Response | tuple[str, int]:
    """Name an agreed specification in one version."""
    contract = draft_in_view(contract_id)
    schedule = schedule_in_view(contract, schedule_id)
    form = SpecificationForm(_choices(contract))

    def act() -> str:
        named = acts.name_specification(
            contract_id=contract_id,
            schedule_id=schedule_id,
            version_id=int(form.specification.data or 0),
            by=current_actor(),
        )
        flash(f"{named.number}, version {named.specification_version}, is named.")
        return _address(contract_id, schedule_id)

    if answer := submit(form, act):
        return answer
    return page("contracts/agreements/name_specification.html", form, schedule=schedule, crumbs=crumbs_to(contract))


@views.post("/<int:contract_id>/schedules/<int:schedule_id>/specifications/<int:named_id>/take-out")
@requires(Permission.DRAFT_CONTRACTS)
def take_out_specification(contract_id: int, schedule_id: int, named_id: int) -> Response:
    """Name a specification no more."""
    schedule_in_view(draft_in_view(contract_id), schedule_id)

    def act() -> str:
        acts.take_out_specification(
            contract_id=contract_id, schedule_id=schedule_id, named_id=named_id, by=current_actor()
        )
        return _address(contract_id, schedule_id)

    return press(act, _address(contract_id, schedule_id))


@views.post("/<int:contract_id>/schedules/<int:schedule_id>/returns")
@requires(Permission.DRAFT_CONTRACTS)
def ask_return(contract_id: int, schedule_id: int) -> Response | tuple[str, int]:
    """Ask for a return: what, how often, by which working day."""
    contract = draft_in_view(contract_id)
    schedule = schedule_in_view(contract, schedule_id)
    form = ReturnForm()

    def act() -> str:
        acts.ask_return(contract_id=contract_id, schedule_id=schedule_id, asked=form.asked(), by=current_actor())
        flash(f"“{form.name.data}” is asked for.")
        return _address(contract_id, schedule_id)

    if answer := submit(form, act):
        return answer
    return page("contracts/agreements/ask_return.html", form, schedule=schedule, crumbs=crumbs_to(contract))


@views.post("/<int:contract_id>/schedules/<int:schedule_id>/returns/<int:return_id>/take-out")
@requires(Permission.DRAFT_CONTRACTS)
def take_out_return(contract_id: int, schedule_id: int, return_id: int) -> Response:
    """Ask for a return no more."""
    schedule_in_view(draft_in_view(contract_id), schedule_id)

    def act() -> str:
        acts.take_out_return(contract_id=contract_id, schedule_id=schedule_id, return_id=return_id, by=current_actor())
        return _address(contract_id, schedule_id)

    return press(act, _address(contract_id, schedule_id))


@views.post("/<int:contract_id>/schedules/<int:schedule_id>/resolve")
@requires(Permission.DRAFT_CONTRACTS)
def resolve_comments(contract_id: int, schedule_id: int) -> Response:
    """Say that the comments on a schedule wait for nobody any more."""
    contract = draft_in_view(contract_id)
    schedule = schedule_in_view(contract, schedule_id)
    thread = find_thread(SUBJECT, contract.id, schedule.key)

    def act() -> str:
        if thread is not None:
            talking.resolve_comments(contract_id=contract_id, thread_id=thread.id, by=current_actor(), at=clock.now())
        return _address(contract_id, schedule_id)

    return press(act, _address(contract_id, schedule_id))


def _choices(contract: Contract) -> list[tuple[object, str]]:
    names = {party.id: party.name for party in parties_by_code(contract.commissioner_id, PartyKind.PROVIDER).values()}
    return [(each.version_id, f"{each.called}, by {names[each.provider_id]}") for each in versions_to_name(contract)]


def _address(contract_id: int, schedule_id: int) -> str:
    return url_for("contracts.show_schedule", contract_id=contract_id, schedule_id=schedule_id)
