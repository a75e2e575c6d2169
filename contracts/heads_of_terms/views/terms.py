"""Pages of a term: its words and figures, what is said to it, adding and changing one, agreeing it."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from contracts.heads_of_terms.actions import talking
from contracts.heads_of_terms.actions import terms as actions
from contracts.heads_of_terms.forms import NewTermForm, TermForm
from contracts.heads_of_terms.models import SUBJECT
from contracts.heads_of_terms.rules.terms import TermState
from contracts.heads_of_terms.views.blueprint import views
from contracts.heads_of_terms.views.reach import TermInHeads, address_of, crumbs_to, reached_heads, reached_term
from contracts.heads_of_terms.views.seen import seen_heads
from core import clock
from core.markdown import as_html
from core.one_use import Editing, press, submit
from core.permissions import Permission
from core.threads.forms import CommentForm
from core.threads.queries import comments_on, find_thread
from core.web import current_actor, page, requires, restricted


@views.get("/<int:heads_id>/terms/<string:term_code>")
@requires(Permission.SEE_CONTRACTS)
@restricted
def show_term(heads_id: int, term_code: str) -> tuple[str, int]:
    """Show a term with its figures and what was said to it."""
    return _page(heads_id, term_code, CommentForm())


@views.post("/<int:heads_id>/terms/<string:term_code>/comment")
@requires(Permission.COMMENT)
def comment_on_term(heads_id: int, term_code: str) -> Response | tuple[str, int]:
    """Say something to a term."""
    reached_term(heads_id, term_code)
    form = CommentForm()

    def act() -> str:
        comment = talking.comment_on_term(
            heads_id=heads_id, code=term_code, words=str(form.words.data or ""), by=current_actor(), at=clock.now()
        )
        return _address(heads_id, term_code, f"comment-{comment.number}")

    if answer := submit(form, act):
        return answer
    return _page(heads_id, term_code, form)


@views.post("/<int:heads_id>/terms/<string:term_code>/resolve")
@requires(Permission.DRAFT_CONTRACTS)
def resolve_comments(heads_id: int, term_code: str) -> Response:
    """Say that what was said to a term waits for nobody any more."""
    reached_term(heads_id, term_code)

    def act() -> str:
        talking.resolve_comments(heads_id=heads_id, code=term_code, by=current_actor(), at=clock.now())
        flash("The comments are resolved. Another comment opens them again.")
        return _address(heads_id, term_code)

    return press(act, _address(heads_id, term_code))


@views.route("/<int:heads_id>/terms/add", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def add_term(heads_id: int) -> Response | tuple[str, int]:
    """Add a term to a draft."""
    heads = reached_heads(heads_id)
    form = NewTermForm(data={"place": str(len(heads.terms) + 1)})

    def act() -> str:
        term = actions.add_term(
            heads_id=heads_id,
            code=str(form.code.data or "").strip(),
            title=str(form.title.data or ""),
            text=str(form.text.data or ""),
            draws=form.kind,
            place=form.place_number,
            by=current_actor(),
        )
        flash(f"“{term.title}” is added and open.")
        return address_of(heads_id, f"term-{term.code.lower()}")

    if answer := submit(form, act):
        return answer
    return page("contracts/heads_of_terms/add_term.html", form, heads=heads, crumbs=crumbs_to(heads))


@views.route("/<int:heads_id>/terms/<string:term_code>/change", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def change_term(heads_id: int, term_code: str) -> Response | tuple[str, int]:
    """Change a term of a draft."""
    heads, term = reached_term(heads_id, term_code)
    form = TermForm(data={"title": term.title, "text": term.text, "draws": term.draws.value, "place": str(term.place)})

    def act() -> str:
        is_opened = actions.change_term(
            heads_id=heads_id,
            code=term_code,
            title=str(form.title.data or ""),
            text=str(form.text.data or ""),
            draws=form.kind,
            place=form.place_number,
            by=current_actor(),
        )
        flash(f"“{form.title.data}” is changed{', and open again since its words changed' if is_opened else ''}.")
        return address_of(heads_id, f"term-{term_code.lower()}")

    if answer := submit(form, act, editing=Editing(record=TermInHeads(term), subject=SUBJECT)):
        return answer
    return page("contracts/heads_of_terms/change_term.html", form, heads=heads, term=term, crumbs=crumbs_to(heads))


@views.post("/<int:heads_id>/terms/<string:term_code>/agree")
@requires(Permission.DRAFT_CONTRACTS)
def agree_term(heads_id: int, term_code: str) -> Response:
    """Record that a term is agreed."""
    return _settled(heads_id, term_code, TermState.AGREED)


@views.post("/<int:heads_id>/terms/<string:term_code>/reopen")
@requires(Permission.DRAFT_CONTRACTS)
def reopen_term(heads_id: int, term_code: str) -> Response:
    """Record that a term is open again."""
    return _settled(heads_id, term_code, TermState.OPEN)


@views.post("/<int:heads_id>/terms/<string:term_code>/remove")
@requires(Permission.DRAFT_CONTRACTS)
def remove_term(heads_id: int, term_code: str) -> Response:
    """Take a term out of a draft."""
    reached_term(heads_id, term_code)

    def act() -> str:
        actions.remove_term(heads_id=heads_id, code=term_code, by=current_actor())
        flash("The term is taken out.")
        return address_of(heads_id, "terms")

    return press(act, address_of(heads_id))


def _settled(heads_id: int, code: str, to: TermState) -> Response:
    reached_term(heads_id, code)

    def act() -> str:
        term = actions.settle_term(heads_id=heads_id, code=code, to=to, by=current_actor())
        flash(f"“{term.title}” is {'agreed' if to is TermState.AGREED else 'open again'}.")
        return address_of(heads_id, f"term-{code.lower()}")

    return press(act, address_of(heads_id))


def _address(heads_id: int, code: str, anchor: str | None = None) -> str:
    return url_for(".show_term", heads_id=heads_id, term_code=code, _anchor=anchor)


def _page(heads_id: int, code: str, form: CommentForm) -> tuple[str, int]:
    heads, term = reached_term(heads_id, code)
    seen = seen_heads(heads, current_actor())
    return page(
        "contracts/heads_of_terms/show_term.html",
        form,
        heads=heads,
        seen=seen,
        item=next(each for each in seen.terms if each.term.code == term.code),
        comments=comments_on(SUBJECT, heads.id, code),
        talk=find_thread(SUBJECT, heads.id, code),
        crumbs=crumbs_to(heads),
        as_html=as_html,
    )
