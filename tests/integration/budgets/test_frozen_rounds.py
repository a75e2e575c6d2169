"""What a round keeps is frozen: the database itself refuses to change or delete it, on both engines."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.db import bookkeeping
from tests.builders_rounds import Field, a_calculation, opened

ACTS = {
    "rounds_inputs": ("UPDATE rounds_inputs SET file_name = 'another.xlsx'", "DELETE FROM rounds_inputs"),
    "rounds_calculation": ("UPDATE rounds_calculation SET net = net + 1", "DELETE FROM rounds_calculation"),
    "rounds_shown": ("UPDATE rounds_shown SET note = 'something else'", "DELETE FROM rounds_shown"),
}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("table", sorted(ACTS))
def test_the_database_refuses_to_change_or_delete_what_is_frozen(table: str) -> None:
    commissioner = Field().commissioner
    stored = a_calculation(commissioner)
    opened(stored, commissioner)
    for statement in ACTS[table]:
        with pytest.raises(DBAPIError, match=f"what {table} holds is frozen"), bookkeeping() as session:
            session.execute(text(statement))
