"""When a proposal may be signed off, what a decision covers, the line every copy bears, who signs."""

from datetime import date

import pytest

from budgets.agreement.rules import decisions, sign_off_signing, unlocking
from budgets.agreement.rules.items import ItemKind
from budgets.agreement.rules.sign_off import (
    Dissent,
    GroupSaid,
    Said,
    Where,
    adopted_without,
    dissent_in,
    in_sentences,
    not_covered,
    obstacles_in_groups,
    obstacles_in_positions,
    sentence_of,
)
from budgets.agreement.rules.sign_off_signing import Signer
from budgets.agreement.rules.sign_off_steps import Progress, steps_of
from budgets.agreement.rules.stances import CONSENT, GIVEN, Reason, Stance
from budgets.agreement.rules.statements import DocumentKind, may_read
from budgets.agreement.rules.unlocking import AnswerKind
from budgets.rounds.rules import StepState
from core.errors import Refusal

PATIENT = (
    "What you typed holds a number that could be a patient’s NHS number. Take it out: nothing about a patient is kept."
)
REPLY_BY = date(2008, 3, 17)
AFTER = date(2008, 3, 18)


def said(stance: Stance, words: str = "", at: str = "2008-03-10T09:00:00+00:00") -> Said:
    if stance not in GIVEN:
        return Said(stance=stance)
    reason = Reason.WRONG_ACTIVITY if stance is Stance.DISPUTED else None
    return Said(stance=stance, reason=reason, words=words, by="A lead", role="PbC lead", at=at, on=date(2008, 3, 10))


def group(name: str, total: Stance, split: Stance) -> GroupSaid:
    return GroupSaid(code=name[:3].upper(), name=name, total=said(total), split=said(split))


def dissents(*groups: GroupSaid) -> tuple[Dissent, ...]:
    return dissent_in(groups)


@pytest.mark.parametrize("total", list(Stance))
@pytest.mark.parametrize("split", list(Stance))
def test_consent_is_agreed_or_not_challenged_on_both(total: Stance, split: Stance) -> None:
    found = group("DacCom", total, split)
    assert found.consents == (total in CONSENT and split in CONSENT)
    assert found.consents == (dissents(found) == ())


def test_the_line_names_every_group_once_with_what_it_did_not_agree() -> None:
    found = dissents(
        group("DacCom", Stance.NOT_CHALLENGED, Stance.DISPUTED),
        group("WatCom", Stance.AGREED, Stance.AGREED),
        group("Red House", Stance.WITHHELD, Stance.DISPUTED),
        group("Hertsmere", Stance.NO_RESPONSE, Stance.NO_RESPONSE),
        group("StAHCom", Stance.AGREED_WITH_CONDITIONS, Stance.AGREED),
    )
    assert adopted_without(found) == (
        "Adopted without the agreement of DacCom (split disputed), Red House (total withheld for now, split disputed), "
        "Hertsmere (total and split not answered) and StAHCom (total agreed with conditions)"
    )
    assert adopted_without([]) == ""


def test_dissent_in_sentences() -> None:
    found = dissents(
        group("DacCom", Stance.DISPUTED, Stance.DISPUTED),
        group("Red House", Stance.WITHHELD, Stance.NOT_ASKED),
    )
    assert in_sentences(found) == [
        "DacCom disputes the total and the split",
        "Red House withholds its agreement to the total for now",
        "Red House has not answered on the split yet",
    ]


def test_a_decision_covers_what_it_was_taken_over_and_less() -> None:
    both = dissents(group("DacCom", Stance.AGREED, Stance.DISPUTED), group("Red House", Stance.WITHHELD, Stance.AGREED))
    assert not_covered(both, decided=both) == ()
    assert not_covered(both[:1], decided=both) == ()
    assert not_covered(both, decided=both[:1]) == both[1:]


@pytest.mark.parametrize("other", [said(Stance.DISPUTED, "new words"), said(Stance.WITHHELD)])
def test_a_decision_does_not_cover_what_was_said_otherwise_since(other: Said) -> None:
    before = Dissent(code="DAC", name="DacCom", item=ItemKind.SPLIT, said=said(Stance.DISPUTED, "old words"))
    since = Dissent(code="DAC", name="DacCom", item=ItemKind.SPLIT, said=other)
    assert not_covered([since], decided=[before]) == (since,)


