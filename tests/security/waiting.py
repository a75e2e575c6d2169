"""What waits for a second person, room by room: who did the first part, who may do the second, and the second."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from budgets.agreement.actions.disputes import decide_dispute
from budgets.agreement.rules.items import SPLIT
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.stances import Stance
from budgets.agreement.rules.unlocking import AnswerKind
from budgets.must_dos.actions.deciding import approve_must_do
from commissioning.activity.actions.accepting import accept_return
from commissioning.activity.actions.releasing import confirm_release, propose_release
from commissioning.meetings.queries.meetings import get_meeting
from core.attachments.checking import check_file
from core.audit_trail.actions import confirm_redaction, propose_redaction
from core.audit_trail.rules import Ground
from core.db import transaction
from core.people.actions.administration import create_person, deactivate_person
from core.permissions import Actor, Role
from core.privacy.actions import confirm_anonymising, propose_anonymising
from les.claims.actions.adjustments import decide_adjustment
from les.payments.actions.settings import decide_layout, decide_set_aside, propose_layout, propose_set_aside
from les.payments.rules.layouts import DayForm, Sign
from les.schemes.rules.kinds import Verdict
from les.sign_up.actions.accrediting import add_requirement, check_evidence_given, give_evidence
from les.sign_up.actions.leaving import decide_ending, end_agreement
from les.verification.rules.kinds import Answer, AppealVerdict
from tests.builders import AT, DAY, WORDS, a_person, an_installation
from tests.builders_activity import MAY_AT, MAY_DAY, a_field, submitted
from tests.builders_approvals import JULY, Approvals
from tests.builders_contracts import Contracting, a_contract, issued, signed_by, with_schedule
from tests.builders_heads import HeadsField
from tests.builders_must_dos import a_must_do, a_round_with_growth
from tests.builders_notices import (
    a_contract_in_force,
    a_notice,
    a_planned_notice,
    decided,
    entered,
    judged,
    milestone_ids,
    plan_answered,
    planned,
    reported,
)
from tests.builders_payments import Payments
from tests.builders_reviews import a_review, approved, minuted, opened
from tests.builders_risk import RiskField
from tests.builders_rounds import Field, an_actor
from tests.builders_schemes import Schemes
from tests.builders_sign_off import LATER_AT, SigningOff
from tests.builders_sign_up import SigningUp
from tests.builders_specifications import Parties
from tests.builders_variations import a_draft, a_varied_contract, proposed, signed, worded
from tests.builders_verification import Verification, all_is_paid

JUNE = date(2008, 6, 20)
YEARS_LATER = date(2099, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that waits: who did the first part, who may do the second, and the second part by anybody."""

    first: Actor
    second: Actor
    act: Callable[[Actor], object]


def _within(act: Callable[..., object], **told: Any) -> Callable[[Actor], object]:
    """An act in a transaction of its own, by anybody."""

    def done(by: Actor) -> object:
        with transaction():
            return act(by=by, **told)

    return done


def unlocking() -> Waiting:
    """A request to unlock a round."""
    field = SigningOff()
    field.sign_all()
    asked = field.ask(field.commissioner).id
    act = lambda by: field.answer(asked, by, AnswerKind.CONFIRMED)  # noqa: E731 the second part
    return Waiting(first=field.commissioner, second=field.second, act=act)


def sign_off() -> Waiting:
    """The signature of a group under a budget that the commissioner signed."""
    field = SigningOff()
    field.consent()
    sign_off_id = field.open().id
    field.sign(field.commissioner, sign_off_id)
    return Waiting(first=field.commissioner, second=field.leads["DAC"], act=lambda by: field.sign(by, sign_off_id))


def dispute() -> Waiting:
    """A dispute of a group."""
    field = SigningOff()
    position_id = field.say("DAC", SPLIT, Stance.DISPUTED).id
    told = {"kind": OutcomeKind.REJECTED, "words": "Counted twice.", "calculation_id": None, "at": LATER_AT}
    act = _within(decide_dispute, position_id=position_id, **told)
    return Waiting(first=field.leads["DAC"], second=field.commissioner, act=act)


def must_do() -> Waiting:
    """A must-do of the commissioner."""
    field = Field()
    second = an_actor(field.pct, Role.COMMISSIONER, "Second commissioner")
    made = a_must_do(a_round_with_growth(field.commissioner), field.commissioner).id
    return Waiting(first=field.commissioner, second=second, act=_within(approve_must_do, must_do_id=made, at=AT))


def movement_of_the_pool() -> Waiting:
    """A movement that finance asked for."""
    field = RiskField()
    field.show()
    asked = field.ask(by=field.finance)
    return Waiting(first=field.finance, second=field.commissioner, act=lambda by: field.approve(asked, by))


def second_approval_of_a_movement() -> Waiting:
    """A movement that one person approved already."""
    field = RiskField()
    field.show()
    asked = field.ask()
    field.approve(asked, field.commissioner)
    return Waiting(first=field.commissioner, second=field.deputy, act=lambda by: field.approve(asked, by))


