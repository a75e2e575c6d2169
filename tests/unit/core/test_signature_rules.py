"""Rules of signatures: capacities, hashes, who may not sign."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from core.parties.rules import PartyKind
from core.signatures.rules import (
    CAPACITY_NAMES,
    Capacity,
    check_capacity,
    check_given_in_person,
    check_signs_once,
    check_what_is_signed,
)

SIGNS_AS = {
    PartyKind.PCT: {Capacity.FOR_COMMISSIONER, Capacity.ASSENTING},
    PartyKind.SHA: {Capacity.ASSENTING},
    PartyKind.PBC_GROUP: {Capacity.ASSENTING},
    PartyKind.PROVIDER: {Capacity.FOR_PROVIDER, Capacity.ASSENTING},
    PartyKind.PRACTICE: {Capacity.FOR_PRACTICE, Capacity.ASSENTING},
}


@pytest.mark.parametrize("capacity", Capacity)
@pytest.mark.parametrize("kind", PartyKind)
def test_every_kind_of_organisation_signs_as_what_it_is_or_assents(kind: PartyKind, capacity: Capacity) -> None:
    if capacity in SIGNS_AS[kind]:
        check_capacity(capacity=capacity, organisation="One", kind=kind)
    else:
        with pytest.raises(Refusal, match=r"^You act for One, and only a .* signs for the .*\. One is a .*\.$"):
            check_capacity(capacity=capacity, organisation="One", kind=kind)


def test_every_capacity_has_a_name() -> None:
    assert set(CAPACITY_NAMES) == set(Capacity)


@given(st.text(alphabet="0123456789abcdefABCDEFg \n", min_size=62, max_size=66))
def test_a_hash_is_64_hexadecimal_digits(text: str) -> None:
    if re.fullmatch(r"[0-9a-f]{64}", text):
        check_what_is_signed(statement="A budget", content_hash=text)
    else:
        with pytest.raises(Refusal, match="no hash of 64 hexadecimal digits"):
            check_what_is_signed(statement="A budget", content_hash=text)


def test_accepts_the_hash_of_a_text() -> None:
    check_what_is_signed(statement="A budget", content_hash="0123456789abcdef" * 4)


def test_only_people_sign() -> None:
    check_given_in_person(by_token=False, by_command=False)
    for by_token, by_command, how in ((True, True, "with a token"), (False, True, "by a command")):
        with pytest.raises(Refusal, match=f"never {how}"):
            check_given_in_person(by_token=by_token, by_command=by_command)


def test_the_first_signature_of_an_organisation_is_accepted_and_the_second_names_it() -> None:
    check_signs_once(organisation="DacCom", earlier=None)
    with pytest.raises(Refusal, match=r"^DacCom has signed this already: A \(PbC lead\) on 3 March 2008\. "):
        check_signs_once(organisation="DacCom", earlier="A (PbC lead) on 3 March 2008")
