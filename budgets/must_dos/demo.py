"""The must-dos of the demo year: one that waits, one approved, one declined, all within the growth money left."""

from datetime import datetime

from budgets.method.workbook import Mandate
from budgets.must_dos.actions.deciding import approve_must_do, decline_must_do
from budgets.must_dos.actions.proposing import propose_must_do
from budgets.must_dos.models import ProposedMustDo
from budgets.must_dos.rules.proposals import Wanted
from core.permissions import Actor

STOP_SMOKING = Wanted(
    code="MD-SMOKE",
    name="Stop smoking: the new target",
    mandate=Mandate.NATIONAL,
    reference="Vital signs, four-week quitters",
    amount=60_000_00,
    method="capitation",
    reason="The target may well be ratcheted up. A balance of providers keeps the quit rate at 30 to 40%.",
    basis="1,200 more quit attempts at £50 each",
)
INFECTION_CONTROL = Wanted(
    code="MD-INFECT",
    name="Infection control nurse for the new beds",
    mandate=Mandate.SHA,
    reference="Delivering quality healthcare for Hertfordshire",
    amount=41_400_00,
    method="capitation",
    reason="20 more intermediate care beds need more infection control and clinical audit.",
    basis="1.0 WTE at £36,000 with on-costs, 15% leave cover added on",
)
PUBLICITY = Wanted(
    code="MD-PUBLIC",
    name="Publicity campaign for care closer to home",
    mandate=Mandate.PCT,
    reference="",
    amount=45_000_00,
    method="equal",
    reason="Patients do not know what intermediate care offers, so beds stay empty.",
    basis="Leaflets and local press for three months",
)
WHY_DECLINED = "The campaign can be paid from the communications budget this year. No growth money for it."
WITH_THE_APPROVAL = "Recruit at once: the beds open in the summer."


def seed_demo_must_dos(
    *, round_id: int, lead: Actor, provider: Actor, commissioner: Actor, at: datetime
) -> list[ProposedMustDo]:
    """Propose three must-dos, approve the provider's and decline one of the lead's."""
    waiting = propose_must_do(round_id=round_id, wanted=STOP_SMOKING, by=lead, at=at)
    approved = propose_must_do(round_id=round_id, wanted=INFECTION_CONTROL, by=provider, at=at)
    declined = propose_must_do(round_id=round_id, wanted=PUBLICITY, by=lead, at=at)
    approve_must_do(must_do_id=approved.id, words=WITH_THE_APPROVAL, by=commissioner, at=at)
    decline_must_do(must_do_id=declined.id, reason=WHY_DECLINED, by=commissioner, at=at)
    return [waiting, approved, declined]
