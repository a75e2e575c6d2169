"""What practices claim per 1,000 of their lists, compared: a reason to ask, never proof."""

from commissioning.activity.presented.seeing.practices import Compared, compared, practices_table
from commissioning.activity.rules.comparing import counted
from core.funnel import Standing
from core.tables import Table, number_text
from les.verification.queries.peers import Claimed

COUNTED = "claimed"
ENOUGH = 5
"""From how many practices on one of them is told the rate of all: of fewer it could work out another’s."""


def peers_of(claimed: Claimed, *, hide_up_to: int | None) -> Compared:
    """The comparison; `hide_up_to`: counts up to it are hidden, None for those who see every claim anyway."""
    codes = [each.code for each in claimed.practices]
    counts = {(each.code, COUNTED): claimed.counts[each.id] for each in claimed.practices}
    held = counted(counts, codes, [COUNTED], hide_up_to=hide_up_to)
    return compared(claimed.practices, claimed.groups, held, claimed.people)


def peers_table(held: Compared) -> Table:
    """Practices with items claimed, list, rate per 1,000 and where it lies."""
    return practices_table(held, what="Items claimed", people="Registered patients")


def beyond_list(claimed: Claimed, *, hide_up_to: int | None) -> list[str]:
    """Practices that claim more items than their list has patients, each in a sentence."""
    found = []
    for each in claimed.practices:
        people, count = claimed.people.get(each.id), claimed.counts[each.id]
        if people is not None and count > people and (hide_up_to is None or count > hide_up_to):
            found.append(f"{each.name} claims {count:,} items with {number_text(people)} patients on its list.")
    return found


def without_list(claimed: Claimed) -> list[str]:
    """Practices whose list was never counted by then."""
    return [each.name for each in claimed.practices if not claimed.people.get(each.id)]


def own_sentence(held: Compared, practice_id: int) -> str:
    """Where one practice lies, for itself: its own rate and that of all, no other practice’s."""
    units = dict(zip((each.id for each in held.drawn), held.funnel.units, strict=True))
    unit, rate = units.get(practice_id), held.funnel.rate
    if unit is None or unit.rate is None or rate is None or len(held.drawn) < ENOUGH:
        return "There is nothing to compare for your practice in this quarter."
    own, whole = (number_text(each, 1) for each in (unit.rate, rate))
    where = {Standing.WITHIN: "within the limits of chance"}.get(unit.standing, unit.standing.value)
    return f"You claim {own} items per 1,000 patients; all practices together claim {whole}. Your rate is {where}."
