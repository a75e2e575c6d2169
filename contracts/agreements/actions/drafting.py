"""Starting a contract, changing its particulars and settings, and giving a draft up."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from commissioning.organisations.queries.lines import parties_by_code
from commissioning.organisations.queries.providers import find_detail
from contracts.agreements.actions.recording import held_draft, record_on, touch
from contracts.agreements.models.contracts import Contract, ContractSetting, CoveredGroup
from contracts.agreements.models.issues import Discard
from contracts.agreements.queries.contracts import get_contract, list_heads, reference_exists
from contracts.agreements.queries.money import list_lines
from contracts.agreements.rules.dates import notice_by
from contracts.agreements.rules.forms import FORM_NAMES, TYPE_NAMES, check_form
from contracts.agreements.rules.particulars import (
    SETTINGS,
    Particulars,
    Setting,
    check_particulars,
    check_reference_is_free,
    check_setting,
)
from contracts.agreements.rules.states import Stage, check_discard
from core.db import db
from core.errors import Refusal
from core.money import as_decimal
from core.parties.models import Party
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may
from core.wording import listed, sterling

_SAID = {
    "reference": "the reference",
    "title": "the title",
    "kind": "the type",
    "form": "the legal form",
    "provider_id": "the provider",
    "head_id": "the main contract",
    "year": "the year",
    "starts_on": "the start",
    "ends_on": "the end",
    "notice_months": "the notice period",
    "extension": "the options to extend",
    "associates": "the associates",
    "year_value": "the value for the year",
    "whole_value": "the value over its life",
    "group_ids": "the groups covered",
}

_TOLD_AS: Mapping[str, Callable[[Any], str]] = {
    "kind": lambda kind: TYPE_NAMES[kind],
    "form": lambda form: FORM_NAMES[form],
    "provider_id": lambda party_id: get_party(party_id).name,
    "head_id": lambda contract_id: get_contract(contract_id).reference,
    "group_ids": lambda group_ids: listed([get_party(each).name for each in group_ids]),
    "notice_months": lambda months: f"{months} months",
    "year_value": sterling,
    "whole_value": sterling,
}


def start_contract(*, commissioner_id: int, wanted: Particulars, by: Actor, at: datetime) -> Contract:
    """Start the draft of a contract with a provider of the commissioner."""
    check_may(by, Permission.DRAFT_CONTRACTS, commissioner_id=commissioner_id)
    _check(wanted, commissioner_id)
    contract = Contract(
        commissioner_id=commissioner_id,
        stage=Stage.DRAFT,
        drafted_by_id=by.person_id,
        drafted_at=at,
        terminated_on=None,
    )
    _write(contract, wanted)
    db.session.add(contract)
    db.session.flush()
    new = {
        "reference": contract.reference,
        "title": contract.title,
        "provider": get_party(contract.provider_id).name,
        "form": FORM_NAMES[contract.form],
    }
    record_on(contract, "start_contract", by=by, new=new)
    return contract


def change_particulars(*, contract_id: int, wanted: Particulars, by: Actor) -> Contract:
    """Change the particulars of a draft."""
    contract = held_draft(contract_id, by=by)
    _check(wanted, contract.commissioner_id, contract)
    before = contract.particulars
    changed = [name for name in _SAID if getattr(before, name) != getattr(wanted, name)]
    if not changed:
        raise Refusal("Nothing was changed: this is what the draft says already.")
    _write(contract, wanted)
    db.session.flush()
    old, new = ({_SAID[name]: _particular(each, name) for name in changed} for each in (before, wanted))
    record_on(contract, "change_particulars", by=by, old=old, new=new)
    return contract


def change_settings(*, contract_id: int, settings: Sequence[Setting], by: Actor) -> Contract:
    """Write the settings of a draft: these and no others hold."""
    contract = held_draft(contract_id, by=by)
    for setting in settings:
        check_setting(setting)
    kept = {setting.name: setting for setting in contract.settings}
    wanted = {setting.name: setting for setting in settings}
    changed = [name for name in SETTINGS if _as_pair(kept.get(name)) != _as_pair(wanted.get(name))]
    if not changed:
        raise Refusal("Nothing was changed: these are the settings of the draft already.")
    before = {name: Setting(name=name, value=each.value, source=each.source) for name, each in kept.items()}
    _write_settings(contract, wanted)
    review = wanted.get("review_months")
    contract.review_months = int(review.value) if review else None
    touch(contract)
    db.session.flush()
    old, new = ({SETTINGS[name].label: _told(held.get(name)) for name in changed} for held in (before, wanted))
    record_on(contract, "change_settings", by=by, old=old, new=new)
    return contract


def discard_draft(*, contract_id: int, reason: str, by: Actor, at: datetime) -> Contract:
    """Give a draft up. It is kept with the reason; its lines of money are free for other contracts."""
    contract = held_draft(contract_id, by=by)
    check_discard(contract.stage, reference=contract.reference, reason=reason)
    db.session.add(
        Discard(
            contract_id=contract.id, reason=reason.strip(), discarded_by_id=by.person_id, name=by.name, discarded_at=at
        )
    )
    contract.stage = Stage.DISCARDED
    db.session.flush()
    record_on(contract, "discard_draft", by=by, new={"reason": reason.strip()})
    return contract


def _check(wanted: Particulars, commissioner_id: int, contract: Contract | None = None) -> None:
    check_particulars(wanted)
    taken = reference_exists(commissioner_id, wanted.reference, but_for=contract.id if contract else None)
    check_reference_is_free(wanted.reference, taken=taken)
    provider = _provider(wanted.provider_id, commissioner_id, wanted.starts_on)
    detail = find_detail(provider.id)
    check_form(form=wanted.form, provider=provider.name, sort=detail.sort if detail else None)
    groups = {party.id for party in parties_by_code(commissioner_id, PartyKind.PBC_GROUP).values()}
    if not groups.issuperset(wanted.group_ids):
        raise Refusal("Choose the groups covered among those of the commissioner.")
    _check_head(wanted, commissioner_id, contract)
    if contract is not None:
        _check_lines_stay(contract, wanted)


def _provider(provider_id: int, commissioner_id: int, starts_on: date) -> Party:
    providers = {party.id: party for party in parties_by_code(commissioner_id, PartyKind.PROVIDER).values()}
    provider = providers.get(provider_id)
    if provider is None:
        raise Refusal("Choose a provider of the commissioner.")
    if provider.closed_on is not None and provider.closed_on <= starts_on:
        raise Refusal(f"{provider.name} closes before the contract starts. Choose another provider.")
    return provider


def _check_head(wanted: Particulars, commissioner_id: int, contract: Contract | None) -> None:
    if wanted.head_id is None:
        return
    heads = {each.id: each for each in list_heads(commissioner_id, but_for=contract.id if contract else None)}
    head = heads.get(wanted.head_id)
    if head is None:
        raise Refusal("Choose the contract under which the sub-contract stands among those of the commissioner.")
    if head.provider_id == wanted.provider_id:
        raise Refusal(f"{head.provider.name} is the main contractor and cannot be its own sub-contractor.")


def _check_lines_stay(contract: Contract, wanted: Particulars) -> None:
    """Lines of money belong to a year and to groups that are covered."""
    lines = list_lines(contract.id)
    if lines and contract.year != wanted.year:
        raise Refusal(f"The draft has lines of money of {contract.year}. Take them out before you change the year.")
    gone = {each.group.code: each.group.name for each in contract.covered if each.group_id not in wanted.group_ids}
    named = sorted({gone[line.group_code] for line in lines if line.group_code in gone})
    if named:
        raise Refusal(f"The draft has lines of money of {named[0]}. Take them out before you take the group out.")


def _write(contract: Contract, wanted: Particulars) -> None:
    for name in _SAID:
        if name not in ("year_value", "whole_value", "group_ids"):
            setattr(contract, name, getattr(wanted, name))
    contract.year_value, contract.whole_value = as_decimal(wanted.year_value), as_decimal(wanted.whole_value)
    contract.notice_by_on = notice_by(wanted.ends_on, wanted.notice_months)
    kept = {covered.group_id: covered for covered in contract.covered}
    contract.covered = [kept.get(each) or CoveredGroup(group_id=each) for each in sorted(set(wanted.group_ids))]


def _write_settings(contract: Contract, wanted: dict[str, Setting]) -> None:
    kept = {setting.name: setting for setting in contract.settings}
    for name in kept.keys() - wanted.keys():
        contract.settings.remove(kept[name])
    for name, setting in wanted.items():
        if name in kept:
            kept[name].value, kept[name].source = setting.value, setting.source.strip()
        else:
            contract.settings.append(ContractSetting(name=name, value=setting.value, source=setting.source.strip()))


def _particular(particulars: Particulars, name: str) -> str:
    """One of the particulars as the audit trail tells it."""
    value = getattr(particulars, name)
    if value in (None, "", ()):
        return "nothing"
    if name in _TOLD_AS:
        return _TOLD_AS[name](value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _told(setting: Setting | None) -> str:
    """A setting as the audit trail tells it."""
    if setting is None:
        return "not set"
    return f"{setting.value} {SETTINGS[setting.name].unit} ({setting.source.strip()})"


def _as_pair(setting: Setting | ContractSetting | None) -> tuple[str, str] | None:
    return None if setting is None else (setting.value, setting.source.strip())
