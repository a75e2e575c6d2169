"""Figures of one service, place and month that hang together: the relations as data, and what breaks one."""

from dataclasses import dataclass

from commissioning.activity.rules.rows import quantity_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """The sum of `parts` is `whole`, or at most `whole`. Asked only where the whole and at least one part are given.

    `by_practice`: it holds for each practice by itself; else for the service.
    """

    rule: str
    parts: tuple[str, ...]
    whole: str
    is_equal: bool
    by_practice: bool = True


RELATIONS: tuple[Relation, ...] = (
    Relation(rule="contacts_add_up", parts=("first_contact", "follow_up_contact"), whole="contact", is_equal=True),
    Relation(
        rule="referrals_add_up",
        parts=("referral_accepted", "referral_rejected"),
        whole="referral",
        is_equal=False,
    ),
    Relation(rule="bed_days_fit", parts=("bed_day",), whole="available_bed_day", is_equal=False, by_practice=False),
)


def is_broken(relation: Relation, parts: int, whole: int) -> bool:
    """Whether the figures, in units, break a relation.

    >>> is_broken(RELATIONS[0], 120000, 130000), is_broken(RELATIONS[1], 120000, 130000)
    (True, False)
    """
    return parts != whole if relation.is_equal else parts > whole


def expected_by(relation: Relation, parts: int, *, practice: str, others: int) -> str:
    """What was expected of the whole, in words; `others`: how many more practices break the relation alike.

    >>> expected_by(RELATIONS[0], 120000, practice="X82001", others=2)
    '12, the sum of first contact and follow up contact, for X82001; and so for 2 more practices'
    """
    names = " and ".join(part.replace("_", " ") for part in relation.parts)
    least = "" if relation.is_equal else "at least "
    more = f"; and so for {others:,} more practice{'' if others == 1 else 's'}" if others else ""
    of = "the sum of " if len(relation.parts) > 1 else "the "
    return f"{least}{quantity_text(parts)}, {of}{names}, for {practice or 'the service'}{more}"
