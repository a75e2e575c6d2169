"""The sections of a pack that this room makes itself, from rooms below it. `hand_in_own` hands them in."""

from contracts.reviews.own_sections.money import money_section, must_dos_section
from contracts.reviews.own_sections.of_meetings import actions_section, attendance_section, next_date_section
from contracts.reviews.own_sections.returns import returns_section
from contracts.reviews.own_sections.varied import variations_section
from contracts.reviews.own_sections.watched import kpis_section, notices_section, plan_section
from contracts.reviews.sections import hand_in


def hand_in_own() -> None:
    """Hand in what stands in rooms that know nothing of reviews."""
    hand_in("attendance", "meetings", attendance_section)
    hand_in("actions", "meetings", actions_section)
    hand_in("plan_against_actual", "monitoring", plan_section)
    hand_in("kpis", "performance", kpis_section)
    hand_in("notices", "notices", notices_section)
    hand_in("money", "contracts", money_section)
    hand_in("data_quality", "activity", returns_section)
    hand_in("variations", "variations", variations_section)
    hand_in("must_dos", "must-dos", must_dos_section)
    hand_in("next_date", "reviews", next_date_section)
