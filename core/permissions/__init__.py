"""Who may do what: permissions (`acts`), roles as data (`roles`), and the person who acts (`actors`). Pure.

A person holds grants (role, organisation, from, to) and acts under one at a time. A view states the permission it
needs (`core.web.requires`); the action asks `check_may`, which also looks at the organisation concerned.
"""

from core.permissions.actors import Actor, check_may
from core.permissions.acts import Permission
from core.permissions.roles import PERMISSIONS_OF, ROLE_NAMES, Role

__all__ = ["PERMISSIONS_OF", "ROLE_NAMES", "Actor", "Permission", "Role", "check_may"]
