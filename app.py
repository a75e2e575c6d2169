"""The application: settings, extensions, rooms, error pages. No business stands here.

`flask` finds `create_app` by itself; the server runs `app:create_served_app()`.
"""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_migrate import Migrate

from budgets.rounds import commands as budget_commands
from budgets.rounds import views as rounds
from commissioning.catalogue import views as catalogue
from commissioning.catalogue.actions.reasons import against_closing_locality, against_closing_provider
from commissioning.organisations import views as organisations
from commissioning.organisations.actions.localities import reasons_against_closing_locality
from core import clock, home
from core.attachments import commands as attachment_commands
from core.attachments import views as attachments
from core.audit import keep_events_with
from core.audit_trail import commands as audit_commands
from core.audit_trail import views as audit_trail
from core.audit_trail.actions import keep_events
from core.audit_trail.queries import tell_last_change
from core.components import prepare_templates
from core.configuration import check_secret_key, configure
from core.db import db
from core.error_pages import prepare_error_pages
from core.headers import prepare_headers
from core.logs import prepare_logs
from core.navigation import items_for
from core.one_use import tell_last_change_with
from core.parties.actions import reasons_against_closing
from core.people import commands as people_commands
from core.people import views as people
from core.serving import serve_command
from core.web import find_actor, prepare_web
from demo import commands as demo_commands
from demo.year import keep_the_time_of_the_demo

BLUEPRINTS = (
    home.views,
    people.views,
    audit_trail.views,
    attachments.views,
    organisations.views,
    catalogue.views,
    *rounds.blueprints,
)
COMMANDS = (
    people_commands.commands,
    audit_commands.commands,
    attachment_commands.commands,
    budget_commands.budgets,
    demo_commands.commands,
    serve_command,
)


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Make the application with the settings of this installation; `overrides` go last (tests)."""
    app = Flask(__name__, instance_relative_config=True)
    configure(app, overrides)
    prepare_logs(app)
    db.init_app(app)
    Migrate(app, db, directory="migrations")
    prepare_templates(app)
    prepare_headers(app)
    prepare_web(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    keep_events_with(keep_events)
    tell_last_change_with(tell_last_change)
    _hand_on_reasons()
    app.context_processor(_frame)
    prepare_error_pages(app)
    _set_the_clock(app)
    return app


def create_served_app() -> Flask:
    """Make the application as the server runs it: with a secret key, or not at all."""
    app = create_app()
    check_secret_key(app)
    return app


def _set_the_clock(app: Flask) -> None:
    """Let a demo go on in its own time, and everything else in ours."""
    clock.run_apart(timedelta(0))
    if app.config["DEMO"]:
        with app.app_context():
            keep_the_time_of_the_demo()


def _hand_on_reasons() -> None:
    """Let higher rooms say why something may not close yet."""
    reasons_against_closing_locality[:] = [against_closing_locality]
    reasons_against_closing[:] = [against_closing_provider]


def _frame() -> dict[str, Any]:
    actor = find_actor()
    return {"navigation": items_for(actor) if actor else []}
