"""Putting a version into review, accepting it, beginning the next, withdrawing."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from contracts.specifications.actions import reviewing, starting, withdrawing
from contracts.specifications.forms import AcceptForm, WithdrawVersionForm
from contracts.specifications.models import VERSION, SpecificationVersion
from contracts.specifications.queries.contents import content_of, hash_of_version, problems_in_version
from contracts.specifications.rules.states import State
from contracts.specifications.views.blueprint import address_of, crumbs_to, is_party, reached_version, views
from core import clock
from core.one_use import press, submit
from core.permissions import Permission
from core.threads.queries import threads_on
from core.web import binding, current_actor, page, requires

Answer = Response | tuple[str, int]


@views.post("/versions/<int:version_id>/submit")
@requires(Permission.DRAFT_SPECIFICATIONS)
def submit_for_review(version_id: int) -> Response:
    """Put a draft into review."""
    version = reached_version(version_id)

    def act() -> str:
        href, on = address_of(version), clock.today()
        reviewing.submit_for_review(version_id=version_id, by=current_actor(), on=on, at=clock.now(), href=href)
        flash("It is in review. The other side is told, and can comment, change and accept it.")
        return href

    return press(act, address_of(version))


@views.route("/versions/<int:version_id>/accept", methods=["GET", "POST"])
@requires(Permission.DRAFT_SPECIFICATIONS)
@binding
def accept_version(version_id: int) -> Answer:
    """Say what accepting means, and accept the exact text that is shown."""
    version = _of_a_party(version_id)
    form = AcceptForm(seen_hash=hash_of_version(version))

    def act() -> str:
        accepted = reviewing.accept_version(
            version_id=version_id,
            seen_hash=str(form.seen_hash.data or ""),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            href=address_of(version),
        )
        is_agreed = accepted.state is State.AGREED
        flash("Both sides accepted this text: it is agreed." if is_agreed else "Your acceptance of this text is kept.")
        return address_of(version)

    if answer := submit(form, act):
        return answer
    return page(
        "contracts/specifications/accept_version.html",
        form,
        version=version,
        crumbs=crumbs_to(version),
        sentence=reviewing.sentence_to_accept(version),
        content_hash=hash_of_version(version),
        open_threads=sum(thread.resolved_at is None for thread in threads_on(VERSION, version.id)),
        problems=problems_in_version(version),
        empty=content_of(version).empty_sections,
    )


@views.post("/versions/<int:version_id>/begin-next")
@requires(Permission.DRAFT_SPECIFICATIONS)
def begin_next_version(version_id: int) -> Response:
    """Begin the next version from an agreed one and go there."""
    version = reached_version(version_id)

    def act() -> str:
        begun = starting.begin_next_version(version_id=version_id, by=current_actor(), at=clock.now())
        flash(f"Version {begun.number} is begun, with the text of version {version.number}.")
        return url_for("specifications.show_version", version_id=begun.id)

    return press(act, address_of(version))


@views.route("/versions/<int:version_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.DRAFT_SPECIFICATIONS)
def withdraw_version(version_id: int) -> Answer:
    """Withdraw a version with a reason; whatever stands against it is shown, all of it."""
    version = _of_a_party(version_id)
    form = WithdrawVersionForm()

    def act() -> str:
        withdrawing.withdraw_version(
            version_id=version_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            href=address_of(version),
        )
        flash(f"{version.called} is withdrawn.")
        return address_of(version)

    done = submit(form, act)
    return done or page(
        "contracts/specifications/withdraw_version.html",
        form,
        version=version,
        crumbs=crumbs_to(version),
        reasons=withdrawing.reasons_against(version.id),
    )


def _of_a_party(version_id: int) -> SpecificationVersion:
    """The version, if the reader acts for one of its two sides."""
    version = reached_version(version_id)
    if not is_party(version.specification, current_actor()):
        abort(404)
    return version
