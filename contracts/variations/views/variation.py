"""The page of a variation: where it stands, what can be done now, what it changes and costs, who signs, history."""

from dataclasses import dataclass

from contracts.agreements.models.issues import Issue
from contracts.agreements.presented.contract import signers_table
from contracts.variations.actions.recording import is_party
from contracts.variations.models import SUBJECT, Variation
from contracts.variations.presented import steps
from contracts.variations.presented.changes import changes_shown, effect_in_words, effect_table
from contracts.variations.queries.content import base_of, text_of
from contracts.variations.queries.variations import history_seen, list_answers
from contracts.variations.rules.conflicts import conflicts_with
from contracts.variations.rules.states import Stage, answer_due_in_words
from contracts.variations.views.blueprint import crumbs_of, variation_in_view, views, where
from contracts.variations.views.problems import problems_of
from core import clock
from core.attachments.forms import AttachForm
from core.attachments.queries import list_attachments
from core.permissions import Permission
from core.signatures.models import Signature
from core.signatures.queries import list_signatures
from core.threads.forms import CommentForm
from core.threads.queries import comments_on
from core.web import current_actor, page, requires, restricted


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What the reader can do with a variation now."""

    change: bool
    withdraw: bool
    sign: bool
    dispute: bool
    settle: bool
    comment: bool


@views.get("/<int:contract_id>/variations/<int:number>")
@requires(Permission.SEE_CONTRACTS)
@restricted
def show_variation(contract_id: int, number: int) -> tuple[str, int]:
    """Show a variation: its state, what can be done now, what it changes before and after, its effect, who signs."""
    variation, on = variation_in_view(contract_id, number), clock.today()
    base = base_of(variation.contract)
    text = text_of(variation, base)
    given = list_signatures(SUBJECT, variation.id)
    answers = list_answers(variation.id)
    may = may_do(variation, base.issue, given, answered_by={a.organisation_id for a in answers[-1:]})
    state = variation.state_on(on)
    return page(
        "contracts/variations/show_variation.html",
        variation=variation,
        contract=variation.contract,
        crumbs=crumbs_of(variation.contract),
        here=where(variation),
        state_name=variation.state_name_on(on),
        look=steps.LOOKS[state],
        steps=steps.steps_of(variation, on=on),
        next_in_words=steps.who_acts_next(variation, base.issue, given),
        due=answer_due_in_words(variation.response_due_on, stage=variation.stage, on=on),
        may=may,
        text=text,
        changes=changes_shown(text.changes),
        effect=effect_table(text.effect),
        effect_words=effect_in_words(text.effect, variation.contract.year),
        problems=problems_of(variation, text, base, on=on) if may.change else [],
        conflicts=conflicts_with(text.as_signed(variation.signed_on), base.put)
        if variation.stage is Stage.PROPOSED
        else [],
        is_late=variation.is_retrospective or (variation.stage is Stage.PROPOSED and variation.effective_from < on),
        answers=answers,
        signers=signers_table(base.issue, given) if variation.proposal else None,
        documents=list_attachments(SUBJECT, variation.id),
        attach=AttachForm() if may.comment else None,
        history=history_seen(variation, by=current_actor()),
        comments=comments_on(SUBJECT, variation.id, "whole"),
        comment=CommentForm() if may.comment else None,
    )


def may_do(variation: Variation, issue: Issue, given: list[Signature], *, answered_by: set[int]) -> May:
    """What the reader can do with the variation now. `answered_by`: the organisation that answered last."""
    actor, stage = current_actor(), variation.stage
    signed = {each.organisation_id for each in given}
    asked = {each.party_id for each in issue.signers}
    is_own = variation.proposer_id == actor.organisation_id
    proposes = is_own and actor.may(Permission.PROPOSE_VARIATIONS)
    signs = actor.may(Permission.SIGN_CONTRACTS) and actor.organisation_id in asked - signed
    party = is_party(issue, actor.organisation_id)
    return May(
        change=proposes and stage is Stage.DRAFT,
        withdraw=proposes and stage in (Stage.DRAFT, Stage.PROPOSED, Stage.DISPUTED),
        sign=signs and stage in (Stage.PROPOSED, Stage.SIGNED),
        dispute=signs and party and not is_own and stage is Stage.PROPOSED,
        settle=signs and stage is Stage.DISPUTED and actor.organisation_id in answered_by,
        comment=actor.may(Permission.COMMENT) and stage is not Stage.WITHDRAWN,
    )
