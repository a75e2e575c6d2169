"""The rooms of contracts as the application takes them: their pages, their commands, and how they are joined."""

from click import Command
from flask import Blueprint

from commissioning.meetings.measures import add_measures
from contracts.agreements import views as agreements
from contracts.agreements.queries.money import committed_besides
from contracts.agreements.queries.register import counters_of_open_variations
from contracts.agreements.queries.specifications import reasons_against_withdrawing
from contracts.heads_of_terms import views as heads_of_terms
from contracts.monitoring import views as monitoring
from contracts.notices import commands as notice_commands
from contracts.notices import views as notices
from contracts.notices.queries.references import describers
from contracts.performance import commands as performance_commands
from contracts.performance import views as performance
from contracts.performance.api import api as performance_api
from contracts.reviews import views as reviews
from contracts.reviews.commands import make_known as make_reviews_known
from contracts.reviews.own_sections import hand_in_own
from contracts.reviews.queries import measures as reviewed
from contracts.specifications import views as specifications
from contracts.specifications.actions.withdrawing import reasons_against_withdrawing_specification
from contracts.variations import commands as contract_commands
from contracts.variations import views as variations
from contracts.variations.queries.variations import committed_by_variations, count_open
from core.navigation import add_beside, add_notice

BLUEPRINTS: tuple[Blueprint, ...] = (
    *specifications.blueprints,
    *heads_of_terms.blueprints,
    *agreements.blueprints,
    *variations.blueprints,
    *monitoring.blueprints,
    *performance.blueprints,
    performance_api,
    *notices.blueprints,
    *reviews.blueprints,
)
COMMANDS: tuple[Command, ...] = (contract_commands.contracts, performance_commands.kpis)


def join() -> None:
    """Let higher rooms have a word in what lower ones do."""
    counters_of_open_variations[:] = [count_open]
    committed_besides[:] = [committed_by_variations]
    reasons_against_withdrawing_specification[:] = [reasons_against_withdrawing]
    add_notice("contracts that name it", of="specifications", make=agreements.notices_on_specification)
    add_notice("contracts that follow heads", of="heads_of_terms", make=agreements.notices_on_heads)
    describers[notices.KPI] = notices.describe_kpi
    add_beside("notices about KPIs", of="kpi", make=notices.beside_kpi)
    notice_commands.make_known()
    hand_in_own()
    make_reviews_known()
    describers[reviews.DECISION] = reviews.describe_decision
    add_beside("notices on decisions", of="decision", make=reviews.beside_decision)
    add_measures(
        reviewed.KIND,
        offered=reviewed.kpis_offered,
        measured=performance.moved_as_all_know,
        address_of=performance.address_of,
    )
