"""Trying scenarios: policy and methods changed, newer inputs taken, a calculation copied, a name given."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from budgets.method.policy import Policy
from budgets.method.policy_keys import keys_of, policy_from
from budgets.method.problems import problems_in
from budgets.method.workbook import Workbook, with_methods
from budgets.rounds import queries, rules
from budgets.rounds.actions.rounds import check_may_prepare, record
from budgets.rounds.models import Scenario
from core import audit
from core.clock import moment_in_words
from core.db import db
from core.errors import Refusal
from core.permissions import Actor
from core.problems import Problem


def change_policy(
    *,
    scenario_id: int,
    keys: Mapping[str, str],
    seen: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> Scenario:
    """Set the policy of a scenario from dotted keys.

    `seen` is the policy the person had in front of them: where somebody changed it since, they are told who, when and
    what. A policy that does not go with the inputs is refused with all problems.
    """
    scenario = _to_change(scenario_id, by)
    saved = rules.values_in(scenario.policy)
    _check_unchanged(scenario, seen, saved, what="this policy", names=rules.POLICY_NAMES)
    policy, problems = policy_from(keys)
    if policy is None:
        raise rules.InputsRefused(problems)
    if policy.year != scenario.round.year:
        raise Refusal(f"The year of the policy is that of the round, {scenario.round.year}.")
    workbook = queries.workbook_of(scenario.inputs)
    _check_goes_together(with_methods(workbook, queries.methods_of(scenario)), policy, workbook)
    kept = keys_of(policy)
    changed = [key for key in {**saved, **kept} if saved.get(key) != kept.get(key)]
    if not changed:
        raise Refusal("Nothing was changed: the policy is the one that was saved before.")
    scenario.policy = rules.kept_text(kept)
    _note_change(scenario, by, at)
    old, new = ({key: values.get(key) for key in changed} for values in (saved, kept))
    words = "; ".join(rules.change_of_policy(key, saved.get(key), kept.get(key)) for key in changed)
    record(scenario.round, "change_policy", by=by, old=old, new={**new, "scenario": scenario.name, "changed": words})
    return scenario


def change_methods(
    *, scenario_id: int, written: Mapping[str, str], seen: Mapping[str, str], by: Actor, at: datetime
) -> Scenario:
    """Set the methods of the lines named, as people write them; lines not named keep theirs.

    `seen` holds the methods of these lines as the person had them in front of them; see `change_policy`.
    """
    scenario = _to_change(scenario_id, by)
    workbook = queries.workbook_of(scenario.inputs)
    standing = {**rules.methods_written(workbook), **rules.values_in(scenario.methods)}
    _check_unchanged(
        scenario, seen, {code: standing.get(code, "") for code in seen}, what="the methods of this scenario", names={}
    )
    methods, problems = rules.methods_from({**rules.values_in(scenario.methods), **written}, workbook)
    if problems:
        raise rules.InputsRefused(problems)
    _check_goes_together(with_methods(workbook, methods), queries.policy_of(scenario), workbook)
    kept = {code: str(method) for code, method in methods.items()}
    now = {**rules.methods_written(workbook), **kept}
    changed = {code: method for code, method in now.items() if standing[code] != method}
    if not changed:
        raise Refusal("Nothing was changed: the methods are those that were saved before.")
    scenario.methods = rules.kept_text(kept)
    _note_change(scenario, by, at)
    words = "; ".join(rules.change_of_method(workbook, code, standing[code], changed[code]) for code in changed)
    record(
        scenario.round,
        "change_methods",
        by=by,
        old={code: standing[code] for code in changed},
        new={**changed, "scenario": scenario.name, "changed": words},
    )
    return scenario


def use_inputs(*, scenario_id: int, inputs_id: int, with_policy: bool, by: Actor, at: datetime) -> Scenario:
    """Point a scenario at other inputs of its round, on demand with the policy these came with.

    Methods of lines that the inputs do not have are dropped; what does not go together is refused with all problems.
    """
    scenario = _to_change(scenario_id, by)
    inputs = queries.get_inputs(inputs_id)
    if inputs.round_id != scenario.round_id:
        raise Refusal("These inputs belong to another round.")
    if inputs.id == scenario.inputs_id and not with_policy:
        raise Refusal(f"{scenario.name} uses inputs {inputs.number} already.")
    workbook = queries.workbook_of(inputs)
    standing = rules.methods_written(workbook)
    kept = {code: text for code, text in rules.values_in(scenario.methods).items() if standing.get(code, text) != text}
    methods, _ = rules.methods_from({code: text for code, text in kept.items() if code in standing}, workbook)
    policy = queries.policy_of(inputs if with_policy else scenario)
    _check_goes_together(with_methods(workbook, methods), policy, workbook)
    old = scenario.inputs.number
    scenario.inputs = inputs
    scenario.policy = rules.kept_text(keys_of(policy))
    scenario.methods = rules.kept_text({code: str(method) for code, method in methods.items()})
    _note_change(scenario, by, at)
    new: audit.Values = {"inputs": inputs.number, "with_policy": with_policy, "scenario": scenario.name}
    record(scenario.round, "use_inputs", by=by, old={"inputs": old}, new=new)
    return scenario


def copy_scenario(*, calculation_id: int, name: str, by: Actor, at: datetime) -> Scenario:
    """Begin a scenario with the inputs, policy and methods of a calculation."""
    stored = queries.get_calculation(calculation_id)
    check_may_prepare(stored.round, by=by)
    rules.check_name(name, taken=[other.name for other in queries.list_scenarios(stored.round_id)])
    scenario = Scenario(
        round_id=stored.round_id,
        name=name.strip(),
        inputs_id=stored.inputs_id,
        copied_from_id=stored.id,
        policy=stored.policy,
        methods=stored.methods,
        changed_by_id=by.person_id,
        changed_at=at,
    )
    db.session.add(scenario)
    db.session.flush()
    record(stored.round, "copy_scenario", by=by, new={"name": scenario.name, "calculation": stored.number})
    return scenario


def rename_scenario(*, scenario_id: int, name: str, by: Actor, at: datetime) -> Scenario:
    """Give a scenario another name; calculations keep the name it had when they were made."""
    scenario = _to_change(scenario_id, by)
    others = [other.name for other in queries.list_scenarios(scenario.round_id) if other.id != scenario.id]
    rules.check_name(name, taken=others)
    old = scenario.name
    if name.strip() == old:
        raise Refusal(f"The scenario is called “{old}” already.")
    scenario.name = name.strip()
    _note_change(scenario, by, at)
    record(scenario.round, "rename_scenario", by=by, old={"name": old}, new={"name": scenario.name})
    return scenario


def _to_change(scenario_id: int, by: Actor) -> Scenario:
    scenario = queries.get_scenario(scenario_id, for_change=True)
    check_may_prepare(scenario.round, by=by)
    return scenario


def _check_unchanged(
    scenario: Scenario, seen: Mapping[str, str], saved: Mapping[str, str], *, what: str, names: Mapping[str, str]
) -> None:
    at = moment_in_words(scenario.changed_at)
    rules.check_unchanged_since(seen, saved, what=what, by=scenario.changed_by.name, at=at, names=names)


def _check_goes_together(workbook: Workbook, policy: Policy, as_stored: Workbook) -> None:
    problems: Sequence[Problem] = problems_in(workbook, policy)
    if problems:
        raise rules.InputsRefused(rules.under_line_codes(problems, as_stored))


def _note_change(scenario: Scenario, by: Actor, at: datetime) -> None:
    scenario.changed_by_id = by.person_id
    scenario.changed_at = at
    db.session.flush()
