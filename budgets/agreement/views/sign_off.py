"""Pages of the sign-off: where it stands, opening it, signing it, and what was signed."""

from flask import Blueprint, Response, flash
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as Answer

from budgets.agreement.actions.sign_off import open_sign_off as open_for_signature
from budgets.agreement.actions.sign_off import sentence_to_sign
from budgets.agreement.actions.sign_off import sign_budget as sign_for_organisation
from budgets.agreement.forms.sign_off import OpenForm, SignForm
from budgets.agreement.presented import sign_off as presented
from budgets.agreement.presented.decisions import decisions_shown
from budgets.agreement.presented.sign_off_earlier import earlier_sign_offs
from budgets.agreement.queries.adoption import adoption_words_of
from budgets.agreement.queries.proposals import history_of_agreement
from budgets.agreement.queries.sign_off import list_decisions
from budgets.agreement.queries.sign_off_state import content_hash_of, why_void
from budgets.agreement.queries.statements import list_documents
from budgets.agreement.queries.unlocking import list_unlockings
from budgets.agreement.rules.sign_off_content import content_from
from budgets.agreement.views import sign_off_home, sign_off_words
from budgets.agreement.views.sign_off_reach import (
    address_of_notice,
    address_of_sign_off,
    codes_read_by,
    links_of_obstacles,
    reached_sign_off,
    state_in_view,
)
from budgets.agreement.views.statements import issued_documents, own_document, superseded_documents
from budgets.rounds.models import Round
from budgets.rounds.views.reach import followed_round
from core import clock
from core.navigation import Tab, add_home_part, add_notice, add_tab
from core.one_use import submit
from core.permissions import Permission
from core.sending import send
from core.web import binding, current_actor, page, requires

