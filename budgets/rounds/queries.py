"""Looking up rounds, inputs, scenarios and calculations, and reading back what is kept in them."""

import json
import re
import zlib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import contains_eager, joinedload, undefer

from budgets.method.kept import workbook_from
from budgets.method.methods import Method, method_from
from budgets.method.policy import Policy
from budgets.method.policy_keys import policy_from
from budgets.method.restored import calculation_from
from budgets.method.result import Calculation
from budgets.method.workbook import Workbook
from budgets.rounds.models import Inputs, Round, Scenario, Shown, StoredCalculation
from budgets.rounds.rules import values_in
from commissioning.catalogue.queries import provides_for
from core.db import db
from core.parties.models import Party
from core.permissions import Actor, Permission, Role
from core.problems import Notice

_MOST_ROWS_AT_HAND = 100_000
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


def get_round(round_id: int, *, for_change: bool = False) -> Round:
    """The round of that id; `for_change` holds it until the act is over, so that numbers are given one at a time."""
    found = select(Round).where(Round.id == round_id).options(joinedload(Round.commissioner))
    return db.session.execute(found.with_for_update(of=Round) if for_change else found).scalar_one()


def hold_commissioner(commissioner_id: int) -> None:
    """Hold a commissioner until the act is over, so that two who open a round of the same year follow each other."""
    db.session.execute(select(Party.id).where(Party.id == commissioner_id).with_for_update()).scalar_one()


def find_round(*, commissioner_id: int, year: str) -> Round | None:
    """A commissioner's round of a year."""
    found = select(Round).where(Round.commissioner_id == commissioner_id, Round.year == year)
    return db.session.execute(found).scalar_one_or_none()


def find_rounds(wanted: str) -> list[Round]:
    """The rounds of a year of that name, of all commissioners; or the round of that number."""
    found = select(Round).options(joinedload(Round.commissioner)).order_by(Round.id)
    is_wanted = Round.id == int(wanted) if _NUMBER.fullmatch(wanted) else Round.year == wanted
    return list(db.session.scalars(found.where(is_wanted)))


def select_rounds(by: Actor, *, on: date) -> Select[Round]:
    """The rounds that concern the reader, newest year first; groups and providers only those opened to the groups.

    A provider those of commissioners for whom it provides something on that day or later.
    """
    concerned = _concerning(by, on)
    rows = select(Round).options(joinedload(Round.commissioner)).order_by(Round.year.desc(), Round.id)
    rows = rows.where(Round.commissioner_id.in_(concerned)) if concerned else rows.where(false())
    if not by.may(Permission.SEE_UNSHOWN_CALCULATIONS):
        shown = select(StoredCalculation.round_id).join(Shown, Shown.calculation_id == StoredCalculation.id)
        rows = rows.where(Round.id.in_(shown))
    return rows


def list_rounds(by: Actor, *, on: date) -> list[Round]:
    """The same as a list."""
    return list(db.session.scalars(select_rounds(by, on=on)))


def _concerning(by: Actor, on: date) -> list[int]:
    """The commissioners whose rounds concern the reader."""
    reached = sorted(by.commissioner_ids)
    if by.role is not Role.PROVIDER_MANAGER:
        return reached
    return [commissioner for commissioner in reached if provides_for(by.organisation_id, commissioner, on=on)]


def list_years_taken(commissioner_id: int) -> list[str]:
    """The years for which a commissioner has a round."""
    return list(db.session.scalars(select(Round.year).where(Round.commissioner_id == commissioner_id)))


def get_inputs(inputs_id: int) -> Inputs:
    """The inputs of that id, without file and workbook until they are asked for."""
    found = select(Inputs).where(Inputs.id == inputs_id)
    return db.session.execute(found.options(joinedload(Inputs.round), joinedload(Inputs.uploaded_by))).scalar_one()


def list_inputs(round_id: int) -> list[Inputs]:
    """The inputs of a round, newest first."""
    found = select(Inputs).where(Inputs.round_id == round_id).options(joinedload(Inputs.uploaded_by))
    return list(db.session.scalars(found.order_by(Inputs.number.desc())))


