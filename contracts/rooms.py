"""The rooms of contracts as the application takes them: their pages, their commands, and how they are joined."""

from click import Command
from flask import Blueprint

from contracts.agreements import commands as agreement_commands
from contracts.agreements import views as agreements
from contracts.heads_of_terms import views as heads_of_terms
from contracts.specifications import views as specifications

BLUEPRINTS: tuple[Blueprint, ...] = (
    *specifications.blueprints,
    *heads_of_terms.blueprints,
    *agreements.blueprints,
)
COMMANDS: tuple[Command, ...] = (agreement_commands.contracts,)


def join() -> None:
    """Let higher rooms have a word in what lower ones do."""
