"""What was said about a section of a version: reading, saying more, resolving, opening again."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from contracts.specifications.actions import commenting
from contracts.specifications.models import VERSION, SpecificationSection
from contracts.specifications.queries.contents import content_of
from contracts.specifications.rules.states import OPEN
from contracts.specifications.views.blueprint import crumbs_to, is_party, reached_section, views
from core import clock
from core.markdown import as_html
from core.one_use import press, submit
from core.permissions import Permission
from core.threads.forms import CommentForm
from core.threads.queries import comments_on, find_thread
from core.web import current_actor, page, requires

Answer = Response | tuple[str, int]


@views.route("/versions/<int:version_id>/sections/<int:section_id>/comments", methods=["GET", "POST"])
@requires(Permission.SEE_CONTRACTS)
def show_comments(version_id: int, section_id: int) -> Answer:
    """Show a section with what was said about it, and take another comment."""
    version, section = reached_section(version_id, section_id)
    actor, form = current_actor(), CommentForm()

    def act() -> str:
        comment = commenting.comment_on_section(
            version_id=version_id, section_id=section_id, words=str(form.words.data or ""), by=actor, at=clock.now()
        )
        flash("Your comment stands below.")
        return f"{_address(section)}#comment-{comment.number}"

    if answer := submit(form, act):
        return answer
    texts = {each.key: each.text for each in content_of(version).sections}
    is_open = version.state in OPEN
    return page(
        "contracts/specifications/show_comments.html",
        form,
        version=version,
        section=section,
        html=as_html(texts[section.key], first_level=3, name="section", caption=f"Section {section.number}, table"),
        crumbs=crumbs_to(version),
        comments=comments_on(VERSION, version.id, section.key),
        state=find_thread(VERSION, version.id, section.key),
        may_comment=is_open and actor.may(Permission.COMMENT),
        may_resolve=is_open and is_party(version.specification, actor),
    )


@views.post("/versions/<int:version_id>/sections/<int:section_id>/resolve")
@requires(Permission.DRAFT_SPECIFICATIONS)
def resolve_comments(version_id: int, section_id: int) -> Response:
    """Resolve what was said about a section."""
    _, section = reached_section(version_id, section_id)

    def act() -> str:
        commenting.resolve_comments(version_id=version_id, section_id=section_id, by=current_actor(), at=clock.now())
        flash("The comments are resolved.")
        return _address(section)

    return press(act, _address(section))


@views.post("/versions/<int:version_id>/sections/<int:section_id>/reopen")
@requires(Permission.DRAFT_SPECIFICATIONS)
def reopen_comments(version_id: int, section_id: int) -> Response:
    """Open what was said about a section again."""
    _, section = reached_section(version_id, section_id)

    def act() -> str:
        commenting.reopen_comments(version_id=version_id, section_id=section_id, by=current_actor(), at=clock.now())
        flash("The comments are open again.")
        return _address(section)

    return press(act, _address(section))


def _address(section: SpecificationSection) -> str:
    return url_for("specifications.show_comments", version_id=section.version_id, section_id=section.id)