def list_inputs_of(commissioner_id: int) -> list[Inputs]:
    """All inputs of a commissioner, those of the newest year and number first."""
    found = select(Inputs).join(Inputs.round).where(Round.commissioner_id == commissioner_id)
    found = found.options(contains_eager(Inputs.round)).order_by(Round.year.desc(), Inputs.number.desc())
    return list(db.session.scalars(found))


def find_inputs_like(round_id: int, *, content_hash: str = "", file_hash: str = "") -> Inputs | None:
    """The first inputs of a round with the same content, or made from the same file."""
    found = select(Inputs).where(Inputs.round_id == round_id).options(joinedload(Inputs.uploaded_by))
    same = Inputs.content_hash == content_hash if content_hash else Inputs.file_hash == file_hash
    return db.session.scalars(found.where(same).order_by(Inputs.number).limit(1)).first()


def get_scenario(scenario_id: int, *, for_change: bool = False) -> Scenario:
    """The scenario of that id with its inputs; `for_change` holds it until the act is over."""
    found = select(Scenario).where(Scenario.id == scenario_id)
    found = found.options(joinedload(Scenario.inputs), joinedload(Scenario.round), joinedload(Scenario.changed_by))
    return db.session.execute(found.with_for_update(of=Scenario) if for_change else found).scalar_one()


def list_scenarios(round_id: int) -> list[Scenario]:
    """The scenarios of a round, oldest first: the main one, then those tried beside it."""
    found = select(Scenario).where(Scenario.round_id == round_id).order_by(Scenario.id)
    return list(db.session.scalars(found.options(joinedload(Scenario.inputs), joinedload(Scenario.changed_by))))


def get_calculation(calculation_id: int) -> StoredCalculation:
    """The calculation of that id with its round, inputs and whether it was opened; its result when asked for."""
    return db.session.execute(_calculations().where(StoredCalculation.id == calculation_id)).scalar_one()


def find_shown(calculation_id: int) -> Shown | None:
    """When and by whom a calculation was opened to the groups, as it stands now; None where it was not."""
    return db.session.execute(select(Shown).where(Shown.calculation_id == calculation_id)).scalar_one_or_none()


def is_opened_to_groups(round_id: int) -> bool:
    """Whether any calculation of a round was opened to the groups."""
    found = select(Shown.calculation_id).join(Shown.calculation).where(StoredCalculation.round_id == round_id)
    return db.session.execute(found.limit(1)).first() is not None


def list_calculations(round_id: int) -> list[StoredCalculation]:
    """The calculations of a round, newest first."""
    found = _calculations().where(StoredCalculation.round_id == round_id)
    return list(db.session.scalars(found.order_by(StoredCalculation.number.desc())))


def calculations_seen_by(by: Actor, found: Round) -> list[StoredCalculation]:
    """The calculations of a round the reader may see, newest first.

    Commissioner, finance and auditors see all; leads and members of the commissioner's groups those opened to them.
    """
    if not by.reaches(found.commissioner_id) or not by.may(Permission.SEE_ROUNDS):
        return []
    return [stored for stored in list_calculations(found.id) if may_see(by, stored)]


def may_see(by: Actor, stored: StoredCalculation) -> bool:
    """Whether the reader may see a calculation: of a commissioner they belong to, and opened, or theirs to prepare."""
    if not by.reaches(stored.round.commissioner_id) or not by.may(Permission.SEE_ROUNDS):
        return False
    return stored.shown is not None or by.may(Permission.SEE_UNSHOWN_CALCULATIONS)


def find_newest_calculation(commissioner_id: int) -> StoredCalculation | None:
    """The newest calculation of a commissioner's newest round that has one."""
    found = _calculations().join(StoredCalculation.round).where(Round.commissioner_id == commissioner_id)
    return db.session.scalars(found.order_by(Round.year.desc(), StoredCalculation.number.desc()).limit(1)).first()


