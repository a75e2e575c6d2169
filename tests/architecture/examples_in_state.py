"""Examples of addresses in the state in which they wait for somebody: what the demo year has none of, by real acts.

What takes two people is put forward by a colleague of the one who stands in the table, who may then decide over it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from budgets.agreement.actions.positions import take_position
from budgets.agreement.queries.positions import find_standing
from budgets.agreement.queries.proposals import list_proposals
from budgets.agreement.rules.items import SPLIT
from budgets.agreement.rules.stances import Reason as WhyDisputed
from budgets.agreement.rules.stances import Stance
from budgets.intentions.actions.new_services import ask_for_new_service
from budgets.intentions.actions.speaking import InSight
from budgets.intentions.models.intentions import Intention
from budgets.intentions.rules.statements import NewService
from budgets.must_dos.actions.proposing import propose_must_do
from budgets.must_dos.demo import PUBLICITY
from commissioning.activity.actions.releasing import propose_release
from contracts.reviews.actions.calendars import make_address
from core import clock
from core.attachments.checking import CheckedFile, check_file
from core.canonical import hash_of
from core.db import db, transaction
from core.parties.models import Party
from core.people.actions.administration import create_person, deactivate_person
from core.people.actions.delegating import hand_over_grant
from core.people.actions.elsewhere import connect_elsewhere
from core.people.actions.grants import give_grant
from core.people.actions.links import invite_person
from core.people.models import Grant, Person
from core.people.queries import find_actor
from core.people.rules.identities import Identity
from core.permissions import ROLE_NAMES, Actor, Role
from core.privacy.actions import propose_anonymising
from les.payments.actions.settings import propose_layout
from les.payments.rules.layouts import DayForm, Sign
from les.schemes.rules.quarters import Quarter
from les.sign_up.actions.accrediting import give_evidence
from les.sign_up.actions.drafting import add_document, begin_offer, choose_practices
from les.sign_up.actions.leaving import end_agreement
from les.sign_up.models.accreditation import Requirement
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.rules.kinds import DocumentKind
from les.sign_up.rules.offers import OfferTerms
from les.verification.actions.drawing import draw_sample
from les.verification.actions.visiting import arrange_visit, record_finding, send_report
from les.verification.models.visits import Visit
from les.verification.queries.visits import content_of, get_visit, lines_found
from les.verification.rules.kinds import Method, Reason
from les.verification.rules.sampling import Asked

Values = dict[str, object]
ISSUER = "http://127.0.0.1:9"
SERVICE = {
    "OIDC_ISSUER": ISSUER,
    "OIDC_CLIENT_ID": "budgets",
    "OIDC_CLIENT_SECRET": "a secret for tests alone",
    "OIDC_NAME": "The sign-in service",
}
"""Settings of a sign-in service that never answers, so that its pages are there."""
PCT, LOCALITY, PROVIDER, PRACTICE = "WHP", "HER", "PROV", "X82001"
FIRST_DAY = date(2006, 10, 1)
WHY = "An example"
_CELL: Values = {"file": "a" * 64, "row": 2, "column": "Comment"}


def examples_in_state() -> Mapping[str, Values]:
    """The address values by endpoint, of what is made here."""
    return {
        **_of_activity(),
        **_of_budgets(),
        **_of_people(),
        **_of_schemes(),
        **_of_a_visit(),
        "reviews.revoke_address": {"address_id": _address()},
    }


def acting(role: Role, code: str) -> Actor:
    """The first person with a role at an organisation of the demo year: the one who stands in the table."""
    rows = select(Grant).join(Party, Grant.organisation_id == Party.id).where(Grant.role == role, Party.code == code)
    grant = db.session.scalars(rows.order_by(Grant.id).limit(1)).one()
    actor = find_actor(person_id=grant.person_id, on=clock.today(), grant_id=grant.id)
    assert actor is not None
    return actor


def colleague(role: Role, code: str = PCT) -> Actor:
    """A second person with a role at an organisation; added where there is none yet."""
    email = f"colleague-{role.value}-{code}@demo.example".lower()
    person = db.session.scalars(select(Person).where(Person.email == email)).first()
    if person is None:
        by = acting(Role.ADMINISTRATOR, PCT)
        place = db.session.scalars(select(Party.id).where(Party.code == code)).one()
        with transaction():
            person = create_person(
                email=email,
                name=f"Colleague, {ROLE_NAMES[role]}",
                password="a pass phrase for tests",
                by=by,
                until=None,
            )
            give_grant(person_id=person.id, role=role, organisation_id=place, starts_on=FIRST_DAY, by=by)
    actor = find_actor(person_id=person.id, on=clock.today())
    assert actor is not None
    return actor


def _file() -> CheckedFile:
    return check_file(file_name="letter.txt", content=b"An example.")


def _of_activity() -> dict[str, Values]:
    """A cell that a colleague at the provider let pass, and another one of which nobody has said anything."""
    by = colleague(Role.PROVIDER_MANAGER, PROVIDER)
    with transaction():
        made = propose_release(
            provider_id=by.organisation_id,
            file_hash="b" * 64,
            row=2,
            column="Comment",
            reason=WHY,
            by=by,
            at=clock.now(),
        )
    return {"activity.confirm_release": {"release_id": made.id}, "activity.propose_release": dict(_CELL)}


def _of_budgets() -> dict[str, Values]:
    """A new service and a statement of the example’s group, its dispute, and a must-do of the provider."""
    lead, provider = acting(Role.PBC_LEAD, LOCALITY), acting(Role.PROVIDER_MANAGER, PROVIDER)
    own = select(Intention).where(Intention.party_id == lead.organisation_id).order_by(Intention.id)
    said = db.session.scalars(own.limit(1)).one()
    service = NewService(name=WHY, description=WHY, amount=100_00, reason=WHY)
    with transaction():
        asked = ask_for_new_service(
            round_id=1,
            party_id=lead.organisation_id,
            said=service,
            in_sight=InSight(calculation_id=said.calculation_id),
            by=lead,
            at=clock.now(),
        )
        wanted = replace(PUBLICITY, code="MD-EXAMPLE", name=WHY, amount=1_00)
        must_do = propose_must_do(round_id=1, wanted=wanted, by=provider, at=clock.now())
    return {
        "disputes.withdraw_dispute": {"position_id": _dispute(lead)},
        "intentions.change_new_service": {"intention_id": asked.id},
        "intentions.take_back_intention": {"intention_id": said.id},
        **{f"must_dos.{act}_must_do": {"must_do_id": must_do.id} for act in ("change", "withdraw")},
    }


def _dispute(lead: Actor) -> int:
    """The lead disputes the split of the newest proposal; the position's id."""
    proposal = list_proposals(1)[0]
    before = find_standing(proposal.id, party_id=lead.organisation_id, item=SPLIT)
    with transaction():
        return take_position(
            proposal_id=proposal.id,
            group_id=lead.organisation_id,
            item=SPLIT,
            stance=Stance.DISPUTED,
            reason=WhyDisputed.WRONG_ACTIVITY,
            words=WHY,
            claimed=None,
            claimed_method="",
            seen_id=before.id if before else None,
            by=lead,
            at=clock.now(),
            on=clock.today(),
        ).id


