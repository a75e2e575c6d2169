"""Who decides over what another person put forward is held to be another person, stand-ins included.

Every act whose name says that it decides comes to `core.four_eyes`; those that do not stand here with the reason.
"""

from tests.architecture.deciding import deciding_acts

ONE_IS_ENOUGH = {
    "budgets.agreement.decide_over_dissent": "the trust’s own decision over what groups said; two sides sign it off",
    "budgets.intentions.answer_intention": "says what a provider can do; nothing holds by it",
    "budgets.intentions.decide_setting": "the one decision over a setting, with its source",
    "budgets.must_dos.decline_must_do": "leaves things as they are",
    "budgets.risk.decide_holder": "the one decision over who holds the reserve",
    "commissioning.activity.answer_query": "an answer, which the commissioner settles",
    "commissioning.activity.let_run_on": "moves the end of what is expected, by the act of a contract",
    "commissioning.meetings.decide": "notes what a meeting decided; its minutes take a second person",
    "contracts.agreements.decide_end": "says what follows when a contract runs out; what follows takes signatures",
    "contracts.agreements.decide_term": "the drafter’s, of a draft that both sides sign",
    "contracts.heads_of_terms.settle_term": "the drafter’s, of a draft that all sides sign",
    "contracts.notices.answer_notice": "what the other party says to a notice; nothing is agreed by it",
    "contracts.performance.return_results": "returns figures: nothing is decided",
    "contracts.variations.settle_dispute": "the party that disputed takes its dispute back",
    "core.audit_trail.decline_redaction": "leaves things as they are",
    "core.audit_trail.seal_segment": "the first part: another person lets the segment go",
    "core.people.confirm_codes": "about one’s own account",
    "core.people.confirm_password": "about one’s own account",
    "core.people.sign_out": "about one’s own account",
    "core.privacy.decline_anonymising": "leaves things as they are",
    "core.signatures.sign": "the room that asks for a signature says who may",
    "les.claims.settle_query": "closes a question that somebody asked",
    "les.payments.judge_condition": "the one judgement; what is due by it is proposed and approved by two",
    "les.schemes.return_version": "gives a draft back: nothing holds by it",
    "les.verification.answer_report": "the practice’s; nobody who works there had a part in the visit",
    "les.verification.sign_extrapolation": "for each side once; nobody who works at the practice signs for the other",
}
"""Acts that decide and need no second person, and why; the test keeps the list true."""


def test_who_decides_is_another_person_than_who_put_it_forward() -> None:
    acts = deciding_acts()
    assert len(acts) > 60
    alone = {act for act, asks in acts.items() if not asks}
    new = sorted(alone - set(ONE_IS_ENOUGH))
    assert not new, f"{new}: let core.four_eyes say who may, or give the reason here why one is enough"
    assert not set(ONE_IS_ENOUGH) - alone, f"take off the list: {sorted(set(ONE_IS_ENOUGH) - alone)}"
    assert len(ONE_IS_ENOUGH) <= 26
