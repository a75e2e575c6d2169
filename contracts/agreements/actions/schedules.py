"""Writing the schedules of a draft: adding, changing, ordering, taking out; what they name and ask for."""

from contracts.agreements.actions.recording import held_draft, held_schedule, record_on, touch
from contracts.agreements.models.contracts import SUBJECT, Contract
from contracts.agreements.models.schedules import NamedSpecification, ReturnRequired, Schedule
from contracts.agreements.queries.contracts import get_schedule, list_schedules
from contracts.agreements.queries.specifications import version_named
from contracts.agreements.rules.naming import check_naming
from contracts.agreements.rules.schedules import (
    SCHEDULE_NAMES,
    ReturnAsked,
    ScheduleKind,
    check_return,
    check_title,
    next_key,
)
from contracts.specifications.queries.agreed import AgreedVersion, agreed_of, once_agreed
from contracts.specifications.queries.versions import find_specification_id_of, get_specification, get_version
from core import audit
from core.comparing import rewording_of
from core.db import db
from core.errors import Refusal
from core.markdown import check_text
from core.permissions import Actor
from core.threads.queries import count_comments


def add_schedule(*, contract_id: int, kind: ScheduleKind, title: str, text: str, by: Actor) -> Schedule:
    """Add a schedule behind the others. Its key is of its kind and stays; none is given again that was talked about."""
    contract = held_draft(contract_id, by=by)
    check_title(title)
    check_text(text)
    others = list_schedules(contract.id)
    schedule = Schedule(
        contract_id=contract.id,
        key=next_key(kind, [*(each.key for each in others), *count_comments(SUBJECT, contract.id)]),
        kind=kind,
        place=max((each.place for each in others), default=0) + 1,
        title=title.strip(),
        text=text.strip(),
    )
    db.session.add(schedule)
    touch(contract)
    db.session.flush()
    record_on(contract, "add_schedule", by=by, new={"title": schedule.title, "kind": SCHEDULE_NAMES[kind]})
    return schedule


def write_schedule(*, contract_id: int, schedule_id: int, title: str, text: str, by: Actor) -> Schedule:
    """Write title and text of a schedule anew."""
    contract = held_draft(contract_id, by=by)
    schedule = get_schedule(contract.id, schedule_id)
    check_title(title)
    check_text(text)
    if (schedule.title, schedule.text) == (title.strip(), text.strip()):
        raise Refusal("Nothing was changed: this is what the schedule says already.")
    old = {"title": schedule.title, "text": schedule.text}
    summary = rewording_of((schedule.title, title.strip()), (schedule.text, text.strip()))
    schedule.title, schedule.text = title.strip(), text.strip()
    db.session.flush()
    new = {"title": schedule.title, "text": schedule.text, "summary": summary}
    record_on(contract, "write_schedule", by=by, new=new, old=old)
    return schedule


def move_schedule_up(*, contract_id: int, schedule_id: int, by: Actor) -> Schedule:
    """Put a schedule before the one above it. The first stays where it is, in words."""
    contract = held_draft(contract_id, by=by)
    schedule = get_schedule(contract.id, schedule_id)
    above = [each for each in list_schedules(contract.id) if each.place < schedule.place]
    if not above:
        raise Refusal(f"“{schedule.title}” is the first schedule already.")
    above[-1].place, schedule.place = schedule.place, above[-1].place
    touch(contract)
    db.session.flush()
    record_on(contract, "move_schedule_up", by=by, new={"title": schedule.title})
    return schedule


def take_out_schedule(*, contract_id: int, schedule_id: int, by: Actor) -> Contract:
    """Take a schedule out of a draft. What was said about it stays in the history of the contract."""
    contract = held_draft(contract_id, by=by)
    schedule = get_schedule(contract.id, schedule_id)
    title = schedule.title
    db.session.delete(schedule)
    touch(contract)
    db.session.flush()
    record_on(contract, "take_out_schedule", by=by, new={"title": title})
    return contract


