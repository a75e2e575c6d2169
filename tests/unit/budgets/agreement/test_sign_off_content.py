"""What is signed: the same content gives the same text, any change of mind another one, and it reads back whole."""

import json
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from budgets.agreement.rules.items import ItemKind
from budgets.agreement.rules.sign_off import Dissent, GroupSaid, Said
from budgets.agreement.rules.sign_off_content import (
    MONEY,
    SignedContent,
    SignedDecision,
    SignedGroup,
    canonical,
    changes_since,
    content_from,
    dissent_from,
    dissent_text,
    statement_of_commissioner,
    statement_of_group,
)
from budgets.agreement.rules.stances import Reason, Stance

AGREED = Said(stance=Stance.AGREED, by="A lead", role="PbC lead", at="2008-03-10T09:00:00+00:00", on=date(2008, 3, 10))
DISPUTED = replace(AGREED, stance=Stance.DISPUTED, reason=Reason.WRONG_MAPPING, words="Mapped by base.")
texts = st.text(max_size=40)
saids = st.builds(
    Said,
    stance=st.sampled_from(Stance),
    reason=st.none() | st.sampled_from(Reason),
    words=texts,
    by=texts,
    role=texts,
    at=texts,
    on=st.none() | st.dates(),
)
groups = st.builds(GroupSaid, code=texts, name=texts, total=saids, split=saids)
dissent = st.builds(Dissent, code=texts, name=texts, item=st.sampled_from(ItemKind), said=saids)
pence = st.integers(-(10**14), 10**14)
contents = st.builds(
    SignedContent,
    commissioner=texts,
    commissioner_code=texts,
    year=texts,
    proposal=st.integers(1),
    proposal_hash=texts,
    calculation=st.integers(1),
    calculation_hash=texts,
    money=st.fixed_dictionaries(dict.fromkeys(MONEY, pence)),
    groups=st.lists(st.builds(SignedGroup, said=groups, gross=pence, net=pence), max_size=4).map(tuple),
    decision=st.none()
    | st.builds(
        SignedDecision,
        reasons=texts,
        by=texts,
        role=texts,
        at=texts,
        on=st.dates(),
        dissent=st.lists(dissent, max_size=3).map(tuple),
    ),
)


def content(*said: GroupSaid, decision: SignedDecision | None = None) -> SignedContent:
    return SignedContent(
        commissioner="West Hertfordshire PCT",
        commissioner_code="5P3",
        year="2008/09",
        proposal=2,
        proposal_hash="ab" * 32,
        calculation=3,
        calculation_hash="cd" * 32,
        money=dict.fromkeys(MONEY, 0) | {"total": 100_000_00, "gross": 90_000_00},
        groups=tuple(SignedGroup(said=each, gross=50_000_00, net=49_500_00) for each in said),
        decision=decision,
    )


def group(name: str = "DacCom", total: Said = AGREED, split: Said = AGREED) -> GroupSaid:
    return GroupSaid(code=name[:3].upper(), name=name, total=total, split=split)


@given(contents)
def test_reads_back_as_it_was_written(signed: SignedContent) -> None:
    text = canonical(signed)
    assert content_from(text) == signed
    assert canonical(content_from(text)) == text


@given(st.lists(dissent, max_size=4).map(tuple))
def test_dissent_reads_back_as_it_was_written(found: tuple[Dissent, ...]) -> None:
    assert dissent_from(dissent_text(found)) == found


def test_the_text_is_canonical_and_holds_no_floats() -> None:
    text = canonical(content(group()))
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert '"total":"100000.00"' in text


def test_any_change_of_mind_gives_another_text_even_back_and_forth() -> None:
    first = content(group())
    later = replace(AGREED, at="2008-03-11T09:00:00+00:00")
    assert canonical(content(group(split=later))) != canonical(first)


def test_says_what_changed_since() -> None:
    then = content(group(), group("Red House"))
    since = replace(DISPUTED, at="2008-03-12T09:00:00+00:00", on=date(2008, 3, 12))
    now = content(group(split=since), group("Red House", total=replace(AGREED, at="2008-03-12T10:00:00+00:00")))
    assert changes_since(then, now) == [
        "DacCom changed its position on the split on 12 March 2008: agreed before, now disputed.",
        "Red House spoke again to the total on 10 March 2008: agreed, as before.",
    ]
    assert changes_since(then, then) == []


def test_says_that_a_decision_was_taken_since() -> None:
    decided = SignedDecision(reasons="Because.", by="C", role="R", at="x", on=date(2008, 3, 20), dissent=())
    with_decision = content(group(split=DISPUTED), decision=decided)
    without = content(group(split=DISPUTED))
    assert changes_since(without, with_decision) == ["The commissioner decided over the dissent on 20 March 2008."]
    assert changes_since(with_decision, content(group(split=DISPUTED))) == [
        "The commissioner’s decision no longer stands, for nobody dissents."
    ]


def test_each_signs_a_sentence_of_their_own() -> None:
    signed = content(group(), group("Red House", total=replace(AGREED, stance=Stance.WITHHELD)))
    assert statement_of_commissioner(signed) == (
        "For West Hertfordshire PCT I adopt the budgets of the PbC groups for 2008/09 as put to them in proposal 2: "
        "£100,000.00 in all, of which £90,000.00 is divided among the groups. Adopted without the agreement of Red "
        "House (total withheld for now)."
    )
    assert statement_of_group(signed, "DAC") == (
        "For DacCom I assent to the budgets for 2008/09 as put to us in proposal 2: the total of £100,000.00 and its "
        "split, by which DacCom has an indicative budget of £49,500.00 net."
    )
    assert [each.said.name for each in signed.consenting] == ["DacCom"]
