"""Legal forms and types of contracts: which form is open to which provider, who signs as what, where disputes go.

Sources: National Health Service Act 2006, section 9 (NHS contracts are not binding in law; the Secretary of State
determines disputes); a body cannot contract with itself; PbC groups are no legal persons, so they assent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from commissioning.organisations.rules.values import SORT_NAMES, ProviderSort
from core.errors import Refusal
from core.signatures.rules import Capacity


class LegalForm(StrEnum):
    """What an agreement is in law."""

    INTERNAL = "internal"
    NHS_CONTRACT = "nhs_contract"
    BINDING = "binding"


FORM_NAMES: Mapping[LegalForm, str] = {
    LegalForm.INTERNAL: "Internal agreement",
    LegalForm.NHS_CONTRACT: "NHS contract",
    LegalForm.BINDING: "Legally binding contract",
}
FORM_MEANINGS: Mapping[LegalForm, str] = {
    LegalForm.INTERNAL: "with the trust’s own provider services; not binding in law",
    LegalForm.NHS_CONTRACT: "between NHS bodies; arbitration, not courts",
    LegalForm.BINDING: "binding in law; the courts of England",
}


class ContractType(StrEnum):
    """What sort of contract it is."""

    COMMUNITY = "community"
    MODIFIED_ACUTE = "modified_acute"
    SLA = "sla"
    SUB_CONTRACT = "sub_contract"
    LES = "les"


TYPE_NAMES: Mapping[ContractType, str] = {
    ContractType.COMMUNITY: "Community services contract",
    ContractType.MODIFIED_ACUTE: "Modified acute contract",
    ContractType.SLA: "Service level agreement",
    ContractType.SUB_CONTRACT: "Sub-contract",
    ContractType.LES: "Local enhanced service",
}

_FORMS_OF: Mapping[ProviderSort, tuple[LegalForm, ...]] = {
    ProviderSort.OWN_ARM: (LegalForm.INTERNAL,),
    ProviderSort.NHS_TRUST: (LegalForm.NHS_CONTRACT, LegalForm.BINDING),  # a foundation trust contracts in law
    ProviderSort.OTHER_PCT: (LegalForm.NHS_CONTRACT,),
    ProviderSort.GP_LED: (LegalForm.BINDING,),
    ProviderSort.PRIVATE: (LegalForm.BINDING,),
    ProviderSort.VOLUNTARY: (LegalForm.BINDING,),
}

_NATURE: Mapping[LegalForm, str] = {
    LegalForm.INTERNAL: (
        "This is an internal agreement between {commissioner} and its own provider services, {provider}. They are one "
        "body, and a body cannot contract with itself: nothing in it is binding in law. Both hold themselves to it."
    ),
    LegalForm.NHS_CONTRACT: (
        "This is an NHS contract between {commissioner} and {provider} under section 9 of the National Health Service "
        "Act 2006. It gives rise to no contractual rights or liabilities in law, and no court decides about it."
    ),
    LegalForm.BINDING: (
        "This is a contract between {commissioner} and {provider}. It is binding in law and governed by the law of "
        "England."
    ),
}
_DISPUTES: Mapping[LegalForm, str] = {
    LegalForm.INTERNAL: (
        "A dispute is settled by the people who manage this agreement; failing that, within the days that the settings "
        "of contract management give, it goes to the chief executive of {commissioner}, whose decision is final. "
        "Neither a court nor an arbitrator outside the trust is asked."
    ),
    LegalForm.NHS_CONTRACT: (
        "A dispute is settled by the people who manage this contract; failing that, within the days that the settings "
        "of contract management give, it goes to the chief executives of {commissioner} and {provider}, then to the "
        "strategic health authority for arbitration. Either may refer it to the Secretary of State for determination "
        "under section 9 of the National Health Service Act 2006. No court is asked."
    ),
    LegalForm.BINDING: (
        "A dispute is settled by the people who manage this contract; failing that, within the days that the settings "
        "of contract management give, {commissioner} and {provider} try mediation. What mediation does not settle is "
        "decided by the courts of England."
    ),
}
_ASSENT = "PbC groups are no legal persons. They sign as assenting: it binds nobody in law, and is recorded."


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An organisation as a contract names it."""

    party_id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """An organisation that is asked to sign, as what. Without one that `is_needed` the contract is not signed."""

    party: Named
    capacity: Capacity
    is_needed: bool


def forms_open_to(sort: ProviderSort | None) -> tuple[LegalForm, ...]:
    """The legal forms of an agreement with a provider of that sort; none where nobody said what it is.

    >>> [str(form) for form in forms_open_to(ProviderSort.OWN_ARM)], forms_open_to(None)
    (['internal'], ())
    """
    return () if sort is None else _FORMS_OF[sort]


def check_form(*, form: LegalForm, provider: str, sort: ProviderSort | None) -> None:
    """Refuse a legal form that an agreement with this provider cannot have."""
    if sort is None:
        raise Refusal(
            f"Nobody has recorded what {provider} is to the trust. Say so first, on the page of the provider."
        )
    allowed = forms_open_to(sort)
    if form not in allowed:
        named = " or ".join(_with_article(each) for each in allowed)
        raise Refusal(
            f"{provider} is recorded as “{SORT_NAMES[sort]}”: an agreement with it is {named}, "
            f"not {_with_article(form)}. Choose the other legal form."
        )


def nature_of(form: LegalForm, *, commissioner: str, provider: str) -> str:
    """What the agreement is in law, as its first clause says it."""
    return _NATURE[form].format(commissioner=commissioner, provider=provider)


def dispute_clause(form: LegalForm, *, commissioner: str, provider: str) -> str:
    """Where a dispute goes, as a clause. Its day counts are settings of the contract."""
    return _DISPUTES[form].format(commissioner=commissioner, provider=provider)


def signing_clause(form: LegalForm, *, has_groups: bool, has_associates: bool) -> str:
    """Who signs as what, as a clause."""
    manager = "its head of provider services" if form is LegalForm.INTERNAL else "the provider"
    said = [f"It is signed for the commissioner and for {manager}, and stands once all of these have signed."]
    if has_associates:
        said.append("The co-ordinating commissioner signs for the associates too, as they agreed among themselves.")
    if has_groups:
        said.append(_ASSENT)
    return " ".join(said)


def signers_of(
    *, commissioner: Named, provider: Named, groups: Sequence[Named], main_contractor: Named | None = None
) -> list[Signer]:
    """Who is asked to sign as what: the parties, without whom nothing stands, and the groups as assenting.

    A sub-contract is signed by the main contractor too, and by the commissioner, who consents to it.
    """
    providers = [provider, *([main_contractor] if main_contractor else [])]
    return [
        Signer(party=commissioner, capacity=Capacity.FOR_COMMISSIONER, is_needed=True),
        *(Signer(party=each, capacity=Capacity.FOR_PROVIDER, is_needed=True) for each in providers),
        *(Signer(party=group, capacity=Capacity.ASSENTING, is_needed=False) for group in groups),
    ]


def _with_article(form: LegalForm) -> str:
    name = FORM_NAMES[form]
    if form is LegalForm.NHS_CONTRACT:
        return f"an {name}"
    return f"{'an' if name[0] in 'AEIO' else 'a'} {name[0].lower()}{name[1:]}"