def test_the_same_said_again_is_covered() -> None:
    before = Dissent(code="DAC", name="DacCom", item=ItemKind.SPLIT, said=said(Stance.DISPUTED))
    again = Dissent(
        code="DAC",
        name="DacCom",
        item=ItemKind.SPLIT,
        said=said(Stance.DISPUTED, at="2008-03-11T09:00:00+00:00"),
    )
    assert not_covered([again], decided=[before]) == ()


def test_each_obstacle_is_named_with_the_way_round_it() -> None:
    found = dissents(group("DacCom", Stance.AGREED, Stance.DISPUTED))
    undecided = obstacles_in_positions(found, decided=None, decided_on=None, reply_by=REPLY_BY)
    assert [(each.words, each.where) for each in undecided] == [
        ("DacCom disputes the split.", Where.POSITIONS),
        ("The commissioner has not decided over it: settle it, or decide with written reasons.", Where.DECISION),
    ]
    stale = obstacles_in_positions(found, decided=(), decided_on=date(2008, 3, 18), reply_by=REPLY_BY)
    assert (
        stale[-1].words == "The decision of 18 March 2008 was taken before this was said: decide again, or settle it."
    )
    silent = dissents(group("DacCom", Stance.NOT_ASKED, Stance.NOT_ASKED))
    waiting = obstacles_in_positions(silent, decided=None, decided_on=None, reply_by=REPLY_BY)
    assert waiting[-1].words == (
        "Groups have until 17 March 2008 to answer; silence can be decided over from the day after."
    )
    assert obstacles_in_positions(found, decided=found, decided_on=AFTER, reply_by=REPLY_BY) == []


def test_groups_nobody_can_speak_for_are_in_the_way() -> None:
    found = obstacles_in_groups(
        unknown=["Far group"],
        closed={"Red House": date(2008, 3, 1), "Hertsmere": date(2008, 3, 31)},
        on=date(2008, 3, 20),
        number=2,
    )
    gives = "but proposal 2 still gives it a budget: calculate without it and put a new proposal to the groups."
    assert [each.words for each in found] == [
        "Far group is in the calculation but not among the organisations, so nobody could be asked: add it.",
        f"Red House closed on 1 March 2008, {gives}",
        f"Hertsmere closes on 31 March 2008, {gives}",
    ]
    assert sentence_of(found[:1]) == (
        "The sign-off cannot be opened. Far group is in the calculation but not among the organisations, so nobody "
        "could be asked: add it."
    )


