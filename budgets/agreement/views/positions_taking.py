"""Taking a position: on one item, or on the total and the split in one form."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect
from werkzeug.wrappers import Response

from budgets.agreement.actions import positions as actions
from budgets.agreement.forms.positions import (
    BLEND,
    HINTS_ON_CONSENT,
    STANCE_HINTS,
    ItemForm,
    LineForm,
    TotalAndSplitForm,
)
from budgets.agreement.presented.positions import change_in_words, share_of
from budgets.agreement.presented.stances import STANCE_TAGS
from budgets.agreement.presented.what_if import Offered, what_if_table
from budgets.agreement.queries.positions import find_standing
from budgets.agreement.queries.what_if import line_by_every_method
from budgets.agreement.rules.board import Said
from budgets.agreement.rules.items import SPLIT, TOTAL, Item
from budgets.agreement.rules.offers import Offer
from budgets.agreement.rules.positions import Answer, in_a_sentence
from budgets.agreement.rules.stances import STANCE_NAMES
from budgets.agreement.views.positions_asked import Asking, asking_own
from budgets.method.what_if import Tried
from budgets.method.words import in_words
from core import clock
from core.db import db
from core.errors import OutOfDate
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, page, requires


@requires(Permission.TAKE_POSITIONS)
@binding
def take_positions(proposal_id: int) -> Response | tuple[str, int]:
    """Answer on the total and on the split: two questions, one form. What was carried over stands unless one speaks."""
    found = asking_own(proposal_id)
    form = TotalAndSplitForm(_to_answer(found, TOTAL), _to_answer(found, SPLIT))

    def act() -> str:
        taken = actions.take_positions(
            proposal_id=proposal_id,
            group_id=found.party.id,
            answers=[fields.answer() for fields in form.answers() if fields.is_answered],
            by=found.by,
            at=clock.now(),
            on=found.on,
        )
        said = " and ".join("the " + each.item.kind for each in taken)
        flash(f"The position of {found.party.name} on {said} is recorded. You can change it at any time.")
        return found.address("list_positions")

    if answer := _submitted(found, form, act):
        return answer
    totals = found.calculation.totals
    return page(
        "budgets/agreement/take_positions.html",
        form,
        asking=found,
        fields=form.answers(),
        carried=[_carried(found, item) for item in (TOTAL, SPLIT)],
        stance_names=STANCE_NAMES,
        stance_tags=STANCE_TAGS,
        stance_hints=HINTS_ON_CONSENT,
        totals=totals,
        own=totals.by_group[found.party.code],
        change=change_in_words(totals.by_group[found.party.code]),
    )


@requires(Permission.TAKE_POSITIONS)
def take_position(proposal_id: int, item: str) -> Response | tuple[str, int]:
    """Answer on one line or pot; the total and the split have a form of their own."""
    found = asking_own(proposal_id)
    offer = found.offer(item)
    if offer.item in (TOTAL, SPLIT):
        return redirect(found.address("take_positions"))
    tried = line_by_every_method(found.proposal.calculation, offer.item.code) if offer.line else ()
    form = _form(found, offer, tried)

    def act() -> str:
        _take(found, form.answers()[0].answer())
        flash(f"The position of {found.party.name} on {in_a_sentence(offer.name)} is recorded.")
        return found.address("show_position", item=str(offer.item))

    if answer := _submitted(found, form, act):
        return answer
    offered = Offered(line=offer.line, group=found.party.code, names=found.group_names) if offer.line else None
    return page(
        "budgets/agreement/take_position.html",
        form,
        asking=found,
        offer=offer,
        fields=form.answers()[0],
        stance_hints=STANCE_HINTS,
        share=share_of(offer),
        method=in_words(offer.line.method_used, found.group_names) if offer.line else "",
        what_if=what_if_table(offered, tried) if offered and tried else None,
    )


def add_to(views: Blueprint) -> None:
    """Give the pages of answering their addresses."""
    views.add_url_rule("/positions/take", view_func=take_positions, methods=["GET", "POST"])
    views.add_url_rule("/positions/<string:item>/take", view_func=take_position, methods=["GET", "POST"])


def _take(found: Asking, answer: Answer) -> None:
    actions.take_position(
        proposal_id=found.proposal.id,
        group_id=found.party.id,
        item=answer.item,
        stance=answer.stance,
        reason=answer.reason,
        words=answer.words,
        claimed=answer.claimed,
        claimed_method=answer.claimed_method,
        seen_id=answer.seen_id,
        by=found.by,
        at=clock.now(),
        on=found.on,
    )


def _form(found: Asking, offer: Offer, tried: tuple[Tried, ...]) -> ItemForm:
    standing = _standing(found, offer.item)
    if offer.line is None or not tried:
        return ItemForm(offer.item, standing)
    methods = {
        str(each.candidate.method): in_words(str(each.candidate.method))
        for each in tried
        if each.fallback_reason is None
    }
    claimed = standing.get("method", "")
    blend = claimed if claimed not in {"", *methods} else ""
    more = {"blend": blend, "method": BLEND} if blend else {}
    return LineForm(offer.item, {**standing, **more}, list(methods.items()))


def _standing(found: Asking, item: Item) -> dict[str, Any]:
    """What the group says to an item now, as the fields of a form show it; `seen` says which position that is."""
    position = find_standing(found.proposal.id, party_id=found.party.id, item=item)
    if position is None:
        return {"seen": ""}
    return {
        "stance": position.stance.value,
        "reason": position.reason.value if position.reason else "",
        "words": position.words,
        "claimed": None if position.claimed_method else position.claimed,
        "method": position.claimed_method,
        "seen": str(position.id),
    }


def _to_answer(found: Asking, item: Item) -> dict[str, Any]:
    """The same, but nothing is chosen yet where what the group says was only carried over: then it stands as it is."""
    standing = _standing(found, item)
    return {"seen": standing["seen"]} if _carried(found, item) else standing


def _carried(found: Asking, item: Item) -> Said | None:
    """What was carried over from the proposal before and stands; None where the group spoke to this one, or never."""
    position = find_standing(found.proposal.id, party_id=found.party.id, item=item)
    return found.said(position, item) if position is not None and position.carried_from_id is not None else None


def _submitted(found: Asking, form: ItemForm | TotalAndSplitForm, act: Callable[[], str]) -> Response | None:
    """As `submit`. Where somebody else of the group answered meanwhile, the page sent again is taken as meant."""
    answer = submit(form, act)
    if isinstance(form.refused_by, OutOfDate):
        db.session.expire_all()
        for fields in form.answers():
            fields.seen.data = _standing(found, fields.item)["seen"]
    return answer