def _of_people() -> dict[str, Values]:
    """Somebody invited, somebody who left, a grant handed over, and an account connected with the sign-in service."""
    by, commissioner = acting(Role.ADMINISTRATOR, PCT), acting(Role.COMMISSIONER, PCT)
    second, standing_in = colleague(Role.ADMINISTRATOR), colleague(Role.FINANCE)
    on, at = clock.today(), clock.now()
    with transaction():
        _, sent = invite_person(
            email="invited@demo.example",
            name="Somebody invited",
            lasts=timedelta(days=7),
            refuse_generic=False,
            by=by,
            at=at,
        )
        link = {"link_id": sent.link.id, "secret": sent.secret}
        leaver = create_person(
            email="leaver@demo.example", name="Somebody who left", password="a pass phrase", until=None, by=by
        )
        deactivate_person(person_id=leaver.id, reason=WHY, by=by, on=on)
    with transaction():
        proposed = propose_anonymising(person_id=leaver.id, reason=WHY, by=second, on=on, at=at, years=0)
        given = hand_over_grant(
            grant_id=commissioner.grant_id,
            person_id=standing_in.person_id,
            starts_on=on + timedelta(days=30),
            ends_on=on + timedelta(days=40),
            reason=WHY,
            by=commissioner,
            on=on,
            at=at,
        )
        known = Identity(issuer=ISSUER, subject="an example")
        connect_elsewhere(known, service=SERVICE["OIDC_NAME"], by=commissioner, at=at)
    return {
        "people.use_link": link,
        "people.end_delegation": {"grant_id": given.id},
        **{f"privacy.{act}_anonymising": {"leaver_id": proposed.id} for act in ("confirm", "decline")},
    }


