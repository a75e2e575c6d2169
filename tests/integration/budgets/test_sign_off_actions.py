"""Opening the sign-off, signing it, and the lock that comes with the last signature."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from budgets.agreement.actions.proposals import withdraw_proposal
from budgets.agreement.actions.sign_off import sign_budget
from budgets.agreement.queries.adoption import adoption_words
from budgets.agreement.queries.proposals import history_of_agreement
from budgets.agreement.queries.sign_off import find_lock, list_sign_offs
from budgets.agreement.queries.sign_off_state import why_void
from budgets.agreement.rules.items import SPLIT, TOTAL, Item, ItemKind
from budgets.agreement.rules.sign_off_content import content_from
from budgets.agreement.rules.stances import Stance
from budgets.rounds.rules import hash_of
from core.audit_trail.queries import history_of
from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, Refusal
from core.jobs.models import Job
from core.notifications.queries import select_messages
from core.parties.models import Party
from core.permissions import Actor, Permission
from core.signatures.queries import list_signatures
from tests.at_once import at_once
from tests.builders_rounds import AT
from tests.builders_sign_off import LATER, LATER_AT, SigningOff

pytestmark = pytest.mark.usefixtures("database")
LOCKED = "The round for 2008/09 was signed off on 20 March 2008 and is locked. Two people can unlock it."


def subjects_to(person_id: int) -> list[str]:
    return [message.subject for message in db.session.scalars(select_messages(person_id))]


def test_opens_what_is_signed_with_its_hash_and_tells_who_has_to_sign() -> None:
    people = SigningOff()
    people.consent()
    opened = people.open()
    content = content_from(opened.content)
    assert opened.content_hash == hash_of(opened.content)
    assert (content.year, content.proposal, content.calculation) == ("2008/09", 1, 1)
    assert [group.said.name for group in content.groups] == ["DacCom", "WatCom", "StAHCom", "Hertsmere", "Red House"]
    assert content.money["total"] == content.money["gross"] + content.money["pooled"] + content.money["growth_reserve"]
    assert sum(group.gross for group in content.groups) == content.money["gross"]
    assert sum(group.net for group in content.groups) == content.money["net"]
    assert (content.decision, content.dissent) == (None, ())
    state = people.state()
    assert state.open is not None
    assert [signer.name for signer in state.signers] == [
        "West Hertfordshire PCT", "DacCom", "WatCom", "StAHCom", "Hertsmere", "Red House",
    ]  # fmt: skip
    for actor in (people.commissioner, people.lead, people.leads["RED"]):
        assert "Sign the budgets for 2008/09" in subjects_to(actor.person_id)
    for actor in (people.member, people.finance, people.managers["PROV"]):
        assert "Sign the budgets for 2008/09" not in subjects_to(actor.person_id)


def test_refuses_to_open_naming_each_obstacle() -> None:
    people = SigningOff()
    people.dissent()
    with pytest.raises(Refusal) as refused:
        people.open()
    assert str(refused.value) == (
        "The sign-off cannot be opened. DacCom disputes the split. Red House withholds its agreement to the total for "
        "now. The commissioner has not decided over it: settle it, or decide with written reasons."
    )


def test_refuses_to_open_while_groups_have_not_answered() -> None:
    people = SigningOff()
    people.consent("DAC")
    with pytest.raises(
        Refusal, match=r"WatCom has not answered on the total and the split yet\. .* until 17 March 2008"
    ):
        people.open(on=AT.date())


def test_refuses_an_earlier_proposal_while_a_newer_one_exists() -> None:
    people = SigningOff()
    people.consent()
    newer = people.propose(PHYSIO="equal")
    sentence = (
        r"^Proposal 2 was put to the groups on 3 March 2008\. Only the newest proposal is signed off: read that one"
    )
    with pytest.raises(Refusal, match=sentence):
        people.open(proposal_id=people.proposal_id)
    with pytest.raises(Refusal, match=r"did not answer on"):
        people.open(proposal_id=newer.id)


def test_refuses_a_proposal_that_was_withdrawn() -> None:
    people = SigningOff()
    people.consent()
    withdraw(people)
    with pytest.raises(
        Refusal, match=r"^Proposal 1 was withdrawn on 3 March 2008\. Put a new proposal to the groups\.$"
    ):
        people.open()
    assert [each.words for each in people.state().obstacles] == [
        "Proposal 1 was withdrawn on 3 March 2008: put a new proposal to the groups."
    ]


def withdraw(people: SigningOff) -> None:
    with transaction():
        withdraw_proposal(
            proposal_id=people.proposal_id, reason="The ledger was wrong.", by=people.commissioner, at=AT, href="/"
        )


def test_refuses_to_open_twice() -> None:
    people = SigningOff()
    people.consent()
    people.open()
    with pytest.raises(Refusal, match=r"^The sign-off of proposal 1 is open since 20 March 2008\. It can be signed\.$"):
        people.open()


def test_a_group_that_left_is_in_the_way() -> None:
    people = SigningOff()
    people.consent()
    with bookkeeping() as session:
        party = session.get(Party, people.ids["RED"])
        assert party is not None
        party.closed_on = LATER - timedelta(days=1)
    with pytest.raises(Refusal, match=r"Red House closed on 19 March 2008, but proposal 1 still gives it a budget"):
        people.open()


def test_only_the_commissioner_opens() -> None:
    people = SigningOff()
    people.consent()
    for actor in (people.finance, people.lead, people.auditor, people.managers["PROV"], people.stranger):
        with pytest.raises(NotAllowed):
            people.open(actor)


def test_one_of_the_commissioner_and_one_of_each_group_sign_and_the_last_locks() -> None:
    people = SigningOff()
    sign_off_id = people.sign_all()
    signatures = list_signatures("sign-off", sign_off_id)
    assert [(each.organisation, each.role, each.capacity) for each in signatures] == [
        ("West Hertfordshire PCT", "PCT commissioner", "for_commissioner"),
        *((name, "PbC lead", "assenting") for name in ("DacCom", "WatCom", "StAHCom", "Hertsmere", "Red House")),
    ]
    state = people.state()
    assert state.lock is not None
    assert {each.content_hash for each in signatures} == {state.lock.sign_off.content_hash}
    assert all(each.signed_on == LATER for each in signatures)
    assert (state.lock.sign_off_id, state.lock.locked_at) == (sign_off_id, LATER_AT)
    [job] = db.session.scalars(select(Job))
    assert job.kind == "agreement.issue_documents"


def test_is_not_locked_before_the_last_signature() -> None:
    people = SigningOff()
    people.consent()
    sign_off_id = people.open().id
    for actor in (people.commissioner, *list(people.leads.values())[:4]):
        people.sign(actor, sign_off_id)
        assert find_lock(people.round_id) is None
    people.sign(people.leads["RED"], sign_off_id)
    assert find_lock(people.round_id) is not None


def test_the_commissioner_alone_signs_where_every_group_dissents() -> None:
    people = SigningOff()
    people.decide()
    sign_off_id = people.open().id
    people.sign(people.commissioner, sign_off_id)
    lock = find_lock(people.round_id)
    assert lock is not None
    said = "(total and split not answered)"
    assert content_from(lock.sign_off.content).adopted_without == (
        f"Adopted without the agreement of DacCom {said}, WatCom {said}, StAHCom {said}, Hertsmere {said} "
        f"and Red House {said}"
    )


def test_the_lock_tells_everybody_and_the_providers_their_decision() -> None:
    people = SigningOff()
    people.dissent()
    people.decide()
    sign_off_id = people.open().id
    for actor in (people.commissioner, *(people.leads[code] for code in ("WAT", "STA", "HER"))):
        people.sign(actor, sign_off_id)
    for code in ("PROV", "CLIN", "ACU"):
        [message, *_] = db.session.scalars(select_messages(people.managers[code].person_id))
        assert message.subject == "Decisions on the budgets for 2008/09"
        assert message.href == "/decision-notice"
        assert "Adopted without the agreement of DacCom (split disputed) and Red House" in message.words
    assert "Decisions on the budgets for 2008/09" not in subjects_to(people.idle.person_id)
    for actor in (people.lead, people.leads["RED"], people.member, people.finance):
        assert "The budgets for 2008/09 are signed off" in subjects_to(actor.person_id)
    assert adoption_words(people.round_id) == (
        "Adopted without the agreement of DacCom (split disputed) and Red House (total withheld for now)."
    )


def test_who_does_not_consent_does_not_sign() -> None:
    people = SigningOff()
    people.dissent()
    people.decide()
    sign_off_id = people.open().id
    sentence = (
        r"^Red House withholds its agreement to the total for now, so it does not sign\. A group signs once it agrees, "
        r"or does not challenge, the total and the split\.$"
    )
    with pytest.raises(Refusal, match=sentence):
        people.sign(people.leads["RED"], sign_off_id)
    assert list_signatures("sign-off", sign_off_id) == []


def test_an_organisation_signs_once() -> None:
    people = SigningOff()
    people.consent()
    sign_off_id = people.open().id
    people.sign(people.commissioner, sign_off_id)
    sentence = (
        r"^West Hertfordshire PCT has signed already: PCT commissioner \(PCT commissioner\) on 20 March 2008\. Once is "
        r"enough\.$"
    )
    for actor in (people.commissioner, people.second):
        with pytest.raises(Refusal, match=sentence):
            people.sign(actor, sign_off_id)


def test_who_may_not_sign() -> None:
    people = SigningOff()
    people.consent()
    sign_off_id = people.open().id
    for actor in (people.finance, people.member, people.auditor, people.managers["PROV"]):
        with pytest.raises(NotAllowed, match=r"you may not sign budgets off\.$"):
            people.sign(actor, sign_off_id)
    for actor in (people.stranger, people.lead_elsewhere):
        with pytest.raises(NotAllowed, match=r"You may not sign budgets off of another commissioner\.$"):
            people.sign(actor, sign_off_id)
    with pytest.raises(Refusal, match=r"never with a token"):
        people.sign(replace(people.commissioner, scope=frozenset({Permission.SIGN_BUDGETS})), sign_off_id)
    assert list_signatures("sign-off", sign_off_id) == []


def test_a_position_that_changes_makes_what_is_open_void() -> None:
    people = SigningOff()
    people.consent()
    sign_off_id = people.open().id
    people.sign(people.commissioner, sign_off_id)
    people.say("WAT", SPLIT, Stance.DISPUTED, at=LATER_AT)
    state = people.state()
    assert (state.open, state.lock) == (None, None)
    [void] = state.sign_offs
    why = "WatCom changed its position on the split on 20 March 2008: not challenged before, now disputed."
    assert why_void(void, state) == [why]
    with pytest.raises(Refusal) as refused:
        people.sign(people.leads["DAC"], sign_off_id)
    assert str(refused.value) == f"This sign-off is void and cannot be signed. {why} It has to be opened anew."


def test_a_void_sign_off_stays_and_another_is_opened_even_when_the_mind_is_changed_back() -> None:
    people = SigningOff()
    people.consent()
    first = people.open().id
    people.sign(people.commissioner, first)
    people.say("WAT", SPLIT, Stance.DISPUTED, at=LATER_AT)
    people.say("WAT", SPLIT, Stance.NOT_CHALLENGED, at=LATER_AT + timedelta(hours=1))
    assert people.state().open is None
    second = people.open().id
    assert [each.id for each in list_sign_offs(people.round_id)] == [second, first]
    assert len(list_signatures("sign-off", first)) == 1
    assert list_signatures("sign-off", second) == []
    state = people.state()
    assert why_void(state.sign_offs[1], state) == [
        "WatCom spoke again to the split on 20 March 2008: not challenged, as before."
    ]


def test_a_newer_proposal_makes_what_is_open_void() -> None:
    people = SigningOff()
    people.consent()
    sign_off_id = people.open().id
    people.propose(PHYSIO="equal")
    sentence = (
        r"^This sign-off is void and cannot be signed\. Proposal 2 was put to the groups on 3 March 2008\. It has to be"
    )
    with pytest.raises(Refusal, match=sentence):
        people.sign(people.commissioner, sign_off_id)


def test_withdrawing_the_proposal_makes_what_is_open_void() -> None:
    people = SigningOff()
    people.consent()
    sign_off_id = people.open().id
    withdraw(people)
    with pytest.raises(Refusal, match=r"void and cannot be signed\. Proposal 1 was withdrawn on 3 March 2008\."):
        people.sign(people.commissioner, sign_off_id)


def test_a_new_decision_makes_what_is_open_void() -> None:
    people = SigningOff()
    people.dissent()
    people.decide()
    sign_off_id = people.open().id
    people.decide(reasons="Other reasons, which say the same at greater length.")
    with pytest.raises(
        Refusal, match=r"The commissioner decided over the dissent on 20 March 2008\. It has to be opened"
    ):
        people.sign(people.commissioner, sign_off_id)


def test_a_position_on_a_line_leaves_what_is_open_as_it_is() -> None:
    people = SigningOff()
    people.consent()
    people.open()
    people.say("WAT", Item(kind=ItemKind.LINE, code="PHYSIO"), Stance.DISPUTED)
    assert people.state().open is not None


def test_words_that_are_kept_from_the_others_are_not_in_what_is_signed() -> None:
    people = SigningOff(shares_words=False)
    people.dissent()
    people.decide()
    opened = people.open()
    assert "Our own figures differ" not in opened.content
    assert '"stance":"disputed"' in opened.content
    people.say("DAC", SPLIT, Stance.DISPUTED, words="Other words.", at=LATER_AT)
    assert people.state().open is None


def test_a_locked_round_takes_nothing_any_more() -> None:
    people = SigningOff()
    sign_off_id = people.sign_all()
    with pytest.raises(Refusal, match=LOCKED):
        people.say("DAC", TOTAL, Stance.DISPUTED)
    with pytest.raises(Refusal, match=LOCKED):
        people.propose(PHYSIO="equal")
    with pytest.raises(Refusal, match=LOCKED):
        withdraw(people)
    with pytest.raises(Refusal, match=LOCKED):
        people.open()
    with pytest.raises(Refusal, match=LOCKED):
        people.sign(people.second, sign_off_id)


def test_the_audit_says_who_opened_and_signed_and_that_it_is_locked() -> None:
    people = SigningOff()
    sign_off_id = people.sign_all()
    said = [line.did for line in history_of_agreement(people.round_id)][:7]
    assert said == [
        "signed proposal 1 for Red House as the last one; the round is locked",
        "signed proposal 1 for Hertsmere",
        "signed proposal 1 for StAHCom",
        "signed proposal 1 for WatCom",
        "signed proposal 1 for DacCom",
        "signed proposal 1 for West Hertfordshire PCT",
        "opened proposal 1 for signature",
    ]
    assert history_of("sign-off", sign_off_id)[-1].did.startswith(
        "signed for the commissioner, for West Hertfordshire PCT: For West Hertfordshire PCT I adopt the budgets"
    )


def test_two_people_of_one_organisation_who_sign_at_once_give_one_signature(database: Flask) -> None:
    people = SigningOff()
    people.consent()
    sign_off_id = people.open().id

    def signing(by: Actor) -> object:
        return sign_budget(
            sign_off_id=sign_off_id,
            by=by,
            at=LATER_AT,
            on=LATER,
            href="/",
            notice_href="/",
        )

    came = at_once(database, lambda: signing(people.commissioner), lambda: signing(people.second))
    assert came[1] == "done"
    assert came[0].startswith("West Hertfordshire PCT has signed already: ")
    assert len(list_signatures("sign-off", sign_off_id)) == 1


def test_the_last_two_who_sign_at_once_lock_the_round_once(database: Flask) -> None:
    people = SigningOff()
    people.consent()
    sign_off_id = people.open().id
    for actor in (people.commissioner, *list(people.leads.values())[:3]):
        people.sign(actor, sign_off_id)
    last = [people.leads["HER"], people.leads["RED"]]

    def sign(place: int) -> object:
        return sign_budget(sign_off_id=sign_off_id, by=last[place], at=LATER_AT, on=LATER, href="/", notice_href="/")

    assert at_once(database, lambda: sign(0), lambda: sign(1)) == ["done", "done"]
    assert find_lock(people.round_id) is not None
