"""Who may do what: permissions, roles as data, and the person who acts. Pure.

A person holds grants (role, organisation, from, to) and acts under one at a time. A view states the permission it
needs (`core.web.requires`); the action asks `check_may`, which also looks at the organisation concerned.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.errors import NotAllowed


class Permission(StrEnum):
    """The acts a role may be given. The value completes the sentence “You may not …”."""

    SEE_ORGANISATIONS = "see organisations"
    MAINTAIN_ORGANISATIONS = "add and change organisations"
    SEE_CATALOGUE = "see the catalogue of services"
    MAINTAIN_CATALOGUE = "add and change services"
    SEE_ROUNDS = "see budget rounds"
    PREPARE_ROUNDS = "prepare budget rounds"
    SEE_UNSHOWN_CALCULATIONS = "see calculations before they are proposed to the groups"
    ISSUE_PROPOSALS = "put a calculation to the groups"
    SEE_PROPOSALS = "see proposals, positions and the board"
    TAKE_POSITIONS = "take a position for your group"
    COMMENT = "comment on disputes"
    DECIDE_DISPUTES = "decide over disputes"
    SIGN_BUDGETS = "sign budgets off"
    UNLOCK_ROUNDS = "unlock a signed-off round"
    DESCRIBE_SOURCES = "say where figures come from"
    SEE_INTENTIONS = "see commissioning intentions and must-dos"
    STATE_INTENTIONS = "say what your group is willing to spend"
    ANSWER_INTENTIONS = "answer commissioning intentions for the provider"
    COST_POSTS = "cost posts"
    MAINTAIN_PAY_SCALES = "maintain pay scales"
    PROPOSE_MUST_DOS = "propose must-dos"
    APPROVE_MUST_DOS = "approve must-dos"
    SEE_RISK = "see the risk reserve and the pool"
    DECIDE_RESERVE = "decide who holds the risk reserve"
    REQUEST_POOL_MOVEMENTS = "ask for movements of the risk pool"
    APPROVE_POOL_MOVEMENTS = "approve movements of the risk pool"
    SEE_CONTRACTS = "see specifications, heads of terms and contracts"
    DRAFT_SPECIFICATIONS = "draft and review specifications"
    MAINTAIN_TEMPLATES = "make templates of specifications"
    DRAFT_CONTRACTS = "draft heads of terms and contracts"
    PROPOSE_VARIATIONS = "propose variations of contracts"
    SIGN_CONTRACTS = "sign heads of terms, contracts and variations"
    RECORD_EXCEPTIONS = "commit more than a budget line holds"
    SEE_ACTIVITY = "see activity returns"
    EXPECT_ACTIVITY = "say which activity returns are due"
    SUBMIT_ACTIVITY = "submit activity returns"
    ACCEPT_ACTIVITY = "query, accept and freeze activity returns"
    SEE_PRACTICE_ACTIVITY = "see the activity of practices compared"
    SEE_PERFORMANCE = "see key performance indicators, reviews and notices"
    DEFINE_KPIS = "define key performance indicators"
    SUBMIT_RESULTS = "submit results of key performance indicators"
    JUDGE_RESULTS = "freeze results and judge how good they are"
    ISSUE_NOTICES = "issue, pursue and close notices"
    ANSWER_NOTICES = "answer notices for the provider"
    WITHHOLD_PAYMENT = "withhold and release payment"
    HOLD_REVIEWS = "call reviews, freeze their packs and keep their minutes"
    NOMINATE_ATTENDEES = "nominate who attends reviews"
    APPROVE_MINUTES = "approve minutes"
    SEE_SCHEMES = "see enhanced services"
    MAINTAIN_SCHEMES = "draft enhanced services and propose their prices"
    APPROVE_SCHEMES = "approve enhanced services, their prices and budgets"
    SET_SCHEME_BUDGETS = "set budgets of enhanced services"
    ADVISE_ON_SCHEMES = "give your group’s opinion on enhanced services"
    APPLY_FOR_FUNDING = "apply for funding on behalf of a practice"
    OFFER_SCHEMES = "offer enhanced services to practices and see to cover"
    BIND_PRACTICE = "sign a practice up to enhanced services"
    SEE_CLAIMS = "see claims and payments of enhanced services"
    CLAIM = "claim for enhanced services"
    SET_CLAIM_RULES = "set windows, value bands and budget checks of claims"
    CHECK_CLAIMS = "approve claims on their evidence"
    RELEASE_CLAIMS = "approve claims for payment, as finance"
    PAY_CLAIMS = "make payment runs and say what was paid"
    PUT_INVOICES = "put invoices to the account of a PbC group"
    VERIFY_CLAIMS = "verify claims after payment"
    SEE_AUDIT_TRAIL = "read the audit trail"
    ADMINISTER_PEOPLE = "administer people and their grants"
    MAINTAIN_COMMISSIONERS = "add and change primary care trusts and health authorities"
    REDACT_AUDIT_TRAIL = "redact the audit trail"
    SEE_OUTBOX = "read the outbox"


class Role(StrEnum):
    """What a grant makes of a person at an organisation."""

    COMMISSIONER = "commissioner"
    FINANCE = "finance"
    PBC_LEAD = "pbc_lead"
    PBC_MEMBER = "pbc_member"
    PRACTICE_MANAGER = "practice_manager"
    PROVIDER_MANAGER = "provider_manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: Mapping[Role, str] = {
    Role.COMMISSIONER: "PCT commissioner",
    Role.FINANCE: "PCT finance",
    Role.PBC_LEAD: "PbC lead",
    Role.PBC_MEMBER: "PbC member",
    Role.PRACTICE_MANAGER: "Practice manager",
    Role.PROVIDER_MANAGER: "Provider manager",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
}

_READ_THE_FIELD = frozenset({Permission.SEE_ORGANISATIONS, Permission.SEE_CATALOGUE})
_READ_THE_AGREEMENT = frozenset({Permission.SEE_PROPOSALS, Permission.SEE_INTENTIONS})
_COMMISSION = (
    _READ_THE_FIELD
    | _READ_THE_AGREEMENT
    | {
        Permission.MAINTAIN_ORGANISATIONS,
        Permission.MAINTAIN_CATALOGUE,
        Permission.SEE_ROUNDS,
        Permission.PREPARE_ROUNDS,
        Permission.SEE_UNSHOWN_CALCULATIONS,
        Permission.COMMENT,
        Permission.UNLOCK_ROUNDS,
        Permission.DESCRIBE_SOURCES,
        Permission.COST_POSTS,
        Permission.MAINTAIN_PAY_SCALES,
        Permission.PROPOSE_MUST_DOS,
        Permission.SEE_RISK,
        Permission.REQUEST_POOL_MOVEMENTS,
        Permission.APPROVE_POOL_MOVEMENTS,
        Permission.SEE_CONTRACTS,
        Permission.RECORD_EXCEPTIONS,
        Permission.SEE_ACTIVITY,
        Permission.EXPECT_ACTIVITY,
        Permission.ACCEPT_ACTIVITY,
        Permission.SEE_PRACTICE_ACTIVITY,
        Permission.SEE_PERFORMANCE,
        Permission.DEFINE_KPIS,
        Permission.JUDGE_RESULTS,
        Permission.WITHHOLD_PAYMENT,
        Permission.APPROVE_MINUTES,
        Permission.SEE_SCHEMES,
        Permission.APPROVE_SCHEMES,
        Permission.SET_SCHEME_BUDGETS,
        Permission.SEE_CLAIMS,
        Permission.SET_CLAIM_RULES,
        Permission.VERIFY_CLAIMS,
        Permission.PUT_INVOICES,
    }
)
_SHARE = (
    _READ_THE_FIELD
    | _READ_THE_AGREEMENT
    | {
        Permission.SEE_ROUNDS,
        Permission.COMMENT,
        Permission.PROPOSE_MUST_DOS,
        Permission.SEE_RISK,
        Permission.SEE_CONTRACTS,
        Permission.SEE_PRACTICE_ACTIVITY,
        Permission.SEE_PERFORMANCE,
        Permission.SEE_SCHEMES,
    }
)

PERMISSIONS_OF: Mapping[Role, frozenset[Permission]] = {
    Role.COMMISSIONER: _COMMISSION
    | {
        Permission.ISSUE_PROPOSALS,
        Permission.DECIDE_DISPUTES,
        Permission.SIGN_BUDGETS,
        Permission.APPROVE_MUST_DOS,
        Permission.DECIDE_RESERVE,
        Permission.DRAFT_SPECIFICATIONS,
        Permission.MAINTAIN_TEMPLATES,
        Permission.DRAFT_CONTRACTS,
        Permission.PROPOSE_VARIATIONS,
        Permission.SIGN_CONTRACTS,
        Permission.ISSUE_NOTICES,
        Permission.HOLD_REVIEWS,
        Permission.NOMINATE_ATTENDEES,
        Permission.MAINTAIN_SCHEMES,
        Permission.OFFER_SCHEMES,
        Permission.CHECK_CLAIMS,
    },
    Role.FINANCE: _COMMISSION | {Permission.RELEASE_CLAIMS, Permission.PAY_CLAIMS},
    Role.PBC_LEAD: _SHARE
    | {
        Permission.TAKE_POSITIONS,
        Permission.SIGN_BUDGETS,
        Permission.STATE_INTENTIONS,
        Permission.COST_POSTS,
        Permission.REQUEST_POOL_MOVEMENTS,
        Permission.SIGN_CONTRACTS,
        Permission.NOMINATE_ATTENDEES,
        Permission.APPROVE_MINUTES,
        Permission.ADVISE_ON_SCHEMES,
        Permission.PUT_INVOICES,
    },
    Role.PBC_MEMBER: _SHARE,
    Role.PRACTICE_MANAGER: _READ_THE_FIELD
    | {
        Permission.SEE_PRACTICE_ACTIVITY,
        Permission.SEE_SCHEMES,
        Permission.APPLY_FOR_FUNDING,
        Permission.BIND_PRACTICE,
        Permission.SEE_CLAIMS,
        Permission.CLAIM,
    },
    Role.PROVIDER_MANAGER: _READ_THE_FIELD
    | _READ_THE_AGREEMENT
    | {
        Permission.COMMENT,
        Permission.ANSWER_INTENTIONS,
        Permission.COST_POSTS,
        Permission.PROPOSE_MUST_DOS,
        Permission.SEE_CONTRACTS,
        Permission.DRAFT_SPECIFICATIONS,
        Permission.PROPOSE_VARIATIONS,
        Permission.SIGN_CONTRACTS,
        Permission.SEE_ACTIVITY,
        Permission.SUBMIT_ACTIVITY,
        Permission.SEE_PRACTICE_ACTIVITY,
        Permission.SEE_PERFORMANCE,
        Permission.SUBMIT_RESULTS,
        Permission.ANSWER_NOTICES,
        Permission.NOMINATE_ATTENDEES,
        Permission.APPROVE_MINUTES,
    },
    Role.AUDITOR: _READ_THE_FIELD
    | _READ_THE_AGREEMENT
    | {
        Permission.SEE_ROUNDS,
        Permission.SEE_UNSHOWN_CALCULATIONS,
        Permission.SEE_RISK,
        Permission.SEE_CONTRACTS,
        Permission.SEE_ACTIVITY,
        Permission.SEE_PRACTICE_ACTIVITY,
        Permission.SEE_PERFORMANCE,
        Permission.SEE_SCHEMES,
        Permission.SEE_CLAIMS,
        Permission.SEE_AUDIT_TRAIL,
    },
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.SEE_ORGANISATIONS,
            Permission.MAINTAIN_COMMISSIONERS,
            Permission.ADMINISTER_PEOPLE,
            Permission.SEE_AUDIT_TRAIL,
            Permission.REDACT_AUDIT_TRAIL,
            Permission.SEE_OUTBOX,
        }
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person who acts, under one grant.

    `commissioner_ids`: the commissioners whose records this grant reaches: itself for a PCT, its PCT for a group,
    practice or provider, the PCTs below it for a strategic health authority. `interests`: organisations in which the
    person has declared an interest. `account`: the system account, when a command acts, or a token's purpose.
    `scope`: what a token was issued for; it narrows what the role may do and never widens it. `stands_in_for`: who
    handed the grant over for an absence; their interests count too.
    """

    person_id: int
    name: str
    grant_id: int
    role: Role
    organisation_id: int
    organisation_code: str
    organisation_name: str
    commissioner_ids: frozenset[int]
    interests: frozenset[int] = field(default_factory=frozenset)
    account: str = ""
    scope: frozenset[Permission] | None = None
    stands_in_for_id: int | None = None
    stands_in_for: str = ""

    def may(self, permission: Permission) -> bool:
        """Whether the role has the permission at all, and the scope of a token does not leave it out."""
        return permission in PERMISSIONS_OF[self.role] and (self.scope is None or permission in self.scope)

    def reaches(self, commissioner_id: int) -> bool:
        """Whether records of this commissioner concern the organisation of the grant."""
        return commissioner_id in self.commissioner_ids


def check_may(by: Actor, permission: Permission, *, commissioner_id: int | None = None) -> None:
    """Refuse an act the role has no permission for, or on the records of a commissioner the grant does not reach."""
    if not by.may(permission):
        raise NotAllowed(f"As {ROLE_NAMES[by.role]} you may not {permission}.")
    if commissioner_id is not None and not by.reaches(commissioner_id):
        raise NotAllowed(f"You act for {by.organisation_name}. You may not {permission} of another commissioner.")
