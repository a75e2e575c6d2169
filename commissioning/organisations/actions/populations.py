"""Recording population snapshots: one practice on a day, or a whole sheet. What is recorded stays."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from commissioning.organisations.actions.recording import record_on
from commissioning.organisations.models import NeedWeighting, PopulationSnapshot
from commissioning.organisations.queries.lines import days_of, parties_by_code
from commissioning.organisations.queries.populations import find_in_force, list_in_force
from commissioning.organisations.queries.practices import lock_party
from commissioning.organisations.rules.checks import check_correction, check_weighting_name
from commissioning.organisations.rules.sheets import problems_in_populations
from commissioning.organisations.rules.values import HasProblems, PopulationLine
from core import audit
from core.db import db
from core.errors import Refusal
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may


def record_population(
    *,
    practice_id: int,
    on: date,
    registered: Decimal,
    weighted: Mapping[str, Decimal],
    by: Actor,
    at: datetime,
    reason: str = "",
) -> PopulationSnapshot:
    """Record a practice's people on a day. Where the day has figures already, `reason` says why they are corrected."""
    practice = lock_party(practice_id, PartyKind.PRACTICE)
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=practice.commissioner_id)
    for name in weighted:
        check_weighting_name(name)
    line = PopulationLine(practice=practice.code, on=on, registered=registered, weighted=weighted)
    problems = list(problems_in_populations([line], practices={practice.code: days_of(practice)}))
    if problems:
        raise HasProblems(problems)
    old = find_in_force(practice_id, on=on)
    if old is not None:
        if _same(old, line):
            raise Refusal(f"The population of {practice.name} on that day is recorded with these figures already.")
        check_correction(reason, practice=practice.name, on=on)
    population = _add(practice, line, old, by=by, at=at, reason=reason)
    record_on(
        practice,
        by=by,
        act="correct_population" if old else "record_population",
        old=_values(old) if old else None,
        new={**_values(population), **({"reason": population.reason} if old else {})},
    )
    return population


def record_populations(
    *,
    commissioner_id: int,
    lines: Sequence[PopulationLine],
    by: Actor,
    at: datetime,
    reason: str = "",
    file: str = "populations",
) -> int:
    """Record a whole sheet in one act, or nothing of it. Figures recorded already are passed over; others for the
    same practice and day are corrections and need a reason. The number of populations recorded.
    """
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=commissioner_id)
    lock_party(commissioner_id, PartyKind.PCT)
    practices = parties_by_code(commissioner_id, PartyKind.PRACTICE)
    days = {code: days_of(practice) for code, practice in practices.items()}
    problems = list(problems_in_populations(lines, practices=days, file=file))
    if problems:
        raise HasProblems(problems)
    kept = {(p.practice.code, p.counted_on): p for p in list_in_force(commissioner_id)}
    wanted = [(line, kept.get((line.practice, line.on))) for line in lines]
    changed = [(line, old) for line, old in wanted if old is None or not _same(old, line)]
    corrected = [line for line, old in changed if old is not None]
    if corrected:
        check_correction(reason, practice=practices[corrected[0].practice].name, on=corrected[0].on)
    if not changed:
        raise Refusal("Every population in the file is recorded with these figures already.")
    for line, old in changed:
        _add(practices[line.practice], line, old, by=by, at=at, reason=reason if old else "")
    _record_sheet(commissioner_id, [line for line, _ in changed], corrected=len(corrected), reason=reason, by=by)
    return len(changed)


def _record_sheet(
    commissioner_id: int, lines: Sequence[PopulationLine], *, corrected: int, reason: str, by: Actor
) -> None:
    audit.record(
        db.session(),
        by=by,
        act="organisations.record_populations",
        subject="party",
        subject_id=commissioner_id,
        new={
            "count": len(lines),
            "corrected": corrected,
            "days": ", ".join(sorted({line.on.isoformat() for line in lines})),
            **({"reason": reason.strip()} if corrected else {}),
        },
        commissioner_id=commissioner_id,
    )


def _add(
    practice: Party, line: PopulationLine, old: PopulationSnapshot | None, *, by: Actor, at: datetime, reason: str
) -> PopulationSnapshot:
    population = PopulationSnapshot(
        practice_id=practice.id,
        counted_on=line.on,
        number=old.number + 1 if old else 1,
        registered=line.registered,
        corrects_id=old.id if old else None,
        reason=reason.strip() if old else "",
        recorded_by_id=by.person_id,
        recorded_at=at,
        weightings=[NeedWeighting(name=name, people=people) for name, people in line.weighted.items()],
    )
    db.session.add(population)
    db.session.flush()
    return population


def _same(old: PopulationSnapshot, line: PopulationLine) -> bool:
    recorded = {weighting.name: weighting.people for weighting in old.weightings}
    return old.registered == line.registered and recorded == dict(line.weighted)


def _values(population: PopulationSnapshot) -> dict[str, str]:
    weighted = {weighting.name: f"{weighting.people:f}" for weighting in population.weightings}
    return {"on": population.counted_on.isoformat(), "registered": f"{population.registered:f}", **weighted}
