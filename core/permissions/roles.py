"""Who is who: the roles, their names, and what each may do, as data. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from core.permissions.acts import Permission


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
        Permission.SEE_SPEND,
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
        Permission.SEE_SPEND,
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
        Permission.SEE_SPEND,
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
        Permission.SEE_SPEND,
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
