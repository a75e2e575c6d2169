"""A version of a scheme: what it says, what it lacks; any two versions side by side."""

from flask import abort, request

from core import clock
from core.attachments.queries import list_attachments
from core.comparing import as_read, compare_texts, near_changes, summary_of
from core.four_eyes import is_one_with
from core.markdown import as_html
from core.permissions import Actor, Permission
from core.threads.queries import count_comments, threads_on
from core.web import asked_number, current_actor, page, requires
from les.schemes.models.schemes import VERSION, SchemeVersion
from les.schemes.presented.prices import history_table, terms_table
from les.schemes.presented.register import note_on
from les.schemes.queries.attached import documents_of_version
from les.schemes.queries.contents import content_of, hash_of_version, problems_in_version, terms_of, waiting_prices
from les.schemes.queries.prices import list_prices
from les.schemes.queries.schemes import list_versions, sees_drafts
from les.schemes.rules.attached import changes_of_documents
from les.schemes.rules.caps import caps_in_words
from les.schemes.rules.content import Content, facts_of, text_of
from les.schemes.rules.kinds import OPEN, STATE_MEANINGS, State
from les.schemes.rules.writing_terms import terms_in_words
from les.schemes.views.blueprint import crumbs_to, reached_scheme, reached_version, views
from les.schemes.views.commenting import comments_now, reads_comments


@views.get("/versions/<int:version_id>")
@requires(Permission.SEE_SCHEMES)
def show_version(version_id: int) -> tuple[str, int]:
    """Show a version: state, what can be done now, control block, terms, sections, and who approved it."""
    version, actor, on = reached_version(version_id), current_actor(), clock.today()
    content, prices = content_of(version), list_prices(version.scheme_id)
    terms = terms_of(version, prices)
    waits = waiting_prices(version, prices) if sees_drafts(actor) and version.state in OPEN else []
    return page(
        "les/schemes/show_version.html",
        version=version,
        scheme=version.scheme,
        crumbs=crumbs_to(version.scheme),
        note=note_on(version, on=on),
        meaning=STATE_MEANINGS[version.state],
        problems=problems_in_version(version, prices) if version.state in OPEN else [],
        can=_can(version, actor),
        content=content,
        facts=facts_of(content),
        said=[*terms_in_words(terms), *caps_in_words(terms)] if terms else [],
        terms=terms_table(terms, on=max(on, version.starts_on or on)) if terms else None,
        waiting=history_table(waits, caption="Prices that wait") if waits else None,
        sections=_sections(version, content, actor),
        documents=list_attachments(VERSION, version.id),
        content_hash=hash_of_version(version),
        versions=list_versions(version.scheme_id, actor),
    )


@views.get("/<int:scheme_id>/compare")
@requires(Permission.SEE_SCHEMES)
def compare_versions(scheme_id: int) -> tuple[str, int]:
    """Show two versions side by side: all of it, or what is near a change."""
    scheme = reached_scheme(scheme_id)
    versions = list_versions(scheme_id, current_actor())
    before, after = chosen(versions)
    rows = as_read(compare_texts(text_of(content_of(before)), text_of(content_of(after))))
    only_changes = request.args.get("all") != "yes"
    return page(
        "les/schemes/compare_versions.html",
        scheme=scheme,
        crumbs=crumbs_to(scheme),
        versions=versions,
        before=before,
        after=after,
        summary=summary_of(rows),
        rows=near_changes(rows) if only_changes else rows,
        only_changes=only_changes,
        document_changes=changes_of_documents(documents_of_version(before.id), documents_of_version(after.id)),
    )


def _sections(version: SchemeVersion, content: Content, actor: Actor) -> list[dict[str, object]]:
    ids = {section.key: section.id for section in version.sections}
    reads = reads_comments(actor)
    counts = count_comments(VERSION, version.id) if reads else {}
    open_ones = {each.anchor for each in threads_on(VERSION, version.id) if not each.resolved} if reads else set()
    return [
        {
            "place": place,
            "heading": each.heading,
            "id": ids[each.key],
            "is_empty": not each.text.strip(),
            "comments": counts.get(each.key, 0),
            "is_open": each.key in open_ones,
            "html": as_html(each.text, first_level=3, name=f"section-{place}", caption=f"Section {place}, table"),
        }
        for place, each in enumerate(content.sections, start=1)
    ]


def _can(version: SchemeVersion, actor: Actor) -> dict[str, bool]:
    """What the reader can do with a version now."""
    maintains, waits = actor.may(Permission.MAINTAIN_SCHEMES), version.state is State.SUBMITTED
    approves = actor.may(Permission.APPROVE_SCHEMES)
    is_own = is_one_with(actor, version.begun_by_id, version.submitted_by_id)
    return {
        "write": maintains and version.state is State.DRAFT,
        "approve": approves and waits and not is_own,
        "return": (maintains or approves) and waits,
        "comment": comments_now(version, actor),
        "begin": maintains and version.state is State.APPROVED and version.scheme.versions[0].state not in OPEN,
    }


def chosen(versions: list[SchemeVersion]) -> tuple[SchemeVersion, SchemeVersion]:
    """The versions asked for by number; else the newest and the one before. 404 for one alone, or for a strange one."""
    by_number = {each.number: each for each in versions}
    if len(by_number) < 2:
        abort(404)
    after = asked_number("after", max(by_number))
    earlier = [number for number in by_number if number < after]
    before = asked_number("before", max(earlier, default=min(by_number)))
    if before not in by_number or after not in by_number:
        abort(404)
    return by_number[before], by_number[after]
