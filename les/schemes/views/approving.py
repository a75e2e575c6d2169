"""Putting a version forward, giving it back, approving it as a second person."""

from flask import flash
from werkzeug.wrappers import Response

from core import clock
from core.one_use import press, submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from les.schemes.actions import approving
from les.schemes.forms.schemes import ApproveForm, ReturnForm
from les.schemes.presented.prices import history_table
from les.schemes.queries.contents import hash_of_version, waiting_prices
from les.schemes.queries.prices import list_prices
from les.schemes.views.blueprint import address_of, address_of_version, crumbs_to_version, reached_version, views

Answer = Response | tuple[str, int]


@views.post("/versions/<int:version_id>/submit")
@requires(Permission.MAINTAIN_SCHEMES)
def submit_version(version_id: int) -> Response:
    """Put a draft forward for approval."""
    version = reached_version(version_id)

    def act() -> str:
        href, on = address_of_version(version), clock.today()
        approving.submit_version(version_id=version_id, by=current_actor(), on=on, at=clock.now(), href=href)
        flash("It waits for approval. Those who may approve it are told.")
        return href

    return press(act, address_of_version(version))


@views.route("/versions/<int:version_id>/return", methods=["GET", "POST"])
@requires(Permission.APPROVE_SCHEMES)
def return_version(version_id: int) -> Answer:
    """Give a version that waits for approval back into draft, with the reason."""
    version = reached_version(version_id)
    form = ReturnForm()

    def act() -> str:
        approving.return_version(version_id=version_id, reason=str(form.reason.data or ""), by=current_actor())
        flash(f"Version {version.number} is a draft again.")
        return address_of_version(version)

    done = submit(form, act)
    return done or page("les/schemes/return_version.html", form, version=version, crumbs=crumbs_to_version(version))


@views.route("/versions/<int:version_id>/approve", methods=["GET", "POST"])
@requires(Permission.APPROVE_SCHEMES)
@binding
def approve_version(version_id: int) -> Answer:
    """Say what approving means, and approve the exact text that is shown with the prices that wait."""
    version = reached_version(version_id)
    form = ApproveForm(seen_hash=hash_of_version(version))

    def act() -> str:
        approving.approve_version(
            version_id=version_id,
            seen_hash=str(form.seen_hash.data or ""),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
        )
        flash(f"Version {version.number} is approved and frozen.")
        return address_of(version.scheme)

    if answer := submit(form, act):
        return answer
    waits = waiting_prices(version, list_prices(version.scheme_id))
    return page(
        "les/schemes/approve_version.html",
        form,
        version=version,
        crumbs=crumbs_to_version(version),
        content_hash=hash_of_version(version),
        why_not=[reason] if (reason := approving.reason_against(version, waits, current_actor())) else [],
        waiting=history_table(waits, caption="Prices that wait") if waits else None,
    )
