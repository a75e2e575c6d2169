"""Following heads of terms in a contract: which, what becomes of each term, and when the contract takes their place."""

from dataclasses import replace
from typing import Any

import pytest

from commissioning.organisations.models import ProviderDetail
from commissioning.organisations.rules.values import ProviderSort
from contracts.agreements.actions.drafting import change_particulars
from contracts.agreements.actions.following import follow_heads, stop_following
from contracts.agreements.actions.issuing import obstacles_to, recall_issue
from contracts.agreements.actions.money import write_line
from contracts.agreements.actions.schedules import take_out_schedule
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.contracts import content_of, get_contract
from contracts.agreements.queries.heads import find_followed, heads_to_follow, list_following, traces_of
from contracts.agreements.rules.content import Part, content_from
from contracts.agreements.rules.schedules import ScheduleKind
from contracts.agreements.rules.states import Stage
from contracts.agreements.rules.trace import Fate
from contracts.heads_of_terms.actions.terms import change_term
from contracts.heads_of_terms.rules.figures import FigureKind
from contracts.heads_of_terms.rules.states import State
from core.audit_trail.queries import history_of
from core.db import bookkeeping, transaction
from core.errors import NotAllowed, Refusal
from core.parties.models import Party
from tests.builders_heads import NOW
from tests.builders_joins import FollowingField, issued_now, scheduled, signed_now

pytestmark = pytest.mark.usefixtures("database")
NONE_TO_CHOOSE = (
    r"^Choose heads of terms with Provider services that both have signed, that stand, and that the contract does not "
    r"follow yet\.$"
)


@pytest.fixture
def field(database: object) -> FollowingField:
    del database
    return FollowingField()


def heads_part(contract_id: int) -> Part | None:
    parts = content_now(get_contract(contract_id)).parts
    return next((part for part in parts if part.key == "heads"), None)


def obstacles(contract_id: int) -> list[str]:
    contract = get_contract(contract_id)
    return obstacles_to(contract, content_now(contract), on=NOW.date())


def test_a_draft_follows_heads_that_both_have_signed(field: FollowingField) -> None:
    contract_id = field.contract()
    assert [each.id for each in heads_to_follow(get_contract(contract_id))] == [field.heads_id]
    assert heads_part(contract_id) is None
    with transaction():
        follow_heads(contract_id=contract_id, heads_id=field.heads_id, by=field.commissioner)
    assert history_of("contract", contract_id)[0].did.startswith("let it follow the heads of terms HT1 version 1,")
    assert heads_to_follow(get_contract(contract_id)) == []
    assert [each.id for each in list_following(field.heads_id)] == [contract_id]
    part = heads_part(contract_id)
    assert part is not None
    heads = field.heads(field.heads_id)
    assert heads.issue is not None
    assert part.title == "Heads of terms followed"
    assert heads.issue.content_hash in part.text
    assert part.text.count("Not decided yet") == len(heads.terms)
    keys = [each.key for each in content_now(get_contract(contract_id)).parts]
    assert keys.index("heads") == keys.index("disputes") - 1
    with pytest.raises(Refusal, match=NONE_TO_CHOOSE):
        field_follow(field, contract_id, field.heads_id)


def field_follow(field: FollowingField, contract_id: int, heads_id: int) -> None:
    with transaction():
        follow_heads(contract_id=contract_id, heads_id=heads_id, by=field.commissioner)


def test_refuses_heads_that_are_not_signed_or_with_another_provider(field: FollowingField) -> None:
    contract_id = field.contract()
    draft, issued = field.draft(title="A draft"), field.draft(title="Issued")
    field.issue(issued)
    field.sign_for(field.commissioner, issued)
    elsewhere = field.draft(title="Others", provider_id=field.managers["CLIN"].organisation_id)
    field.issue(elsewhere)
    for by in (field.commissioner, field.managers["CLIN"]):
        field.sign_for(by, elsewhere)
    for heads_id in (draft, issued, elsewhere, 99_999):
        with pytest.raises(Refusal, match=NONE_TO_CHOOSE):
            field_follow(field, contract_id, heads_id)


@pytest.mark.parametrize("who", ["finance", "auditor", "provider", "stranger"])
def test_others_follow_and_decide_nothing(field: FollowingField, who: str) -> None:
    contract_id = field.following()
    by = getattr(field, who)
    with pytest.raises(NotAllowed), transaction():
        follow_heads(contract_id=contract_id, heads_id=field.heads_id, by=by)
    with pytest.raises(NotAllowed), transaction():
        stop_following(contract_id=contract_id, heads_id=field.heads_id, by=by)
    with pytest.raises(NotAllowed):
        field.trace(contract_id, "TOTAL", by=by)