def cell_to_pass() -> Waiting:
    """A false alarm in a return."""
    field = a_field()
    cell: dict[str, Any] = {"file_hash": "a" * 64, "row": 2, "column": "note"}
    with transaction():
        told: dict[str, Any] = {"provider_id": field.provider.organisation_id, "reason": "A telephone", "at": MAY_AT}
        made = propose_release(by=field.provider, **cell, **told).id
    return Waiting(first=field.provider, second=field.certifier, act=_within(confirm_release, release_id=made, at=AT))


def return_of_activity() -> Waiting:
    """A return that the provider sent."""
    field = a_field()
    act = _within(accept_return, submission_id=submitted(field).id, at=MAY_AT, on=MAY_DAY)
    return Waiting(first=field.provider, second=field.commissioner, act=act)


def minutes() -> Waiting:
    """Minutes that the commissioner issued."""
    people = Contracting()
    meeting = opened(a_review(people), people)
    number, meeting_id = minuted(meeting, people).number, meeting.id
    act = lambda by: approved(get_meeting(meeting_id), number, by)  # noqa: E731 the second part
    return Waiting(first=people.commissioner, second=people.provider, act=act)


def contract() -> Waiting:
    """A contract that the commissioner signed."""
    people = Contracting()
    contract_id = a_contract(people)
    with_schedule(contract_id, people)
    issued(contract_id, people)
    signed_by(contract_id, people.commissioner)
    return Waiting(first=people.commissioner, second=people.provider, act=lambda by: signed_by(contract_id, by))


def variation() -> Waiting:
    """A variation that the commissioner signed."""
    people = Contracting()
    made = a_draft(a_varied_contract(people), people.commissioner)
    worded(made, people.commissioner)
    proposed(made, people.commissioner)
    signed(made, people.commissioner)
    return Waiting(first=people.commissioner, second=people.provider, act=lambda by: signed(made, by))


def heads_of_terms() -> Waiting:
    """Heads of terms that the commissioner signed."""
    field = HeadsField()
    heads_id = field.draft()
    field.agree(heads_id, "PARTIES", "TOTAL")
    field.issue(heads_id)
    field.sign_for(field.commissioner, heads_id)
    return Waiting(first=field.commissioner, second=field.provider, act=lambda by: field.sign_for(by, heads_id))


def specification() -> Waiting:
    """A specification that the provider accepted."""
    parties = Parties()
    version_id = parties.in_review()
    parties.accept(version_id, parties.provider)
    return Waiting(first=parties.provider, second=parties.commissioner, act=lambda by: parties.accept(version_id, by))


def payment_withheld() -> Waiting:
    """Money that the commissioner proposes to withhold."""
    people = Contracting()
    notice = a_notice(a_contract_in_force(people), people)
    on = date(2008, 7, 4)
    number = entered(notice, people.commissioner, on, 150_00)
    return Waiting(first=people.commissioner, second=people.colleague, act=lambda by: decided(notice, number, by, on))


def remedial_plan() -> Waiting:
    """A plan that the provider proposed."""
    people = Contracting()
    notice = a_notice(a_contract_in_force(people), people)
    on = date(2008, 6, 10)
    number = planned(notice, people.provider, on)
    act = partial(plan_answered, notice, number, on=on)
    return Waiting(first=people.provider, second=people.commissioner, act=act)


def milestone() -> Waiting:
    """A milestone that the provider reported done."""
    people = Contracting()
    notice = a_planned_notice(a_contract_in_force(people), people)
    which = milestone_ids(notice)[0]
    reported(notice, which, people.provider, JUNE)
    act = partial(judged, notice, which, on=JUNE)
    return Waiting(first=people.provider, second=people.commissioner, act=act)


def scheme() -> Waiting:
    """A version of an enhanced service."""
    schemes = Schemes()
    scheme_id = schemes.add()
    version_id = schemes.write(scheme_id)
    schemes.price(scheme_id)
    schemes.submit(version_id)
    return Waiting(first=schemes.commissioner, second=schemes.finance, act=lambda by: schemes.approve(version_id, by))


def price() -> Waiting:
    """A further price of an enhanced service."""
    schemes = Schemes()
    price_id = schemes.price(schemes.approved(), valid_from=date(2008, 10, 1))
    return Waiting(first=schemes.commissioner, second=schemes.finance, act=lambda by: schemes.decide(price_id, by=by))


def offer() -> Waiting:
    """An offer to a practice."""
    signing = SigningUp()
    offered = signing.sent(signing.schemes.approved(), signing.first)[0]
    return Waiting(first=signing.commissioner, second=signing.manager, act=lambda by: signing.answer(offered, by=by))


def end_of_an_agreement() -> Waiting:
    """An agreement with a practice that the commissioner wants to end."""
    signing = SigningUp()
    agreement_id = signing.member(signing.schemes.approved()).id
    with transaction():
        told: dict[str, Any] = {"left_on": date(2008, 11, 1), "reason": "Unsafe", "on": DAY, "at": AT}
        wish = end_agreement(agreement_id=agreement_id, by=signing.commissioner, **told).id
    told = {"verdict": Verdict.APPROVED, "reason": "", "on": DAY, "at": AT, "href": "/"}
    act = _within(decide_ending, leaving_id=wish, **told)
    return Waiting(first=signing.commissioner, second=signing.finance, act=act)


