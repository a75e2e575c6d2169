"""Pages of people, by noun: signing in, links, codes, sessions, accounts, administration, permissions, the demo."""

from core.people.views.account import show_account
from core.people.views.administration import list_people
from core.people.views.asking_for_code import give_code
from core.people.views.blueprint import views
from core.people.views.codes import show_codes
from core.people.views.delegating import hand_over_grant
from core.people.views.demo import sign_in_as
from core.people.views.elsewhere import come_back
from core.people.views.grants import give_grant
from core.people.views.invitations import list_invitations
from core.people.views.links import use_link
from core.people.views.permissions import list_permissions
from core.people.views.sessions import show_sessions
from core.people.views.signing_in import sign_in

__all__ = [
    "come_back",
    "give_code",
    "give_grant",
    "hand_over_grant",
    "list_invitations",
    "list_people",
    "list_permissions",
    "show_account",
    "show_codes",
    "show_sessions",
    "sign_in",
    "sign_in_as",
    "use_link",
    "views",
]
