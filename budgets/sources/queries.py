"""Looking up what is said of the drivers of a set of inputs."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from budgets.rounds.models import Inputs
from budgets.sources.models import DriverSource
from budgets.sources.rules.descriptions import Descriptions
from core.db import db


def list_sources(inputs_id: int) -> list[DriverSource]:
    """Everything that was ever said of a set of inputs, oldest first, with who said it."""
    found = (
        select(DriverSource).where(DriverSource.inputs_id == inputs_id).options(joinedload(DriverSource.described_by))
    )
    return list(db.session.scalars(found.order_by(DriverSource.id)))


def list_standing_sources(inputs_id: int) -> list[DriverSource]:
    """What counts: of each driver and line the row that was said last."""
    last = {(row.driver, row.line_code): row for row in list_sources(inputs_id)}
    return list(last.values())


def descriptions_of(inputs_id: int) -> Descriptions:
    """What counts, as values: where the figures of a set of inputs come from."""
    return Descriptions.of(row.description for row in list_sources(inputs_id))


def find_described_before(inputs: Inputs) -> Inputs | None:
    """The newest earlier inputs of the round of which anything is said."""
    said = select(DriverSource.inputs_id)
    found = select(Inputs).where(Inputs.round_id == inputs.round_id, Inputs.number < inputs.number, Inputs.id.in_(said))
    return db.session.scalars(found.order_by(Inputs.number.desc()).limit(1)).first()
