"""The application: settings, extensions, rooms, error pages. No business stands here.

`flask` finds `create_app` by itself; the server runs `app:create_served_app()`.
"""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_migrate import Migrate

from budgets import rooms as budgets
from commissioning import rooms as commissioning
from contracts import rooms as contracts
from core import clock
from core import rooms as core
from core.components import prepare_templates
from core.configuration import check_secret_key, check_site_address, configure
from core.db import db
from core.error_pages import prepare_error_pages
from core.hanging_up import prepare_hanging_up
from core.headers import prepare_headers
from core.logs import prepare_logs
from core.navigation import items_for
from core.web import find_actor, prepare_web
from demo import commands as demo_commands
from demo.year import keep_the_time_of_the_demo
from les import rooms as les

DOMAINS = (core, commissioning, budgets, contracts, les)
BLUEPRINTS = tuple(blueprint for domain in DOMAINS for blueprint in domain.BLUEPRINTS)
COMMANDS = (*(command for domain in DOMAINS for command in domain.COMMANDS), demo_commands.commands)


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Make the application with the settings of this installation; `overrides` go last (tests)."""
    app = Flask(__name__, instance_relative_config=True)
    configure(app, overrides)
    prepare_logs(app)
    db.init_app(app)
    Migrate(app, db, directory="migrations")
    prepare_templates(app)
    prepare_headers(app)
    prepare_hanging_up(app)
    prepare_web(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    for domain in DOMAINS:
        domain.join()
    app.context_processor(_frame)
    prepare_error_pages(app)
    _set_the_clock(app)
    return app


def create_served_app() -> Flask:
    """Make the application as the server runs it: with a secret key and an address, or not at all."""
    app = create_app()
    check_secret_key(app)
    check_site_address(app)
    return app


def _set_the_clock(app: Flask) -> None:
    """Let a demo go on in its own time, and everything else in ours."""
    clock.run_apart(timedelta(0))
    if app.config["DEMO"]:
        with app.app_context():
            keep_the_time_of_the_demo()


def _frame() -> dict[str, Any]:
    actor = find_actor()
    return {"navigation": items_for(actor) if actor else []}