def test_each_term_is_decided_and_counted_until_it_is(field: FollowingField) -> None:
    contract_id = field.following()
    terms = field.heads(field.heads_id).terms
    count, titles = len(terms), [term.title for term in terms]
    [told] = obstacles(contract_id)
    assert told == (
        f"{count} of the {count} terms of HT1 version 1 are not decided yet: “{titles[0]}”, “{titles[1]}”, "
        f"“{titles[2]}” and {count - 3} more. Say in the trace whether each is kept, changed or dropped."
    )
    with pytest.raises(Refusal, match="terms of HT1 version 1 are not decided yet"):
        issued_now(contract_id, field.commissioner)
    for term in list(terms)[:-1]:
        field.trace(contract_id, term.code)
    [told] = obstacles(contract_id)
    assert told.startswith(f"1 of the {count} terms of HT1 version 1 is not decided yet: “{titles[-1]}”.")
    field.trace(contract_id, terms[-1].code, Fate.DROPPED, why="It went to the provider’s own policy.")
    assert obstacles(contract_id) == []
    did = history_of("contract", contract_id)[0].did
    assert did == f"decided that “{titles[-1]}” of HT1 version 1 is dropped: It went to the provider’s own policy."
    part = heads_part(contract_id)
    assert part is not None
    assert "| Dropped | It went to the provider’s own policy. | – |" in part.text


@pytest.mark.parametrize(
    ("fate", "said", "told"),
    [
        (Fate.CHANGED, {}, "Say why “Total” is changed: those who signed the heads will read it."),
        (Fate.DROPPED, {"why": " "}, "Say why “Total” is dropped: those who signed the heads will read it."),
        (Fate.KEPT, {"part_key": "quality-9"}, "The contract has no such part any more. Choose where the term stands"),
        (Fate.DROPPED, {"why": "x", "part_key": "value"}, "“Total” is dropped, so it stands in no part"),
        (Fate.KEPT, {"why": "x" * 1001}, "The reason has at most 1,000 characters."),
    ],
)  # fmt: skip
def test_refuses_decisions_that_do_not_hold(field: FollowingField, fate: Fate, said: dict[str, Any], told: str) -> None:
    contract_id = field.following()
    with pytest.raises(Refusal) as refused:
        field.trace(contract_id, "TOTAL", fate, **said)
    assert told in str(refused.value)


def test_a_decision_is_changed_but_not_made_twice_and_only_about_terms_there_are(field: FollowingField) -> None:
    contract_id = field.following()
    field.trace(contract_id, "TOTAL", part_key="value")
    with pytest.raises(Refusal, match=r"^Nothing was changed: this is what was decided already\.$"):
        field.trace(contract_id, "TOTAL", part_key="value")
    field.trace(contract_id, "TOTAL", Fate.CHANGED, why="Less for beds.", part_key="value")
    followed = find_followed(contract_id, field.heads_id)
    assert followed is not None
    assert [(each.code, each.fate, each.why) for each in followed.traces] == [("TOTAL", Fate.CHANGED, "Less for beds.")]
    with pytest.raises(Refusal, match=r"^HT1 version 1 has no term NOTHING\.$"):
        field.trace(contract_id, "NOTHING")
    with transaction():
        stop_following(contract_id=contract_id, heads_id=field.heads_id, by=field.commissioner)
    did = "followed the heads of terms HT1 version 1 no more; 1 decided terms went with them"
    assert history_of("contract", contract_id)[0].did == did
    told = r"^The contract does not follow these heads of terms any more\.$"
    with pytest.raises(Refusal, match=told):
        field.trace(contract_id, "TOTAL")
    with pytest.raises(Refusal, match=told), transaction():
        stop_following(contract_id=contract_id, heads_id=field.heads_id, by=field.commissioner)


def test_a_part_that_is_taken_out_leaves_its_terms_without_a_place(field: FollowingField) -> None:
    contract_id = field.following()
    schedule_id = scheduled(contract_id, field.commissioner, ScheduleKind.QUALITY, "Good.")
    field.trace_all(contract_id)
    field.trace(contract_id, "TUPE", part_key="quality-1")
    assert obstacles(contract_id) == []
    with transaction():
        take_out_schedule(contract_id=contract_id, schedule_id=schedule_id, by=field.commissioner)
    told = "of HT1 version 1 stands in a part that was taken out. Say in the trace where else."
    [obstacle] = obstacles(contract_id)
    assert obstacle.endswith(told)


def test_the_signed_contract_takes_the_place_of_the_heads(field: FollowingField) -> None:
    contract_id = field.following()
    field.trace_all(contract_id)
    issue = issued_now(contract_id, field.commissioner)
    frozen = content_from(content_of(issue))
    assert [part.title for part in frozen.parts if part.key == "heads"] == ["Heads of terms followed"]
    with transaction():
        recall_issue(contract_id=contract_id, reason="No.", by=field.commissioner, at=NOW, on=NOW.date(), href="/x")
    assert field.heads(field.heads_id).state is State.ISSUED, "what is taken back supersedes nothing"
    issued_now(contract_id, field.commissioner)
    signed_now(contract_id, field.commissioner)
    assert field.heads(field.heads_id).state is State.ISSUED
    signed_now(contract_id, field.provider)
    heads = field.heads(field.heads_id)
    assert heads.supersession is not None
    found = (heads.state, heads.supersession.by_what, heads.supersession.is_contract)
    assert found == (State.SUPERSEDED, "contract WH/01", True)
    assert history_of("heads_of_terms", heads.id)[0].did == "let contract WH/01 take the place of HT1 version 1"
    with pytest.raises(Refusal, match=r"^WH/01 is signed\. Nothing signed is changed"):
        field.trace(contract_id, "TOTAL", Fate.DROPPED, why="Late.")