def find_calculation_like(scenario: Scenario) -> StoredCalculation | None:
    """The calculation of the round made from the same inputs, policy and methods as a scenario has now."""
    found = _calculations().where(
        StoredCalculation.round_id == scenario.round_id,
        StoredCalculation.inputs_id == scenario.inputs_id,
        StoredCalculation.policy == scenario.policy,
        StoredCalculation.methods == scenario.methods,
    )
    return db.session.scalars(found.order_by(StoredCalculation.number).limit(1)).first()


def count_states(round_ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """How many inputs, calculations and opened calculations each round has, in three queries however many rounds."""
    shown = select(StoredCalculation.round_id, func.count()).join(StoredCalculation.shown)
    counted = [
        select(Inputs.round_id, func.count()).group_by(Inputs.round_id),
        select(StoredCalculation.round_id, func.count()).group_by(StoredCalculation.round_id),
        shown.group_by(StoredCalculation.round_id),
    ]
    inputs, calculations, opened = ({row[0]: row[1] for row in db.session.execute(rows)} for rows in counted)
    return {each: (inputs.get(each, 0), calculations.get(each, 0), opened.get(each, 0)) for each in round_ids}


def next_number(kind: type[Inputs] | type[StoredCalculation], round_id: int) -> int:
    """The number the next set of inputs or calculation of a round gets."""
    return (db.session.scalar(select(func.max(kind.number)).where(kind.round_id == round_id)) or 0) + 1


def workbook_of(inputs: Inputs) -> Workbook:
    """The workbook of a set of inputs. Being frozen, the last few are kept at hand: recalculating reads none anew."""
    if inputs.activity_rows > _MOST_ROWS_AT_HAND:
        return workbook_from(_unpacked(inputs.id))
    return _workbook_at_hand(inputs.id, inputs.content_hash)


@lru_cache(maxsize=8)
def _workbook_at_hand(inputs_id: int, content_hash: str) -> Workbook:
    del content_hash  # another database may have other inputs under the same id
    return workbook_from(_unpacked(inputs_id))


def _unpacked(inputs_id: int) -> str:
    return zlib.decompress(db.session.scalars(select(Inputs.workbook).where(Inputs.id == inputs_id)).one()).decode()


def notices_of(inputs: Inputs) -> list[Notice]:
    """The warnings a set of inputs came with."""
    return [Notice(code=code, message=message) for code, message in json.loads(inputs.notices)]


def policy_of(kept: Inputs | Scenario | StoredCalculation, *, year: str = "") -> Policy:
    """The policy of inputs, a scenario or a calculation; on demand as it reads for another year."""
    keys = values_in(kept.policy)
    policy, problems = policy_from({**keys, "year": year or keys["year"]})
    if policy is None:
        raise RuntimeError(f"a kept policy cannot be read: {problems[0]}")
    return policy


def methods_of(kept: Scenario | StoredCalculation) -> dict[str, Method]:
    """The methods in which a scenario or a calculation differs from its inputs, by line code."""
    return {code: method_from(text) for code, text in values_in(kept.methods).items()}


def calculation_of(stored: StoredCalculation) -> Calculation:
    """The calculation as it was worked out, exact. Being frozen, the last few that were read are kept at hand."""
    return _calculation_at_hand(stored.result)


@lru_cache(maxsize=4)
def _calculation_at_hand(result: str) -> Calculation:
    return calculation_from(json.loads(result))


def _calculations() -> Select[StoredCalculation]:
    return select(StoredCalculation).options(
        joinedload(StoredCalculation.round).joinedload(Round.commissioner),
        joinedload(StoredCalculation.inputs),
        joinedload(StoredCalculation.calculated_by),
        joinedload(StoredCalculation.shown).joinedload(Shown.shown_by),
    )


def get_file(inputs_id: int) -> Inputs:
    """The inputs of that id with the file as it came."""
    found = select(Inputs).where(Inputs.id == inputs_id).options(undefer(Inputs.file), joinedload(Inputs.round))
    return db.session.execute(found).scalar_one()
