"""The blueprint of intentions, its tab among the pages of a round, its part of the home page, the words of its acts."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from budgets.intentions.views import home_part
from core.audit_trail.words import say
from core.navigation import Tab, add_home_part, add_tab
from core.permissions import Permission

views = Blueprint("intentions", __name__, url_prefix="/budgets/rounds/<int:round_id>/intentions")
_WORDS = {
    "state_intention": "said for {group} on {line}: {said}; {reason}",
    "state_same": "said for {group} “the same” on {count} lines",
    "ask_for_new_service": "asked for {group} for a new service, {line}, for {said}: {reason}",
    "change_new_service": "said for {group} of the new service {line}: {said}; {reason}",
    "take_back_intention": "took back what {group} said of {line}: {reason}",
    "state_intention/anew": "changed what {group} says on {line} from {old_said} to {said}; {reason}",
    "change_new_service/anew": "changed what {group} asks of the new service {line} from {old_said} to {said}; "
    "{reason}",
    "answer_intention/anew": "changed the answer of {provider} to {group} on {line} ({said}) from {old_answer} to "
    "{answer}. {consequence}",
    "answer_intention": "answered for {provider} to {group} on {line} ({said}): {answer}. {consequence}",
    "set_prices": "set {count} prices for {provider}; loss leaders: {loss_leaders}, shortfall {shortfall}",
    "make_offer": "made the offer {name}: {wte} WTE, {total}",
    "change_offer": "changed the offer {name}: {wte} WTE, {total}, before {old_wte} WTE, {old_total}",
    "withdraw_offer": "withdrew the offer {name}",
    "import_pay_scale": "imported the pay scale {name} with {count} points, which holds from {from_on}: {source}",
    "decide_setting": "decided {setting}: {percent}% from {from_on} on, {before}: {source}",
}


@views.record_once
def make_known(_: BlueprintSetupState) -> None:
    """Add the tab, the part of the home page and the words of the audit trail."""
    tab = Tab(
        of="round",
        place=40,
        label="Intentions",
        endpoint="intentions.show_intentions",
        permission=Permission.SEE_INTENTIONS,
    )
    add_tab(tab)
    add_home_part("intentions", home_part.home_part)
    for act, words in _WORDS.items():
        say(f"intentions.{act}", words)
