"""A contract as one text: its clauses and schedules in order, made from its rows as they are now."""

from collections.abc import Iterable, Sequence
from datetime import date

from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.money import ContractLine
from contracts.agreements.models.schedules import Schedule
from contracts.agreements.queries.contracts import groups_of, list_schedules
from contracts.agreements.queries.figures import figures_of
from contracts.agreements.queries.followed_part import with_heads_followed
from contracts.agreements.queries.money import list_lines
from contracts.agreements.rules.clauses import TERM, VALUE, term_clause, value_clause
from contracts.agreements.rules.content import Amount, Content, Part, SignatureAsked, as_table, as_words
from contracts.agreements.rules.forms import (
    FORM_NAMES,
    TYPE_NAMES,
    Named,
    Signer,
    dispute_clause,
    nature_of,
    signers_of,
    signing_clause,
)
from contracts.agreements.rules.particulars import SETTINGS
from contracts.agreements.rules.schedules import ScheduleKind
from core.money import as_pence
from core.parties.models import Party


def named(party: Party) -> Named:
    """An organisation as a contract names it."""
    return Named(party_id=party.id, code=party.code, name=party.name)


def signers_asked(contract: Contract) -> list[Signer]:
    """Who is asked to sign this contract, as what."""
    return signers_of(
        commissioner=named(contract.commissioner),
        provider=named(contract.provider),
        groups=[named(group) for group in groups_of(contract)],
        main_contractor=named(contract.head.provider) if contract.head else None,
    )


def content_now(contract: Contract) -> Content:
    """The contract as it would be issued now."""
    schedules = list_schedules(contract.id)
    return Content(
        reference=contract.reference,
        title=contract.title,
        facts=_facts(contract),
        parts=with_heads_followed(contract.id, (*_clauses(contract), *_schedules(schedules, list_lines(contract.id)))),
        signatures=tuple(
            SignatureAsked(
                code=each.party.code, name=each.party.name, capacity=each.capacity.value, is_needed=each.is_needed
            )
            for each in signers_asked(contract)
        ),
    )


def _facts(contract: Contract) -> dict[str, str | int]:
    return {
        "commissioner": f"{contract.commissioner.name} ({contract.commissioner.code})",
        "provider": f"{contract.provider.name} ({contract.provider.code})",
        "form": FORM_NAMES[contract.form],
        "kind": TYPE_NAMES[contract.kind],
        "year": contract.year,
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat(),
        "notice_months": contract.notice_months,
        "year_value": as_pence(contract.year_value),
        "whole_value": as_pence(contract.whole_value),
    }


def term_of(contract: Contract, *, ends_on: date) -> str:
    """The clause on the term of a contract that ends on a day."""
    return term_clause(
        starts_on=contract.starts_on,
        ends_on=ends_on,
        notice_months=contract.notice_months,
        extension=contract.extension,
    )


def _clauses(contract: Contract) -> Iterable[Part]:
    names = {"commissioner": as_words(contract.commissioner.name), "provider": as_words(contract.provider.name)}
    yield Part(key="form", title="Legal form", text=nature_of(contract.form, **names))
    yield Part(key="parties", title="Parties", text=_parties(contract))
    yield Part(key=TERM, title="Term, extension and notice", text=term_of(contract, ends_on=contract.ends_on))
    value = value_clause(
        year=contract.year, year_value=as_pence(contract.year_value), whole_value=as_pence(contract.whole_value)
    )
    yield Part(key=VALUE, title="Value", text=value)
    if contract.covered:
        yield Part(key="groups", title="PbC groups covered", text=_groups(contract))
    yield Part(key="settings", title="Settings of contract management", text=_settings(contract))
    yield Part(key="disputes", title="Disputes", text=dispute_clause(contract.form, **names))
    signing = signing_clause(
        contract.form, has_groups=bool(contract.covered), has_associates=bool(contract.associates.strip())
    )
    yield Part(key="signing", title="Signing", text=signing)


def _parties(contract: Contract) -> str:
    rows = [
        ("Co-ordinating commissioner" if contract.associates.strip() else "Commissioner", contract.commissioner),
        *([("Main contractor", contract.head.provider)] if contract.head else []),
        ("Sub-contractor" if contract.head else "Provider", contract.provider),
    ]
    said = [as_table("Parties", ("As", "Organisation", "Code"), [(role, p.name, p.code) for role, p in rows])]
    associates = [line.strip() for line in contract.associates.splitlines() if line.strip()]
    if associates:
        said.append("Associates, for whom the co-ordinating commissioner acts:")
        said.append("\n".join(f"- {as_words(line)}" for line in associates))
    if contract.head:
        said.append(f"This sub-contract stands under contract {as_words(contract.head.reference)}.")
    return "\n\n".join(said)


def _groups(contract: Contract) -> str:
    rows = [(group.name, group.code) for group in groups_of(contract)]
    return as_table("PbC groups covered", ("Group", "Code"), rows)


def _settings(contract: Contract) -> str:
    kept = {setting.name: setting for setting in contract.settings}
    rows = [
        (kind.label, f"{kept[name].value}{'' if kind.unit == '%' else ' '}{kind.unit}", kept[name].source)
        for name, kind in SETTINGS.items()
        if name in kept
    ]
    said = as_table("Settings", ("What", "Value", "Source"), rows)
    return said or "No day count, percentage or threshold is agreed."


def _schedules(schedules: Sequence[Schedule], lines: Sequence[ContractLine]) -> Iterable[Part]:
    """The schedules; the lines of money stand in the first one on prices, or in a part of their own."""
    amounts = tuple(
        Amount(
            line=line.line_code,
            line_name=line.line_name,
            group=line.group_code,
            group_name=line.group_name,
            pence=as_pence(line.amount),
        )
        for line in lines
    )
    prices = next((each.key for each in schedules if each.kind is ScheduleKind.PRICES), None)
    for each in schedules:
        yield Part(
            key=each.key,
            title=each.title,
            text=schedule_text(each),
            amounts=amounts if each.key == prices else (),
            is_schedule=True,
            figures=figures_of(each),
        )
    if amounts and prices is None:
        text = "What this contract commits of the groups’ budget lines."
        yield Part(key="money", title="Lines of money", text=text, amounts=amounts, is_schedule=True)


def schedule_text(schedule: Schedule) -> str:
    """What stands in a schedule: its words, then the specifications it names or the returns it asks for."""
    specifications = as_table(
        "Agreed specifications",
        ("Number", "Version", "Title", "SHA-256 of the agreed text"),
        [
            (each.number, str(each.specification_version), each.title, each.content_hash)
            for each in schedule.specifications
        ],
    )
    returns = as_table(
        "Returns",
        ("Return", "How often", "By working day", "Source"),
        [(each.name, each.every_name, str(each.working_day), each.source) for each in schedule.returns],
    )
    return "\n\n".join(part for part in (schedule.text.strip(), specifications, returns) if part)
