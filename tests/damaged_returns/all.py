"""All damaged returns, each under a name of its own."""

from tests.damaged_returns.books import damaged_books
from tests.damaged_returns.kinds import Damaged
from tests.damaged_returns.packed import damaged_packed
from tests.damaged_returns.texts import damaged_texts

ALL: tuple[Damaged, ...] = (*damaged_texts(), *damaged_books(), *damaged_packed())
