"""The agenda of a review: its items in their order, and what is said of one about which no room has anything."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of the agenda. `nothing`: the sentence where nothing is recorded about it."""

    key: str
    title: str
    nothing: str


AGENDA: tuple[Item, ...] = (
    Item(
        key="attendance",
        title="Attendance and quoracy",
        nothing="Nobody is nominated yet.",
    ),
    Item(key="actions", title="Actions from last time", nothing="No action is open, and none was agreed last time."),
    Item(
        key="plan_against_actual",
        title="Activity: plan against actual",
        nothing="The contract plans no activity for this period, so nothing is held against a plan.",
    ),
    Item(key="money", title="Money", nothing="Nothing is recorded about the money of this contract."),
    Item(
        key="kpis",
        title="Key performance indicators off track and exceptions",
        nothing="No key performance indicator is recorded for this contract.",
    ),
    Item(
        key="data_quality",
        title="Data quality and missing returns",
        nothing="No return is expected of this contract, so none is missing.",
    ),
    Item(
        key="notices",
        title="Open notices and plans",
        nothing="No notice is recorded for this contract.",
    ),
    Item(key="variations", title="Variations", nothing="No variation is recorded for this contract."),
    Item(
        key="must_dos",
        title="Must-do recruitment and spend",
        nothing="No recruitment to must-dos and no spending on them is recorded.",
    ),
    Item(key="risks", title="Risks", nothing="No risk is recorded. Raise risks in the meeting, and note them here."),
    Item(key="decisions", title="Decisions", nothing="Decisions are recorded in the meeting."),
    Item(key="next_date", title="Next date", nothing="No later review is called."),
)
ITEMS: Mapping[str, Item] = {item.key: item for item in AGENDA}
