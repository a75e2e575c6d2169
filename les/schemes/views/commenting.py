"""What was said about a section of a version: reading, saying more, resolving, opening again."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from core import clock
from core.markdown import as_html
from core.one_use import press, submit
from core.permissions import Actor, Permission, Role
from core.threads.forms import CommentForm
from core.threads.queries import comments_on, find_thread
from core.web import current_actor, page, requires
from les.schemes.actions import commenting
from les.schemes.models.schemes import VERSION, SchemeSection, SchemeVersion
from les.schemes.queries.contents import content_of
from les.schemes.queries.schemes import find_section, sees_drafts
from les.schemes.rules.commenting import may_comment
from les.schemes.rules.kinds import OPEN
from les.schemes.views.blueprint import crumbs_to_version, reached_version, views

Answer = Response | tuple[str, int]
_SECTION = "/versions/<int:version_id>/sections/<int:section_id>"


@views.route(f"{_SECTION}/comments", methods=["GET", "POST"])
@requires(Permission.SEE_SCHEMES)
def show_comments(version_id: int, section_id: int) -> Answer:
    """Show a section with what was said about it, and take another comment."""
    version, section = _reached(version_id, section_id)
    actor, form = current_actor(), CommentForm()

    def act() -> str:
        address = _address(section)
        comment = commenting.comment_on_section(
            version_id=version_id,
            section_id=section_id,
            words=str(form.words.data or ""),
            by=actor,
            at=clock.now(),
            href=address,
        )
        flash("Your comment stands below.")
        return f"{address}#comment-{comment.number}"

    if answer := submit(form, act):
        return answer
    texts = {each.key: each.text for each in content_of(version).sections}
    return page(
        "les/schemes/show_comments.html",
        form,
        version=version,
        section=section,
        html=as_html(texts[section.key], first_level=3, name="section", caption=f"Section {section.place}, table"),
        crumbs=crumbs_to_version(version),
        comments=comments_on(VERSION, version.id, section.key),
        state=find_thread(VERSION, version.id, section.key),
        may_comment=comments_now(version, actor),
        may_resolve=version.state in OPEN and actor.may(Permission.MAINTAIN_SCHEMES),
    )


@views.post(f"{_SECTION}/resolve")
@requires(Permission.MAINTAIN_SCHEMES)
def resolve_comments(version_id: int, section_id: int) -> Response:
    """Resolve what was said about a section."""
    _, section = _reached(version_id, section_id)

    def act() -> str:
        commenting.resolve_comments(version_id=version_id, section_id=section_id, by=current_actor(), at=clock.now())
        flash("The comments are resolved.")
        return _address(section)

    return press(act, _address(section))


@views.post(f"{_SECTION}/reopen")
@requires(Permission.MAINTAIN_SCHEMES)
def reopen_comments(version_id: int, section_id: int) -> Response:
    """Open what was said about a section again."""
    _, section = _reached(version_id, section_id)

    def act() -> str:
        commenting.reopen_comments(version_id=version_id, section_id=section_id, by=current_actor(), at=clock.now())
        flash("The comments are open again.")
        return _address(section)

    return press(act, _address(section))


def reads_comments(actor: Actor) -> bool:
    """Whether the reader sees what was said before approval: the trust, its auditors, PbC leads."""
    return sees_drafts(actor) or actor.role is Role.PBC_LEAD


def comments_now(version: SchemeVersion, actor: Actor) -> bool:
    """Whether the reader comments on a version now."""
    drafts = actor.may(Permission.MAINTAIN_SCHEMES) or actor.may(Permission.APPROVE_SCHEMES)
    return may_comment(version.state, drafts=drafts, advises=actor.may(Permission.ADVISE_ON_SCHEMES))


def _reached(version_id: int, section_id: int) -> tuple[SchemeVersion, SchemeSection]:
    version = reached_version(version_id)
    section = find_section(version_id, section_id)
    if section is None or not reads_comments(current_actor()):
        abort(404)
    return version, section


def _address(section: SchemeSection) -> str:
    return url_for("schemes.show_comments", version_id=section.version_id, section_id=section.id)
