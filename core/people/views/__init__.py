"""Pages of people, by noun: signing in, the demo, one's own account, administration, grants."""

from core.people.views.account import show_account
from core.people.views.administration import list_people
from core.people.views.blueprint import views
from core.people.views.demo import sign_in_as
from core.people.views.grants import give_grant
from core.people.views.signing_in import sign_in

__all__ = ["give_grant", "list_people", "show_account", "sign_in", "sign_in_as", "views"]
