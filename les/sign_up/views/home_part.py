"""What signing up puts on the home page and above a scheme: offers to answer, what expires, who is uncovered."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from core import clock
from core.four_eyes import is_one_with
from core.navigation import Notice, ToDo
from core.permissions import Actor, Permission
from core.web import find_actor
from les.schemes.models.schemes import Scheme
from les.schemes.queries.schemes import find_seen
from les.schemes.rules.kinds import State
from les.sign_up.queries import accreditation, leaving
from les.sign_up.queries.accreditation import list_standing
from les.sign_up.queries.cover import count_members, cover_on
from les.sign_up.queries.offers import list_open_offered, list_unanswered
from les.sign_up.rules.accreditation import Standing


def home_part(actor: Actor, on: date) -> Sequence[ToDo]:
    """For practices: offers and evidence. For the commissioner: what nobody answered, who is uncovered, what waits."""
    if actor.may(Permission.BIND_PRACTICE):
        return [*_own_offers(actor, on), *_expiring(actor, on)]
    found: list[ToDo] = []
    if actor.may(Permission.APPROVE_SCHEMES):
        found += _endings(actor)
    if actor.may(Permission.OFFER_SCHEMES):
        found += [*_unanswered(actor, on), *_uncovered(actor, on), *_expiring(actor, on), *_unchecked(actor)]
    return found


def above_scheme(scheme_id: int) -> Sequence[Notice]:
    """How many practices are signed up to a scheme, with the way to the list for those who see it."""
    actor = find_actor()
    scheme = find_seen(scheme_id, actor) if actor else None
    if actor is None or scheme is None or not _is_approved(scheme):
        return []
    members, practices = count_members(scheme, on=clock.today())
    said = f"{members} of {practices} {'practice is' if practices == 1 else 'practices are'} signed up."
    if actor.may(Permission.BIND_PRACTICE):
        return [Notice(words=said, href=url_for("sign_up.show_own"), link="Your schemes")]
    if not actor.may(Permission.SEE_CLAIMS):
        return [Notice(words=said)]
    return [Notice(words=said, href=url_for("sign_up.list_agreements", scheme=scheme_id), link="Who is signed up")]


def _is_approved(scheme: Scheme) -> bool:
    return any(version.state is State.APPROVED for version in scheme.versions)


def _own_offers(actor: Actor, on: date) -> Iterator[ToDo]:
    unanswered = [each for each in list_open_offered(actor.organisation_id, on=on) if not each.answers]
    for each in unanswered:
        href = url_for("sign_up.show_offered", offered_id=each.id)
        what = f"Accept or decline {each.offer.scheme_version.called}"
        yield ToDo(what=what, href=href, by=each.offer.answer_by, detail="You choose freely.")


def _expiring(actor: Actor, on: date) -> Iterator[ToDo]:
    urgent = {Standing.EXPIRING: "expires", Standing.EXPIRED: "has expired"}
    if actor.may(Permission.BIND_PRACTICE):
        urgent[Standing.MISSING] = "is missing"
    for each in list_standing(actor, on=on):
        if each.standing not in urgent:
            continue
        own = actor.may(Permission.BIND_PRACTICE)
        whose = "" if own else f" of {each.agreement.practice.name}"
        what = f"Evidence{whose} for “{each.requirement.name}” {urgent[each.standing]}"
        href = url_for("sign_up.list_accreditation")
        yield ToDo(what=what, href=href, by=each.until, detail=each.agreement.scheme.called)


def _endings(actor: Actor) -> Iterator[ToDo]:
    for each in leaving.list_waiting(actor.commissioner_ids):
        if not is_one_with(actor, each.told_by_id):
            href = url_for("sign_up.decide_ending", leaving_id=each.id)
            yield ToDo(what=f"Decide over the end of {each.agreement.number}", href=href, by=each.left_on)


def _unanswered(actor: Actor, on: date) -> Iterator[ToDo]:
    for offer, many in list_unanswered(actor.commissioner_ids, on=on):
        what = f"{many} {'practice has' if many == 1 else 'practices have'} not answered: {offer.called}"
        href = url_for("sign_up.show_offer", offer_id=offer.id)
        yield ToDo(what=what, href=href, by=offer.answer_by, detail="Ask them, or see to cover.")


def _uncovered(actor: Actor, on: date) -> Iterator[ToDo]:
    for scheme, total in cover_on(actor, on=on).sums():
        if total.uncovered:
            people = f"{total.uncovered_people:,} registered patients"
            practices = f"{total.uncovered} {'practice' if total.uncovered == 1 else 'practices'}"
            href = url_for("sign_up.show_cover", scheme=scheme.id, how="uncovered")
            yield ToDo(what=f"{people} are uncovered by {scheme.called}", href=href, detail=f"Those of {practices}.")


def _unchecked(actor: Actor) -> Iterator[ToDo]:
    for each in accreditation.list_unchecked(actor.commissioner_ids):
        href = url_for("sign_up.show_evidence", evidence_id=each.id)
        yield ToDo(what=f"Look at evidence of {each.practice.name} for “{each.requirement.name}”", href=href)