def test_a_second_contract_follows_the_same_heads_with_other_services(field: FollowingField) -> None:
    first, second = field.following("WH/01"), field.following("WH/02")
    for contract_id in (first, second):
        field.trace_all(contract_id)
        with transaction():
            write_line(contract_id=contract_id, line="BEDS", amounts={"": 1_000_00}, by=field.commissioner)
    issued_now(first, field.commissioner)
    [told] = obstacles(second)
    assert told == (
        "Contract WH/01 follows HT1 version 1 too and commits Rehabilitation beds. "
        "A service of heads of terms goes into one of the contracts that follow them."
    )
    signed_now(first, field.commissioner, field.provider)
    with transaction():
        write_line(contract_id=second, line="BEDS", amounts={"": 0}, by=field.commissioner)
    assert obstacles(second) == []
    third = field.contract("WH/03")
    assert [each.id for each in heads_to_follow(get_contract(third))] == [field.heads_id]
    issued_now(second, field.commissioner)
    signed_now(second, field.commissioner, field.provider)
    assert get_contract(second).stage is Stage.SIGNED
    heads = field.heads(field.heads_id)
    assert heads.supersession is not None
    assert heads.supersession.by_what == "contract WH/01"
    assert [each.reference for each in list_following(field.heads_id)] == ["WH/01", "WH/02"]


def test_the_next_version_of_the_heads_takes_over_what_says_the_same(field: FollowingField) -> None:
    contract_id = field.following()
    field.trace_all(contract_id)
    later = field.follow(field.heads_id)
    with transaction():
        draws = FigureKind.NONE
        change_term(
            heads_id=later, code="TUPE", title="TUPE", text="None.", draws=draws, place=1, by=field.commissioner
        )
    field.issue(later)
    told = "HT1 version 1 is superseded by version 2. Follow that version once it is signed."
    assert obstacles(contract_id) == [told]
    for by in (field.commissioner, field.provider):
        field.sign_for(by, later)
    field_follow(field, contract_id, later)
    assert find_followed(contract_id, field.heads_id) is None
    followed = find_followed(contract_id, later)
    assert followed is not None
    [trace] = traces_of([followed], {})
    assert [each.term.code for each in trace.undecided] == ["TUPE"]


def test_heads_whose_next_version_came_meanwhile_hold_up_no_signature(field: FollowingField) -> None:
    contract_id = field.following()
    field.trace_all(contract_id)
    issued_now(contract_id, field.commissioner)
    field.issue(field.follow(field.heads_id))
    assert signed_now(contract_id, field.commissioner, field.provider).stage is Stage.SIGNED
    heads = field.heads(field.heads_id)
    assert heads.supersession is not None
    assert heads.supersession.by_what == "version 2"


def test_heads_that_were_withdrawn_or_are_with_another_provider_are_in_the_way(field: FollowingField) -> None:
    contract_id = field.following()
    field.trace_all(contract_id)
    contract = get_contract(contract_id)
    other = field.managers["CLIN"].organisation_id
    with bookkeeping() as session:
        session.add(ProviderDetail(provider_id=other, sort=ProviderSort.OWN_ARM))
    with transaction():
        wanted = replace(contract.particulars, provider_id=other)
        change_particulars(contract_id=contract_id, wanted=wanted, by=field.commissioner)
    [told] = obstacles(contract_id)
    assert told.startswith("HT1 version 1 is with Provider services, and the contract with ")
    field.withdraw(field.heads_id)
    with transaction():
        wanted = replace(wanted, provider_id=field.provider.organisation_id)
        change_particulars(contract_id=contract_id, wanted=wanted, by=field.commissioner)
    assert obstacles(contract_id) == ["HT1 version 1 was withdrawn. Follow it no more."]


def test_heads_are_issued_only_between_parties_that_are_there(field: FollowingField) -> None:
    heads_id = field.draft(title="Closed")
    with bookkeeping() as session:
        party = session.get(Party, field.provider.organisation_id)
        assert party is not None
        party.closed_on = NOW.date()
    told = (
        r"^HT2 version 1 cannot be issued: Provider services closed on 25 March 2008, so nobody can sign for it\. "
        r"Change whom the heads are between first\.$"
    )
    with pytest.raises(Refusal, match=told):
        field.issue(heads_id)
