"""What acts of a round are called in plain words in its history."""

from core.audit_trail.words import say

_WORDS = {
    "open_round": "opened the round for {year}",
    "upload_inputs": "uploaded inputs {number} ({file_name})",
    "fill_inputs": "filled inputs {number} from what is stored",
    "fill_activity": "filled the activity of inputs {number} from frozen returns, {months}, on inputs {earlier}: "
    "{services}",
    "change_policy": "changed the policy of {scenario}: {changed}",
    "change_methods": "changed the method of {changed} (scenario {scenario})",
    "use_inputs": "moved {scenario} from inputs {old_inputs} to inputs {inputs}",
    "copy_scenario": "began the scenario {name} as a copy of calculation {calculation}",
    "rename_scenario": "renamed the scenario {old_name} to {name}",
    "calculate_scenario": "calculated {scenario} on inputs {inputs} as calculation {number}: £{net} net",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"rounds.{act}", words)
