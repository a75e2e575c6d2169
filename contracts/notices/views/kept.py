"""What is kept with a notice: documents of it and of its milestones, and what both parties say about it."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from contracts.notices.actions import keeping as acts
from contracts.notices.models.notices import SUBJECT, Notice
from contracts.notices.models.outcomes import MILESTONE_SUBJECT, PlanMilestone
from contracts.notices.queries.notices import find_milestone
from contracts.notices.views.blueprint import (
    address_of,
    crumbs_to_notice,
    notice_in_view,
    partys_in_view,
    views,
    where,
)
from core import clock
from core.attachments.forms import AttachForm, WithdrawForm
from core.attachments.queries import get_attachment
from core.attachments.views import send_attachment, submit_attachment
from core.one_use import submit
from core.permissions import Permission
from core.threads.forms import CommentForm
from core.web import current_actor, page, requires

_NOTICE = "/<int:contract_id>/notices/<int:number>"
_MILESTONE = f"{_NOTICE}/milestones/<int:milestone_id>"


@views.route(f"{_NOTICE}/documents", methods=["GET", "POST"])
@requires(Permission.COMMENT)
def attach_document(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Attach a letter or a document to a notice; nothing of it becomes the text."""
    return _attached(partys_in_view(contract_id, number), None)


@views.route(f"{_MILESTONE}/documents", methods=["GET", "POST"])
@requires(Permission.COMMENT)
def attach_evidence(contract_id: int, number: int, milestone_id: int) -> Response | tuple[str, int]:
    """Attach a document to a milestone: what shows that it is done."""
    notice = partys_in_view(contract_id, number)
    return _attached(notice, _milestone(notice, milestone_id))


@views.get(f"{_NOTICE}/documents/<int:attachment_id>")
@requires(Permission.SEE_PERFORMANCE)
def download_document(contract_id: int, number: int, attachment_id: int) -> Response:
    """Give a document to one who sees its notice, and note who took it away."""
    notice = notice_in_view(contract_id, number)
    attachment = get_attachment(SUBJECT, notice.id, attachment_id)
    return send_attachment(attachment, by=current_actor(), at=clock.now())


@views.get(f"{_MILESTONE}/documents/<int:attachment_id>")
@requires(Permission.SEE_PERFORMANCE)
def download_evidence(contract_id: int, number: int, milestone_id: int, attachment_id: int) -> Response:
    """Give a document of a milestone to one who sees its notice, and note who took it away."""
    milestone = _milestone(notice_in_view(contract_id, number), milestone_id)
    attachment = get_attachment(MILESTONE_SUBJECT, milestone.id, attachment_id)
    return send_attachment(attachment, by=current_actor(), at=clock.now())


@views.route(f"{_NOTICE}/documents/<int:attachment_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.COMMENT)
def withdraw_document(contract_id: int, number: int, attachment_id: int) -> Response | tuple[str, int]:
    """Withdraw a document of one's own organisation; it is kept, with the reason."""
    return _withdrawn(partys_in_view(contract_id, number), None, attachment_id)


@views.route(f"{_MILESTONE}/documents/<int:attachment_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.COMMENT)
def withdraw_evidence(
    contract_id: int, number: int, milestone_id: int, attachment_id: int
) -> Response | tuple[str, int]:
    """Withdraw a document that one's own organisation attached to a milestone."""
    notice = partys_in_view(contract_id, number)
    return _withdrawn(notice, _milestone(notice, milestone_id), attachment_id)


@views.route(f"{_NOTICE}/comments", methods=["GET", "POST"])
@requires(Permission.COMMENT)
def comment_on_notice(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Say something about a notice, for one of its parties."""
    notice, form = partys_in_view(contract_id, number), CommentForm()

    def act() -> str:
        comment = acts.comment_on_notice(
            notice_id=notice.id,
            words=str(form.words.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(notice),
        )
        return f"{address_of(notice)}#comment-{comment.number}"

    if answer := submit(form, act):
        return answer
    return page(
        "contracts/notices/comment_on_notice.html",
        form,
        notice=notice,
        here=where(notice),
        crumbs=crumbs_to_notice(notice),
    )


def _attached(notice: Notice, milestone: PlanMilestone | None) -> Response | tuple[str, int]:
    form, actor = AttachForm(), current_actor()

    def act() -> str:
        attached = acts.attach_document(
            notice_id=notice.id,
            milestone_id=milestone.id if milestone else None,
            title=str(form.title.data),
            file=form.file_to_attach,
            by=actor,
            at=clock.now(),
            on=clock.today(),
            href=address_of(notice),
        )
        flash(f"“{attached.title}” is attached. The other party is told.")
        return f"{address_of(notice)}#documents"

    answer = submit_attachment(
        form,
        act,
        subject=MILESTONE_SUBJECT if milestone else SUBJECT,
        subject_id=milestone.id if milestone else notice.id,
        by=actor,
        commissioner_id=notice.contract.commissioner_id,
    )
    if answer:
        return answer
    return page(
        "contracts/notices/attach_document.html",
        form,
        notice=notice,
        milestone=milestone,
        address=_address(notice, milestone),
        crumbs=crumbs_to_notice(notice),
    )


def _address(notice: Notice, milestone: PlanMilestone | None) -> str:
    if milestone is None:
        return url_for("contract_notices.attach_document", **where(notice))
    return url_for("contract_notices.attach_evidence", milestone_id=milestone.id, **where(notice))


def _withdrawn(notice: Notice, milestone: PlanMilestone | None, attachment_id: int) -> Response | tuple[str, int]:
    subject, subject_id = (MILESTONE_SUBJECT, milestone.id) if milestone else (SUBJECT, notice.id)
    attachment, form = get_attachment(subject, subject_id, attachment_id), WithdrawForm()

    def act() -> str:
        acts.withdraw_document(
            notice_id=notice.id,
            milestone_id=milestone.id if milestone else None,
            attachment_id=attachment_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The document is withdrawn.")
        return f"{address_of(notice)}#documents"

    if answer := submit(form, act):
        return answer
    crumbs = crumbs_to_notice(notice)
    return page("contracts/agreements/withdraw_document.html", form, attachment=attachment, crumbs=crumbs)


def _milestone(notice: Notice, milestone_id: int) -> PlanMilestone:
    """A milestone of one of the plans of a notice; not found otherwise."""
    found = find_milestone(notice.id, milestone_id)
    if found is None:
        abort(404)
    return found
