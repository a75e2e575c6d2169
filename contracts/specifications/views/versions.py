"""A version of a specification: where it stands, what can be done now, what it says, and its files."""

from flask import redirect
from werkzeug.wrappers import Response

from contracts.specifications.documents.pdf import specification_pdf
from contracts.specifications.documents.word import specification_docx
from contracts.specifications.models import SUBJECT, VERSION, SpecificationVersion
from contracts.specifications.presented.listed import note_on
from contracts.specifications.presented.steps import steps_of
from contracts.specifications.queries.contents import (
    acceptances_of,
    content_of,
    hash_of_version,
    missing_acceptances,
    problems_in_version,
)
from contracts.specifications.queries.versions import history_of_version, list_versions
from contracts.specifications.rules.content import facts_of
from contracts.specifications.rules.states import OPEN, STATE_MEANINGS, State
from contracts.specifications.views.blueprint import (
    address_of,
    crumbs_to_list,
    is_party,
    may_change,
    reached_version,
    reached_versions,
    views,
)
from core import clock
from core.attachments.queries import list_attachments
from core.markdown import as_html
from core.permissions import Actor, Permission
from core.sending import send
from core.threads.models import Thread
from core.threads.queries import count_comments, threads_on
from core.web import current_actor, page, requires, restricted


@views.get("/<int:specification_id>")
@requires(Permission.SEE_CONTRACTS)
def show_specification(specification_id: int) -> Response:
    """Lead to the newest version that concerns the reader."""
    return redirect(address_of(reached_versions(specification_id)[0]))


@views.get("/versions/<int:version_id>")
@requires(Permission.SEE_CONTRACTS)
@restricted
def show_version(version_id: int) -> tuple[str, int]:
    """Show a version: state, what can be done now, facts, sections, comments, documents, versions and history."""
    version, actor = reached_version(version_id), current_actor()
    content, accepted = content_of(version), acceptances_of(version)
    documents = list_attachments(SUBJECT, version.specification_id)
    threads = {thread.anchor: thread for thread in threads_on(VERSION, version.id)}
    return page(
        "contracts/specifications/show_version.html",
        version=version,
        specification=version.specification,
        crumbs=crumbs_to_list(),
        note=note_on(version, on=clock.today()),
        meaning=STATE_MEANINGS[version.state],
        steps=steps_of(version, missing_acceptances(version, accepted)),
        problems=problems_in_version(version) if version.state in OPEN else [],
        can=_can(version, actor, {each.organisation_id for each in accepted}),
        facts=facts_of(content),
        content_hash=hash_of_version(version),
        sections=_sections(version, threads),
        open_threads=sum(thread.resolved_at is None for thread in threads.values()),
        accepted=accepted,
        versions=list_versions(version.specification_id, actor),
        own_documents=[each for each in documents if each.organisation_id == actor.organisation_id],
        other_documents=[each for each in documents if each.organisation_id != actor.organisation_id],
        lines=history_of_version(version),
    )


@views.get("/versions/<int:version_id>/specification.pdf")
@requires(Permission.SEE_CONTRACTS)
def download_pdf(version_id: int) -> Response:
    """Give a version as PDF; what is not agreed is marked as a draft."""
    version = reached_version(version_id)
    file = specification_pdf(
        content_of(version),
        state=version.state,
        content_hash=hash_of_version(version),
        accepted=acceptances_of(version),
    )
    return send(file, "pdf", version.called)


@views.get("/versions/<int:version_id>/specification.docx")
@requires(Permission.SEE_CONTRACTS)
def download_word(version_id: int) -> Response:
    """Give a version as a Word document, to be redlined outside and attached again."""
    version = reached_version(version_id)
    file = specification_docx(
        content_of(version),
        state=version.state,
        content_hash=hash_of_version(version),
        accepted=acceptances_of(version),
    )
    return send(file, "docx", version.called)


def _sections(version: SpecificationVersion, threads: dict[str, Thread]) -> list[dict[str, object]]:
    """Each section with its text as HTML and how much was said about it."""
    texts = {each.key: each.text for each in content_of(version).sections}
    counts = count_comments(VERSION, version.id)
    return [
        {
            "section": section,
            "html": as_html(
                texts[section.key],
                first_level=4,
                name=f"section-{section.place}",
                caption=f"Section {section.number}, table",
            ),
            "is_empty": section.holds_text and not texts[section.key].strip(),
            "comments": counts.get(section.key, 0),
            "thread": threads.get(section.key),
        }
        for section in version.sections
    ]


def _can(version: SpecificationVersion, actor: Actor, accepted: set[int]) -> dict[str, bool]:
    """What the reader can do with a version now."""
    specification = version.specification
    party, is_own = is_party(specification, actor), version.drafter_id == actor.organisation_id
    for_commissioner = actor.organisation_id == specification.commissioner_id
    is_open, is_agreed = version.state in OPEN, version.state is State.AGREED
    return {
        "change": may_change(version, actor),
        "submit": party and is_own and version.state is State.DRAFT,
        "accept": party and version.state is State.IN_REVIEW and actor.organisation_id not in accepted,
        "begin": party and is_agreed and not _has_open(version, actor),
        "withdraw": party and ((is_open and (is_own or for_commissioner)) or (is_agreed and for_commissioner)),
        "comment": is_open and actor.may(Permission.COMMENT),
        "attach": party,
    }


def _has_open(version: SpecificationVersion, actor: Actor) -> bool:
    return any(each.state in OPEN for each in list_versions(version.specification_id, actor))