def _of_schemes() -> dict[str, Values]:
    """A draft of an offer, evidence of a practice, an agreement that is to end, and a layout of payment files."""
    by, practice = colleague(Role.COMMISSIONER), acting(Role.PRACTICE_MANAGER, PRACTICE)
    on, at = clock.today(), clock.now()
    requirement = db.session.scalars(select(Requirement).order_by(Requirement.id).limit(1)).one()
    running = select(LesAgreement).where(LesAgreement.practice_id == practice.organisation_id)
    agreement = db.session.scalars(running.order_by(LesAgreement.id.desc()).limit(1)).one()
    with transaction():
        evidence = give_evidence(
            requirement_id=requirement.id,
            holder=WHY,
            valid_from=on,
            expires_on=on + timedelta(days=700),
            title=WHY,
            file=_file(),
            by=practice,
            on=on,
            at=at,
        )
        ending = end_agreement(
            agreement_id=agreement.id, left_on=on + timedelta(days=60), reason=WHY, by=by, on=on, at=at
        )
        layout = propose_layout(
            commissioner_id=by.organisation_id,
            columns="Reference: reference\nPractice: practice code\nAmount: amount",
            day_form=DayForm.ISO,
            sign=Sign.IN_FRONT,
            starts_on=on,
            source=WHY,
            by=colleague(Role.FINANCE),
            at=at,
        )
    return {
        **_of_an_offer(agreement, by),
        **{f"sign_up.{act}_evidence": {"evidence_id": evidence.id} for act in ("show", "check")},
        "sign_up.decide_ending": {"leaving_id": ending.id},
        "payments.decide_layout": {"layout_id": layout.id},
    }


def _of_an_offer(agreement: LesAgreement, by: Actor) -> dict[str, Values]:
    on, at = clock.today(), clock.now()
    terms = OfferTerms(
        starts_on=on + timedelta(days=40), answer_by=on + timedelta(days=30), notice_days=90, words=WHY, reason=""
    )
    with transaction():
        offer = begin_offer(scheme_id=agreement.scheme_id, terms=terms, by=by, on=on, at=at)
        choose_practices(offer_id=offer.id, practice_ids=[agreement.practice_id], by=by, on=on)
        kept = add_document(
            offer_id=offer.id,
            kind=DocumentKind.OTHER,
            edition="1",
            group_id=None,
            title=WHY,
            file=_file(),
            by=by,
            on=on,
            at=at,
        )
    acts = ("change_offer", "choose_practices", "add_document", "send_offer")
    return {
        **{f"sign_up.{act}": {"offer_id": offer.id} for act in acts},
        **{
            f"sign_up.{act}_document": {"offer_id": offer.id, "attachment_id": kept.attachment_id}
            for act in ("download", "take_out")
        },
    }


def _of_a_visit() -> dict[str, Values]:
    """A visit to the practice of the table, its report sent: to be answered, and to be signed."""
    by, on, at = colleague(Role.COMMISSIONER), clock.today(), clock.now()
    practice = acting(Role.PRACTICE_MANAGER, PRACTICE)
    scheme_id = db.session.scalars(select(Requirement.scheme_id).order_by(Requirement.id).limit(1)).one()
    with transaction():
        plan = draw_sample(
            commissioner_id=by.organisation_id,
            name=WHY,
            scheme_ids=[scheme_id],
            quarters=[Quarter.of(date(2007, 4, 1))],
            asked=Asked(method=Method.ALL, seed="", size=None, weights={}),
            by=by,
            at=at,
        )
        visit = arrange_visit(
            plan_id=plan.id,
            practice_id=practice.organisation_id,
            visit_on=on,
            visitors=WHY,
            by=by,
            at=at,
            href="/les/verification",
        )
    _report(visit.id, by)
    return {f"verification.{act}": {"visit_id": visit.id} for act in ("answer_report", "sign_extrapolation")}


def _report(visit_id: int, by: Actor) -> None:
    visit: Visit = get_visit(visit_id)
    with transaction():
        record_finding(
            visit_id=visit_id,
            line_id=lines_found(visit)[0].line.id,
            checked=Decimal(1),
            verified=Decimal(0),
            reason=Reason.NO_RECORD,
            items="1",
            words="",
            by=by,
            at=clock.now(),
        )
    seen = hash_of(content_of(visit, lines_found(visit)))
    with transaction():
        send_report(
            visit_id=visit_id,
            summary=WHY,
            answer_by=clock.today() + timedelta(days=28),
            seen=seen,
            by=by,
            at=clock.now(),
            href="/les/verification",
        )


def _address() -> int:
    """A secret address of the calendar of the commissioner who stands in the table."""
    with transaction():
        address, _ = make_address(by=acting(Role.COMMISSIONER, PCT), at=clock.now())
    return address.id