def name_specification(*, contract_id: int, schedule_id: int, version_id: int, by: Actor) -> NamedSpecification:
    """Name an agreed version of a specification in a schedule of specifications. Another version of it gives way."""
    contract = held_draft(contract_id, by=by)
    schedule = held_schedule(contract, schedule_id, ScheduleKind.SPECIFICATIONS)
    version = _version_to_name(contract, version_id)
    for each in [kept for kept in schedule.specifications if kept.number == version.reference]:
        schedule.specifications.remove(each)
    db.session.flush()
    named = NamedSpecification(
        number=version.reference,
        specification_version=version.number,
        title=version.title,
        content_hash=version.content_hash,
        version_id=version.version_id,
    )
    schedule.specifications.append(named)
    touch(contract)
    db.session.flush()
    new: audit.Values = {"number": named.number, "version": version.number, "title": named.title}
    record_on(contract, "name_specification", by=by, new=new)
    return named


def _version_to_name(contract: Contract, version_id: int) -> AgreedVersion:
    """The version, its specification held so that nobody withdraws it meanwhile; refused where it may not be named."""
    specification_id = find_specification_id_of(version_id)
    specification = get_specification(specification_id, for_change=True) if specification_id is not None else None
    if specification is None or specification.commissioner_id != contract.commissioner_id:
        raise Refusal(f"Choose one of the agreed specifications of {contract.commissioner.name}.")
    version = once_agreed([version_id]).get(version_id)
    if version is None:
        found = get_version(version_id)
        raise Refusal(f"{found.called} is {found.state_name.lower()}. A contract names agreed versions only.")
    now_agreed = agreed_of([specification.id]).get(specification.id)
    check_naming(version_named(version, now_agreed), starts_on=contract.starts_on)
    return version


def take_out_specification(*, contract_id: int, schedule_id: int, named_id: int, by: Actor) -> Schedule:
    """Take a specification out of a schedule."""
    contract = held_draft(contract_id, by=by)
    schedule = held_schedule(contract, schedule_id, ScheduleKind.SPECIFICATIONS)
    kept = next((each for each in schedule.specifications if each.id == named_id), None)
    if kept is None:
        raise Refusal("That specification is not named here any more.")
    schedule.specifications.remove(kept)
    touch(contract)
    db.session.flush()
    record_on(contract, "take_out_specification", by=by, new={"number": kept.number, "title": kept.title})
    return schedule


def ask_return(*, contract_id: int, schedule_id: int, asked: ReturnAsked, by: Actor) -> Schedule:
    """Ask for a return in a schedule of reporting requirements."""
    contract = held_draft(contract_id, by=by)
    schedule = held_schedule(contract, schedule_id, ScheduleKind.REPORTING)
    check_return(asked)
    if any(each.name == asked.name.strip() for each in schedule.returns):
        raise Refusal(f"“{asked.name.strip()}” is asked for already. Take it out first to ask for it otherwise.")
    schedule.returns.append(
        ReturnRequired(
            name=asked.name.strip(), every=asked.every, working_day=asked.working_day, source=asked.source.strip()
        )
    )
    touch(contract)
    db.session.flush()
    new: audit.Values = {"name": asked.name.strip(), "every": asked.every.value, "working_day": asked.working_day}
    record_on(contract, "ask_return", by=by, new=new)
    return schedule


def take_out_return(*, contract_id: int, schedule_id: int, return_id: int, by: Actor) -> Schedule:
    """Ask for a return no more."""
    contract = held_draft(contract_id, by=by)
    schedule = held_schedule(contract, schedule_id, ScheduleKind.REPORTING)
    kept = next((each for each in schedule.returns if each.id == return_id), None)
    if kept is None:
        raise Refusal("That return is not asked for here any more.")
    schedule.returns.remove(kept)
    touch(contract)
    db.session.flush()
    record_on(contract, "take_out_return", by=by, new={"name": kept.name})
    return schedule