def evidence() -> Waiting:
    """Evidence that a practice gave."""
    signing = SigningUp()
    scheme_id, by = signing.schemes.approved(), signing.commissioner
    told: dict[str, Any] = {"name": "Training", "for_whom": "Each doctor", "renewed_months": 36}
    with transaction():
        needed = add_requirement(scheme_id=scheme_id, applies_from=DAY, by=by, **told).id
    file = check_file(file_name="letter.txt", content=b"Trained.")
    told = {"holder": "Doctor 1", "valid_from": DAY, "expires_on": DAY + timedelta(days=700), "title": "Letter"}
    with transaction():
        made = give_evidence(requirement_id=needed, file=file, by=signing.manager, on=DAY, at=AT, **told).id
    act = _within(check_evidence_given, evidence_id=made, is_accepted=True, words="", at=AT)
    return Waiting(first=signing.manager, second=signing.commissioner, act=act)


def adjustment() -> Waiting:
    """A sum by hand."""
    approvals = Approvals()
    made = approvals.propose(approvals.approved())
    told: dict[str, Any] = {"verdict": Verdict.APPROVED, "words": "", "exception": "Agreed", "at": JULY}
    act = _within(decide_adjustment, adjustment_id=made, **told)
    return Waiting(first=approvals.commissioner, second=approvals.finance, act=act)


def payment_run() -> Waiting:
    """A payment run."""
    payments = Payments()
    payments.due("10.00")
    run = payments.run()
    return Waiting(first=payments.finance, second=payments.payer, act=lambda by: payments.release(run, by))


def percentage_set_aside() -> Waiting:
    """A percentage that is set aside."""
    payments = Payments()
    told: dict[str, Any] = {
        "scheme_id": payments.scheme_id,
        "percent": Decimal(25),
        "starts_on": DAY,
        "source": "Minute",
    }
    with transaction():
        made = propose_set_aside(by=payments.finance, at=AT, **told).id
    act = _within(decide_set_aside, set_aside_id=made, verdict=Verdict.APPROVED, reason="", at=AT)
    return Waiting(first=payments.finance, second=payments.payer, act=act)


def layout() -> Waiting:
    """A layout of the file for the bank."""
    payments = Payments()
    columns = "Reference: reference\nPractice: practice code\nAmount: amount"
    with transaction():
        told: dict[str, Any] = {"day_form": DayForm.ISO, "sign": Sign.IN_FRONT, "starts_on": DAY, "source": "Letter"}
        trust, by = payments.trust.id, payments.finance
        made = propose_layout(commissioner_id=trust, columns=columns, by=by, at=AT, **told).id
    act = _within(decide_layout, layout_id=made, verdict=Verdict.APPROVED, reason="", at=AT)
    return Waiting(first=payments.finance, second=payments.payer, act=act)


def appeal() -> Waiting:
    """An appeal against what a visit found."""
    with all_is_paid():
        verification = Verification()
        visit_id = verification.reported()
        verification.answer(visit_id, Answer.APPEALED)

    def act(by: Actor) -> None:
        with all_is_paid():
            verification.appeal(visit_id, AppealVerdict.ALLOWED, by)

    return Waiting(first=verification.commissioner, second=verification.second, act=act)


def redaction() -> Waiting:
    """Values of the audit trail that are to go."""
    administrator = an_installation()
    second = a_person(Role.ADMINISTRATOR, 1, by=administrator, name="Second administrator")
    with transaction():
        told: dict[str, Any] = {"ground": Ground.PATIENT, "reason": "A name that must not stay", "at": AT}
        made = propose_redaction(event_id=3, by=administrator, **told).id
    return Waiting(first=administrator, second=second, act=_within(confirm_redaction, redaction_id=made, at=AT))


def leaver() -> Waiting:
    """The name of somebody who left."""
    administrator = an_installation()
    second = a_person(Role.ADMINISTRATOR, 1, by=administrator, name="Second administrator")
    with transaction():
        gone = create_person(email="gone@whp.example", name="Who left", password=WORDS, until=None, by=administrator).id
        deactivate_person(person_id=gone, reason="Left", by=administrator, on=DAY)
    with transaction():
        told: dict[str, Any] = {"reason": "Years ago", "on": YEARS_LATER, "at": AT, "years": 0}
        made = propose_anonymising(person_id=gone, by=administrator, **told).id
    act = _within(confirm_anonymising, leaver_id=made, on=YEARS_LATER, at=AT, years=0)
    return Waiting(first=administrator, second=second, act=act)


ALL = (
    unlocking,
    sign_off,
    dispute,
    must_do,
    movement_of_the_pool,
    second_approval_of_a_movement,
    cell_to_pass,
    return_of_activity,
    minutes,
    contract,
    variation,
    heads_of_terms,
    specification,
    payment_withheld,
    remedial_plan,
    milestone,
    scheme,
    price,
    offer,
    end_of_an_agreement,
    evidence,
    adjustment,
    payment_run,
    percentage_set_aside,
    layout,
    appeal,
    redaction,
    leaver,
)