views = Blueprint("sign_off", __name__, url_prefix="/budgets/rounds")


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the tab of a round, the part of the home page, the words of the audit trail, and the line over dissent."""
    add_tab(
        Tab(
            of="round",
            place=30,
            label="Sign-off",
            endpoint="sign_off.show_sign_off",
            permission=Permission.SEE_PROPOSALS,
        )
    )
    add_home_part("sign-off", sign_off_home.home_part)
    add_notice("sign-off", of="round", make=sign_off_words.notice_of_lock)
    sign_off_words.make_known()
    state.app.jinja_env.globals["adoption_words_of"] = adoption_words_of


@views.get("/<int:round_id>/sign-off")
@requires(Permission.SEE_PROPOSALS)
def show_sign_off(round_id: int) -> tuple[str, int]:
    """Show where the sign-off stands, what is in the way, who must act next, and what was signed and issued."""
    found = followed_round(round_id)
    state, actor = state_in_view(found), current_actor()
    if state is None:
        return page("budgets/agreement/sign_off/show_nothing_yet.html", round=found)
    documents = list_documents(state.lock.sign_off_id) if state.lock else []
    unlockings, decisions = list_unlockings(round_id), list_decisions(state.proposal.id)
    read = codes_read_by(actor, state.proposal, state.said)
    return page(
        "budgets/agreement/sign_off/show_sign_off.html",
        round=found,
        state=state,
        shown=presented.state_shown(state),
        steps=presented.steps_shown(state, issued=len(documents)),
        next_in_words=presented.who_acts_next(state),
        obstacles=links_of_obstacles(state),
        positions=presented.positions_table(
            state, with_money=actor.may(Permission.SEE_ROUNDS), reads=lambda code: code in read
        ),
        signers=presented.signers_table(state),
        may=sign_off_words.may_do(actor, state),
        documents=issued_documents(round_id, documents, actor),
        is_issued=bool(documents),
        own=own_document(round_id, documents, actor),
        decisions=decisions_shown(decisions, state.dissent, is_adopted=state.is_unlocked or bool(state.lock)),
        earlier=earlier_sign_offs(state),
        superseded=superseded_documents(round_id, state, actor),
        unlockings=unlockings,
        history=history_of_agreement(round_id),
    )


@views.route("/<int:round_id>/sign-off/open", methods=["GET", "POST"])
@requires(Permission.ISSUE_PROPOSALS)
@binding
def open_sign_off(round_id: int) -> Answer | tuple[str, int]:
    """Say what opening does and to whom, show what will be signed, and do it."""
    found = followed_round(round_id)
    state = sign_off_words.needed(state_in_view(found))
    form = OpenForm(state.proposal.id, content_hash_of(state.content))

    def act() -> str:
        opened = open_for_signature(
            round_id=round_id,
            proposal_id=form.proposal_id,
            seen_hash=str(form.seen.data),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of_sign_off(round_id),
        )
        flash(f"Proposal {opened.proposal.number} is open for signature. All who have to sign are told.")
        return address_of_sign_off(round_id)

    if answer := submit(form, act):
        return answer
    return _page_to_open(found, form)


def _page_to_open(found: Round, form: OpenForm) -> tuple[str, int]:
    """What is to be opened as it stands now, or what is in the way."""
    state = sign_off_words.needed(state_in_view(found))
    form.take_as_seen(state.proposal.id, content_hash_of(state.content))
    if state.obstacles or state.current:
        return page(
            "budgets/agreement/sign_off/open_sign_off_not_yet.html",
            form,
            round=found,
            state=state,
            shown=presented.state_shown(state),
            obstacles=links_of_obstacles(state),
        )
    return page(
        "budgets/agreement/sign_off/open_sign_off.html",
        form,
        round=found,
        state=state,
        content=state.content,
        shown=presented.content_shown(state.content),
        content_hash=content_hash_of(state.content),
    )


@views.route("/<int:round_id>/sign-off/<int:sign_off_id>/sign", methods=["GET", "POST"])
@requires(Permission.SIGN_BUDGETS)
@binding
def sign_budget(round_id: int, sign_off_id: int) -> Answer | tuple[str, int]:
    """Show exactly what is signed, and sign it."""
    found = followed_round(round_id)
    sign_off, actor = reached_sign_off(found, sign_off_id), current_actor()
    form = SignForm()

    def act() -> str:
        signature = sign_for_organisation(
            sign_off_id=sign_off_id,
            by=actor,
            at=clock.now(),
            on=clock.today(),
            href=address_of_sign_off(round_id),
            notice_href=address_of_notice(round_id),
        )
        flash(sign_off_words.signed_in_words(signature, found))
        return address_of_sign_off(round_id)

    if answer := submit(form, act):
        return answer
    state, content = sign_off_words.needed(state_in_view(found)), content_from(sign_off.content)
    signer = next((each for each in state.signers if each.party_id == actor.organisation_id), None)
    return page(
        "budgets/agreement/sign_off/sign_budget.html",
        form,
        round=found,
        sign_off=sign_off,
        content=content,
        shown=presented.content_shown(content),
        signer=signer,
        sentence=sentence_to_sign(content, signer) if signer else "",
        why_void=why_void(sign_off, state),
        may_sign=signer is not None
        and not signer.has_signed
        and state.open is not None
        and state.open.id == sign_off_id,
    )


@views.get("/<int:round_id>/sign-off/<int:sign_off_id>")
@requires(Permission.SEE_ROUNDS)
def show_signed(round_id: int, sign_off_id: int) -> tuple[str, int]:
    """Show what was opened for signature, whether it is open, signed by all, superseded or void, and who signed it."""
    found = followed_round(round_id)
    sign_off = reached_sign_off(found, sign_off_id)
    state = sign_off_words.needed(state_in_view(found))
    content = content_from(sign_off.content)
    return page(
        "budgets/agreement/sign_off/show_signed.html",
        round=found,
        sign_off=sign_off,
        content=content,
        shown=presented.content_shown(content),
        signatures=state.signatures[sign_off.id],
        standing=sign_off_words.standing_of(sign_off, state),
    )


@views.get("/<int:round_id>/sign-off/<int:sign_off_id>/signed.json")
@requires(Permission.SEE_ROUNDS)
def download_signed(round_id: int, sign_off_id: int) -> Response:
    """Give exactly what is signed: the SHA-256 of this file is the hash that people sign."""
    sign_off = reached_sign_off(followed_round(round_id), sign_off_id)
    return send(sign_off.content.encode(), "json", "signed", sign_off.content_hash[:12])
