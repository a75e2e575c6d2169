"""Who sees what of a re-commissioning. The trust sees all of it; a group what was decided and what itself said."""

from enum import StrEnum

from core.permissions import Role


class Sight(StrEnum):
    """What somebody sees: everything; what was decided and why, and one’s own group; what was decided alone."""

    ALL = "all"
    GROUP = "group"
    OUTCOME = "outcome"


def sight_of(role: Role) -> Sight:
    """What a role sees.

    >>> sight_of(Role.AUDITOR).value, sight_of(Role.PBC_MEMBER).value, sight_of(Role.PRACTICE_MANAGER).value
    ('all', 'group', 'outcome')
    """
    if role in (Role.COMMISSIONER, Role.FINANCE, Role.AUDITOR):
        return Sight.ALL
    return Sight.GROUP if role in (Role.PBC_LEAD, Role.PBC_MEMBER) else Sight.OUTCOME
