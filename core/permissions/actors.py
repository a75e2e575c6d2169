"""The person who acts, and the check every action begins with. Pure."""

from dataclasses import dataclass, field

from core.errors import NotAllowed
from core.permissions.acts import Permission
from core.permissions.roles import PERMISSIONS_OF, ROLE_NAMES, Role


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
