"""The part of the demo year about signing up: every approved scheme is offered, and practices answer.

One practice in four stays out of one scheme, a few of another, and one provider covers some of them. The practices
but the first have one demo manager between them, who holds a grant at each and answers all offers to it in one act.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commissioning.organisations.queries.providers import list_providers
from core.people.actions.administration import create_person
from core.people.actions.grants import give_grant
from core.people.passwords import hash_password
from core.people.queries import find_actor, find_actor_by_email
from core.people.rules import DEMO_DOMAIN, DEMO_WORDS
from core.permissions import Actor, Role
from les.schemes.models.schemes import Scheme
from les.schemes.queries.schemes import find_approved_version, list_schemes
from les.sign_up.actions.accrediting import add_requirement
from les.sign_up.actions.answering import Answered, answer_offers
from les.sign_up.actions.covering import record_cover
from les.sign_up.actions.drafting import begin_offer, choose_practices
from les.sign_up.actions.sending import send_offer
from les.sign_up.models.offers import Offered
from les.sign_up.queries.binding import levels_of
from les.sign_up.queries.offers import list_open_offered
from les.sign_up.queries.practices import InGroup, practices_of_scheme
from les.sign_up.rules.kinds import Outcome
from les.sign_up.rules.offers import OfferTerms

FIRST_DAY = date(2007, 4, 1)
TERMS = OfferTerms(
    starts_on=FIRST_DAY,
    answer_by=date(2007, 3, 30),
    notice_days=90,
    words="Illustrative. You choose freely whether your practice takes part.",
)
STAYS_OUT = "Minor surgery"
COVERED = "Stop smoking"
TOO_FAR = "Phlebotomy"
OFFERED_TO = {"Practitioner training": 8, "Anticoagulation monitoring": 30, "Near-patient testing": 24}
"""Schemes that are for certain practices: to how many they are offered."""
MANAGER = ("practice-managers", "Practice manager, all other practices")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who offers, who gives practices their manager; `hour(year, month, day, hour)` sets the clock."""

    commissioner: Actor
    administrator: Actor
    hour: Callable[[int, int, int, int], datetime]


def seed_demo_sign_up(sides: Sides) -> list[Actor]:
    """Offer the approved schemes of the demo in March 2007 and let the practices answer before the year begins.

    Who answers for each practice, in the order of their codes.
    """
    by, at = sides.commissioner, sides.hour(2007, 3, 21, 9)
    schemes = [each for each in list_schemes(by) if find_approved_version(each.id) is not None]
    for scheme in schemes:
        _offer(scheme, by, at)
    places = {each.practice.id: each for scheme in schemes for each in practices_of_scheme(scheme, on=FIRST_DAY)}
    practices = sorted(places.values(), key=lambda each: each.practice.code)
    managers = _managers(practices, sides, at.date())
    for turn, manager in enumerate(managers):
        _answer(turn, manager, sides.hour(2007, 3, 26, 9))
    _see_to(schemes, practices, by)
    return managers


def _offer(scheme: Scheme, by: Actor, at: datetime) -> None:
    on = at.date()
    offer = begin_offer(scheme_id=scheme.id, terms=TERMS, by=by, on=on, at=at)
    ids = [each.practice.id for each in practices_of_scheme(scheme, on=FIRST_DAY)][: OFFERED_TO.get(scheme.name)]
    levels = levels_of(offer.scheme_version) or [0]
    for turn, level in enumerate(levels):
        chosen = [practice_id for place, practice_id in enumerate(ids) if place % len(levels) == turn]
        choose_practices(offer_id=offer.id, practice_ids=chosen, level=level, by=by, on=on)
    send_offer(offer_id=offer.id, by=by, on=on, at=at, address_of="/les/sign-up/offered/{}".format)


def _managers(practices: Sequence[InGroup], sides: Sides, on: date) -> list[Actor]:
    """Who answers for each practice: the first has its own demo manager, one person manages all others."""
    by = sides.administrator
    first = find_actor_by_email(
        f"practice-manager-{practices[0].practice.code.lower()}{DEMO_DOMAIN}", on=on, account=""
    )
    if first is None:
        raise RuntimeError("the demo has no manager of its first practice")
    email, name = f"{MANAGER[0]}{DEMO_DOMAIN}", MANAGER[1]
    hashed = hash_password(DEMO_WORDS)
    person = create_person(email=email, name=name, password=DEMO_WORDS, by=by, until=None, hashed=hashed)
    found = [first]
    for each in practices[1:]:
        practice_id = each.practice.id
        grant = give_grant(
            person_id=person.id, role=Role.PRACTICE_MANAGER, organisation_id=practice_id, starts_on=on, by=by
        )
        actor = find_actor(person_id=person.id, on=on, grant_id=grant.id)
        if actor is None:
            raise RuntimeError(f"the demo has no manager of {each.practice.name}")
        found.append(actor)
    return found


def _answer(turn: int, manager: Actor, at: datetime) -> None:
    """All offers to a practice in one act."""
    opened = list_open_offered(manager.organisation_id, on=at.date())
    answers = [
        Answered(offered_id=each.id, outcome=_outcome(turn, each), seen_hash=each.content_hash) for each in opened
    ]
    answer_offers(answers=answers, by=manager, on=at.date(), at=at)


def _outcome(turn: int, offered: Offered) -> Outcome:
    name = offered.offer.scheme.name
    out = {STAYS_OUT: turn % 4 == 3, COVERED: turn % 10 == 4, TOO_FAR: turn % 9 == 8}
    return Outcome.DECLINED if out.get(name, False) else Outcome.ACCEPTED


def _see_to(schemes: Sequence[Scheme], practices: Sequence[InGroup], by: Actor) -> None:
    """A provider covers who stays out of one scheme; another scheme requires training."""
    provider = next(party for party, _ in list_providers(by.organisation_id) if party.code == "PROV")
    for scheme in schemes:
        if scheme.name == STAYS_OUT:
            add_requirement(
                scheme_id=scheme.id,
                name="Training in minor surgery",
                for_whom="Each doctor who operates",
                renewed_months=36,
                applies_from=date(2008, 4, 1),
                by=by,
            )
        for turn, place in enumerate(practices):
            if scheme.name == COVERED and turn % 10 == 4:
                record_cover(
                    scheme_id=scheme.id,
                    practice_id=place.practice.id,
                    coverer_id=provider.id,
                    starts_on=FIRST_DAY,
                    ends_on=None,
                    agreed="Head of provider services, 28 March 2007",
                    words="Sessions in the provider’s clinics, commissioned on behalf of the practice. Illustrative.",
                    by=by,
                )
