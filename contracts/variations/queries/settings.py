"""The settings of a contract as it reads on a day: those of its signed text and of the variations in effect."""

from collections.abc import Mapping
from datetime import date

from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.particulars import Setting
from contracts.variations.queries.content import Base, base_of
from contracts.variations.rules.settings import SETTINGS_PART, Row, problems_in_rows, settings_from
from core.errors import Refusal
from core.markdown import as_blocks
from core.prose import Table, words_of

Settings = Mapping[str, Setting]
_COLUMNS = 3


def settings_on(contract: Contract, on: date) -> Settings:
    """The settings of a signed contract as it reads on a day, by name. LookupError for one that was never issued."""
    return settings_of_base(base_of(contract), on)


def settings_of_base(base: Base, on: date) -> Settings:
    """The same of a contract that was read already, with its variations."""
    return settings_from(rows_of(_clause(base, on)))


def settings_changed_by(base: Base, on: date) -> tuple[int, ...]:
    """The numbers of the variations in effect on a day that worded the clause on settings anew."""
    parts = base.as_at(on).composition.parts
    return next((each.numbers for each in parts if each.part.key == SETTINGS_PART), ())


def rows_of(text: str) -> list[Row]:
    """The rows of the tables of a clause on settings; a row of other than three cells is none."""
    found = []
    for block in as_blocks(text):
        if isinstance(block, Table):
            rows = [[words_of(cell) for cell in row] for row in block.rows]
            found += [(row[0], row[1], row[2]) for row in rows if len(row) == _COLUMNS]
    return found


def check_settings_text(text: str) -> None:
    """Refuse a wording of the clause on settings whose rows cannot be read back: what is counted by must be clear."""
    if problems := problems_in_rows(rows_of(text)):
        raise Refusal(" ".join(problems))


def _clause(base: Base, on: date) -> str:
    standing = base.standing_on(on)
    return next((piece.text for piece in standing if piece.key == SETTINGS_PART), "")