def test_silence_is_decided_over_only_after_the_reply_by_date() -> None:
    silent = dissents(
        group("DacCom", Stance.NOT_ASKED, Stance.NOT_ASKED), group("Hertsmere", Stance.NOT_ASKED, Stance.AGREED)
    )
    sentence = (
        r"^DacCom and Hertsmere have until 17 March 2008 to answer\. Silence can be decided over from 18 March 2008\.$"
    )
    with pytest.raises(Refusal, match=sentence):
        decisions.check_may_decide(silent, reply_by=REPLY_BY, on=REPLY_BY)
    decisions.check_may_decide(silent, reply_by=REPLY_BY, on=AFTER)
    spoken = dissents(group("DacCom", Stance.AGREED, Stance.DISPUTED))
    decisions.check_may_decide(spoken, reply_by=REPLY_BY, on=date(2008, 3, 10))


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        ("", "Give your reasons in at least 20 characters: they stand beside the dissent for ever."),
        (
            " too short         x ",
            "Give your reasons in at least 20 characters: they stand beside the dissent for ever.",
        ),
        ("x" * 4001, "Reasons have at most 4,000 characters; yours have 4,001."),
        (
            "The patient 943 476 5919 was counted twice by them.",
            PATIENT,
        ),
    ],
)
def test_refuses_reasons_that_say_too_little_too_much_or_something_about_a_patient(reasons: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        decisions.check_reasons(reasons)
    assert str(refused.value) == sentence
    assert "5919" not in str(refused.value)


def signer(party_id: int, name: str, given: str = "") -> Signer:
    return Signer(party_id=party_id, name=name, code=name[:3], is_commissioner=party_id == 1, given=given)


def test_nobody_signs_for_two() -> None:
    signers = [signer(1, "West Hertfordshire PCT"), signer(2, "DacCom")]
    with pytest.raises(
        Refusal, match=r"^You signed for West Hertfordshire PCT already\. Another person signs for DacCom"
    ):
        sign_off_signing.check_may_sign(
            signers,
            party_id=2,
            organisation="DacCom",
            own_dissent=(),
            signed_by={7: "West Hertfordshire PCT"},
            person_id=7,
        )


def test_who_has_no_part_does_not_sign() -> None:
    with pytest.raises(
        Refusal, match=r"^A group elsewhere has no budget in what is signed here, so it does not sign\.$"
    ):
        sign_off_signing.check_may_sign(
            [signer(2, "DacCom")],
            party_id=3,
            organisation="A group elsewhere",
            own_dissent=(),
            signed_by={},
            person_id=7,
        )


def test_the_steps_say_where_it_is() -> None:
    disputed = dissents(group("DacCom", Stance.AGREED, Stance.DISPUTED))
    silent = dissents(group("DacCom", Stance.NOT_ASKED, Stance.AGREED))

    def now(progress: Progress) -> str:
        return next((step.name for step in steps_of(progress) if step.state is StepState.NOW), "all done")

    assert now(Progress(groups=5, dissent=silent)) == "Positions"
    assert now(Progress(groups=5, dissent=disputed)) == "Decision over dissent"
    assert now(Progress(groups=5, dissent=disputed, decided=disputed)) == "Sign-off opened"
    opened = Progress(groups=5, dissent=(), is_open=True, needed=6, signed=2)
    assert now(opened) == "Signatures"
    assert [step.words for step in steps_of(opened)][3] == "2 of 6 given"
    locked = Progress(groups=5, dissent=(), needed=6, signed=6, locked_on=AFTER)
    assert now(locked) == "Statements and decision notices"
    assert now(Progress(groups=5, dissent=(), needed=6, signed=6, locked_on=AFTER, issued=9)) == "all done"


@pytest.mark.parametrize(
    ("kind", "by_id", "sentence"),
    [
        (AnswerKind.CONFIRMED, 1, "You asked to unlock the round yourself. Another person of the commissioner must"),
        (AnswerKind.DECLINED, 1, "You asked to unlock the round yourself. Another person of the commissioner must"),
        (
            AnswerKind.WITHDRAWN,
            2,
            "Finance asked to unlock, so only they can withdraw that. You can confirm or decline",
        ),
    ],
)
def test_unlocking_takes_two_people(kind: AnswerKind, by_id: int, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        unlocking.check_answer(kind, asked_by_id=1, by_id=by_id, asked_by="Finance")


@pytest.mark.parametrize("reason", ["", "too short", "x" * 2001, "943 476 5919 was counted in the wrong group"])
def test_unlocking_needs_a_reason(reason: str) -> None:
    with pytest.raises(Refusal):
        unlocking.check_reason(reason)


def documents_read(
    own: str, *, sees_all: bool = False, is_provider: bool = False, sees_rounds: bool = True
) -> list[str]:
    every = [(kind, code) for kind in DocumentKind for code in ("DAC", "WAT", "ACU")]
    return [
        f"{kind} {code}"
        for kind, code in every
        if may_read(
            kind, code, sees_all=sees_all, is_provider=is_provider, organisation_code=own, sees_rounds=sees_rounds
        )
    ]


def test_everybody_reads_their_own() -> None:
    """A group and a provider may share a code: what a document is tells whose it is."""
    reports = ["report DAC", "report WAT", "report ACU"]
    assert documents_read("DAC") == ["statement DAC", *reports]
    assert documents_read("ACU", is_provider=True, sees_rounds=False) == ["decision_notice ACU"]
    assert documents_read("DAC", is_provider=True, sees_rounds=False) == ["decision_notice DAC"]
    assert len(documents_read("5P3", sees_all=True)) == 9
