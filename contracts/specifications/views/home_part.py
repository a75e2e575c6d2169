"""What specifications put on the home page: versions that wait for the reader’s side, and money without one."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from contracts.specifications.models import VERSION, SpecificationVersion
from contracts.specifications.queries.completeness import completeness_of
from contracts.specifications.queries.contents import hash_of_version
from contracts.specifications.queries.versions import list_awaiting
from contracts.specifications.rules.states import State
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission, Role
from core.signatures.models import Signature
from core.signatures.queries import signatures_of
from core.wording import sterling


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """What waits for those who draft and review, and for the commissioner the money without a specification."""
    if not actor.may(Permission.DRAFT_SPECIFICATIONS):
        return []
    found: list[ToDo | Figure] = list(_awaiting(actor))
    if actor.role is Role.COMMISSIONER:
        found += _incomplete(actor, on)
    return found


def _awaiting(actor: Actor) -> Iterator[ToDo]:
    """Each version in review that the reader’s side has not accepted as it is, and each draft of its own."""
    versions = list_awaiting(actor)
    signed = signatures_of(VERSION, [version.id for version in versions])
    for version in versions:
        href = url_for("specifications.show_version", version_id=version.id)
        if version.state is State.DRAFT and version.drafter_id == actor.organisation_id:
            yield ToDo(what=f"Go on drafting {version.called}", href=href, by=version.starts_on)
        elif version.state is State.IN_REVIEW and not _has_accepted(version, actor, signed[version.id]):
            yield ToDo(what=f"Review and accept {version.called}", href=href, by=version.starts_on)


def _has_accepted(version: SpecificationVersion, actor: Actor, given: Sequence[Signature]) -> bool:
    now = hash_of_version(version)
    return any(each.organisation_id == actor.organisation_id and each.content_hash == now for each in given)


def _incomplete(actor: Actor, on: date) -> list[ToDo]:
    report = completeness_of(actor.organisation_id, on=on)
    href = url_for("specifications.show_completeness")
    found = []
    if report.uncovered:
        count = len(report.uncovered)
        what = f"{count} service {'line has' if count == 1 else 'lines have'} money and no agreed specification"
        found.append(ToDo(what=what, href=href, detail=f"{sterling(report.amount)} in the newest proposal."))
    if report.past_review:
        count = len(report.past_review)
        what = f"{count} {'specification is' if count == 1 else 'specifications are'} past review"
        found.append(ToDo(what=what, href=f"{href}#past-review", by=report.past_review[0].review_on))
    return found
