"""The rooms of enhanced services as the application takes them: their pages, and how they are joined."""

from click import Command
from flask import Blueprint

from core.navigation import add_beside
from les.claims import views as claims
from les.claims.api import api as claims_api
from les.claims.queries.adjustments import funding_taken_over
from les.claims.queries.claimed import claimed_in
from les.claims.queries.paying import paid_of_dues
from les.claims.queries.planned import paid_by_plan
from les.claims.views import approval_pages
from les.payments import commands as payment_commands
from les.payments import views as payments
from les.payments.queries.incentive import planned_schemes
from les.payments.queries.outcomes import paid_of
from les.payments.queries.spend import spent_of
from les.payments.views import account_pages as group_accounts
from les.payments.views import incentive_pages as incentive
from les.payments.views.beside import beside_claim
from les.schemes import views as schemes
from les.schemes.queries.budgets import commitment_and_spend
from les.schemes.queries.claimed import claimed_before
from les.schemes.queries.funding import funding_handed_on
from les.sign_up import views as sign_up
from les.sign_up.queries import commitment
from les.verification import views as verification

BLUEPRINTS: tuple[Blueprint, ...] = (
    *schemes.blueprints,
    *sign_up.blueprints,
    *claims.blueprints,
    claims_api,
    *approval_pages.blueprints,
    *payments.blueprints,
    *incentive.blueprints,
    *group_accounts.blueprints,
    *verification.blueprints,
)
COMMANDS: tuple[Command, ...] = (payment_commands.les,)


def join() -> None:
    """Let higher rooms have a word in what lower ones do.

    Sign-up tells what it commits of a scheme’s budget, payments what is spent of it, what of a claim is paid, and which
    schemes a plan pays;
    claims tell what was claimed under its caps and which funding they took over to be paid.
    """
    payment_commands.make_known()
    commitment_and_spend[:] = [commitment.commitment_and_spend, spent_of]
    paid_of_dues[:] = [paid_of]
    claimed_before[:] = [claimed_in]
    paid_by_plan[:] = [planned_schemes]
    funding_handed_on[:] = [funding_taken_over]
    add_beside("payments of claims", of="claim", make=beside_claim)
