"""Drawing a sample: frame, seed and sample are frozen in the act, so that anybody can draw it again."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from core import audit
from core.canonical import canonical_text, hash_of
from core.db import db
from core.errors import Refusal
from core.money import as_decimal, decimals
from core.permissions import Actor, Permission, check_may
from core.wording import listed
from les.schemes.actions.recording import words_to_keep
from les.schemes.queries.schemes import list_schemes
from les.schemes.rules.quarters import Quarter
from les.verification.models.plans import SUBJECT, SampledClaim, VerificationPlan
from les.verification.queries.frames import FramedClaim, frame_of
from les.verification.queries.plans import find_plan_named
from les.verification.rules.kinds import METHOD_NAMES, Method
from les.verification.rules.sampling import Asked, Drawn, Framed, check_asked, draw

LONGEST_NAME = 120


def draw_sample(
    *,
    commissioner_id: int,
    name: str,
    scheme_ids: Collection[int],
    quarters: Collection[Quarter],
    asked: Asked,
    by: Actor,
    at: datetime,
) -> VerificationPlan:
    """Draw a sample of the paid claims of schemes and quarters. It is frozen: another draw is another plan."""
    check_may(by, Permission.VERIFY_CLAIMS, commissioner_id=commissioner_id)
    kept = _free_name(commissioner_id, name)
    named = _references(commissioner_id, scheme_ids, by)
    if not quarters:
        raise Refusal("Choose at least one quarter.")
    check_asked(asked)
    found = frame_of(commissioner_id, scheme_ids, quarters)
    drawn = draw([each.framed for each in found], asked)
    told = _told(named, quarters, asked)
    frame = canonical_text([_written(each.framed) for each in found])
    takes_all = asked.method is Method.ALL
    plan = VerificationPlan(
        commissioner_id=commissioner_id,
        name=kept,
        method=asked.method,
        seed="" if takes_all else asked.seed.strip(),
        size=None if takes_all else asked.size,
        asked=told,
        frame=frame,
        frame_hash=hash_of(told + frame),
        drawn_by_id=by.person_id,
        drawn_at=at,
        sample=_sample(found, drawn),
    )
    db.session.add(plan)
    db.session.flush()
    _record(plan, by, schemes=listed(named), frame=len(found))
    return plan


def _free_name(commissioner_id: int, name: str) -> str:
    kept = words_to_keep(name, what="The name of the plan", most=LONGEST_NAME)
    if find_plan_named(commissioner_id, kept) is not None:
        raise Refusal("There is a plan of that name already. Give this one another.")
    return kept


def _references(commissioner_id: int, scheme_ids: Collection[int], by: Actor) -> list[str]:
    """The references of the schemes that were chosen, in order."""
    schemes = {each.id: each.reference for each in list_schemes(by) if each.commissioner_id == commissioner_id}
    if not scheme_ids or not set(scheme_ids) <= schemes.keys():
        raise Refusal("Choose at least one scheme from the list.")
    return sorted(schemes[each] for each in scheme_ids)


def _told(named: list[str], quarters: Collection[Quarter], asked: Asked) -> str:
    weights = {risk.value: weight for risk, weight in asked.weights.items()}
    return canonical_text({"schemes": named, "quarters": [str(each) for each in sorted(quarters)], "weights": weights})


def _sample(found: Collection[FramedClaim], drawn: Collection[Drawn]) -> list[SampledClaim]:
    by_number = {each.framed.number: each for each in found}
    return [
        SampledClaim(
            claim=by_number[each.number].claim,
            practice_id=by_number[each.number].claim.practice_id,
            place=place,
            weight=Decimal(decimals(Fraction(each.weight), 4)),
            why=each.why[:200],
            paid=as_decimal(by_number[each.number].framed.paid),
        )
        for place, each in enumerate(drawn, start=1)
    ]


def _written(framed: Framed) -> list[str | int | list[str]]:
    return [framed.number, framed.paid, sorted(risk.value for risk in framed.risks)]


def _record(plan: VerificationPlan, by: Actor, *, schemes: str, frame: int) -> None:
    new: audit.Values = {
        "plan": plan.name,
        "schemes": schemes,
        "method": METHOD_NAMES[plan.method].lower(),
        "seed": plan.seed or "none needed",
        "drawn": len(plan.sample),
        "frame": frame,
    }
    audit.record(
        db.session(),
        by=by,
        act="verification.draw_sample",
        subject=SUBJECT,
        subject_id=plan.id,
        new=new,
        commissioner_id=plan.commissioner_id,
    )
