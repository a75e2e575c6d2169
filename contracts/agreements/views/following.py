"""By when signed heads of terms are to be followed by a contract; and who follows heads or names a specification, as
their own pages say it.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import flash, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from contracts.agreements.actions import tracing
from contracts.agreements.forms.heads import FollowingTimeForm
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.heads import FOLLOWING_SUBJECT, FollowingTime
from contracts.agreements.queries.contracts import find_seen
from contracts.agreements.queries.heads import list_following
from contracts.agreements.queries.specifications import list_naming
from contracts.agreements.queries.unfollowed import find_following_time, list_unfollowed
from contracts.agreements.rules.states import STATE_NAMES, Stage
from contracts.agreements.views.blueprint import address_of, crumbs, views
from core import clock
from core.navigation import Notice
from core.one_use import Editing, submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.route("/following-time", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def set_following_time() -> Response | tuple[str, int]:
    """Set within how many days signed heads of terms are to be followed by a contract, and where that comes from."""
    actor = current_actor()
    if actor.organisation_id not in actor.commissioner_ids:
        raise NotFound
    kept = find_following_time(actor.organisation_id)
    form = FollowingTimeForm(data={"days": kept.days, "source": kept.source} if kept else {})

    def act() -> str:
        tracing.set_following_time(
            commissioner_id=actor.organisation_id,
            days=int(form.days.data or 0),
            source=str(form.source.data or ""),
            by=actor,
        )
        flash(f"Signed heads of terms are to be followed by a signed contract within {form.days.data} days.")
        return url_for("contracts.list_contracts")

    if answer := submit(form, act, editing=_editing(kept)):
        return answer
    return page(
        "contracts/agreements/set_following_time.html",
        form,
        subject=FOLLOWING_SUBJECT,
        commissioner_id=actor.organisation_id,
        crumbs=crumbs(),
    )


def notices_on_heads(heads_id: int) -> Sequence[Notice]:
    """What stands above the page of heads: each contract that follows them and that the reader may see.

    Where none does though both parties have signed, those who draft contracts are led to starting one.
    """
    return list(_notices(heads_id)) or list(_unfollowed(heads_id))


def notices_on_specification(version_id: int) -> Sequence[Notice]:
    """What stands above an agreed version of a specification: each contract that names it and the reader may see."""
    actor, on = current_actor(), clock.today()
    return [_names_it(each, on) for each in list_naming(version_id) if find_seen(each.id, by=actor) is not None]


def _notices(heads_id: int) -> Iterator[Notice]:
    actor, on = current_actor(), clock.today()
    for each in list_following(heads_id):
        if find_seen(each.id, by=actor) is None:
            continue
        place = "takes their place" if each.stage is Stage.SIGNED else "follows them"
        words = f"Contract {each.reference}, {each.title}, {place}: {STATE_NAMES[each.state_on(on)].lower()}."
        yield Notice(words=words, href=address_of(each.id), link=f"Open {each.reference}")
        trace = url_for("contracts.show_trace", contract_id=each.id)
        yield Notice(words=f"What became of each term in {each.reference}:", href=trace, link="the trace")


def _names_it(contract: Contract, on: date) -> Notice:
    state = STATE_NAMES[contract.state_on(on)].lower()
    words = f"Contract {contract.reference}, {contract.title}, names this version: {state}."
    return Notice(words=words, href=address_of(contract.id), link=f"Open {contract.reference}")


def _unfollowed(heads_id: int) -> Iterator[Notice]:
    actor = current_actor()
    if not actor.may(Permission.DRAFT_CONTRACTS):
        return
    if heads_id in {each.heads_id for each in list_unfollowed(by=actor)}:
        words = "Both parties have signed, and no contract follows these heads of terms yet."
        yield Notice(words=words, href=url_for("contracts.start_contract"), link="Start a contract")


def _editing(kept: FollowingTime | None) -> Editing | None:
    return Editing(record=kept, subject=FOLLOWING_SUBJECT) if kept else None
